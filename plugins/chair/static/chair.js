/* The chair's tablet: turning pages by a swipe, the numbers around the open one, following the speaker.

   [data-page] data-at, data-follows      the page, and whether it goes along with who speaks
   [data-turn] data-speaking              who has the floor, and the number of what they raise
   [data-around="address"]                fetched anew when the counts of the opinions change
   details.ch-sheet                       one open at a time; a tap beside it closes it */
(() => {
  "use strict";
  if (window.chairTablet) return; // the page may be swapped in again
  window.chairTablet = true;

  const FAR = 70; // px a finger moves before it is a swipe
  const EDGE = 24; // px at the sides that belong to the browser's own way back
  const QUIET = 4000; // ms without a touch after which nobody is reading with a finger on the page

  const page = () => document.querySelector("[data-page]");
  const sheets = () => Array.from(document.querySelectorAll("details.ch-sheet[open]"));
  let touched = -QUIET;

  /* ── Swipe ────────────────────────────────────────────────────────────────────────────────── */

  let start = null; // { x, y }: where one finger came down on the page

  // in a field that has the caret a finger selects
  const turns = (target) => page() && page().contains(target) && target !== document.activeElement && !target.closest(".ch-sheet");

  document.addEventListener("touchstart", (event) => {
    touched = performance.now();
    const [finger] = event.touches;
    const isOne = event.touches.length === 1 && finger.clientX > EDGE && finger.clientX < innerWidth - EDGE;
    start = isOne && turns(event.target) ? { x: finger.clientX, y: finger.clientY } : null;
  }, { passive: true });

  const moved = (event) => {
    const [finger] = event.changedTouches;
    return { x: finger.clientX - start.x, y: finger.clientY - start.y };
  };
  const isSideways = (by) => Math.abs(by.x) > 2 * Math.abs(by.y);

  document.addEventListener("touchmove", (event) => {
    touched = performance.now();
    if (!start) return;
    if (event.touches.length > 1) return end();
    const by = moved(event);
    if (isSideways(by) && Math.abs(by.x) > 15) page().style.transform = `translateX(${by.x / 3}px)`;
  }, { passive: true });

  function end() {
    if (page()) page().style.transform = "";
    start = null;
  }

  document.addEventListener("touchcancel", end);
  document.addEventListener("touchend", (event) => {
    touched = performance.now();
    if (!start) return;
    const by = moved(event);
    const selected = String(getSelection()).length > 0;
    end();
    if (!selected && isSideways(by) && Math.abs(by.x) > FAR) step(by.x < 0 ? "after" : "before");
  });

  function step(way) {
    const link = document.querySelector(`[data-step=${way}]`);
    if (link && !link.hasAttribute("aria-disabled")) link.click();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-step][aria-disabled]")) event.preventDefault(); // the first, the last
  }, true);

  /* ── Sheets ───────────────────────────────────────────────────────────────────────────────── */

  document.addEventListener("click", (event) => {
    sheets().filter((one) => !one.contains(event.target)).forEach((one) => { one.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    sheets().forEach((one) => { one.open = false; one.querySelector("summary").focus(); });
  });

  /* ── The numbers around the open one ──────────────────────────────────────────────────────── */

  let counts = "";
  let asking = 0;

  const counted = () => (document.querySelector("[data-counts]") || { dataset: {} }).dataset.counts || "";

  async function around() {
    const bar = document.querySelector("[data-around]");
    if (!bar) return;
    const asked = ++asking;
    const answer = await fetch(bar.dataset.around, { credentials: "same-origin" }).catch(() => null);
    if (!answer || !answer.ok) { counts = ""; return; } // asked again with the next change, or when the line is back
    const html = await answer.text();
    if (asked !== asking || !bar.isConnected) return;
    if (page().dataset.at === "0" && !html.includes("data-none")) return home(); // the first one opens by itself
    htmx.swap({ text: html, target: bar, sourceElement: bar, swap: "innerMorph", live: true });
  }

  function home() {
    if (!document.querySelector(".ch-filter.is-on")) go(location.pathname);
  }

  function go(address) {
    const link = document.createElement("a"); // as if it had been tapped: the page stays until the next is there
    link.href = address;
    page().append(link);
    htmx.process(link);
    link.click();
    link.remove();
  }

  /* ── Following the speaker: never while somebody has a finger on the page ──────────────────── */

  let later = 0;

  function mark() {
    const at = page() && page().dataset.at;
    document.querySelectorAll("[data-opinion]").forEach((one) => one.classList.toggle("is-here", one.dataset.opinion === at));
  }

  const isBusy = () => performance.now() - touched < QUIET || sheets().length > 0
    || Boolean(document.activeElement && document.activeElement.matches("textarea, input"));

  function follow() {
    clearTimeout(later);
    const floor = document.querySelector("[data-speaking]");
    if (!page() || !floor || !("follows" in page().dataset)) return;
    if (["0", page().dataset.at].includes(floor.dataset.speaking)) return;
    if (isBusy()) { later = setTimeout(follow, 1000); return; }
    const link = document.querySelector("[data-to-speaker]");
    if (link) link.click();
  }

  function look() {
    mark();
    follow();
    if (counted() === counts) return;
    const isFirst = !counts;
    counts = counted();
    if (!isFirst || page() && page().dataset.at === "0") around();
  }

  document.addEventListener("live:swapped", look);
  document.addEventListener("page:shown", () => { counts = counted(); mark(); follow(); });
  counts = counted();
  mark();
})();
