// What scripts of a host page can do with the element, and that nothing which they hand over
// harms it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { own as address } from "./server.mjs";
import { cells, instruments, itemsOf, own, say } from "./words.mjs";

/** Opens a host page with an element of these attributes, and waits until its door is open. */
async function host(t, attributes = "", { at, body = "", ...options } = {}) {
  const its = at ?? (await server(t));
  its.offer(
    "/host.html",
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>A host page</title>
     <link rel="icon" href="data:,"><script type="module" src="${address("partnership-assessment.js")}"></script>
     <script src="/host.js"></script><body><p>A host page.</p>${body}
     <partnership-assessment ${attributes}></partnership-assessment>`,
  );
  its.offer(
    "/host.js",
    `window.told = [];
     for (const name of ["pa-ready", "pa-started", "pa-progress", "pa-completed", "pa-exported", "pa-error"]) {
       document.addEventListener(name, (event) => {
         window.told.push([name, event.detail]);
         window.whenTold?.(event);
       });
     }`,
  );
  const person = await meet(t, { at: its, ...options });
  await person.opens("/host.html");
  await ready(person);
  return person;
}

const ready = (person) =>
  until("for the door", () =>
    person.driver.executeScript(`return window.told.some((it) => it[0] === "pa-ready")`),
  );

/** What `script` returns with `pa`, the door, and the further arguments in \`given\`; a plain
 *  object, or what is wrong. */
async function does(person, script, ...given) {
  const { res, error } = await person.driver.executeScript(
    `const given = [...arguments];
     const element = document.querySelector("partnership-assessment");
     try {
       const pa = element.partnershipAssessment(1);
       const res = (() => { ${script} })();
       return { res: res === undefined ? undefined : structuredClone(res) };
     } catch (error) {
       return { error: { message: error?.message, plain: error instanceof Error && error.name === "Error" } };
     }`,
    ...given,
  );
  if (error) throw Object.assign(new Error(error.message), { plain: error.plain });
  return res;
}

/** The sentence with which `script` is refused. */
async function refusal(person, script, ...given) {
  try {
    await does(person, script, ...given);
  } catch (error) {
    assert.ok(error.plain, `${script}: an Error, not ${error.message}`);
    return error.message;
  }
  return assert.fail(`${script} is not refused`);
}

/** Waits for the heading of a screen, which is no first one on a page of somebody else's. */
const shows = (person, key) =>
  until(`for the heading “${person.say(key)}”`, () =>
    person.look(`return all("#pa-heading").some((it) => words(it) === arguments[0])`, person.say(key)),
  );

/** Chooses an assessment on the first screen. */
async function chooses(person, id) {
  const title = own(person.language, instruments[id].title);
  await person.presses("start.begin-named", { values: { title } });
  await shows(person, title);
}

/** A response to a built-in instrument with an answer to every statement. */
const responseTo = (id, person, more = {}) => ({
  format: "partnership-assessment/response",
  version: 1,
  id: `response-${person}`,
  instrument: { id, edition: instruments[id].edition },
  language: "en",
  started: "2026-01-01T10:00:00Z",
  updated: "2026-01-01T10:10:00Z",
  completed: null,
  respondent: { sector: ["housing", "health"][person % 2], role: "", organisation: "", size: "" },
  answers: Object.fromEntries(
    itemsOf(instruments[id]).map(({ item }, i) => [item.id, 1 + ((i + person) % 5)]),
  ),
  notes: {},
  plan: [],
  ...more,
});

test("a script sees the chosen instrument and the response as they come about, and what a person saves", async (t) => {
  const person = await host(t);
  assert.equal(await does(person, "return pa.instrument()"), null);
  assert.equal(await does(person, "return pa.response()"), null);
  await chooses(person, "five-ps");
  const { fingerprint, ...instrument } = await does(person, "return pa.instrument()");
  assert.deepEqual(instrument, instruments["five-ps"]);
  assert.match(fingerprint, /^[0-9a-f]{16}$/);
  assert.equal(await does(person, "return pa.response()"), null, "nothing is begun yet");

  await person.presses("prepare.begin");
  await person.answers("five-ps", { fp1: 4, fp2: "dont-know" });
  const response = await does(person, "return pa.response()");
  assert.equal(response.format, "partnership-assessment/response");
  assert.deepEqual(response.answers, { fp1: 4, fp2: "dont-know" });
  assert.equal(response.instrument.fingerprint, fingerprint);
  assert.ok(
    await does(
      person,
      "return JSON.stringify(pa.response()) === JSON.stringify(structuredClone(pa.response()))",
    ),
  );

  await does(person, `pa.open("keep")`);
  await shows(person, "keep.heading");
  const saved = await person.saves("keep.json");
  assert.deepEqual(await does(person, "return pa.response()"), JSON.parse(saved.text));
});

test("answers given before the full widget is there are in the response, and it goes on where the person is", async (t) => {
  const at = await server(t);
  const release = at.holdBack((path) => path.endsWith("/full_bg.wasm"));
  const person = await meet(t, { at });
  at.offer(
    "/host.html",
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>A host page</title><link rel="icon" href="data:,">
     <script src="/early.js"></script><script type="module" src="${address("partnership-assessment.js")}"></script>
     <partnership-assessment instrument="five-ps"></partnership-assessment>`,
  );
  // The door is used at the very moment that it opens.
  at.offer(
    "/early.js",
    `document.addEventListener("pa-ready", (event) => {
       const pa = event.target.partnershipAssessment(1);
       window.early = { response: pa.response(), instrument: pa.instrument() };
     });`,
  );
  await person.opens("/host.html");
  await person.presses("prepare.begin");
  await person.answers("five-ps", { fp1: 2, fp3: 5 });
  release();
  const { response, instrument } = await until("for the door", () =>
    person.driver.executeScript("return window.early"),
  );
  assert.deepEqual(response.answers, { fp1: 2, fp3: 5 });
  assert.equal(instrument.id, "five-ps");
  await person.answers("five-ps", { fp2: 3 });
  assert.deepEqual((await does(person, "return pa.response()")).answers, { fp1: 2, fp2: 3, fp3: 5 });
});

