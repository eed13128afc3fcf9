/* The sum of each line while it is typed, and whether it is the number of valid forms.

   form[data-survey] data-right="adds up" data-wrong="not {valid}"
   [data-survey-row] with inputs, [data-survey-sum] and [data-survey-says]
*/
(() => {
  "use strict";

  const figure = (field) => (/^\s*\d{1,6}\s*$/.test(field.value) ? Number(field.value) : 0);

  function add(form) {
    const field = form.elements.namedItem("valid");
    const known = field.value.trim() !== "";
    const valid = figure(field);
    form.querySelectorAll("[data-survey-row]").forEach((row) => {
      const fields = [...row.querySelectorAll("input")];
      const begun = known && fields.some((one) => one.value.trim() !== "");
      const sum = fields.reduce((total, one) => total + figure(one), 0);
      const says = row.querySelector("[data-survey-says]");
      row.querySelector("[data-survey-sum]").textContent = sum;
      says.textContent = !begun ? "" : sum === valid ? form.dataset.right : form.dataset.wrong.replace("{valid}", valid);
      says.className = sum === valid ? "is-right" : "is-wrong";
    });
  }

  const all = () => document.querySelectorAll("form[data-survey]").forEach(add);

  document.addEventListener("input", (event) => {
    const form = event.target.closest ? event.target.closest("form[data-survey]") : null;
    if (form) add(form);
  });
  document.addEventListener("htmx:after:swap", all);
  all();
})();
