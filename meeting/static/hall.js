/* The hall screen: stays awake, fills the screen, and heals itself. Its letters: fit.js.

   data-scale and data-margin on the fragment, in per cent: how large its letters are on this screen, and what the
   projector cuts off at each edge. <html> gets them as --scale and --margin before the letters are fitted.
   data-waits: this is not the page that was asked for; it is asked for again until it is well.
   doithoai.open(address)   leaves the picture for another page once all of that is here
*/
(function () {
  "use strict";

  const OFTEN = 10000; // ms between two looks at the server
  const PATIENCE = 8000; // ms after which a silent server counts as gone

  function frame() {
    const set = document.querySelector("[data-scale]");
    const style = document.documentElement.style;
    style.setProperty("--scale", set ? set.dataset.scale / 100 : 1);
    style.setProperty("--margin", set ? set.dataset.margin / 100 : 0);
  }

  /* ── Awake: the browser lets go whenever the page is hidden, and when the power is low ──────────── */

  let lock = null;
  const said = document.documentElement.dataset;

  async function stayAwake() {
    if (lock || document.hidden || !navigator.wakeLock) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      said.awake = "1";
      lock.addEventListener("release", () => {
        lock = null;
        delete said.awake;
        stayAwake();
      });
    } catch (error) { /* low power, or not allowed: staff read it in the list of screens */ }
  }

  /* ── Healing: the last good picture stays until a better one is all here ────────────────────────── */

  async function ask(address, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(address, { ...options, signal: stop.signal });
      const text = await answer.text();
      return answer.ok ? text : null;
    } catch (error) {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  // A hall page with all that dresses it; what was fetched here lies in the browser's store a moment later.
  async function open(address) {
    const text = await ask(address, { cache: "no-store" });
    const page = text && new DOMParser().parseFromString(text, "text/html");
    if (!page || !page.documentElement.classList.contains("hall")) return;
    const parts = Array.from(page.head.querySelectorAll("link[rel=stylesheet], script[src]"));
    const all = await Promise.all(parts.map((one) => ask(one.getAttribute("href") || one.getAttribute("src"))));
    if (all.includes(null)) return;
    if (new URL(address, location.href).href === location.href) location.reload();
    else location.assign(address);
  }

  // What is no answer of ours, as a hotel's login page, is none.
  function read(text) {
    try {
      return JSON.parse(text);
    } catch (error) {
      return null;
    }
  }

  // A dead line may look open for most of a minute; a server that does not answer is a reason to try it.
  let version = null;
  let isLooking = false;
  async function look() {
    if (isLooking) return;
    isLooking = true;
    stayAwake();
    const health = read(await ask("/health", { cache: "no-store" }));
    if (health === null) window.doithoai.join();
    else if (document.querySelector("[data-waits]")) await open(location.href);
    else await follow(health.version);
    isLooking = false;
  }

  async function follow(release) {
    if (!version) version = release;
    else if (version !== release) await open(location.href);
  }

  window.doithoai.open = open;
  document.addEventListener("live:swapped", frame);
  document.addEventListener("live:connected", look);
  document.addEventListener("visibilitychange", stayAwake);
  document.addEventListener("click", () => {
    if (!document.fullscreenElement && document.documentElement.requestFullscreen) {
      document.documentElement.requestFullscreen().catch(() => {});
    }
  });
  setInterval(look, OFTEN);
  frame();
  look();
})();
