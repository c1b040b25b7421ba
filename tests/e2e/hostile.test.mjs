// Texts that mean harm, in every field, file, link and code: shown as text or refused with a
// sentence. Nothing of them runs, nothing is asked for, and what was there before stays.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { cells, itemsOf, say } from "./words.mjs";

/** Markup, an address that runs, a turn of the writing, and what templates would fill in. */
const attack = (where) =>
  `<script>attacked()</script><img src=/attack onerror=attacked()>"'><svg onload=attacked()><a href="javascript:attacked()">${where}</a>&lt;{name} \u202egnp.exe\u202c`;

/** As long as the name of a workshop and of a sector can be. */
const short = {
  script: "<script>attacked()</script>",
  image: "<img src=/attack onerror=attacked()>",
  drawing: `"'><svg onload=attacked()>`,
  address: "javascript:attacked()",
  formula: `=HYPERLINK("//attack.invalid";"x")`,
  turned: "\u202egnp.exe\u202c {name}",
  prototype: "__proto__",
};

/** A name as a link shows it: what would turn the words around it is left out. */
const unturned = (text) => text.replaceAll(/[\u202a-\u202e]/g, "");

/** A script that notes whatever an attack gets done, in every page from now on. */
const guard = `
  window.attacks = [];
  window.attacked = () => attacks.push("a script");
  for (const it of ["alert", "confirm", "prompt", "open"]) window[it] = () => attacks.push(it);
`;

/** Somebody whose pages notice an attack. Not at Firefox, which leaves marks of direction out
 *  of what can be read of an element, and whose driver takes no address of a million signs. */
async function guarded(t, at) {
  const person = await meet(t, { at, engine: "chromium" });
  await person.browser.beforeEachPage(guard);
  return person;
}

/** Nothing has run, and nothing on the page could: no element or attribute of a text's own. */
async function isUnharmed(person) {
  const found = await person.driver.executeScript(`
    const root = document.querySelector("partnership-assessment")?.shadowRoot ?? document;
    const foreign = root.querySelectorAll(
      "script, img, a:not([href^='#'], [href^='mailto:?']), iframe, object, embed, base, foreignObject, form[action]");
    const handlers = [...root.querySelectorAll("*")].filter((it) =>
      it.getAttributeNames().some((name) => name.startsWith("on") || name === "srcdoc"));
    return [...attacks, ...[...foreign, ...handlers].map((it) => it.outerHTML.slice(0, 200))];
  `);
  assert.deepEqual(found, []);
}

/** Nothing was asked for that is not part of the product. */
function wasAskedForNothing(at) {
  const wrong = at.log.filter((it) => it.status !== undefined && it.status !== 200);
  assert.deepEqual(
    wrong.map((it) => `${it.status} ${it.url}`),
    [],
  );
}

/** Puts a text into a field at once, whatever is in it and however long. */
async function puts(person, key, text, values) {
  const label = person.say(key, values);
  await until(`for the field “${label}”`, () =>
    person.look(
      `const label = squeezed(arguments[0]);
       const field = all("input:not([type=file]), select, textarea").find((it) =>
         squeezed(it.getAttribute("aria-label")) === label || [...(it.labels ?? [])].some((it) => words(it) === label));
       if (!field) return false;
       field.focus();
       field.value = JSON.parse(arguments[1]);
       field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
       return true;`,
      label,
      JSON.stringify(text),
    ),
  );
}

/** The whole text of the screen, letter by letter, with what stands in its fields. */
const wholeText = (person) =>
  person.look(
    `const it = scope()?.querySelector(".pa") ?? scope();
     return [it, ...it.querySelectorAll("input, textarea")].map((it) => it.value ?? it.textContent).join(" ");`,
  );

/** All of these texts are on the screen, letter by letter. */
async function shows(person, texts) {
  const missing = async () => {
    const read = await wholeText(person);
    return texts.filter((it) => !read.includes(it));
  };
  await until(
    async () => `to read “${(await missing()).join("”, “")}” in: ${await wholeText(person)}`,
    async () => (await missing()).length === 0,
  );
  await isUnharmed(person);
}

/** The same in a page that was saved and is opened from the disk. */
async function opensSaved(person, file, texts) {
  await person.browser.leavesPage();
  await person.driver.get(pathToFileURL(file.path).href);
  const read = await person.driver.executeScript("return document.body.textContent");
  for (const it of texts) assert.ok(read.includes(it), `“${it}” in the saved page`);
  await isUnharmed(person);
  assert.deepEqual(
    await person.driver.executeScript("return performance.getEntriesByType('resource').map((it) => it.name)"),
    [],
  );
}

