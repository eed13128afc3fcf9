/* Live views, clocks and the connection line. Works on a five-year-old phone; without it pages still work.

   <div data-live="speakers.queue" data-rev="41">   kept up to date by the server's pushes
   <span data-clock data-ends="<epoch ms>">         runs down to a target by the server's clock
   <span data-clock data-left="<ms>">               stands still; data-warn="<s>" adds .is-warn, below zero .is-over
   document event "live:swapped"                    after a fragment was renewed (detail: the container)
*/
(function () {
  "use strict";

  let socket = null;
  let offset = 0; // server's clock minus this device's, in ms
  let lostTimer = 0;

  const $$ = (selector) => Array.from(document.querySelectorAll(selector));
  const container = (view) => $$("[data-live]").find((one) => one.dataset.live === view);

  /* ── The line that says what is wrong ─────────────────────────────────────────────────────── */

  function say(sentence) {
    const line = document.getElementById("line");
    if (!line) return;
    line.textContent = sentence ? line.dataset[sentence] || "" : "";
    line.hidden = !line.textContent;
  }

  function lost() {
    clearTimeout(lostTimer);
    lostTimer = setTimeout(() => say("lost"), 3000); // a short gap is nobody's concern
  }

  function found() {
    clearTimeout(lostTimer);
    say(null);
  }

  /* ── Live views ───────────────────────────────────────────────────────────────────────────── */

  function wish() {
    const views = {};
    $$("[data-live]").forEach((one) => { views[one.dataset.live] = Number(one.dataset.rev); });
    const meeting = Number(document.body.dataset.meeting);
    return meeting && Object.keys(views).length ? { meeting, views, lang: document.documentElement.lang } : null;
  }

  function join() {
    const asked = wish();
    if (!asked) return;
    if (!socket) return connect();
    if (!socket.connected) return;
    socket.timeout(10000).emit("join", asked, (error, answer) => {
      if (error) return; // the next connection asks again
      Object.values(answer.views).forEach(renew);
    });
  }

  function take(state) {
    const shown = container(state.view);
    if (shown && state.rev > Number(shown.dataset.rev)) renew(state);
  }

  function renew(state) {
    const shown = container(state.view);
    if (!shown) return;
    shown.dataset.rev = state.rev;
    htmx.swap({ text: state.html || "<!-- -->", target: shown, sourceElement: shown, swap: "innerMorph", live: true });
    tick();
    shown.dispatchEvent(new CustomEvent("live:swapped", { bubbles: true, detail: shown }));
  }

  function connect() {
    socket = io({ transports: ["websocket", "polling"], reconnectionDelay: 500, reconnectionDelayMax: 5000 });
    socket.on("connect", () => { found(); join(); setClock(); });
    socket.on("disconnect", lost);
    socket.on("connect_error", lost);
    socket.on("state", take);
    socket.on("evicted", () => location.reload());
  }

  /* ── Clocks: the server's time, counted here ──────────────────────────────────────────────── */

  function ask() {
    const sent = performance.now();
    return new Promise((resolve) => {
      socket.timeout(5000).emit("time", (error, now) => {
        const trip = performance.now() - sent;
        resolve(error ? null : { trip, offset: now + trip / 2 - Date.now() });
      });
    });
  }

  async function setClock() {
    const samples = [];
    for (let i = 0; i < 5 && socket.connected; i++) samples.push(await ask());
    const good = samples.filter(Boolean).sort((a, b) => a.trip - b.trip);
    if (good.length) offset = good[0].offset; // the quickest answer is the truest
    tick();
  }

  function words(ms) {
    const seconds = Math.abs(ms < 0 ? Math.floor(ms / 1000) : Math.ceil(ms / 1000));
    const two = (number) => String(number).padStart(2, "0");
    return (ms < 0 && seconds ? "−" : "") + two(Math.floor(seconds / 60)) + ":" + two(seconds % 60);
  }

  function tick() {
    $$("[data-clock]").forEach((clock) => {
      const left = clock.dataset.ends ? Number(clock.dataset.ends) - (Date.now() + offset) : Number(clock.dataset.left);
      if (Number.isNaN(left)) return;
      const text = words(left);
      if (clock.textContent !== text) clock.textContent = text;
      clock.classList.toggle("is-over", left < 0);
      clock.classList.toggle("is-warn", left >= 0 && left <= Number(clock.dataset.warn || 0) * 1000);
    });
  }

  /* ── What htmx does for us, and what it must not ──────────────────────────────────────────── */

  // A box that somebody has opened stays open when its fragment is renewed.
  htmx.registerExtension("keep-open", {
    htmx_before_morph_attr: (element, detail) => !(element.tagName === "DETAILS" && detail.attrName === "open"),
  });

  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.live) return;
    tick();
    join();
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) join(); });
  window.addEventListener("online", () => { if (socket && !socket.connected) socket.connect(); });
  window.addEventListener("offline", lost);
  setInterval(tick, 200);
  setInterval(() => { if (socket && socket.connected) setClock(); }, 60000);

  window.doithoai = { say };
  tick();
  join();
})();
