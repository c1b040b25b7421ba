// The whole arc: from a result to agreed actions, half a year on to the next round, and to
// what has changed.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { Key } from "selenium-webdriver";

import { faults } from "./axe.mjs";
import { lacks, until } from "./browser.mjs";
import { meet, everywhere as test } from "./meeting.mjs";
import { instruments, itemsOf, languages, names, own } from "./words.mjs";

const run = promisify(execFile);
const six = instruments["six-principles"];

/** A table of twelve people's answers in three sectors; `lift` raises those to `section`. */
function table(round, section, lift) {
  const items = itemsOf(six);
  const head = ["response_id", "instrument", "sector", ...items.map((it) => it.item.id)];
  const rows = Array.from({ length: 12 }, (_, person) => {
    const sector = ["housing", "health", "social-care"][Math.floor(person / 4)];
    const answers = items.map(({ section: of, item }, i) => {
      if (item.id === "sa2" && person < 4) return "dont-know";
      const plain = 2 + ((person + i) % 2) + (sector === "housing" && i % 5 === 0 ? 2 : 0);
      return Math.min(5, plain + (of.id === section ? lift : 0));
    });
    return [`round-${round}-${person}`, six.id, sector, ...answers];
  });
  return [head, ...rows].map((it) => it.join(",")).join("\r\n");
}

/** The printed pages as text, and how their headings are tagged; nothing where a driver cannot
 *  print as a person does. */
async function printed(person) {
  if (lacks(person.browser.engine, "paper")) return undefined;
  const path = await person.browser.file("printed.pdf", await person.browser.pdf());
  const [{ stdout: text }, { stdout: structure }, { stdout: facts }] = await Promise.all([
    run("pdftotext", ["-layout", "-enc", "UTF-8", path, "-"]),
    run("pdfinfo", ["-struct-text", path], { maxBuffer: 1 << 26 }),
    run("pdfinfo", [path]),
  ]);
  const pages = text.split("\f").slice(0, -1);
  return { pages, structure, facts, text: text.replaceAll(/\s+/g, " ") };
}

/** Lets the clock of every page that opens from now on be so many days ahead. */
async function daysAhead(person, days) {
  // Where a worker hands a page over, nothing can be put into it on its way.
  await person.driver.executeAsyncScript(`
    const [done] = arguments;
    navigator.serviceWorker.getRegistrations()
      .then((all) => Promise.all(all.map((it) => it.unregister())))
      .then(() => done());
  `);
  await person.browser.beforeEachPage(`
    const Real = Date;
    window.Date = class extends Real {
      constructor(...all) {
        if (all.length) super(...all);
        else super(Real.now() + ${days * 86_400_000});
      }
      static now() {
        return Real.now() + ${days * 86_400_000};
      }
    };
  `);
}

const section = (language, id) => own(language, six.sections.find((it) => it.id === id).title);

/** Brings in the answers of a round and shows the picture. */
async function collects(person, round, lifted, lift) {
  await person.presses("step.collect");
  await person.opensFile(await person.browser.file(`round-${round}.csv`, table(round, lifted, lift)));
  await person.sees("collect.added", { n: 12 });
  await person.presses("collect.show");
  await person.sees("picture.common");
}

const ticked = (person) =>
  person.look(
    `return all(".offers input").filter((it) => it.checked).map((it) => words(it.closest("label")))`,
  );