/** Answers that are there before anything happens. */
async function answersBefore(person) {
  await person.opens();
  await person.chooses("five-ps");
  await person.presses("prepare.begin");
  await person.answers("five-ps", { fp1: 4, fp2: 5 });
}

/** The entry with those answers, as it is stored. */
async function stored(person) {
  const all = Object.entries(await person.stored()).filter(([key, text]) => {
    if (!key.includes("/record/") || !text.includes('"five-ps"')) return false;
    const { answers } = JSON.parse(text).response ?? {};
    return answers?.fp1 === 4 && answers.fp2 === 5 && Object.keys(answers).length === 2;
  });
  assert.equal(all.length, 1, "the answers from before");
  return all[0];
}

/** What is left of a text that JavaScript can hold and no file. */
const told = (text) => text.toWellFormed();

test("whatever is typed into a field is shown as text on every screen and in every file", async (t) => {
  const at = await server(t);
  const person = await guarded(t, at);
  await answersBefore(person);
  const before = await stored(person);

  await person.presses("nav.start");
  await person.chooses("five-ps");
  await person.presses("prepare.who-heading");
  const who = {
    role: attack("role"),
    organisation: attack("organisation"),
    partnership: attack("partnership"),
  };
  for (const [name, text] of Object.entries(who)) await puts(person, `who.${name}`, text);
  await person.presses("prepare.begin");
  await person.answers("five-ps", { fp1: 5, fp2: 1, fp3: 2, fp4: 3, fp5: 4 });
  const odd = `${attack("note")} \u0000 \ud800 ${"ŵ".repeat(20)}`;
  const endless = "=1+1;".repeat(200_000);
  for (const [item, text] of [
    ["fp1", odd],
    ["fp2", endless],
  ]) {
    const statement = person.statement("five-ps", item);
    await person.presses("questions.add-comment", { within: statement });
    await puts(person, "questions.comment-for", text, { statement });
  }
  const comment = told(attack("note"));
  await person.presses("questions.to-check");
  await shows(person, [comment, endless.slice(0, 5000)]);
  await person.presses("check.finish");
  await person.seesHeading("results.heading");
  await shows(person, [who.partnership, comment]);
  await person.presses("results.keep");
  await isUnharmed(person);
  const saved = JSON.parse((await person.saves("keep.json")).text);
  assert.deepEqual([saved.notes.fp1, saved.notes.fp2], [told(odd), endless.slice(0, 5000)]);
  assert.deepEqual(saved.respondent, { sector: "", size: "", ...who });
  const long = cells((await person.saves("keep.long")).text.replace(/^\ufeff/, ""));
  assert.equal(long[2].at(-1), `'${endless.slice(0, 5000)}`.replaceAll(";=", ";'="));
  const wide = cells((await person.saves("keep.wide")).text.replace(/^\ufeff/, ""));
  assert.ok(wide[1].includes(who.role) && wide[1].includes(who.organisation));

  // A name of one's own, in the list and in the dialogs.
  await person.presses("nav.shelf");
  await person.actsOn("shelf.rename", who.partnership);
  await puts(person, "rename.label", attack("name"));
  await isUnharmed(person);
  await person.presses("rename.save");
  await shows(person, [attack("name")]);
  await person.actsOn("shelf.duplicate", attack("name"));
  await person.actsOn("shelf.delete", attack("name"));
  await shows(person, [attack("name")]);
  await person.presses("shelf.delete");
  await shows(person, [say("en", "news.deleted", { name: attack("name") })]);
  await person.presses("news.undo");
  await person.actsOn("shelf.open", attack("name"));

  // The plan and what partners bring.
  await person.presses("step.plan");
  await person.seesHeading("plan.heading");
  await person.presses("plan.add-other");
  const action = {
    "plan.what": `${attack("what")}\n=1+1`,
    "plan.leads": attack("leads"),
    "plan.with": attack("with"),
    "plan.first-step": attack("first"),
    "plan.evidence": attack("evidence"),
  };
  for (const [key, text] of Object.entries(action)) await puts(person, key, text);
  await person.presses("plan.close");
  await shows(person, Object.values(action));
  const plan = cells((await person.saves("plan.save-table")).text.replace(/^\ufeff/, ""));
  for (const text of Object.values(action)) assert.ok(plan[1].includes(text.replace("\n=", "\n'=")), text);
  await person.presses("plan.to-partners");
  await person.presses("partners.add");
  const partner = {
    "partners.name": attack("partner"),
    "partners.brings-note": attack("brings"),
    "partners.holds-note": attack("holds"),
    "partners.power-said": attack("power"),
  };
  for (const [key, text] of Object.entries(partner)) await puts(person, key, text);
  await person.selects("partners.money", "partners.much");
  await shows(person, [attack("partner")]);
  await person.presses("partners.back");
  await person.presses("plan.to-report");
  await person.seesHeading("board.heading");
  const all = [attack("partnership"), ...Object.values(action), ...Object.values(partner)];
  await shows(person, all);
  const page = await person.saves("board.save");
  const drawing = await person.savesFirst("board.svg");

  // All of it is there again, and what was there before.
  await person.reloads();
  await shows(person, all);
  assert.deepEqual(await stored(person), before);
  await opensSaved(person, page, all);
  await person.driver.get(pathToFileURL(drawing.path).href);
  await isUnharmed(person);
  wasAskedForNothing(at);
});

