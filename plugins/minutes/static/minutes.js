/* The secretary's words save themselves while she types.
 *
 * Pages come and go by morphing, so nothing is bound to an element: one listener each on the document. */
(() => {
  "use strict";
  if (window.minutesReady) return;
  window.minutesReady = true;

  const PAUSE = 1500; // ms without a letter before the page saves
  const AGAIN = 5000; // ms until an unanswered save is sent again
  let timer = null;
  let sending = false;
  let unanswered = null; // what was sent; goes again with its own key until there is an answer
  let changed = false; // since it was sent
  let submitter = null; // the button that waits for the answer

  /* ── Saving: one request at a time ────────────────────────────────────────────────────────── */

  const words = (form) => {
    const body = new FormData(form);
    body.set("quietly", "1");
    body.set("key", crypto.getRandomValues(new Uint32Array(4)).join("-"));
    return body;
  };

  const say = (form, what) => {
    const line = form.querySelector("[data-autosave-state]");
    if (line) line.textContent = line.dataset[what] || what;
  };

  const later = (form, pause) => {
    clearTimeout(timer);
    timer = setTimeout(() => save(form), pause);
  };

  const ask = async (form) => {
    try {
      const options = { method: "POST", body: unanswered, headers: { Accept: "application/json" } };
      return await (await fetch(form.action, options)).json();
    } catch {
      return null; // no connection, or no server
    }
  };

  async function save(form) {
    if (sending) return;
    if (!form.isConnected) {
      unanswered = null;
      return;
    }
    if (unanswered === null) {
      unanswered = words(form);
      changed = false;
    }
    sending = true;
    say(form, "saving");
    const answer = await ask(form);
    sending = false;
    if (answer === null) {
      say(form, "unsaved");
      window.doithoai.rest(AGAIN).then(() => save(form));
      return;
    }
    unanswered = null;
    if (answer.ok) form.elements.revision.value = answer.result;
    say(form, answer.ok ? "saved" : answer.error.message);
    if (submitter !== null) {
      const button = submitter;
      submitter = null;
      form.requestSubmit(button);
    } else if (changed) {
      later(form, PAUSE);
    }
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (!form) return;
    changed = true;
    if (!sending && unanswered === null) later(form, PAUSE);
  });

  // What was typed last goes when its field is left, as for a link below, and not a pause later.
  document.addEventListener("focusout", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (!form || !changed || sending || unanswered !== null) return;
    clearTimeout(timer);
    save(form);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-autosave]")) return;
    if (sending || unanswered !== null) {
      // our own save is under way: the form would be refused as out of date
      event.preventDefault();
      event.stopImmediatePropagation();
      submitter = event.submitter;
    } else {
      clearTimeout(timer);
      changed = false; // it goes along
    }
  }, true);
})();
