/* The secretary's one screen: dragging in the list, the box for the language, the bell.

   Dragging sends what the buttons "up" and "down" send. The order seen when the drag began goes along, so that a list
   that has changed meanwhile refuses it. The row moves at once; the server's list puts it where it belongs. */
(() => {
  "use strict";

  const list = () => document.querySelector("[data-sortable]");
  const rows = () => Array.from(list() ? list().children : []);

  /* ── Dragging ─────────────────────────────────────────────────────────────────────────────── */

  let drag = null; // { row, id, start, order }

  const order = () => document.querySelector('input[name="order"][form="act"]');

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button > 0 || !list()) return;
    event.preventDefault();
    fold(null);
    const row = grip.closest("li");
    drag = { row, id: row.id, start: event.pageY, order: order().value };
    grip.setPointerCapture(event.pointerId);
    row.classList.add("is-dragged");
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.row.style.transform = `translateY(${event.pageY - drag.start}px)`;
    mark(event.clientY);
    if (event.clientY < 60) scrollBy(0, -14);
    else if (event.clientY > innerHeight - 60) scrollBy(0, 14);
  });

  // The row before which the pointer is, null for behind all, undefined for where it was.
  function target(y) {
    const others = rows().filter((row) => row !== drag.row);
    const before = others.find((row) => {
      const box = row.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    const next = drag.row.nextElementSibling;
    return (before || null) === next ? undefined : before || null;
  }

  function mark(y) {
    const to = target(y);
    rows().forEach((row) => {
      row.classList.toggle("is-before", row === to);
      row.classList.toggle("is-last-place", to === null && row === rows().filter((one) => one !== drag.row).pop());
    });
  }

  function clear() {
    rows().forEach((row) => row.classList.remove("is-before", "is-last-place", "is-dragged"));
    drag.row.style.transform = "";
    drag = null;
  }

  document.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { row, order: seen } = drag;
    const to = target(event.clientY);
    clear();
    if (to === undefined || !row.isConnected) return;
    list().insertBefore(row, to);
    const [turn, before] = [row.dataset.turn, to ? to.dataset.turn : "0"];
    window.doithoai.afterwards(() => send(turn, before, seen));
  });

  document.addEventListener("selectstart", (event) => { if (drag) event.preventDefault(); });
  document.addEventListener("pointercancel", () => { if (drag) clear(); });
  document.addEventListener("keydown", (event) => { if (drag && event.key === "Escape") clear(); });

  function send(turn, before, seen) {
    order().value = seen;
    const button = document.getElementById("speakers-drop");
    button.setAttribute("formaction", button.dataset.move.replace("/0/", `/${turn}/`));
    button.value = before;
    button.click();
  }

  /* ── What unfolds over the list folds up again when one goes on elsewhere ─────────────────── */

  const FOLDS = ".speakers-more[open]";
  const fold = (except) => document.querySelectorAll(FOLDS).forEach((one) => { if (!one.contains(except)) one.open = false; });

  document.addEventListener("click", (event) => fold(event.target));
  document.addEventListener("toggle", (event) => {
    const menu = event.target.open && event.target.matches(".speakers-more") && event.target.lastElementChild;
    if (menu) menu.scrollIntoView({ block: "nearest" });
  }, true);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") fold(null); });

  /* ── The box for the language belongs to whoever speaks ───────────────────────────────────── */

  let speaking = null;

  document.addEventListener("click", (event) => {
    const box = event.target.closest('a[href="#speakers-language-box"]') && document.getElementById("speakers-language-box");
    if (!box) return;
    event.preventDefault();
    fold(null);
    box.open = true;
    box.querySelector("select").focus();
  });

  function speaker() {
    const card = document.getElementById("speakers-floor-card");
    const box = document.getElementById("speakers-language-box");
    if (!card || !box) return;
    box.hidden = card.dataset.turn === "0";
    if (speaking !== null && speaking !== card.dataset.turn) {
      box.open = false;
      box.querySelectorAll("select").forEach((one) => { one.selectedIndex = 0; });
      box.querySelectorAll("input:not([type=hidden])").forEach((one) => { one.value = ""; });
    }
    speaking = card.dataset.turn;
  }

  /* ── The bell: once when the colour changes, twice when the time is over ──────────────────── */

  let heard = null; // the turn and how late it was
  let sound = null;

  function ring(times) {
    try {
      sound = sound || new AudioContext();
      for (let i = 0; i < times; i++) {
        const at = sound.currentTime + i * 0.45;
        const [tone, volume] = [sound.createOscillator(), sound.createGain()];
        tone.frequency.value = 880;
        volume.gain.setValueAtTime(0.4, at);
        volume.gain.exponentialRampToValueAtTime(0.001, at + 0.4);
        tone.connect(volume).connect(sound.destination);
        tone.start(at);
        tone.stop(at + 0.4);
      }
    } catch (error) { /* no loudspeaker: the colour says it */ }
  }

  function listen() {
    const card = document.querySelector("#speakers-floor-card[data-bell]");
    const clock = card && card.querySelector("[data-clock][data-ends]");
    if (!clock) return;
    const late = clock.classList.contains("is-over") ? 2 : clock.classList.contains("is-warn") ? 1 : 0;
    if (heard && heard.turn === card.dataset.turn && late > heard.late) {
      ring(late);
    }
    heard = { turn: card.dataset.turn, late };
  }

  setInterval(listen, 250);
  document.addEventListener("live:swapped", speaker);
  document.addEventListener("htmx:after:swap", speaker);
  speaker();
})();
