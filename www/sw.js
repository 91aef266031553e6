// The network first; without it, what was kept. The page says what to keep once it has all of it.
const CACHE = "xinyi-page-1";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(dropOthers()));
addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && new URL(url).origin === location.origin) event.respondWith(answer(event.request));
});
addEventListener("message", (event) => event.waitUntil(keep(event.data, event.source)));

async function answer(request) {
  try {
    return await fetch(request);
  } catch {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(request.mode === "navigate" ? "./" : request, { ignoreSearch: true });
    return kept ?? Response.error();
  }
}

/** Nothing before all of it has come: half an old platform and half a new one would not verify. */
async function keep(urls, page) {
  const cache = await caches.open(CACHE);
  try {
    await cache.addAll(urls.map((url) => new Request(url, { cache: "no-cache" })));
    for (const request of await cache.keys()) if (!urls.includes(request.url)) await cache.delete(request);
  } catch {
    // No network: what was kept before stays.
  }
  const kept = await Promise.all(urls.map((url) => cache.match(url)));
  page.postMessage({ kept: kept.every(Boolean) });
}

async function dropOthers() {
  for (const name of await caches.keys()) if (name.startsWith("xinyi-page-") && name !== CACHE) await caches.delete(name);
}
