// [data-copy="#field"]: copies what stands in a field. Browsers allow it by HTTPS or on the server itself; the
// field can be marked and copied by hand everywhere, so elsewhere the button stays away.
(function () {
  "use strict";

  const offer = () => document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = !navigator.clipboard; });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.querySelector(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
  document.addEventListener("htmx:after:swap", offer);
  offer();
})();
