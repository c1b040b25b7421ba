// Stands between a browser and the servers, and puts a script before those of every page,
// for browsers whose driver cannot. A page that a service worker hands over does not come by
// here, and has no such script.

import { request as ask, createServer } from "node:http";

/** Where the script is fetched, on the origin of each page. */
const PATH = "/.well-known/before-each-page.js";

/** A policy under which the script at `address` may run as well; nothing else changes. */
export function allowing(policy, address) {
  return policy
    .split(",")
    .map((one) => {
      const directives = one.split(";").map((it) => it.trim().split(/\s+/));
      const find = (...names) =>
        names.map((name) => directives.find(([it]) => it.toLowerCase() === name)).find(Boolean);
      const rule = find("script-src-elem", "script-src", "default-src");
      if (rule) {
        const sources = rule.slice(1).filter((it) => it.toLowerCase() !== "'none'");
        if (rule[0].toLowerCase() === "default-src") directives.push(["script-src", ...sources, address]);
        else rule.splice(1, rule.length, ...sources, address);
      }
      return directives.map((it) => it.join(" ")).join("; ");
    })
    .join(", ");
}

/** A page with the script before everything that may run. */
export function injected(page, policy = "") {
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  const script = `<script src="${PATH}"${nonce ? ` nonce="${nonce}"` : ""}></script>`;
  const before =
    /^\s*(?:<!--[\s\S]*?-->\s*)*(?:<!doctype[^>]*>)?\s*(?:<html[^>]*>)?\s*(?:<head(?:\s[^>]*)?>)?/i;
  return page.replace(before, (it) => it + script);
}

/** A proxy for plain HTTP on a port of its own. */
export async function proxy() {
  const scripts = [];
  const server = createServer((request, response) => {
    const address = new URL(request.url);
    if (address.pathname === PATH) {
      response.writeHead(200, {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": "no-store",
      });
      response.end(scripts.map((it) => `{${it}\n}`).join("\n"));
      return;
    }
    const { "accept-encoding": _, ...headers } = request.headers;
    const forward = ask(address, { method: request.method, headers, agent: false }, async (answer) => {
      const { statusCode, headers: given } = answer;
      const shown = ["document", "iframe"].includes(headers["sec-fetch-dest"] ?? "document");
      if (!shown || !given["content-type"]?.startsWith("text/html")) {
        response.writeHead(statusCode, given);
        answer.pipe(response);
        return;
      }
      const parts = [];
      for await (const it of answer) parts.push(it);
      const { "content-length": __, "transfer-encoding": ___, ...others } = given;
      const policy = given["content-security-policy"];
      for (const it of ["content-security-policy", "content-security-policy-report-only"]) {
        if (others[it]) others[it] = allowing(others[it], address.origin + PATH);
      }
      response.writeHead(statusCode, others);
      response.end(injected(Buffer.concat(parts).toString("utf8"), policy));
    });
    const failed = () => response.destroy();
    forward.on("error", failed);
    response.on("close", () => forward.destroy());
    request.pipe(forward);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  server.unref();

  return {
    address: `http://127.0.0.1:${server.address().port}`,
    beforeEachPage(source) {
      scripts.push(source);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
