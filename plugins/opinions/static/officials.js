/* On a department's device: while the chair calls, the tab's title blinks and the device shakes and sounds,
   as far as it is allowed to. “I hear” ends it, for the sign is gone with the next state.
   And the opinion that is open is asked for again when its row in the live list says that something of it is new. */
(() => {
  "use strict";
  if (window.opinionsOfficials) return; // the page may be swapped in again
  window.opinionsOfficials = true;

  const EVERY = 1000; // ms between two blinks
  const NUDGES = 20; // blinks with shaking and sound; then it only blinks on

  let heard = ""; // the calls that are being signalled
  let own = ""; // the page's own title meanwhile
  let beats = 0;
  let timer = 0;
  let sound = null;

  const calls = () => Array.from(document.querySelectorAll("[data-called]"));

  // A browser lets a page sound only after somebody has touched it.
  document.addEventListener("pointerdown", () => {
    const Sound = window.AudioContext || window.webkitAudioContext;
    if (!sound && Sound) sound = new Sound();
    if (sound && sound.state === "suspended") sound.resume();
  });

  function tone(pitch, start) {
    const [source, volume] = [sound.createOscillator(), sound.createGain()];
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.35);
    source.connect(volume).connect(sound.destination);
    source.start(start);
    source.stop(start + 0.35);
  }

  function nudge() {
    if (navigator.vibrate && navigator.userActivation && navigator.userActivation.hasBeenActive) navigator.vibrate([300, 150, 300]);
    if (!sound || sound.state !== "running") return;
    tone(660, sound.currentTime);
    tone(880, sound.currentTime + 0.2);
  }

  function beat() {
    const [first] = calls();
    if (!first) return quiet();
    const sign = `● ${first.dataset.title}`;
    if (document.title !== sign) own = document.title;
    document.title = beats % 2 ? own : sign;
    if (beats < NUDGES && beats % 4 === 0) nudge();
    beats += 1;
  }

  function quiet() {
    if (!timer) return;
    clearInterval(timer);
    timer = 0;
    const title = document.querySelector("main h1");
    if (document.title.startsWith("● ")) document.title = own || (title ? title.textContent : "");
  }

  function update() {
    const now = calls().map((one) => one.dataset.called).join(" ");
    if (now === heard) return;
    const isNew = now.split(" ").some((one) => one && !heard.split(" ").includes(one));
    heard = now;
    if (!now) return quiet();
    if (!isNew) return;
    beats = 0;
    if (!timer) timer = setInterval(beat, EVERY);
    beat();
  }

  async function renew(event) {
    if (event.target.closest && event.target.closest("[data-words]")) return; // its own echo
    const shown = document.querySelector("[data-words]");
    if (!shown || !document.querySelector(".of-list [data-live]")) return;
    const row = document.getElementById(shown.dataset.row);
    const sign = row ? row.dataset.sign : "gone";
    if (row && shown.dataset.known === sign) return; // one that is too far down the list is asked for each time
    const before = shown.dataset.known;
    shown.dataset.known = sign;
    try {
      const answer = await fetch(shown.dataset.words, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (!shown.isConnected || shown.dataset.known !== sign) return;
      const keep = window.doithoai.attention(shown);
      window.htmx.swap({ text, target: shown, sourceElement: shown, swap: "innerMorph", live: true });
      keep();
      shown.dispatchEvent(new CustomEvent("live:swapped", { bubbles: true, detail: shown }));
    } catch (error) {
      if (shown.dataset.known === sign) shown.dataset.known = before; // the next state, or the line coming back, asks again
    }
  }

  document.addEventListener("live:swapped", renew);
  document.addEventListener("live:connected", renew);
  document.addEventListener("live:swapped", update);
  document.addEventListener("page:shown", update);
  update();
})();
