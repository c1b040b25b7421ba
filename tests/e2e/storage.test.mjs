// Every failure of the storage, provoked for real: no answer that the page has called saved
// is lost, and what is not saved is said and can still be had as a file.

import assert from "node:assert/strict";

import { until } from "./browser.mjs";
import { meet, everywhere as test } from "./meeting.mjs";
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

test("answers survive a reload in mid-answer, a full storage and a second tab", async (t) => {
  const person = await meet(t);
  await begins(person);
  // Firefox says of a script that a reload cuts off that it is not what was promised.
  await person.waitsForEverything();
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
  await person.opensTab();
  const second = new Person(person.browser, person.server);
  await second.opens();
  await second.presses("start.continue");
  await second.answers("five-ps", { fp4: 1 });
  await person.driver.switchTo().window(tab);
  await person.sees("news.merged");
  await shows(person, { fp1: 4, fp4: 1 });
});

test("a tab that is gone in mid-answer loses nothing that was chosen", async (t) => {
  const person = await meet(t);
  await begins(person);
  await person.answers("five-ps", { fp1: 4, fp2: 3 });
  // A navigation that does not wait for anybody.
  await person.driver.executeScript("location.replace('about:blank')");
  await person.opens();
  // WebKit takes the address for the one that was replaced, and its place in the page with it.
  await person.driver.executeScript("history.replaceState(null, '')");
  await person.reloads();
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
  among: ["chromium"],
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

/** Opens the page in another window, which becomes the one that is looked at. */
async function opensAgain(person) {
  await person.driver.switchTo().newWindow("window");
  await person.opens();
  await person.waitsUntilComplete();
  return person.driver.getWindowHandle();
}

/** The answers in the storage, as text. */
const answered = async (person) => {
  const { answers } = (await record(person)).response;
  return JSON.stringify(Object.fromEntries(Object.entries(answers).sort()));
};

/** What the page shows as chosen, item by item. */
const chosenIn = (person) =>
  Promise.all(
    pulse.sections[0].items.map(async (it) => [
      it.id,
      await person.chosen(person.statement("five-ps", it.id)),
    ]),
  );

/**
 * Has the page of the window answer on its own from a moment on: each act is an item's number
 * and an answer's place, so many milliseconds after the moment. What it chose is noted in
 * `acts`, with the time.
 */
const answersLater = (person, moment, acts) =>
  person.look(
    `const [moment, acts] = arguments;
     window.acts = [];
     for (const [after, item, place] of acts) {
       setTimeout(() => {
         const input = all("fieldset:has(input[type=radio])")[item].querySelectorAll("input")[place];
         if (input.checked) return;
         window.acts.push([Date.now(), item, place]);
         input.click();
       }, moment + after - Date.now());
     }`,
    moment,
    acts,
  );

test("three windows that answer the same assessment at once come to the newest answers, and say so", async (t) => {
  const person = await meet(t);
  await begins(person);
  await person.waitsUntilComplete();
  await person.answers("five-ps", { fp1: 1 });
  const windows = [await person.driver.getWindowHandle()];
  for (let i = 0; i < 2; i += 1) {
    windows.push(await opensAgain(person));
    await person.presses("start.continue");
    await shows(person, { fp1: 1 });
  }
  const see = (i) => person.driver.switchTo().window(windows[i]);

  // By turns: each takes over what the ones before have answered, and answers it anew.
  const turns = [
    { fp1: 2, fp2: 3 },
    { fp2: 4, fp3: 5 },
    { fp1: 5, fp3: 1 },
    { fp4: 2, fp2: 1 },
  ];
  let all = { fp1: 1 };
  for (const [i, answers] of turns.entries()) {
    await see(i % 3);
    await person.answers("five-ps", answers);
    all = { ...all, ...answers };
  }
  for (const i of windows.keys()) {
    await see(i);
    await shows(person, all);
    await person.sees("news.merged");
  }
  assert.equal(await answered(person), JSON.stringify(Object.fromEntries(Object.entries(all).sort())));

  // At once: the same row of numbers at every run, and the windows at odds with one another.
  let state = 20260101;
  const below = (n) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
  const moment = Date.now() + 4000;
  for (const i of windows.keys()) {
    await see(i);
    const acts = Array.from({ length: 60 }, (_, at) => [at * 40 + below(40), below(5), below(6)]);
    await answersLater(person, moment, acts);
  }
  assert.ok(Date.now() < moment, "all are ready before it begins");
  await new Promise((done) => setTimeout(done, moment + 60 * 40 + 500 - Date.now()));
  const acts = [];
  for (const i of windows.keys()) {
    await see(i);
    acts.push(...(await person.driver.executeScript("return window.acts")).map((it) => [...it, i]));
  }
  acts.sort((a, b) => a[0] - b[0]);
  t.diagnostic(`${acts.length} answers in ${acts.at(-1)[0] - acts[0][0]} ms`);
  assert.ok(acts.length > 100, `${acts.length} acts`);
  const places = [1, 2, 3, 4, 5, "dont-know", "not-relevant"];
  // Of answers given within a breath of each other in two windows, either may be the newest.
  const newest = pulse.sections[0].items.map(({ id }, at) => {
    const given = acts.filter((it) => it[1] === at);
    return [id, given.filter((it) => it[0] > given.at(-1)[0] - 20).map((it) => places[it[2]])];
  });
  let stored;
  await until(
    () => `for the newest answers, ${JSON.stringify(newest)}, instead of ${JSON.stringify(stored)}`,
    async () => {
      stored = (await record(person)).response.answers;
      return newest.every(([id, among]) => among.includes(stored[id]));
    },
  );
  const shown = [];
  for (const reload of [false, true]) {
    for (const i of windows.keys()) {
      await see(i);
      if (reload) await person.reloads();
      await shows(person, stored);
      if (!reload) await person.sees("news.merged");
      shown.push(JSON.stringify(await chosenIn(person)));
    }
    assert.deepEqual((await record(person)).response.answers, stored);
  }
  assert.equal(new Set(shown).size, 1, "all show the same");
});

test("a clock that is put back loses nothing: the newest act stands, in two windows with two clocks", async (t) => {
  const person = await meet(t);
  // A day ahead at first, until somebody puts it right; other windows have the right time.
  await person.browser.beforeEachPage(`
    const Real = Date;
    window.ahead = 86_400_000;
    window.Date = class extends Real {
      constructor(...all) {
        if (all.length) super(...all);
        else super(Real.now() + window.ahead);
      }
      static now() {
        return Real.now() + window.ahead;
      }
    };
  `);
  await begins(person);
  await person.waitsUntilComplete();
  const first = await person.driver.getWindowHandle();
  await person.answers("five-ps", { fp1: 4, fp2: 5, fp3: 3 });
  await person.comments("five-ps", "fp1", "Before");
  await person.driver.executeScript("window.ahead = 0");
  await person.answers("five-ps", { fp1: 2, fp4: 1 });
  await person.fills("questions.comment-for", "After", { statement: person.statement("five-ps", "fp1") });
  const isStored = (wanted) =>
    until(
      async () => `for ${JSON.stringify(wanted)} instead of ${await answered(person)}`,
      async () => (await answered(person)) === JSON.stringify(wanted),
    );
  await isStored({ fp1: 2, fp2: 5, fp3: 3, fp4: 1 });
  const time = (await record(person)).response.updated;
  assert.ok(Date.parse(time) > Date.now() + 80_000_000, `the first clock is ahead: ${time}`);

  const second = await opensAgain(person);
  await person.presses("start.continue");
  await person.answers("five-ps", { fp2: 1, fp5: 5 });
  await person.driver.switchTo().window(first);
  await shows(person, { fp1: 2, fp2: 1, fp3: 3, fp4: 1, fp5: 5 });
  // Two days back, behind everything that was ever done.
  await person.driver.executeScript("window.ahead = -86_400_000");
  await person.answers("five-ps", { fp2: 3, fp5: 2, fp1: 5 });
  await person.driver.switchTo().window(second);
  await shows(person, { fp1: 5, fp2: 3, fp3: 3, fp4: 1, fp5: 2 });
  await person.answers("five-ps", { fp5: 4 });
  for (const it of [first, second]) {
    await person.driver.switchTo().window(it);
    await shows(person, { fp1: 5, fp2: 3, fp3: 3, fp4: 1, fp5: 4 });
    await isStored({ fp1: 5, fp2: 3, fp3: 3, fp4: 1, fp5: 4 });
    assert.equal((await record(person)).response.notes.fp1, "After");
    await person.reloads();
    await shows(person, { fp1: 5, fp2: 3, fp3: 3, fp4: 1, fp5: 4 });
  }
});

const deletes = async (person, name) => {
  await person.presses("nav.shelf");
  await person.actsOn("shelf.delete", name);
  await person.presses("delete.yes");
  await person.sees("news.deleted", { name });
};

/** Waits until the answers of what is stored are these, in any order. */
const areStored = (person, ...wanted) => {
  const sorted = (all) => JSON.stringify(all.map((it) => JSON.stringify(Object.entries(it).sort())).sort());
  const found = async () =>
    Object.entries(await person.stored())
      .filter(([key]) => key.includes("/record/"))
      .map(([, text]) => JSON.parse(text).response.answers);
  return until(
    async () => `for ${JSON.stringify(wanted)} instead of ${JSON.stringify(await found())}`,
    async () => sorted(await found()) === sorted(wanted),
  );
};

test("a deletion is undone after other things were done and another script has emptied the storage", async (t) => {
  const person = await meet(t);
  const name = own("en", pulse.title);
  const ways = own("en", instruments["ways-of-working"].title);
  await begins(person);
  await person.waitsUntilComplete();
  await person.answers("five-ps", { fp1: 4, fp2: 5 });
  await person.presses("nav.start");
  await person.chooses("ways-of-working");
  await person.presses("prepare.begin");
  await person.answers("ways-of-working", { ww1: 3 });
  await deletes(person, name);
  await areStored(person, { ww1: 3 });

  await person.actsOn("shelf.open", ways);
  await person.answers("ways-of-working", { ww2: 2 });
  await person.switchesTo("cy");
  await person.switchesTo("en");
  await person.driver.executeScript("localStorage.clear()");
  await person.presses("nav.shelf");
  await person.sees("shelf.deleted", { name });
  await person.presses("news.undo");
  await areStored(person, { fp1: 4, fp2: 5 }, { ww1: 3, ww2: 2 });
  await person.sees("news.emptied");

  // Emptied before the deletion, which then has nothing to take away.
  await person.driver.executeScript("localStorage.clear()");
  await deletes(person, ways);
  await person.presses("news.undo");
  await areStored(person, { fp1: 4, fp2: 5 }, { ww1: 3, ww2: 2 });
  await person.reloads();
  await person.seesHeading("shelf.heading");
  await until("for both", async () => (await person.readsEntries()).length === 2);
});

test("what another window deletes in mid-answer stays on the page, and is kept if the person says so", async (t) => {
  const person = await meet(t);
  const name = own("en", pulse.title);
  await begins(person);
  await person.waitsUntilComplete();
  await person.answers("five-ps", { fp1: 4 });
  const first = await person.driver.getWindowHandle();
  const second = await opensAgain(person);
  await deletes(person, name);
  await areStored(person);

  await person.driver.switchTo().window(first);
  await person.sees("news.deleted-elsewhere", { name });
  await person.answers("five-ps", { fp2: 5 });
  await person.sees("news.deleted-elsewhere-advice");
  await person.sees("saved.not-kept");
  await shows(person, { fp1: 4, fp2: 5 });
  await areStored(person);
  await person.presses("news.keep-again");
  await areStored(person, { fp1: 4, fp2: 5 });
  await person.answers("five-ps", { fp3: 1 });
  await areStored(person, { fp1: 4, fp2: 5, fp3: 1 });

  // Deleted and had back over there, while it is answered here.
  await person.driver.switchTo().window(second);
  await until("for it to be on the shelf again", async () => (await person.readsEntries()).length === 1);
  await deletes(person, name);
  await person.driver.switchTo().window(first);
  await person.sees("news.deleted-elsewhere", { name });
  await person.answers("five-ps", { fp4: 2 });
  await person.driver.switchTo().window(second);
  await person.presses("news.undo");
  await areStored(person, { fp1: 4, fp2: 5, fp3: 1, fp4: 2 });
  await person.driver.switchTo().window(first);
  await person.answers("five-ps", { fp5: 3 });
  await areStored(person, { fp1: 4, fp2: 5, fp3: 1, fp4: 2, fp5: 3 });
  await person.reloads();
  await shows(person, { fp1: 4, fp2: 5, fp3: 1, fp4: 2, fp5: 3 });
});