for (const language of languages) {
  test(`a workshop goes from its picture to a plan, to the next round and to what has changed, in ${names[language]}`, async (t) => {
    const person = await meet(t);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    const link = await person.setsUp({ name: "Cartrefi Iach", threshold: 3 });
    await collects(person, 1, "leadership", 0);

    // Priorities: what stands out is offered, with figures; the person decides.
    await person.presses("results.plan");
    await person.seesHeading("plan.heading");
    const offers = await person.look(
      `return all(".offers li").map((it) => [words(it.querySelector("label")), words(it.querySelector(".offer-why"))])`,
    );
    assert.ok(offers.length >= 5, JSON.stringify(offers));
    for (const why of ["lowest", "gap", "dont-know"])
      assert.ok(
        offers.some((it) => it[1].includes(person.say(`plan.why-${why}`))),
        why,
      );
    assert.deepEqual(await ticked(person), []);
    const [chosen] = offers[0];
    await person.picksBox(chosen);
    assert.deepEqual(await ticked(person), [chosen]);
    await person.picksBox(offers[3][0]);

    // An action that begins with an idea, and one of the group's own.
    await person.unfolds();
    await person.look(`all(".ideas button")[0].click()`);
    await until("for the form to have the focus", async () => (await person.focus()).tag === "textarea");
    const first = "Share one list of homes – rhestr gartrefi, 住宅名單";
    await person.fills("plan.what", first);
    await person.fills("plan.leads", "Tai");
    await person.fills("plan.evidence", "Nobody asks twice");
    await person.setsDay("plan.by", "2027-03-01");
    await person.presses("plan.close");
    await person.presses("plan.add-other");
    await person.fills("plan.what", "Second");
    await person.presses("plan.close");
    await person.presses("plan.add-other");
    await person.fills("plan.what", "Third");
    await person.presses("plan.close");

    // By the keyboard, from the third place to the second: the focus stays with it.
    await person.tabsTo(
      "the button that moves it up",
      (it) => it.name.startsWith(person.say("plan.up")) && it.name.includes("Third"),
    );
    await person.strikes(Key.ENTER);
    await person.sees("plan.moved", { place: 1, total: 2 });
    await until("for the focus to stay", async () => (await person.focus()).name.includes("Third"));
    const order = () => person.look(`return all(".action-title").map(words)`);
    assert.deepEqual(await order(), [first, "Third", "Second"]);
    await person.driver.actions().keyDown(Key.ALT).sendKeys(Key.ARROW_DOWN).keyUp(Key.ALT).perform();
    await until("for it to move back", async () => (await order())[2] === "Third");

    await person.presses("plan.in-months", { values: { n: 6 } });
    await person.presses("plan.to-partners");
    await person.seesHeading("partners.heading");
    await person.presses("partners.add");
    await person.fills("partners.name", "Tai Cymunedol");
    await person.selects("partners.staff-time", person.say("partners.much"));
    await person.selects("partners.credibility", person.say("partners.differs"));
    await person.sees("partners.resources");
    await person.fills("partners.power-said", "We had never said it.");
    await person.presses("partners.back");

    // The files of the plan.
    const plan = await person.saves("plan.save-table");
    assert.match(plan.name, /\.csv$/);
    assert.ok(plan.text.includes(first));
    const calendar = await person.saves("plan.save-calendar");
    assert.match(calendar.name, /\.ics$/);
    assert.equal(calendar.text.split("BEGIN:VEVENT").length, 3);

    // The report: on screen, on paper, as a page.
    await person.presses("plan.to-report");
    await person.seesHeading("board.heading");
    const paper = await printed(person);
    if (paper) {
      t.diagnostic(`the report of the first round has ${paper.pages.length} pages`);
      assert.match(paper.facts, /Page size: .*A4/);
      assert.ok(paper.pages.length >= 3 && paper.pages.length <= 9, `${paper.pages.length} pages`);
      assert.ok(!paper.text.includes(person.say("board.save")), "nothing that is there to be pressed");
      assert.match(paper.structure, /\bH[12]\b/, "real headings");
    }
    const text = paper?.text ?? (await person.reads());
    for (const words of [
      "Cartrefi Iach",
      first.slice(0, 20),
      "Tai Cymunedol",
      "We had never said it.",
      person.say("picture.common"),
      person.say("board.differ"),
      person.say("picture.method"),
    ])
      assert.ok(text.includes(words.replaceAll(/\s+/g, " ")), words);
    const page = await person.saves("board.save");
    assert.match(page.name, /\.html$/);

    // Half a year later: the page says that the review is due.
    await daysAhead(person, 190);
    await person.opens();
    await until("for the page", () => person.look("return Boolean(widget()?.querySelector('[lang]'))"));
    await person.speaks(language);
    await person.sees("news.review-due", { n: 1 });
    await person.presses("news.open-plan");
    await person.seesHeading("plan.heading");
    await person.presses("plan.next-round");
    await person.seesHeading("Cartrefi Iach");
    const next = await person.holds("invite.link");
    assert.notEqual(next, link);
    const setup = (it) => new URL(it).hash.replace(/pa-workshop=\d+/, "");
    assert.equal(setup(next), setup(link));
    await collects(person, 2, "leadership", 1);

    await person.presses("step.plan");
    await person.seesHeading("plan.heading");
    await person.sees("plan.unfinished");
    assert.deepEqual(await order(), []);
    await person.look(`all(".plan-unfinished button")[0].click()`);
    await until("for it to be taken over", async () => (await order()).length === 1);

    await person.presses("step.change");
    await person.seesHeading("change.heading");
    const rows = await until("for the table", async () => {
      const res = await person.readsTable("change.sections");
      return res.length ? res : undefined;
    });
    const row = (id) => rows.find((it) => it[0] === section(language, id));
    // n stands beside each round, an arrow only where it has moved.
    assert.match(row("leadership")[2], /^↑ .* \(n 12\)$/);
    assert.match(row("shared-analysis")[2], /^= .* \(n 12\)$/);
    assert.ok(
      rows.some((it) => it.at(-1).includes(first)),
      JSON.stringify(rows),
    );

    await person.presses("plan.to-report");
    await person.seesHeading("board.heading");
    const again = await printed(person);
    if (again) {
      t.diagnostic(`the report of the second round has ${again.pages.length} pages`);
      assert.ok(again.pages.length >= paper.pages.length && again.pages.length <= 16);
      for (const [i, it] of again.pages.entries())
        assert.ok(it.trim().length > 80, `page ${i + 1} is nearly empty: ${it}`);
    }
    assert.ok((again?.text ?? (await person.reads())).includes(person.say("change.heading")));
    const report = await person.saves("board.save");
    const drawing = await person.savesFirst("board.svg");
    assert.match(drawing.text, /^<(\?xml|svg)/);
    const picture = await person.savesFirst("board.png");
    assert.match(picture.name, /\.png$/);
    const { stdout: kind } = await run("file", ["--brief", picture.path]);
    assert.match(kind, /^PNG image data, [5-9]\d\d|^PNG image data, \d{4}/);

    // The page opens from the disk, asks for nothing, and axe-core finds nothing.
    for (const it of [page, report]) {
      await person.driver.get(pathToFileURL(it.path).href);
      assert.equal(await person.driver.executeScript("return document.documentElement.lang"), language);
      assert.deepEqual(await faults(person), []);
      assert.deepEqual(
        await person.driver.executeScript(
          "return performance.getEntriesByType('resource').map((it) => it.name)",
        ),
        [],
      );
      const headings = await person.driver.executeScript(
        "return [...document.querySelectorAll('h1,h2,h3,h4')].map((it) => it.localName)",
      );
      assert.equal(headings.filter((it) => it === "h1").length, 1);
      assert.ok(headings.length > 8);
    }
  });
}

