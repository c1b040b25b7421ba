// A workshop as facilitator and participants go through it, each in a browser of their own.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { until } from "./browser.mjs";
import { film } from "./film.mjs";
import { meet, server, everywhere as test } from "./meeting.mjs";
import { differences, reportOf } from "./report.mjs";
import { instruments, itemsOf } from "./words.mjs";

const run = promisify(execFile);

/** The text of every QR code in a picture, by a reader that is not ours. */
async function qrCodes(path) {
  const { stdout } = await run("zbarimg", ["--quiet", "--raw", path]);
  return stdout.split("\n").filter(Boolean);
}

/** The code of the open hand-over screen. */
const code = (person) =>
  until("for the code", () => person.look(`return widget().querySelector(".code code")?.textContent.trim()`));

async function answersFor(person, link, id, sector, answers) {
  await person.driver.get(link);
  await person.sees("join.terms");
  if (sector) await person.picks(person.say("join.sector"), sector);
  await person.presses("join.begin");
  await person.answersAll(id, answers);
  await person.presses("check.finish");
  await person.seesHeading("results.heading");
  await person.presses("results.hand-over");
  await person.seesHeading("hand-over.heading");
  return code(person);
}

/** What came of the last thing that was added. */
const outcomeOf = (person) =>
  person.look(`const it = widget().querySelector(".outcome"); return it ? words(it) : "";`);

/** Pastes `text` into the field for codes. */
async function pastes(person, text) {
  await until("for the field", () => person.look(`return widget().querySelector("textarea")`));
  const before = await outcomeOf(person);
  await person.pastes(text);
  await until("for what came of it", async () => {
    const now = await outcomeOf(person);
    return now && now !== before;
  });
}

/** Twelve people in three sectors, with answers that follow from a fixed row of numbers. */
function people(instrument) {
  const sectors = [
    "housing",
    "housing",
    "housing",
    "housing",
    "housing",
    "health",
    "health",
    "health",
    "health",
  ];
  sectors.push("social-care", "social-care", "social-care");
  let state = 20260101;
  const below = (n) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
  return sectors.map((sector, person) => {
    const answers = {};
    itemsOf(instrument).forEach(({ section, item }, at) => {
      const scale = instrument.scales[section.scale];
      const kind = below(12);
      if (kind === 0 && scale.extra.includes("dont-know")) answers[item.id] = "dont-know";
      else if (kind === 1 && scale.extra.includes("not-relevant")) answers[item.id] = "not-relevant";
      else if (kind > 2) {
        const lean = at % 5 === 0 ? (sector === "housing" ? 3 : 0) : at % 4;
        answers[item.id] = scale.points[Math.min(scale.points.length - 1, lean + below(2))].value;
      }
    });
    return { name: `Person ${person + 1}`, sector, answers };
  });
}

