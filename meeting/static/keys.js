/* Shortcuts: any control of a staff page with a key of its own is pressed by that key.

   <button data-key="m">              a letter, a digit, "Space", "ArrowUp" …; a field or a box is given the caret instead
   <li data-key-in tabindex="-1">     keys inside it count only while it, or something in it, has the focus
   data-key-title="…"                 what the list of shortcuts says; without it what the control itself says, "" leaves it out
   data-key-shown="1–9"               what the list shows as the key
   [data-keys-open]                   a button that opens the list, as "?" does; hidden on a page without shortcuts

   A control folded away in a <details> counts while its summary is seen: the list of keys tells of it.
   A key is looked up at the moment it is pressed, so a page may change as it likes. Nothing happens in a field, while an
   input method composes, in a dialog, with Ctrl, Alt or Meta, or while the key is held down. Esc leaves a field.

   Vietnamese typing: Unikey and its like sit before the browser and change vowels, what follows a vowel, and d and w. So the
   shortcuts of our pages are the other consonants and digits: they come through as they are, in Telex and in VNI. A letter
   that did get a mark counts as the plain one (ê for e e). */
(() => {
  "use strict";

  const OFF = "keys:off"; // a person who speaks or trembles may do without: WCAG 2.1.4
  const dialog = () => document.getElementById("keys");

  const isOff = () => {
    try { return localStorage.getItem(OFF) === "1"; } catch (error) { return false; }
  };

  /* ── Which control ────────────────────────────────────────────────────────────────────────── */

  const isDrawn = (one) => one.getClientRects().length > 0;

  function isSeen(one) {
    const fold = one.parentElement && one.parentElement.closest("details:not([open])");
    return !fold || one === fold.firstElementChild ? isDrawn(one) : isSeen(fold.firstElementChild);
  }

  const isFree = (one) => !one.disabled && !one.hasAttribute("aria-busy");
  const all = (root) => Array.from(root.querySelectorAll("[data-key]")).filter(isSeen);

  function find(key) {
    const focused = document.activeElement;
    const scope = focused && focused.closest("[data-key-in]");
    const near = scope && all(scope).find((one) => one.dataset.key === key);
    return near || all(document).find((one) => one.dataset.key === key && !isInside(one));
  }

  // A control within a scope does not count from outside; the scope's own key does.
  const isInside = (one) => Boolean(one.parentElement && one.parentElement.closest("[data-key-in]"));

  function press(control) {
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(control.tagName) && !/^(checkbox|radio|submit|button)$/.test(control.type)) {
      control.focus();
      if (control.select) control.select();
      control.scrollIntoView({ block: "nearest" });
    } else if (/^(BUTTON|A|SUMMARY|INPUT)$/.test(control.tagName)) {
      if (isFree(control)) control.click();
    } else {
      control.focus();
      control.scrollIntoView({ block: "nearest" });
    }
  }

  /* ── When not ─────────────────────────────────────────────────────────────────────────────── */

  const isField = (one) => Boolean(one) && (/^(INPUT|TEXTAREA|SELECT)$/.test(one.tagName) || one.isContentEditable);
  const isControl = (one) => Boolean(one) && /^(BUTTON|A|SUMMARY)$/.test(one.tagName);
  const isComposing = (event) => event.isComposing || event.keyCode === 229 || event.key === "Process";

  // ê is e for us, Đ is d: an input method may have been at it.
  function plain(key) {
    if (key === " ") return "Space";
    if (/^[A-Z][a-z]/.test(key)) return key; // ArrowUp, Enter …
    return key.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isComposing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (document.querySelector("dialog[open], [role=dialog]:not([hidden]), [role=alertdialog]:not([hidden])")) return;
    const focused = document.activeElement;
    if (isField(focused)) {
      if (event.key === "Escape" && document.querySelector("[data-key]")) focused.blur();
      return;
    }
    if (event.repeat || isOff()) return;
    const key = plain(event.key);
    if (key === "?") return void (open() && event.preventDefault());
    if (event.shiftKey || (key === "Space" && isControl(focused))) return;
    const control = find(key);
    if (!control && !sent) return;
    if (control) event.preventDefault();
    if (!control || pressed !== does(control)) afterwards(() => again(key)); // what is on its way may bring it
  });

  // One thing at a time: what is sent is answered first. Another key waits for that; the same one again does nothing.
  let sent = null;
  let pressed = ""; // what the key did that is being sent
  let next = null;

  function afterwards(action) {
    if (sent) next = action;
    else action();
  }

  function again(key) {
    const control = !isField(document.activeElement) && find(key);
    if (control) press(control);
  }

  const does = (control) => `${control.dataset.key} ${control.getAttribute("formaction")} ${control.value}`;

  document.addEventListener("htmx:config:request", (event) => {
    const ctx = event.detail.ctx;
    if (event.defaultPrevented || ctx.request.method !== "POST") return;
    sent = ctx;
    pressed = ctx.request.submitter && ctx.request.submitter.dataset.key ? does(ctx.request.submitter) : "";
  });

  document.addEventListener("htmx:finally:request", (event) => {
    if (event.detail.ctx !== sent) return;
    const action = next;
    [sent, pressed, next] = [null, "", null];
    if (action) setTimeout(action);
  });

  /* ── The list of shortcuts ────────────────────────────────────────────────────────────────── */

  const NAMES = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };
  const squeezed = (text) => (text || "").replace(/\s+/g, " ").trim();

  function says(control) {
    if (control.dataset.keyTitle !== undefined) return control.dataset.keyTitle;
    const label = control.getAttribute("aria-label") || (control.labels && control.labels[0] && control.labels[0].textContent);
    return squeezed(label || control.textContent);
  }

  const own = (control) => control.dataset.keyShown || NAMES[control.dataset.key] || control.dataset.key.toUpperCase();

  // In a menu a key counts only once the menu is open: its own key comes first.
  function shown(control) {
    const menu = control.closest("[data-key-in]");
    const opener = menu && menu.parentElement.querySelector(":scope > summary[data-key]");
    return opener ? `${own(opener)} ${own(control)}` : own(control);
  }

  function rows() {
    const said = new Set();
    return all(document).map((one) => [shown(one), says(one)]).filter(([key, words]) => {
      const line = `${key} ${words}`;
      return words && !said.has(line) && said.add(line);
    });
  }

  function fill(list) {
    list.textContent = "";
    rows().forEach(([key, words]) => {
      const row = list.appendChild(document.createElement("div"));
      row.appendChild(document.createElement("dt")).appendChild(document.createElement("kbd")).textContent = key;
      row.appendChild(document.createElement("dd")).textContent = words;
    });
  }

  function open() {
    const box = dialog();
    if (!box || !document.querySelector("[data-key]")) return false;
    fill(box.querySelector("dl"));
    box.querySelector("input").checked = !isOff();
    if (box.showModal) box.showModal();
    else box.setAttribute("open", ""); // a browser of 2020: it stands in the page
    box.scrollTop = 0; // its button, at the end, has the focus
    return true;
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-open]")) open();
    if (event.target.closest("[data-keys-close]")) dialog().close ? dialog().close() : dialog().removeAttribute("open");
  });

  document.addEventListener("change", (event) => {
    if (!event.target.closest("#keys")) return;
    try { localStorage.setItem(OFF, event.target.checked ? "0" : "1"); } catch (error) { /* forbidden: they stay on */ }
    ready();
  });

  /* ── What a page says about its keys ──────────────────────────────────────────────────────── */

  function ready() {
    const off = isOff();
    document.documentElement.dataset.keys = off ? "off" : "on"; // keys.css shows them on wide screens
    const keyed = document.querySelectorAll("[data-key]");
    keyed.forEach((one) => {
      if (off) one.removeAttribute("aria-keyshortcuts");
      else one.setAttribute("aria-keyshortcuts", one.dataset.key);
    });
    document.querySelectorAll("[data-keys-open]").forEach((one) => { one.hidden = !keyed.length; });
  }

  window.doithoai.afterwards = afterwards; // now, or when the form on its way is answered
  document.addEventListener("live:swapped", ready);
  document.addEventListener("htmx:after:swap", ready);
  ready();
})();
