/* An attendee's forms wait here until the server has them: through a dead Wi-Fi, a reload, a restart of the phone.

   What is sent is written down before it goes out, with its submission key, and crossed out by the answer. What is
   left from another time is sent from here, in its order; the same key makes a second copy harmless. While the page
   that sent it is open, forms.js does the sending; here is only what it left behind.

   Plain HTTP has no service worker, so this works whenever a page of the meeting is open.
   forms.js uses doithoai.outbox: hold(form, submitter), release(key), holds(key), cancel() */
(function () {
  "use strict";

  const { line } = window.doithoai;
  const PATIENCE = 20000; // ms after which a silent server is asked again
  const OLDEST = 12 * 3600 * 1000; // what was pressed on another day is only a draft
  const MOST = 20;

  const here = () => document.body.dataset;
  const place = () => `outbox:${here().meeting}:${here().who}`;
  const isPhone = () => document.documentElement.classList.contains("phone");

  let mine = null; // the key of what forms.js is sending at this moment
  let sending = false;
  let pause = 1000;
  let timer = 0;
  let stop = null;

  /* ── The list, on the device ──────────────────────────────────────────────────────────────── */

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(place())) || [];
      return Array.isArray(kept) ? kept : [];
    } catch (error) { return []; }
  }

  function write(items) {
    try {
      if (items.length) localStorage.setItem(place(), JSON.stringify(items.slice(-MOST)));
      else localStorage.removeItem(place());
    } catch (error) { /* storage is full or forbidden: the open page still sends it */ }
  }

  const drop = (key) => write(read().filter((one) => one.key !== key));

  function hold(form, submitter) {
    if (!isPhone() || !form.elements.key) return;
    const data = new FormData(form);
    if (submitter && submitter.name) data.append(submitter.name, submitter.value);
    const fields = Array.from(data).filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
    const formaction = submitter && submitter.getAttribute("formaction");
    const action = new URL(formaction || form.getAttribute("action") || location.href, location.href).pathname;
    mine = form.elements.key.value;
    const item = { key: mine, action, fields, page: location.pathname, keep: form.dataset.keep || "", at: Date.now() };
    write(read().filter((one) => one.key !== mine).concat(item));
  }

  // The answer is there, whatever it says.
  function release() {
    if (mine) drop(mine);
    mine = null;
  }

  /* ── Sending what was left behind ─────────────────────────────────────────────────────────── */

  const left = () => read().filter((one) => one.key !== mine && Date.now() - one.at < OLDEST);

  function show() {
    const waits = left().length > 0 || (mine && Boolean(document.getElementById("line") && wrong));
    line("waiting", left().length > 0);
    const button = document.getElementById("line-cancel");
    if (button) button.hidden = !waits;
  }

  let wrong = false; // forms.js says that its request does not get through
  function stuck(isStuck) {
    wrong = isStuck;
    show();
  }

  async function post(item, token) {
    stop = new AbortController();
    const alarm = setTimeout(() => stop.abort(), PATIENCE);
    const body = new URLSearchParams(item.fields);
    body.set("csrf_token", token);
    try {
      const answer = await fetch(item.action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", signal: stop.signal });
      return { status: answer.status, said: await answer.json() }; // a hotel's login page is no answer of ours
    } finally {
      clearTimeout(alarm);
    }
  }

  const tokenIn = (page) => {
    const field = page.querySelector("input[name=csrf_token]");
    return field ? field.value : "";
  };

  async function token(item, anew) {
    const known = !anew && tokenIn(document);
    if (known) return known;
    const answer = await fetch(item.page, { credentials: "same-origin" });
    return tokenIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
  }

  async function send(item) {
    let answer = await post(item, await token(item, false));
    if (answer.status === 400 && answer.said.error && answer.said.error.code === "core.csrf") answer = await post(item, await token(item, true));
    if (answer.status >= 502 && answer.status <= 504) throw new Error(String(answer.status));
    if (!read().some((one) => one.key === item.key)) return true; // cancelled, or another tab was quicker
    drop(item.key);
    if (answer.status < 400) taken(item);
    else refused(item, answer.said.error || {});
    return answer.status >= 400;
  }

  async function sendAll() {
    clearTimeout(timer);
    if (sending || !isPhone()) return;
    sending = true;
    let silent = false;
    let reload = false;
    try {
      for (let item = left()[0]; item; item = left()[0]) {
        show();
        const wasRefused = await send(item);
        reload = reload || (!item.keep && !wasRefused);
      }
      pause = 1000;
    } catch (error) {
      silent = true;
    }
    sending = false;
    show();
    if (silent && left().length) {
      timer = setTimeout(sendAll, pause);
      pause = Math.min(pause * 2, 10000);
    } else if (reload) {
      location.reload(); // a button was pressed: the page shows what came of it
    }
  }

  /* ── What became of it ────────────────────────────────────────────────────────────────────── */

  const words = (item) => (item.fields.find(([name, value]) => !["key", "csrf_token"].includes(name) && value.length > 1 && /\p{L}/u.test(value)) || ["", ""])[1];

  function say(kind, title, text, address, label) {
    const box = document.querySelector("#messages > div");
    if (!box) return;
    const alert = document.createElement("div");
    alert.className = `alert alert-${kind}`;
    if (kind === "danger") alert.setAttribute("role", "alert");
    const strong = document.createElement("strong");
    strong.textContent = title;
    alert.append(strong);
    if (text) {
      const quote = document.createElement("p");
      quote.textContent = kind === "success" && text.length > 160 ? text.slice(0, 160) + "…" : text;
      alert.append(quote);
    }
    if (address && address !== location.pathname) {
      const link = document.createElement("a");
      link.href = address;
      link.textContent = label;
      alert.append(link);
    }
    box.textContent = "";
    box.append(alert);
    document.dispatchEvent(new CustomEvent("outbox:said"));
  }

  const forms = (item) => Array.from(document.querySelectorAll("form[data-keep]")).filter((form) => form.dataset.keep === item.keep);

  function taken(item) {
    const box = document.getElementById("messages");
    document.dispatchEvent(new CustomEvent("outbox:taken", { detail: { item, forms: forms(item) } }));
    if (item.keep && box) say("success", box.dataset.sent, words(item), item.page, box.dataset.see);
  }

  function refused(item, error) {
    const box = document.getElementById("messages");
    if (box) say("danger", error.message || box.dataset.nottaken, words(item), item.page, box.dataset.reopen);
  }

  /* ── Changing one's mind: the words stay in the form ──────────────────────────────────────── */

  function cancel() {
    left().forEach((item) => drop(item.key));
    if (stop) stop.abort();
    document.dispatchEvent(new CustomEvent("outbox:cancel"));
    release();
    stuck(false);
  }

  document.addEventListener("click", (event) => {
    if (event.target.id === "line-cancel") cancel();
  });

  const soon = () => { pause = 1000; sendAll(); };
  window.addEventListener("online", soon);
  window.addEventListener("pageshow", soon);
  document.addEventListener("live:connected", soon);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  document.addEventListener("htmx:after:swap", show);

  window.doithoai.outbox = { hold, release, stuck };
  soon();
})();
