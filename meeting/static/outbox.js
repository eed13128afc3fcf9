/* What waits on this device until the server has it, in IndexedDB: there after a reload, a killed browser, a dead battery.

   An attendee's forms: written down with their submission key when they are sent, crossed out by the answer. What is
   left from another time goes out from here, in its order; its key makes a second copy harmless. While the page that
   sent it is open, forms.js does the sending. Plain HTTP has no service worker: this works when a page is open.

   doithoai.outbox { hold(form, submitter) → Promise: is it on the disk?, release() → Promise, stuck(isStuck) }
   document events "outbox:taken" detail { item, forms }, "outbox:said", "outbox:cancel"
   doithoai.store(name) → { all, keep, remove, within, wipe }: promises, kept when the change is on the disk
     keep(entry)   takes the place of an entry with the same id; remove(id) → whether it was there
     within(mode, work(outbox, state)) one transaction of one's own; state is for anything with a name */
(function () {
  "use strict";

  const { line } = window.doithoai;
  const PATIENCE = 20000; // ms after which a silent server is asked again
  const OLDEST = 12 * 3600 * 1000; // what was pressed on another day is not sent any more

  /* ── A store that is done when the disk has it ────────────────────────────────────────────── */

  function open(name) {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("state");
        asked.result.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true }).createIndex("id", "id", { unique: true });
      };
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close(); // another page or the worker wipes it
        resolve(asked.result);
      };
    });
  }

  function store(name) {
    let database = null;

    function base() {
      if (!database) {
        database = open(name);
        database.then((one) => { one.onclose = () => { database = null; }; }, () => { database = null; });
      }
      return database;
    }

    // "strict": it is done when the disk has it, not when the disk was asked.
    async function within(mode, work) {
      const one = await base();
      return new Promise((resolve, reject) => {
        let transaction;
        try {
          transaction = one.transaction(["state", "outbox"], mode, { durability: "strict" });
        } catch (error) { // closed by a wipe
          database = null;
          reject(error);
          return;
        }
        const answer = work(transaction.objectStore("outbox"), transaction.objectStore("state"));
        transaction.oncomplete = () => resolve(answer && "result" in answer ? answer.result : undefined);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    }

    const seqOf = (outbox, id, work) => {
      outbox.index("id").getKey(id).onsuccess = (event) => work(event.target.result);
    };

    return {
      within,
      all: () => within("readonly", (outbox) => outbox.getAll()),

      keep: (entry) => within("readwrite", (outbox) => seqOf(outbox, entry.id, (seq) => {
        outbox.put(seq === undefined ? entry : Object.assign({}, entry, { seq }));
      })),

      async remove(id) {
        let wasThere = false;
        await within("readwrite", (outbox) => seqOf(outbox, id, (seq) => {
          wasThere = seq !== undefined;
          if (wasThere) outbox.delete(seq);
        }));
        return wasThere;
      },

      async wipe() {
        if (database) (await database).close();
        database = null;
        await new Promise((resolve) => {
          const asked = indexedDB.deleteDatabase(name);
          asked.onsuccess = asked.onerror = asked.onblocked = resolve;
        });
      },
    };
  }

  /* ── This phone's ─────────────────────────────────────────────────────────────────────────── */

  const here = () => document.body.dataset;
  const whose = () => `${here().meeting}:${here().who}`;
  const isPhone = () => document.documentElement.classList.contains("phone");

  const disk = store("doithoai-outbox"); // everybody's who used this phone
  let items = []; // mine, as last read from it
  const gone = new Set(); // ids crossed out here: a slower reading may still bring them

  let mine = null; // the id of what forms.js is sending at this moment
  let sending = false;
  let pause = 1000;
  let timer = 0;
  let stop = null;

  /* ── The list, on the device ──────────────────────────────────────────────────────────────── */

  async function read() {
    const all = await disk.all().catch(() => []); // this browser keeps nothing
    items = all.filter((one) => one.whose === whose());
    all.filter((one) => one.whose !== whose() && isOld(one)).forEach((one) => drop(one.id)); // whoever had this phone before
  }

  const isOld = (item) => Date.now() - item.at > OLDEST;

  // Whether it was there: another tab may have been quicker.
  function drop(id) {
    gone.add(id);
    return disk.remove(id).catch(() => false);
  }

  function hold(form, submitter) {
    if (!isPhone() || !form.elements.key) return Promise.resolve(false);
    const data = new FormData(form);
    if (submitter && submitter.name) data.append(submitter.name, submitter.value);
    const fields = Array.from(data).filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
    const formaction = submitter && submitter.getAttribute("formaction");
    const action = new URL(formaction || form.getAttribute("action") || location.href, location.href).pathname;
    mine = form.elements.key.value;
    gone.delete(mine);
    const item = { id: mine, whose: whose(), action, fields, page: location.pathname, keep: form.dataset.keep || "", at: Date.now() };
    return disk.keep(item).then(() => true, () => false);
  }

  // The answer is there, whatever it says.
  function release() {
    const done = mine ? drop(mine) : Promise.resolve();
    mine = null;
    return done;
  }

  /* ── Sending what was left behind ─────────────────────────────────────────────────────────── */

  const left = () => items.filter((one) => one.whose === whose() && one.id !== mine && !gone.has(one.id));

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
    if (gone.has(item.id) || !(await drop(item.id))) return true; // cancelled, or another tab was quicker
    if (answer.status < 400) taken(item);
    else refused(item, answer.said.error || {});
    return answer.status >= 400;
  }

  // The words are shown once more, and stay with whoever wrote them.
  async function tooLate(item) {
    if (await drop(item.id)) refused(item, {});
    return true;
  }

  async function sendAll() {
    clearTimeout(timer);
    if (sending || !isPhone()) return;
    sending = true;
    let silent = false;
    let reload = false;
    await read();
    try {
      for (let item = left()[0]; item; item = left()[0]) {
        show();
        const wasRefused = isOld(item) ? await tooLate(item) : await send(item);
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
      try { sessionStorage.setItem(TOLD, JSON.stringify(told)); } catch (error) { /* the page at least is right */ }
      location.reload(); // a button was pressed: the page shows what came of it
    }
  }

  /* ── What became of it ────────────────────────────────────────────────────────────────────── */

  const words = (item) => (item.fields.find(([name, value]) => !["key", "csrf_token"].includes(name) && value.length > 1 && /\p{L}/u.test(value)) || ["", ""])[1];

  const TOLD = "outbox:told";
  let told = []; // on this page: one sentence does not push another away

  function say(...sentence) {
    told.push(sentence);
    const [kind, title, text, address, label] = sentence;
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
    left().forEach((item) => drop(item.id));
    if (stop) stop.abort();
    document.dispatchEvent(new CustomEvent("outbox:cancel"));
    release();
    stuck(false);
  }

  document.addEventListener("click", (event) => {
    if (event.target.id === "line-cancel") cancel();
  });

  // What was said just before the page was opened anew.
  function repeat() {
    try {
      (JSON.parse(sessionStorage.getItem(TOLD)) || []).forEach((sentence) => say(...sentence));
      sessionStorage.removeItem(TOLD);
    } catch (error) { /* nothing was */ }
  }

  const soon = () => { pause = 1000; sendAll(); };
  window.addEventListener("online", soon);
  window.addEventListener("pageshow", soon);
  document.addEventListener("live:connected", soon);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  document.addEventListener("page:shown", () => { told = []; show(); });

  Object.assign(window.doithoai, { outbox: { hold, release, stuck }, store });
  repeat();
  soon();
})();
