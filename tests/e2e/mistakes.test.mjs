// What is wrong with what was entered is said beside its field, belongs to it for those who do
// not see it, and is heard once; and so is what has been done.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Key } from "selenium-webdriver";

import { hears, listens, times } from "./hearing.mjs";
import { meet } from "./meeting.mjs";
import { file } from "./tour.mjs";
import { languages, names } from "./words.mjs";

/** The field with these words: whether it is marked as wrong, and what describes it. */
const field = (person, label) =>
  person.look(
    `const it = all("input, textarea, select").find((it) => [...(it.labels ?? [])].some((it) => words(it) === arguments[0]));
     const described = (it.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
     return {
       wrong: it.getAttribute("aria-invalid") === "true",
       described: described.map((id) => squeezed(widget().getElementById(id)?.textContent)).join(" "),
       focused: focused() === it,
     };`,
    label,
  );

/** `act` goes wrong: the field says why, has the focus, and it is heard once. */
async function refuses(person, label, sentence, act, { focused = true } = {}) {
  const all = await hears(person, sentence, act);
  assert.equal(times(all, sentence), 1, `“${sentence}” in: ${all.join(" | ")}`);
  const its = await field(person, label);
  assert.ok(its.wrong, `“${label}” is not marked`);
  assert.ok(its.described.includes(sentence), `“${label}” is described by: ${its.described}`);
  if (focused) assert.ok(its.focused, `“${label}” has not the focus`);
}

/** `act` is done: the sentence is heard once. */
async function tells(person, sentence, act) {
  const all = await hears(person, sentence, act);
  assert.equal(times(all, sentence), 1, `“${sentence}” in: ${all.join(" | ")}`);
}

