/* The page with a pairing code: the code goes away once it is used or too old. */
(function () {
  "use strict";

  function look() {
    const code = document.getElementById("pairing-code");
    if (code) code.hidden = Boolean(document.querySelector("[data-pairing-over], .pairing-time .is-over"));
  }

  document.addEventListener("live:swapped", look);
  setInterval(look, 500);
})();
