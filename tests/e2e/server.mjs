// Serves the built product as a careful web server would: right MIME types, a strict
// security policy, and a log of every request.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const dist = process.env.DIST ?? fileURLToPath(new URL("../../dist/", import.meta.url));

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** The policy of the standalone page, or of another: only the first has a worker. */
const policy = (origin, page) =>
  [
    "default-src 'none'",
    `script-src ${origin} 'wasm-unsafe-eval'`,
    `style-src ${origin}`,
    `connect-src ${origin}`,
    `img-src ${origin} data:`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${page ? "pa-worker" : "'none'"}`,
    `report-uri ${origin}/reports`,
  ].join("; ");

/** What a browser's report says was violated, and where. */
async function reported(request) {
  let text = "";
  for await (const it of request) text += it;
  try {
    const { "csp-report": it } = JSON.parse(text);
    return `${it["effective-directive"] ?? it["violated-directive"]} ${it["blocked-uri"]} in ${it["document-uri"]}`;
  } catch {
    return `unreadable: ${text}`;
  }
}

/** A server of the built product on a port of its own. */
export async function serve() {
  if (!existsSync(join(dist, "index.html"))) throw new Error(`nothing is built in ${dist}`);
  const log = [];
  const violations = [];
  const extra = new Map();
  let misbehaviour = () => undefined;

  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, origin).pathname);
    const name = path === "/" ? "/index.html" : path;
    const { method, url, headers } = request;
    if (method === "POST" && path === "/reports") {
      violations.push(await reported(request));
      response.writeHead(204).end();
      return;
    }
    const entry = { method, url, path, cookie: headers.cookie, done: false };
    log.push(entry);
    response.on("close", () => (entry.done = true));
    const right = async () => {
      const type = types[extname(name)] ?? "application/octet-stream";
      const offered = extra.get(name);
      const body = offered?.body ?? (await readFile(join(dist, normalize(name))).catch(() => undefined));
      const headers = {
        "content-security-policy": policy(origin, name === "/index.html"),
        "cache-control": "no-store",
        "access-control-allow-origin": "*",
        ...offered?.headers,
      };
      return body === undefined
        ? { status: 404, headers: { ...headers, "content-type": "text/plain" }, body: "not found" }
        : { status: 200, headers: { "content-type": type, ...headers }, body };
    };
    const answer = (await misbehaviour(name, right)) ?? (await right());
    if (answer === "hang up") return response.destroy();
    entry.status = answer.status;
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;

  return {
    origin,
    log,
    /** What browsers have reported to violate the policy, in words; it may take a moment to
     *  arrive. */
    violations,
    /** Serves `body` at `path` beside the product, with other `headers` than usual. */
    offer(path, body, headers = {}) {
      extra.set(path, { body, headers });
    },
    /** Lets `how(path, right)` answer instead; where it returns nothing, the right answer
     *  is given, which `right()` makes, and "hang up" breaks off the connection. */
    misbehave(how) {
      misbehaviour = how;
    },
    /** Holds back what `held(path)` is true of, until the function that is returned is
     *  called. */
    holdBack(held) {
      let release;
      const released = new Promise((done) => (release = done));
      misbehaviour = async (name, right) => {
        if (held(name)) await released;
        return right();
      };
      return release;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** What was built: its version, the folder of that version, and every file's integrity. */
export const manifest = JSON.parse(await readFile(join(dist, "manifest.json"), "utf8"));

/** The path of a file of this version on a server of the product. */
export const own = (path) => `/${manifest.folder}/${path}`;

/** The text of a file of this version. */
export async function served(path) {
  return readFile(join(dist, own(path)), "utf8");
}
