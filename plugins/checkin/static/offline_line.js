/* The desk's line to the server: is it there, what time is it, upload what is only here, then fetch the list anew.

   deskLine(place, store) → { start, now, record, remove, look, view, state }
   document event "desk:line"    whenever one of these changed: detail is state
   document event "desk:revoked" the server says that this device is no desk any more; all is wiped */
(function () {
  "use strict";

  const PATIENCE = 4000; // ms after which a silent server counts as gone
  const CALM = 30000; // ms between two looks while all is well
  const KEEN = 3000; // and while cut off
  const STALE = 300000; // ms after which the list is fetched whether or not something seems to have changed
  const BATCH = 25; // entries in one upload: the first are safe while the others wait

  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function deskLine(place, store) {
    const state = { cut: false, well: false, sending: false, count: 0, stuck: [], conflicts: 0, lost: 0, checkedAt: 0, error: "" };
    let anchor = { server: Date.now(), wall: Date.now(), mono: performance.now() };
    let copy = null;
    let outbox = [];
    let token = "";
    let timer = 0;
    let looking = null;
    let again = false;

    const now = () => deskRules.serverTime(anchor, Date.now(), performance.now());
    const tell = () => document.dispatchEvent(new CustomEvent("desk:line", { detail: state }));
    const view = () => (copy ? deskRules.overlay(copy, outbox.filter((one) => !one.said)) : null);

    async function reread() {
      outbox = await store.all();
      state.count = outbox.filter((one) => !one.said).length;
      state.stuck = outbox.filter((one) => one.said);
    }

    /* ── Asking ─────────────────────────────────────────────────────────────────────────────── */

    // Resolves with the answer; null when nobody answered. Throws Revoked when we are turned away.
    async function ask(address, options) {
      const stop = new AbortController();
      const alarm = setTimeout(() => stop.abort(), PATIENCE);
      const headers = Object.assign({ Accept: "application/json" }, options && options.headers);
      let answer;
      try {
        answer = await fetch(address, Object.assign({ cache: "no-store", credentials: "same-origin", signal: stop.signal }, options, { headers }));
        answer.body_ = answer.status === 304 ? null : await answer.json(); // a page that is not ours (a hotel's login) is no answer
      } catch (error) {
        return null;
      } finally {
        clearTimeout(alarm);
      }
      if (answer.status === 401 || answer.status === 403) await turnedAway(answer.body_);
      if (options && options.whatever && (answer.status < 500 || isBug(answer))) return answer;
      return answer.status === 304 || answer.ok ? answer : null;
    }

    const isBug = (answer) => answer.status === 500 && Boolean(answer.body_.error) && answer.body_.error.code === "core.bug";

    async function turnedAway(body) {
      if (!body || !body.error || !/^core\.http_40[13]$/.test(body.error.code)) return;
      await reread().catch(() => {});
      const gone = outbox.length;
      await store.wipe();
      copy = null;
      outbox = [];
      document.dispatchEvent(new CustomEvent("desk:revoked", { detail: { gone } }));
      clearTimeout(timer);
      throw new Error("revoked");
    }

    async function setClock() {
      const sent = performance.now();
      const answer = await ask(place.line);
      if (!answer) return null;
      const said = answer.body_;
      const trip = performance.now() - sent;
      anchor = { server: said.now + trip / 2, wall: Date.now(), mono: performance.now() };
      token = said.csrf;
      await keepClock();
      return said;
    }

    const keepClock = () => store.put("clock", { server: anchor.server, wall: anchor.wall, latest: now() });

    /* ── Upload before download: what is unsent must not be overwritten ─────────────────────────── */

    // A form whose answer got lost: sent again as it was, it is done once. Refused, it is a fact of this desk.
    async function askAgain(entry) {
      const body = new URLSearchParams(Object.assign({}, entry.tried.fields, { key: entry.tried.key, csrf_token: token }));
      const answer = await ask(entry.tried.url, { method: "POST", body, whatever: true });
      if (!answer) return false;
      if (entry.wire.act) return act(entry, answer);
      const said = answer.body_;
      const wire = answer.ok && said.result ? { delegate_id: said.result.delegate_id } : entry.wire;
      await store.keep(Object.assign({}, entry, { wire, tried: null }));
      return true;
    }

    // What is no arrival (taken back, gone home, excused): the server has it, or says why not.
    async function act(entry, answer) {
      if (answer.ok) await store.settle([entry.id], (known) => deskRules.acted(known, entry.wire));
      else await store.mark(entry.id, isBug(answer) ? place.damaged : (answer.body_.error || {}).message || place.damaged);
      copy = (await store.get("copy")) || copy;
      return true;
    }

    async function upload() {
      for (const entry of outbox.filter((one) => one.tried && !one.said)) if (!(await askAgain(entry))) return false;
      await reread();
      for (let size = BATCH; ;) {
        const batch = outbox.filter((one) => !one.said).slice(0, size);
        if (!batch.length) return true;
        state.sending = true;
        tell();
        const entries = batch.map((one) => Object.assign({ id: one.id, at: one.at }, one.wire));
        const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
        const answer = await ask(place.sync, { method: "POST", headers, body: JSON.stringify({ entries }), whatever: true });
        if (answer && isBug(answer)) { // one the server stumbles over must not hold up the others
          if (batch.length === 1) await store.mark(batch[0].id, place.damaged);
          size = 1;
          await reread();
          continue;
        }
        if (!answer || !answer.ok) return false;
        const answers = answer.body_.answers.filter((one) => batch.some((entry) => entry.id === one.id));
        if (!answers.length) return false;
        const taken = answers.filter((one) => one.state !== "malformed");
        for (const one of answers) if (one.state === "malformed") await store.mark(one.id, one.message);
        await store.settle(taken.map((one) => one.id), (known) => absorbed(known, batch, taken));
        copy = (await store.get("copy")) || copy;
        state.conflicts += taken.filter((one) => one.state === "conflict").length;
        await reread();
        tell();
      }
    }

    // The copy as it is after the server took these, until the next one is fetched.
    function absorbed(known, batch, taken) {
      const people = known.people.map((one) => Object.assign({}, one));
      taken.forEach((said) => {
        const entry = batch.find((one) => one.id === said.id);
        if (!said.delegate_id || !said.outcome) return;
        const person = people.find((one) => one.id === said.delegate_id);
        if (person) {
          if (person.at === null || entry.at < person.at) person.at = entry.at;
          person.left = false;
        } else {
          const added = deskRules.overlay(Object.assign({}, known, { people }), [entry]).people.pop();
          people.push(Object.assign(added, { id: said.delegate_id, here: false }));
        }
      });
      return Object.assign({}, known, { people, meeting: Object.assign({}, known.meeting, { revision: -1 }) });
    }

    async function download(revision) {
      const fresh = copy && copy.meeting.revision === revision && now() - copy.fetchedAt < STALE;
      if (!fresh) {
        const answer = await ask(place.copy, copy && copy.etag && copy.meeting.revision !== -1 ? { headers: { "If-None-Match": copy.etag } } : {});
        if (!answer) return false;
        const body = answer.status === 304 ? copy : answer.body_;
        copy = Object.assign({}, body, { etag: answer.headers.get("ETag") || "", fetchedAt: now() });
      }
      copy = Object.assign({}, copy, { checkedAt: now() });
      await store.put("copy", copy);
      state.checkedAt = copy.checkedAt;
      return true;
    }

    /* ── One look at a time ─────────────────────────────────────────────────────────────────────── */

    async function lookOnce() {
      const said = await setClock();
      await reread();
      const sent = Boolean(said) && await upload();
      const done = sent && await download(said.revision);
      state.sending = false;
      state.cut = !done;
      state.well = done; // heard from the server since this page was opened
      if (done && navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    }

    const alone = (work) => (navigator.locks ? navigator.locks.request(`doithoai-desk-${place.meeting}`, work) : work());

    function look() {
      again = Boolean(looking);
      if (looking) return looking;
      clearTimeout(timer);
      looking = alone(lookOnce).catch((error) => {
        if (error.message === "revoked") throw error;
        state.error = String(error);
        state.cut = true;
        state.well = false;
      }).then(() => {
        looking = null;
        tell();
        if (again) return look();
        timer = setTimeout(look, state.cut ? KEEN : CALM);
        return null;
      }, () => { looking = null; });
      return looking;
    }

    /* ── Writing down ───────────────────────────────────────────────────────────────────────────── */

    async function record(wire, shown, tried) {
      const form = tried ? { url: tried.url, fields: tried.fields, key: tried.key } : null;
      const entry = { id: newId(), at: now(), wire, shown, tried: form };
      await store.keep(entry);
      await keepClock();
      await reread();
      tell();
      return entry;
    }

    async function remove(id) {
      await store.remove(id);
      await reread();
      tell();
    }

    async function start() {
      const kept = await store.get("clock");
      copy = (await store.get("copy")) || null;
      if (kept) {
        const found = deskRules.serverTime(Object.assign({ mono: null }, kept), Date.now(), 0);
        anchor = { server: found, wall: Date.now(), mono: performance.now() };
      }
      if (copy) state.checkedAt = copy.checkedAt;
      await reread();
      tell();
      return look();
    }

    function cutOff() {
      if (!state.cut) { state.cut = true; state.well = false; tell(); }
      look();
    }

    return { cutOff, look, now, outbox: () => outbox, record, remove, start, state, view };
  }

  window.deskLine = deskLine;
})();
