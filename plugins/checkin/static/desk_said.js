/* The answer over the whole screen, with a sound and a shake of its own.

   deskSaid.show(part)   part: an element with data-kind = ok | noted | already | attention | refused
   deskSaid.signal(kind) only the sound and the shake
   deskSaid.close(), deskSaid.kind() → "" while nothing is shown, deskSaid.isBrief(kind) → goes by itself,
   deskSaid.isFresh() → too new to be closed by accident

   Green and blue go by themselves; while somebody types already, a name or in a form, they are a strip that covers little. The others stay until they
   are acknowledged or the next answer comes. */
(function () {
  "use strict";

  const GREEN = 1300; // ms a green answer covers the screen
  const STRIP = 3000; // ms it stands above what is typed
  const FRESH = 500; // ms in which a second Enter is no acknowledgement
  // [Hz, start in s, length in s], shape, and ms of shaking and rest
  const SIGNS = {
    ok: { tones: [[660, 0, 0.09], [990, 0.09, 0.16]], shape: "sine", shake: [70] },
    noted: { tones: [[660, 0, 0.1]], shape: "sine", shake: [40] },
    already: { tones: [[520, 0, 0.12], [520, 0.2, 0.12]], shape: "triangle", shake: [60, 90, 60] },
    attention: { tones: [[620, 0, 0.12], [470, 0.14, 0.12], [620, 0.28, 0.16]], shape: "triangle", shake: [140, 90, 140] },
    refused: { tones: [[210, 0, 0.45]], shape: "square", shake: [400] },
  };
  const MUTE = "desk:mute";

  let timer = 0;
  let shownAt = 0;
  let audio = null;
  let unsaid = null; // came while another page was shown

  const over = () => document.getElementById("desk-over");
  const kind = () => (over() ? over().dataset.kind : "");
  const isBrief = (which) => which === "ok" || which === "noted";
  const isFresh = () => Date.now() - shownAt < FRESH;

  function show(part) {
    remove(); // the next answer takes its place: nothing is closed
    const which = part.dataset.kind;
    const field = document.getElementById("q");
    const form = document.querySelector("dialog.desk-panel[open]"); // lies above all of the page
    const strip = isBrief(which) && Boolean(form || (field && field.value));
    const screen = document.createElement("div");
    screen.id = "desk-over";
    screen.className = `desk-over is-${which}${strip ? " is-strip" : ""}`;
    screen.dataset.kind = which;
    screen.append(part);
    (form || document.getElementById("content") || document.body).append(screen);
    shownAt = Date.now();
    signal(which);
    if (isBrief(which)) timer = setTimeout(close, strip ? STRIP : GREEN);
    const reason = screen.querySelector("[data-send=over] input:not([type=hidden])");
    if (reason) reason.focus();
  }

  function remove() {
    clearTimeout(timer);
    if (over()) over().remove();
  }

  function close() {
    if (!over()) return;
    const hadFocus = over().contains(document.activeElement) || document.activeElement === document.body;
    remove();
    document.dispatchEvent(new CustomEvent("desk:closed", { detail: { hadFocus } }));
  }

  /* ── Sound and shake ──────────────────────────────────────────────────────────────────────── */

  const isMute = () => { try { return localStorage.getItem(MUTE) === "1"; } catch (error) { return false; } };

  function setMute(mute) {
    try { localStorage.setItem(MUTE, mute ? "1" : "0"); } catch (error) { /* for this page only */ }
    dress();
    if (!mute) signal("ok");
  }

  function signal(which) {
    const sign = SIGNS[which] || SIGNS.attention;
    const touched = !navigator.userActivation || navigator.userActivation.hasBeenActive;
    if (navigator.vibrate && touched) navigator.vibrate(sign.shake);
    const Audio = window.AudioContext || window.webkitAudioContext;
    if (isMute() || !Audio || !touched) return;
    audio = audio || new Audio();
    if (audio.state === "suspended") audio.resume();
    sign.tones.forEach((tone) => play(tone, sign.shape));
  }

  function play([pitch, start, length], shape) {
    const voice = audio.createOscillator();
    const loud = audio.createGain();
    const from = audio.currentTime + start;
    voice.type = shape;
    voice.frequency.value = pitch;
    loud.gain.setValueAtTime(0, from);
    loud.gain.linearRampToValueAtTime(shape === "square" ? 0.12 : 0.3, from + 0.015);
    loud.gain.linearRampToValueAtTime(0, from + length);
    voice.connect(loud).connect(audio.destination);
    voice.start(from);
    voice.stop(from + length + 0.05);
  }

  function dress() {
    const button = document.querySelector("[data-sound]");
    if (!button) return;
    button.hidden = false;
    button.setAttribute("aria-pressed", String(!isMute()));
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-sound]")) setMute(!isMute());
  });
  document.addEventListener("desk:answer", (event) => {
    if (document.getElementById("desk")) show(event.detail);
    else if (!isBrief(event.detail.dataset.kind)) unsaid = event.detail;
  });
  document.addEventListener("desk:said", (event) => signal({ success: "ok", warning: "attention" }[event.detail.tone] || "refused"));
  document.addEventListener("page:shown", () => {
    dress();
    if (!unsaid || !document.getElementById("desk")) return;
    show(unsaid);
    unsaid = null;
  });

  window.deskSaid = { show, close, kind, isBrief, isFresh, signal };
  dress();
})();
