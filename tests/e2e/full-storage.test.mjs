// A storage that another script of the site has filled to the last character, at each kind of
// write: it is said, what was entered is still shown, nothing stored before is damaged, and
// once there is room again everything is stored with the next act, whatever that is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { instruments, own } from "./words.mjs";

const pulse = instruments["five-ps"];
const named = own("en", pulse.title);

/** A questionnaire of somebody's own, with one statement. */
const questions = (id, edition, text, item = "q1") => ({
  format: "partnership-assessment/instrument",
  version: 1,
  id,
  edition,
  title: `Our own, ${id}`,
  about: "An example.",
  minutes: 1,
  sources: [{ id: "ours", citation: "Written for a test" }],
  scales: {
    agreement: {
      points: [
        { value: 1, label: "No" },
        { value: 2, label: "Perhaps" },
        { value: 3, label: "Yes" },
      ],
    },
  },
  sections: [
    { id: "part", title: "One part", scale: "agreement", source: "ours", items: [{ id: item, text }] },
  ],
});
const first = questions("ours", "1", "We asked this in the spring.");
/** As long as the one before, so that there is room for it in its place. */
const second = { ...questions("ours", "2", "We asked this in autumn now.", "q2"), title: "Our own, here" };
const other = questions("theirs", "1", "Somebody else asks this.");

const response = {
  format: "partnership-assessment/response",
  version: 1,
  id: "from-a-file",
  instrument: { id: "five-ps" },
  started: "2026-01-01T10:00:00Z",
  completed: "2026-01-01T10:05:00Z",
  answers: { fp1: 2, fp2: 2, fp3: 1 },
};

/** What the widget has stored, by key. */
const ours = (person) =>
  person.driver.executeScript(`
    return Object.fromEntries(Object.entries(localStorage).filter(([key]) => !key.startsWith("host-")));
  `);

/** Whether one of these entries has the words, or what they match. */
const found = (texts, words) =>
  Object.values(texts).some((text) => (words instanceof RegExp ? words.test(text) : text.includes(words)));

const isStored = async (person, words) => found(await ours(person), words);

/** Has another script of the site take all the room there is, to the last character, which is
 *  little more than it gives back later. */
async function fills(person) {
  if (!(await person.driver.executeScript(`return "host-page" in localStorage`))) {
    await person.fillsTheStorage();
    await makesRoom(person);
  }
  await person.driver.executeScript(`
    let text = localStorage.getItem("host-rest") ?? "";
    for (let size = 1 << 17; size >= 1; size = size >> 1) {
      try {
        localStorage.setItem("host-rest", text + "x".repeat(size));
        text += "x".repeat(size);
      } catch {
        // Less of it may fit.
      }
    }
  `);
}

/** Has that script give something back. */
const makesRoom = (person) =>
  person.driver.executeScript(`
    const before = localStorage.getItem("host-page").length;
    localStorage.removeItem("host-rest");
    if (before > 5_000_000) localStorage.setItem("host-page", "x".repeat(before - (1 << 16)));
  `);

/** Whether a key of small things beside the records is meant, which may change. */
const small = (key) => /\/(last|due|mark)$|\/gone\//.test(key);

const toShelf = async (person) => {
  await person.presses("nav.shelf");
  await person.seesHeading("shelf.heading");
};

/** Opens what is on the shelf under this name. */
const opens = async (person, name) => {
  await toShelf(person);
  await person.actsOn("shelf.open", name);
};

const begins = async (person, id) => {
  await person.presses("nav.start");
  await person.chooses(id);
  await person.presses("prepare.begin");
  await person.seesHeading(own("en", person.instruments[id].sections[0].title));
};

const opensQuestions = async (person, instrument) => {
  await person.opensFileFromShelf(
    await person.browser.file(`${instrument.id}-${instrument.edition}.json`, JSON.stringify(instrument)),
  );
  await person.sees("news.instrument-opened");
};

const renames = async (person, from, to) => {
  await toShelf(person);
  await person.actsOn("shelf.rename", from);
  await person.fills("rename.label", to);
  await person.presses("rename.save");
};

const isChosen = async (person, id, item, value) =>
  assert.equal(await person.chosen(person.statement(id, item)), person.option(id, item, value));

const reads = async (person, words) =>
  until(
    async () => `for “${words}” in: ${await person.reads()}`,
    async () => (await person.reads()).includes(words),
  );

