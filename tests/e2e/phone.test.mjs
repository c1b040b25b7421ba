// On a phone, upright and across, by touch alone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { across, Thumb, upright } from "./thumb.mjs";
import { instruments, own } from "./words.mjs";

const pulse = instruments["five-ps"];
const answers = { fp1: 4, fp2: 5, fp3: "dont-know", fp4: 3, fp5: "not-relevant" };

/** Somebody with a phone in their hand, who has opened the page. */
async function takesOut(t, size, at) {
  const { browser, server: its } = await meet(t, { engine: "chromium", at });
  const person = new Thumb(browser, its);
  await person.turns(size);
  await person.opens();
  return person;
}

for (const [how, size, turned, language, names] of [
  ["upright", upright, across, "en", "English"],
  ["across", across, upright, "cy", "Welsh"],
]) {
  test(`with a phone held ${how} a person answers in ${names}, understands the results, saves and opens them by touch alone`, async (t) => {
    const person = await takesOut(t, size);
    assert.match(
      await person.driver.executeScript("return document.querySelector('meta[name=viewport]').content"),
      /^width=device-width, initial-scale=1$/,
      "pages can be magnified with two fingers",
    );
    if (language !== "en") await person.switchesTo(language);
    await person.seesHeading("start.heading");
    await person.fits();
    await person.chooses(pulse.id);
    await person.presses("prepare.who-heading");
    await person.selects("who.sector", "sector.housing");
    await person.fills("who.partnership", "Cartrefi Iach");
    assert.equal(await person.holds("who.sector"), "housing");
    await person.presses("prepare.begin");
    await person.seesHeading(own(language, pulse.sections[0].title));
    await person.fits();
    const { fp4, fp5, ...first } = answers;
    await person.answers(pulse.id, first);
    await person.comments(pulse.id, "fp2", "Half a thought");

    // The phone is turned in the middle of it.
    await person.turns(turned);
    await person.fits();
    assert.equal(await person.chosen(person.statement(pulse.id, "fp1")), person.option(pulse.id, "fp1", 4));
    await person.turns(size);
    await person.answers(pulse.id, { fp4, fp5 });
    await person.presses("questions.to-check");
    await person.seesHeading("check.heading");
    await person.fits();
    await person.presses("check.finish");
    await person.seesHeading("results.heading");
    await person.sees("score.percent", { score: "75" });
    await person.fits();
    await person.presses("results.keep");
    await person.seesHeading("keep.heading");
    await person.fits();
    const saved = await person.saves("keep.json");
    assert.deepEqual(JSON.parse(saved.text).answers, answers);
    await person.saves("keep.wide");

    await person.presses("nav.shelf");
    await person.presses("shelf.delete-all");
    await person.fits();
    await person.presses("delete-all.yes");
    await person.sees("news.erased");
    await person.opensFileFromShelf(saved.path);
    await person.seesHeading("results.heading");
    await person.sees("score.percent", { score: "75" });

    // A file that cannot be opened: what is wrong does not cover the rest.
    await person.presses("nav.shelf");
    await person.opensFile(await person.browser.file("broken.json", saved.text.slice(0, 200)));
    await person.sees("news.import-failed", { file: "broken.json" });
    await person.fits();
    await person.presses("notice.close");
    await person.seesNothingOf("news.import-failed", { file: "broken.json" });
    assert.deepEqual(person.small, [], "too small for a thumb");
  });
}

test("with a phone, upright or across, people join a workshop and hand over by touch alone, and so does the facilitator", async (t) => {
  const at = await server(t);
  const facilitator = await takesOut(t, across, at);
  await facilitator.presses("start.workshop");
  await facilitator.seesHeading("setup.heading");
  await facilitator.fits();
  await facilitator.selects("setup.instrument", own("en", pulse.title));
  await facilitator.fills("setup.name", "Round the table");
  await facilitator.fills("setup.threshold", "3");
  await facilitator.presses("setup.create");
  await facilitator.seesHeading("Round the table");
  await facilitator.fits();
  const link = await facilitator.holds("invite.link");

  const codes = [];
  for (const size of [upright, across]) {
    const person = await takesOut(t, size, at);
    await person.driver.get("about:blank");
    await person.driver.get(link);
    await person.sees("join.terms");
    await person.fits();
    // What is missing is said where it can be seen.
    await person.presses("join.begin");
    await person.sees("join.sector-missing");
    await person.picks(person.say("join.sector"), person.say("sector.health"));
    await person.presses("join.begin");
    await person.answersAll(pulse.id, answers);
    await person.presses("check.finish");
    await person.seesHeading("results.heading");
    await person.presses("results.hand-over");
    await person.seesHeading("hand-over.heading");
    await person.fits();
    codes.push(await person.look(`return words(widget().querySelector(".code code"))`));
    await person.presses("hand-over.qr");
    const [drawn, room] = await until("for the QR code", () =>
      person.look(`
        const box = all("svg").find((it) => it.closest("details"))?.getBoundingClientRect();
        return box && [box.width, innerWidth];`),
    );
    assert.ok(drawn >= 200 && drawn <= room, `the QR code is ${drawn} pixels wide in ${room}`);
    assert.deepEqual(person.small, [], "too small for a thumb");
  }

  await facilitator.presses("step.collect");
  await facilitator.fills("collect.paste", codes.join(" "));
  await facilitator.presses("collect.add");
  await facilitator.sees("collect.added", { n: 2 });
  await facilitator.fits();
  assert.deepEqual(facilitator.small, [], "too small for a thumb");
});

for (const [how, size] of [
  ["upright", upright],
  ["across", across],
]) {
  test(`with a phone held ${how} a facilitator shows the picture and goes through its slides by touch alone`, async (t) => {
    const person = await takesOut(t, size);
    await person.setsUp({ name: "Dry run", practice: true });
    await person.presses("step.collect");
    await person.presses("collect.made-up");
    await person.presses("collect.show");
    await person.sees("picture.common");
    await person.fits();
    await person.presses("picture.present");
    const place = () =>
      person.look(`return /(\\d+)\\D+(\\d+)/.exec(words(widget().querySelector(".slide-number")))?.slice(1)`);
    const [, of] = await until("for the slides", place);
    for (let number = 1; number < of; number += 1) {
      await person.sees("present.place", { number, of });
      await person.fits();
      await person.presses("present.next");
    }
    await person.presses("present.end");
    await person.sees("picture.common");
    assert.deepEqual(person.small, [], "too small for a thumb");
  });
}