test("a response that a script sets is shown, kept and given back, and replaces the one before", async (t) => {
  const person = await host(t, `instrument="five-ps" instance="ours"`);
  const given = responseTo("five-ps", 1, { answers: { fp1: 4 }, notes: { fp1: "Because." } });
  await does(person, "pa.setResponse(given[0])", given);
  await shows(person, own("en", instruments["five-ps"].sections[0].title));
  const { results, ...back } = await does(person, "return pa.response()");
  const fingerprint = (await does(person, "return pa.instrument()")).fingerprint;
  assert.deepEqual(back, { ...given, instrument: { ...given.instrument, fingerprint } });
  assert.ok(results.sections.length > 0);
  assert.equal(await person.chosen(person.statement("five-ps", "fp1")), person.option("five-ps", "fp1", 4));
  const kept = Object.keys(await person.stored()).find((it) => it.endsWith("/record/response-1"));
  assert.ok(kept?.includes("/ours/"), kept);

  await does(person, "pa.setResponse({ ...pa.response(), answers: { fp2: 1 }, notes: {} })");
  assert.deepEqual((await does(person, "return pa.response()")).answers, { fp2: 1 });
  assert.deepEqual((await does(person, "return pa.response()")).notes, {});
  await person.reloads();
  await ready(person);
  assert.deepEqual((await does(person, "return pa.response()")).answers, { fp2: 1 });

  const completed = responseTo("five-ps", 2, { completed: "2026-01-01T10:10:00Z" });
  await does(person, "pa.setResponse(given[0])", completed);
  await shows(person, "results.heading");
});

test("with storage none nothing that a script sets is stored", async (t) => {
  const person = await host(t, `storage="none"`);
  await does(person, "pa.setResponse(given[0])", responseTo("five-ps", 1));
  assert.equal((await does(person, "return pa.response()")).id, "response-1");
  assert.deepEqual(await person.stored(), {});
  // Leaving would lose what is nowhere else: the browser asks, and nobody answers.
  await person.driver.executeScript(
    `addEventListener("beforeunload", (it) => it.stopImmediatePropagation(), true)`,
  );
});