test("twelve people in three sectors answer on their own, and the report is right in every number", {
  among: ["chromium"],
}, async (t) => {
  const at = await server(t);
  const id = "six-principles";
  const facilitator = await meet(t, { at });
  await facilitator.opens();
  const link = await facilitator.setsUp({
    instrument: id,
    name: "Autumn review",
    expected: 12,
    threshold: 3,
  });
  assert.match(link, new RegExp(`^${at.origin}/#pa-workshop=`));

  // The code on the wall holds the link.
  const picture = await facilitator.browser.file("invitation.png", await facilitator.browser.picture());
  assert.deepEqual(await qrCodes(picture), [link]);
  await facilitator.waitsForEverything();

  const all = people(instruments[id]);
  const codes = [];
  for (const [i, it] of all.entries()) {
    const phone = await meet(t, { at, width: 390, height: 844 });
    const sector = phone.say(`sector.${it.sector}`);
    codes.push(await answersFor(phone, link, id, sector, it.answers));
    assert.ok(codes[i].length <= 60, codes[i]);
    if (i === 0) {
      await phone.presses("hand-over.qr");
      const shown = await phone.browser.file("code.png", await phone.browser.picture());
      assert.deepEqual(await qrCodes(shown), [codes[0]]);
    }
    await phone.waitsForEverything();
    await phone.browser.close();
  }
  assert.equal(new Set(codes).size, 12);

  const requests = at.log.length;
  await facilitator.presses("step.collect");
  await facilitator.sees("collect.missing", { n: 12 });
  const [first, second, third, ...rest] = codes;
  const damaged = third.slice(0, 20) + (third[20] === "7" ? "8" : "7") + third.slice(21);
  const chat = [
    `[10:02] Person 1: here is mine "${first}"`,
    `[10:03] Person 2: ${second.replaceAll("-", "\u2013")}.`,
    `[10:03] Person 3: ${damaged}`,
    ...rest.map((it, i) => `[10:04] Person ${i + 4}: ${it.slice(0, 30)}\n> ${it.slice(30)}, thanks!`),
    `[10:05] Person 1: once more ${first.toLowerCase()}`,
  ].join("\n");
  await pastes(facilitator, chat);
  await facilitator.sees("collect.added", { n: 11 });
  await facilitator.sees("collect.repeated", { n: 1 });
  await facilitator.sees("collect.missing", { n: 1 });
  const outcome = await outcomeOf(facilitator);
  assert.ok(outcome.includes(third.slice(0, 12)), outcome);

  // What was collected survives a reload, and the last one comes.
  await facilitator.reloads();
  await facilitator.sees("collect.missing", { n: 1 });
  await pastes(facilitator, third);
  await facilitator.sees("collect.nobody-missing");
  await facilitator.presses("collect.undo");
  await facilitator.sees("collect.missing", { n: 1 });
  await pastes(facilitator, `sorry, this one: ${third}`);
  await facilitator.sees("collect.nobody-missing");

  await facilitator.presses("collect.show");
  await facilitator.sees("picture.common");
  await facilitator.presses("step.keep");
  const saved = await facilitator.saves("keep-workshop.report");
  const report = JSON.parse(saved.text);
  const sectors = instruments[id] && report.sectors.map((it) => it.sector);
  const wanted = reportOf(instruments[id], sectors, all, 3);
  const { format, version, instrument, name, expected, shown, ...numbers } = report;
  assert.equal(format, "partnership-assessment/workshop-report");
  assert.equal(version, 1);
  assert.equal(instrument.id, id);
  assert.deepEqual([name, expected], ["Autumn review", 12]);
  assert.ok(Date.parse(shown) > 0);
  assert.deepEqual(differences(numbers, wanted), []);

  // The same from the answers in one table, by the door for scripts of the page.
  const merged = await facilitator.saves("keep-workshop.merged");
  assert.equal(merged.text.trim().split("\r\n").length, 13);
  assert.ok(!/code-|PA1/.test(merged.text));
  // A reload of the facilitator's page asks for its files again, if the worker has no copy yet;
  // nothing else was asked for but the worker itself, by the browser.
  const later = at.log.slice(requests).map((it) => it.path);
  assert.deepEqual(
    later.filter((it) => it !== "/sw.js" && later.indexOf(it) !== later.lastIndexOf(it)),
    [],
  );
});

test("the report that the element gives to scripts is that of the same answers, and wrong input throws a sentence", async (t) => {
  const person = await meet(t);
  await person.opens();
  await person.waitsForEverything();
  const id = "six-principles";
  const all = people(instruments[id]);
  const responses = all.map((it, i) => ({
    format: "partnership-assessment/response",
    version: 1,
    id: `response-${i}`,
    instrument: { id, edition: "1" },
    started: "2026-01-01T10:00:00Z",
    respondent: { sector: it.sector },
    answers: it.answers,
  }));
  const report = (list, options) =>
    person.driver.executeScript(
      `try {
         const pa = document.querySelector("partnership-assessment").partnershipAssessment(1);
         return { report: pa.report(arguments[0], arguments[1]) };
       } catch (error) {
         // Firefox runs this where Error is another one than the page's.
         return { error: error instanceof window.Error ? error.message : "no error" };
       }`,
      list,
      options,
    );
  await person.waitsUntilReady();
  for (const threshold of [3, 4, 5, 13]) {
    const { report: found, error } = await report(responses, { threshold });
    assert.equal(error, undefined);
    const { format, version, instrument, ...numbers } = found;
    const sectors = ["housing", "health", "social-care"];
    assert.deepEqual(differences(numbers, reportOf(instruments[id], sectors, all, threshold)), []);
    assert.deepEqual([format, version, instrument.id], ["partnership-assessment/workshop-report", 1, id]);
  }
  const refused = async (list, options) => (await report(list, options)).error;
  assert.match(await refused(responses, { threshold: 2 }), /3 to 20.*threshold/);
  assert.match(await refused([...responses, { ...responses[0], id: "x", answers: { sa1: 9 } }], {}), /sa1/);
  const other = { ...responses[0], id: "y", instrument: { id: "five-ps" }, answers: {} };
  assert.match(await refused([...responses, other], {}), /five-ps/);
  assert.match(await refused([], {}), /\w/);
});

