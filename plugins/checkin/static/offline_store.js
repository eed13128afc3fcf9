/* What the desk keeps on this device: its copy of the list, its clock, and the outbox. IndexedDB, so that it is
   there after a reload, a restart of the browser, and a tablet whose battery died.

   deskStore(meeting) → { get, put, add, all, remove, replace, mark, settle, wipe }; every promise resolves when the change is on the disk. */
(function () {
  "use strict";

  const nameOf = (meeting) => `doithoai-desk-${meeting}`;

  function open(meeting) {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(nameOf(meeting), 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("state");
        asked.result.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true }).createIndex("id", "id", { unique: true });
      };
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close(); // another page or the worker wipes it
        resolve(asked.result);
      };
    });
  }

  function deskStore(meeting) {
    let database = null;

    function base() {
      if (!database) {
        database = open(meeting);
        database.then((one) => { one.onclose = () => { database = null; }; }, () => { database = null; });
      }
      return database;
    }

    // One transaction. "strict": it is done when the disk has it, not when the disk was asked.
    async function within(mode, work) {
      const one = await base();
      return new Promise((resolve, reject) => {
        let transaction;
        try {
          transaction = one.transaction(["state", "outbox"], mode, { durability: "strict" });
        } catch (error) { // closed by a wipe
          database = null;
          reject(error);
          return;
        }
        const answer = work(transaction.objectStore("state"), transaction.objectStore("outbox"));
        transaction.oncomplete = () => resolve(answer && "result" in answer ? answer.result : undefined);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    }

    const seqOf = (outbox, id, work) => {
      outbox.index("id").getKey(id).onsuccess = (event) => { if (event.target.result !== undefined) work(event.target.result); };
    };

    return {
      get: (key) => within("readonly", (state) => state.get(key)),
      put: (key, value) => within("readwrite", (state) => state.put(value, key)),
      all: () => within("readonly", (_, outbox) => outbox.getAll()),
      add: (entry) => within("readwrite", (_, outbox) => outbox.add(entry)),
      replace: (entry) => within("readwrite", (_, outbox) => outbox.put(entry)),
      remove: (id) => within("readwrite", (_, outbox) => seqOf(outbox, id, (seq) => { outbox.delete(seq); })),

      // The server does not take it: it stays here, marked, for a person to see.
      mark: (id, said) => within("readwrite", (_, outbox) => seqOf(outbox, id, (seq) => {
        outbox.get(seq).onsuccess = (event) => { outbox.put(Object.assign(event.target.result, { said })); };
      })),

      // The server has these: out of the outbox and into the copy, in one step.
      settle: (ids, improve) => within("readwrite", (state, outbox) => {
        ids.forEach((id) => seqOf(outbox, id, (seq) => { outbox.delete(seq); }));
        state.get("copy").onsuccess = (event) => { if (event.target.result) state.put(improve(event.target.result), "copy"); };
      }),

      async wipe() {
        if (database) (await database).close();
        database = null;
        await new Promise((resolve) => {
          const asked = indexedDB.deleteDatabase(nameOf(meeting));
          asked.onsuccess = asked.onerror = asked.onblocked = resolve;
        });
      },
    };
  }

  window.deskStore = deskStore;
})();
