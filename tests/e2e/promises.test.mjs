// What the product promises: no answer is lost, nothing leaves the device, the words are
// equal in both languages.

import assert from "node:assert/strict";

import { until } from "./browser.mjs";
import { meet, everywhere as test } from "./meeting.mjs";
import { Person } from "./person.mjs";
import { instruments, itemsOf, languages, names, option, own, say } from "./words.mjs";

const OURS = "partnership-assessment/";
const pulse = instruments["five-ps"];
const six = instruments["six-principles"];
const answers = { fp1: 4, fp2: 5, fp3: "dont-know", fp4: 3, fp5: 2 };

const ours = (stored) => Object.entries(stored).filter(([key]) => key.startsWith(OURS));
const record = (stored) => {
  const found = ours(stored).filter(([key]) => key.includes("/record/"));
  assert.equal(found.length, 1, "one record");
  return JSON.parse(found[0][1]);
};

async function begins(person, id) {
  await person.chooses(id);
  await person.presses("prepare.begin");
  await person.seesHeading(own(person.language, person.instruments[id].sections[0].title));
}

/** From the check to a saved file. */
async function finishes(person) {
  await person.presses("check.finish");
  await person.seesHeading("results.heading");
  await person.presses("results.keep");
  await person.seesHeading("keep.heading");
  return JSON.parse((await person.saves("keep.json")).text);
}

test("a whole journey makes no request after the page has loaded, sets no cookie, tells no answer", async (t) => {
  const person = await meet(t);
  await person.browser.beforeEachPage(`
    window.told = [];
    for (const name of ["ready", "started", "progress", "completed", "exported", "error"]) {
      addEventListener("pa-" + name, (it) => told.push([it.type, it.detail]));
    }
  `);
  await person.opens();
  await person.seesHeading("start.heading");
  await person.waitsForEverything();
  const { log } = person.server;
  const resources = () =>
    person.driver.executeScript("return performance.getEntriesByType('resource').map((it) => it.name)");
  const before = { requests: log.map((it) => it.url), resources: await resources() };

  await person.presses("start.guide");
  await person.seesHeading("guide.heading");
  await person.presses("nav.partnership");
  await person.seesHeading("partnership.heading");
  await person.presses("nav.privacy");
  await person.seesHeading("privacy.heading");
  await person.presses("Partnership assessment");
  await begins(person, "six-principles");
  const all = Object.fromEntries(itemsOf(six).map(({ item }, i) => [item.id, 1 + (i % 5)]));
  await person.comments(six.id, "sa1", "A comment that nobody else reads");
  await person.answersAll(six.id, all);
  await person.switchesTo("cy");
  const saved = await finishes(person);
  assert.deepEqual(saved.answers, all);
  await person.saves("keep.wide");
  await person.saves("keep.long");
  await person.switchesTo("en");
  await person.presses("step.results");
  await person.presses("nav.shelf");
  await person.opensFile(await person.browser.file("again.json", JSON.stringify(saved)));
  await person.seesHeading("results.heading");
  await person.presses("nav.shelf");
  await person.presses("shelf.delete-all");
  await person.presses("delete-all.yes");
  await person.sees("news.erased");

  assert.deepEqual(
    log.map((it) => it.url),
    before.requests,
  );
  assert.deepEqual(await resources(), before.resources);
  for (const address of before.resources) assert.ok(address.startsWith(`${person.server.origin}/`), address);
  for (const { url, method, cookie } of log) {
    assert.equal(method, "GET");
    assert.equal(cookie, undefined);
    assert.ok(!url.includes("?"), url);
  }
  assert.deepEqual(await person.driver.manage().getCookies(), []);
  assert.equal(new URL(await person.driver.getCurrentUrl()).href, `${person.server.origin}/`);

  const told = await person.driver.executeScript("return told");
  assert.deepEqual([...new Set(told.map(([name]) => name))].sort(), [
    "pa-completed",
    "pa-exported",
    "pa-progress",
    "pa-ready",
    "pa-started",
  ]);
  for (const [name, detail] of told) {
    assert.deepEqual(Object.keys(detail).sort(), ["answered", "total"], name);
    assert.ok(Object.values(detail).every(Number.isInteger), name);
  }
});

