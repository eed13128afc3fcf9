/* The chair's notes save themselves. Each letter is on this tablet at once; what has not reached the server stays there,
   also after a restart, and goes out as soon as the line is back.

   form[data-note="<opinion>"] data-revision   one opinion's note
   [data-note-state]                           says where it is: data-saved, data-kept, data-unkept, data-joined */
(() => {
  "use strict";
  if (window.chairNotes) return;
  window.chairNotes = true;

  const PAUSE = 700; // ms after the last letter
  const PATIENCE = 10000;
  const disk = window.doithoai.store("doithoai-chair"); // what the server has not taken: {id, opinion, action, text, revision}

  const form = () => document.querySelector("form[data-note]");
  const area = () => form().elements.text;
  const idOf = (one) => `${document.body.dataset.meeting}:${one.dataset.note}`;

  let shown = null; // { id, form, revision, saved }: what the field was last known to hold on the server
  let timer = 0;
  let sending = false;
  let anew = false;

  function say(what) {
    const state = form() && form().querySelector("[data-note-state]");
    if (!state) return;
    const text = what ? state.dataset[what] : "";
    if (state.textContent !== text) state.textContent = text;
  }

  /* ── What is typed ────────────────────────────────────────────────────────────────────────── */

  // A page is there. What this tablet still holds of an earlier time is newer than what the server says.
  async function begin() {
    if (!form() || (shown && shown.form === form())) return;
    const field = area();
    shown = { id: idOf(form()), form: form(), revision: Number(form().dataset.revision), saved: field.value };
    form().querySelector("[data-note-save]").hidden = true;
    const mine = shown;
    const kept = (await disk.all().catch(() => [])).find((one) => one.id === mine.id);
    if (!kept || shown !== mine || field.value !== mine.saved) return;
    mine.revision = kept.revision;
    field.value = kept.text;
    say("kept");
    soon(0);
  }

  function soon(pause) {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  }

  const entry = () => ({ id: shown.id, action: form().getAttribute("action"), text: area().value, revision: shown.revision });

  document.addEventListener("input", (event) => {
    if (!form() || event.target !== area()) return;
    begin();
    say("typing");
    disk.keep(entry()).then(() => soon(PAUSE), () => { say("unkept"); soon(PAUSE); });
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-note]")) return;
    event.preventDefault(); // it is saved already
    event.stopImmediatePropagation();
  }, true);

  /* ── Sending ──────────────────────────────────────────────────────────────────────────────── */

  const token = () => (document.querySelector("#act [name=csrf_token]") || {}).value || "";

  async function freshToken() {
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#act [name=csrf_token]");
    return found ? found.value : "";
  }

  async function post(one, key) {
    const stop = new AbortController();
    const alarm = setTimeout(() => stop.abort(), PATIENCE);
    const body = new URLSearchParams({ text: one.text, revision: one.revision, csrf_token: key });
    try {
      const answer = await fetch(one.action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", signal: stop.signal });
      return { status: answer.status, said: await answer.json() };
    } finally {
      clearTimeout(alarm);
    }
  }

  // What the disk cannot keep is in the field only.
  async function waiting() {
    const all = (await disk.all().catch(() => [])).filter((one) => !one.refused);
    const isMissing = form() && shown && shown.form === form() && area().value !== shown.saved && !all.some((one) => one.id === shown.id);
    return isMissing ? [...all, entry()] : all;
  }

  async function send() {
    if (sending) { anew = true; return; }
    sending = true;
    anew = false;
    try {
      for (const one of await waiting()) await sendOne(one);
    } catch (error) {
      say("kept");
      soon(5000);
    }
    sending = false;
    if (anew) soon(0);
  }

  async function sendOne(one) {
    let answer = await post(one, token());
    if (answer.status === 400) answer = await post(one, await freshToken());
    if (answer.status >= 500) throw new Error(String(answer.status));
    const isShown = shown && shown.id === one.id && shown.form === form();
    if (answer.status >= 400) {
      await disk.keep({ ...one, refused: true }).catch(() => null);
      const state = isShown && form().querySelector("[data-note-state]");
      if (state) state.textContent = (answer.said.error || {}).message || "";
      return;
    }
    const { text, revision, joined } = answer.said.result;
    if (!isShown) return settle(one, text, revision, joined);
    shown.revision = revision;
    shown.saved = one.text;
    if (joined) {
      const more = area().value.startsWith(one.text) ? area().value.slice(one.text.length) : `\n${area().value}`;
      area().value = text + more;
      shown.saved = more ? text : area().value;
    }
    if (area().value !== shown.saved) { // typed on meanwhile
      await disk.keep(entry()).catch(() => null);
      anew = true;
    } else {
      await disk.remove(one.id).catch(() => null);
      say(joined ? "joined" : "saved");
    }
  }

  // Another opinion is open by now. What was typed on meanwhile goes out next, over what is stored now.
  async function settle(one, text, revision, joined) {
    const now = (await disk.all().catch(() => [])).find((other) => other.id === one.id);
    if (!now) return;
    if (now.text === one.text) await disk.remove(one.id);
    else {
      await disk.keep({ ...now, text: joined ? `${text}\n${now.text}` : now.text, revision });
      anew = true;
    }
  }

  document.addEventListener("page:shown", begin);
  document.addEventListener("live:connected", () => soon(0));
  window.addEventListener("online", () => soon(0));
  window.addEventListener("pageshow", () => soon(0));
  document.addEventListener("live:lost", () => { if (form() && shown && area().value !== shown.saved) say("kept"); });
  begin();
  soon(0);
})();
