{% load static %}// The service worker: the shell and the static files of one release, and the public pictures of
// units. Personal pages are never kept.

const CACHE = "cairn {{ release|escapejs }}";
const SHELL = "{% url 'learning:offline' %}";
const FILES = [
  SHELL,
  "{% static 'site/cairn.css' %}",
  "{% static 'site/icon.svg' %}",
  "{% static 'site/learn.js' %}",
  "{{ static_root }}site/outbox.js",
  "{{ static_root }}site/scoring.js",
];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const others = (names) => names.filter((name) => name !== CACHE);
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(others(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(SHELL)));
  } else if (isPublic(url.pathname) && !request.headers.has("Range")) {
    event.respondWith(fromNetworkElseKept(request));
  }
});

function isPublic(path) {
  return path.startsWith("{{ static_root }}") || /^\/units\/[0-9a-f-]+\/media\//.test(path);
}

async function fromNetworkElseKept(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    const type = answer.headers.get("Content-Type") ?? "";
    if (answer.status === 200 && !type.startsWith("video/")) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}
