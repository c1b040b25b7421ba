// Looks after the service worker of the standalone page: has it installed once everything is
// there, tells of a newer version, and takes it off the device again. On every other page it
// does no more than the last.

const prefix = "partnership-assessment ";

/** Whether this is the page beside the folder of the version, opened from a server by itself. */
function isAt(page) {
  if (!page || !/^https?:$/.test(page.protocol) || window !== top) return false;
  return [page.href, `${page.href}index.html`].includes(location.origin + location.pathname);
}

/** What the browser has for service workers; nothing where it forbids them. */
function workers() {
  try {
    return navigator.serviceWorker;
  } catch {
    return undefined;
  }
}

/** The address of the worker as browsers want it that ask for trusted addresses: the policy
 *  makes this one, whatever it is given. */
function trusted(script) {
  const policy = globalThis.trustedTypes?.createPolicy("pa-worker", { createScriptURL: () => script });
  return policy?.createScriptURL("") ?? script;
}

/** Takes all copies of standalone pages off this origin, with the workers that made them. */
async function forget() {
  for (const it of (await globalThis.caches?.keys()) ?? []) {
    if (!it.startsWith(prefix)) continue;
    await caches.delete(it);
    const scope = it.split(" ")[1];
    const registration = await workers()?.getRegistration(scope);
    if (registration?.scope === scope) await registration.unregister();
  }
}

/**
 * Begins to look after the worker, if the element stands on the standalone page at `page`.
 * `tell` is called when a newer version is at hand, `known` when the worker has said what it has
 * fetched. What is returned serves the widget: `use()` loads the page again in the newer version,
 * `record()` says what was fetched, `forget()` undoes it all.
 */
export function keeping({ element, page, tell, known }) {
  const container = element.hasAttribute("standalone") && isAt(page) ? workers() : undefined;
  let registration;
  let record;

  /** Asks the worker at work what it has fetched. It is told what has happened, and mends and
   *  clears up. */
  const ask = (happened) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => {
      record = data;
      known();
    };
    registration.active?.postMessage(happened, [channel.port2]);
  };

  /** Waits until a worker that is being installed is ready, if it ever is. */
  const follow = (worker) => {
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed") announce();
      if (worker.state === "activated") ask("fetched");
    });
  };

  const announce = () => {
    // The very first one waits for nobody.
    if (registration.waiting && registration.active) tell();
  };

  const start = async () => {
    const script = new URL("sw.js", page).href;
    const there = await container.getRegistration(page.href);
    if (there?.scope === page.href) {
      const worker = there.active ?? there.waiting ?? there.installing;
      // Another worker looks after this place: it is not ours to replace.
      if (worker?.scriptURL !== script) return;
      // To register it anew takes a network.
      registration = there;
    }
    registration ??= await container.register(trusted(script), { updateViaCache: "none" });
    follow(registration.installing);
    registration.addEventListener("updatefound", () => follow(registration.installing));
    announce();
    ask("opened");
  };

  // Without it everything goes on as it did.
  if (container) start().catch(() => {});

  return {
    async use() {
      const next = registration?.waiting;
      if (next) {
        const works = new Promise((done) => {
          next.addEventListener("statechange", () => next.state === "activated" && done());
          setTimeout(done, 5000);
        });
        next.postMessage("use");
        await works;
      }
      location.reload();
    },
    record: () => record,
    forget: () => {
      record = undefined;
      forget().catch(() => {});
    },
  };
}