test("junk, codes of other assessments and files of every kind are counted and named, and change nothing", async (t) => {
  const at = await server(t);
  const facilitator = await meet(t, { at });
  await facilitator.opens();
  const link = await facilitator.setsUp({ instrument: "five-ps", name: "Junk day", threshold: 3 });
  const phone = await meet(t, { at, width: 390, height: 844 });
  const ours = await answersFor(phone, link, "five-ps", phone.say("sector.health"), { fp1: 4, fp2: 2 });
  await phone.browser.close();

  const other = await meet(t, { at });
  await other.opens();
  const elsewhere = await other.setsUp({ instrument: "benefits", name: "Elsewhere", threshold: 3 });
  const stranger = await meet(t, { at });
  const theirs = await answersFor(stranger, elsewhere, "benefits", stranger.say("sector.health"), {});

  await facilitator.presses("step.collect");
  const junk = Array.from({ length: 20000 }, (_, i) => `PA${i % 3}-${(i * 7919).toString(36)} ürgh\n`).join(
    "",
  );
  await pastes(facilitator, junk.padEnd(1 << 20, "lorem PA1 ipsum "));
  await facilitator.sees("collect.count", { n: 0 });
  await pastes(facilitator, `${theirs}\n${ours}`);
  await facilitator.sees("collect.added", { n: 1 });
  await facilitator.sees("collect.other-instrument", { n: 1 });

  const newer = JSON.stringify({ format: "partnership-assessment/response", version: 99 });
  const files = [
    await facilitator.browser.file("newer.json", newer),
    await facilitator.browser.file("broken.json", '{"format": "partner'),
    await facilitator.browser.file("chat.txt", `Hello\n${ours}\n`),
    await facilitator.browser.file("empty.csv", ""),
  ];
  await facilitator.opensFile(...files);
  await facilitator.sees("collect.repeated", { n: 1 });
  for (const name of ["newer.json", "broken.json", "empty.csv"]) {
    assert.ok((await facilitator.reads()).includes(name), name);
  }
  await facilitator.sees("collect.count", { n: 1 });
});

test("a code is read from a picture of it", async (t) => {
  const at = await server(t);
  const facilitator = await meet(t, { at });
  await facilitator.opens();
  const link = await facilitator.setsUp({ instrument: "five-ps", name: "Pictures", threshold: 3 });
  const phone = await meet(t, { at, width: 390, height: 844 });
  await answersFor(phone, link, "five-ps", phone.say("sector.health"), {
    fp1: 4,
    fp2: 2,
    fp3: 1,
    fp4: 5,
    fp5: 3,
  });
  await phone.presses("hand-over.qr");
  const picture = await facilitator.browser.file("phone.png", await phone.browser.picture());
  await facilitator.presses("step.collect");
  await facilitator.opensFile(picture);
  await facilitator.sees("collect.added", { n: 1 });
});

test("a code is read with the camera, which is off as soon as it is not needed", {
  needs: ["camera"],
}, async (t) => {
  const at = await server(t);
  const first = await meet(t, { at });
  await first.opens();
  const link = await first.setsUp({ instrument: "five-ps", name: "Camera", threshold: 3 });
  const phone = await meet(t, { at, width: 390, height: 844 });
  await answersFor(phone, link, "five-ps", phone.say("sector.health"), { fp1: 4, fp2: 2 });
  await phone.presses("hand-over.qr");
  const drawn = await phone.look(
    `const svg = widget().querySelector("figure svg, .qr svg");
     return { path: svg.querySelector("path").getAttribute("d"), size: svg.viewBox.baseVal.width };`,
  );
  const camera = await phone.browser.file("code.y4m", film(drawn.path, drawn.size));

  const { browser } = first;
  await first.leaves();
  const facilitator = await meet(t, { at, profile: browser.profile, camera });
  await facilitator.opens();
  await facilitator.presses("nav.shelf");
  await facilitator.actsOn("shelf.open", "Camera");
  await facilitator.presses("step.collect");
  await facilitator.presses("collect.camera");
  await facilitator.sees("collect.added", { n: 1 });
  await facilitator.driver.executeScript(
    `window.track = document.querySelector("partnership-assessment").shadowRoot.querySelector("video").srcObject.getTracks()[0]`,
  );
  await facilitator.presses("step.invite");
  await until("for the camera to be off", () =>
    facilitator.driver.executeScript(`return window.track.readyState === "ended"`),
  );
});

test("practice leaves no trace", async (t) => {
  const person = await meet(t);
  await person.opens();
  await person.setsUp({ instrument: "six-principles", name: "Dry run", threshold: 3, practice: true });
  await person.presses("step.collect");
  await person.presses("collect.made-up");
  await person.sees("collect.added", { n: 12 });
  await person.presses("collect.show");
  await person.sees("picture.common");
  const stored = Object.entries(await person.stored()).filter(([, text]) => text.includes("Dry run"));
  assert.deepEqual(stored, []);
});
