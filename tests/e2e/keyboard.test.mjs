// With the keyboard alone: a workshop from its set-up to the last slide, taking part in it, and
// a plan up to the report and its files. The focus is never lost, and always in sight.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Key } from "selenium-webdriver";

import { until } from "./browser.mjs";
import { Keys } from "./keys.mjs";
import { meet, server } from "./meeting.mjs";
import { answers as answersOfSix } from "./tour.mjs";
import { instruments, languages, names, option, own } from "./words.mjs";

const pulse = instruments["five-ps"];
const answers = { fp1: 4, fp2: 5, fp3: "dont-know", fp4: 3, fp5: 2 };

/** Somebody with a keyboard, who has opened the page in their language. */
async function sitsDown(t, language, at) {
  const { browser, server: its } = await meet(t, { engine: "chromium", at });
  const person = new Keys(browser, its);
  await person.opens();
  await person.seesHeading("start.heading");
  if (language !== "en") await person.switchesTo(language);
  return person;
}

const focusOn = (person, what, wanted) =>
  until(
    async () => `for the focus on ${what}, not on ${JSON.stringify(await person.focus())}`,
    async () => wanted(await person.focus()),
  );

for (const language of languages) {
  test(`a workshop is set up, collected and presented, and somebody takes part, by the keyboard alone in ${names[language]}`, async (t) => {
    const at = await server(t);
    const person = await sitsDown(t, language, at);
    const name = "Bwrdd crwn / Round table";
    await person.presses("start.workshop");
    await person.arrivesAt("setup.heading");
    await person.selects("setup.instrument", own(language, pulse.title));
    await person.fills("setup.threshold", "2");
    await person.presses("setup.create");
    // The first field that is wrong has the focus, and then the next.
    await focusOn(person, "the name", (it) => it.name === person.say("setup.name"));
    await person.fills("setup.name", name);
    await person.presses("setup.create");
    await focusOn(person, "the number", (it) => it.name === person.say("setup.threshold"));
    await person.fills("setup.threshold", "3");
    await person.ticks("setup.practice");
    await person.presses("setup.create");
    await person.arrivesAt(name);
    await person.presses("invite.show-large");
    await person.presses("invite.show-small");
    await person.presses("invite.copy");
    const link = await person.holds("invite.link");

    const participant = await sitsDown(t, language, at);
    await participant.follows(link);
    await participant.presses("join.begin");
    await focusOn(participant, "the sectors", (it) => it.group === participant.say("join.sector"));
    await participant.picks(participant.say("join.sector"), participant.say("sector.health"));
    await participant.presses("join.begin");
    await participant.arrivesAt(own(language, pulse.sections[0].title));
    await participant.answersAll(pulse.id, answers);
    await participant.arrivesAt("check.heading");
    await participant.presses("check.change-for", {
      values: { statement: participant.statement(pulse.id, "fp4") },
    });
    await focusOn(
      participant,
      "the statement",
      (it) => it.type === "radio" && it.group === participant.statement(pulse.id, "fp4"),
    );
    await participant.presses("step.check");
    await participant.arrivesAt("check.heading");
    await participant.presses("check.finish");
    await participant.arrivesAt("results.heading");
    await participant.presses("results.hand-over");
    await participant.arrivesAt("hand-over.heading");
    await participant.presses("hand-over.qr");
    await participant.presses("hand-over.copy");
    const code = await participant.look(`return words(widget().querySelector(".code code"))`);
    await participant.saves("hand-over.file");
    await participant.stands();
    assert.deepEqual(participant.unseen, []);

    await person.presses("step.collect");
    await person.arrivesAt("invite.next");
    await person.fills("collect.paste", `Dyma fy nghod: ${code}`);
    await person.presses("collect.add");
    await person.sees("collect.added", { n: 1 });
    await person.presses("collect.undo");
    await focusOn(person, "the heading", (it) => it.tag === "h1");
    await person.fills("collect.paste", code);
    await person.presses("collect.add");
    await person.sees("collect.added", { n: 1 });
    await person.presses("collect.made-up");
    await person.presses("collect.show");
    await person.arrivesAt("picture.heading");
    await person.presses("results.as-table");

    await person.presses("picture.present");
    const place = () =>
      person.look(`return /(\\d+)\\D+(\\d+)/.exec(words(widget().querySelector(".slide-number")))?.slice(1)`);
    const [, of] = await until("for the slides", place);
    const seen = new Set();
    for (let number = 1; number <= of; number += 1) {
      await person.sees("present.place", { number, of });
      await focusOn(person, "the heading of the slide", (it) => it.tag === "h1" && it.name);
      seen.add((await person.focus()).name);
      if (number < of) await person.strikes([Key.ARROW_RIGHT, Key.PAGE_DOWN, " "][number % 3]);
    }
    assert.ok(seen.size > of / 2, "each slide has a heading of its own");
    await person.presses("present.previous");
    await person.sees("present.place", { number: of - 1, of });
    await person.strikes(Key.HOME);
    await person.sees("present.place", { number: 1, of });
    await person.strikes(Key.ESCAPE);
    await person.arrivesAt("picture.heading");
    await person.presses("step.keep");
    await person.arrivesAt("picture.keep");
    await person.saves("keep-workshop.report");
    await person.stands();
    assert.deepEqual(person.unseen, []);
  });

  test(`a plan is written, put in order and closed, and the report and its files are saved, by the keyboard alone in ${names[language]}`, async (t) => {
    const person = await sitsDown(t, language);
    const file = {
      format: "partnership-assessment/response",
      version: 1,
      id: "0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0e01",
      instrument: { id: "six-principles" },
      started: "2026-01-01T10:00:00Z",
      completed: "2026-01-01T10:20:00Z",
      answers: answersOfSix,
    };
    await person.opensFileFromShelf(await person.browser.file("kept.json", JSON.stringify(file)));
    await person.seesHeading("results.heading");
    await focusOn(person, "what is said", (it) => it.tag === "div" && it.name);
    await person.presses("notice.close");
    await person.arrivesAt("results.heading");
    await person.presses("results.plan");
    await person.arrivesAt("plan.heading");

    const offers = await person.look(`return all(".offers label").map(words)`);
    for (const it of offers.slice(0, 2)) await person.picksBox(it);
    const ticked = () => person.look(`return all(".offers input").filter((it) => it.checked).length`);
    assert.equal(await ticked(), 2);
    // Something else: not the first of the list, by way of all before it.
    const other = await person.look(`return all("#pa-plan-other")[0].options[4].text.trim()`);
    await person.selects("plan.other", other);
    await person.presses("plan.add-priority");
    const groups = () => person.look(`return all(".plan-group h3").map(words)`);
    await until("for the priority", async () => (await groups()).some((it) => other.endsWith(it)));
    assert.equal((await groups()).length, 3);
    await person.stands();

    const act = (key, name) => person.presses("shelf.act-on", { values: { act: person.say(key), name } });
    const before = await groups();
    await act("plan.down", before[0]);
    await until("for the other to be the first", async () => (await groups())[0] === before[1]);
    await focusOn(person, "what moved", (it) => it.tag === "button" && it.name.includes(before[0]));
    const [first] = await groups();
    const writes = async (what) => {
      await focusOn(person, "the field", (it) => it.tag === "textarea");
      await person.fills("plan.what", what);
    };
    await act("plan.add", first);
    await writes("First");
    await person.fills("plan.leads", "Cartrefi Iach");
    await person.setsDay("plan.by", "2027-03-03");
    await act("plan.close", "First");
    await focusOn(person, "the way back into it", (it) => it.name.startsWith(person.say("plan.edit")));
    await act("plan.add", first);
    await writes("Second");
    await act("plan.close", "Second");
    const order = () => person.look(`return all(".action-title").map(words)`);
    assert.deepEqual(await order(), ["First", "Second"]);
    await act("plan.up", "Second");
    await person.sees("plan.moved", { place: 1, total: 2 });
    assert.deepEqual(await order(), ["Second", "First"]);
    await focusOn(person, "what moved", (it) => it.name.includes("Second"));
    await person.strikesWith(Key.ALT, Key.ARROW_DOWN);
    await until("for it to move back", async () => (await order())[0] === "First");
    await focusOn(person, "what moved", (it) => it.name.includes("Second"));
    await act("plan.take-out", "Second");
    await focusOn(person, "what is said", (it) => it.tag === "div" && it.name);
    await person.presses("news.undo");
    await until("for it to be back", async () => (await order()).length === 2);
    await person.presses("notice.close");
    await person.arrivesAt("plan.heading");
    await person.presses("plan.in-months", { values: { n: 6 } });

    await person.presses("plan.to-partners");
    await person.arrivesAt("partners.heading");
    await person.presses("partners.add");
    await focusOn(person, "the name", (it) => it.name === person.say("partners.name"));
    await person.fills("partners.name", "Tai Cymunedol");
    await person.selects("partners.money", "partners.much");
    await act("partners.take-out", "Tai Cymunedol");
    await person.presses("news.undo");
    await person.presses("partners.back");
    await person.arrivesAt("plan.heading");
    await person.saves("plan.save-table");
    await person.stands();
    await person.saves("plan.save-calendar");
    await person.presses("plan.to-report");
    await person.arrivesAt("board.heading");
    await person.saves("board.save");
    await person.stands();
    await person.savesFirst("board.svg");
    await person.stands();
    await person.presses("step.keep");
    await person.arrivesAt("keep.heading");
    for (const it of ["keep.json", "keep.long", "keep.wide"]) {
      await person.saves(it);
      await person.stands();
    }
    assert.deepEqual(person.unseen, []);
  });
}