for (const guided of [false, true]) {
  test(`a first-time user ${guided ? "who asks for guidance " : ""}needs at most 20 clicks from the first screen to a saved file`, async (t) => {
    const person = await meet(t);
    await person.opens();
    await person.seesHeading("start.heading");
    if (guided) {
      await person.presses("start.guide");
      for (const [question, choice] of Object.entries({
        time: "two-minutes",
        company: "alone",
        age: "settled",
        worry: "habits",
      })) {
        await person.picks(person.say(`guide.${question}`), person.say(`guide.${choice}`));
      }
    }
    await begins(person, "five-ps");
    await person.answersAll("five-ps", answers);
    const saved = await finishes(person);
    assert.deepEqual(saved.answers, answers);
    t.diagnostic(`${person.clicks} clicks`);
    assert.ok(person.clicks <= 20, `${person.clicks} clicks`);
  });
}

test("the same answers give the same scores in English and in Welsh", async (t) => {
  const results = {};
  for (const language of languages) {
    const person = await meet(t);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await begins(person, "five-ps");
    await person.answersAll("five-ps", answers);
    const saved = await finishes(person);
    assert.equal(saved.language, language);
    assert.equal(saved.results.overall, 62.5);
    await person.presses("step.results");
    await person.sees("score.percent", { score: "62.5" });
    results[language] = saved.results;
  }
  assert.deepEqual(results.cy, results.en);
});

test("switching the language keeps the place, the answers and what was typed", async (t) => {
  const person = await meet(t);
  const both = async (check) => {
    for (const language of ["cy", "en"]) {
      await person.switchesTo(language);
      await check(language);
    }
  };
  await person.opens();
  await person.presses("start.guide");
  await person.seesHeading("guide.heading");
  await person.picks(person.say("guide.time"), person.say("guide.two-minutes"));
  await both(async () => {
    await person.seesHeading("guide.heading");
    assert.equal(await person.chosen(person.say("guide.time")), person.say("guide.two-minutes"));
  });

  await person.presses("Partnership assessment");
  await person.chooses(six.id);
  await person.presses("prepare.who-heading");
  await person.fills("who.role", "Swyddog tai");
  await person.selects("who.sector", "sector.housing");
  await both(async (language) => {
    await person.seesHeading(own(language, six.title));
    assert.equal(await person.holds("who.role"), "Swyddog tai");
    assert.equal(await person.holds("who.sector"), "housing");
  });
  await person.presses("prepare.begin");

  const [first, second] = six.sections;
  await person.answers(six.id, { sa1: 4, sa2: "not-relevant" });
  await person.presses("questions.next", { values: { section: own("en", second.title) } });
  await person.answers(six.id, { pc1: 2 });
  await person.comments(six.id, "pc1", "Yn Gymraeg neu yn Saesneg");
  await both(async (language) => {
    await person.seesHeading(own(language, second.title));
    assert.equal(await person.chosen(person.statement(six.id, "pc1")), option(language, six, "pc1", 2));
    assert.equal(
      await person.holds("questions.comment-for", { statement: person.statement(six.id, "pc1") }),
      "Yn Gymraeg neu yn Saesneg",
    );
    await person.sees("progress.overall", { n: 3, total: 26 });
  });
  await person.presses("questions.previous");
  await person.seesHeading(own("en", first.title));
  assert.equal(await person.chosen(person.statement(six.id, "sa2")), say("en", "answer.not-relevant"));

  for (const step of ["check", "results", "keep"]) {
    await person.presses(`step.${step}`);
    await both(() => person.seesHeading(`${step}.heading`));
  }
  await person.presses("nav.shelf");
  await both(() => person.seesHeading("shelf.heading"));
  await both(async (language) =>
    assert.equal(await person.title(), `${say(language, "shelf.heading")} – ${say(language, "page.title")}`),
  );
});