const response = (id, started, answers, changes = {}) => ({
  format: "partnership-assessment/response",
  version: 1,
  id,
  instrument: { id: "five-ps" },
  started,
  completed: started,
  answers: Object.fromEntries(answers.map((it, i) => [`fp${i + 1}`, it])),
  ...changes,
});

test("a person's three rounds from files show a gain and the loss after it, and 500 actions are kept", async (t) => {
  const person = await meet(t);
  await person.opens();
  const many = Array.from({ length: 500 }, (_, i) => ({
    id: `a${i}`,
    about: { item: i % 2 ? "fp1" : "gone" },
    what: `Action ${i} – عمل 行动`,
    by: "2001-01-01",
  }));
  const files = [
    response("r1", "2025-01-10T10:00:00Z", [2, 2, 2, 2, 2]),
    response("r2", "2025-07-10T10:00:00Z", [5, 5, 5, 5, 2]),
    response("r3", "2026-01-10T10:00:00Z", [2, 2, 2, 2, 2], { plan: many }),
  ];
  for (const it of files) {
    await person.opensFileFromShelf(await person.browser.file(`${it.id}.json`, JSON.stringify(it)));
    await person.seesHeading("results.heading");
  }
  await person.presses("step.change");
  await person.sees("change.nothing");
  for (const i of [0, 1]) await person.look(`all(".rounds input")[${i}].click()`);
  const rows = await until("for three rounds", async () => {
    const res = await person.readsTable("change.sections");
    return res[0]?.length >= 5 ? res : undefined;
  });
  assert.deepEqual(rows.at(-1).slice(1, 4), ["25", "↑ 85", "↓ 25"]);
  const title = own("en", instruments["five-ps"].sections[0].title);
  await person.sees("change.turned", { section: title });

  await person.presses("step.plan");
  await person.seesHeading("plan.heading");
  assert.equal(await person.look(`return all(".action").length`), 500);
  await person.presses("plan.to-report");
  await person.seesHeading("board.heading");
  const text = (await printed(person))?.text ?? (await person.reads());
  for (const i of [0, 1, 250, 499]) assert.ok(text.includes(`Action ${i} –`), `action ${i}`);
  await person.presses("step.keep");
  const saved = JSON.parse((await person.saves("keep.json")).text);
  assert.equal(saved.plan.length, 500);
  assert.equal(saved.plan[0].about.item, "gone");
});
