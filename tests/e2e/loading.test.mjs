// While the rest of the page is still on its way: a person may already choose, answer and
// open files, and nothing of that is lost when the rest arrives, or does not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { instruments, itemsOf, languages, names, own } from "./words.mjs";

const six = instruments["six-principles"];
const [first, second] = six.sections;
const rest = (path) => path.includes("/full");

for (const language of languages) {
  test(`who answers in ${names[language]} before everything is there keeps the answers, the place and the words`, async (t) => {
    const its = await server(t);
    const release = its.holdBack(rest);
    const person = await meet(t, { at: its });
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await person.chooses(six.id);
    await person.presses("prepare.who-heading");
    await person.fills("who.role", "Rheolwr tai");
    await person.selects("who.sector", "sector.housing");
    await person.presses("prepare.begin");
    await person.answers(six.id, { sa1: 4, sa2: "dont-know", sa3: 1 });
    await person.comments(six.id, "sa2", "Half a thought");
    await person.presses("questions.next", { values: { section: own(language, second.title) } });
    await person.answers(six.id, { pc1: 2 });

    // What needs the rest says so, and shows it when it is there.
    await person.presses("step.check");
    await person.seesHeading("loading.heading");
    release();
    await person.seesHeading("check.heading");
    await until("for the focus on the heading", async () => (await person.focus()).tag === "h1");
    for (const [id, answer] of Object.entries({ sa1: 4, sa2: "dont-know", sa3: 1, pc1: 2 })) {
      await person.sees(`${person.statement(six.id, id)} ${person.option(six.id, id, answer)}`);
    }
    await person.sees("Half a thought");
    await person.presses("step.keep");
    const saved = JSON.parse((await person.saves("keep.json")).text);
    assert.deepEqual(saved.answers, { sa1: 4, sa2: "dont-know", sa3: 1, pc1: 2 });
    assert.deepEqual(saved.notes, { sa2: "Half a thought" });
    assert.equal(saved.respondent.role, "Rheolwr tai");
    assert.equal(saved.respondent.sector, "housing");
    assert.equal(saved.language, language);

    // Back goes to where the person was before the rest arrived.
    for (const heading of ["check.heading", own(language, second.title), own(language, first.title)]) {
      await person.goesBack();
      await person.seesHeading(heading);
    }
    assert.equal(await person.chosen(person.statement(six.id, "sa1")), person.option(six.id, "sa1", 4));
  });
}

test("the questions that a link asks for are fetched beside the program, and are what is shown first", async (t) => {
  const its = await server(t);
  const release = its.holdBack((path) => path.endsWith("/starter_bg.wasm"));
  const person = await meet(t, { at: its });
  // Every heading that is ever drawn.
  await person.browser.beforeEachPage(`
    window.headings = [];
    const look = () => {
      const it = document.querySelector("partnership-assessment")?.shadowRoot?.querySelector("h1")?.textContent;
      if (it && headings.at(-1) !== it) headings.push(it);
      requestAnimationFrame(look);
    };
    look();`);
  await person.opens(`/#pa-instrument=${six.id}`);
  await until("for the questions", () => its.log.some(({ url }) => url.endsWith(`/${six.id}.json`)));
  release();
  await person.sees("prepare.begin");
  assert.deepEqual(await person.driver.executeScript("return headings"), [own("en", six.title)]);
});

test("where the questions that a link asks for are late, the page says so and shows them when they are there", async (t) => {
  const its = await server(t);
  const release = its.holdBack((path) => path.endsWith(`/${six.id}.json`));
  const person = await meet(t, { at: its });
  await person.opens(`/#pa-instrument=${six.id}`);
  await person.sees("loading.text");
  release();
  await person.sees("prepare.begin");
  await person.presses("prepare.begin");
  await person.seesHeading(own("en", first.title));
});

test("the rest is fetched sooner where nothing can be shown without it", async (t) => {
  const its = await server(t);
  its.offer("/own.json", JSON.stringify({ ...six, id: "own" }));
  /** How long it takes from the first part's arrival, a second late, until the rest is asked for. */
  const delay = async (path) => {
    const person = await meet(t, { at: its });
    const release = its.holdBack((it) => it.endsWith("/starter_bg.wasm"));
    setTimeout(release, 1000);
    await person.opens(path);
    await person.sees("prepare.begin");
    const [from, to] = await until("for the rest", () =>
      person.driver.executeScript(`
        const all = performance.getEntriesByType("resource");
        const of = (name) => all.find((it) => it.name.endsWith(name));
        const to = of("/later.js");
        return to && [of("/starter_bg.wasm").responseEnd, to.startTime];`),
    );
    return to - from;
  };
  const [early, late] = [await delay("/#pa-src=own.json"), await delay(`/#pa-instrument=${six.id}`)];
  assert.ok(late > 1200, `${late} ms`);
  assert.ok(early < late, `${early} and ${late} ms`);
});