/**
 * Kinds of writes: `begins` goes where it happens, `does` it while there is no room, `shows`
 * that it is on the page all the same, and `stored` are words that stand in the storage, each
 * in an entry of its own, after `next`, which is done when there is room again; that may be
 * `elsewhere`, with another assessment. `gone` is what the act itself takes out of the
 * storage, `says` what is said, if it is not the usual.
 */
const cases = (code, elsewhere) => [
  {
    what: "beginning an assessment",
    begins: (it) => it.presses("nav.start"),
    does: (it) => begins(it, "six-principles"),
    shows: (it) => it.seesHeading(own("en", instruments["six-principles"].sections[0].title)),
    next: (it) =>
      it.answers("six-principles", { [instruments["six-principles"].sections[0].items[0].id]: 3 }),
    stored: ['"six-principles"'],
  },
  {
    what: "an answer",
    begins: (it) => opens(it, "Base"),
    does: (it) => it.answers("five-ps", { fp2: 5 }),
    shows: (it) => isChosen(it, "five-ps", "fp2", 5),
    async file(it) {
      await it.presses("news.save-file-now");
      await it.seesHeading("keep.heading");
      const { answers } = JSON.parse((await it.saves("keep.json")).text);
      assert.deepEqual(answers, { fp1: 4, fp2: 5 });
      await it.presses("step.questions");
    },
    next: (it) => it.answers("five-ps", { fp3: 1 }),
    stored: ['"fp2":5'],
  },
  {
    what: "a note",
    begins: (it) => opens(it, "Base"),
    does: (it) => it.comments("five-ps", "fp1", "Half a thought"),
    shows: async (it) =>
      assert.equal(
        await it.holds("questions.comment-for", { statement: it.statement("five-ps", "fp1") }),
        "Half a thought",
      ),
    next: (it) => it.answers("five-ps", { fp4: 1 }),
    stored: ["Half a thought"],
  },
  {
    what: "renaming",
    begins: toShelf,
    does: (it) => renames(it, "Base", "Longer base"),
    shows: (it) => reads(it, "Longer base"),
    next: elsewhere,
    stored: ["Longer base"],
  },
  {
    what: "duplicating",
    begins: toShelf,
    does: (it) => it.actsOn("shelf.duplicate", "Longer base"),
    shows: (it) => reads(it, "Copy of Longer base"),
    next: elsewhere,
    stored: ["Copy of Longer base"],
  },
  {
    what: "deleting, which makes room",
    begins: toShelf,
    async does(it) {
      await it.actsOn("shelf.delete", "Copy of Longer base");
      await it.presses("delete.yes");
    },
    says: (it) => it.sees("news.deleted", { name: "Copy of Longer base" }),
    shows: async (it) =>
      assert.ok((await it.readsEntries()).every(([name]) => name !== "Copy of Longer base")),
    gone: "Copy of Longer base",
    stored: [],
  },
  {
    what: "having back what was deleted",
    does: (it) => it.presses("news.undo"),
    shows: async (it) =>
      assert.ok((await it.readsEntries()).some(([name]) => name === "Copy of Longer base")),
    next: elsewhere,
    stored: ["Copy of Longer base"],
  },
  {
    what: "opening the file of a response",
    begins: toShelf,
    does: async (it) => it.opensFile(await it.browser.file("response.json", JSON.stringify(response))),
    shows: (it) => it.seesHeading("results.heading"),
    next: elsewhere,
    stored: ['"from-a-file"'],
  },
  {
    what: "answers to questions of one's own, which are kept too",
    begins: (it) => opensQuestions(it, other),
    async does(it) {
      await it.presses("prepare.begin");
      await it.picks(other.sections[0].items[0].text, "Perhaps");
    },
    shows: async (it) => assert.equal(await it.chosen(other.sections[0].items[0].text), "Perhaps"),
    next: (it) => it.picks(other.sections[0].items[0].text, "Yes"),
    stored: ['"q1":3', other.sections[0].items[0].text],
  },
  {
    what: "setting up a workshop",
    begins: (it) => it.presses("nav.start"),
    async does(it) {
      await it.presses("start.workshop");
      await it.fills("setup.name", "Roomless");
      await it.fills("setup.threshold", "3");
      await it.presses("setup.create");
    },
    shows: (it) => it.seesHeading("Roomless"),
    next: elsewhere,
    stored: ["Roomless"],
  },
  {
    what: "taking in codes",
    async begins(it) {
      await opens(it, "Workshop");
      await it.presses("step.collect");
    },
    does: (it) => it.pastes(code),
    shows: (it) => it.sees("collect.count", { n: 1 }),
    async file(it) {
      await it.presses("news.save-file-now");
      const { text } = await it.browser.download();
      assert.equal(JSON.parse(text).rows.length, 1);
    },
    next: (it) => renames(it, "Workshop", "Gathering"),
    stored: [/"rows":\["/, "Gathering"],
  },
  {
    what: "an action of the plan",
    async begins(it) {
      await opens(it, "Planned");
      await it.presses("step.plan");
      await it.seesHeading("plan.heading");
    },
    async does(it) {
      await it.presses("plan.add-other");
      await it.fills("plan.what", "Share one list of homes");
      await it.presses("plan.close");
    },
    shows: (it) => reads(it, "Share one list of homes"),
    next: elsewhere,
    stored: ["Share one list of homes"],
  },
  {
    what: "the day of a review",
    async begins(it) {
      await opens(it, "Planned");
      await it.presses("step.plan");
      await it.seesHeading("plan.heading");
    },
    does: (it) => it.presses("plan.in-months", { values: { n: 12 } }),
    shows: async (it) => assert.match(await it.holds("plan.review-day"), /^\d{4}-\d\d-\d\d$/),
    next: elsewhere,
    stored: [/"review":"\d{4}-\d\d-\d\d"/],
  },
];

/** Three assessments and a workshop, all stored, and a code for the workshop. */
async function settles(person) {
  await begins(person, "five-ps");
  await person.answers("five-ps", { fp1: 4 });
  await renames(person, named, "Base");
  // Copies of it under other names, as other sessions would have left them.
  const five = { fp1: 3, fp2: 3, fp3: 3, fp4: 3, fp5: 3 };
  await until("for its record", async () => {
    const found = Object.entries(await ours(person)).find(([key]) => key.includes("/record/"));
    const record = JSON.parse(found[1]);
    if (record.name !== "Base") return false;
    for (const [name, changes] of [
      ["Second", {}],
      ["Planned", { answers: five, completed: record.response.updated ?? record.response.started }],
    ]) {
      const id = name.toLowerCase();
      const text = JSON.stringify({ ...record, name, response: { ...record.response, id, ...changes } });
      await person.driver.executeScript(
        "localStorage.setItem(arguments[0], arguments[1])",
        found[0].replace(/[^/]+$/, id),
        text,
      );
    }
    return true;
  });
  await person.opens();
  await person.presses("nav.start");
  await person.waitsUntilComplete();
  await person.presses("start.workshop");
  await person.selects("setup.instrument", named);
  await person.fills("setup.name", "Workshop");
  await person.fills("setup.threshold", "3");
  await person.presses("setup.create");
  await person.seesHeading("Workshop");
  const link = await person.holds("invite.link");
  await until("for the workshop to be stored", () => isStored(person, "Workshop"));
  await person.driver.get(link);
  await person.sees("join.terms");
  await person.picks(person.say("join.sector"), person.say("sector.health"));
  await person.presses("join.begin");
  await person.answersAll("five-ps", five);
  await person.presses("check.finish");
  await person.presses("results.hand-over");
  return until("for the code", () => person.look(`return all(".code code")[0]?.textContent.trim()`));
}

/** Provokes it: the storage is full at one kind of write, and then no more. */
async function meets(person, { what, stored = [], gone, ...it }) {
  await it.begins?.(person);
  if (await person.readsNotice()) await person.presses("notice.close");
  await person.seesNothingOf("news.storage-full");
  const before = await ours(person);
  await fills(person);
  await it.does(person);
  await (it.says ? it.says(person) : person.sees("news.storage-full"));
  await it.shows(person);
  await it.file?.(person);
  const after = await ours(person);
  for (const [key, text] of Object.entries(before)) {
    const goes = small(key) || (gone && text.includes(gone));
    if (!goes) assert.equal(after[key], text, `${what}: ${key} is as it was`);
  }
  for (const words of stored) assert.ok(!found(after, words), `${what}: there is no room for ${words}`);
  await makesRoom(person);
  await it.next?.(person);
  await until(
    async () => `for everything to be stored after ${what}: ${JSON.stringify(await ours(person))}`,
    async () => {
      const texts = await ours(person);
      return stored.every((words) => found(texts, words));
    },
  );
  for (const key of Object.keys(before)) {
    const goes = small(key) || (gone && before[key].includes(gone));
    if (!goes) assert.ok(key in (await ours(person)), `${what}: ${key} is there`);
  }
}

test("whatever is written into a full storage is said, shown, kept as a file and stored later", async (t) => {
  const person = await meet(t);
  await person.opens();
  const code = await settles(person);
  let name = "Second";
  const elsewhere = async () => {
    const before = name;
    name += "!";
    await renames(person, before, name);
  };
  for (const it of cases(code, elsewhere)) {
    const started = Date.now();
    await meets(person, it);
    t.diagnostic(`${it.what}: ${Date.now() - started} ms`);
  }
});

test("a language is chosen and another edition of one's own questions opened where there is no room, and the older is kept", async (t) => {
  const person = await meet(t);
  await person.opens();
  await person.waitsUntilComplete();
  await opensQuestions(person, first);
  await person.presses("prepare.begin");
  await person.picks(first.sections[0].items[0].text, "Perhaps");
  await toShelf(person);
  const before = await ours(person);
  await fills(person);
  await person.switchesTo("cy");
  await person.reloads();
  await person.seesHeading("shelf.heading");
  await person.switchesTo("en");
  await person.waitsUntilComplete();

  await person.opensFile(await person.browser.file("second.json", JSON.stringify(second)));
  await person.seesHeading(second.title);
  await person.sees("news.questions-not-stored");
  const records = (all) => Object.entries(all).filter(([key]) => key.includes("/record/"));
  assert.deepEqual(records(await ours(person)), records(before));
  const older = first.sections[0].items[0].text;
  assert.ok(await isStored(person, older), "they are still where they were");
  await makesRoom(person);
  await person.presses("prepare.begin");
  await person.picks(second.sections[0].items[0].text, "Yes");
  await until("for the answers to both and the questions to be stored", async () => {
    const texts = Object.values(await ours(person)).join();
    return [/"q1":2/, /"q2":3/, second.sections[0].items[0].text].every((it) => texts.match(it));
  });
  assert.ok(await isStored(person, older), "they are still there");
});

test("what is begun in a full storage before everything has arrived is stored with the rest", async (t) => {
  const its = await server(t);
  const release = its.holdBack((path) => /\/(later|full)/.test(path));
  const person = await meet(t, { at: its });
  await person.opens();
  await person.seesHeading("start.heading");
  await fills(person);
  await person.chooses("five-ps");
  await person.presses("prepare.begin");
  await person.answers("five-ps", { fp1: 4 });
  await person.sees("news.storage-full");
  await isChosen(person, "five-ps", "fp1", 4);
  assert.deepEqual(await ours(person), {});
  release();
  await person.waitsUntilComplete();
  await person.presses("step.check");
  await person.seesHeading("check.heading");
  await person.sees("saved.full");
  await makesRoom(person);
  await person.presses("step.questions");
  await person.answers("five-ps", { fp2: 2 });
  await until("for both answers", () => isStored(person, '"answers":{"fp1":4,"fp2":2}'));
  await person.driver.switchTo().newWindow("window");
  await person.opens();
  await person.sees("start.continue-heading");
});

test("nothing is called stored that is not, and nothing unstored that is", async (t) => {
  const person = await meet(t);
  await person.opens();
  await person.waitsUntilComplete();
  await begins(person, "five-ps");
  await person.answers("five-ps", { fp1: 4 });
  await fills(person);
  await person.answers("five-ps", { fp2: 4 });
  await person.sees("news.storage-full");
  await makesRoom(person);
  await person.answers("five-ps", { fp3: 4 });
  await until("for it to be stored", () => isStored(person, '"fp3":4'));
  await person.seesNothingOf("news.storage-full");

  await fills(person);
  await person.answers("five-ps", { fp4: 4 });
  await person.sees("news.storage-full");
  await toShelf(person);
  await person.actsOn("shelf.duplicate", named);
  await until("for the copy", async () => (await person.readsEntries()).length === 2);
  await person.sees("entry.not-kept", { progress: person.say("entry.answered", { n: 4, total: 5 }) });

  await person.opensFile(await person.browser.file("response.json", JSON.stringify(response)));
  await person.seesHeading("results.heading");
  await person.sees("news.storage-full");
  const hasRecord = async () => Object.keys(await ours(person)).some((it) => it.includes(response.id));
  assert.equal(await hasRecord(), false);

  await makesRoom(person);
  await renames(person, named, "Anew");
  await until("for it to be stored", hasRecord);
});
