// Where the widget cannot start: each fault is provoked for real, by a server or a browser
// that misbehaves. A message in the element names it and says how it is mended, what stood
// between the tags stays, and the page is told once.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { engines, openBrowser, until } from "./browser.mjs";
import { server } from "./meeting.mjs";
import { own } from "./server.mjs";
import { failures } from "./words.mjs";

const script = own("partnership-assessment.js");
const fallback = "Read about partnership working instead.";

/** A host page with the widget, and a note of what the console was told. */
const page = (address, lang = "en") => `<!doctype html>
  <html lang="${lang}">
    <head>
      <title>A page of a host</title>
      <script src="/notes.js"></script>
      <script type="module" src="${address}" crossorigin="anonymous"></script>
    </head>
    <body>
      <h1>A page of a host</h1>
      <partnership-assessment instrument="five-ps"><p>${fallback}</p></partnership-assessment>
    </body>
  </html>`;

const notes = `
  window.said = [];
  window.thrown = [];
  window.told = [];
  for (const kind of ["log", "warn", "error", "info"]) {
    const real = console[kind];
    console[kind] = (...words) => { said.push(words.join(" ")); real.apply(console, words); };
  }
  addEventListener("error", (it) => it.message && thrown.push(it.message));
  addEventListener("unhandledrejection", (it) => thrown.push(String(it.reason)));
  addEventListener("pa-error", (it) => told.push(it.detail.reason));
`;

/** The least that a page around the widget must allow. */
const strict = (origin) =>
  `default-src 'none'; script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}`;

/** The sentence `name` with its values put in. */
const sentence = (name, values = {}, language = "en") =>
  failures[language][name].replace(/\{(\w+)\}/g, (_, it) => values[it]);

/** The oldest versions, as our pages name them. */
const oldest = ["Edge 97", "Firefox 102", "Safari 16.4"];

test("every place that names the oldest browsers names the same ones", async () => {
  const guide = await readFile(new URL("../../docs/embedding.md", import.meta.url), "utf8");
  const [row] = guide.match(/^\| It works \|.*$/m);
  assert.deepEqual(row.match(/\d+(\.\d+)?/g), ["97", "102", "16.4"]);
  for (const language of ["en", "cy"]) {
    const numbers = sentence("too-old", {}, language).match(/\d+(\.\d+)?/g);
    assert.deepEqual(numbers, ["97", "102", "16.4", "16.4"], language);
  }
});

