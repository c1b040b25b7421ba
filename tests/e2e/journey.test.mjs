// The whole assessment, from the first screen to a saved file, as a person goes through it.

import assert from "node:assert/strict";
import { until } from "./browser.mjs";
import { meet, everywhere as test } from "./meeting.mjs";
import {
  band,
  builtIn,
  cells,
  instruments,
  itemsOf,
  languages,
  mean,
  names,
  option,
  own,
  say,
  scored,
  shown,
} from "./words.mjs";

const fivePs = { fp1: 4, fp2: 5, fp3: "dont-know", fp4: 3, fp5: "not-relevant" };
/** Worked by hand: (3 + 4 + 2) of 3 times 4. */
const fivePsScore = "75";

const six = instruments["six-principles"];
const sixAnswers = {
  sa1: 4,
  sa2: 5,
  sa3: 5,
  sa4: 4,
  sa5: "dont-know",
  pc1: 5,
  pc2: 4,
  pc3: 4,
  pc4: 3,
  le1: 3,
  le2: 3,
  le3: 2,
  le4: "not-relevant",
  so1: 1,
  so2: 2,
  so3: 1,
  so4: 2,
  so5: 2,
  sl1: "dont-know",
  sl2: "dont-know",
  sl3: 3,
  pb1: 4,
  pb2: 4,
  pb3: 4,
  pb4: 5,
};
/** Worked by hand: 14/16, 12/16, 5/12, 3/20, too few, 13/16; overall (87.5 + 75 + 41.66.. + 15 + 81.25) / 5. */
const sixScores = ["87.5", "75", "41.7", "15", null, "81.3"];
const sixOverall = "60.1";

/** The sections in the order in which the results should name them. */
const sixStrengths = ["shared-analysis", "power-balance", "person-centred"];
const sixToDevelop = ["shared-ownership", "leadership"];

