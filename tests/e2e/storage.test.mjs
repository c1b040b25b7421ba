// Every failure of the storage, provoked for real: no answer that the page has called saved
// is lost, and what is not saved is said and can still be had as a file.

import assert from "node:assert/strict";
import { test } from "node:test";

import { engines, lacks, until } from "./browser.mjs";
import { meet } from "./meeting.mjs";
import { Person } from "./person.mjs";
import { instruments, own } from "./words.mjs";

const pulse = instruments["five-ps"];

async function begins(person) {
  await person.opens();
  await person.chooses("five-ps");
  await person.presses("prepare.begin");
  await person.seesHeading(own(person.language, pulse.sections[0].title));
}

const record = async (person) => {
  const found = Object.entries(await person.stored()).filter(([key]) => key.includes("/record/"));
  assert.equal(found.length, 1, "one record");
  return { key: found[0][0], text: found[0][1], response: JSON.parse(found[0][1]).response };
};

/** What the widget shows as answered. */
async function shows(person, answers) {
  for (const [item, answer] of Object.entries(answers)) {
    const wanted = person.option("five-ps", item, answer);
    await until(
      `for ${item} to be ${answer}`,
      async () => (await person.chosen(person.statement("five-ps", item))) === wanted,
    );
  }
}

for (const engine of engines) {
  test(`answers survive a reload in mid-answer, a full storage and a second tab (${engine})`, async (t) => {
    const person = await meet(t, { engine });
    await begins(person);
    await person.answers("five-ps", { fp1: 4 });
    await person.reloads();
    await shows(person, { fp1: 4 });

    await person.fillsTheStorage();
    await person.answers("five-ps", { fp2: 5 });
    await person.sees("news.storage-full");
    await shows(person, { fp1: 4, fp2: 5 });
    await person.driver.executeScript(`localStorage.removeItem("host-page")`);
    await person.answers("five-ps", { fp3: 2 });
    await until("for everything to be stored", async () => {
      const { answers } = (await record(person)).response;
      return JSON.stringify(answers) === JSON.stringify({ fp1: 4, fp2: 5, fp3: 2 });
    });

    const tab = await person.driver.getWindowHandle();
    // WebKit draws nothing in a tab behind another one, so that its widget would not begin.
    await person.driver.switchTo().newWindow(engine === "webkit" ? "window" : "tab");
    const second = new Person(person.browser, person.server);
    await second.opens();
    await second.presses("start.continue");
    await second.answers("five-ps", { fp4: 1 });
    await person.driver.switchTo().window(tab);
    await person.sees("news.merged");
    await shows(person, { fp1: 4, fp4: 1 });
  });
}

test("a tab that is gone in mid-answer loses nothing that was chosen", async (t) => {
  const person = await meet(t);
  await begins(person);
  await person.answers("five-ps", { fp1: 4, fp2: 3 });
  // A navigation that does not wait for anybody.
  await person.driver.executeScript("location.replace('about:blank')");
  await person.opens();
  await person.presses("start.continue");
  await shows(person, { fp1: 4, fp2: 3 });
});

test("a storage that another script empties is filled again with what the page knows", async (t) => {
  const person = await meet(t);
  await begins(person);
  await person.waitsForEverything();
  await person.answers("five-ps", { fp1: 4 });
  await person.driver.executeScript("localStorage.clear()");
  await person.answers("five-ps", { fp2: 2 });
  await until("for both answers to be stored", async () => {
    const stored = JSON.stringify((await record(person)).response.answers);
    return stored === JSON.stringify({ fp1: 4, fp2: 2 });
  });
  await person.reloads();
  await shows(person, { fp1: 4, fp2: 2 });
});

test("a storage whose getter throws is said before the first answer, and a file holds the answers", async (t) => {
  const person = await meet(t);
  await person.browser.beforeEachPage(`
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
    }
  `);
  await person.opens();
  await person.chooses("five-ps");
  await person.sees("prepare.cannot-keep");
  await person.presses("prepare.begin");
  await person.answersAll("five-ps", { fp1: 4, fp2: 5, fp3: 3, fp4: 2, fp5: 1 });
  await person.presses("check.finish");
  await person.seesHeading("results.heading");
  await person.presses("results.keep");
  const { answers } = JSON.parse((await person.saves("keep.json")).text);
  assert.deepEqual(answers, { fp1: 4, fp2: 5, fp3: 3, fp4: 2, fp5: 1 });
});

test("foreign, damaged and truncated entries under our prefix hurt nobody", async (t) => {
  const person = await meet(t);
  await begins(person);
  await person.answers("five-ps", { fp1: 4 });
  const { key, text } = await record(person);
  const base = key.slice(0, key.indexOf("record/"));
  const foreign = {
    [`${base}record/`]: "",
    [`${base}record/a/b`]: "\u0000",
    [`${base}record/cut`]: text.slice(0, 100),
    [`${base}instrument/five-ps`]: "<script>",
    [`${base}due`]: "soon",
    [`${base}strange`]: "{",
    "partnership-assessment/": "1",
    "partnership-assessment/9/default/record/x": "from a later layout",
  };
  await person.driver.executeScript(
    "for (const [key, text] of Object.entries(arguments[0])) localStorage.setItem(key, text)",
    foreign,
  );
  await person.reloads();
  await shows(person, { fp1: 4 });
  await person.answers("five-ps", { fp2: 5 });
  const stored = await person.stored();
  for (const [name, value] of Object.entries(foreign)) assert.equal(stored[name], value, name);
});

test("a browser that is killed loses no more than its last moments", {
  skip: lacks("chromium", "profile"),
}, async (t) => {
  const person = await meet(t);
  await begins(person);
  await person.answers("five-ps", { fp1: 4 });
  // Chromium writes to the disk some seconds after the first change.
  await new Promise((done) => setTimeout(done, 7000));
  await person.answers("five-ps", { fp2: 5 });
  const { profile } = person.browser;
  await person.browser.kill();
  const again = await meet(t, { at: person.server, profile });
  await again.opens();
  await again.presses("start.continue");
  await shows(again, { fp1: 4 });
  const kept = await again.chosen(again.statement("five-ps", "fp2"));
  t.diagnostic(`the answer of the last moment was ${kept === null ? "lost" : "kept"}`);
});