for (const language of languages) {
  test(`a sector that new answers would hide is heard of, and what can be done comes next, in ${names[language]}`, async (t) => {
    const person = await meet(t);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await person.setsUp({ instrument: "five-ps", name: "Bwrdd crwn", threshold: 3 });
    await person.presses("step.collect");
    await person.waitsUntilReady();
    let n = 0;
    const arrive = async (...sectors) => {
      const files = sectors.map((sector) => {
        n += 1;
        const answers = Object.fromEntries([1, 2, 3, 4, 5].map((i) => [`fp${i}`, 1 + ((n + i) % 5)]));
        const id = `0b7f9d5e-6a55-4d1e-8a4e-${String(n).padStart(12, "0")}`;
        return person.browser.file(
          `${n}.json`,
          file(id, { instrument: { id: "five-ps" }, respondent: { sector }, answers }),
        );
      });
      await person.opensFile(...(await Promise.all(files)));
      await person.sees("collect.added", { n: sectors.length });
    };
    await arrive("housing", "housing", "housing", "health", "health", "health");
    await person.presses("collect.show");
    await person.seesHeading("picture.heading");
    await person.presses("step.collect");
    await arrive("housing", "housing", "health");
    await listens(person);
    const sectors = ["housing", "health"].map((it) => person.say(`sector.${it}`)).join(", ");
    await tells(person, person.say("collect.hides", { sectors }), () => person.presses("collect.show"));
    await person.strikes(Key.TAB);
    assert.equal((await person.focus()).name, person.say("collect.show-anyway"));
    await person.presses("collect.show-anyway");
    await person.seesHeading("picture.heading");
  });

  test(`what is wrong in a form belongs to its field, and it and what is done are heard once, in ${names[language]}`, async (t) => {
    const person = await meet(t);
    const say = (key, values) => person.say(key, values);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await person.presses("nav.shelf");
    await person.seesHeading("shelf.heading");
    await person.waitsUntilReady();
    await listens(person);

    // A passphrase that is too short, or not the same twice; then the wrong one.
    await person.presses("shelf.protect");
    await person.seesHeading("vault.protect-heading");
    const passphrase = "tair afon yn un dyffryn";
    const label = say("vault.passphrase");
    await refuses(person, label, say("vault.too-short", { n: 8 }), () => person.protects("short"));
    await refuses(person, label, say("vault.differs"), () => person.protects(passphrase, "another one"));
    await tells(person, say("news.protected"), () => person.protects(passphrase));
    await person.presses("vault.lock");
    await person.seesHeading("vault.unlock-heading");
    await refuses(person, label, say("vault.wrong"), () => person.unlocks("not this one"));
    await person.unlocks(passphrase);
    await person.seesHeading("vault.protected-heading");
    await tells(person, say("news.unprotected"), () => person.presses("vault.unprotect"));

    // A workshop's set-up: each field, and how many of them.
    await person.presses("page.title");
    await person.presses("start.workshop");
    await person.seesHeading("setup.heading");
    const create = () => person.presses("setup.create");
    await refuses(person, say("setup.name"), say("setup.name-missing"), create);
    await person.fills("setup.name", "Bwrdd crwn");
    await person.fills("setup.expected", "some");
    await refuses(person, say("setup.expected"), say("setup.expected-wrong"), create);
    await person.fills("setup.expected", "12");
    await person.fills("setup.threshold", "1");
    await refuses(person, say("setup.threshold"), say("setup.threshold-wrong"), create);
    await person.fills("setup.threshold", "3");
    await person.fills("setup.sectors", Array.from({ length: 23 }, (_, i) => `Sector ${i}`).join("\n"));
    await refuses(person, say("setup.sectors"), say("setup.sectors-too-many"), create);
    await person.fills("setup.name", " ");
    await person.fills("setup.expected", "0");
    const several = say("setup.several-wrong", {
      n: 3,
      fields: [say("setup.name"), say("setup.expected"), say("setup.sectors")].join(", "),
    });
    await tells(person, several, create);
    await person.fills("setup.name", "Bwrdd crwn");
    await person.fills("setup.expected", "12");
    await person.fills("setup.sectors", "Housing\nHealth");
    await person.ticks("setup.practice");
    await create();
    await person.seesHeading("Bwrdd crwn");
    const link = await person.holds("invite.link");

    // Codes: none in it, one that is damaged.
    await person.presses("step.collect");
    await person.seesHeading("invite.next");
    const codes = say("collect.paste");
    const adds = async (text) => {
      await person.fills("collect.paste", text);
      await person.presses("collect.add");
    };
    const beside = { focused: false };
    await refuses(person, codes, say("collect.nothing-found"), () => adds("Bore da"), beside);
    await tells(person, say("collect.added", { n: 12 }), () => person.presses("collect.made-up"));
    await tells(person, say("collect.nothing-new"), () =>
      adds("PA1-1AXEP-K3516-2000T-0MA1J-00000-00000-00000-0HP5Y-TS"),
    );

    // A plan: the day that has gone by, and what moves.
    await person.presses("collect.show");
    await person.seesHeading("picture.heading");
    await person.presses("step.plan");
    await person.seesHeading("plan.heading");
    for (const what of ["First", "Second"]) {
      await person.presses("plan.add-other");
      await person.fills("plan.what", what);
      if (what === "First") {
        await person.setsDay("plan.by", "2001-01-31");
        await person.sees("plan.past");
        assert.ok((await field(person, say("plan.by"))).described.includes(say("plan.past")));
      }
      await person.presses("plan.close");
    }
    await tells(person, say("plan.moved", { place: 1, total: 2 }), () =>
      person.presses("shelf.act-on", { values: { act: say("plan.up"), name: "Second" } }),
    );
    await tells(person, say("news.taken-out", { name: "Second" }), () =>
      person.presses("shelf.act-on", { values: { act: say("plan.take-out"), name: "Second" } }),
    );
    await tells(person, say("news.restored"), () => person.presses("news.undo"));

    // Files: one is saved, and one cannot be opened.
    await person.presses("step.keep");
    await person.seesHeading("picture.keep");
    const [saved] = say("news.downloaded", { file: "|" }).split("|");
    await tells(person, saved, () => person.saves("keep-workshop.report"));
    await person.presses("nav.shelf");
    await person.seesHeading("shelf.heading");
    const broken = await person.browser.file("broken.json", "{");
    await tells(person, say("news.import-failed", { file: "broken.json" }), () => person.opensFile(broken));

    // What a participant has to say first.
    await person.follows(link);
    await person.waitsUntilReady();
    await listens(person);
    await tells(person, say("join.sector-missing"), () => person.presses("join.begin"));
    const group = await person.look(
      `const it = focused().closest("fieldset");
       return { legend: words(it.querySelector("legend")), described: it.getAttribute("aria-describedby").split(" ").map((id) => words(widget().getElementById(id))) };`,
    );
    assert.equal(group.legend, say("join.sector"));
    assert.equal(group.described[0], say("join.sector-missing"));
  });
}
