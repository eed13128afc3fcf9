/* The desk that needs only this device: shown while the server does not answer, hidden when all is sent.

   Other scripts of the desk:
     document event "desk:scan"    detail { text }: a camera or a scanner read something. Cancelled when this desk took it.
     document event "desk:unsent"  detail { text } a form could not be sent; the desk is cut off from here on.
     document event "desk:said"    detail { tone: "success" | "warning" | "danger" }: for sound and vibration.
   window.deskOffline.isCut() tells whether this desk is at work; take({ url, fields, key }) resolves with true when it
   took over a form that the server may or may not have. */
(function () {
  "use strict";

  const FOUND = 12; // more do not fit beside a queue of people
  const REST = 4000; // ms after the last key before the desk with the server comes back

  let part = null; // #desk-off of the page that is shown
  let line = null;
  let meeting = "";
  let scanned = ""; // a code that is not in the copy
  let typedAt = 0;
  let wasKept = 0;
  let working = false; // this desk is shown
  let stuck = 0; // how many of the entries shown the server does not take
  const deciding = new Set(); // what is being written down: a second Enter or tap adds nothing

  const $ = (id) => document.getElementById(id);
  const { addressed, clock, listed, person, since, where, words } = window.deskParts;

  /* ── Coming to a desk page ────────────────────────────────────────────────────────────────────── */

  function arrive() {
    const found = $("desk-off");
    if (found === part) return;
    part = found;
    working = false;
    if (!part) return;
    if (!window.indexedDB || !window.crypto || !crypto.subtle) return say("broken", "is-wrong");
    if (!line || meeting !== part.dataset.meeting) {
      meeting = part.dataset.meeting;
      line = deskLine({ meeting, line: part.dataset.line, copy: part.dataset.copy, sync: part.dataset.sync, damaged: part.dataset.damaged }, deskStore(meeting));
      line.start().catch((error) => { if (error.message !== "revoked") say("broken", "is-wrong"); });
      if (navigator.serviceWorker) navigator.serviceWorker.register(part.dataset.worker, { scope: part.dataset.desk, updateViaCache: "none" }).catch(() => {});
    } else {
      line.look();
    }
    show();
  }

  /* ── The sign, and which of the two desks is shown ────────────────────────────────────────────── */

  const online = () => Array.from(document.querySelectorAll("[data-online]"));
  const isShell = () => !online().length;
  const isBusy = () => working && (Date.now() - typedAt < REST || typing());
  const typing = () => Array.from(document.querySelectorAll("#off-desk input:not([type=radio])")).some((one) => one.value && (one.checkVisibility ? one.checkVisibility() : one.offsetParent));

  function show() {
    if (!part || !line) return;
    const state = line.state;
    const shows = state.cut || isShell() || (working && isBusy());
    if (shows !== working) turn(shows);
    if (isShell() && state.well && !isBusy()) return location.replace(part.dataset.desk);
    if (state.cut) say(line.view() ? "cut" : "nocopy", "");
    else if (state.sending) say("sending", "");
    else if (working && isBusy()) say("waiting", "is-well");
    else if (wasKept && !state.count) thank(state);
    else if (!state.count && !$("off-sign").classList.contains("is-well")) $("off-sign").hidden = true;
    if (state.count) wasKept = state.count;
    $("off-sign").querySelector("[data-count]").textContent = state.count || state.cut ? words("kept", { count: state.count }) : "";
    const copied = state.checkedAt ? words("copied", { time: clock(state.checkedAt) }) : "";
    $("off-copy").hidden = !copied || working;
    $("off-copy").textContent = copied;
    $("off-sign").querySelector("[data-copied]").textContent = working ? copied : "";
    list();
    if (working) fill();
  }

  function say(which, kind) {
    const sign = $("off-sign");
    sign.hidden = false;
    sign.className = `off-sign ${kind}`;
    sign.querySelector("[data-says]").textContent = words(which);
  }

  function thank(state) {
    say("taken", "is-well");
    if (state.conflicts) $("off-sign").querySelector("[data-says]").textContent += " " + words("doubts", { count: state.conflicts });
    wasKept = 0;
    state.conflicts = 0;
  }

  function turn(shows) {
    working = shows;
    const field = document.querySelector("[data-online] input[type=search]");
    if (shows) $("off-all").after($("off-all").content.cloneNode(true)); // a copy of its own: two fields of one label confuse
    bringCamera($(shows ? "off-find" : "desk-scan"));
    if (!shows) $("off-desk").remove();
    if (shows && field && field.value) { // what was being typed goes along
      $("off-q").value = field.value;
      document.dispatchEvent(new CustomEvent("desk:done"));
    }
    const form = document.getElementById("walk-in");
    if (shows && form && form.elements.name.value) bring(form);
    document.querySelectorAll("dialog[open]").forEach((one) => one.close());
    online().forEach((one) => { one.hidden = shows; });
    if (shows) { fill(); find(); $("off-q").focus(); }
    else if (field) field.focus();
  }

  // There is one camera: it stands below the field that is used, open or closed.
  function bringCamera(field) {
    if (field && $("camera")) field.after($("camera"));
    document.dispatchEvent(new CustomEvent("camera:moved"));
  }

  // What stands half written in the other desk's form.
  function bring(form) {
    fill();
    $("off-new").open = true;
    $("off-name").value = form.elements.name.value;
    $("off-village").value = form.elements.village.value;
    $("off-distinction").value = form.elements.distinction.value;
    $("off-reason").value = form.elements.reason.value;
  }

  function fill() {
    const view = line.view();
    const select = $("off-village");
    if (!view) return;
    if (select.options.length < 2) {
      view.villages.forEach((one) => select.add(new Option(one.label, one.id)));
      select.add(new Option(words("elsewhere"), "0"));
    }
    $("off-villages").replaceChildren(...Array.from(view.villages.values(), (one) => {
      const row = document.createElement("tr");
      const here = deskRules.inVillage(view, one.id);
      [one.label, here, one.places === null ? "–" : one.places].forEach((value, column) => {
        const cell = document.createElement("td");
        cell.textContent = value;
        if (column) cell.className = "num";
        row.append(cell);
      });
      row.classList.toggle("is-over-places", one.places !== null && here > one.places);
      return row;
    }));
  }

  /* ── Finding somebody ─────────────────────────────────────────────────────────────────────────── */

  async function digest(text) {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function find() {
    const view = line.view();
    const typed = $("off-q").value.trim();
    rows(view && typed ? deskRules.search(view, typed, FOUND) : [], view);
    $("off-none").hidden = !view || !typed || Boolean($("off-found").children.length) || Boolean(deskRules.readCode(typed));
  }

  // Enter, or the scanner's own Enter, or the camera.
  async function take(text) {
    const view = line.view();
    const typed = $("off-q").value;
    const code = deskRules.readCode(text);
    const named = view ? deskRules.search(view, text, FOUND) : [];
    if (!code || (code.kind === "code" && named.length)) return find();
    const people = view ? deskRules.byDigest(view, code.kind, await digest(code.value)) : [];
    used(typed);
    scanned = code.value;
    if (people.length === 1) return letIn(people[0].id, "");
    if (!working) return null;
    if (people.length) { rows(people, view); return result("warning", words("few"), "", ""); }
    result("danger", words("later"), "", words("laternote"));
    $("off-said").querySelector("[data-do]").append($("off-keep").content.cloneNode(true));
    return null;
  }

  // What stood in the field has been used; what was typed while it was written down stays.
  function used(typed) {
    if (!working) return; // the server came back meanwhile
    if ($("off-q").value === typed) $("off-q").value = "";
    find();
  }

  function rows(people, view) {
    $("off-none").hidden = true;
    $("off-found").hidden = !people.length;
    $("off-found").replaceChildren(...people.map((one, index) => person(view, one, !index)));
  }

  /* ── Letting in ───────────────────────────────────────────────────────────────────────────────── */

  async function letIn(id, reason, tried) {
    const view = line.view();
    const person = view && deskRules.find(view, id);
    if (person) await decided(view, deskRules.admit(view, person, reason), tried);
    return Boolean(person);
  }

  // A form that was on its way when the line broke. Whether the server has it is asked when it is back.
  async function takeOver(entry) {
    if (!part || !line || !line.state.cut) return false;
    const act = entry.url.split("?")[0].split("/").pop();
    const { fields } = entry;
    const view = line.view();
    if (act === "scan") return take(fields.q || "").then(() => true);
    if (act === "in" || act === "over") return letIn(Number(fields.delegate_id), (fields.reason || "").trim(), entry);
    const given = { name: fields.name || "", village: Number(fields.village), honorific: fields.honorific || "", distinction: (fields.distinction || "").trim(), reason: (fields.reason || "").trim() };
    if (deskRules.isAct(act)) return noted(act, entry);
    if (act === "walk-in" && view) {
      if (await decided(view, deskRules.walkIn(view, given), entry)) {
        [document.getElementById("walk-in"), $("off-walk-in")].forEach((form) => { if (form) form.reset(); });
        if (working) $("off-new").open = false;
      }
      return true;
    }
    if (act === "substitute" && view && deskRules.find(view, Number(fields.delegate_id))) await decided(view, deskRules.instead(view, deskRules.find(view, Number(fields.delegate_id)), given), entry);
    else return false;
    return true;
  }

  // No arrival: taken back, gone home, excused, expected again. Kept as it was sent, for the server to decide.
  async function noted(act, entry) {
    const view = line.view();
    const id = Number(entry.fields.delegate_id);
    const person = view && deskRules.find(view, id);
    const shown = { name: person ? addressed(person) : entry.what, where: person ? where(view, person) : "", note: words(act) };
    try {
      await line.record({ act, delegate_id: id }, shown, entry);
    } catch (error) {
      return false; // the page keeps it
    }
    result("warning", shown.name, shown.where, words("noted", { what: shown.note }));
    line.look();
    return true;
  }

  async function decided(view, decision, tried) {
    if (decision.refusal) return refuse(view, decision);
    const same = JSON.stringify(decision.wire || decision.person.id);
    if (deciding.has(same)) return false;
    deciding.add(same);
    try {
      return await letsIn(view, decision, tried);
    } finally {
      deciding.delete(same);
    }
  }

  async function letsIn(view, decision, tried) {
    const person = decision.person;
    const typed = $("off-q").value;
    const note = [decision.instead ? words("instead", { name: decision.instead.name }) : "", decision.over ? words("over", { reason: decision.wire.reason || "–" }) : ""].filter(Boolean).join(" · ");
    if (decision.wire) {
      const shown = { name: addressed(person), where: where(view, person), note };
      try {
        await line.record(decision.wire, shown, tried);
      } catch (error) {
        result("danger", words("broken"), "", "");
        return false;
      }
    }
    used(typed);
    const title = { ADMITTED: "admitted", ALREADY_IN: "already", BACK_AGAIN: "back" }[decision.outcome];
    const what = [words(title), decision.wire ? note : since(person)].filter(Boolean).join(" · ");
    const kind = decision.outcome === "ALREADY_IN" ? "already" : decision.over ? "attention" : "ok";
    result(kind === "ok" ? "success" : "warning", addressed(person), where(view, person), what, true);
    cover(kind, addressed(person), where(view, person), what);
    if (working) $("off-q").focus();
    if (decision.wire) line.look();
    return true;
  }

  function refuse(view, decision) {
    const code = decision.refusal.split(".")[1];
    const person = decision.person;
    const facts = { name: person ? person.name : "", other: decision.other ? decision.other.name : "", village: decision.village ? decision.village.heading : "", present: decision.present, places: decision.places };
    const which = code === "village_full" && !view.rules.may_exceed ? "call" : code;
    result(code === "village_full" || code === "has_substitute" ? "warning" : "danger", person ? addressed(person) : "", person ? where(view, person) : "", words(which, facts));
    if (person && working) {
      rows([person], view);
      const box = $("off-found").querySelector("[data-part=over]");
      if (box && view.rules.may_exceed) { box.open = true; box.querySelector("input").focus(); }
    }
    return false;
  }

  // Over the whole screen, as the desk with the server says it.
  function cover(kind, name, place, what) {
    const shown = $(`off-over-${kind}`).content.firstElementChild.cloneNode(true);
    shown.querySelector(".desk-said-name").textContent = name;
    shown.querySelector(".desk-said-place").textContent = place;
    shown.querySelector("[data-what]").textContent = what;
    window.deskSaid.show(shown);
  }

  function result(tone, title, who, what, isQuiet) {
    const said = $("off-said");
    if (!said) return;
    said.hidden = false;
    said.className = `alert alert-${tone} door-last`;
    said.querySelector("strong").textContent = title;
    said.querySelector("[data-who]").textContent = who;
    said.querySelector("[data-what]").textContent = what;
    said.querySelector("[data-do]").replaceChildren();
    if (!isQuiet) document.dispatchEvent(new CustomEvent("desk:said", { detail: { tone } }));
  }

  async function walkIn(form) {
    const view = line.view() || deskRules.overlay({ people: [], villages: [], rules: { when_full: "warn", walk_ins: true, substitutes: true, may_exceed: true }, meeting: { state: "OPEN" } }, []);
    const error = form.querySelector("[data-error]");
    const value = (name) => form.elements[name].value;
    const decision = view.villages.size && !value("village") ? { refusal: "roster.no_village" }
      : deskRules.walkIn(view, { name: value("name"), village: Number(value("village")), honorific: value("honorific"), distinction: value("distinction").trim(), reason: value("reason").trim() });
    error.hidden = !decision.refusal;
    if (decision.refusal) {
      const village = decision.village || { heading: "" };
      const which = decision.refusal === "checkin.village_full" && !view.rules.may_exceed ? "call" : decision.refusal.split(".")[1];
      error.textContent = words(which, { village: village.heading, present: decision.present, places: decision.places });
      document.dispatchEvent(new CustomEvent("desk:said", { detail: { tone: "danger" } }));
    } else if (await decided(view, decision) && working) {
      form.reset();
      $("off-new").open = false;
    }
  }

  /* ── What is only here ────────────────────────────────────────────────────────────────────────── */

  function list() {
    const entries = line.outbox();
    const box = $("off-kept");
    box.hidden = !entries.length;
    if (line.state.stuck.length > stuck) box.open = true;
    stuck = line.state.stuck.length;
    box.querySelector("[data-kept-title]").textContent = words("kept", { count: entries.length });
    listed(entries);
  }

  /* ── What people do ───────────────────────────────────────────────────────────────────────────── */

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#desk-off [data-act]");
    if (!button || !line) return;
    const act = button.dataset.act;
    if (act === "in") letIn(idOf(button), "");
    if (act === "keep") keepCode();
    if (act === "remove") {
      const id = button.closest("[data-entry]").dataset.entry;
      const entry = line.outbox().find((one) => one.id === id);
      line.remove(id).then(() => { if (working && entry) result("warning", words("removed", { name: entry.shown.name }), "", ""); });
    }
  });

  const idOf = (element) => {
    const id = element.closest("[data-person]").dataset.person;
    return /^\d+$/.test(id) ? Number(id) : id;
  };

  async function keepCode() {
    await line.record({ raw: scanned }, { name: `…${scanned.slice(-4)}`, where: "", note: words("later") });
    if (!working) return;
    $("off-said").hidden = true;
    $("off-q").focus();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest("#desk-off") || !line) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.id === "off-find") take($("off-q").value);
    if (form.id === "off-walk-in") walkIn(form);
    if (form.dataset.form === "over") letIn(idOf(form), form.elements.reason.value.trim());
    if (form.dataset.form === "instead") {
      const view = line.view();
      const given = { name: form.elements.name.value, honorific: "", reason: form.elements.reason.value.trim() };
      decided(view, deskRules.instead(view, deskRules.find(view, idOf(form)), given));
    }
  }, true);

  // What covers the screen goes by Enter, Escape, a tap, or the next name.
  document.addEventListener("keydown", (event) => {
    if (!working || !window.deskSaid.kind()) return;
    if (event.key !== "Escape" && (event.key !== "Enter" || $("off-q").value)) return;
    event.preventDefault();
    if (event.key === "Escape" || !window.deskSaid.isFresh()) window.deskSaid.close();
  });
  document.addEventListener("click", (event) => {
    if (working && event.target.closest("#desk-over")) window.deskSaid.close();
  });

  document.addEventListener("input", (event) => {
    if (!event.target.closest("#desk-off")) return;
    if (working && window.deskSaid.kind()) window.deskSaid.close();
    typedAt = Date.now();
    if (event.target.id === "off-q") find();
  });

  document.addEventListener("desk:scan", (event) => {
    if (!working || !line) return;
    event.preventDefault();
    take(event.detail.text);
  });
  document.addEventListener("camera:read", (event) => {
    if (working && line && isShell()) take(event.detail.text); // else the desk's own script says desk:scan
  });

  /* ── When to look ─────────────────────────────────────────────────────────────────────────────── */

  let soon = 0;
  const lookSoon = () => { clearTimeout(soon); if (line && part) soon = setTimeout(line.look, 800); };
  document.addEventListener("desk:line", show);
  document.addEventListener("desk:unsent", () => { if (line && part) line.cutOff(); });
  document.addEventListener("desk:revoked", (event) => {
    if (navigator.serviceWorker && navigator.serviceWorker.controller) navigator.serviceWorker.controller.postMessage("forget");
    if (!part) return;
    if (working) turn(false);
    online().forEach((one) => { one.hidden = true; });
    $("off-kept").hidden = $("off-copy").hidden = true;
    say("gone", "is-wrong");
    if (event.detail.gone) $("off-sign").querySelector("[data-says]").textContent += " " + words("dropped", { count: event.detail.gone });
    line = null;
  });
  document.addEventListener("live:swapped", lookSoon);
  document.addEventListener("live:connected", lookSoon);
  document.addEventListener("live:lost", () => { if (line && part) line.look(); });
  document.addEventListener("htmx:after:swap", arrive);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) lookSoon(); });
  window.addEventListener("online", lookSoon);
  window.addEventListener("offline", () => { if (line && part) line.cutOff(); });
  setInterval(() => { if (working && line && line.state.well) show(); }, 1000); // the rest after the last key is over

  window.deskOffline = { isCut: () => working, take: takeOver };
  arrive();
})();
