/* The camera: the browser's own reader where there is one, else zxing-wasm in a worker, fetched when the camera is opened.

   A button [data-camera] opens, [data-camera-close] closes; what is read is the document event "camera:read",
   detail { text }. A slip that stays before the camera is one scan. A page that moves the camera says "camera:moved". Closed by itself when nothing was read for a minute, and with the page. */
(function () {
  "use strict";

  const IDLE = 60000; // ms without a code
  const REST = 120; // ms between two pictures
  const AGAIN = 3000; // ms out of sight before the same code is another scan
  const LONGEST = 960; // pixels of the longer side: enough for a slip at arm's length
  const WHICH = "desk:camera";

  let stream = null;
  let reader = null; // { read(video) → Promise of text, stop() }
  let seen = { text: "", at: 0 };
  let readAt = 0;
  let turn = 0; // a camera that was closed meanwhile reads no further

  const part = () => document.getElementById("camera");
  const video = () => part().querySelector("video");
  const say = (text) => { part().querySelector("p").textContent = text; };
  const remembered = () => { try { return localStorage.getItem(WHICH) || ""; } catch (error) { return ""; } };

  async function open(id) {
    close("");
    const mine = ++turn;
    const words = part().dataset;
    part().hidden = false;
    video().hidden = false;
    say(words.loading);
    try {
      const wanted = id || remembered();
      const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
      const which = wanted ? { deviceId: { ideal: wanted } } : { facingMode: { ideal: "environment" } };
      const opened = await navigator.mediaDevices.getUserMedia({ video: { ...size, ...which }, audio: false });
      if (mine !== turn) return opened.getTracks().forEach((track) => track.stop());
      stream = opened;
      video().srcObject = stream;
      await video().play();
      reader = reader || (await nativeReader()) || (await workerReader(words));
    } catch (error) {
      if (mine === turn) { close(words.nocamera); }
      return;
    }
    if (mine !== turn) return;
    say(words.aim);
    readAt = Date.now();
    await offerMore();
    look(mine);
  }

  function close(sentence) {
    turn += 1;
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    if (!part()) return;
    video().srcObject = null;
    video().hidden = true;
    part().querySelectorAll("[data-camera-torch], [data-camera-other]").forEach((one) => { one.hidden = true; });
    say(sentence);
    part().hidden = !sentence;
  }

  async function look(mine) {
    while (mine === turn && stream && part() && video().isConnected) {
      const text = video().readyState >= 2 ? await reader.read(video()).catch(() => "") : "";
      if (mine !== turn) return;
      if (text) took(text);
      if (Date.now() - readAt > IDLE) return close(part().dataset.idle);
      await new Promise((resolve) => setTimeout(resolve, REST));
    }
    if (mine === turn) close("");
  }

  function took(text) {
    const now = Date.now();
    const isSame = text === seen.text && now - seen.at < AGAIN;
    seen = { text, at: now };
    readAt = now;
    if (!isSame) document.dispatchEvent(new CustomEvent("camera:read", { detail: { text } }));
  }

  /* ── Readers ──────────────────────────────────────────────────────────────────────────────── */

  async function nativeReader() {
    if (!window.BarcodeDetector) return null;
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (!formats.includes("qr_code")) return null;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return { read: (source) => detector.detect(source).then(([found]) => (found ? found.rawValue : "")) };
  }

  function workerReader({ worker: address, reader: script, wasm }) {
    const worker = new Worker(address);
    const canvas = document.createElement("canvas");
    const brush = canvas.getContext("2d", { willReadFrequently: true });
    const absolute = (path) => new URL(path, location.href).href;
    const answer = () => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
      worker.onerror = () => reject(new Error("worker"));
    });
    const read = async (source) => {
      const scale = Math.min(1, LONGEST / Math.max(source.videoWidth, source.videoHeight));
      canvas.width = source.videoWidth * scale;
      canvas.height = source.videoHeight * scale;
      brush.drawImage(source, 0, 0, canvas.width, canvas.height);
      const picture = brush.getImageData(0, 0, canvas.width, canvas.height);
      const done = answer();
      worker.postMessage(picture, [picture.data.buffer]);
      return (await done).text;
    };
    const loaded = answer().then(() => ({ read }));
    worker.postMessage({ reader: absolute(script), wasm: absolute(wasm) });
    return loaded;
  }

  /* ── Light, another camera ────────────────────────────────────────────────────────────────── */

  async function offerMore() {
    const [track] = stream.getVideoTracks();
    const can = track.getCapabilities ? track.getCapabilities() : {};
    part().querySelector("[data-camera-torch]").hidden = !can.torch;
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput");
    if (stream) part().querySelector("[data-camera-other]").hidden = cameras.length < 2;
  }

  function light(button) {
    const [track] = stream.getVideoTracks();
    const on = button.getAttribute("aria-pressed") !== "true";
    track.applyConstraints({ advanced: [{ torch: on }] }).then(() => button.setAttribute("aria-pressed", String(on)), () => {});
  }

  async function other() {
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput");
    const now = stream.getVideoTracks()[0].getSettings().deviceId;
    const next = cameras[(cameras.findIndex((one) => one.deviceId === now) + 1) % cameras.length];
    try { localStorage.setItem(WHICH, next.deviceId); } catch (error) { /* asked again next time */ }
    open(next.deviceId);
  }

  document.addEventListener("click", (event) => {
    if (!part()) return;
    const on = (name) => event.target.closest(`[data-camera${name}]`);
    if (on("")) {
      if (stream) close("");
      else open();
    } else if (on("-close")) close("");
    else if (on("-torch") && stream) light(on("-torch"));
    else if (on("-other") && stream) other();
  });

  document.addEventListener("visibilitychange", () => { if (document.hidden && stream) close(""); });

  function ready() {
    if (!part()) return close("");
    document.querySelectorAll("[data-camera]").forEach((one) => { one.hidden = !(navigator.mediaDevices && navigator.mediaDevices.getUserMedia); });
  }

  document.addEventListener("htmx:after:swap", ready);
  document.addEventListener("camera:moved", () => { ready(); if (stream) video().play().catch(() => {}); });
  ready();
})();
