/* Reads the QR in a picture, away from the page: in a worker of its own, which the page's policy for scripts does
   not reach, so that the reader's WebAssembly may run.

   In:  { reader, wasm } once, then pictures (ImageData)
   Out: { ready } | { text } for each picture ("" when there is none) | { error } */
"use strict";

const OPTIONS = { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true, tryInvert: false };

self.onmessage = async ({ data }) => {
  try {
    if (data.reader) {
      importScripts(data.reader);
      const overrides = { locateFile: () => data.wasm };
      await ZXingWASM.prepareZXingModule({ overrides, fireImmediately: true });
      self.postMessage({ ready: true });
      return;
    }
    const [found] = await ZXingWASM.readBarcodes(data, OPTIONS);
    self.postMessage({ text: found ? found.text : "" });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