for (const language of languages) {
  test(`the first screen says in ${names[language]} what this is, how long it takes and what happens to the answers`, async (t) => {
    const person = await meet(t);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await person.seesHeading("start.heading");
    for (const key of [
      "start.lead",
      "start.fact-time",
      "start.fact-private",
      "start.fact-keep",
      "page.foot",
      "page.drafted",
    ]) {
      await person.sees(key);
    }
    for (const id of builtIn) {
      const it = instruments[id];
      const n = itemsOf(it).length;
      const values = {
        statements: person.say("card.statements", { n }),
        minutes: person.say("card.minutes", { n: it.minutes }),
      };
      await person.sees(
        `${own(language, it.title)} ${person.say("card.facts", values)} ${own(language, it.summary)}`,
      );
    }
    assert.equal(await person.driver.executeScript("return document.documentElement.lang"), language);
  });

  test(`the guide points in ${names[language]} to the assessment that suits`, async (t) => {
    const person = await meet(t);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await person.presses("start.guide");
    await person.seesHeading("guide.heading");
    await person.sees("guide.answer-both");
    const picks = (question, choice) =>
      person.picks(person.say(`guide.${question}`), person.say(`guide.${choice}`));
    await picks("worry", "nothing");
    await person.sees("guide.answer-both");
    await picks("time", "half-an-hour");
    await person.sees("guide.why-whole");
    await picks("company", "together");
    await picks("age", "new");
    await person.sees("guide.advice-together");
    await person.sees("guide.advice-new");
    await picks("worry", "structure");
    await picks("time", "ten-minutes");
    await person.sees("guide.why-characteristics");
    await person.seesNothingOf("guide.why-whole");
    await picks("time", "two-minutes");
    await person.sees("guide.why-five-ps");
    await person.chooses("five-ps");
  });

  test(`a person answers the six principles in ${names[language]}, understands the results and keeps them`, async (t) => {
    const person = await meet(t);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await person.chooses("six-principles");

    // Before the first statement.
    await person.sees(own(language, six.about));
    for (const section of six.sections) await person.sees(own(language, section.title));
    await person.sees("prepare.kept");
    await person.presses("prepare.who-heading");
    for (const key of ["sector", "role", "organisation", "size", "partnership"])
      await person.sees(`who.${key}-why`);
    await person.selects("who.sector", "sector.third-sector");
    await person.fills("who.role", '=Head of "joint" work, Llŷn');
    await person.fills("who.organisation", "Tai a Gofal Cyf.");
    await person.selects("who.size", "size.10-49");
    await person.fills("who.partnership", "Housing & health – Y Cwm");
    await person.presses("prepare.begin");

    // The first section, with everything that can be done to a statement.
    const total = itemsOf(six).length;
    const progress = (n) => person.sees("progress.overall", { n, total });
    const [first, second] = six.sections;
    await person.seesHeading(own(language, first.title));
    await person.sees(own(language, first.about));
    await person.sees("Housing & health – Y Cwm");
    await progress(0);
    for (const { id } of first.items) assert.equal(await person.chosen(person.statement(six.id, id)), null);
    await person.answers(six.id, { sa1: 2, sa2: 5, sa3: 5, sa4: 4, sa5: "dont-know" });
    await progress(5);
    await person.answers(six.id, { sa1: 4 });
    await progress(5);
    await person.comments(six.id, "sa2", '=1+1; "quoted", ŵy 🙂');
    await person.presses("questions.next", { values: { section: own(language, second.title) } });

    for (const [i, section] of six.sections.entries()) {
      if (i === 0) continue;
      await person.seesHeading(own(language, section.title));
      await person.sees("questions.place", { number: i + 1, total: six.sections.length });
      const here = section.items.filter((it) => it.id in sixAnswers && it.id !== "pb4");
      await person.answers(six.id, Object.fromEntries(here.map((it) => [it.id, sixAnswers[it.id]])));
      if (section.id === "shared-legislation") {
        await person.answers(six.id, { sl4: 1 });
        await person.presses("questions.take-back-for", {
          values: { statement: person.statement(six.id, "sl4") },
        });
        assert.equal(await person.chosen(person.statement(six.id, "sl4")), null);
        await person.sees("progress.of", { n: 3, total: 4 });
      }
      const next = six.sections[i + 1];
      if (next) await person.presses("questions.next", { values: { section: own(language, next.title) } });
    }
    await progress(24);
    await person.presses("questions.to-check");

    // The check, and one change from there.
    await person.seesHeading("check.heading");
    const answer = (id) =>
      id in sixAnswers ? option(language, six, id, sixAnswers[id]) : say(language, "answer.none");
    for (const { item } of itemsOf(six)) {
      const expected = item.id === "pb4" ? say(language, "answer.none") : answer(item.id);
      await person.sees(`${own(language, item.text)} ${expected}`);
    }
    await person.sees('=1+1; "quoted", ŵy 🙂');
    await person.presses("check.change-for", { values: { statement: person.statement(six.id, "pb4") } });
    await person.seesHeading(own(language, six.sections[5].title));
    await until(
      "for the focus on the statement",
      async () => (await person.focus()).group === person.statement(six.id, "pb4"),
    );
    await person.answers(six.id, { pb4: 5 });
    await person.presses("step.check");
    await person.sees(`${person.statement(six.id, "pb4")} ${answer("pb4")}`);
    await person.presses("check.finish");

    // The results.
    await person.seesHeading("results.heading");
    const bands = six.bands;
    const exact = six.sections.map((it) => scored(six, it, sixAnswers).exact);
    assert.deepEqual(
      exact.map((it) => (it ? shown(...it) : null)),
      sixScores,
    );
    const overall = mean(exact.filter(Boolean));
    assert.equal(shown(...overall), sixOverall);
    await person.sees(
      `${person.say("score.percent", { score: sixOverall })} ${band(language, bands, overall)}`,
    );
    await person.sees("results.counted", { n: 5, total: 6, least: "15", most: "87.5" });
    await person.sees("results.answered", { n: 25, total });
    await person.sees("results.dont-know", { n: 3, share: 12 });
    await person.sees("results.not-relevant", { n: 1 });

    const profile = six.sections.map((section, i) => {
      const title = own(language, section.title);
      return sixScores[i]
        ? [title, sixScores[i], band(language, bands, exact[i])]
        : [title, person.say("results.needs-more", { n: 1 })];
    });
    assert.deepEqual(await person.readsList("results.profile"), profile);
    await person.presses("results.as-table");
    const counted = [
      [4, 5, 1],
      [4, 4, 0],
      [3, 4, 0],
      [5, 5, 0],
      [1, 4, 2],
      [4, 4, 0],
    ];
    const table = profile.map(([title, score, words = ""], i) => {
      const [n, of, unknown] = counted[i];
      return [title, score, words, person.say("progress.of", { n, total: of }), `${unknown}`];
    });
    assert.deepEqual(await person.readsTable("group.practice"), table);

    const finding = (id) => {
      const i = six.sections.findIndex((it) => it.id === id);
      const values = { score: sixScores[i], band: band(language, bands, exact[i]) };
      return [own(language, six.sections[i].title), person.say("results.finding", values)];
    };
    assert.deepEqual(await person.readsList("results.strengths"), sixStrengths.map(finding));
    assert.deepEqual(await person.readsList("results.to-develop"), sixToDevelop.map(finding));

    // A section opens to all that belongs to it.
    const title = own(language, first.title);
    await person.presses(`${title} ${sixScores[0]} · ${band(language, bands, exact[0])}`);
    for (const { id } of first.items) await person.sees(`${person.statement(six.id, id)} ${answer(id)}`);
    for (const words of [...first.discuss, ...first.ideas]) await person.sees(own(language, words));
    const cited = [first.source ?? first.sources].flat();
    for (const { id, citation } of six.sources)
      if (cited.includes(id)) await person.sees(own(language, citation));
    await person.presses("results.how");
    await person.sees("results.norm");

    // The files.
    await person.presses("results.keep");
    await person.seesHeading("keep.heading");
    await person.sees("keep.never-exported");
    const json = await person.saves("keep.json");
    await person.seesNothingOf("keep.never-exported");
    const response = JSON.parse(json.text);
    assert.equal(response.format, "partnership-assessment/response");
    assert.equal(response.version, 1);
    assert.equal(response.language, language);
    assert.deepEqual(response.answers, sixAnswers);
    assert.deepEqual(response.notes, { sa2: '=1+1; "quoted", ŵy 🙂' });
    assert.deepEqual(response.respondent, {
      sector: "third-sector",
      role: '=Head of "joint" work, Llŷn',
      organisation: "Tai a Gofal Cyf.",
      size: "10-49",
      partnership: "Housing & health – Y Cwm",
    });
    assert.ok(Date.parse(response.started) <= Date.parse(response.updated));
    assert.ok(Date.parse(response.completed) >= Date.parse(response.started));
    const close = (a, [b, c]) => assert.ok(Math.abs(a - b / c) < 1e-9, `${a} is not ${b}/${c}`);
    close(response.results.overall, overall);
    for (const [i, section] of response.results.sections.entries()) {
      if (exact[i]) close(section.score, exact[i]);
      else assert.equal(section.score, null);
    }
    assert.ok(json.name.startsWith(person.say("file.response", { instrument: six.id, date: "" })), json.name);

    const wide = await person.saves("keep.wide");
    assert.ok(wide.text.startsWith("\ufeff"));
    const [header, row, ...others] = cells(wide.text.slice(1));
    assert.deepEqual(others, []);
    assert.deepEqual(header, [
      "response_id",
      "instrument",
      "edition",
      "language",
      "started",
      "completed",
      "sector",
      "role",
      "organisation",
      "size",
      ...itemsOf(six).map((it) => it.item.id),
      ...six.sections.map((it) => `score:${it.id}`),
    ]);
    const cell = Object.fromEntries(header.map((it, i) => [it, row[i]]));
    assert.equal(cell.response_id, response.id);
    assert.equal(cell.instrument, six.id);
    assert.equal(cell.role, '\'=Head of "joint" work, Llŷn');
    for (const { item } of itemsOf(six)) assert.equal(cell[item.id], `${sixAnswers[item.id] ?? ""}`);
    for (const [i, { id }] of six.sections.entries()) {
      if (exact[i])
        close(Number(cell[`score:${id}`]) + 0, [Math.round((exact[i][0] / exact[i][1]) * 1e6), 1e6]);
      else assert.equal(cell[`score:${id}`], "");
    }

    await person.ticks("keep.bom");
    const long = await person.saves("keep.long");
    assert.ok(!long.text.startsWith("\ufeff"));
    const [longHeader, ...rows] = cells(long.text);
    assert.deepEqual(longHeader, [
      "response_id",
      "sector",
      "section",
      "item",
      "statement",
      "value",
      "answer",
      "note",
    ]);
    assert.deepEqual(
      rows,
      itemsOf(six)
        .filter(({ item }) => item.id in sixAnswers)
        .map(({ section, item }) => [
          response.id,
          "third-sector",
          section.id,
          item.id,
          own(language, item.text),
          `${sixAnswers[item.id]}`,
          answer(item.id),
          item.id === "sa2" ? '\'=1+1; "quoted", ŵy 🙂' : "",
        ]),
    );

    // Elsewhere, each of the three files gives the same scores again.
    for (const file of [json, wide, long]) {
      const other = await meet(t, { at: person.server });
      await other.opens();
      if (language !== "en") await other.switchesTo(language);
      const path = await other.browser.file(file.name, file.text);
      await other.opensFileFromShelf(path);
      await other.seesHeading(file === long ? own(language, six.sections[4].title) : "results.heading");
      if (file === long) await other.presses("step.results");
      await other.seesHeading("results.heading");
      assert.deepEqual(await other.readsList("results.profile"), profile, file.name);
      await other.sees(
        `${person.say("score.percent", { score: sixOverall })} ${band(language, bands, overall)}`,
      );
    }
  });
}

