/* What is typed in a box of fields, and how it stands with a draft: { name, box, seen, base, values, pending, versions, refusal }.

   doithoai.draft   reading and filling a box, and questions about a draft */
(() => {
  "use strict";
  if (window.doithoai.draft) return;

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

  /* ── How it stands ────────────────────────────────────────────────────────────────────────── */

  const differs = (one, other) => Object.keys(one).some((name) => one[name] !== (other[name] || ""));
  const isDirty = (draft) => differs(draft.values, draft.base);
  const isUnsaved = (draft) => Boolean(draft.pending) || isDirty(draft);
  // A redrawn page may have made another text's box, or something else, of this one.
  const isIn = (draft) => Boolean(draft && draft.box) && draft.box.isConnected && draft.box.dataset.autosave === draft.name;
  // Nothing was said yet: no piece.
  const isBlank = (draft) => !draft.seen && Object.values(draft.values).every((value) => !value.trim());
  const isReady = (draft) => Boolean(draft.pending) || (isDirty(draft) && !isBlank(draft) && !draft.versions && !draft.refusal);

  window.doithoai.draft = { along, controls, fill, isBlank, isDirty, isIn, isReady, isUnsaved, servedIn, typedIn, valued };
})();
