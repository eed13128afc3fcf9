/* The form of an outcome: a rule's date is taken by one tap, and a later one asks for its reason.

   [data-due="2023-11-10"]   takes that date; the one with data-strictest is the day after which a reason is needed
   [data-stand="…"]          in the live thread: how the opinion stands; shown when the page was drawn before (data-seen) */
(() => {
  "use strict";
  if (window.opinionPage) return; // the page may be swapped in again
  window.opinionPage = true;

  const form = () => document.querySelector(".op-outcome");
  const date = () => form().elements.namedItem("due_date");
  const offers = () => Array.from(form().querySelectorAll("[data-due]"));
  const chosen = () => form().elements.namedItem("outcome").value;
  const isFor = (button) => button.closest(".op-offers").dataset.for === chosen();

  function show() {
    if (!form()) return;
    const first = offers().find((one) => isFor(one) && "strictest" in one.dataset);
    const late = Boolean(first && date().value && date().value > first.dataset.due);
    const reason = form().elements.namedItem("due_reason");
    form().querySelector(".op-late").hidden = !late && !reason.value;
    reason.required = late;
    offers().forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.due === date().value)));
  }

  document.addEventListener("click", (event) => {
    const offer = event.target.closest("[data-due]");
    if (!offer || !form()) return;
    date().value = offer.dataset.due;
    show();
  });

  // Another outcome has another date, unless somebody has set one by hand.
  document.addEventListener("change", (event) => {
    if (!form() || event.target.form !== form()) return;
    if (event.target.name === "outcome") {
      const first = offers().find((one) => isFor(one) && "strictest" in one.dataset);
      if (first && (!date().value || offers().some((one) => one.dataset.due === date().value))) date().value = first.dataset.due;
    }
    show();
  });

  document.addEventListener("input", (event) => { if (form() && event.target === date()) show(); });
  /* ── Somebody else has decided while this page lay open ─────────────────────────────────────── */

  let sending = false; // one's own decision is known before its answer is

  function compare() {
    const [page, now] = [document.querySelector(".op-settle[data-seen]"), document.querySelector("[data-stand]")];
    if (page && now) now.hidden = sending || page.dataset.seen === now.dataset.stand;
  }

  const own = (is) => (event) => {
    if (event.detail.ctx.request.method !== "POST") return;
    sending = is;
    compare();
  };

  document.addEventListener("htmx:config:request", own(true));
  document.addEventListener("htmx:finally:request", own(false));
  document.addEventListener("live:swapped", compare);
  document.addEventListener("page:shown", () => { show(); compare(); });
  show();
  compare();
})();