test("the rest takes over at the next step, not in the middle of a word, and the focus goes to that step's heading", async (t) => {
  const its = await server(t);
  const release = its.holdBack(rest);
  const person = await meet(t, { at: its });
  await person.opens();
  await person.chooses(six.id);
  await person.presses("prepare.begin");
  await person.comments(six.id, "sa1", "The first half");
  release();
  await person.waitsForEverything();
  await person.strikes(" and the second");
  const field = { statement: person.statement(six.id, "sa1") };
  assert.equal(await person.holds("questions.comment-for", field), "The first half and the second");
  await person.presses("questions.next", { values: { section: own("en", second.title) } });
  await person.seesHeading(own("en", second.title));
  await until("for the focus on the heading", async () => {
    const focus = await person.focus();
    return focus.tag === "h1" && focus.name === own("en", second.title);
  });
  await person.presses("questions.previous");
  assert.equal(await person.holds("questions.comment-for", field), "The first half and the second");
});

test("a file that is chosen before everything is there opens as soon as it is", async (t) => {
  const its = await server(t);
  const release = its.holdBack(rest);
  const person = await meet(t, { at: its });
  await person.opens();
  await person.seesHeading("start.heading");
  const response = {
    format: "partnership-assessment/response",
    version: 1,
    id: "0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0d01",
    instrument: { id: "five-ps" },
    started: "2026-01-01T10:00:00Z",
    completed: "2026-01-01T10:02:00Z",
    answers: { fp1: 5, fp2: 5, fp3: 5, fp4: 5, fp5: 1 },
  };
  await person.opensFile(await person.browser.file("answers.json", JSON.stringify(response)));
  release();
  await person.seesHeading("results.heading");
  await person.sees("score.percent", { score: "80" });
});

test("what could not be stored before everything was there is not said to be stored afterwards", async (t) => {
  const its = await server(t);
  const release = its.holdBack(rest);
  const person = await meet(t, { at: its });
  await person.opens();
  await person.chooses("five-ps");
  await person.presses("prepare.begin");
  await person.answers("five-ps", { fp1: 4 });
  await person.fillsTheStorage();
  await person.answers("five-ps", { fp2: 5 });
  await person.sees("saved.full");
  release();
  await person.waitsForEverything();
  await person.presses("news.save-file-now");
  await person.seesHeading("keep.heading");
  await person.sees("saved.full");
  const saved = JSON.parse((await person.saves("keep.json")).text);
  assert.deepEqual(saved.answers, { fp1: 4, fp2: 5 });
});

test("where the rest does not arrive, that is said, and what was answered is there at the next visit", async (t) => {
  const its = await server(t);
  its.misbehave((path) => (rest(path) ? { status: 404, headers: {}, body: "" } : undefined));
  const person = await meet(t, { at: its, expected: ["full", "Failed to load resource"] });
  await person.opens();
  await person.chooses("five-ps");
  await person.presses("prepare.begin");
  await person.answers("five-ps", { fp1: 4, fp2: 5 });
  await person.presses("questions.to-check");
  await person.sees("news.fetch-failed-advice");

  its.misbehave(() => undefined);
  await person.reloads();
  await person.presses("step.check");
  await person.seesHeading("check.heading");
  await person.sees(`${person.statement("five-ps", "fp2")} ${person.option("five-ps", "fp2", 5)}`);
});

test("a host's page stays as it is where the widget cannot start, with a message that names the fault", async (t) => {
  const its = await server(t);
  const person = await meet(t, {
    at: its,
    expected: ["starter", "partnership-assessment", "Failed to load resource", "MIME"],
  });
  for (const answer of [
    { status: 404, headers: {}, body: "" },
    { status: 200, headers: { "content-type": "text/html" }, body: "<h1>Not what you asked for</h1>" },
  ]) {
    its.misbehave((path) => (path.includes("/starter") ? answer : undefined));
    await person.driver.get("about:blank");
    await person.opens();
    const said = await until("for the message", () =>
      person.driver.executeScript(
        `const it = document.querySelector("partnership-assessment").shadowRoot?.querySelector("[role=alert]");
         return it?.textContent;`,
      ),
    );
    assert.match(said, /starter|connection/);
    await until("for what stands between the tags", () =>
      person.driver.executeScript(
        `return document.querySelector("partnership-assessment > .late > p").checkVisibility({ visibilityProperty: true })`,
      ),
    );
  }
});

test("every built-in assessment can be begun and shows its own statements", async (t) => {
  const person = await meet(t);
  await person.opens();
  for (const [id, it] of Object.entries(instruments)) {
    await person.chooses(id);
    await person.presses("prepare.begin");
    await person.seesHeading(own("en", it.sections[0].title));
    await person.sees("progress.overall", { n: 0, total: itemsOf(it).length });
    for (const item of it.sections[0].items) await person.sees(own("en", item.text));
    await person.presses("page.title");
    await person.seesHeading("start.heading");
  }
});
