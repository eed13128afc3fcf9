/* On the chair's tablet: which of the numbers is open, and “3 / 8”, while new ones arrive. */
(() => {
  "use strict";
  if (window.chairNumbers) return; // the page may be swapped in again
  window.chairNumbers = true;

  const update = () => {
    const bar = document.querySelector(".ch-turn");
    if (!bar) return;
    const chips = Array.from(bar.querySelectorAll("[data-number]"));
    if (bar.dataset.at === "0" && chips.length) {
      bar.dataset.at = chips[0].dataset.number; // the first one opens by itself
      chips[0].click();
      return;
    }
    const index = chips.findIndex((chip) => chip.dataset.number === bar.dataset.at);
    chips.forEach((chip, place) => {
      if (place !== index) chip.removeAttribute("aria-current");
      else if (!chip.hasAttribute("aria-current")) {
        chip.setAttribute("aria-current", "page");
        const row = chip.closest("[data-live]");
        row.scrollLeft = chip.offsetLeft - (row.clientWidth - chip.offsetWidth) / 2;
      }
    });
    const count = bar.querySelector("[data-count]");
    if (!count) return;
    const text = `${index < 0 ? "–" : index + 1} / ${chips.length}`;
    if (count.textContent !== text) count.textContent = text;
    const end = { before: index === 0, after: index === chips.length - 1 };
    bar.querySelectorAll("[data-step]").forEach((step) => {
      if (end[step.dataset.step]) step.setAttribute("aria-disabled", "true");
      else step.removeAttribute("aria-disabled");
    });
  };

  new MutationObserver(update).observe(document.documentElement, { childList: true, subtree: true });
  update();
})();
