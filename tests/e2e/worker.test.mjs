// The standalone page without a network, and over an update: whole versions only, told of and
// used when the person says so, and no answer lost.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { engines, until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { dist, manifest, own } from "./server.mjs";

const some = { fp1: 4, fp2: 5, fp3: "dont-know" };
const next = "v9.9.9";

/** A later version of the product: other words, in a folder of its own, with the hashes that a
 *  build would have written. */
async function laterVersion() {
  const files = new Map();
  for (const path of Object.keys(manifest.files)) files.set(path, await readFile(join(dist, path)));
  const hashes = (it) =>
    ["sha256", "sha384"].map((kind) => `${kind}-${createHash(kind).update(it).digest("base64")}`);
  const replaced = [];
  const change = (path, how) => {
    const before = files.get(path);
    let text = before.toString("utf8");
    for (const [from, to] of replaced) text = text.replaceAll(from, to);
    const after = Buffer.from(how(text));
    files.set(path, after);
    const now = hashes(after);
    for (const [i, it] of hashes(before).entries()) replaced.push([it, now[i]]);
  };
  const same = (it) => it;
  const heading = (it) => it.replaceAll("How well does your partnership work?", "The later version.");
  for (const path of ["text/en.start.json", "text/en.json"]) change(own(path).slice(1), heading);
  for (const path of ["later.js", "partnership-assessment.js"]) change(own(path).slice(1), same);
  const moved = (it) => it.replaceAll(manifest.folder, next);
  change("index.html", moved);
  change("sw.js", (it) => moved(it).replace(/"[0-9a-f]{16}"/, '"fedcba9876543210"'));
  const place = (path) => `/${path.replace(manifest.folder, next)}`;
  return new Map([...files].map(([path, body]) => [place(path), body]));
}

/** Puts a version on the server, in the place of the one before. */
function deploys(its, files, { without } = {}) {
  for (const [path, body] of files) its.offer(path, body);
  its.misbehave((path) =>
    path.startsWith(`/${manifest.folder}/`) || path === without
      ? { status: 404, headers: {}, body: "" }
      : undefined,
  );
}

/** What the browser has for the page: its worker, and the caches of the copies. */
const kept = (person) =>
  person.driver.executeScript(`
    return Promise.all([navigator.serviceWorker?.getRegistration(), globalThis.caches?.keys() ?? []]).then(
      ([it, caches]) => ({
        active: it?.active?.state,
        waiting: it?.waiting?.state,
        busy: Boolean(it?.installing),
        caches: caches.filter((it) => !it.endsWith(" notes")).length,
      }),
    );
  `);

const isKept = (person) =>
  until(
    async () => `for the copy: ${JSON.stringify(await kept(person))}`,
    async () => (await kept(person)).active === "activated",
  );

/** The folders that the page's files came from. */
const folders = (person) =>
  person.driver.executeScript(`
    const all = performance.getEntriesByType("resource").map((it) => new URL(it.name).pathname);
    return [...new Set(all.map((it) => /v\\d[^/]*/.exec(it)?.[0]).filter(Boolean))];
  `);

/** Loads the page again as a person does; geckodriver would pass by the worker. */
async function reloads(person) {
  await person.browser.leavesPage();
  await person.driver.executeScript("window.before = true; setTimeout(() => location.reload())");
  await until("for the page to be loaded again", () =>
    person.driver.executeScript("return !window.before && document.readyState === 'complete'"),
  );
}

const offline = (its) => its.misbehave(() => "hang up");

const beginsSome = async (person) => {
  await person.chooses("five-ps");
  await person.presses("prepare.begin");
  await person.answers("five-ps", some);
};

const seesSome = async (person) => {
  await until("for the statements", async () =>
    (await person.reads()).includes(person.statement("five-ps", "fp1")),
  );
  for (const [item, answer] of Object.entries(some)) {
    const [legend, label] = [person.statement("five-ps", item), person.option("five-ps", item, answer)];
    await until(`for “${label}” under “${legend}”`, async () => (await person.chosen(legend)) === label);
  }
};

for (const engine of engines) {
  const about = (what) => `${what} (${engine})`;

  test(
    about("after the first visit the page works without a network, until everything is deleted"),
    async (t) => {
      const its = await server(t);
      const person = await meet(t, {
        engine,
        at: its,
        expected: ["Failed to fetch", "ERR_EMPTY_RESPONSE", "ServiceWorker intercepted"],
      });
      await person.opens();
      await beginsSome(person);
      await person.waitsForEverything();
      await isKept(person);
      const asked = its.log.length;
      offline(its);
      await reloads(person);
      await seesSome(person);
      await person.opens();
      await person.switchesTo("cy");
      await person.presses("nav.contacted");
      await person.sees("contacts.copy");
      await person.sees("contacts.copy-asks");
      const addresses = await person.look(
        `return [...widget().querySelectorAll(".copied .address")].map((it) => it.textContent)`,
      );
      assert.ok(
        addresses.includes(`${its.origin}/sw.js`) && addresses.includes(its.origin + own("full_bg.wasm")),
      );
      const others = its.log.slice(asked).filter((it) => it.path !== "/sw.js");
      assert.deepEqual(others, [], "the browser asks for a newer worker, and for nothing else");

      await person.presses("nav.shelf");
      await person.presses("shelf.delete-all");
      await person.presses("delete-all.yes");
      await person.sees("news.erased");
      await until("for the copy to go", async () => (await kept(person)).caches === 0);
      assert.equal(
        await person.driver.executeScript(
          `return navigator.serviceWorker.getRegistrations().then((it) => it.length)`,
        ),
        0,
      );
    },
  );

  test(
    about("a later version is told of, and used when the person says so, with every answer"),
    async (t) => {
      const its = await server(t);
      const person = await meet(t, { engine, at: its });
      await person.opens();
      await beginsSome(person);
      await person.waitsForEverything();
      await isKept(person);
      deploys(its, await laterVersion());
      await reloads(person);
      await seesSome(person);
      await until("for the later version", async () => (await kept(person)).waiting === "installed");
      await person.seesNothingOf("news.newer");
      await person.presses("Partnership assessment");
      await person.sees("news.newer");
      await person.sees("news.newer-kept");
      assert.deepEqual(await folders(person), [manifest.folder], "what is open goes on as it is");

      await person.browser.leavesPage();
      await person.presses("news.use-newer");
      await person.seesHeading("The later version.");
      await person.waitsForEverything();
      assert.deepEqual(await folders(person), [next], "and then all of it is the later one");
      await until("for the older one to go", async () => (await kept(person)).caches === 1);
      await person.presses("start.continue");
      await seesSome(person);
    },
  );
}