/** Somebody's own questions, hostile in every word and every name that can be chosen. */
const hostile = {
  format: "partnership-assessment/instrument",
  version: 1,
  id: "__proto__",
  edition: short.image,
  title: attack("title"),
  summary: attack("summary"),
  about: attack("about"),
  sources: [{ id: "constructor", citation: attack("source") }],
  scales: {
    [attack("scale")]: {
      points: [
        { value: 1, label: attack("low") },
        { value: 2, label: short.formula },
        { value: 3, label: short.turned },
        { value: 4, label: attack("high") },
      ],
      extra: ["dont-know"],
    },
  },
  sections: ["toString", "valueOf", "hasOwnProperty"].map((id) => ({
    id,
    kind: attack("kind"),
    title: attack(`section ${id}`),
    about: attack(`meaning ${id}`),
    scale: attack("scale"),
    source: "constructor",
    items: [
      {
        id: `${id}.__proto__`,
        text: attack(`statement ${id}`),
        label: attack(`label ${id}`),
        help: attack(`help ${id}`),
      },
      { id: id === "toString" ? "__proto__" : `${id}-2`, text: `=1+1 ${id} \u0000 \u202eend` },
    ],
    discuss: [attack(`question ${id}`)],
    ideas: [attack(`idea ${id}`)],
  })),
  bands: [
    { from: 0, label: attack("weak"), advice: attack("advice weak") },
    { from: 50, label: attack("strong"), advice: attack("advice strong") },
  ],
};
const hostileItems = itemsOf(hostile).map((it) => it.item.id);
const ofSections = (what) => hostile.sections.map((it) => attack(`${what} ${it.id}`));

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

