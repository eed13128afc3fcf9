/* The hall screen: stays awake, fills the screen, and heals itself. Its letters: fit.js. */
(function () {
  "use strict";

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

  document.addEventListener("visibilitychange", stayAwake);
  document.addEventListener("click", () => {
    if (!document.fullscreenElement && document.documentElement.requestFullscreen) {
      document.documentElement.requestFullscreen().catch(() => {});
    }
  });
  setInterval(look, 15000);
  stayAwake();
  look();
})();
