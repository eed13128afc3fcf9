/* The hall screen: stays awake, fills the screen, fits its letters, and heals itself.

   data-fit on a part: its letters shrink until everything fits, but not below --least of its style. What
   does not fit even then is shown page by page; data-page says which one ("2/3").
*/
(function () {
  "use strict";

  const LEAST = 0.5; // rem; .hall-text and others ask for more
  const READING = 12000; // ms a page stays

  const pixels = (rem) => rem * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const overflows = (part) => part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1;
  const reading = new WeakMap(); // part → its text and when the present page was turned to

  function fit() {
    document.querySelectorAll("[data-fit]").forEach((part) => {
      part.style.fontSize = part.style.maxHeight = "";
      const style = getComputedStyle(part);
      const least = pixels(parseFloat(style.getPropertyValue("--least")) || LEAST);
      let size = parseFloat(style.fontSize);
      while (size > least && overflows(part)) {
        size = Math.max(size * 0.94, least);
        part.style.fontSize = size + "px";
      }
      paginate(part);
    });
  }

  // Whole lines only: the page is as high as the lines that fit.
  function paginate(part) {
    const known = reading.get(part);
    const text = part.textContent;
    if (!known || known.text !== text) {
      reading.set(part, { text, since: Date.now() });
      part.scrollTop = 0;
    }
    delete part.dataset.page;
    if (getComputedStyle(part).overflowY !== "hidden" || part.scrollHeight <= part.clientHeight + 1) return;
    const line = parseFloat(getComputedStyle(part).lineHeight);
    part.style.maxHeight = Math.floor(part.clientHeight / line) * line + "px";
    number(part);
  }

  function number(part) {
    const page = Math.round(part.scrollTop / part.clientHeight + 0.49) + 1;
    part.dataset.page = page + "/" + Math.ceil(part.scrollHeight / part.clientHeight - 0.01);
  }

  function turnPages() {
    document.querySelectorAll("[data-page]").forEach((part) => {
      const known = reading.get(part);
      if (!known || Date.now() - known.since < READING) return;
      known.since = Date.now();
      const end = part.scrollHeight - part.clientHeight;
      part.scrollTop = part.scrollTop >= end - 1 ? 0 : Math.min(part.scrollTop + part.clientHeight, end);
      number(part);
    });
  }

  async function stayAwake() {
    try {
      if (navigator.wakeLock && !document.hidden) await navigator.wakeLock.request("screen");
    } catch (error) { /* plain HTTP or an old browser: the office switches the screen saver off */ }
  }

  // A new release is opened once the server answers well; until then the last good picture stays.
  let version = null;
  async function look() {
    try {
      const answer = await fetch("/health", { cache: "no-store" });
      if (!answer.ok) return;
      const health = await answer.json();
      if (version && version !== health.version) location.reload();
      version = health.version;
    } catch (error) { /* asked again soon */ }
  }

  document.addEventListener("live:swapped", fit);
  document.addEventListener("visibilitychange", stayAwake);
  document.addEventListener("click", () => {
    if (!document.fullscreenElement && document.documentElement.requestFullscreen) {
      document.documentElement.requestFullscreen().catch(() => {});
    }
  });
  window.addEventListener("resize", fit);
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(fit);
  setInterval(look, 15000);
  setInterval(turnPages, 1000);
  stayAwake();
  look();
  fit();
})();
