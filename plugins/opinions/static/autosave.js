/* Text that saves itself: 2 s after the last keystroke, on leaving a field and on leaving the page. Nothing typed is lost
   when a push renews the fragment, the network is gone, the server starts again or the page is closed.

   {% import "opinions/_autosave.html" as autosave %}
   {{ autosave.texts() }}                              once on the page, which also has some form with hidden()

   <div data-autosave="opinion-5-question"             a name for this text: the same on every page that shows it
        data-action="/m/1/opinions/5/edit"             where it is saved
        data-seen="3">                                 the revision of the values in it; 0 for a piece not there yet
     <textarea name="text">…</textarea>                any fields with a name; those with data-with go along with the
     {{ autosave.sign() }}                             others and are no reason to save. No <form> around it is needed.
   </div>
   <template id="answer" data-autosave-new="opinion-5-new-answer-">   such a box without data-autosave, data-seen="0":
   <button type="button" data-begins="answer">                        each press begins one more piece;
   <button type="button" data-drop>                                   in such a box takes it away, unless it was sent

   It may stand in a live fragment. The server answers JSON: { result: 4 } or { result: { revision: 4, action, name } }, the
   last two when a new piece got an address and a name of its own. To who wrote over a newer version it answers 409 with
   { theirs: { text: … }, seen: 5, by: "…" }: what only one of both has changed is put together at once, for the rest both
   versions are shown, and one tap (or Alt+1, 2, 3) takes mine, theirs or both joined.

   A save is retried with its own submission key until it is answered; only then what was typed since is sent. What the
   server has not confirmed is on this device (localStorage) and sent when a page with this script is open again.

   event "autosave:saved" on the box, bubbling (detail: the server's result) */
