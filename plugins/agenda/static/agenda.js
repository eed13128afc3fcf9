/* The programme's figures, counted on by the server's clock.

   data-tick="<ms>" data-since="<epoch ms>"   time counted so far, and since when it goes on
   data-planned="<ms>"                        over it, the clock turns red
   [data-balance]                             bars that share one whole
   data-finish data-due data-rest             when the programme is over: the later of now and due, plus the rest
   [data-print]                               prints the page
*/
(() => {
  "use strict";

  const MINUTE = 60000;
  const two = (number) => String(number).padStart(2, "0");
  const now = () => (window.doithoai && window.doithoai.now ? window.doithoai.now() : Date.now());
  const say = (part, text) => { if (part && part.textContent !== text) part.textContent = text; };

  function counted(part) {
    const since = part.dataset.since;
    return Math.max(0, Number(part.dataset.tick) + (since ? Math.max(0, now() - Number(since)) : 0));
  }

  function clocks() {
    document.querySelectorAll(".clock[data-tick]").forEach((part) => {
      const ms = counted(part);
      const seconds = Math.floor(ms / 1000);
      say(part, two(Math.floor(seconds / 60)) + ":" + two(seconds % 60));
      const planned = Number(part.dataset.planned);
      part.classList.toggle("is-over", planned > 0 && ms > planned);
    });
  }

  function balances() {
    document.querySelectorAll("[data-balance]").forEach((whole) => {
      const parts = Array.from(whole.querySelectorAll("[data-tick]"));
      const all = parts.reduce((sum, part) => sum + counted(part), 0);
      parts.forEach((part) => {
        const ms = counted(part);
        say(part.querySelector("[data-minutes]"), String(Math.floor(ms / MINUTE)));
        const bar = part.querySelector("progress");
        bar.max = Math.max(all, 1);
        bar.value = ms;
      });
    });
  }

  // Vietnam has no summer time: the hall's clock is seven hours ahead.
  function ends() {
    document.querySelectorAll("[data-finish]").forEach((part) => {
      const at = new Date(Math.max(now(), Number(part.dataset.due || 0)) + Number(part.dataset.rest) + 7 * 60 * MINUTE);
      say(part, two(at.getUTCHours()) + ":" + two(at.getUTCMinutes()));
    });
  }

  function tick() {
    clocks();
    balances();
    ends();
    document.querySelectorAll("[data-print][hidden]").forEach((one) => { one.hidden = false; });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  // Asked once more: the answer is under the hand.
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches(".agenda-ask")) event.target.querySelector("button").focus();
  }, true);
  document.addEventListener("live:swapped", tick);
  setInterval(tick, 500);
  tick();
})();
