/* Live views, clocks and the connection line. Works on a five-year-old phone; without it pages still work.

   <div data-live="speakers.queue" data-rev="41">   kept up to date by the server's pushes
   <span data-clock data-ends="<epoch ms>">         runs down to a target by the server's clock
   <span data-clock data-left="<ms>">               stands still; data-warn="<s>" adds .is-warn, below zero .is-over
   <span data-now="<epoch ms>">                     the server's time in a page without live views, when it was made
   document event "live:swapped"                    after a fragment was renewed (detail: its container)
   document event "live:connected"                  when the server can be reached again
   document event "live:lost"                       when it cannot
   await doithoai.rest(ms, signal)                  a pause before the next attempt: over at once when the server can be
                                                    reached again, or when the signal says so
*/
(function () {
  "use strict";

  const PATIENCE = 8000; // ms after which an unanswered question means a dead line

  let socket = null;
  let offset = 0; // server's clock minus this device's, in ms
  let isSet = false; // whether the server has said; a wrong time is worse than none for a moment
  let isDown = false;
  let lostTimer = 0;

  const $$ = (selector) => Array.from(document.querySelectorAll(selector));
  const container = (view) => $$("[data-live]").find((one) => one.dataset.live === view);

  /* ── The line that says what is wrong: the gravest of what is ─────────────────────────────── */

  const SENTENCES = ["unkept", "unsent", "waiting", "opening", "lost"];
  const wrong = new Set();

  function line(what, isWrong) {
    wrong[isWrong ? "add" : "delete"](what);
    const shown = document.getElementById("line");
    if (!shown) return;
    const sentence = SENTENCES.find((one) => wrong.has(one));
    const text = sentence ? shown.dataset[sentence] : "";
    if (shown.textContent !== text) shown.textContent = text;
    shown.hidden = !text;
  }

  function lost() {
    if (isDown) return; // each failed attempt says so again
    document.dispatchEvent(new CustomEvent("live:lost"));
    isDown = true;
    lostTimer = setTimeout(() => line("lost", true), 3000); // a short gap is nobody's concern
  }

  function found() {
    isDown = false;
    clearTimeout(lostTimer);
    line("lost", false);
  }

  /* ── Live views ───────────────────────────────────────────────────────────────────────────── */

  function join(anew) {
    const views = {};
    $$("[data-live]").forEach((one) => { views[one.dataset.live] = Number(one.dataset.rev); });
    if (!socket) {
      if (Object.keys(views).length) connect();
      return;
    }
    if (!socket.connected) {
      if (isDown) socket.disconnect().connect(); // now, not after the next pause; then it joins
      return;
    }
    const wish = { meeting: Number(document.body.dataset.meeting), views, lang: document.documentElement.lang };
    const asked = socket;
    asked.timeout(PATIENCE).emit("join", wish, (error, answer) => {
      if (error) return again(asked);
      // A line keeps the cookies it was opened with: a phone that has said since whose it is opens another.
      if (answer.refused.length && !anew) return again(asked);
      found();
      Object.values(answer.views).forEach(renew);
    });
  }

  function connect() {
    socket = io({ transports: ["websocket", "polling"], reconnectionDelay: 500, reconnectionDelayMax: 5000, timeout: PATIENCE });
    socket.on("connect", () => {
      join(true);
      setClock();
      document.dispatchEvent(new CustomEvent("live:connected"));
    });
    socket.on("disconnect", lost);
    socket.on("connect_error", lost);
    socket.on("state", (state) => {
      const shown = container(state.view);
      if (shown && state.rev > Number(shown.dataset.rev)) renew(state);
    });
    socket.on("evicted", () => location.reload());
  }

  // The line looks open and nobody answers, as after a power cut: begin anew instead of waiting for the timeout.
  function again(asked) {
    if (asked.connected) asked.disconnect().connect();
  }

  function renew(state) {
    const shown = container(state.view);
    if (!shown) return;
    const keep = attention(shown);
    shown.dataset.rev = state.rev;
    if (!window.htmx) shown.innerHTML = state.html; // a browser too old for the library: no form of the page is in here
    else htmx.swap({ text: state.html || "<!-- -->", target: shown, sourceElement: shown, swap: "innerMorph", live: true });
    keep();
    tick();
    shown.dispatchEvent(new CustomEvent("live:swapped", { bubbles: true, detail: shown }));
  }

  /* ── Attention: a box somebody has opened and a button somebody is about to press stay with what they
        are about. Morphing shifts elements along a list when a row above goes, and the next tap would hit
        the neighbour. ──────────────────────────────────────────────────────────────────────────────── */

  function about(element) {
    const part = element.tagName === "SUMMARY" ? element.parentElement : element;
    if (part.id) return part.id;
    const doing = [part, ...part.querySelectorAll("form, button, a, input[type=hidden]:not([name=csrf_token]):not([name=key])")];
    const text = part.closest("[data-autosave]"); // fields of two texts are named alike
    return JSON.stringify([text && text.dataset.autosave, ...doing.map((one) => ["formaction", "action", "href", "name", "value"].map((name) => one.getAttribute(name)))]);
  }

  // Returns what puts things right after the part has been morphed.
  function attention(part) {
    const boxes = new Map(Array.from(part.querySelectorAll("details"), (box) => [about(box), box.open]));
    const focused = part.contains(document.activeElement) ? document.activeElement : part;
    const subject = about(focused);
    return () => {
      part.querySelectorAll("details").forEach((box) => {
        const open = boxes.get(about(box));
        if (open !== undefined && open !== box.open) box.open = open;
      });
      if (focused === part || (part.contains(document.activeElement) && about(document.activeElement) === subject)) return;
      const same = Array.from(part.querySelectorAll(focused.tagName)).find((one) => about(one) === subject);
      if (same) same.focus({ preventScroll: true });
      else focused.blur();
    };
  }

  /* ── Clocks: the server's time, counted here ──────────────────────────────────────────────── */

  function ask() {
    const sent = performance.now();
    return new Promise((resolve) => {
      socket.timeout(PATIENCE).emit("time", (error, now) => {
        const trip = performance.now() - sent;
        resolve(error ? null : { trip, offset: now + trip / 2 - Date.now() });
      });
    });
  }

  async function setClock() {
    const samples = [];
    for (let i = 0; i < 5 && socket.connected; i++) samples.push(await ask());
    const good = samples.filter(Boolean).sort((a, b) => a.trip - b.trip);
    if (good.length) [offset, isSet] = [good[0].offset, true]; // the quickest answer is the truest
    tick();
  }

  // Nobody tells a page that stands still: it goes by the time it was made, from when that arrived.
  function standStill() {
    const made = $$("[data-now]")[0];
    if (!made || $$("[data-live]").length) return;
    const [sent] = performance.getEntriesByType("navigation");
    const age = sent ? performance.now() - sent.responseStart : 0;
    [offset, isSet] = [Number(made.dataset.now) + age - Date.now(), true];
  }

  function words(ms) {
    const seconds = Math.abs(ms < 0 ? Math.floor(ms / 1000) : Math.ceil(ms / 1000));
    const two = (number) => String(number).padStart(2, "0");
    return (ms < 0 ? "−" : "") + two(Math.floor(seconds / 60)) + ":" + two(seconds % 60);
  }

  const now = () => Date.now() + offset;

  function tick() {
    $$("[data-clock]").forEach((clock) => {
      if (clock.dataset.ends && !isSet && performance.now() < PATIENCE) return;
      const left = clock.dataset.ends ? Number(clock.dataset.ends) - now() : Number(clock.dataset.left);
      if (Number.isNaN(left)) return;
      const text = words(left);
      if (clock.textContent !== text) clock.textContent = text;
      clock.classList.toggle("is-over", left < 0);
      clock.classList.toggle("is-warn", left >= 0 && left <= Number(clock.dataset.warn || 0) * 1000);
    });
  }

  /* ── The pause between two attempts ───────────────────────────────────────────────────────── */

  function rest(pause, signal) {
    return new Promise((resolve) => {
      const timer = setTimeout(wake, pause);
      function wake() {
        clearTimeout(timer);
        window.removeEventListener("online", wake);
        document.removeEventListener("live:connected", wake);
        resolve();
      }
      window.addEventListener("online", wake);
      document.addEventListener("live:connected", wake);
      if (signal) signal.addEventListener("abort", wake);
    });
  }

  /* ── When to look again ───────────────────────────────────────────────────────────────────── */

  document.addEventListener("visibilitychange", () => { if (!document.hidden) join(); }); // a phone out of the pocket
  window.addEventListener("offline", lost);
  window.addEventListener("online", () => join());
  setInterval(tick, 100);
  setInterval(() => { if (socket && socket.connected) setClock(); }, 60000);

  window.doithoai = { attention, join, line, now, rest, tick };
  standStill();
  tick();
  join();
})();
