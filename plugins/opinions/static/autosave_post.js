/* One attempt to bring a draft to the server: await doithoai.post(draft) → { status, said } */
(() => {
  "use strict";
  if (window.doithoai.post) return;

  const PATIENCE = 15000; // ms after which a silent server is asked again
  const LARGEST = 60000; // bytes that a page which goes may still send

  async function post(draft, anew) {
    const { key, seen, action, values } = draft.pending;
    const body = new URLSearchParams({ ...draft.along, ...values, key, seen, csrf_token: await token(draft, anew) });
    const stop = new AbortController();
    const alarm = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(action, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", keepalive: String(body).length < LARGEST, signal: stop.signal });
      const said = await answer.json();
      if (!anew && answer.status === 400 && said.error && said.error.code === "core.csrf") return await post(draft, true);
      return { status: answer.status, said };
    } finally {
      clearTimeout(alarm);
    }
  }

  const tokenIn = (page) => (page.querySelector("input[name=csrf_token]") || { value: "" }).value;

  async function token(draft, anew) {
    const known = !anew && tokenIn(document);
    if (known) return known;
    const page = await (await fetch(draft.page, { credentials: "same-origin" })).text();
    return tokenIn(new DOMParser().parseFromString(page, "text/html"));
  }

  window.doithoai.post = post;
})();