test("a questionnaire that means harm goes as text through a workshop, its picture and its report", async (t) => {
  const at = await server(t);
  const person = await guarded(t, at);
  await answersBefore(person);
  const before = await stored(person);
  await person.opensFileFromShelf(await person.browser.file("own.json", JSON.stringify(hostile)));
  await person.seesHeading(attack("title"));
  await shows(person, [attack("about")]);
  await person.presses("nav.start");
  await person.presses("start.workshop");
  await person.selects("setup.instrument", attack("title"));
  await person.fills("setup.threshold", "3");

  // What is too long is refused in its own words.
  await puts(person, "setup.name", "x".repeat(1 << 20));
  await puts(person, "setup.sectors", `${"<b>".repeat(1 << 18)}\n${short.script}`);
  await person.presses("setup.create");
  await shows(person, [person.say("setup.name-too-long"), person.say("setup.sectors-too-long")]);
  const typed = [short.script, short.image, short.formula, short.turned, short.prototype];
  const sectors = typed.map(unturned);
  await puts(person, "setup.name", `${short.drawing} ${short.address}`);
  await puts(person, "setup.sectors", typed.join("\n"));
  await person.presses("setup.create");
  const name = `${short.drawing} ${short.address}`;
  await person.seesHeading(name);
  await shows(person, sectors);
  const link = await person.holds("invite.link");
  assert.match(link, new RegExp(`^${at.origin}/#pa-workshop=[\\w%&=.,~!*'()-]*$`));

  // Three people of each sector and three of one that a file brings.
  await person.presses("step.collect");
  const brought = `${short.script} from a file`;
  const rows = [...sectors, brought].flatMap((sector, s) =>
    [0, 1, 2].flatMap((p) =>
      hostileItems.map((item, i) => {
        const value = (s + i) % 5 === 4 ? "dont-know" : 1 + ((s * i + p) % 4);
        const note = i < 2 ? attack(`note ${s} ${p} ${i}`) : "";
        return [`r-${s}-${p}`, sector, item, value, note].map((it) => quoted(String(it))).join(",");
      }),
    ),
  );
  const table = ["response_id,sector,item,value,note", ...rows].join("\r\n");
  const file = `${short.script.replace("/", "")} \u202evsc.csv`;
  await person.opensFile(await person.browser.file(file, table));
  await person.sees("collect.added", { n: 18 });
  await person.opensFile(await person.browser.file(file, "{}"));
  await person.sees("collect.nothing-new");
  await shows(person, [file]);
  await person.presses("collect.show");
  await person.sees("picture.common");
  const notes = [0, 1, 2, 3, 4, 5].flatMap((s) => [0, 1].map((i) => attack(`note ${s} 2 ${i}`)));
  const all = [
    attack("title"),
    ...sectors,
    brought,
    ...notes,
    ...ofSections("section"),
    ...ofSections("question"),
  ];
  await person.unfolds();
  await shows(person, [...all.slice(1), name, ...ofSections("statement")]);

  // Slide by slide.
  await person.presses("picture.present");
  const slides = [];
  for (let more = true; more; ) {
    slides.push(await wholeText(person));
    await isUnharmed(person);
    const number = slides.length;
    more = await person.look(
      `const next = all("button").find((it) => words(it) === arguments[0]);
       if (next.ariaDisabled === "true") return false;
       next.click();
       return true;`,
      person.say("present.next"),
    );
    if (more) await until("for the next slide", async () => (await wholeText(person)) !== slides[number - 1]);
  }
  const presented = slides.join(" ");
  for (const it of [name, ...sectors, ...ofSections("section")]) assert.ok(presented.includes(it), it);
  await person.presses("present.end");

  // Everything that is saved.
  await person.presses("step.keep");
  const report = JSON.parse((await person.saves("keep-workshop.report")).text);
  assert.deepEqual(
    report.sectors.map((it) => it.sector),
    [...sectors, brought],
  );
  assert.equal(report.name, name);
  const figures = cells((await person.saves("keep-workshop.table")).text.replace(/^\ufeff/, ""));
  for (const it of sectors) assert.ok(figures[0].includes(`mean:${it}`), it);
  const merged = cells((await person.saves("keep-workshop.merged")).text.replace(/^\ufeff/, ""));
  for (const cell of [...figures, ...merged].flat()) assert.ok(!/^[=+@\t\r\n]|^-\D/.test(cell), cell);
  const whole = await person.saves("keep-workshop.whole");
  assert.deepEqual(JSON.parse(whole.text).sectors, [...sectors, brought]);

  // The report with what partners plan about the questions.
  await person.presses("step.plan");
  await person.seesHeading("plan.heading");
  await isUnharmed(person);
  await person.look(`all(".offers input")[0].click()`);
  await person.unfolds();
  await until("for an idea", () =>
    person.look(`all(".ideas button")[0]?.click(); return all("textarea").length`),
  );
  await isUnharmed(person);
  await person.presses("plan.close");
  await person.presses("plan.to-report");
  await person.seesHeading("board.heading");
  const told = [name, ...sectors, brought, ...ofSections("section")];
  await shows(person, told);
  const page = await person.saves("board.save");

  // A participant who follows the link to it.
  const phone = await guarded(t, at);
  await phone.opens(`/${new URL(link).hash}`);
  await phone.sees("news.needs-instrument", { id: hostile.id });
  await phone.opensFile(await phone.browser.file("own.json", JSON.stringify(hostile)));
  await phone.seesHeading(name);
  await shows(phone, [...sectors, attack("about")]);
  await phone.picks(phone.say("join.sector"), short.script);
  phone.knows(hostile);
  await phone.presses("join.begin");
  await shows(phone, [attack("section toString"), attack("statement toString"), attack("help toString")]);
  const answers = Object.fromEntries(hostileItems.map((id) => [id, 4]));
  assert.ok(Object.hasOwn(answers, "__proto__"));
  await phone.answersAll("__proto__", answers);
  await shows(phone, ofSections("statement"));
  await phone.presses("check.finish");
  await shows(phone, [attack("strong"), attack("advice strong"), attack("source"), ...ofSections("idea")]);
  await phone.presses("results.hand-over");
  await phone.seesHeading("hand-over.heading");
  await isUnharmed(phone);
  const response = await phone.saves("hand-over.file");
  assert.equal(JSON.parse(response.text).answers["toString.__proto__"], 4);

  await person.presses("step.collect");
  await person.opensFile(response.path);
  await person.sees("collect.added", { n: 1 });
  assert.deepEqual(await stored(person), before);
  await opensSaved(person, page, told);
  wasAskedForNothing(at);
});