test("an answer is stored before anything else can happen", async (t) => {
  const person = await meet(t);
  await person.opens();
  await begins(person, "five-ps");
  const stored = await person.look(
    `const group = part(arguments[0]);
     group.querySelector("input[value='4']").click();
     return Object.entries(localStorage);`,
    person.statement("five-ps", "fp1"),
  );
  assert.deepEqual(record(Object.fromEntries(stored)).response.answers, { fp1: 4 });
  await until("for it to be said", async () =>
    /Saved on this device at \d\d:\d\d/.test(await person.reads()),
  );
});

for (const language of languages) {
  test(`where storing is forbidden, that is said in ${names[language]}, and the work goes on to a saved file`, async (t) => {
    const person = await meet(t);
    await person.browser.beforeEachPage(`
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
      }
    `);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await person.chooses("five-ps");
    await person.sees("prepare.cannot-keep");
    await person.seesNothingOf("prepare.kept");
    await person.presses("prepare.begin");
    await person.sees("saved.not-kept");
    await person.answersAll("five-ps", answers);
    await person.sees("saved.not-kept");
    const saved = await finishes(person);
    assert.deepEqual(saved.answers, answers);
    await person.presses("nav.shelf");
    await person.sees("entry.not-kept", { progress: person.say("entry.answered", { n: 5, total: 5 }) });
  });

  test(`where the storage is full, that is said in ${names[language]}, the work goes on, and storing begins again when it can`, async (t) => {
    const person = await meet(t);
    await person.opens();
    await person.waitsForEverything();
    if (language !== "en") await person.switchesTo(language);
    await begins(person, "five-ps");
    await person.answers("five-ps", { fp1: 4 });
    await person.fillsTheStorage();
    const before = ours(await person.stored());
    await person.answers("five-ps", { fp2: 5 });
    await person.sees("news.storage-full");
    await person.sees("news.storage-advice");
    await person.sees("saved.full");
    assert.deepEqual(ours(await person.stored()), before);
    await person.answers("five-ps", { fp3: "dont-know", fp4: 3 });
    await person.presses("news.save-file-now");
    await person.seesHeading("keep.heading");
    const file = JSON.parse((await person.saves("keep.json")).text);
    assert.deepEqual(file.answers, { fp1: 4, fp2: 5, fp3: "dont-know", fp4: 3 });

    await person.driver.executeScript("localStorage.removeItem('host-page')");
    await person.presses("step.questions");
    await person.answers("five-ps", { fp5: 2 });
    await person.seesNothingOf("saved.full");
    assert.deepEqual(record(await person.stored()).response.answers, answers);
  });
}

test("nothing is stored where the person chose so, and a reload forgets it", async (t) => {
  const person = await meet(t);
  await person.opens();
  await person.driver.executeScript("localStorage.setItem('host-page', 'its own')");
  await person.chooses("five-ps");
  await person.ticks("prepare.keep");
  await person.sees("prepare.not-kept");
  await person.presses("prepare.begin");
  await person.sees("saved.not-kept");
  await person.answersAll("five-ps", answers);
  assert.deepEqual((await finishes(person)).answers, answers);
  await person.presses("nav.shelf");
  await person.sees("entry.not-kept", { progress: say("en", "entry.answered", { n: 5, total: 5 }) });
  assert.deepEqual(await person.stored(), { "host-page": "its own" });
  assert.equal(await person.driver.executeScript("return sessionStorage.length"), 0);
  await person.reloads();
  await person.seesHeading("shelf.heading");
  await person.sees("shelf.empty");
});

