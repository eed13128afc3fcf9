/* What is wrong with a picture of the hall, as a list of sentences. Every letter is looked at: where it is, how large,
   whose it is. Pages that are turned away count as gone; the heading and the sign for staff need not be read from afar.
   least: height of a capital, as a part of the picture's; tolerance: px */
([least, tolerance]) => {
  const shown = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const boxes = [], faults = [], context = document.createElement("canvas").getContext("2d");
  const say = (what, text) => faults.push(what + ": " + text.trim().slice(0, 40));
  for (let node = shown.nextNode(); node; node = shown.nextNode()) {
    const owner = node.parentElement;
    if (!node.textContent.trim() || owner.closest("noscript, [hidden], .line-box")) continue;
    const style = getComputedStyle(owner);
    context.font = style.fontWeight + " " + style.fontSize + " " + style.fontFamily;
    const capital = context.measureText("H").actualBoundingBoxAscent;
    if (capital < innerHeight * least) say("small " + Math.round(capital), node.textContent);
    const range = document.createRange();
    range.selectNodeContents(node);
    const frame = owner.closest(".is-paged") && owner.closest("[data-pages]");
    const clip = frame && frame.getBoundingClientRect();
    for (const rect of range.getClientRects()) {
      if (rect.width < 1) continue;
      if (clip && (rect.right <= clip.left + 1 || rect.left >= clip.right - 1)) continue;
      // the line's own box: a font's may be higher than the letters are
      const line = Math.min(rect.height, parseFloat(style.lineHeight) || rect.height);
      const middle = (rect.top + rect.bottom) / 2;
      const box = { left: rect.left, right: rect.right, top: middle - line / 2, bottom: middle + line / 2 };
      const room = clip || { left: 0, right: innerWidth, top: 0, bottom: innerHeight };
      if (box.left < room.left - tolerance || box.right > room.right + tolerance ||
          box.top < room.top - tolerance || box.bottom > room.bottom + tolerance) say("cut off", node.textContent);
      boxes.push({ ...box, node, owner });
    }
  }
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const a = boxes[i], b = boxes[j];
    if (a.node === b.node) continue;
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > tolerance && high > tolerance) say("on each other", a.node.textContent + " | " + b.node.textContent);
  }
  const strip = document.querySelector(".hall-head");
  const head = strip.getBoundingClientRect();
  const isSeen = getComputedStyle(strip).clipPath === "none";
  if (isSeen && boxes.some((box) => box.top < head.bottom - tolerance)) faults.push("under the heading");
  if (strip.scrollHeight > strip.clientHeight + 1 && isSeen) faults.push("heading cut off");
  return faults;
}
