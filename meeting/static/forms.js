/* Pages and forms through htmx, so that nothing typed is ever lost and nothing is sent twice.

   <form data-keep="name">   what is typed stays on this device until the server has taken it
   [data-limit]              shows how many letters are used
   [data-refused]            a refusal: shown above the page, which stays as it is
   [data-first-error]        receives the focus; where there is none, the first field that is wrong
   document event "page:shown"   a page is there, or the same one after a form; not for what is pushed into it

   One thing at a time: a form that waits for its answer is never sent again, and a newer link replaces an
   older one. Another button pressed meanwhile takes its turn after the answer, if it still does what it did.
   What cannot be sent is tried again with the same submission key, so it is never stored twice. */
(function () {
  "use strict";

  const { attention, join, line, outbox, rest, tick } = window.doithoai;
  const PATIENCE = 20000; // ms after which a silent server is asked again
  const WRITING = 2000; // ms after which a disk that does not answer counts as none
  const PROMPT = 4000; // ms for which a click is still what somebody wants now

  /* ── One thing at a time ──────────────────────────────────────────────────────────────────── */

  let waiting = null; // the page or form whose answer is awaited

  const isPost = (ctx) => ctx.request.method === "POST";
  const isPage = (ctx) => Boolean(ctx.sourceElement._htmx && ctx.sourceElement._htmx.boosted) || ctx.sourceElement === document.body;

  document.addEventListener("htmx:config:request", (event) => {
    const ctx = event.detail.ctx;
    if (!isPage(ctx)) return;
    if (waiting && isPost(waiting)) {
      queue(ctx);
      return event.preventDefault();
    }
    if (waiting && waiting.request.abort) waiting.request.abort();
    waiting = ctx;
    ctx.fetch = (address, request) => stubborn(ctx, address, request);
    const form = ctx.request.form;
    if (isPost(ctx)) ctx.words = words(form);
    if (isPost(ctx) && form.dataset.keep) { form.dataset.tried = "1"; keep(form); }
    if (isPost(ctx)) ctx.kept = outbox.hold(form, ctx.request.submitter);
    mark(ctx, true);
  });

  document.addEventListener("htmx:finally:request", (event) => {
    const ctx = event.detail.ctx;
    if (isPage(ctx)) mark(ctx, false);
    if (ctx !== waiting) return;
    waiting = null;
    ["unkept", "unsent", "opening"].forEach((sentence) => line(sentence, false));
    outbox.stuck(false);
    if (!isPost(ctx) || !ctx.response || ctx.response.status >= 400) forgetTurns(); // a refusal is read first
    setTimeout(nextTurn);
  });

  /* ── Another button takes its turn, if it still says and does what it did. A second tap is none: neither on the
        same button, whatever it says by now, nor on one that came to stand under the finger. ───────────────── */

  let turns = []; // { control, does, at }
  let taps = 0; // at one place, as the browser counts them

  document.addEventListener("click", (event) => { taps = event.detail; }, true);

  const DOES = ["href", "action", "formaction", "name", "value"];
  const control = (ctx) => ctx.request.submitter || ctx.sourceElement;
  const does = (one) => JSON.stringify([one.tagName, one.form && one.form.id, one.textContent.trim(), DOES.map((name) => one.getAttribute(name))]);
  const isSame = (one, other) => one === other || (Boolean(one.dataset.key) && one.dataset.key === other.dataset.key);

  function queue(ctx) {
    const wanted = control(ctx);
    const before = [control(waiting), ...turns.map((one) => one.control)];
    if (taps > 1 || wanted === document.body || before.some((one) => isSame(one, wanted))) return;
    turns.push({ control: wanted, does: does(wanted), at: performance.now() });
    wanted.setAttribute("aria-busy", "true");
  }

  function nextTurn() {
    const turn = !waiting && turns.shift();
    if (!turn) return;
    turn.control.removeAttribute("aria-busy");
    const alike = Array.from(document.getElementsByTagName(turn.control.tagName)); // the page may be drawn anew
    const found = [turn.control, ...alike].find((one) => one.isConnected && !one.disabled && does(one) === turn.does);
    if (found && performance.now() - turn.at < PROMPT) {
      if (found.requestSubmit) found.requestSubmit();
      else found.click();
    }
    if (!waiting) nextTurn();
  }

  function forgetTurns() {
    turns.forEach((one) => one.control.removeAttribute("aria-busy"));
    turns = [];
  }

  function mark(ctx, busy) {
    const button = control(ctx);
    if (button === document.body) return;
    if (busy) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }

  /* ── A fetch that does not give up: the Wi-Fi comes back, the server is started again ─────────── */

  async function stubborn(ctx, address, request) {
    for (let pause = 1000; ; pause = Math.min(pause * 2, 10000)) {
      const slow = setTimeout(() => late(ctx), 4000);
      try {
        return await attempt(address, request);
      } catch (error) {
        if (request.signal && request.signal.aborted) throw error;
      } finally {
        clearTimeout(slow);
      }
      late(ctx);
      await rest(pause, request.signal);
    }
  }

  // What the device will send even if this page goes is a promise: only for what is on its disk.
  async function late(ctx) {
    if (!isPost(ctx)) return line("opening", ctx === waiting);
    const isKept = await Promise.race([ctx.kept, new Promise((resolve) => setTimeout(resolve, WRITING, false))]);
    if (ctx !== waiting) return;
    line("unsent", isKept);
    line("unkept", !isKept);
    outbox.stuck(true);
  }

  // Somebody calls the form back; its words stay.
  document.addEventListener("outbox:cancel", () => {
    if (waiting && isPost(waiting) && waiting.request.abort) waiting.request.abort();
  });

  async function attempt(address, request) {
    const stop = new AbortController();
    const giveUp = () => stop.abort();
    const timer = setTimeout(giveUp, PATIENCE);
    if (request.signal) request.signal.addEventListener("abort", giveUp);
    try {
      const answer = await fetch(address, { ...request, signal: stop.signal });
      return isHtml(answer) ? await complete(answer) : answer;
    } finally {
      clearTimeout(timer);
    }
  }

  const isHtml = (answer) => (answer.headers.get("Content-Type") || "").includes("text/html");

  // A page is shown when all of it is here, what dresses it included.
  async function complete(answer) {
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, "text/html");
    if (shellOf(page) === shellOf(document)) await dress(page);
    answer.page = page;
    answer.text = async () => text;
    return answer;
  }

  /* ── The head: a swap leaves it alone. Styles come before the page and go after it; a script runs once. ── */

  const shellOf = (page) => page.documentElement.dataset.shell;
  const sheets = (page) => Array.from(page.head.querySelectorAll("link[rel=stylesheet]"));
  const has = (list, attribute, one) => list.some((other) => other.getAttribute(attribute) === one.getAttribute(attribute));

  function dress(page) {
    const missing = sheets(page).filter((one) => !has(sheets(document), "href", one));
    const dressed = missing.map((one) => new Promise((resolve) => {
      const sheet = document.importNode(one);
      sheet.onload = sheet.onerror = resolve;
      document.head.append(sheet);
    }));
    return Promise.race([Promise.all(dressed), new Promise((resolve) => setTimeout(resolve, 3000))]);
  }

  function undress(page) {
    sheets(document).filter((one) => !has(sheets(page), "href", one)).forEach((one) => one.remove());
  }

  function addScripts(page) {
    const present = Array.from(document.head.querySelectorAll("script[src]"));
    page.head.querySelectorAll("script[src]").forEach((wanted) => {
      if (has(present, "src", wanted)) return;
      const script = document.createElement("script");
      script.src = wanted.getAttribute("src");
      script.async = false; // in their order, as the parser would run them
      document.head.append(script);
    });
  }

  /* ── Answers ──────────────────────────────────────────────────────────────────────────────── */

  const isHere = (address) => {
    const url = new URL(address);
    return url.pathname + url.search === location.pathname + location.search;
  };
  // Also when the refused form comes back without an address of its own.
  const isSamePage = ({ raw }) => raw.page.title === document.title && (!raw.redirected || new URL(raw.url).pathname === location.pathname);

  document.addEventListener("htmx:before:response", (event) => {
    const ctx = event.detail.ctx;
    if (ctx !== waiting) return;
    const answer = ctx.response.raw;
    const form = ctx.request.form;
    if (isPost(ctx)) ctx.released = outbox.release();
    if (isPost(ctx) && answer.ok) taken(ctx);
    if (isHtml(answer)) {
      // the answer to a form has no address of its own unless the server named one
      if (isHere(answer.url) || (isPost(ctx) && !answer.redirected)) ctx.push = "false";
    } else {
      event.preventDefault(); // a paper or a picture: the browser shows it
      if (answer.body) answer.body.cancel();
      if (!isPost(ctx) || answer.redirected) leave(ctx, () => location.assign(answer.url));
    }
  });

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    if (ctx.live) return;
    const failed = ctx.response.status >= 400;
    if (ctx !== waiting) {
      // a page somebody has left meanwhile; a part filled while one types, whose last good state is better
      if (failed || isPage(ctx)) event.preventDefault();
      return;
    }
    const page = ctx.response.raw.page;
    const refusal = failed && isPost(ctx) && page.querySelector("[data-refused]");
    if (refusal) {
      event.preventDefault();
      show(refusal);
    } else if (shellOf(page) !== shellOf(document)) {
      event.preventDefault(); // a new release: open it afresh
      if (isHere(ctx.response.raw.url)) leave(ctx, () => location.reload());
      else leave(ctx, () => location.assign(ctx.response.raw.url));
    } else {
      document.documentElement.lang = page.documentElement.lang;
      document.documentElement.className = page.documentElement.className;
      undress(page);
      addScripts(page);
      if (isPost(ctx) && isSamePage(ctx.response)) stay(ctx, tasks[0], failed);
    }
  });

  // What was sent is crossed out before the page goes, or the next one sends it again.
  function leave(ctx, go) {
    Promise.resolve(ctx.released).then(go);
  }

  // The server has it. What was typed since it was sent is another form, and stays; a field that came since (a search
  // that was on its way) is not typed.
  function taken(ctx) {
    const form = ctx.request.form;
    const isTyped = (one) => ctx.words.has(one) ? state(one) !== ctx.words.get(one) : !isAsDrawn(one);
    if (typed(form).some(isTyped)) return;
    forget(form);
    form.reset();
  }

  // The same page again after a form: what else is typed, opened and scrolled to stays. A search is done with.
  function stay(ctx, task, failed) {
    const { form, submitter } = ctx.request;
    if (!failed) {
      document.querySelectorAll("form[role=search]").forEach((one) => one.reset());
      for (let box = submitter || form; box; box = box.parentElement) if (box.matches("details")) box.open = false;
    }
    const [calm, steady] = [attention(document.body), hold(submitter || document.activeElement || document.body)];
    ctx.settle = () => { calm(); steady(); };
    task.swapSpec.style = "outerMorph";
    task.swapSpec.show = "none";
  }

  document.addEventListener("htmx:after:swap", (event) => {
    const ctx = event.detail.ctx;
    if (ctx !== waiting) return;
    if (ctx.settle) ctx.settle();
    ready();
    tick();
    join();
    const isRefused = Boolean(ctx.response && ctx.response.status >= 400);
    const first = document.querySelector("[data-first-error]") || (isRefused && document.querySelector("[aria-invalid=true]"));
    const main = document.getElementById("content");
    if (first) first.focus();
    else if (!ctx.settle && document.activeElement === document.body && main) main.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("page:shown"));
  });

  function show(refusal) {
    const steady = hold(document.activeElement || document.body);
    said().textContent = "";
    said().append(document.importNode(refusal, true));
    ready();
    steady();
  }

  // What one works on stays where it is on the screen while a message appears above it.
  function hold(element) {
    const top = element.getBoundingClientRect().top;
    return () => {
      if (!scrollY || element === document.body || !element.isConnected) return;
      const root = document.documentElement;
      root.style.overflowAnchor = "none"; // or the browser does it a second time
      scrollBy(0, element.getBoundingClientRect().top - top);
      requestAnimationFrame(() => { root.style.overflowAnchor = ""; });
    };
  }

  const said = () => document.querySelector("#messages > div");
  const closer = () => document.querySelector("#messages [data-close]");

  document.addEventListener("click", (event) => {
    if (!closer() || event.target !== closer()) return;
    said().textContent = "";
    closer().hidden = true;
  });

  /* ── Typed text stays until it is taken ───────────────────────────────────────────────────── */

  const place = (form) => `keep:${document.body.dataset.meeting}:${document.body.dataset.who}:${form.dataset.keep}`;
  const isChoice = (one) => ["radio", "checkbox"].includes(one.type);
  const isTouched = (one) => !isChoice(one) && one.tagName !== "SELECT" && one.value !== one.defaultValue;
  const typed = (form) => Array.from(form.elements).filter((one) => one.name && !["hidden", "submit", "button", "file"].includes(one.type));

  const state = (one) => isChoice(one) ? one.checked : one.value;
  const words = (form) => new Map(typed(form).map((one) => [one, state(one)]));
  const isAsDrawn = (one) => isChoice(one) ? one.checked === one.defaultChecked : !isTouched(one);

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is missing on plain HTTP
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function keep(form) {
    const values = typed(form).filter((one) => !isChoice(one) || one.checked).map((one) => [one.name, one.value]);
    if (!typed(form).some(isTouched)) return forget(form);
    try {
      localStorage.setItem(place(form), JSON.stringify({ values, key: form.elements.key.value, tried: form.dataset.tried }));
    } catch (error) { /* storage is full or forbidden: the page still holds the text */ }
  }

  function forget(form) {
    delete form.dataset.tried;
    if (!form.dataset.keep) return;
    try { localStorage.removeItem(place(form)); } catch (error) { /* as above */ }
  }

  function restore(form) {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(place(form))); } catch (error) { /* as above */ }
    const fields = typed(form);
    if (!kept || fields.some(isTouched) || form.querySelector("[aria-invalid]")) return;
    form.elements.key.value = kept.key; // sent before, perhaps: the same form gets the same answer
    if (kept.tried) form.dataset.tried = kept.tried;
    kept.values.forEach(([name, value]) => {
      fields.filter((one) => one.name === name).forEach((one) => {
        if (isChoice(one)) one.checked = one.checked || one.value === value;
        else one.value = value;
      });
    });
    const fold = form.closest("details");
    if (fold) fold.open = true; // what waits to be finished is seen
  }

  // What was left behind by a page of another time has been sent meanwhile.
  document.addEventListener("outbox:taken", (event) => {
    const { item, forms } = event.detail;
    forms.filter((form) => form.elements.key.value === item.id).forEach((form) => {
      forget(form);
      form.reset();
      form.elements.key.value = newKey();
    });
    if (forms.length || !item.keep) return;
    try {
      const kept = `keep:${document.body.dataset.meeting}:${document.body.dataset.who}:${item.keep}`;
      if ((JSON.parse(localStorage.getItem(kept)) || {}).key === item.id) localStorage.removeItem(kept);
    } catch (error) { /* as above */ }
  });

  document.addEventListener("outbox:said", ready);

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (event.target.dataset.limit) count(event.target);
    if (!form || !form.dataset.keep) return;
    if (form.dataset.tried) { // another text than the one that was sent is another form
      form.elements.key.value = newKey();
      delete form.dataset.tried;
    }
    keep(form);
  });

  /* ── Letters used ─────────────────────────────────────────────────────────────────────────── */

  function letters(text) {
    const clean = text.normalize("NFC");
    return window.Intl && Intl.Segmenter ? Array.from(new Intl.Segmenter().segment(clean)).length : Array.from(clean).length;
  }

  function count(area) {
    const note = document.getElementById(area.id + "-count");
    if (!note) return;
    const used = letters(area.value);
    note.textContent = `${used} / ${area.dataset.limit}`;
    note.classList.toggle("is-over", used > Number(area.dataset.limit));
  }

  function ready() {
    if (closer()) closer().hidden = !said().childElementCount;
    document.querySelectorAll("form[data-keep]").forEach(restore);
    document.querySelectorAll("[data-limit]").forEach(count);
  }

  ready();
})();
