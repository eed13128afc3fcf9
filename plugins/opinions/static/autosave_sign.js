/* What a box says about its text: saved when, not yet, not taken; and the two versions side by side.

   doithoai.sign { show(draft, state), tell(draft) } */
(() => {
  "use strict";
  if (window.doithoai.sign) return;

  const { versions } = window.doithoai;
  const { isBlank, isDirty, isIn, valued } = window.doithoai.draft;

  let known = {}; // sentences of the last page that had them: a refusal may come when that page is gone

  function said() {
    const here = document.getElementById("autosave-texts");
    if (here) known = { ...here.dataset };
    return known;
  }

  const clock = (at) => new Date(at).toLocaleTimeString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit" });

  function sentence(draft, state) {
    const texts = said();
    if (draft.versions) return ["versions", texts.both];
    if (draft.refusal) return ["refused", `${texts.notTaken} ${draft.refusal}`];
    if (state) return [state, texts[state]];
    if (isDirty(draft) && !isBlank(draft)) return ["typing", texts.typing];
    return draft.at ? ["saved", `${texts.saved} ${clock(draft.at)}`] : ["", null];
  }

  function show(draft, state) {
    if (!isIn(draft)) return;
    const sign = draft.box.querySelector("[data-sign]");
    const [kind, text] = sentence(draft, state || (draft.sending && draft.pending ? (draft.failed ? "failed" : "saving") : ""));
    if (sign) {
      if (text === null) sign.textContent = sign.dataset.served || "";
      else if (sign.textContent !== text) sign.textContent = text;
      sign.dataset.sign = kind;
    }
    if (!draft.versions) draft.box.querySelectorAll("[data-versions]").forEach((one) => one.remove());
    else draft.versions.forEach((name) => beside(draft, name));
  }

  function beside(draft, name) {
    const field = valued(draft.box).find((one) => one.name === name);
    let shown = draft.box.querySelector(`[data-versions="${name}"]`);
    if (!shown) {
      shown = document.getElementById("autosave-versions").content.firstElementChild.cloneNode(true);
      shown.dataset.versions = name;
      (field.closest(".field") || field).after(shown);
    }
    const [mine, theirs] = shown.querySelectorAll("[data-version]");
    shown.querySelector("[data-by]").textContent = draft.by || "";
    mine.replaceChildren(versions.marked(draft.values[name], draft.base[name] || ""));
    theirs.replaceChildren(versions.marked(draft.base[name] || "", draft.values[name]));
  }

  // A page that is not open had words nobody could take: they wait there, and this page says so.
  function tell(draft) {
    const [texts, shown] = [said(), document.querySelector("#messages > div")];
    if (!shown || !texts.left) return;
    const alert = document.createElement("div");
    alert.className = "alert alert-warning";
    const link = document.createElement("a");
    [link.href, link.textContent] = [draft.page, texts.open];
    const words = document.createElement("p");
    words.textContent = Object.values(draft.values).find((value) => value.trim()) || "";
    alert.append(texts.left, words, link);
    shown.append(alert);
  }

  window.doithoai.sign = { show, tell };
})();
