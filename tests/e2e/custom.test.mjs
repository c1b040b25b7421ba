// A questionnaire of somebody else's, in the published format: from a file and from an
// address.

import assert from "node:assert/strict";

import { until } from "./browser.mjs";
import { meet, server, everywhere as test } from "./meeting.mjs";
import { instruments, own } from "./words.mjs";

/** Thirty-five items in seven sections, scored 1 to 5 and summed, with bands for the total. */
const partnershipTool = {
  format: "partnership-assessment/instrument",
  version: 1,
  id: "thirty-five",
  edition: "2",
  title: { en: "Thirty-five questions", cy: "Tri deg pump o gwestiynau" },
  about: "An example of a tool that adds its answers up.",
  minutes: 15,
  sources: [{ id: "ours", citation: "Written for a test" }],
  scales: {
    agreement: {
      points: [
        { value: 1, label: { en: "No", cy: "Na" } },
        { value: 2, label: { en: "Rather not", cy: "Go brin" } },
        { value: 3, label: { en: "Unsure", cy: "Ansicr" } },
        { value: 4, label: { en: "Rather", cy: "Eithaf" } },
        { value: 5, label: { en: "Yes", cy: "Ie" } },
      ],
    },
  },
  sections: Array.from({ length: 7 }, (_, s) => ({
    id: `part-${s + 1}`,
    title: { en: `Part ${s + 1}`, cy: `Rhan ${s + 1}` },
    scale: "agreement",
    source: "ours",
    items: Array.from({ length: 5 }, (_, i) => ({
      id: `q${5 * s + i + 1}`,
      text: { en: `Statement number ${5 * s + i + 1}.`, cy: `Datganiad rhif ${5 * s + i + 1}.` },
    })),
  })),
  scoring: { method: "sum", minimum_answered: 1 },
  overall_bands: [
    {
      from: 35,
      label: { en: "The idea needs work", cy: "Angen gwaith" },
      advice: "Ask why you work together.",
    },
    { from: 85, label: { en: "Moving in the right direction", cy: "Ar y trywydd iawn" } },
    { from: 127, label: { en: "Genuine collaboration", cy: "Cydweithio gwirioneddol" } },
  ],
};

/** Answers that add up to 126: every part to 18. */
const answers = Object.fromEntries(
  partnershipTool.sections.flatMap((section) => section.items.map((it, i) => [it.id, [5, 4, 4, 3, 2][i]])),
);

test("an instrument that adds up 35 items is read from a file, answered and judged by its own bands", async (t) => {
  const person = await meet(t);
  person.knows(partnershipTool);
  await person.opens();
  await person.opensFileFromShelf(await person.browser.file("tool.json", JSON.stringify(partnershipTool)));
  await person.seesHeading("Thirty-five questions");
  await person.sees("news.instrument-opened");
  await person.sees("card.statements", { n: 35 });
  await person.sees("card.minutes", { n: 15 });
  await person.presses("prepare.begin");
  await person.seesHeading("Part 1");
  // This scale offers neither "don't know" nor "not relevant".
  await person.seesNothingOf("answer.dont-know");
  await person.answersAll("thirty-five", answers);
  await person.presses("check.finish");

  await person.seesHeading("results.heading");
  await person.sees(`${person.say("score.sum", { score: 126, most: 175 })} Moving in the right direction`);
  for (const row of await person.readsTableOpened("group.practice")) {
    assert.equal(row[1], person.say("score.sum", { score: 18, most: 25 }));
    assert.equal(row[3], person.say("progress.of", { n: 5, total: 5 }));
  }

  // One point more, and it is the next band.
  await person.presses("step.check");
  await person.presses("check.change-for", { values: { statement: person.statement("thirty-five", "q35") } });
  await person.answers("thirty-five", { q35: 3 });
  await person.presses("step.results");
  await person.sees(`${person.say("score.sum", { score: 127, most: 175 })} Genuine collaboration`);
  await person.switchesTo("cy");
  await person.sees(`${person.say("score.sum", { score: 127, most: 175 })} Cydweithio gwirioneddol`);
  await person.presses("step.keep");
  const saved = JSON.parse((await person.saves("keep.json")).text);
  assert.equal(saved.instrument.id, "thirty-five");
  assert.equal(saved.instrument.edition, "2");
  assert.equal(saved.results.overall, 127);
  assert.deepEqual(saved.answers, { ...answers, q35: 3 });

  // Its questions were kept with the answers.
  await person.reloads();
  await person.seesHeading("keep.heading");
  await person.presses("step.results");
  await person.sees("score.sum", { score: 127, most: 175 });

  // Elsewhere its answers need its questions first.
  const other = await meet(t, { at: person.server });
  await other.opens();
  const answered = await other.browser.file("answers.json", JSON.stringify(saved));
  await other.opensFileFromShelf(answered);
  await other.sees("problem.unknown-instrument", { found: "thirty-five" });
  await other.opensFile(await other.browser.file("tool.json", JSON.stringify(partnershipTool)));
  await other.seesHeading("Thirty-five questions");
  await other.opensFileFromShelf(answered);
  await other.seesHeading("results.heading");
  await other.sees("score.sum", { score: 127, most: 175 });
});

