/* The door's rules on the desk's own copy of the list: who is in, which village is full, who is meant.

   No DOM, no storage, no network: values in, values out. window.deskRules has them for the other scripts.

   copy    what the server gave: { meeting, rules, villages, people }
   outbox  what this device wrote down since: [{ id, at, wire, shown }], oldest first; wire.act for what is no arrival */
(function () {
  "use strict";

  const CODE = /^[CFGHJKLMNPQRTVX2-9]{7}$/;
  const SECRET = /(?:^|[^A-Z0-9])([CFGHJKLMNPQRTVX2-9]{28})(?![A-Z0-9])/;
  const READ_AS = { O: "Q", 0: "Q", I: "L", S: "5", Z: "2", B: "8", U: "V", 1: "L" };
  const NAME_LETTERS = 80;

  /* ── Words: as meeting/text.py and plugins/roster/rules.py read them ──────────────────────────── */

  function searchKey(text) {
    return text.toLowerCase().normalize("NFD")
      .replace(/\p{M}/gu, "").replace(/[đð]/g, "d").replace(/ƀ/g, "b")
      .replace(/[^\p{L}\p{N}\s]/gu, "").split(/\s+/).filter(Boolean).join(" ");
  }

  // What a word may stand for when the keyboard left Telex or VNI signs in it, besides itself.
  function readings(word) {
    const found = new Set([word]);
    if (/\d/.test(word) && /\p{L}/u.test(word)) found.add(word[0] + word.slice(1).replace(/\d/g, ""));
    Array.from(found).forEach((one) => {
      const toneless = one.replace(/^(.*?[aeiouyw].*?)[sfrxj](?=.{0,2}$)/, "$1");
      found.add(toneless);
      found.add(toneless.replace(/([aeod])\1/g, "$1").replace(/([aou])w/g, "$1"));
    });
    return Array.from(found);
  }

  function search(view, typed, limit) {
    const words = searchKey(typed.slice(0, 100)).split(" ").filter(Boolean).map(readings);
    if (!words.length) return [];
    const begins = (key) => words.every((word) => key.split(" ").some((known) => word.some((one) => known.startsWith(one))));
    const rank = (key) => {
      const given = key.split(" ").pop();
      if (words.some((word) => word.includes(given))) return 0;
      return words.some((word) => word.some((one) => given.startsWith(one))) ? 1 : 2;
    };
    const place = (one) => (view.villages.get(one.village) || { key: "" }).key;
    return view.people.filter((one) => begins(`${one.key} ${place(one)}`))
      .sort((a, b) => rank(a.key) - rank(b.key) || a.key.length - b.key.length)
      .slice(0, limit);
  }

  /* ── Codes: what was scanned or typed → { kind: "secret" | "code", value } or null ────────────── */

  function readCode(raw) {
    let value = raw.slice(0, 500).normalize("NFKC").toUpperCase();
    const found = SECRET.exec(value);
    if (found) return { kind: "secret", value: found[1] };
    if (value.includes("/")) value = value.split(/[?#]/)[0].replace(/\/+$/, "").split("/").pop();
    const letters = Array.from(value.replace(/[^A-Z0-9]/g, ""), (one) => READ_AS[one] || one).join("");
    return CODE.test(letters) ? { kind: "code", value: letters } : null;
  }

  // The copy holds the beginning of each digest; of a short code too little to name it, so several may fit.
  function byDigest(view, kind, digest) {
    return view.people.filter((one) => one[kind] && digest.startsWith(one[kind]));
  }

  /* ── The hall as this device knows it: the copy, and on top of it what is still only here ─────── */

  function overlay(copy, outbox) {
    const people = copy.people.map((one) => Object.assign({}, one));
    const known = new Map(people.map((one) => [one.id, one]));
    const villages = new Map(copy.villages.map((one) => [one.id, one]));
    outbox.forEach((entry) => {
      const wire = entry.wire;
      if (wire.name) {
        const absent = known.get(wire.substitute_for);
        people.push({
          id: entry.id, name: wire.name, honorific: wire.honorific || "", key: searchKey(wire.name), office: "", distinction: wire.distinction || "",
          village: absent ? absent.village : wire.village_id || null, side: absent ? absent.side : true,
          instead: absent ? absent.id : null, at: entry.at, here: true, desk: "", left: false,
        });
        return;
      }
      const person = known.get(wire.delegate_id);
      if (!person) return;
      if (wire.act) return ACTS[wire.act](person);
      if (person.at === null) person.at = entry.at;
      person.left = false;
      person.here = true; // written down here, and only here
    });
    return { people, villages, rules: copy.rules, state: copy.meeting.state };
  }

  // What the desk writes down besides arrivals.
  const ACTS = {
    undo: (person) => { person.at = null; person.left = person.here = false; },
    left: (person) => { person.left = true; },
    absent: (person) => { person.absent = true; },
    expected: (person) => { person.absent = false; },
  };
  const isAct = (name) => Object.keys(ACTS).includes(name);

  // The copy after the server took one of these, until the next one is fetched.
  function acted(copy, wire) {
    const people = copy.people.map((one) => Object.assign({}, one));
    people.filter((one) => one.id === wire.delegate_id).forEach(ACTS[wire.act]);
    return Object.assign({}, copy, { people, meeting: Object.assign({}, copy.meeting, { revision: -1 }) });
  }

  const find = (view, id) => view.people.find((one) => one.id === id) || null;
  const isIn = (person) => person.at !== null && !person.left;
  const substituteOf = (view, id) => view.people.find((one) => one.instead === id && one.at !== null) || null;

  function inVillage(view, id) {
    return view.people.filter((one) => one.village === id && one.side && one.at !== null).length;
  }

  // The village when one more of it is one too many.
  function full(view, villageId, side) {
    const village = view.villages.get(villageId);
    if (!village || !side || village.places === null) return null;
    const present = inVillage(view, villageId);
    return present >= village.places ? { village, present, places: village.places } : null;
  }

  /* ── Decisions: { outcome, … } lets in, { refusal, … } says why not ───────────────────────────── */

  const refused = (refusal, facts) => Object.assign({ refusal }, facts);

  function place(view, villageId, side, reason) {
    const crowded = full(view, villageId, side);
    if (!crowded || view.rules.when_full === "warn") return { over: Boolean(crowded) };
    if (reason && view.rules.may_exceed) return { over: true };
    return refused("checkin.village_full", crowded);
  }

  function admit(view, person, reason) {
    if (isIn(person)) return { outcome: "ALREADY_IN", person };
    if (view.state === "CLOSED") return refused("core.closed", { person });
    if (person.at !== null) return { outcome: "BACK_AGAIN", person, wire: { delegate_id: person.id } };
    const other = substituteOf(view, person.id);
    if (other && !reason) return refused("checkin.has_substitute", { person, other });
    const found = place(view, person.village, person.side, reason);
    if (found.refusal) return Object.assign(found, { person });
    return { outcome: "ADMITTED", person, over: found.over, wire: { delegate_id: person.id, reason } };
  }

  function walkIn(view, given) {
    const name = given.name.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
    if (view.state === "CLOSED") return refused("core.closed");
    if (!isName(name)) return refused("roster.bad_name");
    if (!view.rules.walk_ins && !given.reason) return refused("checkin.no_walk_ins");
    const found = place(view, given.village, true, given.reason);
    if (found.refusal) return found;
    const wire = { name, village_id: given.village || 0, honorific: given.honorific, distinction: given.distinction, reason: given.reason };
    return { outcome: "ADMITTED", person: newcomer(name, given.honorific, given.village, given.distinction), over: found.over, wire };
  }

  function instead(view, person, given) {
    const name = given.name.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
    if (view.state === "CLOSED") return refused("core.closed");
    if (person.at !== null) return refused("checkin.is_here", { person });
    const other = substituteOf(view, person.id);
    if (other) return refused("checkin.has_substitute", { person, other });
    if (!isName(name)) return refused("roster.bad_name");
    if (!view.rules.substitutes && !given.reason) return refused("checkin.no_substitutes", { person });
    const found = place(view, person.village, person.side, given.reason);
    if (found.refusal) return Object.assign(found, { person });
    const wire = { name, substitute_for: person.id, honorific: given.honorific, reason: given.reason };
    return { outcome: "ADMITTED", person: newcomer(name, given.honorific, person.village), instead: person, over: found.over, wire };
  }

  const isName = (name) => /\p{L}/u.test(name) && name.length <= NAME_LETTERS;
  const newcomer = (name, honorific, village, distinction) => ({ name, honorific, village: village || null, office: "", distinction: distinction || "" });

  /* ── Time: the server's, through this device's clock ──────────────────────────────────────────────
     anchor  { server, wall, mono }: the server's time, this device's clock and its running time, read at one
             moment; mono is null after a restart, latest is the latest time this device knows to be past.
     A clock that goes back, or leaps farther than a device sleeps, was set by somebody. */

  const LONGEST_SLEEP = 4 * 3600 * 1000;

  function serverTime(anchor, wall, mono) {
    const told = anchor.server + (wall - anchor.wall);
    const past = Math.max(anchor.server, anchor.latest || 0);
    if (anchor.mono === null) return told < past ? past : told;
    const counted = anchor.server + (mono - anchor.mono);
    const leap = told - counted; // sleep stops the counter, not the clock
    return Math.round(leap < -2000 || leap > LONGEST_SLEEP ? counted : told);
  }

  window.deskRules = { acted, admit, byDigest, find, full, instead, inVillage, isAct, isIn, overlay, readCode, readings, search, searchKey, serverTime, substituteOf, walkIn };
})();
