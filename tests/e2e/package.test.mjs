// The npm package: packed, installed in a small Vite project, checked with TypeScript, built,
// and tried in browsers under a strict policy below a path of a site.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer as createTcp } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { build, createServer } from "vite";

import { engines, lacks, titles, until } from "./browser.mjs";
import { begins, finishes } from "./hosts/pulse.mjs";
import { meet, server } from "./meeting.mjs";
import { dist, manifest } from "./server.mjs";

const run = promisify(execFile);
const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const base = "/sub/path/";

let home;
let project;
/** The files of the built site, by the path that they are served at. */
let site;
const warnings = [];

/** The sentences about failures in a language. */
const failures = JSON.parse(
  await readFile(fileURLToPath(new URL("../../src/text/en.json", import.meta.url)), "utf8"),
).failures;

/** What Vite says while it builds. */
const logger = {
  info() {},
  warn: (it) => warnings.push(it),
  warnOnce: (it) => warnings.push(it),
  error: (it) => warnings.push(it),
  clearScreen() {},
  hasErrorLogged: () => false,
  hasWarned: false,
};

/** A port that nobody listens at. */
async function freePort() {
  const listening = createTcp();
  await new Promise((done) => listening.listen(0, "127.0.0.1", done));
  const { port } = listening.address();
  await new Promise((done) => listening.close(done));
  return port;
}

async function filesOf(folder) {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all.filter((it) => it.isFile()).map((it) => relative(folder, join(it.parentPath, it.name)));
}

before(async () => {
  home = await mkdtemp(join(tmpdir(), "pa-package-"));
  project = join(home, "project");
  await cp(fileURLToPath(new URL("hosts/vite/", import.meta.url)), project, { recursive: true });

  // Installed as npm does, without a network.
  const { stdout } = await run("npm", [
    "pack",
    "--silent",
    "--pack-destination",
    home,
    join(dist, manifest.folder),
  ]);
  const installed = join(project, "node_modules", "partnership-assessment");
  await mkdir(installed, { recursive: true });
  await run("tar", ["-xzf", join(home, stdout.trim()), "-C", installed, "--strip-components=1"]);
  await symlink(join(modules, "vite"), join(project, "node_modules", "vite"));

  await build({ root: project, customLogger: logger, logLevel: "warn" });
  const built = join(project, "dist");
  const names = await filesOf(built);
  site = new Map(
    await Promise.all(
      names.map(async (it) => [base + it.replaceAll("\\", "/"), await readFile(join(built, it))]),
    ),
  );
});

after(() => rm(home, { recursive: true, force: true }));

/** A server with the built site on it, and the path of its page. */
async function hosting(t) {
  const its = await server(t);
  for (const [path, body] of site) its.offer(path, body);
  return its;
}

test("the package is whole: every file of the version, with its types and its licences", async () => {
  const inside = await filesOf(join(project, "node_modules", "partnership-assessment"));
  const built = await filesOf(join(dist, manifest.folder));
  assert.deepEqual(inside.sort(), built.sort());
  for (const it of [
    "index.js",
    "partnership-assessment.d.ts",
    "README.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "openacr.yaml",
  ]) {
    assert.ok(inside.includes(it), it);
  }
});

test("TypeScript knows the element, its events and its door", async () => {
  const tsc = join(modules, "typescript", "bin", "tsc");
  const check = () => run(process.execPath, [tsc, "--strict", "--noEmit", "-p", project]);
  await check();
  // And it would notice what is wrong.
  const script = join(project, "main.ts");
  const right = await readFile(script, "utf8");
  const wrong = right
    .replace("partnershipAssessment(1)", "partnershipAssessment(7)")
    .replace("detail.answered", "detail.answers");
  await writeFile(script, wrong);
  const told = await check().then(
    () => "nothing",
    (it) => it.stdout,
  );
  await writeFile(script, right);
  assert.match(told, /'7'/);
  assert.match(told, /'answers'/);
});

