/* The list of opinions: which one is chosen, the menus of the keys, and a filtered list that looks again.

   Nothing here decides: each key is a button of the form "triage", which sends the chosen opinion (keys.js presses it).
   A chosen opinion stays chosen while the list changes around it. One that goes by one's own key makes room for the
   next; one that somebody else has taken away leaves nothing chosen, so that no key hits its neighbour. */
(() => {
  "use strict";
  if (window.opinionsDesk) return; // the page may be swapped in again
  window.opinionsDesk = true;

  const $ = (selector) => document.querySelector(selector);
  const rows = () => Array.from(document.querySelectorAll("[data-op]"));
  const radio = (row) => row.querySelector('input[name="opinion"]');
  const rowOf = (element) => (element && element.closest ? element.closest("[data-op]") : null);

  /* ── The chosen one ───────────────────────────────────────────────────────────────────────── */

  let chosen = ""; // its id
  let place = 0; // where it stood
  let isDeciding = false; // a key of one's own is on its way

  function choose(row, isFocused) {
    if (!row || !radio(row)) return;
    [chosen, place] = [row.dataset.op, rows().indexOf(row)];
    tell();
    if (!isFocused) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  // The form, the line that names it and the way to its page say the same as the list.
  function tell() {
    const row = rows().find((one) => one.dataset.op === chosen);
    const [target, open, steps] = [$("[data-op-target]"), $("[data-op-open]"), $("[data-op-steps]")];
    rows().forEach((one) => {
      if (radio(one)) radio(one).checked = one === row;
      one.classList.toggle("is-chosen", one === row);
    });
    if (!target) return;
    target.dataset.opNone = target.dataset.opNone || target.textContent;
    target.textContent = row ? `${row.dataset.number}. ${row.querySelector(".op-who").textContent.replace(/\s+/g, " ").trim()}` : target.dataset.opNone;
    target.parentElement.classList.toggle("is-idle", !row);
    open.hidden = !row;
    if (row) open.href = row.querySelector("a.btn").href;
    name(row);
    if (steps) steps.hidden = rows().length < 2;
  }

  // Each key names its opinion: one that waits for an answer is not taken for the key before it.
  function name(row) {
    const form = document.getElementById("triage");
    const address = new URL(form.action);
    const [id, seen] = row ? radio(row).value.split(".") : [];
    if (row) address.searchParams.set("seen", seen);
    const formaction = row ? `${address.pathname}/${id}${address.search}` : "";
    form.querySelectorAll("button[name=do]").forEach((one) => {
      if (row) one.setAttribute("formaction", formaction);
      else one.removeAttribute("formaction");
    });
  }

  // After the list was drawn anew.
  function settle() {
    if (!$("[data-op-target]")) { chosen = ""; return; }
    const row = rows().find((one) => one.dataset.op === chosen);
    const focused = document.activeElement;
    const isFree = !focused || focused === document.body || focused.id === "content" || focused.closest(".op-bar") || rowOf(focused);
    if (row) choose(row, isFree && focused !== row && !rowOf(focused) && !openMenu());
    else if (chosen && isDeciding) choose(rows()[Math.min(place, rows().length - 1)], isFree);
    else chosen = "";
    tell();
  }

  function step(by) {
    const all = rows();
    const at = all.findIndex((one) => one.dataset.op === chosen);
    choose(all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))], true);
  }

  document.addEventListener("change", (event) => {
    if (event.target.name === "opinion" && rowOf(event.target)) choose(rowOf(event.target), true);
  });

  document.addEventListener("click", (event) => {
    const stepper = event.target.closest("[data-op-step]");
    if (stepper) return step(Number(stepper.dataset.opStep));
    const row = rowOf(event.target);
    if (row && !event.target.closest("a, button, label, input") && !String(getSelection())) choose(row, true);
  });

  /* ── Menus ────────────────────────────────────────────────────────────────────────────────── */

  const menus = () => Array.from(document.querySelectorAll(".op-menu"));
  const openMenu = () => menus().find((one) => one.open);
  const buttons = (menu) => Array.from(menu.querySelectorAll(".op-menu-box button"));

  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (menu.classList && menu.classList.contains("op-menu") && menu.open) enter(menu);
  }, true);

  function enter(menu) {
    if (menu.contains(document.activeElement) && document.activeElement.tagName !== "SUMMARY") return;
    menus().forEach((one) => { if (one !== menu) one.open = false; });
    const field = menu.querySelector("input:not([type=hidden])");
    if (field) { field.value = ""; suggest(menu); }
    (field || menu.querySelector(".op-menu-box")).focus({ preventScroll: true });
  }

  function suggest(menu) {
    const box = menu.querySelector("[data-op-similar]");
    box.textContent = "";
    if (chosen) htmx.ajax("GET", box.dataset.opSimilar.replace("/0/", `/${chosen}/`), { source: box, target: box, swap: "innerHTML" });
  }

  function shut() {
    menus().forEach((one) => { one.open = false; });
    choose(rows().find((one) => one.dataset.op === chosen), true);
  }

  document.addEventListener("click", (event) => {
    if (openMenu() && !event.target.closest(".op-menu")) menus().forEach((one) => { one.open = false; });
  });

  // Going on and opening a menu change nothing: they need not wait for the answer to the key before.
  window.addEventListener("keydown", (event) => {
    const focused = document.activeElement;
    const rests = document.documentElement.dataset.keys !== "on" || document.querySelector("dialog[open]") || /^(INPUT|TEXTAREA|SELECT)$/.test(focused.tagName);
    if (rests || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (!/^[a-z]$/i.test(event.key) || focused.closest(".op-menu-box")) return;
    const control = $(`.op-bar [data-op-step][data-key="${event.key.toLowerCase()}"], .op-menu > summary[data-key="${event.key.toLowerCase()}"]`);
    if (!control || !control.getClientRects().length) return;
    event.preventDefault();
    control.click();
    if (control.tagName === "SUMMARY" && control.parentElement.open) enter(control.parentElement);
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const menu = openMenu();
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (menu && event.key === "Escape") {
      event.preventDefault();
      shut();
    } else if (menu && by && menu.contains(document.activeElement)) {
      event.preventDefault();
      const at = buttons(menu).indexOf(document.activeElement) + by;
      if (buttons(menu)[Math.max(0, at)]) buttons(menu)[Math.max(0, at)].focus();
    } else if (by && event.target.matches && event.target.matches("[data-op]")) {
      event.preventDefault();
      step(by);
    } else if (event.key === "Enter" && event.target.matches && event.target.matches("[data-op]")) {
      event.target.querySelector("a.btn").click();
    }
  });

  /* ── A filtered list looks again when something has changed; what is new waits to be asked for ─── */

  let waiting = 0;

  async function again() {
    const box = $("#op-listing");
    if (!box) return;
    const keep = window.doithoai.attention(box);
    await htmx.ajax("GET", box.dataset.opAgain, { source: box, target: box, swap: "innerMorph" });
    keep();
    settle();
  }

  document.addEventListener("live:swapped", (event) => {
    if (event.detail.dataset.live === "opinions.list_news") {
      clearTimeout(waiting);
      waiting = setTimeout(again, 300);
    }
    settle();
  });

  // The form opens with the caret in the text.
  document.addEventListener("click", (event) => {
    const summary = event.target.closest("#op-record > summary");
    if (summary) setTimeout(() => { if (summary.parentElement.open) summary.parentElement.querySelector("textarea").focus(); });
  });

  /* ── Writing down, one after the other: the caret is back in the text, and the channel stays ────── */

  let channel = "";

  document.addEventListener("htmx:config:request", (event) => {
    const { form } = event.detail.ctx.request;
    if (!form || event.detail.ctx.request.method !== "POST") return;
    if (form.id === "triage" || form.id === "act") isDeciding = true;
    if (form.id === "op-record-form") channel = form.elements.namedItem("channel").value;
  });

  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    if (ctx.live || !ctx.request || ctx.request.method !== "POST") return;
    const form = ctx.request.form;
    const isTaken = ctx.response && ctx.response.status < 400;
    settle();
    if (!form || form.id !== "op-record-form" || !isTaken || !$("#op-record-form")) return;
    $("#op-record").open = true;
    const same = document.querySelector(`#op-record-form [name="channel"][value="${channel}"]`);
    if (same) same.checked = true;
    $("#op-record-form").elements.namedItem("text").focus();
  });

  document.addEventListener("htmx:finally:request", (event) => { // taken or refused
    if (event.detail.ctx.request.method === "POST") isDeciding = false;
  });

  document.addEventListener("page:shown", settle);
  settle();
})();
