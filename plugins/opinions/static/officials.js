/* On a department's device: while the chair calls, the tab's title blinks and the device shakes and sounds,
   as far as it is allowed to. “I hear” ends it, for the sign is gone with the next state. */
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

  document.addEventListener("live:swapped", update);
  document.addEventListener("page:shown", update);
  update();
})();