const response = {
  format: "partnership-assessment/response",
  version: 1,
  id: "0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0a05",
  instrument: { id: "five-ps", edition: "1" },
  started: "2026-01-01T10:00:00Z",
  answers: { fp1: 3 },
  notes: {},
};
const workshop = {
  format: "partnership-assessment/workshop",
  version: 1,
  id: "5b0c7a9e-1f6d-4e0a-8a51-3c9f6f1e2d71",
  instrument: { id: "five-ps", edition: "1" },
  setup: "#pa-workshop=4711&instrument=five-ps&name=Board&sectors=&threshold=3",
  created: "2026-01-31T09:55:00Z",
  updated: "2026-01-31T10:20:00Z",
  sectors: ["housing"],
  states: [],
  rows: ["123456789 68 3 0 - - 76645"],
};
const sealed = {
  format: "partnership-assessment/sealed",
  version: 1,
  key: { by: "PBKDF2-SHA-256", iterations: 1000, salt: "AAAAAAAAAAAAAAAAAAAAAA==" },
  cipher: "AES-256-GCM",
  iv: "AAAAAAAAAAAAAAAA",
  data: "QUFBQQ==",
};
const rescue = (...records) => ({ format: "partnership-assessment/rescue", version: 1, records });
const own = { ...hostile, id: "own" };

const million = "<b>".repeat((1 << 20) / 3);
const deep = (levels) => "[".repeat(levels) + "]".repeat(levels);

/** The JSON of `document`, in which “RAW” stands for a text that is no JavaScript value. */
const json = (document, raw = "") => JSON.stringify(document).replaceAll('"RAW"', raw);

