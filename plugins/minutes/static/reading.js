/* Reading a paper aloud: one paragraph at a time is marked, letters grow, the screen stays awake.
 *
 * Pages come and go by morphing, so nothing is bound to an element: one listener each on the document. */
(() => {
  "use strict";
  if (window.readingReady) return;
  window.readingReady = true;

  const SIZES = [1.125, 1.35, 1.6, 2, 2.5, 3];
  const KEPT = "minutes.reading.size";
  let lock = null;

  const page = () => document.querySelector("[data-reading]");
  const lines = () => [...document.querySelectorAll("[data-reading] [data-read]")];

  const size = (step) => {
    const kept = Number(localStorage.getItem(KEPT) ?? 1) + step;
    const at = Math.min(Math.max(kept, 0), SIZES.length - 1);
    localStorage.setItem(KEPT, at);
    page().style.setProperty("--size", `${SIZES[at]}rem`);
  };

  const awake = async () => {
    if (lock || document.hidden || !navigator.wakeLock) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });
    } catch { /* the battery is low: the screen may sleep */ }
  };

  const go = (step) => {
    const all = lines();
    const here = all.findIndex((line) => line.classList.contains("is-here"));
    const there = all[Math.min(Math.max(here + step, 0), all.length - 1)];
    all[here]?.classList.remove("is-here");
    there?.classList.add("is-here");
    there?.scrollIntoView({ block: "center" });
    awake();
  };

  const show = () => {
    const bar = document.querySelector("[data-aloud]");
    if (!bar || !page()) return;
    bar.hidden = false;
    page().classList.add("is-live");
    size(0);
  };

  document.addEventListener("click", (event) => {
    if (!page()) return;
    if (event.target.closest("[data-next]")) go(1);
    else if (event.target.closest("[data-before]")) go(-1);
    else if (event.target.closest("[data-larger]")) size(1);
    else if (event.target.closest("[data-smaller]")) size(-1);
    else if (event.target.closest("[data-to-line]")) {
      const line = document.querySelector(event.target.closest("[data-to-line]").getAttribute("href"));
      if (!line) return;
      event.preventDefault();
      lines().forEach((one) => one.classList.toggle("is-here", one === line));
      line.scrollIntoView({ block: "center" });
      line.querySelector("summary")?.focus({ preventScroll: true });
    } else if (!event.target.closest("details, a, button, form")) {
      const line = event.target.closest("[data-read]");
      if (!line) return;
      lines().forEach((one) => one.classList.toggle("is-here", one === line));
      awake();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (!page() || event.target.closest("input, textarea, select, summary, button, a")) return;
    const step = { ArrowDown: 1, ArrowRight: 1, " ": 1, PageDown: 1, ArrowUp: -1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    go(step);
  });

  document.addEventListener("htmx:after:settle", show);
  document.addEventListener("htmx:after:swap", show);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
})();