test("Vite builds the page without a warning, with every file once and untouched", async () => {
  assert.deepEqual(warnings, []);
  const shipped = [...site];
  const own = async (path) => readFile(join(dist, manifest.folder, path));
  for (const path of ["starter_bg.wasm", "full_bg.wasm", "text/en.json"]) {
    const bytes = await own(path);
    assert.equal(shipped.filter(([, body]) => body.equals(bytes)).length, 1, path);
  }
  const wasm = shipped.filter(([path]) => path.endsWith(".wasm"));
  assert.equal(wasm.length, 2);
  for (const [path, body] of shipped) {
    assert.ok(!body.includes("data:application/wasm"), `${path} has wasm inside`);
  }
  // What is fetched before the widget is near: the page's own script with the element in it.
  const entry = shipped.find(([path]) => /index-.*\.js$/.test(path));
  assert.ok(entry[1].length < 20_000, `${entry[1].length} bytes`);
});

test("on a server, where there are no elements, the package can be imported and does nothing", async () => {
  const script = `await import("partnership-assessment"); console.log(typeof customElements);`;
  const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", script], {
    cwd: project,
  });
  assert.equal(stdout.trim(), "undefined");
  assert.equal(stderr, "");
});

for (const engine of engines) {
  test(`in ${titles[engine]} the built page works below a path of a site and under a strict policy`, async (t) => {
    const its = await hosting(t);
    const person = await meet(t, { engine, at: its });
    await person.opens(`${base}index.html`);
    await begins(person);
    await until("for the page to know its assessment", () =>
      person.driver.executeScript("return document.body.dataset.ready === 'five-ps'"),
    );
    const asked = its.log.length;
    await finishes(person);
    assert.equal(
      await person.driver.executeScript("return document.querySelector('#progress').textContent"),
      "5 of 5 answered.",
    );
    assert.equal(its.log.length, asked);
    const elsewhere = its.log.filter((it) => !it.path.startsWith(base) && it.path !== "/favicon.ico");
    assert.deepEqual(elsewhere, []);
    assert.deepEqual(
      its.log.filter((it) => it.status !== 200).map((it) => it.path),
      [],
    );
    const once = its.log.map((it) => it.path);
    assert.deepEqual(once, [...new Set(once)]);
  });

  test(`in ${titles[engine]} the built page says so when a file is not the one that was published`, async (t) => {
    const its = await hosting(t);
    its.misbehave(async (path, right) => {
      if (!/starter_bg-.*\.wasm$/.test(path)) return undefined;
      const answer = await right();
      const body = Buffer.from(answer.body);
      body[body.length - 1] ^= 1;
      return { ...answer, body };
    });
    const expected = ["starter_bg", "integrity", "partnership-assessment: "];
    const person = await meet(t, { engine, at: its, expected });
    await person.opens(`${base}index.html`);
    const file = [...site.keys()].find((it) => /starter_bg-.*\.wasm$/.test(it));
    const reason = await until("for the reason", () =>
      person.driver.executeScript(
        "const it = document.querySelector('#progress').textContent; return it.startsWith('Nothing') ? '' : it",
      ),
    );
    assert.equal(reason, failures.changed.replace("{file}", its.origin + file));
    // The fallback stays.
    assert.ok(
      await person.driver.executeScript(
        "return document.querySelector('partnership-assessment p').checkVisibility()",
      ),
    );
  });

  test(`in ${titles[engine]} the page works on Vite's development server`, {
    skip: lacks(engine, "sockets"),
  }, async (t) => {
    const vite = await createServer({
      root: project,
      logLevel: "silent",
      server: { port: 0, host: "127.0.0.1", hmr: { port: await freePort() } },
    });
    await vite.listen();
    t.after(() => vite.close());
    const origin = `http://127.0.0.1:${vite.httpServer.address().port}`;
    const person = await meet(t, { engine, at: { origin, violations: [] } });
    await person.opens(`${base}index.html`);
    await begins(person);
    await until("for the page to know its assessment", () =>
      person.driver.executeScript("return document.body.dataset.ready === 'five-ps'"),
    );
    await finishes(person);
  });
}
