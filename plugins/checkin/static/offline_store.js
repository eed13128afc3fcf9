/* What the desk keeps on this device (doithoai.store of meeting/static/outbox.js): its copy of the list, its clock, and the outbox.

   deskStore(meeting) → the store, and { get, put, mark, settle } */
(function () {
  "use strict";

  function deskStore(meeting) {
    const kept = window.doithoai.store(`doithoai-desk-${meeting}`);
    const { within } = kept;

    const one = (outbox, id, work) => {
      outbox.index("id").get(id).onsuccess = (event) => { if (event.target.result) work(event.target.result); };
    };

    return Object.assign(kept, {
      get: (key) => within("readonly", (_, state) => state.get(key)),
      put: (key, value) => within("readwrite", (_, state) => state.put(value, key)),

      // The server does not take it: it stays here, marked, for a person to see.
      mark: (id, said) => within("readwrite", (outbox) => one(outbox, id, (entry) => { outbox.put(Object.assign(entry, { said })); })),

      // The server has these: out of the outbox and into the copy, in one step.
      settle: (ids, improve) => within("readwrite", (outbox, state) => {
        ids.forEach((id) => one(outbox, id, (entry) => { outbox.delete(entry.seq); }));
        state.get("copy").onsuccess = (event) => { if (event.target.result) state.put(improve(event.target.result), "copy"); };
      }),
    });
  }

  window.deskStore = deskStore;
})();
