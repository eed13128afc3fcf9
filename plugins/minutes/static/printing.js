/* Papers print without a detour; the button that prints says how many copies it makes.
 *
 * Pages come and go by morphing, so nothing is bound to an element: one listener each on the document. */
(() => {
  "use strict";
  if (window.printingReady) return;
  window.printingReady = true;

  /* ── Printing: the browser's dialog on the PDF; where that is not possible, the PDF opens ─────── */

  const VIEWER = 1000; // ms until the browser's own PDF viewer is ready; it tells nobody when

  const print = (link) => {
    document.getElementById("printing-paper")?.remove();
    const frame = document.createElement("iframe");
    frame.id = "printing-paper";
    frame.className = "visually-hidden"; // not display: none, which would print an empty page
    frame.tabIndex = -1;
    frame.setAttribute("aria-hidden", "true");
    frame.addEventListener("load", () => setTimeout(() => {
      try {
        if (frame.contentDocument?.contentType === "text/html") throw new Error("a refusal, no paper");
        frame.contentWindow.focus();
        frame.contentWindow.print();
      } catch {
        window.open(link.href, "_blank");
      }
    }, VIEWER));
    frame.src = link.href;
    document.body.append(frame);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-print-pdf]");
    if (!link || event.ctrlKey || event.metaKey || navigator.pdfViewerEnabled === false) return;
    event.preventDefault();
    event.stopPropagation();
    print(link);
  }, true);

  const now = () => { // the minutes have just been made: their print dialog opens by itself, once
    const link = document.querySelector("a[data-print-now]");
    if (!link) return;
    link.removeAttribute("data-print-now");
    history.replaceState(history.state, "", location.pathname);
    if (navigator.pdfViewerEnabled !== false) print(link);
  };

  document.addEventListener("page:shown", now);
  now();

  /* ── At the server's computer: the button says what it does ───────────────────────────────── */

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-copies]") || !event.target.validity.valid) return;
    const button = event.target.form.querySelector("[data-copies-many]");
    const copies = String(Number(event.target.value));
    button.textContent = copies === "1" ? button.dataset.copiesOne : button.dataset.copiesMany.replace("#", copies);
  });
})();
