// Where the WebAssembly breaks under a person's hands, or cannot be had any more: a card says
// so, saves what is stored, and the file opens wherever the widget works. Each fault is real:
// a function of the browser that fails makes the program panic, and a memory that is written
// over makes it trap.

import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { broken, card, clicksOnce, noted, panics, presses, traps } from "./broken.mjs";
import { engines, lacks, until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { dist, own } from "./server.mjs";
import { failures } from "./words.mjs";

const name = "partnership-assessment-offline.html";
const words = failures.en;

/** What is saved, as it is written, and the texts that are in it by their keys. */
async function saved(person) {
  await presses(person, words["save-answers"]);
  const file = await person.browser.download();
  const { format, version, records } = JSON.parse(file.text);
  assert.deepEqual([format, version], ["partnership-assessment/rescue", 1]);
  assert.match(file.name, /^saved-answers-\d{4}-\d\d-\d\d\.json$/);
  return { ...file, texts: Object.fromEntries(records.map(({ key, text }) => [key, text])) };
}

const record = (texts) => {
  const found = Object.entries(texts).filter(([key]) => key.includes("/record/"));
  assert.equal(found.length, 1, Object.keys(texts).join());
  return JSON.parse(found[0][1]).response.answers;
};

const answersSome = async (person, id = "five-ps") => {
  const { title } = person.instruments[id];
  await person.presses("start.begin-named", { values: { title: title[person.language] } });
  await person.presses("prepare.begin");
  await person.answers(id, { fp1: 4, fp2: 5, fp3: "dont-know" });
  // What follows from the last answer is shown a moment later, and what else arrives is there.
  await person.sees("progress.overall", { n: 3, total: 5 });
  await person.waitsUntilReady();
};
const some = { fp1: 4, fp2: 5, fp3: "dont-know" };

for (const engine of engines) {
  const about = (what) => `${what} (${engine})`;

  test(
    about("after a trap the stored answers are saved without the program, and opened elsewhere"),
    async (t) => {
      const person = await meet(t, { engine, expected: broken });
      await person.browser.beforeEachPage(noted);
      await person.opens();
      await answersSome(person);
      await person.waitsForEverything();
      const requests = person.server.log.length;
      const stored = await person.stored();
      await traps(person);
      await clicksOnce(person);

      const { lines, buttons, told } = await card(person);
      assert.deepEqual(lines, [words.stopped, words.stored, words["can-open"]]);
      assert.deepEqual(buttons, [words["save-answers"], words.reload]);
      assert.deepEqual(told, [words.stopped], "the page is told once");
      const file = await saved(person);
      assert.deepEqual(file.texts, stored, "everything is as it was stored");
      assert.deepEqual(record(file.texts), some);
      if (engine !== "firefox") assert.equal(person.server.log.length, requests, "nothing was asked for");

      // Nothing is lost by it.
      await presses(person, words.reload);
      await until("for the statements", async () =>
        (await person.reads()).includes(person.statement("five-ps", "fp1")),
      );
      assert.equal(
        await person.chosen(person.statement("five-ps", "fp1")),
        person.option("five-ps", "fp1", 4),
      );

      // On another device, which has nothing.
      await person.driver.executeScript("localStorage.clear()");
      await person.opens("/index.html");
      await person.seesHeading("start.heading");
      await person.opensFileFromShelf(file.path);
      await person.sees("news.rescued", { n: 1 });
      await person.presses("shelf.open");
      await until("for the statements", async () =>
        (await person.reads()).includes(person.statement("five-ps", "fp1")),
      );
      assert.equal(
        await person.chosen(person.statement("five-ps", "fp2")),
        person.option("five-ps", "fp2", 5),
      );
    },
  );

  test(about("after a panic what is in no storage is saved too"), async (t) => {
    const its = await server(t);
    its.offer(
      "/host.html",
      `<!doctype html><html lang="en"><head><title>A page of a host</title><link rel="icon" href="data:,">
        <script type="module" src="${own("partnership-assessment.js")}"></script></head>
        <body><partnership-assessment storage="none"><p>Fallback</p></partnership-assessment></body></html>`,
    );
    const person = await meet(t, { engine, at: its, expected: broken });
    await person.browser.beforeEachPage(noted);
    await person.opens("/host.html");
    await answersSome(person);
    await person.waitsForEverything();
    // The full widget takes over here.
    await person.presses("step.check");
    await person.sees("check.heading");
    await panics(person);
    await person.presses("nav.shelf");

    const { lines, buttons } = await card(person);
    assert.deepEqual(lines, [words.stopped, words.unstored, words["can-open"]]);
    assert.deepEqual(buttons, [words["save-answers"], words.reload]);
    const file = await saved(person);
    assert.deepEqual(record(file.texts), some);
    assert.deepEqual(await person.stored(), {});
    // The element can still leave the page and come back.
    await person.driver.executeScript(`
      const it = document.querySelector("partnership-assessment");
      const { parentNode } = it;
      it.remove();
      return new Promise((done) => setTimeout(done)).then(() => parentNode.append(it));
    `);
    await until("for the message", () =>
      person.look(`return widget().querySelector("[role=alert]") !== null`),
    );
  });

  test(about("the file for the disk has the card too"), { skip: lacks(engine, "disk") }, async (t) => {
    const person = await meet(t, { engine, expected: broken });
    await person.browser.beforeEachPage(noted);
    const path = await person.browser.file(name, "");
    await copyFile(`${dist}/${name}`, path);
    await person.driver.get(pathToFileURL(path).href);
    await answersSome(person);
    await traps(person);
    await clicksOnce(person);
    assert.deepEqual((await card(person)).lines, [words.stopped, words.stored, words["can-open"]]);
    assert.deepEqual(record((await saved(person)).texts), some);
  });

  // What is special here is not the engine.
  if (engine !== "chromium") continue;

  test(about("a program that breaks before everything has arrived says so"), async (t) => {
    const its = await server(t);
    const release = its.holdBack((path) => /\/(later|full)/.test(path));
    const person = await meet(t, { engine, at: its, expected: broken });
    await person.browser.beforeEachPage(noted);
    await person.opens();
    await person.seesHeading("start.heading");
    await traps(person);
    await presses(person, "Cymraeg");
    const { lines, buttons } = await card(person);
    assert.deepEqual([lines, buttons], [[words.stopped, words["none-stored"]], [words.reload]]);
    release();
    await presses(person, words.reload);
    await person.seesHeading("start.heading");
  });

  test(about("stored answers are saved where the program cannot be had any more"), async (t) => {
    const its = await server(t);
    const person = await meet(t, {
      engine,
      at: its,
      expected: ["partnership-assessment: ", "404", "Failed", "integrity"],
    });
    its.offer(
      "/host.html",
      `<!doctype html><html lang="cy"><head><title>A page of a host</title><link rel="icon" href="data:,">
        <script type="module" src="${own("partnership-assessment.js")}"></script></head>
        <body><partnership-assessment><p>Fallback</p></partnership-assessment></body></html>`,
    );
    await person.opens("/host.html");
    person.language = "cy";
    await answersSome(person);
    its.misbehave((path) => (path.endsWith(".wasm") ? { status: 404, headers: {}, body: "" } : undefined));
    await person.reloads();
    await until("for the offer", () =>
      person.look(`return widget()?.textContent.includes(arguments[0])`, failures.cy["still-stored"]),
    );
    assert.equal(await person.look(`return document.querySelector("p").checkVisibility()`), true);
    await presses(person, failures.cy["save-answers"]);
    const file = await person.browser.download();
    assert.match(file.name, /^atebion-a-gadwyd-/);
    const { records } = JSON.parse(file.text);
    assert.deepEqual(Object.fromEntries(records.map(({ key, text }) => [key, text])), await person.stored());
  });
}

test("the page for frames has the card too", async (t) => {
  const its = await server(t);
  its.offer(
    "/host.html",
    `<!doctype html><html lang="en"><head><title>A page of a host</title><link rel="icon" href="data:,"></head>
      <body><iframe src="${own("frame.html")}" width="800" height="800"></iframe></body></html>`,
    { "content-security-policy": "default-src 'none'; frame-src 'self'; img-src data:" },
  );
  const person = await meet(t, { at: its, expected: broken });
  await person.browser.beforeEachPage(noted);
  await person.opens("/host.html");
  await person.driver.switchTo().frame(0);
  await answersSome(person);
  await traps(person);
  await clicksOnce(person);
  assert.deepEqual((await card(person)).buttons, [words["save-answers"], words.reload]);
  assert.deepEqual(record((await saved(person)).texts), some);
});

test("what was under a passphrase is saved as it is, and opened elsewhere by the passphrase", async (t) => {
  const passphrase = "cor mawr ar y bryn";
  const person = await meet(t, { expected: broken });
  await person.browser.beforeEachPage(noted);
  await person.opens();
  await answersSome(person);
  await person.presses("nav.shelf");
  await person.presses("shelf.protect");
  await person.protects(passphrase);
  await person.sees("news.protected");
  await person.presses("nav.shelf");
  await person.presses("shelf.open");
  await until("for the statements", () => person.look(`return all("fieldset input").length`));
  await traps(person);
  await clicksOnce(person);
  await card(person);
  const file = await saved(person);
  assert.equal(file.text.includes("fp1"), false);

  await person.driver.executeScript("localStorage.clear()");
  await person.opens("/index.html");
  await person.seesHeading("start.heading");
  await person.opensFileFromShelf(file.path);
  await person.sees("vault.file-title", { file: file.name });
  for (const [typed, told] of [
    ["a wrong passphrase", "vault.wrong"],
    [passphrase, "news.rescued"],
  ]) {
    await person.unlocks(typed);
    await person.sees(told, { n: 1 });
  }
  await person.presses("shelf.open");
  const chosen = () => person.chosen(person.statement("five-ps", "fp1"));
  await until("for the answer", async () => (await chosen()) === person.option("five-ps", "fp1", 4));
});