test("the whole assessment keeps challenges and benefits apart from principles", async (t) => {
  const person = await meet(t);
  const { whole } = instruments;
  await person.opens();
  const answers = Object.fromEntries(
    itemsOf(whole).map(({ section, item }, i) => {
      const points = whole.scales[section.scale].points;
      return [item.id, points[i % points.length].value];
    }),
  );
  const response = {
    format: "partnership-assessment/response",
    version: 1,
    id: "0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0a01",
    instrument: { id: "whole" },
    started: "2026-01-01T10:00:00Z",
    completed: "2026-01-01T10:20:00Z",
    answers,
  };
  await person.opensFileFromShelf(await person.browser.file("answers.json", JSON.stringify(response)));
  await person.seesHeading("results.heading");
  const groups = {
    "group.practice": ["principle", "characteristic", "need"],
    "group.challenges": ["challenge"],
    "group.benefits": ["benefit"],
  };
  await person.presses("results.as-table");
  for (const [group, kinds] of Object.entries(groups)) {
    const sections = whole.sections.filter((it) => kinds.includes(it.kind));
    const rows = await person.readsTable(group);
    assert.deepEqual(
      rows.map((it) => it.slice(0, 2)),
      sections.map((it) => [own("en", it.title), shown(...scored(whole, it, answers).exact)]),
    );
    assert.deepEqual(
      (await person.readsList(group)).map((it) => it.slice(0, 2)),
      rows.map((it) => it.slice(0, 2)),
    );
  }
  const counting = whole.sections.filter((it) => !["challenge", "benefit"].includes(it.kind));
  const overall = shown(...mean(counting.map((it) => scored(whole, it, answers).exact)));
  await person.sees("score.percent", { score: overall });
  // What was said to be a serious obstacle, and clear evidence, is named in words.
  const pressing = await person.readsList("results.pressing");
  assert.ok(
    pressing.length > 0 &&
      pressing.every(([, words]) => ["A serious obstacle", "Often in our way"].includes(words)),
  );
  const evident = await person.readsList("results.evident");
  assert.ok(
    evident.length > 0 && evident.every(([, words]) => ["Clear evidence", "Some evidence"].includes(words)),
  );
  // No challenge is judged in the words for strengths.
  for (const [, , words] of await person.readsTable("group.challenges")) {
    assert.ok(!["Strong", "Good foundations", "Developing", "Needs attention first"].includes(words), words);
  }
});

