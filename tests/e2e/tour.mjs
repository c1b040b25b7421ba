// Every screen of the product, one after the other, for whoever wants to look at each.

import { instruments, itemsOf, own } from "./words.mjs";

const six = instruments["six-principles"];
const note = "We agreed this in March: ask the people who use the service first.";

/** Answers to all but two of the six principles, with every kind of answer. */
export const answers = Object.fromEntries(
  itemsOf(six)
    .map(({ item }, i) => [
      item.id,
      i % 9 === 4 ? "dont-know" : i % 13 === 7 ? "not-relevant" : 1 + ((i * 2) % 5),
    ])
    .filter(([id]) => !["so3", "pb4"].includes(id)),
);

/** A file with what one person answered. */
export const file = (id, changes) =>
  JSON.stringify({
    format: "partnership-assessment/response",
    version: 1,
    id,
    instrument: { id: "six-principles" },
    started: "2026-01-01T10:00:00Z",
    answers: { sa1: 4 },
    ...changes,
  });

/**
 * Leads a person, who has just opened the page, through every screen in their language, and
 * calls `visit(name)` at each.
 */
export async function tour(person, visit) {
  const { language } = person;
  const title = own(language, six.title);
  await person.seesHeading("start.heading");
  await visit("start");

  await person.presses("start.guide");
  await person.seesHeading("guide.heading");
  await visit("guide");
  for (const [question, choice] of Object.entries({
    time: "ten-minutes",
    company: "together",
    age: "new",
    worry: "power",
  })) {
    await person.picks(person.say(`guide.${question}`), person.say(`guide.${choice}`));
  }
  await person.sees("guide.why-six-principles");
  await visit("guide-answered");

  await person.presses("nav.partnership");
  await person.seesHeading("partnership.heading");
  await visit("partnership");
  await person.presses("nav.privacy");
  await person.seesHeading("privacy.heading");
  await visit("privacy");
  await person.presses("nav.accessibility");
  await person.seesHeading("accessibility.heading");
  await visit("accessibility");
  await person.presses("nav.contacted");
  await person.seesHeading("nav.contacted");
  await visit("contacts");
  await person.unfolds();
  await visit("contacts-opened");
  await person.presses("nav.shelf");
  await person.seesHeading("shelf.heading");
  await person.sees("shelf.empty");
  await visit("shelf-empty");
  await vault(person, visit);

  await person.presses("page.title");
  await person.chooses("six-principles");
  await person.sees("prepare.begin");
  await person.unfolds();
  await person.selects("who.sector", "sector.housing");
  await person.fills("who.partnership", "Cartrefi Iach / Healthy Homes");
  await visit("prepare");

  await person.presses("prepare.begin");
  await person.seesHeading(own(language, six.sections[0].title));
  await visit("questions");
  await person.answers(six.id, { sa1: 4, sa2: "dont-know", sa3: "not-relevant" });
  await person.comments(six.id, "sa1", note);
  await person.unfolds();
  await visit("questions-answered");
  await person.presses("questions.single");
  await person.seesHeading(person.statement(six.id, "sa4"));
  await visit("single");
  await person.presses("single.list");
  await person.seesHeading(own(language, six.sections[0].title));

  const completed = file("0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0b01", {
    completed: "2026-01-01T10:20:00Z",
    respondent: { sector: "housing", role: "Officer", organisation: "Cartrefi", size: "10-49" },
    notes: { sa1: note },
    name: "Cartrefi Iach / Healthy Homes",
    answers,
  });
  await person.opensFileFromShelf(await person.browser.file("completed.json", completed));
  await person.seesHeading("results.heading");
  await visit("results-imported");
  await person.presses("notice.close");
  await person.unfolds();
  await visit("results-opened");

  await person.presses("step.check");
  await person.seesHeading("check.heading");
  await visit("check");
  await person.presses("step.keep");
  await person.seesHeading("keep.heading");
  await person.saves("keep.json");
  await visit("keep");

  await person.presses("step.plan");
  await person.seesHeading("plan.heading");
  await visit("plan-empty");
  await person.look(`all(".offers input").slice(0, 2).forEach((it) => it.click())`);
  await person.sees("plan.add");
  await person.unfolds();
  await person.look(`all(".ideas button")[0].click()`);
  await person.fills("plan.leads", "Cartrefi Iach");
  await person.setsDay("plan.by", "2026-01-31");
  await visit("plan-writing");
  await person.presses("plan.close");
  await person.presses("plan.add-other");
  await person.fills("plan.what", note);
  await person.presses("plan.close");
  await person.presses("plan.in-months", { values: { n: 6 } });
  await visit("plan");
  await person.presses("plan.to-partners");
  await person.seesHeading("partners.heading");
  await visit("partners-empty");
  await person.presses("partners.add");
  await person.fills("partners.name", "Llywodraeth leol / Local government");
  await person.selects("partners.money", "partners.much");
  await person.selects("partners.staff-time", "partners.little");
  await person.selects("partners.space", "partners.nothing");
  await person.selects("partners.size", "partners.much");
  await person.selects("partners.decision-rights", "partners.differs");
  await person.fills("partners.power-said", note);
  await visit("partners");
  await person.presses("partners.back");
  await person.presses("plan.to-report");
  await person.seesHeading("board.heading");
  await visit("report");

  const earlier = file("0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0b03", {
    started: "2025-06-01T10:00:00Z",
    completed: "2025-06-01T10:20:00Z",
    language,
    name: "Cartrefi Iach / Healthy Homes",
    answers: Object.fromEntries(Object.keys(answers).map((id, i) => [id, 1 + ((i * 3) % 5)])),
  });
  await person.opensFileFromShelf(await person.browser.file("earlier.json", earlier));
  await person.seesHeading("results.heading");
  await person.presses("step.change");
  await person.sees("change.nothing");
  await person.look(`all(".rounds input").find((it) => !it.disabled).click()`);
  await person.sees("change.items");
  await visit("change");

  await person.opensFileFromShelf(
    await person.browser.file("few.json", file("0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0b02")),
  );
  await person.presses("step.results");
  await person.sees("results.too-few");
  await person.unfolds();
  await visit("results-too-few");

  await person.opensFileFromShelf(
    await person.browser.file(
      "bad.json",
      file("0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0b03", { answers: { sa1: 9, zz: 1 } }),
    ),
  );
  await person.sees("news.import-failed", { file: "bad.json" });
  await visit("shelf-trouble");
  await person.presses("notice.close");

  await person.actsOn("shelf.rename", title);
  await person.sees("rename.label");
  await visit("dialog-rename");
  await person.presses("dialog.cancel");
  await person.actsOn("shelf.delete", title);
  await person.sees("delete.text");
  await visit("dialog-delete");
  await person.presses("delete.yes");
  await person.sees("news.deleted", { name: title });
  await visit("shelf-deleted");
  await person.presses("shelf.delete-all");
  await person.sees("delete-all.text");
  await visit("dialog-delete-all");
  await person.presses("dialog.cancel");

  await person.actsOn("shelf.open", "Cartrefi Iach / Healthy Homes");
  await person.presses("page.title");
  await person.sees("start.continue-heading");
  await visit("start-carry-on");
  await workshop(person, visit);
}

