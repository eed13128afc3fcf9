/* What the cut-off desk draws, from the templates of its page: the people found, and what is only here.

   window.deskParts has it for offline_desk.js. */
(function () {
  "use strict";

  const $ = (id) => document.getElementById(id);
  const words = (name, facts) => ($("desk-off").dataset[name] || "").replace(/{(\w+)}/g, (_, key) => (facts && facts[key] !== undefined ? facts[key] : ""));
  const clock = (ms) => new Date(ms + 7 * 3600 * 1000).toISOString().slice(11, 16); // the hall's time, wherever the tablet thinks it is
  const where = (view, one) => [(view.villages.get(one.village) || { label: "" }).label, one.office, one.distinction].filter(Boolean).join(" · ");
  const addressed = (one) => [one.honorific, one.name].filter(Boolean).join(" ");
  const since = (one) => one.here ? words("here", { time: clock(one.at) }) : one.desk ? words("sincedesk", { time: clock(one.at), desk: one.desk }) : words("since", { time: clock(one.at) });

  function person(view, one, isFirst) {
    const row = $("off-row").content.firstElementChild.cloneNode(true);
    row.dataset.person = one.id;
    row.querySelector("[data-name]").textContent = addressed(one);
    row.querySelector("[data-where]").textContent = where(view, one);
    const inside = deskRules.isIn(one);
    const crowded = !inside && deskRules.full(view, one.village, one.side);
    badge(row, inside ? ["badge-success", since(one)]
      : crowded ? ["badge-warning", words("places", crowded)]
      : deskRules.substituteOf(view, one.id) ? ["badge-warning", words("instead", { name: one.name }) + ": " + deskRules.substituteOf(view, one.id).name]
      : one.absent ? ["", words("excused")] : null);
    const needsReason = (crowded && view.rules.when_full !== "warn") || deskRules.substituteOf(view, one.id);
    drop(row, "[data-act=in]", inside || needsReason);
    drop(row, "[data-part=over]", inside || !needsReason);
    drop(row, "[data-part=instead]", one.at !== null || deskRules.substituteOf(view, one.id));
    const button = row.querySelector("[data-act=in]");
    if (button && isFirst) button.classList.add("btn-primary");
    return row;
  }

  function badge(row, said) {
    const shown = row.querySelector("[data-badge]");
    if (!said) return;
    shown.hidden = false;
    if (said[0]) shown.classList.add(said[0]);
    shown.textContent = said[1];
  }

  function drop(row, selector, gone) {
    if (gone) row.querySelector(selector).remove();
  }

  function listed(entries) {
    // The newest on top. A row that stays is left alone: somebody may be about to press its button.
    Array.from($("off-list").children).forEach((row) => { if (!entries.some((one) => one.id === row.dataset.entry)) row.remove(); });
    entries.forEach((entry) => {
      const known = Array.from($("off-list").children).find((row) => row.dataset.entry === entry.id);
      const row = known || $("off-entry").content.firstElementChild.cloneNode(true);
      row.dataset.entry = entry.id;
      row.querySelector("[data-name]").textContent = `${clock(entry.at)} · ${entry.shown.name}`;
      row.querySelector("[data-note]").textContent = [entry.shown.where, entry.shown.note, entry.said].filter(Boolean).join(" · ");
      row.classList.toggle("text-danger", Boolean(entry.said));
      if (!known) $("off-list").prepend(row);
    });
  }

  window.deskParts = { addressed, clock, listed, person, since, where, words };
})();
