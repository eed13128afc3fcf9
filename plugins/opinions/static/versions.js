/* Two versions of a text: what differs, word by word, and both joined without losing a word of either.

   doithoai.versions { marked(text, other) → a fragment with <mark> around what other has not, joined(one, other) → text } */
(() => {
  "use strict";
  if (window.doithoai.versions) return;

  const MOST = 4e6; // cells of the table that is searched; beyond that what differs counts as one piece

  const words = (text) => text.match(/\s+|\S+/g) || [];
  const sentences = (text) => text.match(/\s+|[.!?…;]+|[^\s.!?…;][^.!?…;\n]*[.!?…;]*/g) || [];

  // What both have at the beginning and at the end, and between them hunks { both } or { mine, theirs }.
  function hunks(a, b) {
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start++;
    let end = 0;
    while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    return [
      { both: a.slice(0, start) },
      ...phrases(between(a.slice(start, a.length - end), b.slice(start, b.length - end))),
      { both: a.slice(a.length - end) },
    ].filter((one) => (one.both || [...one.mine, ...one.theirs]).length);
  }

  // A space that both have by chance does not cut what somebody wrote into single words.
  function phrases(found) {
    return found.reduce((whole, one) => {
      const [before, space] = whole.slice(-2);
      if (one.both || !space || !space.both || space.both.join("").trim() || !before || before.both) return [...whole, one];
      const joint = { mine: [...before.mine, ...space.both, ...one.mine], theirs: [...before.theirs, ...space.both, ...one.theirs] };
      return [...whole.slice(0, -2), joint];
    }, []);
  }

  // The longest common sequence of words.
  function between(a, b) {
    const width = b.length + 1;
    if (!a.length || !b.length || (a.length + 1) * width > MOST) return [{ mine: a, theirs: b }];
    const length = new Uint16Array((a.length + 1) * width);
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        length[i * width + j] = a[i] === b[j] ? length[(i + 1) * width + j + 1] + 1 : Math.max(length[(i + 1) * width + j], length[i * width + j + 1]);
      }
    }
    const found = [];
    const last = (kind) => {
      if (!found.length || Boolean(found[found.length - 1].both) !== (kind === "both")) found.push(kind === "both" ? { both: [] } : { mine: [], theirs: [] });
      return found[found.length - 1][kind];
    };
    let [i, j] = [0, 0];
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) { last("both").push(a[i++]); j++; }
      else if (j >= b.length || (i < a.length && length[(i + 1) * width + j] >= length[i * width + j + 1])) last("mine").push(a[i++]);
      else last("theirs").push(b[j++]);
    }
    return found;
  }

  function marked(text, other) {
    const shown = document.createDocumentFragment();
    hunks(words(text), words(other)).forEach((one) => {
      if (one.both) return shown.append(one.both.join(""));
      if (!one.mine.length) return undefined;
      const mark = document.createElement("mark");
      mark.textContent = one.mine.join("");
      return shown.append(mark);
    });
    return shown;
  }

  // Whole sentences of both; the other's come first where they differ, for they were saved first.
  function joined(mine, theirs) {
    const parts = hunks(sentences(mine), sentences(theirs)).flatMap((one) => one.both || either(one.mine.join(""), one.theirs.join("")));
    return parts.filter(Boolean).reduce((whole, part) => whole + gap(whole, part) + part, "").trim();
  }

  // A sentence that only goes on is there once.
  function either(mine, theirs) {
    const found = hunks(words(mine.trim()), words(theirs.trim())).filter((one) => !one.both);
    if (!found.some((one) => one.mine.length)) return [theirs];
    if (!found.some((one) => one.theirs.length)) return [mine];
    return [theirs, mine];
  }

  const gap = (before, after) => (!before || /\s$/.test(before) || /^\s/.test(after) ? "" : " ");

  window.doithoai.versions = { marked, joined };
})();
