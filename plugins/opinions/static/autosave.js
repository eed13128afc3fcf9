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

   Its parts: autosave_draft.js (fields), autosave_device.js (what is kept here), autosave_post.js (one attempt),
   autosave_sign.js (what the box says), versions.js (two versions).

   event "autosave:saved" on the box, bubbling (detail: the server's result) */
(() => {
  "use strict";
  if (window.doithoai.autosave) return;

  const QUIET = 2000; // ms after the last keystroke
  const { now, versions } = window.doithoai;
  const { along, controls, fill, isBlank, isDirty, isIn, isReady, isUnsaved, servedIn, typedIn, valued } = window.doithoai.draft;
  const { ABANDONED, KEPT, drop, kept, names, newKey, persist, place } = window.doithoai.device;
  const { show, tell } = window.doithoai.sign;
  const { post, rest } = window.doithoai;

  const drafts = new Map(); // by name: what is typed, and what the server has of it

  /* ── Boxes come and go; the draft stays ───────────────────────────────────────────────────── */

  function look() {
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
    const record = kept(name);
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
    const left = names().filter((name) => !drafts.has(name) && kept(name));
    const begun = [...Array.from(drafts.values()).filter((one) => !one.seen && !isIn(one)).map((one) => one.name), ...left];
    begun.filter((name) => name.startsWith(prefix)).forEach((name) => begin(template, name));
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
    drop(draft);
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

  const saveAll = () => Promise.all(Array.from(drafts.values()).filter(isReady).map(save));

  // What another page could not send before it went.
  function leftBehind() {
    names().filter((name) => !drafts.has(name)).forEach((name) => {
      const record = kept(name);
      if (!record) return;
      const draft = { name, place: place(name), box: null, timer: 0, ...record };
      drafts.set(name, draft);
      save(draft);
    });
  }

  /* ── Two versions ─────────────────────────────────────────────────────────────────────────── */

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