test("another page that is open goes on in its version, and is the later one when it is opened again", async (t) => {
  const its = await server(t);
  const person = await meet(t, { at: its, expected: ["schemas/response.json"] });
  const { driver } = person;
  await person.opens();
  await person.waitsForEverything();
  await isKept(person);
  const first = await driver.getWindowHandle();
  await driver.switchTo().newWindow("tab");
  const second = await driver.getWindowHandle();
  // This one has not even its first files when the other goes on.
  await driver.get(`${its.origin}/`);
  await beginsSome(person);
  deploys(its, await laterVersion());
  await driver.switchTo().window(first);
  await reloads(person);
  await person.sees("news.newer");
  await person.presses("news.use-newer");
  await person.seesHeading("The later version.");
  await driver.switchTo().window(second);
  await seesSome(person);
  await person.presses("step.results");
  await person.seesHeading("results.heading");
  assert.deepEqual(await folders(person), [manifest.folder]);
  const old = await driver.executeScript(
    `return fetch(arguments[0]).then((it) => it.status)`,
    own("schemas/response.json"),
  );
  assert.equal(old, 404, "the server has the older version no more");
  const part = await driver.executeScript(
    `return fetch(arguments[0]).then((it) => it.status)`,
    own("full.css"),
  );
  assert.equal(part, 200, "but the page has");
  await driver.navigate().refresh();
  await person.seesHeading("results.heading");
  assert.deepEqual(await folders(person), [next]);
});

test("a later version that is not whole is not used, and what was there works on without a network", async (t) => {
  const its = await server(t);
  const person = await meet(t, { at: its, expected: ["404", "integrity", "Failed to"] });
  await person.opens();
  await person.waitsForEverything();
  await isKept(person);
  const files = await laterVersion();
  const whole = files.get(`/${next}/full.css`);

  // A file is missing.
  deploys(its, files, { without: `/${next}/full.css` });
  await reloads(person);
  await until("for it to be tried", () => its.log.some((it) => it.path === `/${next}/full.css` && it.done));
  await until("for it to be given up", async () => {
    const { busy, waiting, caches } = await kept(person);
    return !busy && !waiting && caches === 1;
  });
  // A file is of another version.
  files.set(`/${next}/full.css`, Buffer.concat([whole, Buffer.from("\n")]));
  deploys(its, files);
  const before = its.log.length;
  await reloads(person);
  await until("for it to be tried", () =>
    its.log.slice(before).some((it) => it.path === `/${next}/full.css` && it.done),
  );
  await until("for it to be given up", async () => {
    const { busy, waiting, caches } = await kept(person);
    return !busy && !waiting && caches === 1;
  });
  await person.seesHeading("start.heading");
  await person.seesNothingOf("news.newer");
  offline(its);
  await reloads(person);
  await person.seesHeading("start.heading");
  assert.deepEqual(await folders(person), [manifest.folder]);

  // Whole at last.
  files.set(`/${next}/full.css`, whole);
  deploys(its, files);
  await reloads(person);
  await person.sees("news.newer");
});

test("whoever takes the worker off the server switches it off", async (t) => {
  const its = await server(t);
  const person = await meet(t, { at: its, expected: ["404", "sw.js"] });
  await person.opens();
  await person.waitsForEverything();
  await isKept(person);
  its.misbehave((path) => (path === "/sw.js" ? { status: 404, headers: {}, body: "" } : undefined));
  await reloads(person);
  await until("for the copy to go", async () => {
    const { active, caches } = await kept(person);
    return !active && caches === 0;
  });
  its.misbehave(() => undefined);
});

test("no worker comes to a page around the widget, into a frame, or from the builder's page", async (t) => {
  const its = await server(t);
  its.offer(
    "/host.html",
    `<!doctype html><html lang="en"><head><title>A page of a host</title><link rel="icon" href="data:,">
      <script type="module" src="${own("partnership-assessment.js")}"></script></head>
      <body><partnership-assessment standalone></partnership-assessment></body></html>`,
  );
  const person = await meet(t, { at: its });
  for (const page of ["/host.html", own("frame.html"), "/builder.html"]) {
    await person.opens(page);
    if (page !== "/builder.html") await person.waitsForEverything();
    const found = await person.driver.executeScript(
      `return navigator.serviceWorker.getRegistrations().then((it) => it.length)`,
    );
    assert.equal(found, 0, page);
  }
  assert.ok(!its.log.some((it) => it.path === "/sw.js"));
});
