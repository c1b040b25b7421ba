// On paper: what the browser prints from the screen where results are kept.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

import { meet } from "./meeting.mjs";
import { answers } from "./tour.mjs";
import { band, instruments, itemsOf, languages, mean, names, option, own, scored, shown } from "./words.mjs";

const run = promisify(execFile);
const six = instruments["six-principles"];
const note = "Lines that a person wrote\nover two lines, <b>as they are</b>";
const response = {
  format: "partnership-assessment/response",
  version: 1,
  id: "0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0c01",
  instrument: { id: six.id, edition: six.edition },
  started: "2026-03-01T10:00:00Z",
  completed: "2026-03-01T10:20:00Z",
  respondent: {
    sector: "health",
    role: "Nurse – nyrs",
    organisation: "Bwrdd Iechyd",
    size: "250-or-more",
    partnership: "Cartrefi Iach",
  },
  answers,
  notes: { sa1: note },
};

/** The pages of a PDF as text, and what there is to know about the file. */
async function reads(person, pdf) {
  const path = await person.browser.file("printed.pdf", pdf);
  const [{ stdout: text }, { stdout: facts }] = await Promise.all([
    run("pdftotext", ["-layout", "-enc", "UTF-8", path, "-"]),
    run("pdfinfo", [path]),
  ]);
  const fact = (name) => new RegExp(`^${name}: *(.*)$`, "m").exec(facts)?.[1];
  const pages = text.split("\f").slice(0, -1);
  return { pages, fact, text: text.replaceAll(/\s+/g, " ") };
}

/** Whether the words stand in the text, perhaps broken into lines that share a line of the
 *  page with other columns. */
const stands = (text, words) => words.split(/\s+/).every((it) => text.includes(it));

for (const language of languages) {
  test(`the results are printed in ${names[language]} as a document of their own`, async (t) => {
    const person = await meet(t);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await person.opensFileFromShelf(await person.browser.file("answers.json", JSON.stringify(response)));
    await person.seesHeading("results.heading");
    const screens = {};
    for (const step of ["results", "keep"]) {
      await person.presses(`step.${step}`);
      await person.seesHeading(`${step}.heading`);
      screens[step] = await reads(person, await person.browser.pdf());
    }
    const { pages, fact, text } = screens.keep;
    // The same document, wherever it is printed from.
    assert.equal(screens.results.text, text);

    assert.match(fact("Page size"), /A4/);
    assert.equal(fact("Form"), "none");
    assert.ok(pages.length >= 3 && pages.length <= 9, `${pages.length} pages`);
    t.diagnostic(`${pages.length} pages`);
    for (const [i, page] of pages.entries())
      assert.ok(page.trim().length > 80, `page ${i + 1} is nearly empty: ${page}`);

    // No heading is left alone at the foot of a page.
    const summaries = six.sections
      .map((it) => scored(six, it, answers).exact)
      .map((it) => `${shown(...it)} · ${band(language, six.bands, it)}`);
    const headings = [
      ...six.sections.map((it) => own(language, it.title)),
      ...["results.answers-heading", "results.discuss", "results.ideas", "results.how", "group.practice"].map(
        (it) => person.say(it),
      ),
    ];
    for (const [i, page] of pages.entries()) {
      const last = page.trim().split("\n").at(-1).trim();
      assert.ok(![...headings, ...summaries].includes(last), `page ${i + 1} ends with “${last}”`);
    }

    // Who and when.
    const facts = [
      "Cartrefi Iach",
      own(language, six.title),
      "Nurse – nyrs",
      "Bwrdd Iechyd",
      person.say("sector.health"),
      person.say("size.250-or-more"),
    ];
    for (const words of facts) assert.ok(stands(text, words), words);

    // The scores with their bands.
    const exact = six.sections.map((it) => scored(six, it, answers).exact);
    const overall = mean(exact);
    assert.ok(text.includes(person.say("score.percent", { score: shown(...overall) })));
    for (const [i, section] of six.sections.entries()) {
      const summary = `${shown(...exact[i])} · ${band(language, six.bands, exact[i])}`;
      assert.ok(text.includes(summary), summary);
      assert.ok(stands(text, own(language, section.title)), own(language, section.title));
      assert.ok(text.includes(own(language, section.about).slice(0, 60)), own(language, section.about));
      for (const words of [...section.discuss, ...section.ideas])
        assert.ok(text.includes(own(language, words).slice(0, 50)), own(language, words));
    }
    for (const { item } of itemsOf(six)) {
      const words =
        item.id in answers ? option(language, six, item.id, answers[item.id]) : person.say("answer.none");
      assert.ok(stands(text, `${own(language, item.text)} ${words}`), item.id);
    }
    assert.ok(text.includes("<b>as they are</b>"));
    for (const { citation } of six.sources) assert.ok(stands(text, own(language, citation)));
    for (const key of ["results.how", "results.norm"])
      assert.ok(text.includes(person.say(key).slice(0, 60)), key);

    // Nothing that is there to be pressed.
    const pressed = [
      "keep.print",
      "keep.json",
      "keep.long",
      "keep.wide",
      "keep.bom",
      "results.keep",
      "nav.shelf",
      "nav.start",
      "nav.privacy",
      "notice.close",
      "step.check",
      "results.as-table",
      "page.foot",
      "saved.kept",
    ];
    for (const key of pressed) {
      assert.ok(
        !text.includes(person.say(key)) || (key === "step.check" && language === "en"),
        person.say(key),
      );
    }
    assert.ok(!text.includes(language === "en" ? "Cymraeg" : "English"));
  });
}