test("two tabs on the same assessment take over each other's answers, the newest for each statement", async (t) => {
  const first = await meet(t);
  await first.opens();
  await begins(first, "five-ps");
  await first.answers("five-ps", { fp1: 4 });
  const tab = await first.driver.getWindowHandle();
  await first.opensTab();
  const second = new Person(first.browser, first.server);
  const other = await first.driver.getWindowHandle();
  const turnTo = (it) => first.driver.switchTo().window(it);
  const sees = async (person, item, answer) => {
    const wanted = answer === null ? null : person.option("five-ps", item, answer);
    await until(
      `for ${item} to be ${wanted}`,
      async () => (await person.chosen(person.statement("five-ps", item))) === wanted,
    );
  };

  await second.opens();
  await second.presses("start.continue");
  await sees(second, "fp1", 4);
  await second.answers("five-ps", { fp2: 5, fp3: 1 });

  await turnTo(tab);
  await first.sees("news.merged");
  await sees(first, "fp2", 5);
  await sees(first, "fp3", 1);
  await first.answers("five-ps", { fp1: 2 });
  await first.presses("questions.take-back-for", {
    values: { statement: first.statement("five-ps", "fp3") },
  });
  await first.comments("five-ps", "fp4", "From the first tab");

  await turnTo(other);
  await second.sees("news.merged");
  await sees(second, "fp1", 2);
  await sees(second, "fp2", 5);
  await sees(second, "fp3", null);
  await second.answers("five-ps", { fp1: 3 });

  await turnTo(tab);
  await sees(first, "fp1", 3);
  const { response } = record(await first.stored());
  assert.deepEqual(response.answers, { fp1: 3, fp2: 5 });
  assert.deepEqual(response.notes, { fp4: "From the first tab" });
});

test("a tab that has heard nothing of the other one loses none of its answers", async (t) => {
  const first = await meet(t);
  await first.opens();
  await begins(first, "five-ps");
  await first.answers("five-ps", { fp1: 4 });
  const tab = await first.driver.getWindowHandle();
  await first.driver.executeScript(
    `addEventListener("storage", (it) => it.stopImmediatePropagation(), true)`,
  );
  await first.opensTab();
  const second = new Person(first.browser, first.server);
  await second.opens();
  await second.presses("start.continue");
  await second.answers("five-ps", { fp2: 5 });

  await first.driver.switchTo().window(tab);
  await first.answers("five-ps", { fp3: 2 });
  await until("for all three answers to be stored", async () => {
    const stored = record(await first.stored()).response.answers;
    return JSON.stringify(stored) === JSON.stringify({ fp1: 4, fp2: 5, fp3: 2 });
  });
  await first.sees("progress.overall", { n: 3, total: itemsOf(pulse).length });
});

test("stored entries that are damaged or newer are said, left as they are, and can be saved as files", async (t) => {
  const person = await meet(t);
  await person.opens();
  await begins(person, "five-ps");
  await person.answers("five-ps", { fp1: 4 });
  const good = await person.stored();
  const key = Object.keys(good).find((it) => it.includes("/record/"));
  const newer = good[key].replace('"version":1', '"version":7');
  const damaged = good[key].slice(0, 120);
  const put = { [`${key.slice(0, -4)}aaaa`]: newer, [`${key.slice(0, -4)}bbbb`]: damaged };
  await person.driver.executeScript(
    "for (const [key, text] of Object.entries(arguments[0])) localStorage.setItem(key, text)",
    put,
  );
  const all = await person.stored();

  await person.reloads();
  await person.presses("nav.shelf");
  await person.seesHeading("shelf.heading");
  await person.sees("problem.newer-version", { found: 7, known: 1 });
  await person.sees("problem.cut-off");
  await person.sees("entry.answered", { n: 1, total: 5 });
  const saved = [];
  for (const i of [0, 1]) {
    await person.look(
      `all("button").filter((it) => words(it) === arguments[0])[arguments[1]].click()`,
      say("en", "shelf.save-copy"),
      i,
    );
    saved.push((await person.browser.download()).text);
  }
  assert.deepEqual(saved.sort(), [newer, damaged].sort());
  const records = (stored) => ours(stored).filter(([key]) => key.includes("/record/"));
  assert.deepEqual(records(await person.stored()).sort(), records(all).sort());
});
