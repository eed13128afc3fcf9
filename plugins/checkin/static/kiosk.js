/* The kiosk: the pad types, nothing stays on the screen for the next person, staff leave by the corner.

   data-idle on the page: seconds without a touch after which it goes back to the start. */
(function () {
  "use strict";

  const HOLD = 3000; // ms the corner is held

  let page = null; // the kiosk's screen of now
  let touched = Date.now();

  const kiosk = () => document.querySelector("[data-kiosk]");
  const field = () => document.getElementById("code");

  function look() {
    const shown = kiosk();
    if (!shown) return;
    if (shown !== page) arrive(shown);
    if (Date.now() - touched < Number(shown.dataset.idle) * 1000) return;
    touched = Date.now();
    if (shown.dataset.kiosk === "start") clear();
    else shown.querySelector("[data-start]").click();
  }

  function arrive(shown) {
    page = shown;
    touched = Date.now();
    if (!field()) return;
    field().focus({ preventScroll: true });
    if (seeing) document.querySelector("[data-camera]").click();
  }

  function clear() {
    field().value = "";
    field().focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /* ── The pad ──────────────────────────────────────────────────────────────────────────────── */

  function type(letter) {
    const letters = field().value.replace(/[^0-9A-Za-z]/g, "").toUpperCase();
    const now = letter ? (letters + letter).slice(0, 7) : letters.slice(0, -1);
    field().value = now.length > 3 ? now.slice(0, 3) + "-" + now.slice(3) : now;
    field().focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-letter]");
    if (key && kiosk()) type(key.dataset.letter);
  });

  /* ── The camera (scan_camera.js): once opened it is opened again for the next person ──────── */

  let seeing = false;

  document.addEventListener("camera:read", (event) => {
    if (!kiosk() || !field()) return;
    field().value = event.detail.text;
    field().form.querySelector(".btn-primary").click();
  });

  document.addEventListener("click", (event) => {
    if (!kiosk() || !event.isTrusted) return;
    if (event.target.closest("[data-camera]")) seeing = !seeing;
    else if (event.target.closest("[data-camera-close]")) seeing = false;
  });

  /* ── The corner ───────────────────────────────────────────────────────────────────────────── */

  let held = 0;

  function hold(event) {
    const corner = event.target.closest && event.target.closest("[data-leave]");
    clearTimeout(held);
    if (corner) held = setTimeout(() => location.assign(corner.dataset.leave), HOLD);
  }

  document.addEventListener("pointerdown", hold);
  ["pointerup", "pointercancel", "pointerleave"].forEach((name) => document.addEventListener(name, () => clearTimeout(held)));
  document.addEventListener("contextmenu", (event) => { if (kiosk()) event.preventDefault(); });

  /* ── Idle ─────────────────────────────────────────────────────────────────────────────────── */

  ["pointerdown", "keydown", "input", "scroll"].forEach((name) => document.addEventListener(name, () => { touched = Date.now(); }, true));
  document.addEventListener("htmx:after:swap", look);
  setInterval(look, 500);
  look();
})();