for (const engine of engines) {
  const about = (t) => `${t} (${engine})`;

  /** Opens a host page, and gives what the person and the page's owner are told. */
  async function opens(its, { headers = {}, address = script, lang } = {}) {
    its.offer("/notes.js", notes);
    its.offer("/host.html", page(address, lang), {
      "content-security-policy": "",
      ...headers,
    });
    const browser = await openBrowser({ engine });
    try {
      await browser.driver.get(`${its.origin}/host.html`);
      return await until("for a message in the element", () =>
        browser.driver.executeScript(`
          const element = document.querySelector("partnership-assessment");
          const message = element.shadowRoot?.querySelector("[role=alert]")?.textContent;
          if (!message || !told.length) return null;
          const fallback = element.querySelector("p");
          return { message, said, thrown, told, fallback: fallback.checkVisibility() && fallback.textContent };
        `),
      );
    } finally {
      await browser.close();
    }
  }

  /** The message is `expected`; the page and the console hear it once, and nothing is thrown. */
  function says(seen, expected) {
    assert.equal(seen.message, expected);
    assert.deepEqual(seen.told, [expected]);
    assert.deepEqual(seen.said, [`partnership-assessment: ${expected}`]);
    assert.deepEqual(seen.thrown, []);
    assert.equal(seen.fallback, fallback);
  }

  const file = (its, path) => its.origin + own(path);
  const instead = (wanted, answer) => async (path, right) =>
    path === own(wanted) ? answer(await right()) : undefined;

  test(about("a file that is missing is named, with its status"), async (t) => {
    const its = await server(t);
    for (const path of ["starter_bg.wasm", "starter.js", "text/en.start.json", "widget.css"]) {
      its.misbehave(instead(path, () => ({ status: 404, headers: {}, body: "" })));
      says(await opens(its), sentence("missing", { file: file(its, path), status: 404 }));
    }
  });

  test(about("a web page in place of the WebAssembly is recognised"), async (t) => {
    const its = await server(t);
    const html = {
      status: 200,
      headers: { "content-type": "text/html" },
      body: "\n<!DOCTYPE html><title>404</title>",
    };
    its.misbehave(instead("starter_bg.wasm", () => html));
    says(await opens(its), sentence("page-instead", { file: file(its, "starter_bg.wasm") }));
  });

  test(about("a script with the wrong type is named, with its type"), async (t) => {
    const its = await server(t);
    its.misbehave(
      instead("starter.js", (it) => ({ ...it, headers: { ...it.headers, "content-type": "text/plain" } })),
    );
    says(await opens(its), sentence("wrong-type", { file: file(its, "starter.js"), type: "text/plain" }));
  });

  test(about("a file that is not the one of this version is named"), async (t) => {
    const its = await server(t);
    for (const path of ["starter_bg.wasm", "instruments/index.json"]) {
      its.misbehave(
        instead(path, (it) => {
          const body = Buffer.from(it.body);
          body[body.length >> 1] ^= 1;
          return { ...it, body };
        }),
      );
      says(await opens(its), sentence("changed", { file: file(its, path) }));
    }
    its.misbehave(instead("starter_bg.wasm", (it) => ({ ...it, body: it.body.subarray(0, 90_000) })));
    says(await opens(its), sentence("changed", { file: file(its, "starter_bg.wasm") }));
  });

  test(about("a security policy without WebAssembly is named with the words to add"), async (t) => {
    const its = await server(t);
    const policy = strict(its.origin).replace(" 'wasm-unsafe-eval'", "");
    says(await opens(its, { headers: { "content-security-policy": policy } }), sentence("policy-wasm"));
  });

  test(about("a security policy that allows no connection is named with the words to add"), async (t) => {
    const its = await server(t);
    const policy = strict(its.origin).replace(`connect-src ${its.origin}`, "connect-src 'none'");
    says(
      await opens(its, { headers: { "content-security-policy": policy } }),
      sentence("policy", { directive: "connect-src", origin: its.origin }),
    );
  });

  test(
    about("a server of another origin that does not share its files is named with the header to add"),
    async (t) => {
      const [its, other] = [await server(t), await server(t)];
      other.misbehave(async (path, right) => {
        const answer = await right();
        if (!path.endsWith(".js")) delete answer.headers["access-control-allow-origin"];
        return answer;
      });
      says(
        await opens(its, { address: other.origin + script }),
        sentence("not-shared", { host: other.origin, page: its.origin }),
      );
    },
  );

  test(about("a server that breaks off is named"), async (t) => {
    const [its, other] = [await server(t), await server(t)];
    other.misbehave((path) => (path.endsWith(".js") && !path.endsWith("starter.js") ? undefined : "hang up"));
    says(
      await opens(its, { address: other.origin + script }),
      sentence("unreachable", { host: other.origin }),
    );
  });

  test(about("a browser without WebAssembly is told so, in the language of the page"), async (t) => {
    const its = await server(t);
    for (const lang of ["en", "cy"]) {
      its.misbehave((path) =>
        path === "/notes.js"
          ? {
              status: 200,
              headers: { "content-type": "text/javascript" },
              body: `delete globalThis.WebAssembly;${notes}`,
            }
          : undefined,
      );
      says(await opens(its, { lang }), sentence("no-webassembly", {}, lang));
    }
  });

  /** Runs in every page before its own scripts: the browser is as one before a feature came. */
  const older = {
    "references in WebAssembly": `
      const fails = async () => {
        throw new WebAssembly.CompileError("WebAssembly.instantiate(): invalid table type @+1234");
      };
      Object.assign(WebAssembly, {
        compile: fails,
        compileStreaming: fails,
        instantiate: fails,
        instantiateStreaming: fails,
        validate: () => false,
      });
    `,
    "a security policy for WebAssembly": `
      const fails = async () => {
        throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder: 'unsafe-eval' is not allowed");
      };
      Object.assign(WebAssembly, { instantiate: fails, instantiateStreaming: fails, validate: () => false });
    `,
    "style sheets that a script makes": `
      delete Document.prototype.adoptedStyleSheets;
      delete ShadowRoot.prototype.adoptedStyleSheets;
      window.CSSStyleSheet = class { constructor() { throw new TypeError("Illegal constructor"); } };
    `,
  };

  test(
    about("a browser from before what is needed is told which versions have it, in the language of the page"),
    async (t) => {
      const its = await server(t);
      for (const [script, lang] of Object.values(older).map((it, i) => [it, i % 2 ? "cy" : "en"])) {
        its.misbehave((path) =>
          path === "/notes.js"
            ? { status: 200, headers: { "content-type": "text/javascript" }, body: `{${script}}${notes}` }
            : undefined,
        );
        says(await opens(its, { lang }), sentence("too-old", {}, lang));
      }
    },
  );

  test(
    about("a browser that cannot read the script says on our own pages what they need, in both languages"),
    async (t) => {
      const its = await server(t);
      // What comes after the ways of speaking that this browser knows.
      its.misbehave(async (path, right) =>
        path === script ? { ...(await right()), body: "class A { #b() {} static #! = 1 }" } : undefined,
      );
      for (const path of ["/", own("frame.html")]) {
        const browser = await openBrowser({ engine });
        try {
          await browser.driver.get(its.origin + path);
          const lines = await browser.driver.executeScript(
            `return [...document.querySelectorAll("partnership-assessment > .late > p")]
             .filter((it) => it.checkVisibility()).map((it) => [it.lang, it.textContent])`,
          );
          assert.deepEqual(lines.map(([lang]) => lang).sort(), ["cy", "en"], path);
          const { en: english, cy: welsh } = Object.fromEntries(lines);
          assert.match(english, /^This page needs .*JavaScript.*WebAssembly.*browser/);
          assert.match(welsh, /^Mae angen .*JavaScript.*WebAssembly.*phorwr/);
          for (const text of [english, welsh])
            assert.deepEqual(text.match(/(Chrome|Edge|Firefox|Safari) [\d.]*\d/g), oldest, text);
        } finally {
          await browser.close();
        }
      }
    },
  );

  test(about("a wrong type of the WebAssembly or of the style sheets does not matter"), async (t) => {
    const its = await server(t);
    its.offer("/notes.js", notes);
    its.offer("/host.html", page(script), { "content-security-policy": strict(its.origin) });
    its.misbehave(async (path, right) => {
      if (!/\.(wasm|css|json)$/.test(path)) return undefined;
      const answer = await right();
      const headers = {
        ...answer.headers,
        "content-type": "text/plain",
        "x-content-type-options": "nosniff",
      };
      return { ...answer, headers };
    });
    const browser = await openBrowser({ engine });
    t.after(() => browser.close());
    await browser.driver.get(`${its.origin}/host.html`);
    const seen = await until("for the widget", () =>
      browser.driver.executeScript(`
        const root = document.querySelector("partnership-assessment").shadowRoot;
        const button = root?.querySelector("button.first");
        return button && { said, thrown, colour: getComputedStyle(button).backgroundColor };
      `),
    );
    assert.deepEqual(seen.said, []);
    assert.deepEqual(seen.thrown, []);
    assert.notEqual(seen.colour, "rgba(0, 0, 0, 0)", "the style sheet holds");
  });

  test(
    about("where the element's own script does not come, what stands between the tags stays"),
    async (t) => {
      const its = await server(t);
      const answers = {
        missing: { address: "/nowhere.js", headers: {} },
        "blocked by policy": { address: script, headers: { "content-security-policy": "script-src 'none'" } },
        "not the one that was embedded": {
          address: `${script}" integrity="sha384-${"A".repeat(64)}`,
          headers: {},
        },
      };
      for (const [fault, { address, headers }] of Object.entries(answers)) {
        its.offer("/notes.js", notes);
        its.offer("/host.html", page(address), { "content-security-policy": "", ...headers });
        const browser = await openBrowser({ engine });
        try {
          await browser.driver.get(`${its.origin}/host.html`);
          const text = await browser.driver.executeScript("return document.body.innerText");
          assert.ok(text.includes(fallback), fault);
        } finally {
          await browser.close();
        }
      }
    },
  );
}