/** The screens where a passphrase is asked for. */
async function vault(person, visit) {
  const passphrase = "tair afon yn un dyffryn";
  await person.presses("shelf.protect");
  await person.seesHeading("vault.protect-heading");
  await person.protects("short");
  await person.sees("vault.too-short", { n: 8 });
  await visit("vault-trouble");
  await person.protects(passphrase);
  await person.sees("news.protected");
  await visit("vault-protected");
  await person.presses("vault.lock");
  await person.seesHeading("vault.unlock-heading");
  await visit("vault-locked");
  await person.unlocks(passphrase);
  await person.seesHeading("vault.protected-heading");
  await person.presses("vault.unprotect");
  await person.sees("news.unprotected");
  await person.presses("notice.close");
}

/** The screens of a workshop, in practice. */
async function workshop(person, visit) {
  const name = "Adolygiad yr hydref / Autumn review";
  await person.presses("start.workshop");
  await person.seesHeading("setup.heading");
  await visit("set-up");
  await person.presses("setup.create");
  await person.sees("setup.name-missing");
  await visit("set-up-trouble");
  await person.fills("setup.name", name);
  await person.fills("setup.expected", "14");
  await person.fills("setup.threshold", "3");
  await person.ticks("setup.practice");
  await person.presses("setup.create");
  await person.seesHeading(name);
  const link = await person.holds("invite.link");
  await visit("invite");
  await person.presses("step.collect");
  await person.sees("collect.needs-more", { n: 3, limit: 3 });
  await visit("collect");
  await person.presses("collect.made-up");
  await person.sees("collect.added", { n: 14 });
  await person.fills("collect.paste", "PA1-1AXEP-K3516-2000T-0MA1J-00000-00000-00000-0HP5Y-TS");
  await person.presses("collect.add");
  await person.sees("collect.nothing-new");
  await visit("collect-trouble");

  await person.presses("collect.show");
  await person.sees("picture.common");
  await visit("picture");
  await person.unfolds();
  await visit("picture-opened");
  await person.presses("picture.present");
  for (let slide = 1; slide <= 6; slide += 1) {
    await visit(`slide-${slide}`);
    await person.presses("present.next");
  }
  await person.presses("present.end");
  await person.sees("picture.common");
  await person.presses("step.plan");
  await person.seesHeading("plan.heading");
  await person.look(`all(".offers input")[0].click()`);
  await person.presses("plan.add");
  await person.fills("plan.what", note);
  await person.presses("plan.close");
  await visit("workshop-plan");
  await person.presses("plan.to-report");
  await person.seesHeading("board.heading");
  await visit("workshop-report");
  await person.presses("step.keep");
  await person.sees("keep-workshop.lead");
  await visit("keep-workshop");

  await person.follows(link);
  await person.presses("join.begin");
  await person.sees("join.sector-missing");
  await visit("join");
  await person.picks(person.say("join.sector"), person.say("sector.health"));
  await person.presses("join.begin");
  await person.presses("step.hand-over");
  await person.seesHeading("hand-over.heading");
  await person.unfolds();
  await visit("hand-over");
}