for (const language of languages) {
  test(`reloading in the middle keeps the place, the answers and ${names[language]}`, async (t) => {
    const person = await meet(t);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await person.chooses("six-principles");
    await person.presses("prepare.begin");
    await person.answers(six.id, { sa1: 4, sa3: "dont-know" });
    await person.presses("questions.next", { values: { section: own(language, six.sections[1].title) } });
    await person.answers(six.id, { pc2: 1 });
    await person.comments(six.id, "pc2", "Half a thought");
    await person.reloads();
    await person.seesHeading(own(language, six.sections[1].title));
    assert.equal(await person.chosen(person.statement(six.id, "pc2")), person.option(six.id, "pc2", 1));
    assert.equal(await person.chosen(person.statement(six.id, "pc1")), null);
    assert.equal(await person.look(`return all("textarea")[0]?.value`), "Half a thought");
    await person.sees("progress.overall", { n: 3, total: 26 });
    await person.presses("questions.previous");
    await person.seesHeading(own(language, six.sections[0].title));
    assert.equal(await person.chosen(person.statement(six.id, "sa1")), person.option(six.id, "sa1", 4));
    assert.equal(
      await person.chosen(person.statement(six.id, "sa3")),
      person.option(six.id, "sa3", "dont-know"),
    );
  });

  test(`coming back after closing the browser offers in ${names[language]} to carry on, at the next unanswered statement`, {
    needs: ["profile"],
  }, async (t) => {
    const person = await meet(t);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await person.chooses("six-principles");
    await person.presses("prepare.begin");
    await person.answers(six.id, { sa1: 4, sa2: 5, sa3: 3, sa4: 2, sa5: 1 });
    await person.presses("questions.next", { values: { section: own(language, six.sections[1].title) } });
    await person.answers(six.id, { pc1: 3, pc2: "not-relevant" });
    await person.leaves();

    const back = await meet(t, { at: person.server, profile: person.browser.profile });
    await back.opens();
    back.language = language;
    await back.seesHeading("start.heading");
    await back.sees("start.continue-heading");
    await back.sees("entry.answered", { n: 7, total: 26 });
    await back.presses("start.continue");
    await back.seesHeading(own(language, six.sections[1].title));
    await until(
      "for the focus on the next statement",
      async () => (await back.focus()).group === back.statement(six.id, "pc3"),
    );
    assert.equal(await back.chosen(back.statement(six.id, "pc1")), back.option(six.id, "pc1", 3));
  });
}

