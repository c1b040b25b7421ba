// Files that cannot be opened: each gets a sentence that says what is wrong and where, and
// nothing that was stored changes by a byte.

import assert from "node:assert/strict";

import { meet, everywhere as test } from "./meeting.mjs";
import { instruments, languages, names, own, say } from "./words.mjs";

const response = {
  format: "partnership-assessment/response",
  version: 1,
  id: "0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0a03",
  instrument: { id: "five-ps", edition: "1" },
  language: "en",
  started: "2026-01-01T10:00:00Z",
  updated: "2026-01-01T10:02:00Z",
  completed: null,
  answers: { fp1: 4, fp2: "dont-know" },
  notes: { fp1: "a note" },
};
const whole = JSON.stringify(response, null, 2);
const scale = "1, 2, 3, 4, 5, dont-know, not-relevant";
const instrument = (changes) =>
  JSON.stringify({
    format: "partnership-assessment/instrument",
    version: 1,
    id: "our-own",
    title: "Our own questions",
    scales: {
      yes: {
        points: [
          { value: 0, label: "No" },
          { value: 1, label: "Yes" },
        ],
      },
    },
    sections: [{ id: "s", title: "All", scale: "yes", items: [{ id: "q1", text: "We meet." }] }],
    ...changes,
  });
const wide = "response_id,instrument,edition,language,started,completed,sector,role,organisation,size";
const long = "response_id,sector,section,item,statement,value,answer,note";

const nonsense = (() => {
  // Always the same five megabytes of letters and signs.
  let seed = 7;
  const letter = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return String.fromCharCode(32 + (Math.floor(seed / 65536) % 95));
  };
  return Array.from({ length: 5 << 20 }, letter).join("");
})();

