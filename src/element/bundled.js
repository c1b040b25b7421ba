// The entry for bundlers: every file is named where a bundler finds it, so that it is put
// among a site's own files.

/* global ADDRESSES -- the build writes in the address of every file, by path. */

import { define } from "./element.js";
import { fetched } from "./fetched.js";

const modules = {
  "starter.js": () => import("./starter.js"),
  "full.js": () => import("./full.js"),
  "later.js": () => import("./later.js"),
  "failures.js": () => import("./failures.js"),
  "widget.css": () => import("./widget.css.js"),
  "full.css": () => import("./full.css.js"),
};

const addresses = ADDRESSES;

/** Fetches, but for what a bundler has written into the script because it is small: security
 *  policies refuse to fetch that. */
function get(from, options) {
  if (!from.startsWith("data:")) return fetch(from, options);
  const [, base64, body] = /^data:[^,]*?(;base64)?,(.*)$/s.exec(from);
  const bytes = base64 ? Uint8Array.from(atob(body), (it) => it.charCodeAt(0)) : decodeURIComponent(body);
  return new Response(bytes);
}

// A server that renders pages imports this too; there is no element there.
if (globalThis.customElements) {
  const files = fetched(
    (path) => addresses[path],
    (path) => modules[path](),
    get,
  );
  // Style sheets come as scripts: bundlers do with files called .css what the site wants of its own.
  const text = async (path) =>
    path.endsWith(".css") && modules[path] ? (await modules[path]()).default : files.text(path);
  define({ ...files, text });
}