test("a saved file opens from the first screen as soon as that is there", async (t) => {
  const person = await meet(t);
  await person.opens();
  await person.seesHeading("start.heading");
  const response = {
    format: "partnership-assessment/response",
    version: 1,
    id: "0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0a02",
    instrument: { id: "five-ps" },
    started: "2026-01-01T10:00:00Z",
    completed: "2026-01-01T10:02:00Z",
    answers: fivePs,
  };
  await person.opensFile(await person.browser.file("answers.json", JSON.stringify(response)));
  await person.seesHeading("results.heading");
  await person.sees("score.percent", { score: fivePsScore });
  // A file that does not say which edition it answers is not said to answer another one.
  await person.seesNothingOf("news.other-edition");
});

test("a browser that is set to Welsh opens the page in Welsh", async (t) => {
  const person = await meet(t, { language: "cy" });
  await person.opens();
  person.language = "cy";
  await person.seesHeading("start.heading");
  await person.sees("page.drafted");
});

test("Back and Forward of the browser move within the widget", { needs: ["back"] }, async (t) => {
  const person = await meet(t);
  const title = (i) => own("en", six.sections[i].title);
  await person.opens();
  await person.chooses("six-principles");
  await person.presses("prepare.begin");
  await person.seesHeading(title(0));
  await person.answers(six.id, { sa1: 4 });
  await person.presses("questions.next", { values: { section: title(1) } });
  await person.seesHeading(title(1));
  await person.presses("step.results");
  await person.seesHeading("results.heading");

  await person.goesBack();
  await person.seesHeading(title(1));
  await person.goesBack();
  await person.seesHeading(title(0));
  assert.equal(await person.chosen(person.statement(six.id, "sa1")), person.option(six.id, "sa1", 4));
  await person.goesBack();
  await person.seesHeading(own("en", six.title));
  await person.goesBack();
  await person.seesHeading("start.heading");
  for (const heading of [own("en", six.title), title(0), title(1), "results.heading"]) {
    await person.goesForward();
    await person.seesHeading(heading);
  }
  assert.equal(new URL(await person.driver.getCurrentUrl()).pathname, "/");
});