test("a script opens every view, and is told what has to be done first", async (t) => {
  const person = await host(t);
  assert.equal(await refusal(person, `pa.open("questions")`), say("en", "door.choose-first"));
  for (const view of ["check", "results", "plan", "keep"]) {
    assert.equal(await refusal(person, `pa.open("${view}")`), say("en", "door.begin-first"));
  }
  const views = "start, questions, check, results, plan, workshop, keep";
  assert.equal(await refusal(person, `pa.open("plans")`), say("en", "door.view", { found: "plans", views }));
  await does(person, `pa.open("workshop")`);
  await shows(person, "setup.heading");
  await does(person, `pa.open("start")`);
  await chooses(person, "five-ps");
  await person.presses("prepare.begin");
  await person.answers("five-ps", { fp1: 3 });
  const headings = {
    check: "check.heading",
    results: "results.heading",
    plan: "plan.heading",
    keep: "keep.heading",
  };
  for (const [view, heading] of Object.entries(headings)) {
    assert.equal(await does(person, `return pa.open("${view}")`), null);
    await shows(person, heading);
  }
  await does(person, `pa.open("questions")`);
  await shows(person, own("en", instruments["five-ps"].sections[0].title));
  await person.goesBack();
  await shows(person, "keep.heading");
});

test("codes, tables and reports are made of responses, and codes are read again", async (t) => {
  const person = await host(t);
  const id = "six-principles";
  const responses = Array.from({ length: 8 }, (_, i) => responseTo(id, i));
  const codes = await does(person, "return given[0].map((it) => pa.code(it))", responses);
  assert.ok(
    codes.every((it) => /^PA1-[0-9A-Z-]+$/.test(it) && it.length <= 60),
    codes[0],
  );
  const chat = codes.map((it, i) => `Person ${i}: ${it.toLowerCase()} thanks`).join("\n");
  const { responses: read, problems } = await does(person, "return pa.readCodes(given[0])", chat);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    read.map((it) => [it.answers, it.respondent.sector]),
    responses.map((it) => [it.answers, it.respondent.sector]),
  );
  const last = codes[0].endsWith("0") ? "1" : "0";
  const damaged = `${codes[0].slice(0, -1)}${last}`;
  const found = await does(
    person,
    "return pa.readCodes(given[0])",
    `${codes[1]} ${codes[0].slice(0, 20)} ${damaged}`,
  );
  assert.equal(found.responses.length, 1);
  assert.ok(
    found.problems.length >= 1 && found.problems.every((it) => it.endsWith(".")),
    found.problems.join(),
  );
  assert.deepEqual(await does(person, "return pa.readCodes('')"), { responses: [], problems: [] });

  const wide = cells(await does(person, `return pa.toCsv(given[0], "wide")`, responses));
  assert.equal(wide[0][0], "response_id");
  assert.equal(wide.filter((it) => it.length > 1).length, 9);
  const column = wide[0].indexOf("sa1");
  assert.deepEqual(
    wide.slice(1, 9).map((it) => it[column]),
    responses.map((it) => String(it.answers.sa1)),
  );
  const long = cells(await does(person, `return pa.toCsv(given[0], "long")`, responses.slice(0, 1)));
  assert.equal(long.filter((it) => it.length > 1).length, 1 + itemsOf(instruments[id]).length);
  const report = await does(person, "return pa.report(given[0], { threshold: 4 })", responses);
  assert.deepEqual([report.responses, report.threshold], [8, 4]);
  assert.equal((await does(person, "return pa.report(given[0])", responses)).threshold, 5);
});

test("an element that speaks Welsh throws Welsh sentences and writes Welsh tables", async (t) => {
  const person = await host(t, `lang="cy"`);
  assert.equal(await refusal(person, `pa.open("keep")`), say("cy", "door.begin-first"));
  assert.equal(await refusal(person, "pa.code(1n)"), say("cy", "door.not-plain"));
  assert.equal(
    await refusal(person, "element.partnershipAssessment(2)"),
    say("cy", "door.version", { found: "2", newest: "1" }),
  );
  const table = await does(person, `return pa.toCsv([given[0]], "long")`, responseTo("five-ps", 0));
  const [first] = itemsOf(instruments["five-ps"]);
  assert.ok(table.includes(own("cy", first.item.text).slice(0, 20)));
});

