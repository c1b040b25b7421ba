// One statement at a time, large: chosen and left again, by clicks and by keys, and never lost.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Key } from "selenium-webdriver";

import { engines, lacks, titles, until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { instruments, itemsOf, own, say } from "./words.mjs";

const pulse = instruments["five-ps"];
const six = instruments["six-principles"];
const title = own("en", pulse.title);
const wish = "partnership-assessment/1/default/single";

/** Somebody at the first list of statements. */
async function begins(t, engine, { id } = pulse) {
  const person = await meet(t, { engine });
  await person.opens();
  await person.waitsUntilReady();
  await person.chooses(id);
  await person.presses("prepare.begin");
  await person.sees("questions.single");
  return person;
}

/** The statement of this number is shown by itself, with the focus on it, and in the title. */
async function arrives(person, number, instrument = pulse) {
  const all = itemsOf(instrument);
  const words = own(person.language, all[number - 1].item.text);
  await person.seesHeading(words);
  await until(`for the focus on “${words}”`, async () => (await person.focus()).name === words);
  const position = person.say("single.heading", { number, total: all.length });
  assert.ok((await person.title()).startsWith(`${position} – `), await person.title());
  assert.equal(await person.look(`return all("fieldset").length`), 1);
}

/** The keyboard's way to a button. */
async function strikesButton(person, name) {
  await person.tabsTo(name, (it) => it.tag === "button" && it.name === name);
  await person.strikes(Key.ENTER);
}

for (const engine of engines) {
  test(`in ${titles[engine]} a person answers one statement at a time by clicks, and goes back to the list`, async (t) => {
    const person = await begins(t, engine);
    const statement = (id) => person.statement(pulse.id, id);
    await person.answers(pulse.id, { fp1: 4 });
    await person.sees("progress.overall", { n: 1, total: 5 });
    await person.presses("questions.single");
    await arrives(person, 2);
    await person.answers(pulse.id, { fp2: "dont-know" });
    await person.sees("progress.overall", { n: 2, total: 5 });
    assert.equal((await person.focus()).group, statement("fp2"), "an answer moves nothing");
    await person.comments(pulse.id, "fp2", "Half a thought");

    await person.reloads();
    await person.seesHeading(statement("fp2"));
    assert.equal(
      await person.holds("questions.comment-for", { statement: statement("fp2") }),
      "Half a thought",
    );
    await person.switchesTo("cy");
    await person.seesHeading(statement("fp2"));
    assert.equal(await person.chosen(statement("fp2")), person.option(pulse.id, "fp2", "dont-know"));
    await until("for the title in Welsh", async () =>
      (await person.title()).startsWith(say("cy", "single.heading", { number: 2, total: 5 })),
    );
    await person.switchesTo("en");

    await person.presses("single.previous");
    await arrives(person, 1);
    assert.equal(await person.chosen(statement("fp1")), person.option(pulse.id, "fp1", 4));
    for (const number of [2, 3, 4, 5]) {
      await person.presses("single.next");
      await arrives(person, number);
    }
    await person.presses("questions.to-check");
    await person.seesHeading("check.heading");
    await person.presses("check.change-for", { values: { statement: statement("fp4") } });
    await arrives(person, 4);
    assert.equal((await person.stored())[wish], "1");
    await person.presses("single.list");
    await person.seesHeading(own("en", pulse.sections[0].title));
    await until("for the focus in the list", async () => (await person.focus()).group === statement("fp4"));
    assert.ok(!(wish in (await person.stored())));
  });

  test(`in ${titles[engine]} a person answers one statement at a time by the keyboard alone`, async (t) => {
    const person = await begins(t, engine);
    const { clicks } = person;
    await strikesButton(person, say("en", "questions.single"));
    const wanted = { fp1: 2, fp2: 5, fp3: "not-relevant", fp4: 1, fp5: 3 };
    for (const [i, { item }] of itemsOf(pulse).entries()) {
      await arrives(person, i + 1);
      const words = own("en", item.text);
      await person.tabsTo(words, (it) => it.type === "radio" && it.group === words);
      await person.strikes(Key.SPACE);
      const choice = person.option(pulse.id, item.id, wanted[item.id]);
      for (let n = 0; (await person.chosen(words)) !== choice; n += 1) {
        assert.ok(n < 7, `the arrow keys do not reach “${choice}”`);
        await person.strikes(Key.ARROW_DOWN);
      }
      await strikesButton(person, say("en", i < 4 ? "single.next" : "questions.to-check"));
    }
    await person.seesHeading("check.heading");
    for (const [id, answer] of Object.entries(wanted))
      await person.sees(`${person.statement(pulse.id, id)} ${person.option(pulse.id, id, answer)}`);
    assert.equal(person.clicks, clicks);
  });

  test(`in ${titles[engine]} back and forward lead from statement to statement`, {
    skip: lacks(engine, "back"),
  }, async (t) => {
    const person = await begins(t, engine, six);
    const list = own("en", six.sections[0].title);
    await person.presses("questions.single");
    await arrives(person, 1, six);
    await person.presses("single.next");
    await arrives(person, 2, six);
    await person.goesBack();
    await arrives(person, 1, six);
    await person.goesBack();
    await person.seesHeading(list);
    await person.goesForward();
    await arrives(person, 1, six);
    await person.goesForward();
    await arrives(person, 2, six);
    // The list of sections leads to the first statement of each.
    const name = own("en", six.sections[2].title);
    await person.look(`all(".section").find((it) => words(it).startsWith(arguments[0])).click()`, name);
    await arrives(person, 10, six);
    await person.goesBack();
    await arrives(person, 2, six);
  });

  test(`in ${titles[engine]} two tabs take over each other's answers where one shows a single statement`, async (t) => {
    const person = await begins(t, engine);
    await person.presses("questions.single");
    await arrives(person, 1);
    await person.comments(pulse.id, "fp1", "Half a th");
    const { driver } = person;
    const first = await driver.getWindowHandle();
    await driver.switchTo().newWindow("window");
    await person.opens();
    await person.waitsUntilReady();
    await person.presses("start.continue");
    await arrives(person, 1);
    await person.presses("single.list");
    await person.answers(pulse.id, { fp1: 5, fp2: 1 });
    await driver.switchTo().window(first);
    const words = person.statement(pulse.id, "fp1");
    await until(
      "for the answer of the other tab",
      async () => (await person.chosen(words)) === person.option(pulse.id, "fp1", 5),
    );
    assert.equal(await person.holds("questions.comment-for", { statement: words }), "Half a th");
    await person.presses("single.next");
    await arrives(person, 2);
    assert.equal(await person.chosen(person.statement(pulse.id, "fp2")), person.option(pulse.id, "fp2", 1));
  });
}

test("one statement at a time can be wished for before everything is there, and is there at the next visit, for nobody else", async (t) => {
  const its = await server(t);
  const person = await meet(t, { at: its });
  const release = its.holdBack((path) => path.includes("/full"));
  await person.opens();
  await person.chooses(pulse.id);
  await person.presses("prepare.begin");
  await person.answers(pulse.id, { fp1: 4 });
  await person.sees("progress.overall", { n: 1, total: 5 });
  await person.presses("questions.single");
  await person.seesHeading("loading.heading");
  release();
  await arrives(person, 2);

  await person.driver.get("about:blank");
  await person.opens();
  await person.waitsUntilReady();
  await person.presses("start.continue");
  await arrives(person, 2);
  await person.presses("nav.shelf");
  await person.presses("shelf.delete-all");
  await person.presses("delete-all.yes");
  await person.sees("news.erased");
  assert.deepEqual(await person.stored(), {});
  await person.presses("page.title");
  await person.chooses(pulse.id);
  await person.presses("prepare.begin");
  await person.seesHeading(own("en", pulse.sections[0].title));
  assert.equal(
    await person.title(),
    `${own("en", pulse.sections[0].title)} – ${title} – ${say("en", "page.title")}`,
  );
});

test("on a phone each statement begins where it is seen, and nothing is lost with larger and wider letters", async (t) => {
  const person = await begins(t, undefined, six);
  await person.browser.look({ width: 360, height: 640 });
  await person.presses("questions.single");
  await arrives(person, 1, six);
  for (const number of [2, 3]) {
    await person.presses("single.next");
    await arrives(person, number, six);
    const [top, bottom, height] = await person.look(`
      const box = all("#pa-heading")[0].getBoundingClientRect();
      return [all("#pa-place")[0].getBoundingClientRect().top, box.bottom, innerHeight];
    `);
    assert.ok(top >= -1 && bottom <= height, `${top} to ${bottom} of ${height}`);
  }
  // WCAG 1.4.12 and 1.4.4.
  await person.look(`
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(\`
      .pa-root { font-size: 200% !important }
      .pa * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      .pa p { margin-bottom: 2em !important }
    \`);
    const root = widget();
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  `);
  await person.unfolds();
  for (const width of [360, 1280]) {
    await person.browser.look({ width });
    assert.deepEqual(
      await person.look(`
        const page = document.scrollingElement;
        const cut = all(".work *").filter((it) => it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).display !== "inline" && !it.matches(".unseen"));
        return [page.scrollWidth > page.clientWidth, ...cut.map((it) => it.outerHTML.slice(0, 120))];
      `),
      [false],
      `${width} px`,
    );
  }
});
