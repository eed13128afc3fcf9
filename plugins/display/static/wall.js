/* A hall screen tells the server that it is there and what hangs on it, and goes to another meeting when it is
   brought there. What it cannot say stays unsaid: the picture never depends on it. */
(function () {
  "use strict";

  const OFTEN = 10000; // ms; the server calls a screen cut off after 25 s
  const PATIENCE = 8000;

  const scene = () => (document.querySelector("[data-scene]") || document.body).dataset.scene || "";

  function said() {
    return new URLSearchParams({
      scene: (told = scene()),
      width: Math.round(innerWidth),
      height: Math.round(innerHeight),
      awake: document.documentElement.dataset.awake ? 1 : 0,
      full: document.fullscreenElement || (innerWidth >= screen.width && innerHeight >= screen.height) ? 1 : 0,
    });
  }

  let busy = false;
  let told = null; // the scene the server knows of
  async function speak() {
    const wall = document.getElementById("wall");
    if (!wall || busy || document.hidden) return;
    busy = true;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(`${wall.dataset.alive}?${said()}`, { cache: "no-store", signal: stop.signal });
      if (answer.ok) {
        const { page } = await answer.json();
        if (page) await window.doithoai.open(page);
      }
    } catch (error) { /* said again soon */ } finally {
      clearTimeout(timer);
      busy = false;
    }
  }

  // Closed on purpose, or another window lies over it: that is not being cut off.
  function leave() {
    const wall = document.getElementById("wall");
    if (wall) fetch(`${wall.dataset.alive}?closed=1`, { keepalive: true }).catch(() => {});
  }

  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); else speak(); });
  document.addEventListener("live:swapped", () => { if (scene() !== told) speak(); });
  document.addEventListener("live:connected", speak);
  document.addEventListener("fullscreenchange", speak);
  setInterval(speak, OFTEN);
  speak();
})();
