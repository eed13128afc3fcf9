/* On a delegate's phone: how many are still before me, whether the form for asking is of use, and a
   nudge when it is my turn.
   Both follow the live fragments; without this script the page shows the state when it was opened. */
(() => {
  "use strict";
  if (window.speakersMine) return; // the page may be swapped in again
  window.speakersMine = true;

  let before = "";

  // Which of the two wishes is of use now: to speak, or to ask more after one's own speech.
  const offer = (mine, queue) => {
    const form = document.getElementById("speakers-ask");
    const note = document.getElementById("speakers-checkin");
    const grow = document.getElementById("speakers-grow");
    if (!form || !note) return;
    const isFree = mine.state === "free";
    const isWelcome = queue.presentOnly !== "1" || mine.present === "1";
    const [ask, more] = [isFree && queue.open === "1", isFree && mine.spoken === "1" && queue.followUp === "1"];
    form.querySelectorAll("[data-speakers-ask]").forEach((one) => { one.hidden = !ask; });
    form.querySelectorAll("[data-speakers-more]").forEach((one) => { one.hidden = !more; });
    form.hidden = !(ask || more) || !isWelcome;
    note.hidden = !(ask || more) || isWelcome;
    if (grow) grow.hidden = mine.state !== "waiting" || queue.rule !== "FAIR";
  };

  const update = () => {
    const mine = document.querySelector(".speakers-mine");
    const queue = document.querySelector(".speakers-queue");
    if (!mine || !queue) return;
    offer(mine.dataset, queue.dataset);
    if (mine.dataset.state === "called" && before && before !== "called") {
      mine.scrollIntoView({ block: "center" });
      if (navigator.vibrate) navigator.vibrate([300, 150, 300]);
    }
    // the form that was pressed is gone: show what came of it, not what happens to stand there
    if (mine.dataset.state === "waiting" && ["free", "absent"].includes(before)) mine.scrollIntoView({ block: "center" });
    // what an earlier tap was answered is old news once one is called
    if (before && mine.dataset.state !== before && [before, mine.dataset.state].includes("called")) {
      document.querySelectorAll("#messages .alert").forEach((one) => one.remove());
      document.querySelectorAll("#messages [data-close]").forEach((one) => { one.hidden = true; });
    }
    before = mine.dataset.state;
    const words = mine.querySelector(".speakers-ahead");
    const ahead = queue.dataset.order.split(" ").indexOf(mine.dataset.turn);
    if (!words || ahead < 0) return;
    const { next, one, ahead: many } = words.dataset;
    const text = ahead === 0 ? next : ahead === 1 ? one : many.replace("{n}", ahead);
    if (words.textContent.trim() !== text) words.textContent = text;
  };

  new MutationObserver(update).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-order", "data-open", "data-follow-up", "data-present-only", "data-rule", "data-state", "data-present", "data-spoken"] });
  update();
})();