test("a custom instrument can be answered, coded and counted by scripts", async (t) => {
  const at = await server(t);
  const custom = { ...instruments["five-ps"], id: "our-own", title: "Our own" };
  at.offer("/our-own.json", JSON.stringify(custom));
  const person = await host(t, `src="/our-own.json"`, { at });
  const { fingerprint, ...instrument } = await does(person, "return pa.instrument()");
  assert.deepEqual(instrument, custom);
  const given = responseTo("five-ps", 1, { instrument: { id: "our-own", fingerprint } });
  const code = await does(person, "return pa.code(given[0])", given);
  assert.deepEqual(
    (await does(person, "return pa.readCodes(given[0])", code)).responses[0].answers,
    given.answers,
  );
  await does(person, "pa.setResponse(given[0])", given);
  assert.equal((await does(person, "return pa.response()")).instrument.id, "our-own");

  // One that a person opens from a file is known as well.
  const other = { ...custom, id: "from-a-file", title: "From a file" };
  await does(person, `pa.open("start")`);
  const response = responseTo("five-ps", 1, { instrument: { id: "from-a-file" } });
  assert.match(await refusal(person, "pa.code(given[0])", response), /from-a-file/);
  await person.presses("nav.shelf");
  await shows(person, "shelf.heading");
  await person.opensFile(await person.browser.file("other.json", JSON.stringify(other)));
  await shows(person, "From a file");
  assert.match(await does(person, "return pa.code(given[0])", response), /^PA1-/);
  assert.equal(
    cells(await does(person, `return pa.toCsv([given[0]], "wide")`, response))[1][1],
    "from-a-file",
  );
});

test("a script may use the door while it is told of an event, and events never carry answers", async (t) => {
  const person = await host(t, `instrument="five-ps"`);
  await person.driver.executeScript(`
    window.seen = [];
    window.whenTold = (event) => {
      const pa = event.target.partnershipAssessment(1);
      window.seen.push([event.type, Object.keys(pa.response()?.answers ?? {}).length]);
      if (event.type === "pa-completed") pa.open("keep");
    };`);
  await person.presses("prepare.begin");
  await person.answers("five-ps", { fp1: 3, fp2: 4 });
  await person.presses("questions.to-check");
  await person.presses("check.finish");
  await shows(person, "keep.heading");
  assert.deepEqual(await person.driver.executeScript("return window.seen"), [
    ["pa-started", 0],
    ["pa-progress", 1],
    ["pa-progress", 2],
    ["pa-completed", 2],
  ]);
  for (const [, detail] of await person.driver.executeScript("return window.told")) {
    assert.deepEqual(Object.keys(detail).sort(), ["answered", "total"]);
  }
});

test("off the page the element has no response, and says so where it must", async (t) => {
  const person = await host(t, `instrument="five-ps"`);
  await does(person, "pa.setResponse(given[0])", responseTo("five-ps", 1));
  await person.driver.executeAsyncScript(
    `const done = arguments[0];
     window.element = document.querySelector("partnership-assessment");
     element.remove();
     setTimeout(done, 50);`,
  );
  const away = (script, ...given) =>
    person.driver.executeScript(
      `try { const pa = window.element.partnershipAssessment(1); return { res: (() => { ${script} })() }; }
       catch (error) { return { error: error.message }; }`,
      ...given,
    );
  assert.deepEqual(await away("return pa.response()"), { res: null });
  assert.deepEqual(await away("return pa.instrument()"), { res: null });
  assert.deepEqual(await away(`pa.open("start")`), { error: say("en", "door.away") });
  assert.deepEqual(await away("pa.setResponse(JSON.parse('{}'))"), { error: say("en", "door.away") });
  assert.equal(
    (await away(`return pa.code(JSON.parse(${JSON.stringify(JSON.stringify(responseTo("five-ps", 1)))}))`))
      .error,
    undefined,
  );
  await person.driver.executeScript("document.body.append(window.element)");
  await until(
    "for it to be back",
    async () => (await does(person, "return pa.response()"))?.id === "response-1",
  );
});

