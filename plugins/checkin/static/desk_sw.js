/* The desk's service worker: when the server does not answer, the desk opens from what this device has.

   Before it stands "const DESK = {desk, shell, version, meeting};". Pages come from the server as long as it
   answers; only the shell for being cut off and the versioned files are kept. A device that was revoked
   gets 401 or 403, and then nothing of the meeting stays here. */
"use strict";

const PATIENCE = 4000; // ms after which a silent server counts as gone
const CACHE = `doithoai-desk-${DESK.meeting}-${DESK.version}`;
const MINE = `doithoai-desk-${DESK.meeting}-`;
let isGone = false; // revoked: nothing is kept any more, not even a file

self.addEventListener("install", (event) => {
  event.waitUntil(takeShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forget((name) => name !== CACHE).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && isDesk(url)) event.respondWith(page(event));
});

self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(revoked());
});

const isDesk = (url) => url.pathname === DESK.desk || url.pathname === DESK.shell;

async function page(event) {
  try {
    const answer = await inTime(event.request);
    if (answer.status === 401 || answer.status === 403) event.waitUntil(revoked());
    else if (answer.ok) event.waitUntil(takeShell().catch(() => {}));
    if (answer.status < 500) return answer;
  } catch (error) { /* no network, or no answer */ }
  const kept = await caches.match(DESK.shell);
  return kept || Response.error();
}

function inTime(request) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  return fetch(request, { signal: stop.signal }).finally(() => clearTimeout(timer));
}

// A file's address names its version: what is kept is never old.
async function file(request) {
  const kept = await caches.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200 && !isGone) {
    const copy = answer.clone();
    caches.open(CACHE).then((cache) => cache.put(request.url, copy)).catch(() => {});
  }
  return answer;
}

// The shell comes last: it is never kept without what it needs.
async function takeShell() {
  const answer = await fetch(DESK.shell, { credentials: "same-origin", cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error(`shell: ${answer.status}`);
  const text = await answer.clone().text();
  const files = Array.from(new Set(text.match(/\/static\/[^"'\s)]+/g) || []));
  const cache = await caches.open(CACHE);
  await Promise.all(files.map(async (name) => {
    if (await cache.match(name)) return;
    const found = await fetch(name);
    if (!found.ok) throw new Error(`${name}: ${found.status}`);
    await cache.put(name, found);
  }));
  await cache.put(DESK.shell, answer);
}

async function forget(which) {
  const names = (await caches.keys()).filter((name) => name.startsWith(MINE) && which(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function revoked() {
  isGone = true;
  await forget(() => true);
  await new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(`doithoai-desk-${DESK.meeting}`);
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });
  await self.registration.unregister();
}