/** What is chosen, and the problems that are said: key, values and place. */
const cases = {
  "somebody-elses.json": [
    '{"hello": "world"}',
    ["problem.no-format", { expected: "partnership-assessment/response" }, "format"],
  ],
  "another-format.json": [
    '{"format": "survey/results", "version": 1}',
    [
      "problem.wrong-format",
      { found: "survey/results", expected: "partnership-assessment/response" },
      "format",
    ],
  ],
  "list.json": [
    "[1, 2, 3]",
    ["problem.no-format", { expected: "partnership-assessment/response" }, "format"],
  ],
  "empty.json": ["", ["problem.empty", {}]],
  "letter.txt": ["Dear all, thank you for coming to the meeting.", ["problem.not-ours", {}]],
  "shopping.csv": ["what,how many\r\nbread,2\r\n", ["problem.not-ours", {}]],
  "cut-off.json": [whole.slice(0, whole.length / 2), ["problem.cut-off", {}]],
  "mistyped.json": [
    whole.replace('"answers": {', '"answers": {{'),
    ["problem.not-json", { line: 13, column: 15 }],
  ],
  "unknown-item.json": [
    whole.replace('"fp2"', '"fp99"'),
    ["problem.unknown-item", { found: "fp99" }, "answers.fp99"],
  ],
  "off-the-scale.json": [
    whole.replace('"fp1": 4', '"fp1": 9'),
    ["problem.not-on-scale", { found: "9", allowed: scale }, "answers.fp1"],
  ],
  "half-a-point.json": [
    whole.replace('"fp1": 4', '"fp1": 3.5'),
    ["problem.expected-whole-number", {}, "answers.fp1"],
  ],
  "two-faults.json": [
    whole.replace('"fp1": 4', '"fp1": 0').replace('"fp2"', '"fp7"'),
    ["problem.not-on-scale", { found: "0", allowed: scale }, "answers.fp1"],
    ["problem.unknown-item", { found: "fp7" }, "answers.fp7"],
  ],
  "newer.json": [
    whole.replace('"version": 1', '"version": 2'),
    ["problem.newer-version", { found: 2, known: 1 }, "version"],
  ],
  "unknown-assessment.json": [
    whole.replace('"five-ps"', '"six-ps"'),
    ["problem.unknown-instrument", { found: "six-ps" }, "instrument.id"],
  ],
  "not-a-time.json": [
    whole.replace("2026-01-01T10:00:00Z", "yesterday"),
    ["problem.not-a-time", { found: "yesterday" }, "started"],
  ],
  "nonsense.json": [`{${nonsense}`, ["problem.not-json", { line: 1, column: 2 }]],
  "brackets.json": ["[".repeat(5 << 20), ["problem.not-json", { line: 1, column: 128 }]],
  "nonsense.csv": [nonsense, ["problem.not-ours", {}]],
  "wide-off-the-scale.csv": [
    `${wide},fp1\r\nr-1,five-ps,1,en,2026-01-01T10:00:00Z,,,,,,6\r\n`,
    ["problem.not-on-scale", { found: "6", allowed: scale }, 2, "fp1"],
  ],
  "wide-unknown-item.csv": [
    `${wide},fp1,fp9\r\nr-1,five-ps,1,en,2026-01-01T10:00:00Z,,,,,,4,4\r\n`,
    ["problem.unknown-item", { found: "fp9" }, 2, "fp9"],
  ],
  "long-unknown-item.csv": [
    `${long}\r\nr-1,,five-ps,fp1,,4,,\r\nr-1,,five-ps,fp9,,4,,\r\n`,
    ["problem.unknown-item", { found: "fp9" }, 3, "item"],
  ],
  "open-quote.csv": [`${long}\r\nr-1,,five-ps,fp1,,4,,"never closed\r\n`, ["problem.open-quote", {}, 2]],
  "too-many-cells.csv": [
    `${long}\r\nr-1,,five-ps,fp1,,4,,note,more,and more\r\n`,
    ["problem.extra-cells", { n: 10, expected: 8 }, 2],
  ],
  "no-title.json": [instrument({ title: undefined }), ["problem.missing", {}, "title"]],
  "wrong-scale.json": [
    instrument({
      sections: [{ id: "s", title: "All", scale: "no", items: [{ id: "q1", text: "We meet." }] }],
    }),
    ["problem.unknown", { found: "no" }, "sections[0].scale"],
  ],
  "falling-bands.json": [
    instrument({
      bands: [
        { from: 50, label: "High" },
        { from: 0, label: "Low" },
      ],
    }),
    ["problem.not-ascending", {}, "bands"],
  ],
  "newer-instrument.json": [
    instrument({ version: 3 }),
    ["problem.newer-version", { found: 3, known: 1 }, "version"],
  ],
  "huge-instrument.json": [
    instrument({ about: "x".repeat(2 << 20) }),
    [
      "problem.too-large",
      { size: Math.ceil(instrument({ about: "x".repeat(2 << 20) }).length / 1024), limit: 1024 },
    ],
  ],
};

/** The sentence of a problem with its place: a path, or a row with or without a column. */
function sentence(language, [key, values, place, column]) {
  const what = say(language, key, values);
  if (place === undefined) return what;
  if (typeof place === "string") return say(language, "problem.at-path", { what, place });
  if (column === undefined) return say(language, "problem.at-row", { what, row: place });
  return say(language, "problem.at-cell", { what, row: place, column });
}

for (const language of languages) {
  test(`a file that cannot be opened is refused in ${names[language]} with what is wrong and where, and changes nothing`, async (t) => {
    const person = await meet(t);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await person.chooses("five-ps");
    await person.presses("prepare.begin");
    await person.answers("five-ps", { fp1: 4, fp2: 5 });
    await person.presses("nav.shelf");
    await person.seesHeading("shelf.heading");
    const stored = await person.stored();

    const refused = async (name, lines) => {
      await person.sees("news.import-failed", { file: name });
      assert.deepEqual(
        await person.readsNotice(),
        [
          say(language, "news.import-failed", { file: name }),
          ...lines,
          say(language, "news.nothing-changed"),
        ],
        name,
      );
      assert.deepEqual(await person.stored(), stored, name);
      await person.seesHeading("shelf.heading");
      await person.presses("notice.close");
      await person.seesNothingOf("news.nothing-changed");
    };
    for (const [name, [content, ...problems]] of Object.entries(cases)) {
      await person.opensFile(await person.browser.file(name, content));
      await refused(
        name,
        problems.map((it) => sentence(language, it)),
      );
    }
    // A file may not stand in for what is built in.
    await person.opensFile(await person.browser.file("built-in.json", instrument({ id: "five-ps" })));
    await person.sees("news.import-failed", { file: "built-in.json" });
    const [, line] = await person.readsNotice();
    assert.match(line, /“five-ps”.*id/);
    assert.deepEqual(await person.stored(), stored);

    const binary = {
      "picture.json": Buffer.from("89504e470d0a1a0a0000000d49484452ff", "hex"),
      "utf-16.csv": Buffer.from(`\ufeff${long}`, "utf16le"),
    };
    for (const [name, content] of Object.entries(binary)) {
      await person.opensFile(await person.browser.file(name, content));
      await refused(name, [say(language, "news.unreadable")]);
    }

    // What was there still works.
    await person.actsOn("shelf.open", own(language, instruments["five-ps"].title));
    await person.sees("progress.overall", { n: 2, total: 5 });
  });
}

