/* The desk's forms as dialogs: walk-in, substitute, over quota, excused, taking back; and the keys.

   <a data-do="undo" data-who="12" data-name="Ông Đinh Bưm" data-place="làng Stơr">   opens #panel-undo about them
   <form data-send="undo">   is sent by deskSend instead of by the browser; a refusal that is about what was typed
                             stays in the form, any other answer takes its place
   document event "desk:done": somebody came in by such a form; "desk:panel-closed": at once, not a moment later
   deskPanels.open(name, facts), deskPanels.current(), deskPanels.close(), deskPanels.nameIn(typed) */
(function () {
  "use strict";

  // A refusal that the same form can answer.
  const HERE = /^roster\.|^checkin\.(incomplete|reason_needed|no_walk_ins|no_substitutes)$/;
  const VILLAGE = () => `desk:village:${document.body.dataset.meeting}`;

  let letters = "";
  let letterTimer = 0;
  let resting = null; // a form that gave way to a scan, with what was typed in it
  const sending = new Set(); // what is on its way: a second Enter or tap sends it no second time

  const desk = () => document.getElementById("desk");
  const current = () => document.querySelector("dialog.desk-panel[open]");
  const key = () => window.deskNewKey();

  function open(name, facts) {
    const panel = document.getElementById(`panel-${name}`);
    if (!panel || !panel.showModal) return false;
    close();
    window.deskSaid.close();
    resting = null;
    const form = panel.querySelector("form");
    if (form) fill(form, name, facts || {});
    problem(panel, "");
    panel.showModal();
    const first = panel.querySelector("[autofocus]") || panel.querySelector("button.btn-danger") || panel.querySelector("[data-close-panel]");
    if (first) first.focus();
    return true;
  }

  function fill(form, name, facts) {
    form.reset();
    form.elements.key.value = key();
    form.querySelectorAll("[aria-busy]").forEach((one) => one.removeAttribute("aria-busy")); // that was for somebody else
    form.closest("dialog").querySelectorAll("[data-fill]").forEach((one) => {
      if (one.tagName === "INPUT") one.value = facts[one.dataset.fill] || "";
      else one.textContent = facts[one.dataset.fill] || "";
    });
    if (name !== "walk-in") return;
    form.elements.name.value = facts.new || "";
    guessAddress(form);
    let last = "";
    try { last = localStorage.getItem(VILLAGE()) || ""; } catch (error) { /* none is remembered */ }
    const same = Array.from(form.querySelectorAll("[name=village]")).find((one) => one.value === last);
    if (same) same.checked = true;
  }

  function close() {
    const panel = current();
    if (!panel) return;
    panel.close();
    document.dispatchEvent(new CustomEvent("desk:panel-closed"));
  }

  function problem(panel, text) {
    const said = panel.querySelector(".desk-problem");
    if (!said) return;
    said.textContent = text;
    said.hidden = !text;
  }

  /* ── Sending ──────────────────────────────────────────────────────────────────────────────── */

  async function submit(form, button) {
    const fields = Object.fromEntries(new FormData(form));
    const mine = fields.key;
    delete fields.csrf_token;
    delete fields.key;
    if (button && button.name) fields[button.name] = button.value;
    const same = JSON.stringify([form.action, fields]);
    if (sending.has(same)) return;
    sending.add(same);
    const panel = form.closest("dialog");
    const what = whom(form, panel, fields);
    if (button) button.setAttribute("aria-busy", "true");
    try {
      const part = await window.deskSend({ url: form.action, fields, key: mine, what });
      // Called up for somebody else meanwhile, the form is not touched.
      if (part && panel && form.elements.key.value === mine) took(form, panel, part, fields);
      else if (part) answered(part);
    } catch (error) {
      failed(panel, what);
    } finally {
      sending.delete(same);
      if (button) button.removeAttribute("aria-busy");
    }
  }

  function whom(form, panel, fields) {
    const box = form.closest("[data-name]");
    const named = panel && panel.querySelector("[data-fill=name]");
    return fields.name || (box && box.dataset.name) || (named && named.textContent) || "";
  }

  const answered = (part) => document.dispatchEvent(new CustomEvent("desk:answer", { detail: part }));

  function took(form, panel, part, fields) {
    form.elements.key.value = key();
    const full = part.dataset.code === "checkin.village_full" && !part.dataset.who;
    if (full || HERE.test(part.dataset.code)) return stay(panel, part);
    if (fields.village && part.dataset.kind === "ok") {
      try { localStorage.setItem(VILLAGE(), fields.village); } catch (error) { /* not remembered */ }
    }
    form.reset();
    if (resting === panel) resting = null;
    const wasOpen = panel.open;
    if (wasOpen) close();
    if (wasOpen && part.dataset.kind === "ok") document.dispatchEvent(new CustomEvent("desk:done"));
    answered(part);
  }

  function stay(panel, part) {
    problem(panel, part.querySelector(".desk-said-text").textContent);
    window.deskSaid.signal(part.dataset.kind);
    if (!panel.open && !current()) panel.showModal();
    const wanted = /full|reason|no_walk|no_sub/.test(part.dataset.code) ? "reason" : /village/.test(part.dataset.code) ? "village" : "name";
    const extra = panel.querySelector(".desk-extra");
    if (extra && wanted === "reason") extra.open = true;
    const field = panel.querySelector(`[name=${wanted}]`);
    if (field) field.focus();
  }

  function failed(panel, what) {
    if (!desk()) return;
    const words = desk().dataset.broken.replace("{count}", "").replace("{what}", what);
    if (panel && panel.open) problem(panel, words);
    window.deskSaid.signal("refused");
    document.dispatchEvent(new CustomEvent("desk:failed", { detail: { words } }));
  }

  /* ── What people do ───────────────────────────────────────────────────────────────────────── */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.send || !desk()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const row = form.dataset.send === "in" && form.closest(".desk-row");
    if (row) window.deskLetIn(row);
    else submit(form, event.submitter);
  }, true);

  document.addEventListener("click", (event) => {
    if (!desk()) return;
    const link = event.target.closest("[data-do]");
    const shut = event.target.closest("[data-close-panel]");
    if (shut && current()) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (link && open(link.dataset.do, { ...link.dataset, ...offered(link) })) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.target === current()) {
      close(); // beside the form
    }
  }, true);

  // Walk-in: what stands in the field is the name, unless it is a code. No name has a figure.
  const nameIn = (typed) => (/\d|\//.test(typed) || !typed.trim() ? {} : { new: typed.trim() });

  function offered(link) {
    if (link.dataset.do !== "walk-in") return {};
    return nameIn(link.dataset.new || document.getElementById("q").value);
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && event.target.name === "name" && form.dataset.send) guessAddress(form);
  });

  // Thị is a woman's name and Văn a man's; anything else is asked.
  function guessAddress(form) {
    const choices = Array.from(form.querySelectorAll("[name=honorific]"));
    if (!choices.length || form.dataset.told) return;
    const guess = /(^|\s)thị(\s|$)/i.test(form.elements.name.value.normalize("NFC")) ? "Bà" : /(^|\s)văn(\s|$)/i.test(form.elements.name.value.normalize("NFC")) ? "Ông" : "";
    choices.forEach((one) => { one.checked = one.value === guess; });
  }

  document.addEventListener("change", (event) => {
    if (event.target.name === "honorific" && event.target.form) event.target.form.dataset.told = "1";
  });
  document.addEventListener("reset", (event) => { delete event.target.dataset.told; });

  document.addEventListener("keydown", (event) => {
    const panel = current();
    if (!panel) return;
    const address = { F8: "Ông", F9: "Bà" }[event.key];
    const choice = address && panel.querySelector(`[name=honorific][value="${address}"]`);
    if (choice) {
      event.preventDefault();
      choice.checked = true;
      choice.form.dataset.told = "1";
    } else if (event.target.closest("[data-villages]") && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      villageBy(event.key, panel);
    } else if (event.key === "Enter" && event.target.name === "name" && panel.querySelector("[data-villages]")) {
      event.preventDefault(); // the village is looked at before it is sent
      const villages = panel.querySelectorAll("[name=village]");
      (Array.from(villages).find((one) => one.checked) || villages[0]).focus();
    }
  });

  function villageBy(letter, panel) {
    clearTimeout(letterTimer);
    letterTimer = setTimeout(() => { letters = ""; }, 900);
    letters += letter;
    const fold = window.deskRules.searchKey;
    const hit = Array.from(panel.querySelectorAll("[name=village]")).find((one) => fold(one.parentElement.textContent).startsWith(fold(letters)));
    if (!hit) return;
    hit.checked = true;
    hit.focus();
  }

  // A scan while a form stands open: the form gives way and comes back as it was.
  document.addEventListener("desk:scanned", giveWay);
  document.addEventListener("desk:answer", (event) => { // to what was done before; a brief one finds room beside the form
    if (!window.deskSaid.isBrief(event.detail.dataset.kind)) giveWay();
  }, true);

  function giveWay() {
    const panel = current();
    if (!panel) return;
    close();
    resting = panel.querySelector("form") ? panel : null;
  }

  document.addEventListener("desk:closed", () => {
    if (resting && resting.isConnected && !current()) resting.showModal();
    resting = null;
  });
  document.addEventListener("desk:unsent", close);

  // A page that came with an open form, as it does without JavaScript.
  function ready() {
    const panel = current();
    if (!panel || !panel.showModal) return;
    panel.close();
    panel.classList.remove("is-page");
    panel.showModal();
  }
  document.addEventListener("page:shown", ready);
  ready();

  window.deskPanels = { open, current, close, nameIn };
})();
