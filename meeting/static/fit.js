/* Letters of the hall as large as there is room for, and pages for what no readable size can hold.

   data-fit on a part: its letters have the size of its style and shrink until everything fits, first
   to --least (in rem, else 1) with whole words, then with broken ones. [data-pages] around it: what is
   too long even so is shown page by page, whole lines and whole rows, and data-page of the frame, or of
   [data-page-sign] around it, says which one ("2/3"). data-first="3" on the part: begin with the page that holds the third child.
   data-spare on a part without pages: its last children go rather than that letters get too small; at
   last all of what stands around it.
   [data-scale] over 100: larger letters are a wish; a picture that cannot hold them gets the largest it can.
   A part whose id changes begins anew; any other keeps its page through every change of its words.
*/
(function () {
  "use strict";

  const LEAST = 1; // rem; see "Read from twenty metres" in docs/plugins/display.md
  const SMALLEST = 0.4; // rem: better than cut off
  const EXACT = 0.4; // px
  const READING = 10000; // ms a page stays at least
  const STEP = 0.05; // of the scale
  const READABLE = 0.045; // of the picture's short side; see there, too
  const LETTER = 70; // ms a slow reader needs for one

  let shown = new WeakMap(); // part → its id, page, when it was turned to

  const root = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
  const isWide = (part) => part.scrollWidth > part.clientWidth + 1;
  const isCut = (part) => part.scrollHeight > part.clientHeight + 1;
  // a row may stick out of its column into the next without making the list wider
  const rowsAreWide = (part) => /^[OU]L$/.test(part.tagName) && Array.from(part.children).some(isWide);
  const overflows = (part) => isCut(part) || isWide(part) || rowsAreWide(part);

  // The largest size for which the condition holds, between one for which it does and one for which it does not.
  function largest(part, good, bad, holds) {
    while (bad - good > EXACT) {
      const middle = (good + bad) / 2;
      part.style.fontSize = middle + "px";
      if (holds()) good = middle;
      else bad = middle;
    }
    part.style.fontSize = good + "px";
  }

  function shrink(part, least, most) {
    part.style.fontSize = most + "px";
    if (!overflows(part)) return true;
    part.style.fontSize = least + "px";
    if (overflows(part)) return false;
    largest(part, least, most, () => !overflows(part));
    return true;
  }

  function fit(part) {
    const frame = part.parentElement.closest("[data-pages]");
    part.removeAttribute("style");
    part.classList.remove("is-broken", "is-paged");
    if (part.matches("[data-spare]")) [part.parentElement, ...part.children].forEach((one) => { one.hidden = false; });
    if (frame) sign(frame).removeAttribute("data-page");
    const style = getComputedStyle(part);
    const most = parseFloat(style.fontSize);
    const least = Math.min(most, root() * (parseFloat(style.getPropertyValue("--least")) || LEAST));
    if (shrunk(part, least, most)) return;
    if (frame) paginate(part, frame, least, most);
    else if (part.matches("[data-spare]")) spare(part, least, most);
    else shrink(part, root() * SMALLEST, least);
  }

  function shrunk(part, least, most) {
    return [false, true].some((broken) => {
      part.classList.toggle("is-broken", broken);
      return shrink(part, least, most);
    });
  }

  function spare(part, least, most) {
    for (let last = part.children.length - 1; last > 0; last -= 1) {
      part.children[last].hidden = true;
      if (shrunk(part, least, most)) return;
    }
    part.parentElement.hidden = true;
  }

  /* ── Pages: columns that run on to the right; the frame shows one screenful of them ────────── */

  function paginate(part, frame, least, most) {
    part.classList.add("is-paged");
    sign(frame).dataset.page = "1/1"; // its line takes room, too
    part.style.fontSize = least + "px";
    const fewest = count(part);
    largest(part, least, most, () => count(part) <= fewest && !isCut(part) && !rowsAreWide(part));
    show(part, frame);
  }

  const sign = (frame) => frame.closest("[data-page-sign]") || frame;
  const step = (part) => part.getBoundingClientRect().width + (parseFloat(getComputedStyle(part).columnGap) || 0);
  const count = (part) => Math.max(1, Math.ceil((part.scrollWidth - 2) / step(part)));

  function show(part, frame) {
    const pages = count(part);
    let state = shown.get(part);
    if (!state || state.id !== part.id) {
      state = { id: part.id, page: opening(part, pages), since: Date.now() };
      shown.set(part, state);
    }
    state.page %= pages;
    part.style.transform = state.page ? "translateX(" + -state.page * step(part) + "px)" : "";
    if (pages > 1) sign(frame).dataset.page = state.page + 1 + "/" + pages;
    else sign(frame).removeAttribute("data-page");
  }

  function opening(part, pages) {
    const first = part.children[Number(part.dataset.first) - 1];
    if (!first) return 0;
    const away = first.getBoundingClientRect().left - part.getBoundingClientRect().left;
    return Math.min(pages - 1, Math.max(0, Math.floor((away + 2) / step(part))));
  }

  function turn() {
    document.querySelectorAll(".is-paged").forEach((part) => {
      const state = shown.get(part);
      const reading = Math.max(READING, (LETTER * part.textContent.length) / count(part));
      if (!state || Date.now() - state.since < reading) return;
      state.page += 1;
      state.since = Date.now();
      show(part, part.closest("[data-pages]"));
    });
  }

  // Twice: the room of one part depends on what its neighbours take.
  function fitAll() {
    const parts = Array.from(document.querySelectorAll("[data-fit]"));
    parts.forEach(fit);
    if (parts.length > 1) parts.forEach(fit);
  }

  /* ── Larger letters than usual: as far as all of it still has a place ──────────────────────── */

  function settle() {
    const set = document.querySelector("[data-scale]");
    for (let scale = set ? set.dataset.scale / 100 : 1; ; scale = Math.max(1, scale - STEP)) {
      document.documentElement.style.setProperty("--scale", scale);
      fitAll();
      if (scale <= 1 || !spills()) return;
    }
  }

  // Whether anything sticks out of the picture, lies on something else, or became too small for it.
  function spills() {
    const slack = innerHeight / 200;
    const least = Math.min(innerWidth, innerHeight) * READABLE;
    const room = document.querySelector("main").getBoundingClientRect();
    const boxes = places();
    return boxes.some((one, place) => {
      const box = one.box;
      if (one.letters < least || box.top < room.top - slack || box.bottom > innerHeight + slack || box.right > innerWidth + slack) return true;
      return boxes.slice(place + 1).some((other) => one.part !== other.part && meet(box, other.box, slack));
    }) || Array.from(document.querySelectorAll("main .is-paged")).some(isCut);
  }

  const meet = (a, b, slack) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;

  // Each line of letters and each picture with its place; of what turns its pages, the frame.
  function places() {
    const found = [];
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const owner = node.parentElement;
      if (!node.textContent.trim() || owner.closest("noscript, [hidden], .is-paged")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const style = getComputedStyle(owner);
      const letters = parseFloat(style.fontSize);
      const height = parseFloat(style.lineHeight) || Infinity;
      for (const box of range.getClientRects()) if (box.width > 1) found.push({ part: node, letters, box: line(box, height) });
    }
    document.querySelectorAll("main svg, main .is-paged").forEach((part) => {
      const frame = part.closest("[data-pages]");
      found.push({ part, box: (frame || part).getBoundingClientRect() });
    });
    return found;
  }

  // The box of a font may be higher than its letters.
  function line(box, height) {
    const middle = (box.top + box.bottom) / 2;
    const half = Math.min(box.height, height) / 2;
    return { left: box.left, right: box.right, top: middle - half, bottom: middle + half };
  }

  document.addEventListener("live:swapped", settle);
  window.addEventListener("resize", () => {
    shown = new WeakMap(); // other pages
    settle();
  });
  if (document.fonts) {
    document.fonts.ready.then(settle);
    document.fonts.addEventListener("loadingdone", settle);
  }
  setInterval(turn, 1000);
  settle();
})();
