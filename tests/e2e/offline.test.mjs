// The file for the disk: opened from a folder, without any server, it does the whole job and
// cannot ask anybody for anything.

import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { engines, lacks } from "./browser.mjs";
import { meet } from "./meeting.mjs";
import { dist } from "./server.mjs";
import { own } from "./words.mjs";

const name = "partnership-assessment-offline.html";

/** A copy of the file in the person's own folder, as an address. */
async function onDisk(person) {
  const path = await person.browser.file(name, "");
  await copyFile(`${dist}/${name}`, path);
  return pathToFileURL(path).href;
}

async function opensTheFile(person, fragment = "") {
  const address = await onDisk(person);
  await person.browser.leavesPage();
  await person.driver.get(address + fragment);
  return address;
}

/** What the page has fetched, by the browser's own record. */
const fetched = (person) =>
  person.driver.executeScript(
    "return performance.getEntriesByType('resource').map((it) => it.name).filter((it) => !it.startsWith('blob:'))",
  );

for (const engine of engines) {
  const skip = lacks(engine, "disk");

  test(`a person answers from the disk in both languages, and nothing is lost or fetched (${engine})`, {
    skip,
  }, async (t) => {
    const person = await meet(t, { engine });
    await opensTheFile(person);
    await person.seesHeading("start.heading");
    await person.switchesTo("cy");
    await person.chooses("five-ps");
    await person.presses("prepare.begin");
    await person.answers("five-ps", { fp1: 4, fp2: 5, fp3: "dont-know" });
    await person.reloads();
    await person.seesHeading(own("cy", person.instruments["five-ps"].sections[0].title));
    await person.answers("five-ps", { fp4: 2, fp5: 3 });
    await person.presses("step.results");
    await person.seesHeading("results.heading");
    await person.presses("step.keep");
    const saved = JSON.parse((await person.saves("keep.json")).text);
    assert.deepEqual(saved.answers, { fp1: 4, fp2: 5, fp3: "dont-know", fp4: 2, fp5: 3 });
    assert.equal(saved.language, "cy");
    assert.deepEqual(await fetched(person), []);
    assert.deepEqual(person.server.log, []);
  });

  test(`a link of ours works at the end of the file's address (${engine})`, { skip }, async (t) => {
    const person = await meet(t, { engine });
    await opensTheFile(person, "#pa-instrument=challenges&lang=cy");
    person.language = "cy";
    await person.sees(own("cy", person.instruments.challenges.title));
    await person.sees("prepare.begin");
  });
}

test("a trainer runs a workshop from the disk: each opens a copy of the file", async (t) => {
  const trainer = await meet(t);
  await opensTheFile(trainer);
  await trainer.seesHeading("start.heading");
  const link = await trainer.setsUp({ name: "A room without a network" });
  await trainer.sees("invite.from-file");
  assert.match(link, /^#pa-workshop=/);

  const participant = await meet(t);
  await opensTheFile(participant, link);
  await participant.sees("A room without a network");
  assert.deepEqual(await fetched(participant), []);
});

test("the file is one: it names no other", async () => {
  const { readFile } = await import("node:fs/promises");
  const page = await readFile(`${dist}/${name}`, "utf8");
  const [head] = page.split('<script type="application/json"');
  assert.ok(!/\b(src|href)=/.test(head), "nothing is asked for in the page itself");
  assert.match(head, /default-src 'none'/);
  assert.ok(!/connect-src|https?:/.test(head), "the policy allows no connection");
});