/** Files that are refused, each with what is quoted in the refusal. */
const refused = {
  "half a pair.json": [json({ ...response, notes: { fp1: "RAW" } }, '"\\ud800"')],
  "the other half.json": [json({ ...response, name: "RAW" }, '"\\udc00\\ud800"')],
  "half a key.json": [json({ ...response, notes: "RAW" }, '{"\\ud800": "x"}')],
  "long note.json": [json({ ...response, notes: { fp1: million } })],
  "long name.json": [json({ ...response, name: million })],
  "long role.json": [json({ ...response, respondent: { role: million } })],
  "long key.json": [json({ ...response, answers: { [million]: 1 } }), "<b><b>"],
  "bad id.json": [json({ ...response, id: short.image }), short.image],
  "bad instrument.json": [json({ ...response, instrument: { id: short.script } })],
  "bad time.json": [json({ ...response, started: short.script }), short.script],
  "bad item.json": [json({ ...response, answers: { [short.image]: 1 } }), short.image],
  "prototype.json": [json({ ...response, answers: "RAW" }, '{"__proto__": 1}'), "__proto__"],
  "infinite.json": [json({ ...response, answers: { fp1: "RAW" } }, "1e999")],
  "beyond.json": [json({ ...response, answers: { fp1: "RAW" } }, "18446744073709551616")],
  "below.json": [json({ ...response, answers: { fp1: "RAW" } }, "-9223372036854775809")],
  "tiny.json": [json({ ...response, answers: { fp1: "RAW" } }, "3.0000000000000004")],
  "version.json": [json({ ...response, version: "RAW" }, "18446744073709551616")],
  "format.json": [json({ ...response, format: attack("format") }), "<script>attacked()</script>"],
  "deep.json": [json({ ...response, more: "RAW" }, deep(10_000))],
  "deep plan.json": [json({ ...response, plan: "RAW" }, `[${deep(100)}]`)],
  "deep objects.json": [`${`{"a":`.repeat(10_000)}1${"}".repeat(10_000)}`],
  "workshop link.json": [json({ ...workshop, setup: short.address })],
  "workshop rows.json": [json({ ...workshop, rows: ["1e999 18446744073709551616 -1 0 - - 7664"] })],
  "workshop half.json": [json({ ...workshop, sectors: ["RAW"] }, '"\\ud800"')],
  "workshop notes.json": [json({ ...workshop, notes: [["RAW", 0, "x"]] }, "18446744073709551616")],
  "workshop sectors.json": [json({ ...workshop, sectors: Array(10_001).fill(short.script) })],
  "rescue.json": [json({ ...rescue(), records: { __proto__: 1, key: "x" } })],
  "rescue keys.json": [json(rescue({ key: 5, text: short.script }))],
  "rescue half.json": [json(rescue({ key: "RAW", text: "" }), '"\\udfff"')],
  "sealed times.json": [
    json({ ...sealed, key: { ...sealed.key, iterations: "RAW" } }, "18446744073709551616"),
  ],
  "sealed cipher.json": [json({ ...sealed, cipher: short.script }), short.script],
  "sealed data.json": [json({ ...sealed, data: short.image }), short.image],
  "own too large.json": [json({ ...own, about: million })],
  "own half.json": [json({ ...own, title: "RAW" }, '"\\ud800"')],
  "own id.json": [json({ ...own, id: short.script }), short.script],
  "own scale.json": [
    json({ ...own, scales: { x: { points: [{ value: "RAW" }, { value: 1 }] } } }, "18446744073709551616"),
    "1.8446744073709552e+19",
  ],
  "own language.json": [json({ ...own, title: { [short.image]: "x" } }), short.image],
  "own deep.json": [json({ ...own, title: "RAW" }, deep(10_000))],
  "table item.csv": [`response_id,item,value\r\nr1,${quoted(short.image)},1\r\n`, short.image],
  "table id.csv": [`response_id,item,value\r\n${quoted(short.script)},fp1,1\r\n`, short.script],
  "table number.csv": ["response_id,item,value\r\nr1,fp1,1e999\r\n", "1e999"],
  "table long.csv": [`response_id,item,value,note\r\nr1,fp1,1,${million}\r\n`],
  "table wide.csv": [`response_id,instrument${",x".repeat(1 << 19)}\r\nr1,five-ps\r\n`],
  [`${short.script.replace("/", "")} \u202enosj.exe`]: [million],
};

const problems = `not-json cut-off too-large wrong-format wrong-version newer-version missing expected-text
  expected-whole-number expected-number expected-list expected-object too-many too-few out-of-range too-deep
  too-long bad-id duplicate unknown not-one-of empty unknown-item not-on-scale unknown-instrument not-ours not-a-time`;

/** What each sentence about a problem looks like, whatever it quotes. */
const sentences = problems.split(/\s+/).flatMap((name) =>
  [1, 2].map((n) => {
    const words = say("en", `problem.${name}`, { n }).replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&");
    return new RegExp(`^${words.replaceAll(/\{\w+\}|\b[12]\b/g, "[\\s\\S]*")}$`);
  }),
);
sentences.push(new RegExp(`^${say("en", "news.more-problems", { n: "\\d+" })}$`));

/** A sentence about a problem without the place that it names. */
const placeless = (text) => text.replace(/ \((?:at|row) [\s\S]*\)$/, "");

test("files that mean harm are refused with a sentence, and nothing that is here changes", async (t) => {
  const at = await server(t);
  const person = await guarded(t, at);
  await answersBefore(person);
  await person.presses("nav.shelf");
  await person.seesHeading("shelf.heading");
  const before = await person.stored();
  for (const [name, [content, quotes]] of Object.entries(refused)) {
    await person.opensFile(await person.browser.file(name, content));
    await shows(person, [say("en", "news.import-failed", { file: name }), say("en", "news.nothing-changed")]);
    const lines = await person.readsNotice();
    const what = lines.slice(1, -1);
    assert.ok(what.length > 0 && what.join("").length < 8000, `${name}: ${lines}`);
    for (const it of what)
      assert.ok(
        sentences.some((like) => like.test(placeless(it))),
        `${name}: ${it}`,
      );
    if (quotes) assert.ok(what.join(" ").includes(quotes), `${name}: ${what}`);
    assert.deepEqual(await person.stored(), before, name);
    await person.seesHeading("shelf.heading");
    await person.presses("notice.close");
  }
  assert.equal(await person.driver.executeScript("return Object.keys(Object.prototype).length"), 0);
  wasAskedForNothing(at);
});

/** Files that are read, each with what is then to be read of them. */
const taken = {
  "fields.json": [
    json(
      {
        ...response,
        id: "fields",
        name: attack("name"),
        notes: { fp1: `${attack("note")}\u0000` },
        more: "RAW",
      },
      `{"__proto__": {"polluted": true}, "deep": ${deep(100)}}, "__proto__": {"polluted": 1}`,
    ),
    attack("name"),
    attack("note"),
  ],
  "people.json": [
    json({
      ...response,
      id: "__proto__",
      language: '"><b onclick=attacked()>',
      instrument: { id: "five-ps", edition: short.script, fingerprint: short.image },
      respondent: { partnership: attack("partnership"), sector: attack("sector"), role: short.formula },
    }),
    attack("partnership"),
  ],
  "plan.json": [
    json(
      {
        ...response,
        id: "plan",
        name: "Planned",
        plan: [
          {
            id: short.script,
            what: million,
            lead: attack("lead"),
            by: "9999-12-31",
            state: short.image,
            more: "RAW",
          },
          attack("a text"),
          1e300,
        ],
        follow_up: {
          power: attack("power"),
          series: "__proto__",
          partners: [{ id: "__proto__", name: attack("partner"), brings: { money: short.script } }],
          priorities: [{ section: short.image, why: short.script }],
          gone: { [short.script]: "2026-01-01T10:00:00Z" },
        },
      },
      `{"__proto__": ${deep(20)}}`,
    ),
    "Planned",
  ],
  "workshop.json": [
    json(
      {
        ...workshop,
        setup: `#pa-workshop=32767&instrument=five-ps&name=${encodeURIComponent(short.script)}&sectors=${encodeURIComponent(short.image)}&threshold=3`,
        sectors: [short.image, attack("sector")],
        rows: ["1 0 3 0 - - 76645", "2 0 3 1 - - 76645", "3 32767 0 1 - - 76645"],
        notes: [[0, 0, attack("comment")]],
        more: "RAW",
      },
      '{"__proto__": 1}',
    ),
    short.script,
  ],
  "rescue.json": [
    json(
      rescue(
        { key: "partnership-assessment/1/default/record/__proto__", text: attack("record") },
        { key: `partnership-assessment/1/${short.script}/record/${short.image}`, text: million },
        { key: "partnership-assessment/1/default/record/deep", text: deep(10_000) },
        {
          key: "partnership-assessment/1/default/record/whole",
          text: JSON.stringify({
            format: "partnership-assessment/record",
            version: 1,
            name: attack("rescued"),
            response: { ...response, id: "whole" },
          }),
        },
        { key: "partnership-assessment/1/default/instrument/__proto__", text: JSON.stringify(hostile) },
        { key: short.script, text: short.script },
      ),
    ),
    attack("rescued"),
    say("en", "entry.unreadable"),
  ],
  "sealed.json": [json({ ...sealed, data: "QUFB".repeat(1 << 18) }), say("en", "vault.file-text")],
};

test("files with hostile texts that can be read show them as texts, on the list and when they are opened", async (t) => {
  const at = await server(t);
  const person = await guarded(t, at);
  await answersBefore(person);
  const before = await stored(person);
  for (const [name, [content, ...texts]] of Object.entries(taken)) {
    await person.opensFileFromShelf(await person.browser.file(name, content));
    await shows(person, texts);
    if (name === "workshop.json") {
      await person.presses("collect.show");
      await shows(person, [short.image, attack("sector"), attack("comment")]);
    }
  }
  // Nothing opens what is sealed with nothing.
  await puts(person, "vault.passphrase", short.script);
  await person.presses("vault.unlock");
  await person.sees("vault.wrong");
  await isUnharmed(person);
  await person.presses("dialog.cancel");

  await person.presses("nav.shelf");
  await shows(person, [attack("name"), attack("rescued"), "Planned", attack("partnership"), short.script]);
  await person.actsOn("shelf.open", "Planned");
  await person.presses("step.plan");
  await shows(person, [million, attack("lead"), attack("a text")]);
  await person.presses("plan.to-partners");
  await person.presses("partners.back");
  await person.presses("plan.to-report");
  await shows(person, [attack("partner"), attack("power"), million]);
  const page = await person.saves("board.save");
  await person.reloads();
  await person.presses("nav.shelf");
  await shows(person, [attack("name"), attack("rescued"), "Planned", attack("partnership"), short.script]);
  const polluted = "return [Object.keys(Object.prototype), {}.polluted ?? null]";
  assert.deepEqual(await person.driver.executeScript(polluted), [[], null]);
  assert.deepEqual(await stored(person), before);
  await opensSaved(person, page, [attack("partner"), attack("power"), million]);
  wasAskedForNothing(at);
});

const part = encodeURIComponent;

/** Links, each with what is to be read where it leads. */
const links = {
  "#pa-instrument=__proto__": [say("en", "news.no-instrument", { id: "__proto__" })],
  "#pa-instrument=constructor&lang=__proto__": [say("en", "news.no-instrument", { id: "constructor" })],
  [`#pa-instrument=${part(short.script)}&lang=${part(short.image)}`]: [],
  "#pa-src=%6aavascript%3aattacked()": [],
  "#pa-src=https%3A%2F%2Fattack.invalid/x.json": [],
  "#pa-src=%5C%5Cattack.invalid/x.json": [],
  "#pa-src=%09//attack.invalid/x.json": [],
  "#pa-src=data:application/json,%7B%7D": [],
  [`#pa-src=${"x".repeat(1 << 20)}`]: [],
  "#pa-workshop=1e999&instrument=five-ps&name=x": [],
  [`#pa-workshop=1&instrument=five-ps&name=${"x".repeat(1 << 20)}`]: [],
  "#pa-workshop=1&instrument=five-ps&name=%ED%A0%80&sectors=%00,%ED%A0%80,%E2%80%AE&threshold=1e999&expected=18446744073709551616":
    [say("en", "join.terms")],
  [`#pa-workshop=1&src=${part("javascript:attacked()")}&instrument=five-ps&name=${part(short.drawing)}&sectors=${Object.values(short).map(part)}&lang=${part(short.script)}&__proto__=1`]:
    [short.drawing, ...Object.values(short).map(unturned)],
};

test("links that mean harm lead nowhere or show their names as text", async (t) => {
  const at = await server(t);
  const person = await guarded(t, at);
  await answersBefore(person);
  // The mark by which an emptied storage is noticed comes with the full widget.
  const stored = async () => Object.entries(await person.stored()).filter(([key]) => !key.endsWith("/mark"));
  const before = await stored();
  let n = 0;
  for (const [link, texts] of Object.entries(links)) {
    n += 1;
    await person.opens(`/?${n}${link}`);
    await person.sees("nav.shelf");
    await shows(person, texts);
    await until("for the link to be read", async () => !(await person.driver.getCurrentUrl()).includes("#"));
    const asked = await person.driver.executeScript(
      "return performance.getEntriesByType('resource').map((it) => new URL(it.name).origin)",
    );
    assert.deepEqual([...new Set(asked)], [at.origin], link.slice(0, 80));
  }
  assert.deepEqual(await stored(), before);
  wasAskedForNothing(at);
});

/** A response code for the five Ps with a sector of one's own, as docs/formats.md has it. */
function code(fingerprint, person, sector) {
  const symbols = (value, n) =>
    Array.from({ length: n }, (_, i) => Math.floor(value / 32 ** (n - 1 - i)) % 32);
  const spelt = [...sector].flatMap((it) => {
    const letter = "abcdefghijklmnopqrstuvwxyz -'&".indexOf(it);
    return letter < 0 ? [31, ...symbols(it.codePointAt(0), 5)] : [letter];
  });
  const answers = [3, 4, 5, 6, 7].map((it) => it.toString(2).padStart(3, "0")).join("");
  const payload = [
    ...symbols(Number.parseInt(fingerprint.slice(0, 5), 16), 4),
    ...[0, 0, 0, 0],
    ...[30, [...sector].length, ...spelt],
    ...symbols(1, 3),
    ...symbols(person, 6),
    ...answers.match(/.{5}/g).map((it) => Number.parseInt(it, 2)),
  ];
  const all = [...symbols(2 + payload.length + 6, 2), ...payload];
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  const expanded = [
    ...[..."pa1"].map((it) => it.charCodeAt(0) >> 5),
    0,
    ...[..."pa1"].map((it) => it.charCodeAt(0) & 31),
  ];
  let check = 1;
  for (const it of [...expanded, ...all, 0, 0, 0, 0, 0, 0]) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ it;
    for (let i = 0; i < 5; i += 1) if ((top >> i) & 1) check ^= generator[i];
  }
  check ^= 0x2bc830a3;
  all.push(...[25, 20, 15, 10, 5, 0].map((it) => (check >>> it) & 31));
  return `PA1-${all
    .map((it) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[it])
    .join("")
    .replaceAll(/.{5}(?!$)/g, "$&-")}`;
}

