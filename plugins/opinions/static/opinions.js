/* On the form that writes an opinion down: choosing the speaker makes it a speech; choosing a person of
   the list writes the whole name into the field, so that it stays chosen when the page is renewed. */
(() => {
  "use strict";
  if (window.opinionsAsker) return; // the page may be swapped in again
  window.opinionsAsker = true;

  document.addEventListener("change", (event) => {
    const row = event.target;
    if (row.name === "who" && row.value.startsWith("turn:")) {
      const spoken = row.form.querySelector('[name="channel"][value="DIRECT"]');
      if (spoken) spoken.checked = true;
    }
    if (row.name !== "delegate_id" || !row.dataset.name) return;
    row.form.elements.namedItem("name").value = row.dataset.name;
    if (row.dataset.village) row.form.elements.namedItem("village").value = row.dataset.village;
    row.dispatchEvent(new Event("input", { bubbles: true })); // what is kept on the device follows
  });
})();
