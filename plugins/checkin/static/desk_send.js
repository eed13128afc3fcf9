/* The one way from the desk to the server: a queue of things done, sent one after another.

   deskSend({ url, fields, key, what, scanned }) → Promise of the answer's part (an element), or null when the
   desk that works cut off took it over. A rejected promise: the server says that it did not write it down.
     fields   name → value; key: the same for a repeat, so that nothing is done twice; what: shown to people
     scanned  what a scanner read
   The desk that works cut off (offline_desk.js) is asked first whether it takes over what was done.
   document event "desk:unsent"  detail { text }: no answer from the server. It is tried again until there is one.
   document event "desk:queue"   detail { count, unsent: "Đinh Bưm" | "", sent: how many so far } whenever the queue has changed
   document event "desk:broken"  detail: what was in the queue when the page was left, and the server did not take

   The queue is kept in this tab, so that a reload loses nothing. */
(function () {
  "use strict";

  const PATIENCE = 8000; // ms after which a silent server counts as gone
  const waiting = [];
  let busy = false;
  let unsent = "";
  let sent = 0;

  const desk = () => document.getElementById("desk");
  const place = () => `desk:queue:${document.body.dataset.meeting}`;
  const tell = () => document.dispatchEvent(new CustomEvent("desk:queue", { detail: { count: waiting.length, unsent, sent } }));

  function newKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function send(entry) {
    return new Promise((resolve, reject) => {
      sent += 1;
      waiting.push({ entry: { key: newKey(), ...entry }, resolve, reject });
      remember();
      next();
    });
  }

  function remember() {
    try { sessionStorage.setItem(place(), JSON.stringify(waiting.map((one) => one.entry))); } catch (error) { /* the queue is still here */ }
    tell();
  }

  async function next() {
    if (busy || !waiting.length) return;
    busy = true;
    const { entry, resolve, reject } = waiting[0];
    try {
      resolve(await deliver(entry));
    } catch (error) {
      reject(error);
    }
    waiting.shift();
    busy = false;
    unsent = "";
    remember();
    next();
  }

  async function deliver(entry) {
    for (let pause = 1000; ; pause = Math.min(pause * 2, 5000)) {
      if (await takenOver(entry)) return null;
      try {
        return await post(entry);
      } catch (error) {
        if (error.answered) throw error;
      }
      unsent = entry.what || "";
      tell();
      document.dispatchEvent(new CustomEvent("desk:unsent", { detail: { text: entry.scanned || "" } }));
      if (await takenOver(entry)) return null;
      await window.doithoai.rest(pause);
    }
  }

  const takenOver = (entry) => (window.deskOffline ? window.deskOffline.take(entry) : false);

  async function post(entry, anew) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const token = anew || document.querySelector("[name=csrf_token]");
      const body = new URLSearchParams({ ...entry.fields, key: entry.key, csrf_token: token ? token.value : "" });
      const answer = await fetch(entry.url, { method: "POST", body, headers: { "X-Desk": "1", Accept: "text/html" }, signal: stop.signal });
      if (answer.status === 400 && !anew) return await afresh(entry);
      if ([502, 504].includes(answer.status)) throw new Error("gone");
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("said");
      if (part) return document.importNode(part, true);
      if ([401, 403].includes(answer.status)) location.reload();
      throw Object.assign(new Error("not written down"), { answered: true });
    } finally {
      clearTimeout(timer);
    }
  }

  // The page was open for too long: the token of a new one, then once more.
  async function afresh(entry) {
    const address = entry.url.replace(/\/desk\/.*$/, "/desk");
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    const token = page.querySelector("[name=csrf_token]");
    if (token) document.querySelectorAll("[name=csrf_token]").forEach((one) => { one.value = token.value; });
    return post(entry, token);
  }

  // What a reload interrupted is sent again: with its key it is done once.
  function resume() {
    if (!desk() || waiting.length) return;
    let kept = [];
    try { kept = JSON.parse(sessionStorage.getItem(place())) || []; } catch (error) { /* nothing was kept */ }
    kept.forEach((entry) => send(entry).then((part) => {
      if (part) document.dispatchEvent(new CustomEvent("desk:answer", { detail: part }));
    }, () => document.dispatchEvent(new CustomEvent("desk:broken", { detail: entry }))));
  }

  document.addEventListener("page:shown", resume);

  window.deskSend = send;
  window.deskNewKey = newKey;
  setTimeout(resume); // once the scripts that show answers are there
})();
