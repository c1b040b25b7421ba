// The pages of other people that the widget is put into, and a server for them.

import { readdir, readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

import { own } from "../server.mjs";

const folder = new URL("./", import.meta.url);
const root = fileURLToPath(new URL("../../../", import.meta.url));

const types = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Where design systems have their own files, as their style sheets call them. */
const theirs = [
  [/^\/node_modules\/(?!\.)/, ""],
  [/^\/assets\//, "node_modules/govuk-frontend/dist/govuk/assets/"],
];

const names = (await readdir(folder)).filter((it) => /\.(html|css|js)$/.test(it));

/** The pages whole, by name; those of content management systems when they are there. */
export const pages = names.filter((it) => it.endsWith(".html")).map((it) => it.slice(0, -5));

/** Serves the pages at `/hosts/<name>.html`, the places of narrow.html at
 *  `/hosts/narrow-<place>.html`; with `?bare` without the element's script. */
export async function offerHosts(server) {
  const files = new Map();
  for (const it of names) files.set(it, await readFile(new URL(it, folder), "utf8"));
  const answer = (type, body) => ({ status: 200, headers: { "content-type": type }, body });

  server.misbehave(async (path, right) => {
    for (const [from, to] of theirs) {
      if (!from.test(path)) continue;
      const name = `${root}${to}${to ? path.replace(from, "") : path.slice(1)}`;
      return answer(types[extname(name)], await readFile(name));
    }
    const [, name, place, ending] = /^\/hosts\/(?:bare\/)?(.+?)(?:-at-([\w-]+))?(\.\w+)$/.exec(path) ?? [];
    const text = files.get(`${name}${ending}`);
    if (!text) return undefined;
    if (ending !== ".html") return answer(types[ending], text);
    const script = path.startsWith("/hosts/bare/") ? "nothing.js" : own("partnership-assessment.js");
    // What is kept would be there on the next page too.
    const page = text
      .replaceAll("{{script}}", script)
      .replaceAll("{{place}}", place ?? "")
      .replace(/<partnership-assessment(?![^>]*\sstorage=)/, '$& storage="none"');
    const { "content-security-policy": policy } = (await right()).headers;
    const headers = {
      "content-type": "text/html; charset=utf-8",
      // Fonts are the only thing that design systems need beyond what the widget needs.
      "content-security-policy": `${policy}; font-src ${server.origin}`,
    };
    return { status: 200, headers, body: page };
  });
  server.offer("/hosts/bare/nothing.js", "");
  server.offer("/favicon.ico", "");
}
