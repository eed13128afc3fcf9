/* The script follows the programme: the present step is marked and comes into sight, unless the reader has just moved
   the page himself. The device stays awake while it is read.

   data-script-here, data-script-edition   where the programme is, and in which words (live)
   data-edition                            the words this page was made of
*/
(() => {
  "use strict";

  const REST = 4000; // ms without a touch before the page moves by itself

  let article = null;
  let followed = "";
  let touched = -REST;
  let timer = 0;

  function follow() {
    clearTimeout(timer);
    const place = document.querySelector("[data-script-here]");
    const here = place ? place.dataset.scriptHere : "";
    const passage = here && document.getElementById("script-" + here);
    if (!passage || here === followed) return;
    const wait = touched + REST - performance.now();
    if (wait > 0) {
      timer = setTimeout(follow, wait);
      return;
    }
    followed = here;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    passage.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }

  function mark() {
    const place = document.querySelector("[data-script-here]");
    if (!place) return;
    if (article !== document.querySelector("[data-edition]")) {
      article = document.querySelector("[data-edition]");
      followed = "";
      touched = -REST;
    }
    document.querySelectorAll(".script-step").forEach((one) => {
      const isNow = one.id === "script-" + place.dataset.scriptHere;
      one.classList.toggle("is-now", isNow);
      if (isNow) one.setAttribute("aria-current", "step");
      else one.removeAttribute("aria-current");
    });
    place.querySelector(".script-stale").hidden = place.dataset.scriptEdition === article.dataset.edition;
    awake();
    follow();
  }

  let lock = null;
  async function awake() {
    if (lock || document.hidden || !navigator.wakeLock || !document.querySelector("[data-script-here]")) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });
    } catch (error) { /* low power, or not allowed: the device's own setting decides */ }
  }

  // Our own scrolling is none of these.
  ["wheel", "touchstart", "touchmove", "mousedown", "keydown"].forEach((what) => {
    document.addEventListener(what, () => { touched = performance.now(); }, { passive: true });
  });
  document.addEventListener("click", (event) => {
    const list = event.target.closest("a") && event.target.closest(".script-all");
    if (list) list.open = false;
  });
  document.addEventListener("visibilitychange", awake);
  document.addEventListener("live:swapped", mark);
  mark();
})();