/** Values that are wrong wherever a response, a list or a text is asked for. */
const wrong = `({
  undefined: undefined, null: null, true: true, zero: 0, nan: NaN, infinity: -Infinity, bigint: 10n,
  symbol: Symbol("x"), function: () => 1, text: "PA0", empty: {}, long: "x".repeat(1 << 20),
  surrogate: { format: "\\ud800" }, date: new Date(NaN), map: new Map([[1, 2]]), element: document.body,
  circular: (() => { const it = { format: "partnership-assessment/response" }; it.self = it; return it; })(),
  getter: { get format() { throw new TypeError("never shown"); } },
  json: { toJSON() { throw new RangeError("never shown"); } },
  noJson: { toJSON: () => undefined },
  proxy: new Proxy({}, { get() { throw "never shown"; }, ownKeys() { throw "never shown"; } }),
  garbage: [null, 1, "x", [[]], { format: 1 }, undefined],
  holes: new Array(3), bytes: new Uint8Array(1000), nested: { version: { toString() { throw 1; } } },
  deep: (() => { let it = []; for (let i = 0; i < 100000; i += 1) it = [it]; return it; })(),
  polluted: JSON.parse('{"__proto__": {"format": "partnership-assessment/response"}, "constructor": 1}'),
  field: { ...given[0], answers: { fp1: 10n } }, value: { ...given[0], answers: { fp1: 1e300 } },
  note: { ...given[0], notes: { fp1: "x".repeat(1 << 20) } }, newer: { ...given[0], version: 99 },
  list: [given[0], { ...given[0], answers: { fp1: -1 } }], time: { ...given[0], started: "now" },
})`;

test("wrong input of every kind is refused with a plain sentence, and the widget is unharmed", async (t) => {
  const person = await host(t, `instrument="five-ps"`);
  const sound = responseTo("five-ps", 1, { answers: { fp1: 4 } });
  await does(person, "pa.setResponse(given[0])", sound);
  const before = await does(person, "return pa.response()");
  const stored = await person.stored();
  const said = await person.driver.executeScript(
    `const given = [...arguments];
     const element = document.querySelector("partnership-assessment");
     const pa = element.partnershipAssessment(1);
     const acts = {
       setResponse: (it) => pa.setResponse(it),
       open: (it) => pa.open(it),
       code: (it) => pa.code(it),
       wide: (it) => pa.toCsv(it, "wide"),
       shape: (it) => pa.toCsv([given[0]], it),
       report: (it) => pa.report(it, { threshold: 3 }),
       version: (it) => element.partnershipAssessment(it),
       readCodes: (it) => { if (typeof it === "string") throw new Error("A text is no fault."); pa.readCodes(it); },
       options: (it) => pa.report([given[0]], Object(it) === it ? { threshold: it } : it ?? { threshold: "" }),
     };
     return Object.entries(acts).flatMap(([act, run]) => Object.entries(${wrong}).map(([kind, value]) => {
       try {
         return [act, kind, "nothing", JSON.stringify(run(value)) ?? ""];
       } catch (error) {
         return [act, kind, error?.constructor === Error ? "" : String(error?.constructor?.name), error?.message];
       }
     }));`,
    sound,
  );
  for (const [act, kind, fault, message] of said) {
    assert.equal(fault, "", `${act} of ${kind} gives ${fault}: ${message}`);
    assert.match(message, /^\S.{8,}[.)]$/s, `${act} of ${kind}: ${message}`);
    assert.ok(message.length < 2000, `${act} of ${kind} says too much`);
    assert.ok(
      !/never shown|undefined is|not a function|unreachable|problem\.|door\./.test(message),
      `${act} of ${kind}: ${message}`,
    );
  }
  assert.ok(said.length > 250);
  assert.deepEqual(await does(person, "return pa.response()"), before);
  assert.deepEqual(await person.stored(), stored);
  await person.answers("five-ps", { fp2: 2 });
  assert.deepEqual((await does(person, "return pa.response()")).answers, { fp1: 4, fp2: 2 });
});
