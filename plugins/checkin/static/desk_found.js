/* The people found for what stands in the desk's field, and what Enter makes of them.

   What is known about the list (whose it is, who is chosen, what was asked aloud, an Enter that came too early) is
   kept here and put on the page after each change: the list is drawn anew whenever somebody comes in anywhere.

   deskFound.look(text)   asks for the people of a text, once
   deskFound.enter(text)  lets the chosen one in: now, or as soon as the people of exactly this text are there
   deskFound.again()      what is shown may have changed; .clear() nothing is looked for any more
   deskFound.step(by), .chosen() → the row or null
   document event "desk:chosen" detail: the row that Enter lets in
   document event "desk:nobody" detail: the text that Enter found nobody for */
(function () {
  "use strict";

  const AGAIN = 1000; // ms until a search is repeated that nobody answered

  let search = null; // under way: { text, stop }
  let shown = null; // the text whose people stand on the page
  let pick = ""; // who of them is chosen
  let byHand = false; // with the arrows
  let isLoud = false; // which of them is asked aloud
  let wish = null; // Enter without an answer yet: { text, pick }
  let timer = 0;

  const $ = (id) => document.getElementById(id);
  const typed = () => ($("q") ? $("q").value.trim() : "");
  const list = () => document.querySelector("#found .desk-hits");
  const rows = () => Array.from(document.querySelectorAll("#found .desk-row"));
  const chosen = () => rows().find((row) => row.dataset.who === pick) || null;
  const isCut = () => Boolean(window.deskOffline && window.deskOffline.isCut());

  /* ── Asking: only the last question counts, whatever the order of the answers ─────────────────── */

  function look(text, anew) {
    if (!anew && (search ? search.text : shown) === text) return;
    stop();
    const mine = { text, stop: new AbortController() };
    search = mine;
    fetch(`${$("desk").dataset.found}?q=${encodeURIComponent(text)}`, { headers: { "X-Desk": "1", Accept: "text/html" }, signal: mine.stop.signal })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
      .then((html) => { if (search === mine) show(text, html); }, () => { if (search === mine) later(text); });
  }

  function stop() {
    clearTimeout(timer);
    if (search) search.stop.abort();
    search = null;
  }

  function later(text) {
    search = null;
    if (isCut()) wish = null; // the desk that works cut off has taken the text along
    else timer = setTimeout(() => { if (typed() === text) look(text, true); }, AGAIN);
  }

  /* ── Showing ──────────────────────────────────────────────────────────────────────────────── */

  function show(text, html) {
    search = null;
    if (typed() !== text) return; // its own search is about to begin
    const box = $("found");
    const isSame = shown === text;
    const keep = isSame ? window.doithoai.attention(box) : () => {};
    box.innerHTML = html; // our own template, which has escaped what people wrote
    if (window.htmx && htmx.process) htmx.process(box);
    shown = text;
    isLoud = isLoud && isSame;
    byHand = byHand && Boolean(chosen());
    if (!chosen() || !(byHand || isSame)) first();
    keep();
    dress();
    const asked = wish && wish.text === text ? wish : null;
    wish = null;
    if (asked) decide(asked.pick);
  }

  function first() {
    pick = rows().length ? rows()[0].dataset.who : "";
  }

  function dress() {
    rows().forEach((row) => row.classList.toggle("is-chosen", row.dataset.who === pick));
    document.querySelectorAll("#found .desk-ask").forEach((one) => {
      one.classList.toggle("is-loud", isLoud);
      if (one.hasAttribute("data-unseen")) one.hidden = !isLoud;
    });
  }

  function choose(who) {
    pick = who;
    dress();
    if (chosen()) chosen().scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = rows();
    if (!all.length) return;
    byHand = true;
    choose(all[(all.indexOf(chosen()) + by + all.length) % all.length].dataset.who);
  }

  /* ── Enter ────────────────────────────────────────────────────────────────────────────────── */

  function enter(text) {
    if (shown === text) return decide(pick);
    wish = { text, pick: chosen() ? pick : "" };
    look(text);
  }

  // "seen" stood chosen on the screen when Enter was pressed: somebody else is not let in unlooked at.
  function decide(seen) {
    if (!list()) return document.dispatchEvent(new CustomEvent("desk:nobody", { detail: shown }));
    const isUnseen = rows().length > 1 && seen !== pick;
    const isDoubtful = list().hasAttribute("data-ask") && !byHand;
    if (!isUnseen && !isDoubtful) return document.dispatchEvent(new CustomEvent("desk:chosen", { detail: chosen() }));
    isLoud = true;
    dress();
    window.deskSaid.signal("attention");
  }

  /* ── Typing goes on, the page changes ─────────────────────────────────────────────────────── */

  function clear() {
    forget();
    $("found").replaceChildren();
  }

  function forget() {
    stop();
    shown = wish = null;
    pick = "";
    byHand = isLoud = false;
  }

  // A page of the desk that came from the server, perhaps with people found by it.
  function arrive() {
    forget();
    const found = document.querySelector("#found [data-for]");
    if (found && typed()) shown = found.dataset.for.trim();
    first();
    dress();
  }

  function again() {
    if (shown !== null && typed()) look(typed(), true);
  }

  document.addEventListener("input", (event) => {
    if (event.target.id !== "q") return;
    byHand = false;
    wish = null; // Enter was meant for what stood there
  });
  document.addEventListener("live:connected", () => { if ($("q") && !isCut() && wish && wish.text === typed()) look(typed(), true); });

  window.deskFound = { look, enter, again, clear, arrive, step, chosen };
})();
