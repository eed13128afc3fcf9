/* What a page keeps on this device until the server has it. IndexedDB, so that it is there after a reload, a
   killed browser, a battery that died.

   doithoai.store(name) → { all, keep, remove, within, wipe }; each promise resolves when the change is on the disk
   and is rejected when this browser keeps nothing.
     keep(entry)   a second entry of the same id takes the place of the first; all() has them in their order
     remove(id)    → whether it was there
     within(mode, work(outbox, state)) one transaction of one's own; state is for anything with a name */
(function () {
  "use strict";

  function open(name) {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(name, 1);
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

  function store(name) {
    let database = null;

    function base() {
      if (!database) {
        database = open(name);
        database.then((one) => { one.onclose = () => { database = null; }; }, () => { database = null; });
      }
      return database;
    }

    // "strict": it is done when the disk has it, not when the disk was asked.
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
        const answer = work(transaction.objectStore("outbox"), transaction.objectStore("state"));
        transaction.oncomplete = () => resolve(answer && "result" in answer ? answer.result : undefined);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    }

    const seqOf = (outbox, id, work) => {
      outbox.index("id").getKey(id).onsuccess = (event) => work(event.target.result);
    };

    return {
      within,
      all: () => within("readonly", (outbox) => outbox.getAll()),

      keep: (entry) => within("readwrite", (outbox) => seqOf(outbox, entry.id, (seq) => {
        outbox.put(seq === undefined ? entry : Object.assign({}, entry, { seq }));
      })),

      async remove(id) {
        let wasThere = false;
        await within("readwrite", (outbox) => seqOf(outbox, id, (seq) => {
          wasThere = seq !== undefined;
          if (wasThere) outbox.delete(seq);
        }));
        return wasThere;
      },

      async wipe() {
        if (database) (await database).close();
        database = null;
        await new Promise((resolve) => {
          const asked = indexedDB.deleteDatabase(name);
          asked.onsuccess = asked.onerror = asked.onblocked = resolve;
        });
      },
    };
  }

  window.doithoai.store = store;
})();
