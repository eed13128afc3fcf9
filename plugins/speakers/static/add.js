/* Writing somebody down: the further fields come with the first letter, and the keyboard alone will do. Enter and
   the arrows lead from the name to those found, and only a second Enter, on a name one has read, writes it down. */
(() => {
  "use strict";

  const name = () => document.getElementById("q");
  const found = () => document.getElementById("found");
  const buttons = () => Array.from(found().querySelectorAll("button"));
  let wanted = false; // Enter came before the answer to what was typed

  const isHere = (element) => Boolean(element && element.closest && element.closest("#speakers-add"));
  const isAnswered = () => found().dataset.for === name().value.trim();

  function show() {
    const more = document.querySelector(".speakers-add-more");
    if (more && name()) more.hidden = !name().value.trim();
  }

  function go() {
    wanted = !isAnswered();
    if (!wanted && buttons().length) buttons()[0].focus();
  }

  document.addEventListener("input", (event) => {
    if (!name() || event.target !== name()) return;
    wanted = false;
    show();
  });

  document.addEventListener("keydown", (event) => {
    if (!name() || !isHere(event.target) || event.isComposing || event.keyCode === 229) return;
    const field = event.target.tagName === "INPUT" && event.target.type !== "checkbox";
    if (field && name().value.trim() && (event.key === "Enter" || event.key === "ArrowDown")) {
      event.preventDefault();
      go();
    } else if (found().contains(event.target) && /^Arrow(Up|Down)$/.test(event.key) && event.target.tagName === "BUTTON") {
      const at = buttons().indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      (buttons()[at] || name()).focus();
    }
  });

  // Written down: the field is free for the next one. After any other button a name half typed is still there.
  function settle(ctx) {
    if (ctx.live || ctx.request.method !== "POST" || ctx.response.status >= 400) return;
    if (ctx.request.form.id === "speakers-add-form") name().value = "";
    else if (name().value.trim() && !isAnswered()) search();
  }

  function search() {
    const address = `${name().getAttribute("hx-get")}?q=${encodeURIComponent(name().value)}`;
    htmx.ajax("GET", address, { source: name(), target: "#found", select: "#found", swap: "outerHTML" });
  }

  document.addEventListener("htmx:after:swap", (event) => {
    if (!name()) return;
    settle(event.detail.ctx);
    show();
    if (wanted && isAnswered()) go();
  });

  show();
})();
