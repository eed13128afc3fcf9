/* Staff's pages about the hall screens: small pictures fill their place, and say which screen is cut off.

   <iframe> in .display-frame     is as wide as its box, whatever the hall page's own size
   [data-sights="address"]        shows the warning of that answer
   [data-sight="3"]               shows how screen 3 is at this moment
*/
(function () {
  "use strict";

  const OFTEN = 5000;

  function size() {
    document.querySelectorAll(".display-frame").forEach((box) => {
      const frame = box.firstElementChild;
      box.style.setProperty("--by", box.clientWidth / frame.offsetWidth);
    });
  }

  const put = (part, html) => { if (part.innerHTML !== html) part.innerHTML = html; };

  let busy = false;
  async function look() {
    const warning = document.querySelector("[data-sights]");
    if (!warning || busy || document.hidden) return;
    busy = true;
    try {
      const answer = await fetch(warning.dataset.sights, { headers: { Accept: "application/json" } });
      if (answer.ok) show(warning, await answer.json());
    } catch (error) { /* the page's own line says that the server is gone */ } finally {
      busy = false;
    }
  }

  function show(warning, said) {
    if (warning.textContent !== said.warning) warning.textContent = said.warning;
    warning.hidden = !said.warning;
    document.querySelectorAll("[data-sight]").forEach((part) => {
      const screen = said.screens[part.dataset.sight];
      if (screen) put(part, screen.html.trim());
    });
  }

  window.addEventListener("resize", size);
  document.addEventListener("page:shown", () => { size(); look(); });
  document.addEventListener("live:swapped", size);
  setInterval(look, OFTEN);
  size();
  look();
})();