test("several assessments stand side by side: rename, copy, delete, undo, delete everything", async (t) => {
  const person = await meet(t);
  await person.opens();
  await person.driver.executeScript("localStorage.setItem('host-page', 'its own')");
  await person.chooses("five-ps");
  await person.presses("prepare.begin");
  await person.answers("five-ps", fivePs);
  await person.presses("Partnership assessment");
  await person.chooses("ways-of-working");
  await person.presses("prepare.begin");
  await person.answers("ways-of-working", { ww1: 3 });
  await person.presses("nav.shelf");
  await person.seesHeading("shelf.heading");

  const pulse = own("en", instruments["five-ps"].title);
  const ways = own("en", instruments["ways-of-working"].title);
  const shelf = async (...entries) => {
    const wanted = entries
      .map(([name, n, total]) => [name, person.say("entry.answered", { n, total })])
      .sort();
    await until(
      async () => `for the shelf to hold ${JSON.stringify(wanted)}: ${await person.reads()}`,
      async () => {
        const found = (await person.readsEntries())
          .map(([name, facts]) => [name, facts.split(" · ")[1]])
          .sort();
        return JSON.stringify(found) === JSON.stringify(wanted);
      },
    );
  };
  await shelf([pulse, 5, 5], [ways, 1, 11]);

  await person.actsOn("shelf.rename", pulse);
  await person.fills("rename.label", "Spring <b>pulse</b>");
  await person.presses("rename.save");
  await shelf(["Spring <b>pulse</b>", 5, 5], [ways, 1, 11]);

  await person.actsOn("shelf.duplicate", "Spring <b>pulse</b>");
  const copy = person.say("shelf.copy-of", { name: "Spring <b>pulse</b>" });
  await shelf(["Spring <b>pulse</b>", 5, 5], [copy, 5, 5], [ways, 1, 11]);

  // The copy goes its own way.
  await person.actsOn("shelf.open", copy);
  await person.seesHeading("check.heading");
  await person.presses("check.change-for", { values: { statement: person.statement("five-ps", "fp4") } });
  await person.answers("five-ps", { fp4: 1 });
  await person.presses("step.results");
  await person.sees("score.percent", { score: shown(700, 12) });
  await person.presses("nav.shelf");
  await person.actsOn("shelf.open", "Spring <b>pulse</b>");
  await person.presses("step.results");
  await person.sees("score.percent", { score: fivePsScore });
  await person.presses("nav.shelf");

  await person.actsOn("shelf.delete", "Spring <b>pulse</b>");
  await person.sees("delete.title", { name: "Spring <b>pulse</b>" });
  await person.presses("dialog.cancel");
  await shelf(["Spring <b>pulse</b>", 5, 5], [copy, 5, 5], [ways, 1, 11]);
  await person.actsOn("shelf.delete", "Spring <b>pulse</b>");
  await person.presses("delete.yes");
  await person.sees("news.deleted", { name: "Spring <b>pulse</b>" });
  await shelf([copy, 5, 5], [ways, 1, 11]);
  assert.ok(!JSON.stringify(await person.stored()).includes('"Spring <b>pulse'));
  await person.presses("news.undo");
  await person.sees("news.restored");
  await shelf(["Spring <b>pulse</b>", 5, 5], [copy, 5, 5], [ways, 1, 11]);

  // All of it is there after a reload, too.
  await person.reloads();
  await shelf(["Spring <b>pulse</b>", 5, 5], [copy, 5, 5], [ways, 1, 11]);

  await person.presses("shelf.delete-all");
  await person.presses("dialog.cancel");
  await shelf(["Spring <b>pulse</b>", 5, 5], [copy, 5, 5], [ways, 1, 11]);
  await person.presses("shelf.delete-all");
  await person.presses("delete-all.yes");
  await person.sees("news.erased");
  assert.deepEqual(await person.stored(), { "host-page": "its own" });
  await person.presses("nav.shelf");
  await person.sees("shelf.empty");
  await person.reloads();
  await person.sees("shelf.empty");
  assert.deepEqual(await person.stored(), { "host-page": "its own" });
});
