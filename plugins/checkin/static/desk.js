/* The desk's field: a scanner, a typed code or the start of a name (desk_found.js has the people found); the keys.

   Everything that was read as a code goes through one event, whoever read it:
     document event "desk:scan"     detail { text }: cancelled when the desk that works cut off took it
     document event "desk:scanned"  a scan is on its way to the server
   and everything that is done goes through deskSend (desk_send.js). deskLetIn(row) is for a tap.

   A scanner is a quick typist: what comes faster than a hand is no search, and a whole code is a scan with Enter,
   Tab or nothing after it, in whichever field the focus stands. */
(function () {
  "use strict";

  const CALM = 150; // ms after the last letter before the list is asked for
  const QUICK = 40; // ms between two letters of a scanner, on average
  const AGAIN = 3000; // ms in which the same code is the same scan
  const LAST = "desk:last";

  let timer = 0;
  const seen = new Map(); // code → when it was last read
  let run = { count: 0, first: 0, last: 0, field: null, before: "" }; // letters that came in one go

  const $ = (id) => document.getElementById(id);
  const desk = () => $("desk");
  const field = () => $("q");
  const isCut = () => Boolean(window.deskOffline && window.deskOffline.isCut());
  const isText = (one) => one && one.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
  const withKeys = () => window.matchMedia("(any-pointer: fine)").matches;

  /* ── Scans ────────────────────────────────────────────────────────────────────────────────── */

  function scan(text) {
    const code = window.deskRules.readCode(text);
    const name = code ? code.value : text;
    const now = Date.now();
    const before = seen.get(name) || 0;
    seen.set(name, now);
    if (now - before < AGAIN) return;
    if (!document.dispatchEvent(new CustomEvent("desk:scan", { detail: { text }, cancelable: true }))) return;
    document.dispatchEvent(new CustomEvent("desk:scanned"));
    const url = $("desk-scan").action;
    act({ url, fields: { q: text }, what: `…${name.slice(-4)}`, scanned: text });
  }

  function act(entry) {
    window.deskSend(entry).then(
      (part) => { if (part) document.dispatchEvent(new CustomEvent("desk:answer", { detail: part })); },
      () => document.dispatchEvent(new CustomEvent("desk:broken", { detail: entry })),
    );
  }

  // A name may read like a code (“Đinh Thị Jrŭ” has seven such letters), but not if it has marks.
  function codeIn(text) {
    const code = /^[\x20-\x7e]*$/.test(text.trim()) && window.deskRules.readCode(text);
    return code || null;
  }

  // The code in this field: in ours all that stands there; else what a quick typist added to it, as to a name half
  // written. A short code is one when it was typed by a scanner, or when it is "sure": has a figure, as no name has.
  function quickCode(input, sure) {
    const isQuick = run.field === input && run.count >= 7 && (run.last - run.first) / run.count < QUICK;
    const added = isQuick && input.value.startsWith(run.before) ? input.value.slice(run.before.length) : "";
    const whole = input === field() ? input.value : "";
    const code = codeIn(whole);
    if (code && (code.kind === "secret" || isQuick || (sure && /\d/.test(whole)))) return whole;
    return codeIn(added) ? added : "";
  }

  function takeScan(input, text) {
    input.value = input === field() || !input.value.endsWith(text) ? "" : input.value.slice(0, -text.length);
    if (input === field()) emptied();
    run.count = 0;
    scan(text);
  }

  function noteKey(event) {
    const now = event.timeStamp; // when it was pressed, not when this page came to it
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey) return;
    if (event.target !== run.field || now - run.last > 120 || !run.count) run = { count: 0, first: now, last: now, field: event.target, before: event.target.value };
    run.count += 1;
    run.last = now;
  }

  function emptied() {
    clearTimeout(timer);
    window.deskFound.clear();
  }

  function enter() {
    const text = field().value.trim();
    if (!text) return;
    if (quickCode(field(), true)) return takeScan(field(), quickCode(field(), true));
    clearTimeout(timer);
    window.deskFound.enter(text);
  }

  // A typed code that is nobody's may be a revoked one: the server knows.
  document.addEventListener("desk:nobody", () => {
    if (codeIn(field().value)) takeScan(field(), field().value);
  });
  document.addEventListener("desk:chosen", (event) => letIn(event.detail));

  function letIn(row) {
    if (!row) return;
    const { who, name } = row.dataset;
    field().value = "";
    emptied();
    act({ url: $("desk-scan").dataset.in, fields: { delegate_id: who }, what: name });
  }

  /* ── What stands under the field: what waits, what failed ─────────────────────────────────── */

  let queue = { count: 0, unsent: "", sent: 0 };
  let failed = { words: "", what: "", sent: 0 }; // stays until somebody does the next thing, or puts it away

  function state() {
    const line = $("desk-state");
    if (!line || !desk()) return;
    const { broken, offline, waiting } = desk().dataset;
    const wrong = failed.what ? broken.replace("{what}", failed.what) : failed.words;
    const many = queue.count > 1 ? waiting.replace("{count}", queue.count) : "";
    line.textContent = wrong || (queue.unsent ? offline.replace("{what}", queue.unsent) : many);
    line.hidden = !line.textContent;
    line.classList.toggle("is-wrong", Boolean(wrong || queue.unsent));
  }

  function fail(words, what) {
    failed = { words, what, sent: queue.sent };
    state();
  }

  document.addEventListener("desk:queue", (event) => {
    queue = event.detail;
    if (queue.sent > failed.sent) failed.words = failed.what = "";
    state();
  });
  document.addEventListener("desk:failed", (event) => fail(event.detail.words));
  document.addEventListener("desk:broken", (event) => { // said by the server itself: nothing was written down
    seen.clear();
    window.deskSaid.signal("refused");
    fail("", event.detail.what);
  });

  /* ── Answers ──────────────────────────────────────────────────────────────────────────────── */

  document.addEventListener("desk:answer", (event) => {
    const { code, who, name, place } = event.detail.dataset;
    if (["ADMITTED", "BACK_AGAIN"].includes(code)) {
      try { sessionStorage.setItem(LAST, JSON.stringify({ who, name, place })); } catch (error) { /* F4 has none */ }
    }
    if (!desk()) return; // somebody has gone on to another page
    offerUndo();
    document.querySelectorAll(".desk-more[open]").forEach((one) => { one.open = false; });
    if (field().value.trim()) window.deskFound.again(); // what is shown has changed
    else emptied();
    refocus();
  });

  const lastOne = () => { try { return JSON.parse(sessionStorage.getItem(LAST)); } catch (error) { return null; } };

  function offerUndo() {
    const button = document.querySelector("[data-undo-last]");
    if (button) button.hidden = !lastOne();
  }

  function refocus() {
    if (desk() && withKeys() && !window.deskPanels.current() && !isText(document.activeElement)) field().focus({ preventScroll: true });
  }
  document.addEventListener("desk:done", () => { // what stood in the field has been used
    if (!field()) return;
    field().value = "";
    emptied();
  });
  document.addEventListener("desk:closed", (event) => {
    if (!desk()) return;
    if (event.detail.hadFocus && withKeys()) field().focus({ preventScroll: true });
  });
  // After clicks in a dialog Chromium gives the field its focus back, but not its caret: what is typed gets lost.
  function takeCaret() {
    if (!desk() || !withKeys()) return;
    field().blur();
    field().focus({ preventScroll: true });
  }
  document.addEventListener("desk:panel-closed", takeCaret);
  document.addEventListener("close", (event) => { // by the browser's own Esc, a moment later
    if (event.target.matches && event.target.matches(".desk-panel") && !field().value) takeCaret();
  }, true);

  /* ── Keys ─────────────────────────────────────────────────────────────────────────────────── */

  document.addEventListener("keydown", (event) => {
    if (!desk() || isCut() || event.isComposing) return;
    const panel = window.deskPanels.current();
    const input = isText(event.target) ? event.target : null;
    if (input) noteKey(event);
    if (["Enter", "Tab"].includes(event.key) && input) {
      const text = quickCode(input, event.key === "Enter");
      if (text && (event.key === "Enter" || run.count)) {
        event.preventDefault();
        event.stopPropagation();
        return takeScan(input, text);
      }
    }
    if (panel) return;
    if (window.deskSaid.kind() && overAnswer(event, input)) return;
    const job = JOBS[event.key];
    if (job && (input === field() || !input)) job(event);
    else if (!input && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey && !onControl(event)) field().focus();
  });

  const onControl = (event) => event.key === "Enter" && event.target.closest("button, a, summary");

  // While an answer covers the screen. True: the key was for it.
  function overAnswer(event, input) {
    const said = window.deskSaid;
    const inside = event.target.closest("#desk-over");
    if (event.key === "Tab") return keepInside(event);
    if (event.key === "Escape") { event.preventDefault(); said.close(); return true; }
    if (event.key === "Enter" && !inside && !(input === field() && field().value)) {
      event.preventDefault();
      if (!said.isFresh()) said.close();
      return true;
    }
    if (said.isBrief(said.kind()) && event.key.length === 1 && !document.querySelector("#desk-over.is-strip")) said.close();
    return Boolean(inside);
  }

  function keepInside(event) {
    const stops = Array.from(document.querySelectorAll("#desk-over a, #desk-over button, #desk-over input:not([type=hidden])")).filter((one) => one.offsetParent);
    if (!stops.length || document.querySelector("#desk-over.is-strip")) return false;
    event.preventDefault();
    const at = stops.indexOf(document.activeElement);
    stops[(at + (event.shiftKey ? stops.length - 1 : 1) + (at < 0 && event.shiftKey ? 1 : 0)) % stops.length].focus();
    return true;
  }

  const JOBS = {
    Enter(event) {
      if (event.target !== field()) return;
      event.preventDefault();
      enter();
    },
    ArrowDown(event) { step(event, 1); },
    ArrowUp(event) { step(event, -1); },
    Escape(event) {
      event.preventDefault();
      field().value = "";
      emptied();
      fail("");
      field().focus();
    },
    F2(event) { open(event, "walk-in", window.deskPanels.nameIn(field().value)); },
    F3(event) {
      const row = window.deskFound.chosen();
      if (row) open(event, "substitute", row.dataset);
      else event.preventDefault();
    },
    F4(event) { open(event, "undo", lastOne()); },
    "?"(event) {
      if (field().value && event.target === field()) return;
      open(event, "keys", {});
    },
  };

  function step(event, by) {
    if (!window.deskFound.chosen()) return;
    event.preventDefault();
    window.deskFound.step(by);
  }

  function open(event, panel, facts) {
    event.preventDefault();
    if (facts) window.deskPanels.open(panel, facts);
  }

  /* ── Typing, tapping, sending ─────────────────────────────────────────────────────────────── */

  document.addEventListener("input", (event) => {
    if (!desk() || isCut() || !isText(event.target)) return;
    clearTimeout(timer);
    const input = event.target;
    if (input === field() && !input.value.trim()) return emptied();
    timer = setTimeout(() => calm(input), CALM);
  });

  function calm(input) {
    if (!input.isConnected) return;
    const text = quickCode(input);
    if (text) return takeScan(input, text); // a scanner that ends with nothing, or a pasted code
    if (input !== field() || !input.value.trim()) return;
    if (window.deskSaid.kind() && !document.querySelector("#desk-over.is-strip")) window.deskSaid.close(); // on to the name
    window.deskFound.look(input.value.trim());
  }

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "desk-scan") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isCut()) enter();
  }, true);

  document.addEventListener("click", (event) => {
    if (!desk()) return;
    const said = window.deskSaid;
    const over = event.target.closest("#desk-over");
    if (event.target.closest("#desk-over [data-next]") || (over && !event.target.closest("a, button, input, label"))) {
      event.preventDefault();
      event.stopPropagation();
      said.close();
    } else if (event.target.id === "desk-state") {
      fail("");
    } else if (event.target.closest("[data-undo-last]")) {
      if (lastOne()) window.deskPanels.open("undo", lastOne());
    } else if (!event.target.closest(".desk-more")) {
      document.querySelectorAll(".desk-more[open]").forEach((one) => { one.open = false; });
      if (!event.target.closest("a, button, input, select, label, summary, dialog, video")) refocus();
    }
  }, true);

  function ready() {
    if (!desk()) return;
    document.querySelectorAll("[data-do=keys]").forEach((one) => { one.hidden = false; });
    offerUndo();
    state();
    window.deskFound.arrive();
    if (withKeys() && !window.deskPanels.current()) field().focus({ preventScroll: true });
  }

  document.addEventListener("page:shown", ready);
  document.addEventListener("camera:read", (event) => { if (desk()) scan(event.detail.text); });
  window.deskLetIn = letIn;
  ready();
})();