test("what a person does to what is kept leaves the focus beside it, by the keyboard alone", async (t) => {
  const person = await sitsDown(t, "en");
  const title = own("en", pulse.title);
  await person.chooses(pulse.id);
  await person.arrivesAt(title);
  await person.presses("prepare.who-heading");
  await person.selects("who.sector", "sector.housing");
  await person.presses("prepare.begin");
  await person.arrivesAt(own("en", pulse.sections[0].title));
  await person.answers(pulse.id, { fp1: 4 });
  await person.comments(pulse.id, "fp1", "Every week");
  const first = person.statement(pulse.id, "fp1");
  await person.presses("questions.take-back-for", { values: { statement: first } });
  await focusOn(person, "the statement", (it) => it.type === "radio" && it.group === first);
  assert.equal(await person.chosen(first), null);
  await person.answers(pulse.id, { fp1: 2 });
  assert.equal(await person.chosen(first), option("en", pulse, "fp1", 2));

  await person.presses("nav.shelf");
  await person.arrivesAt("shelf.heading");
  await person.actsOn("shelf.rename", title);
  await focusOn(person, "the new name", (it) => it.name === person.say("rename.label"));
  await person.fills("rename.label", "Ours");
  await person.presses("rename.save");
  await until("for the dialog to close", () => person.look(`return !widget().querySelector("dialog[open]")`));
  await person.actsOn("shelf.duplicate", "Ours");
  await until("for the copy", async () => (await person.readsEntries()).length === 2);
  await person.actsOn("shelf.delete", (await person.readsEntries())[0][0]);
  await person.sees("delete.text");
  await person.presses("delete.yes");
  await focusOn(person, "what is said", (it) => it.tag === "div" && it.name);
  await person.presses("news.undo");
  await until("for it to be back", async () => (await person.readsEntries()).length === 2);
  await person.presses("shelf.protect");
  await person.arrivesAt("vault.protect-heading");
  await person.protects("short");
  await focusOn(person, "the passphrase", (it) => it.name === person.say("vault.passphrase"));
  await person.protects("tair afon yn un dyffryn");
  await focusOn(person, "what is said", (it) => it.tag === "div" && it.name);
  await person.presses("vault.lock");
  await person.arrivesAt("vault.unlock-heading");
  await person.unlocks("tair afon yn un dyffryn");
  await person.arrivesAt("vault.protected-heading");
  await person.presses("vault.unprotect");
  await focusOn(person, "what is said", (it) => it.tag === "div" && it.name);

  await person.presses("nav.contacted");
  await person.arrivesAt("nav.contacted");
  await person.presses("contacts.again");
  await person.presses("page.title");
  await person.arrivesAt("start.heading");
  await person.presses("start.guide");
  await person.arrivesAt("guide.heading");
  await person.picks(person.say("guide.time"), person.say("guide.ten-minutes"));
  await person.picks(person.say("guide.company"), person.say("guide.together"));
  await person.picks(person.say("guide.worry"), person.say("guide.power"));
  await person.sees("guide.why-six-principles");
  await person.stands();
  assert.deepEqual(person.unseen, []);
});