test("codes with hostile names, in a chat full of markup, bring answers and no harm", async (t) => {
  const at = await server(t);
  const person = await guarded(t, at);
  await answersBefore(person);
  const before = await stored(person);
  const { fingerprint } = JSON.parse(before[1]).response.instrument;
  await person.presses("nav.start");
  await person.presses("start.workshop");
  await person.selects("setup.instrument", person.instruments["five-ps"].title.en);
  await puts(person, "setup.name", short.image);
  await puts(person, "setup.threshold", "18446744073709551616");
  await puts(person, "setup.expected", "1e999");
  await person.presses("setup.create");
  await shows(person, [person.say("setup.threshold-wrong"), person.say("setup.expected-wrong")]);
  await puts(person, "setup.threshold", "3");
  await puts(person, "setup.expected", "");
  await person.presses("setup.create");
  await person.seesHeading(short.image);
  await person.presses("step.collect");

  const names = ["<b onclick=attacked()>", "=1+1;=1+1", "\u202eturned\u0000"];
  const codes = names.flatMap((name, i) => [0, 1, 2].map((p) => code(fingerprint, 10 * i + p, name)));
  const damaged = code(fingerprint, 99, "x").replace(/.$/, (it) => (it === "7" ? "8" : "7"));
  const chat = [
    attack("chat"),
    ...codes.map((it) => `<a href="javascript:attacked()">${it}</a>\u202e\u0000\ud800`),
    `${damaged}<script>attacked()</script>`,
    `PA9-${short.script}`,
    million,
    deep(10_000),
  ].join("\n");
  await puts(person, "collect.paste", chat);
  await person.presses("collect.add");
  await person.sees("collect.added", { n: 9 });
  await shows(person, [damaged.slice(0, 12)]);
  await person.presses("collect.show");
  await person.sees("picture.common");
  await shows(person, [short.image, ...names.map((it) => it.replace("\0", ""))]);
  assert.deepEqual(await stored(person), before);
  wasAskedForNothing(at);
});