test("a fault in one of several files does not keep the others from being opened", async (t) => {
  const person = await meet(t);
  await person.opens();
  await person.presses("nav.shelf");
  const bad = await person.browser.file("bad.json", cases["off-the-scale.json"][0]);
  const good = await person.browser.file("good.json", whole);
  await person.opensFile(good, bad);
  await person.sees("news.import-failed", { file: "bad.json" });
  await person.presses("nav.shelf");
  await person.sees("entry.answered", { n: 2, total: 5 });
});

test("markup in an instrument, a name, a note or a file's name is shown as text and never runs", async (t) => {
  const person = await meet(t);
  await person.browser.beforeEachPage(`window.attacked = () => (window.wasAttacked = true);`);
  const attack = (where) =>
    `<img src=x onerror=attacked()><script>attacked()</script><a href="javascript:attacked()">${where}</a> "'>&amp;{{7*7}}`;
  const custom = JSON.parse(
    instrument({
      id: "attack",
      title: attack("title"),
      about: attack("about"),
      summary: attack("summary"),
      sources: [{ id: "x", citation: attack("source") }],
      scales: {
        yes: {
          points: [
            { value: 0, label: attack("low") },
            { value: 1, label: attack("high") },
          ],
        },
      },
      sections: [
        {
          id: "s",
          title: attack("section"),
          about: attack("meaning"),
          scale: "yes",
          source: "x",
          items: [{ id: "q1", text: attack("statement"), help: attack("help") }],
          discuss: [attack("question")],
          ideas: [attack("idea")],
        },
      ],
      bands: [{ from: 0, label: attack("band"), advice: attack("advice") }],
    }),
  );
  person.knows(custom);
  await person.opens();
  await person.presses("nav.shelf");
  await person.opensFile(await person.browser.file("attack.json", JSON.stringify(custom)));
  await person.seesHeading(attack("title"));
  await person.sees(attack("about"));
  await person.presses("prepare.who-heading");
  await person.fills("who.partnership", attack("partnership"));
  await person.presses("prepare.begin");
  await person.sees(attack("meaning"));
  await person.sees(attack("help"));
  await person.answers("attack", { q1: 1 });
  await person.comments("attack", "q1", attack("note"));
  await person.presses("questions.to-check");
  await person.sees(attack("note"));
  await person.presses("check.finish");
  await person.sees(attack("band"));
  for (const where of ["advice", "question", "idea", "source", "partnership", "note"])
    await person.sees(attack(where));
  await person.presses("results.keep");
  const saved = JSON.parse((await person.saves("keep.json")).text);
  assert.equal(saved.notes.q1, attack("note"));

  const imported = { ...saved, id: "0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0a04", name: attack("name") };
  await person.opensFileFromShelf(await person.browser.file("named.json", JSON.stringify(imported)));
  await person.sees("news.imported", { n: 1, name: attack("name") });
  await person.presses("nav.shelf");
  await person.sees(attack("name"));
  await person.opensFile(await person.browser.file("<img src=x onerror=attacked()>.json", "{}".repeat(3)));
  await person.sees("news.import-failed", { file: "<img src=x onerror=attacked()>.json" });

  assert.equal(await person.driver.executeScript("return window.wasAttacked"), null);
  const foreign = await person.look(`return all("img, script, a, iframe, object").map((it) => it.outerHTML)`);
  assert.deepEqual(foreign, []);
});
