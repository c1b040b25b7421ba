// The element in the tree of a host page that is a Yew app itself.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { By } from "selenium-webdriver";

import { engines, titles, until } from "./browser.mjs";
import { answers, begins, finishes, pulse } from "./hosts/pulse.mjs";
import { meet, server } from "./meeting.mjs";
import { own } from "./server.mjs";

const run = promisify(execFile);
const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("../../target/hosts", import.meta.url));

let home;
const app = {};

before(async () => {
  home = await mkdtemp(join(tmpdir(), "pa-yew-"));
  const cargo = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
  const options = {
    cwd: fileURLToPath(new URL("hosts/yew/", import.meta.url)),
    env: { ...process.env, PATH: `${process.env.PATH}${delimiter}${cargo}` },
    maxBuffer: 1 << 24,
  };
  const wasm = "wasm32-unknown-unknown";
  await run("cargo", ["build", "--locked", "--release", "--target", wasm, "--target-dir", target], options);
  const built = join(target, wasm, "release", "yew_host.wasm");
  const out = ["--target", "web", "--no-typescript", "--out-dir", home, "--out-name", "app"];
  await run("wasm-bindgen", [...out, built], options);
  for (const name of ["app.js", "app_bg.wasm"]) app[name] = await readFile(join(home, name));
});

after(() => rm(home, { recursive: true, force: true }));

/** Keeps hold of closed shadow roots, for the test to look inside; to the page they stay closed. */
const peeking = `
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    window.modes = [...(window.modes ?? []), options.mode];
    if (options.mode === "closed") Object.defineProperty(this, "shadowRoot", { value: root });
    return root;
  };
`;

async function host(t, engine, mode, expected) {
  const its = await server(t);
  for (const [name, body] of Object.entries(app)) its.offer(`/${name}`, body);
  its.offer("/start.js", `import start from "/app.js"; start({ module_or_path: "/app_bg.wasm" });`);
  its.offer(
    "/yew.html",
    `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>A Yew app</title>
    <link rel="icon" href="data:,">
    <script type="module" src="${own("partnership-assessment.js")}"></script>
    <script type="module" src="/start.js"></script>
  </head>
  <body></body>
</html>
`,
  );
  const person = await meet(t, { engine, at: its, expected });
  await person.browser.beforeEachPage(peeking);
  await person.opens(`/yew.html?${mode}`);
  await until("for the app", () =>
    person.driver.executeScript("return document.querySelector('#count')?.textContent === '0'"),
  );
  const text = (id) =>
    person.driver.executeScript("return document.getElementById(arguments[0]).textContent", id);
  return {
    person,
    text,
    holds: (id, wanted) =>
      until(
        async () => `for “${wanted}” in “${id}”, now “${await text(id)}”`,
        async () => (await text(id)) === wanted,
      ),
    presses: (id) => person.driver.findElement(By.id(id)).click(),
    writes: (words) => person.driver.findElement(By.id("note")).sendKeys(words),
  };
}

for (const engine of engines) {
  test(`in ${titles[engine]} a Yew app and the element in its tree, with a closed shadow root, both work and hear nothing of each other`, async (t) => {
    const { person, holds, presses, writes, text } = await host(t, engine, "closed");
    assert.deepEqual(await person.driver.executeScript("return modes"), ["closed"]);
    await presses("add");
    await holds("count", "1");
    await begins(person);
    // It comes a moment after the words, and would take what is typed.
    await until("for the focus", () =>
      person.look(
        `return document.querySelector("partnership-assessment").shadowRoot.activeElement?.id === "pa-heading"`,
      ),
    );
    await writes("Half a thought");
    await holds("text", "Half a thought");
    await person.answers(pulse.id, { fp1: answers.fp1, fp2: answers.fp2 });
    await holds("progress", "2 of 5");
    await presses("add");
    await holds("count", "2");
    await person.comments(pulse.id, "fp2", "Of the widget alone");
    assert.equal(await person.look(`return all("textarea")[0]?.value`), "Of the widget alone");
    await holds("text", "Half a thought");
    await presses("add");
    await holds("count", "3");
    // The box around the element is told of clicks in it, as of any part of its page.
    assert.ok(Number(await text("clicks")) > 0);

    // Taken out of the tree and put back.
    await presses("toggle");
    await until("for it to go", () =>
      person.driver.executeScript("return !document.querySelector('partnership-assessment')"),
    );
    await presses("toggle");
    await until(
      "for the answers",
      async () => (await person.chosen(person.statement(pulse.id, "fp1"))) !== null,
    );
    await holds("count", "3");
    const { fp3, fp4, fp5 } = answers;
    await finishes(person, { fp3, fp4, fp5 });
    await presses("add");
    await holds("count", "4");
    await holds("progress", "5 of 5");
  });

  const clicksOurs = async (person, key) => {
    await person.look(`one(all("button"), arguments[0]).click()`, person.say(key));
    await new Promise((done) => setTimeout(done, 300));
  };

  test(`in ${titles[engine]} no button of the element, with a closed shadow root, sets off a button of the Yew app around it`, async (t) => {
    const { person, text } = await host(t, engine, "closed");
    await person.sees("prepare.begin");
    for (const key of ["nav.start", "nav.privacy", "nav.partnership", "nav.contacted", "nav.shelf"]) {
      await clicksOurs(person, key);
      assert.equal(await text("count"), "0", key);
      assert.ok(
        await person.driver.executeScript("return Boolean(document.querySelector('partnership-assessment'))"),
        key,
      );
    }
  });

  // Two Yew programs number their listeners alike. This shows why the closed one is asked for.
  test(`in ${titles[engine]} with an open shadow root a click in the element is taken for one on the Yew app's own button`, async (t) => {
    const { person, text, holds } = await host(t, engine, "open");
    assert.deepEqual(await person.driver.executeScript("return modes"), ["open"]);
    await person.sees("prepare.begin");
    assert.equal(await text("count"), "0");
    const same = await person.look(`
      const number = document.querySelector("#add").__yew_listener_id;
      const it = all("button").find((it) => it.__yew_listener_id === number);
      it.click();
      return Boolean(it);`);
    assert.ok(same);
    await holds("count", "1");
  });
}
