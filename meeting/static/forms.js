/* Sending pages and forms through htmx so that nothing typed is ever lost.

   <form data-keep="name">   what is typed stays on this device until the server has taken it
   [data-limit]              shows how many letters are left
   [data-refused]            in an answer of 4xx or 5xx: shown above the page, which stays as it is

   A form that cannot be sent is tried again with the same submission key, so it is never stored twice.
*/
(function () {
  "use strict";

  const say = window.doithoai.say;
  const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is missing on plain HTTP
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* ── Sending ──────────────────────────────────────────────────────────────────────────────── */

  // fetch that does not give up: the Wi-Fi comes back, the server is started again
  function stubborn(sentence) {
    return async (address, request) => {
      for (let wait = 1000; ; wait = Math.min(wait * 2, 10000)) {
        try {
          const answer = await fetch(address, request);
          say(null);
          return answer;
        } catch (error) {
          if (error.name === "AbortError") throw error;
        }
        say(sentence);
        await rest(wait);
      }
    };
  }

  document.addEventListener("htmx:config:request", (event) => {
    const ctx = event.detail.ctx;
    if (!ctx.sourceElement._htmx || !ctx.sourceElement._htmx.boosted) return;
    const posting = ctx.request.method === "POST";
    ctx.fetch = stubborn(posting ? "unsent" : "opening");
    const form = ctx.request.form;
    if (posting && form && form.dataset.keep) { form.dataset.tried = "1"; keep(form); }
  });

  document.addEventListener("htmx:before:request", (event) => {
    const submitter = event.detail.ctx.request.submitter;
    if (submitter) submitter.setAttribute("aria-busy", "true");
  });

  document.addEventListener("htmx:finally:request", (event) => {
    const submitter = event.detail.ctx.request.submitter;
    if (submitter) submitter.removeAttribute("aria-busy");
  });

  /* ── Answers ──────────────────────────────────────────────────────────────────────────────── */

  document.addEventListener("htmx:before:response", (event) => {
    const raw = event.detail.ctx.response.raw;
    const form = event.detail.ctx.request.form;
    if (form && form.dataset.keep && raw.ok) forget(form);
    if ((raw.headers.get("Content-Type") || "").includes("text/html")) return;
    event.preventDefault(); // a paper or a picture: the browser shows it
    location.assign(raw.url);
  });

  document.addEventListener("htmx:before:swap", (event) => {
    const ctx = event.detail.ctx;
    if (ctx.live || !ctx.response || ctx.target !== document.body) return;
    const page = new DOMParser().parseFromString(ctx.text, "text/html");
    const refusal = ctx.response.status >= 400 && page.querySelector("[data-refused]");
    if (refusal) {
      event.preventDefault();
      show(refusal);
    } else if (page.documentElement.dataset.shell !== document.documentElement.dataset.shell) {
      event.preventDefault(); // another kind of screen, or a new release: open it afresh
      location.assign(ctx.response.raw.url);
    } else {
      document.documentElement.lang = page.documentElement.lang;
      addScripts(page);
    }
  });

  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx.live) return;
    ready();
    const first = document.querySelector("[data-first-error]");
    if (first) first.focus();
  });

  function show(refusal) {
    const messages = document.getElementById("messages");
    messages.replaceChildren(document.importNode(refusal, true));
    messages.scrollIntoView({ block: "nearest" });
  }

  // scripts live in the head, which a swap leaves alone
  function addScripts(page) {
    page.querySelectorAll("head script[src]").forEach((wanted) => {
      const src = wanted.getAttribute("src");
      if (document.head.querySelector(`script[src="${src}"]`)) return;
      const script = document.createElement("script");
      script.src = src;
      document.head.append(script);
    });
  }

  /* ── Typed text stays until it is taken ───────────────────────────────────────────────────── */

  const place = (form) => `keep:${document.body.dataset.meeting}:${form.dataset.keep}`;
  const typed = (form) => Array.from(form.elements).filter((one) => one.name && !["hidden", "submit", "file"].includes(one.type) && one.type !== "button");

  function keep(form) {
    const values = typed(form).filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked).map((one) => [one.name, one.value]);
    if (!values.some(([, value]) => value.trim())) return forget(form);
    try {
      localStorage.setItem(place(form), JSON.stringify({ values, key: form.elements.key.value, tried: form.dataset.tried }));
    } catch (error) { /* storage is full or forbidden: the page still holds the text */ }
  }

  function forget(form) {
    try { localStorage.removeItem(place(form)); } catch (error) { /* as above */ }
  }

  function restore(form) {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(place(form))); } catch (error) { /* as above */ }
    const fields = typed(form);
    const empty = fields.every((one) => ["radio", "checkbox"].includes(one.type) || one.value === one.defaultValue || one.tagName === "SELECT");
    if (!kept || !empty || form.querySelector("[aria-invalid]")) return;
    form.elements.key.value = kept.key; // sent before, perhaps: the same form gets the same answer
    if (kept.tried) form.dataset.tried = kept.tried;
    kept.values.forEach(([name, value]) => {
      fields.filter((one) => one.name === name).forEach((one) => {
        if (["radio", "checkbox"].includes(one.type)) one.checked = one.checked || one.value === value;
        else one.value = value;
      });
    });
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (event.target.dataset.limit) count(event.target);
    if (!form || !form.dataset.keep) return;
    if (form.dataset.tried) { // another text than the one that was sent is another form
      form.elements.key.value = newKey();
      delete form.dataset.tried;
    }
    keep(form);
  });

  /* ── Letters left ─────────────────────────────────────────────────────────────────────────── */

  function letters(text) {
    const clean = text.normalize("NFC");
    return window.Intl && Intl.Segmenter ? Array.from(new Intl.Segmenter().segment(clean)).length : Array.from(clean).length;
  }

  function count(area) {
    const note = document.getElementById(area.id + "-count");
    if (!note) return;
    const used = letters(area.value);
    note.textContent = `${used} / ${area.dataset.limit}`;
    note.classList.toggle("is-over", used > Number(area.dataset.limit));
  }

  function ready() {
    document.querySelectorAll("form[data-keep]").forEach(restore);
    document.querySelectorAll("[data-limit]").forEach(count);
  }

  ready();
})();