test("a questionnaire in English alone is English to those who hear it, on a page in Welsh", async (t) => {
  const person = await meet(t);
  const english = (it) =>
    JSON.parse(JSON.stringify(it), (_, value) => (value?.cy ? { en: value.en } : value));
  const tool = english(partnershipTool);
  const texts = [];
  JSON.stringify(tool, (_, value) => {
    if (value?.en) texts.push(value.en);
    return value;
  });
  person.knows(tool);
  /** What is seen by itself of its words, and what is said to be in another language. */
  const heard = () =>
    person.look(
      `const alone = all("*").filter((it) => !it.childElementCount && it.textContent.trim());
       const language = (it) => it.closest("[lang]").getAttribute("lang");
       return {
         own: alone.filter((it) => arguments[0].includes(it.textContent)).map(language),
         named: [...widget().querySelectorAll("[data-language]")].map((it) => it.textContent),
       };`,
      texts,
    );
  const isEnglish = async (least) => {
    const { own: all, named } = await until("for its words", async () => {
      const it = await heard();
      return it.own.length >= least && it;
    });
    assert.deepEqual([...new Set(all)], ["en"]);
    assert.deepEqual(
      named.filter((it) => !texts.includes(it)),
      [],
    );
  };
  await person.opens();
  await person.switchesTo("cy");
  await person.opensFileFromShelf(await person.browser.file("tool.json", JSON.stringify(tool)));
  await person.seesHeading("Thirty-five questions");
  await person.presses("prepare.who-heading");
  await isEnglish(1 + 7);
  await person.presses("prepare.begin");
  await person.seesHeading("Part 1");
  await isEnglish(1 + 5 * 6);
  await person.presses("questions.single");
  await person.seesHeading("Statement number 1.");
  await isEnglish(1 + 5);
  await person.presses("single.next");
  await person.seesHeading("Statement number 2.");
  await isEnglish(1 + 5);
  await person.presses("single.list");
  await person.answersAll("thirty-five", answers);
  await isEnglish(35);
  await person.presses("check.finish");
  await person.seesHeading("results.heading");
  await isEnglish(8);
  await person.presses("step.plan");
  await person.presses("plan.to-report");
  await person.seesHeading("board.heading");
  await isEnglish(8);
  const page = (await person.saves("board.save")).text;
  assert.match(page, /<html lang="cy"/);
  for (const it of ["Thirty-five questions", "Part 7"]) {
    assert.ok(page.includes(`<bdi lang="en">${it}</bdi>`), it);
    assert.ok(!page.includes(`<bdi>${it}</bdi>`), it);
  }

  // In English nothing is in another language, nor is anything of ours in Welsh.
  await person.switchesTo("en");
  assert.deepEqual((await heard()).named, []);
  await person.switchesTo("cy");
  await isEnglish(8);
  await person.presses("page.title");
  await person.chooses("five-ps");
  await person.presses("prepare.begin");
  await person.seesHeading(own("cy", instruments["five-ps"].sections[0].title));
  assert.deepEqual((await heard()).named, []);
});

test("too few answers give a sentence in place of a sum", async (t) => {
  const person = await meet(t);
  person.knows(partnershipTool);
  await person.opens();
  await person.opensFileFromShelf(await person.browser.file("tool.json", JSON.stringify(partnershipTool)));
  await person.presses("prepare.begin");
  await person.answers("thirty-five", { q1: 5, q2: 5, q3: 5, q4: 5 });
  await person.presses("step.results");
  await person.sees("results.too-few");
  await person.sees("results.needs-more", { n: 1 });
  await person.sees("results.needs-more", { n: 5 });
});

test("an instrument opens from an address in the fragment, which is read once and then gone", async (t) => {
  const its = await server(t);
  its.offer("/tools/questions.json", JSON.stringify(partnershipTool));
  const person = await meet(t, { at: its });
  person.knows(partnershipTool);
  await person.opens("/#pa-src=tools%2Fquestions.json&lang=cy");
  person.language = "cy";
  await person.seesHeading("Tri deg pump o gwestiynau");
  assert.equal(await person.driver.getCurrentUrl(), `${its.origin}/`);
  for (const { url } of its.log) assert.ok(!url.includes("#"), url);
  await person.presses("prepare.begin");
  await person.seesHeading(own("cy", partnershipTool.sections[0].title));
  await person.answersAll("thirty-five", answers);
  await person.presses("check.finish");
  await person.sees(`${person.say("score.sum", { score: 126, most: 175 })} Ar y trywydd iawn`);

  await person.driver.get("about:blank");
  await person.opens("/");
  await person.sees("start.continue-heading");
  await person.presses("start.continue");
  await person.sees("score.sum", { score: 126, most: 175 });
});

test("an address without an instrument is said, and the page works without it", async (t) => {
  const its = await server(t);
  its.offer("/broken.json", JSON.stringify({ ...partnershipTool, scales: {} }));
  for (const [address, key, values] of [
    ["/#pa-src=missing.json", "news.fetch-failed-advice"],
    ["/#pa-src=broken.json", "problem.unknown", { found: "agreement" }],
  ]) {
    const person = await meet(t, { at: its, expected: ["missing.json"] });
    await person.opens(address);
    await person.sees(key, values);
    await person.presses("Partnership assessment");
    await person.chooses("five-ps");
    await person.presses("prepare.begin");
    await person.answers("five-ps", { fp1: 3 });
  }
});

test("a fragment that is not ours stays where it is", async (t) => {
  const person = await meet(t);
  await person.opens("/#section-2");
  await person.seesHeading("start.heading");
  await person.chooses("five-ps");
  await person.presses("prepare.begin");
  await person.seesHeading("The five Ps");
  assert.equal(new URL(await person.driver.getCurrentUrl()).hash, "#section-2");
});
