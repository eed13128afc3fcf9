/* Drafts that the server has not confirmed, on this device (localStorage), until it has.

   doithoai.device { place(name), persist(draft, isGoing), drop(draft), kept(name) → a record that this page may take over,
                     names() of all there are, newKey() } */
(() => {
  "use strict";
  if (window.doithoai.device) return;

  const ABANDONED = 30000; // ms after which another page's text counts as left behind
  const KEPT = ["action", "page", "along", "seen", "base", "values", "pending", "versions", "by"];
  const { isUnsaved } = window.doithoai.draft;

  const place = (name) => `autosave:${document.body.dataset.meeting}:${name}`;
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  function tab() { // survives a reload
    try {
      if (!sessionStorage.getItem("autosave:tab")) sessionStorage.setItem("autosave:tab", newKey());
      return sessionStorage.getItem("autosave:tab");
    } catch (error) {
      return "";
    }
  }

  function persist(draft, isGoing) {
    try {
      if (!isUnsaved(draft)) return localStorage.removeItem(draft.place);
      const record = Object.fromEntries(KEPT.map((one) => [one, draft[one]]));
      return localStorage.setItem(draft.place, JSON.stringify({ ...record, kept: isGoing ? 0 : Date.now(), tab: tab() }));
    } catch (error) { return undefined; } // full or forbidden: the page still holds the text
  }

  function names() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(place(""))).map((key) => key.slice(place("").length));
    } catch (error) {
      return [];
    }
  }

  function kept(name) {
    try {
      const record = JSON.parse(localStorage.getItem(place(name)));
      return record && (record.tab === tab() || Date.now() - record.kept > ABANDONED) ? record : null;
    } catch (error) {
      return null;
    }
  }

  function drop(draft) {
    try { localStorage.removeItem(draft.place); } catch (error) { /* this browser keeps nothing */ }
  }

  window.doithoai.device = { ABANDONED, KEPT, drop, kept, names, newKey, persist, place };
})();
