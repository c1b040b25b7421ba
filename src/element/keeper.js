// The service worker of the standalone page, which is served as `sw.js` beside it: it keeps one
// whole version of the page's files, so that the page opens without a network. It answers for
// that page alone; pages that embed the widget, frames and the builder get their files from
// the server as if it were not there.
//
// A version is fetched whole, each file checked against its hash, before anything is answered
// from it. The build puts the whole script between braces: cut off anywhere, it is no script.

/* global FILES, ID -- the build writes in the hash of every file of the page by its path, the
   page itself under the empty path, and the name of just these files. */

const scope = registration.scope;
const address = (path) => new URL(path, scope).href;
/** What the names of our caches on this origin begin with; there is no blank in an address. */
const prefix = `partnership-assessment ${scope} `;
/** The cache of this version. */
const own = prefix + ID;
/** The cache of what has to be remembered when the browser stops this worker. */
const notes = `${prefix}notes`;

/** What is remembered: the `current` version, which of the open pages use an older one
 *  (`older`, by the page's id), and when this version was fetched (`time`). */
async function remembered() {
  const noted = await caches.match(address("notes"), { cacheName: notes });
  return { older: {}, ...(await noted?.json()) };
}

async function remember(all) {
  const cache = await caches.open(notes);
  await cache.put(address("notes"), new Response(JSON.stringify(all)));
}

let waiting = Promise.resolve();

/** Does `act` after everything else that writes down what is remembered. */
function inTurn(act) {
  const res = waiting.then(act);
  waiting = res.catch(() => {});
  return res;
}

/** Fetches a file and puts it into `cache`, if it is the one of this version. */
async function take(path, cache, signal) {
  const ask = (how) => fetch(address(path), { integrity: FILES[path], cache: how, signal });
  // The browser may have the page of another version at hand, but what lies in the folder of a
  // version never changes.
  const response = await ask(path ? "default" : "no-cache").catch(() => ask("reload"));
  if (!response.ok) throw new Error(`${response.status} ${path}`);
  const body = await response.arrayBuffer();
  const headers = new Headers(response.headers);
  // The bytes are plain by now, and are given to everybody who may have them.
  for (const it of ["content-encoding", "content-length", "vary"]) headers.delete(it);
  await cache.put(address(path), new Response(body, { headers }));
}

/** Which files are not in the cache of this version. */
async function missing() {
  const paths = Object.keys(FILES);
  if (!(await caches.has(own))) return paths;
  const found = await Promise.all(paths.map((it) => caches.match(address(it), { cacheName: own })));
  return paths.filter((_, i) => !found[i]);
}

/** Fetches `paths`; none of them stays if one of them cannot be had. */
async function takeAll(paths) {
  const cache = await caches.open(own);
  const stop = new AbortController();
  try {
    await Promise.all(paths.map((it) => take(it, cache, stop.signal)));
  } catch (error) {
    stop.abort();
    throw error;
  }
}

async function install() {
  try {
    await takeAll(await missing());
  } catch (error) {
    const { current, older } = await remembered();
    if (![current, ...Object.values(older)].includes(own)) await caches.delete(own);
    throw error;
  }
}

/** Whether a page that is shown is the standalone page, by itself. */
const isPage = ({ url, frameType }) => frameType !== "nested" && isPageAt(new URL(url));

const isPageAt = ({ origin, pathname }) => [address(""), address("index.html")].includes(origin + pathname);

async function pages() {
  const all = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter(isPage).map((it) => it.id);
}

/** Forgets the versions that no open page uses any more. */
async function tidy(all) {
  const open = await pages();
  const older = Object.entries(all.older).filter(([id]) => open.includes(id));
  const used = new Set([own, notes, ...older.map((it) => it[1])]);
  // One that is being fetched is not ours to judge.
  if (!registration.installing && !registration.waiting) {
    for (const it of await caches.keys()) {
      if (it.startsWith(prefix) && !used.has(it)) await caches.delete(it);
    }
  }
  return { ...all, older: Object.fromEntries(older) };
}

async function activate() {
  await inTurn(async () => {
    const all = await remembered();
    if (all.current && all.current !== own) {
      // What is open was opened in the version before, and goes on in it.
      for (const id of await pages()) all.older[id] ??= all.current;
    }
    if (all.current !== own) Object.assign(all, { current: own, time: Date.now() });
    await remember(await tidy(all));
  });
  await clients.claim();
}

/** Whoever takes this script off the server switches it off. */
async function isSwitchedOff() {
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => {});
  return [404, 410].includes(answer?.status);
}

async function end() {
  for (const it of await caches.keys()) if (it.startsWith(prefix)) await caches.delete(it);
  await registration.unregister();
}

/** A page was opened: what is missing is fetched again, what nobody uses any more goes. The
 *  page is told what was fetched. */
async function opened(port) {
  const lost = await missing();
  if (lost.length) await takeAll(lost).catch(() => {});
  await inTurn(async () => {
    const all = await tidy(await remembered());
    if (lost.length) all.time = Date.now();
    await remember(all);
    const addresses = [location.href, ...Object.keys(FILES).map(address)];
    port.postMessage({ time: all.time, addresses });
  });
}

/** The version that a page was opened in, by the page's id; what is no page of ours has none. */
const versions = new Map();

async function version(id) {
  if (!versions.has(id)) {
    const client = await clients.get(id);
    const older = client && isPage(client) ? (await remembered()).older[id] : undefined;
    versions.set(id, client && isPage(client) ? (older ?? own) : undefined);
  }
  return versions.get(id);
}

async function page(event) {
  versions.set(event.resultingClientId, own);
  const kept = await caches.match(address(""), { cacheName: own });
  return kept ?? fetch(event.request);
}

async function part({ clientId, request }, path) {
  const name = await version(clientId);
  if (!name) return fetch(request);
  let kept = await caches.match(address(path), { cacheName: name });
  if (!kept && !Object.hasOwn(FILES, path)) {
    // It belongs to the version of a page that was being opened when this one took over.
    for (const it of await caches.keys()) {
      if (it.startsWith(prefix)) kept ??= await caches.match(address(path), { cacheName: it });
    }
  }
  return kept ?? fetch(request);
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));

addEventListener("message", (event) => {
  if (event.data === "use") event.waitUntil(skipWaiting());
  const [port] = event.ports;
  if (event.data === "fetched") event.waitUntil(opened(port));
  if (event.data === "opened") {
    event.waitUntil(isSwitchedOff().then((off) => (off ? inTurn(end) : opened(port))));
  }
});

addEventListener("fetch", (event) => {
  const { request, clientId } = event;
  const wanted = new URL(request.url);
  const path = (wanted.origin + wanted.pathname).slice(scope.length);
  if (request.method !== "GET" || !request.url.startsWith(scope)) return;
  if (request.mode === "navigate") {
    if (request.destination === "document" && isPageAt(wanted)) {
      event.respondWith(page(event).catch(() => fetch(request)));
    }
  } else if (clientId && (Object.hasOwn(FILES, path) || /^v\d[^/]*\//.test(path))) {
    event.respondWith(part(event, path).catch(() => fetch(request)));
  }
});