(() => {
  "use strict";
  if (window.doithoai.autosave) return;

  const QUIET = 2000; // ms after the last keystroke
  const PATIENCE = 15000; // ms after which a silent server is asked again
  const ABANDONED = 30000; // ms after which another page's text counts as left behind
  const LARGEST = 60000; // bytes that a page which goes may still send
  const KEPT = ["action", "page", "along", "seen", "base", "values", "pending", "versions", "by"];
  const { now, versions } = window.doithoai;

  const drafts = new Map(); // by name: what is typed, and what the server has of it
  let texts = {}; // sentences of the sign

  /* ── Fields ───────────────────────────────────────────────────────────────────────────────── */

  const controls = (box) => Array.from(box.querySelectorAll("[name]:not(button)"));
  const isChoice = (one) => one.type === "radio" || one.type === "checkbox";
  const filled = (list, value) => Object.fromEntries(list.filter((one) => !isChoice(one) || one.checked).map((one) => [one.name, value(one)]));
  const valued = (box) => controls(box).filter((one) => !("with" in one.dataset));
  const typedIn = (box) => filled(valued(box), (one) => one.value);
  const along = (box) => filled(controls(box).filter((one) => "with" in one.dataset), (one) => one.value);
  const chosen = (one) => (one.querySelector("option[selected]") || one.options[0] || { value: "" }).value;
  const servedIn = (box) => filled(valued(box), (one) => one.tagName === "SELECT" ? chosen(one) : one.defaultValue);

  function fill(box, values) {
    valued(box).forEach((one) => {
      const value = values[one.name];
      if (value === undefined || (one.value === value && !isChoice(one))) return;
      const [from, to] = one === document.activeElement && one.selectionStart !== null ? [one.selectionStart, one.selectionEnd] : [null, null];
      const old = one.value;
      if (isChoice(one)) return void (one.checked = one.value === value);
      one.value = value;
      if (from !== null) one.setSelectionRange(moved(old, value, from), moved(old, value, to));
    });
  }

  // Where the caret stands after somebody else's words came in before it.
  function moved(old, value, caret) {
    let same = 0;
    while (same < caret && old[same] === value[same]) same++;
    return same === caret ? caret : Math.max(same, caret + value.length - old.length);
  }

  const differs = (one, other) => Object.keys(one).some((name) => one[name] !== (other[name] || ""));
  const isDirty = (draft) => differs(draft.values, draft.base);
  const isUnsaved = (draft) => Boolean(draft.pending) || isDirty(draft);
  // A redrawn page may have made another text's box, or something else, of this one.
  const isIn = (draft) => Boolean(draft && draft.box) && draft.box.isConnected && draft.box.dataset.autosave === draft.name;
  // Nothing was said yet: no piece.
  const isBlank = (draft) => !draft.seen && Object.values(draft.values).every((value) => !value.trim());
  const isReady = (draft) => Boolean(draft.pending) || (isDirty(draft) && !isBlank(draft) && !draft.versions && !draft.refusal);

  /* ── On this device ───────────────────────────────────────────────────────────────────────── */

  const place = (name) => `autosave:${document.body.dataset.meeting}:${name}`;
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  function tab() { // survives a reload
    try {
      if (!sessionStorage.getItem("autosave:tab")) sessionStorage.setItem("autosave:tab", newKey());
      return sessionStorage.getItem("autosave:tab");
    } catch (error) {
      return "";
    }
  }

  function persist(draft, isGoing) {
    try {
      if (!isUnsaved(draft)) return localStorage.removeItem(draft.place);
      const record = Object.fromEntries(KEPT.map((one) => [one, draft[one]]));
      return localStorage.setItem(draft.place, JSON.stringify({ ...record, kept: isGoing ? 0 : Date.now(), tab: tab() }));
    } catch (error) { return undefined; } // full or forbidden: the page still holds the text
  }

  function stored() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(place(""))).map((key) => key.slice(place("").length));
    } catch (error) {
      return [];
    }
  }

  function kept(key) {
    try {
      const record = JSON.parse(localStorage.getItem(key));
      return record && (record.tab === tab() || Date.now() - record.kept > ABANDONED) ? record : null;
    } catch (error) {
      return null;
    }
  }

  /* ── Boxes come and go; the draft stays ───────────────────────────────────────────────────── */

  function look() {
    const said = document.getElementById("autosave-texts");
    if (said) texts = { ...said.dataset };
    document.querySelectorAll("[data-autosave][data-action]").forEach(attach);
    document.querySelectorAll("template[data-autosave-new]").forEach(beginAgain);
    drafts.forEach((one) => { if (!one.seen && isBlank(one) && !isIn(one) && !one.pending) forget(one); });
    goOn();
    leftBehind();
  }

  function attach(box) {
    const draft = drafts.get(box.dataset.autosave) || open(box);
    reconcile(draft, Number(box.dataset.seen), servedIn(box), box.dataset.by || "");
    const older = draft.box !== box && isIn(draft) ? draft.box : null;
    const isTwin = Boolean(older) && (older.contains(document.activeElement) || isUnsaved(draft));
    (box.closest("[data-piece]") || box).toggleAttribute("data-twin", isTwin);
    if (isTwin) return; // a piece just written is still in the box it was begun in
    if (older && "fresh" in older.dataset) older.remove();
    if (draft.box !== box) fit(draft, servedIn(box));
    draft.box = box;
    fill(box, draft.values);
    show(draft);
    if (isReady(draft) && !draft.sending && !draft.timer) soon(draft);
  }

  // The same text may stand on another page with fields more or less.
  function fit(draft, served) {
    const { base, values } = draft;
    Object.keys(values).filter((name) => !(name in served) && values[name] === base[name]).forEach((name) => { delete values[name]; });
    Object.keys(served).filter((name) => !(name in values)).forEach((name) => { values[name] = base[name] = served[name]; });
  }

  function open(box) {
    const name = box.dataset.autosave;
    const draft = { name, place: place(name), box, action: box.dataset.action, page: location.pathname, along: along(box), seen: Number(box.dataset.seen), base: servedIn(box), values: servedIn(box), pending: null, versions: null, by: "", timer: 0 };
    drafts.set(name, draft);
    const record = kept(draft.place);
    if (record) KEPT.forEach((one) => { draft[one] = record[one]; });
    return draft;
  }

  /* ── Pieces that are not there yet ────────────────────────────────────────────────────────── */

  function begin(template, name) {
    const box = template.content.firstElementChild.cloneNode(true);
    box.dataset.autosave = name;
    box.dataset.fresh = template.id;
    box.id = `fresh-${newKey().slice(0, 8)}`;
    box.setAttribute("hx-morph-skip", "");
    template.before(box);
    attach(box);
    return box;
  }

  // The page is drawn anew around what somebody has begun: the box stays as it is, with its caret, when something in the
  // new page stands for it. Without that the morph makes something else of it while its field has the focus.
  document.addEventListener("htmx:before:swap", (event) => {
    const [task] = event.detail.tasks;
    if (!task || !String(task.swapSpec.style).endsWith("Morph")) return;
    document.querySelectorAll("[data-fresh]").forEach((box) => {
      const template = task.fragment.querySelector(`template[id="${box.dataset.fresh}"]`);
      if (!template) return;
      const standIn = document.createElement(box.tagName);
      standIn.id = box.id;
      template.before(standIn);
    });
  });

  // Another page came, or the page before came back.
  function beginAgain(template) {
    const prefix = template.dataset.autosaveNew;
    const left = stored().filter((name) => !drafts.has(name) && kept(place(name)));
    const names = [...Array.from(drafts.values()).filter((one) => !one.seen && !isIn(one)).map((one) => one.name), ...left];
    names.filter((name) => name.startsWith(prefix)).forEach((name) => begin(template, name));
  }

  let typing = null; // the field somebody is in; a field that is thrown away with the page does not say that it loses the focus

  document.addEventListener("focusin", (event) => {
    const draft = draftAt(event.target);
    typing = draft && event.target.name ? { draft, field: event.target } : null;
  });

  // Who was typing goes on where the text stands now.
  function goOn() {
    if (!typing || typing.field.isConnected || document.activeElement !== document.body || !isIn(typing.draft)) return;
    const { field } = typing;
    const same = valued(typing.draft.box).find((one) => one.name === field.name);
    if (!same) return;
    same.focus({ preventScroll: true });
    if (same.selectionStart !== null) same.setSelectionRange(field.selectionStart, field.selectionEnd);
  }

  // Begun by mistake, and nothing of it sent.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-drop]");
    const draft = button && draftAt(button);
    if (!draft) return;
    button.blur();
    if (draft.seen || draft.pending) return void look(); // it is a piece already, with a way out of its own
    clearTimeout(draft.timer);
    forget(draft);
    draft.box.remove();
  });

  function forget(draft) {
    drafts.delete(draft.name);
    try { localStorage.removeItem(draft.place); } catch (error) { /* this browser keeps nothing */ }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-begins]");
    const template = button && document.getElementById(button.dataset.begins);
    if (!template) return;
    const box = begin(template, template.dataset.autosaveNew + newKey().slice(0, 8));
    (box.querySelector("textarea") || controls(box)[0]).focus();
    box.scrollIntoView({ block: "nearest" });
  });

  // Somebody else has saved, as a push or a refusal tells.
  function reconcile(draft, seen, theirs, by) {
    if (draft.sending && !draft.answered) return;
    const isBusy = isUnsaved(draft) || (isIn(draft) && draft.box.contains(document.activeElement));
    if (seen < draft.seen || (seen === draft.seen && isBusy)) return;
    const open = [];
    Object.keys(draft.values).forEach((name) => {
      const [mine, base, other] = [draft.values[name], draft.base[name], theirs[name]];
      if (other === undefined || other === mine || (other === base && !(draft.versions || []).includes(name))) return;
      if (mine === base) draft.values[name] = other;
      else open.push(name);
    });
    draft.base = { ...draft.base, ...theirs };
    draft.seen = seen;
    draft.by = by || draft.by;
    draft.versions = open.length ? open : null;
    persist(draft);
  }

  /* ── Saving ───────────────────────────────────────────────────────────────────────────────── */

  function soon(draft) {
    clearTimeout(draft.timer);
    draft.timer = setTimeout(() => save(draft), QUIET);
  }

  function save(draft) {
    clearTimeout(draft.timer);
    draft.timer = 0;
    if (!draft.sending) draft.sending = send(draft).finally(() => { draft.sending = null; look(); });
    else draft.again = true;
    return draft.sending;
  }

  async function send(draft) {
    for (let pause = 1000; isReady(draft);) {
      draft.pending = draft.pending || { key: newKey(), seen: draft.seen, action: draft.action, values: { ...draft.values } };
      draft.again = draft.answered = false;
      persist(draft);
      show(draft, draft.failed ? "failed" : "saving");
      try {
        take(draft, await post(draft));
        pause = 1000;
      } catch (error) {
        draft.failed = true;
        show(draft, "failed");
        await rest(pause);
        pause = Math.min(pause * 2, 10000);
      }
      if (!draft.pending && !draft.again && draft.timer) return;
    }
  }

  function take(draft, { status, said }) {
    const sent = draft.pending;
    if (status >= 502 && status <= 504) throw new Error(String(status));
    draft.pending = null;
    draft.failed = false;
    draft.answered = true;
    if (status < 400) {
      draft.base = sent.values;
      draft.at = now();
      renamed(draft, said.result);
      if (isIn(draft)) draft.box.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: said.result }));
    } else if (said.theirs) {
      reconcile(draft, said.seen, said.theirs, said.by);
      if (isIn(draft)) fill(draft.box, draft.values);
    } else {
      draft.refusal = (said.error && said.error.message) || String(status);
    }
    persist(draft);
    if (!isIn(draft) && (draft.versions || draft.refusal)) tell(draft);
  }

  // A page that is not open had words nobody could take: they wait there, and this page says so.
  function tell(draft) {
    const shown = document.querySelector("#messages > div");
    if (!shown || !texts.left) return;
    const alert = document.createElement("div");
    alert.className = "alert alert-warning";
    const link = document.createElement("a");
    [link.href, link.textContent] = [draft.page, texts.open];
    const words = document.createElement("p");
    words.textContent = Object.values(draft.values).find((value) => value.trim()) || "";
    alert.append(texts.left, words, link);
    shown.append(alert);
  }

  // A new piece is saved by its own address from now on.
  function renamed(draft, result) {
    draft.seen = result.revision || result;
    if (!result.name || result.name === draft.name) return;
    const shown = isIn(draft) ? draft.box : null;
    forget(draft);
    Object.assign(draft, { name: result.name, place: place(result.name), action: result.action });
    drafts.set(draft.name, draft);
    if (shown) shown.dataset.autosave = draft.name;
  }

  async function post(draft, anew) {
    const { key, seen, action, values } = draft.pending;
    const body = new URLSearchParams({ ...draft.along, ...values, key, seen, csrf_token: await token(draft, anew) });
    const stop = new AbortController();
    const alarm = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", keepalive: String(body).length < LARGEST, signal: stop.signal });
      const said = await answer.json();
      if (!anew && answer.status === 400 && said.error && said.error.code === "core.csrf") return await post(draft, true);
      return { status: answer.status, said };
    } finally {
      clearTimeout(alarm);
    }
  }

  const tokenIn = (page) => (page.querySelector("input[name=csrf_token]") || { value: "" }).value;

  async function token(draft, anew) {
    const known = !anew && tokenIn(document);
    if (known) return known;
    const page = await (await fetch(draft.page, { credentials: "same-origin" })).text();
    return tokenIn(new DOMParser().parseFromString(page, "text/html"));
  }

  function rest(pause) {
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
    });
  }

  const saveAll = () => Promise.all(Array.from(drafts.values()).filter(isReady).map(save));

  // What another page could not send before it went.
  function leftBehind() {
    stored().filter((name) => !drafts.has(name)).forEach((name) => {
      const record = kept(place(name));
      if (!record) return;
      const draft = { name, place: place(name), box: null, timer: 0, ...record };
      drafts.set(name, draft);
      save(draft);
    });
  }

  /* ── The sign, and the two versions ───────────────────────────────────────────────────────── */

  const clock = (at) => new Date(at).toLocaleTimeString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit" });

  function sentence(draft, state) {
    if (draft.versions) return ["versions", texts.both];
    if (draft.refusal) return ["refused", `${texts.notTaken} ${draft.refusal}`];
    if (state) return [state, texts[state]];
    if (isDirty(draft) && !isBlank(draft)) return ["typing", texts.typing];
    return draft.at ? ["saved", `${texts.saved} ${clock(draft.at)}`] : ["", null];
  }

  function show(draft, state) {
    if (!isIn(draft)) return;
    const sign = draft.box.querySelector("[data-sign]");
    const [kind, text] = sentence(draft, state || (draft.sending && draft.pending ? (draft.failed ? "failed" : "saving") : ""));
    if (sign) {
      if (text === null) sign.textContent = sign.dataset.served || "";
      else if (sign.textContent !== text) sign.textContent = text;
      sign.dataset.sign = kind;
    }
    if (!draft.versions) draft.box.querySelectorAll("[data-versions]").forEach((one) => one.remove());
    else draft.versions.forEach((name) => beside(draft, name));
  }

  function beside(draft, name) {
    const field = valued(draft.box).find((one) => one.name === name);
    let shown = draft.box.querySelector(`[data-versions="${name}"]`);
    if (!shown) {
      shown = document.getElementById("autosave-versions").content.firstElementChild.cloneNode(true);
      shown.dataset.versions = name;
      (field.closest(".field") || field).after(shown);
    }
    const [mine, theirs] = shown.querySelectorAll("[data-version]");
    shown.querySelector("[data-by]").textContent = draft.by || "";
    mine.replaceChildren(versions.marked(draft.values[name], draft.base[name] || ""));
    theirs.replaceChildren(versions.marked(draft.base[name] || "", draft.values[name]));
  }

  function choose(draft, name, which) {
    const [mine, theirs] = [draft.values[name], draft.base[name] || ""];
    draft.values[name] = { mine, theirs, both: versions.joined(mine, theirs) }[which];
    draft.versions = draft.versions.filter((one) => one !== name);
    if (!draft.versions.length) draft.versions = null;
    fill(draft.box, draft.values);
    const field = valued(draft.box).find((one) => one.name === name);
    field.focus(); // away from the buttons, before they go
    field.dispatchEvent(new Event("input", { bubbles: true }));
    save(draft);
  }

  /* ── What people do ───────────────────────────────────────────────────────────────────────── */

  const draftAt = (element) => {
    const box = element && element.closest && element.closest("[data-autosave]");
    const draft = box && drafts.get(box.dataset.autosave);
    return draft && draft.box === box ? draft : null;
  };

  document.addEventListener("input", (event) => {
    const draft = draftAt(event.target);
    if (!draft || !event.target.name) return;
    draft.values = typedIn(draft.box);
    draft.along = along(draft.box);
    draft.refusal = "";
    persist(draft);
    show(draft);
    soon(draft);
  });

  document.addEventListener("focusout", (event) => {
    if (event.target.isConnected) typing = null;
    const draft = draftAt(event.target);
    if (!draft) return;
    if (isUnsaved(draft)) save(draft);
    if (!draft.box.contains(event.relatedTarget)) setTimeout(look); // pieces that waited, what others wrote
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-versions] [data-take]");
    const draft = button && draftAt(button);
    if (draft) choose(draft, button.closest("[data-versions]").dataset.versions, button.dataset.take);
  });

  document.addEventListener("keydown", (event) => {
    const which = { Digit1: "mine", Digit2: "theirs", Digit3: "both" }[event.code];
    const draft = event.altKey && !event.ctrlKey && !event.metaKey && which && draftAt(document.activeElement);
    if (!draft || !draft.versions) return;
    event.preventDefault();
    choose(draft, draft.versions.includes(document.activeElement.name) ? document.activeElement.name : draft.versions[0], which);
  });

  // A button of the page counts on what was typed before it: that goes first.
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    const waits = saveAll();
    if (event.defaultPrevented || !ctx.fetch || ctx.request.method !== "POST") return;
    const go = ctx.fetch;
    ctx.fetch = async (...request) => {
      await Promise.race([waits, new Promise((resolve) => setTimeout(resolve, 3000))]);
      return go(...request);
    };
  });

  document.addEventListener("visibilitychange", () => { if (document.hidden) saveAll(); });
  window.addEventListener("pagehide", () => {
    saveAll();
    drafts.forEach((one) => persist(one, true)); // the next page may take it over at once
  });
  window.addEventListener("pageshow", look);
  document.addEventListener("page:shown", look);
  document.addEventListener("live:swapped", look);
  setInterval(leftBehind, ABANDONED); // of a page that was killed

  window.doithoai.autosave = { look, saveAll };
  look();
})();
