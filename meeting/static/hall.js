/* The hall screen: stays awake, fills the screen, fits its letters, and heals itself.

   data-fit on a part: its letters shrink until everything fits.
*/
(function () {
  "use strict";

  const SMALLEST = 0.35; // of the intended size; smaller cannot be read from the last row

  function fit() {
    document.querySelectorAll("[data-fit]").forEach((part) => {
      part.style.fontSize = "";
      const full = parseFloat(getComputedStyle(part).fontSize);
      let size = full;
      while (size > full * SMALLEST && (part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1)) {
        size *= 0.94;
        part.style.fontSize = size + "px";
      }
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
  stayAwake();
  look();
  fit();
})();
