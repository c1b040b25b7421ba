// Everyone can use it: no fault that axe-core finds, the keyboard alone, narrow screens,
// and what a screen reader gets to know.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Key } from "selenium-webdriver";

import { faults } from "./axe.mjs";
import { until } from "./browser.mjs";
import { sticksOut } from "./looks.mjs";
import { meet } from "./meeting.mjs";
import { tour } from "./tour.mjs";
import { instruments, itemsOf, languages, names, option, own, ownName, say } from "./words.mjs";

for (const language of languages) {
  test(`axe-core finds nothing on any screen in ${names[language]}, light and dark, narrow and wide, and nothing sticks out`, async (t) => {
    const person = await meet(t);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    const found = [];
    let visited = 0;
    await tour(person, async (screen) => {
      visited += 1;
      // The dark changes nothing but colours.
      for (const width of [320, 1280]) {
        for (const dark of [false, true]) {
          await person.browser.look({ width, dark });
          const look = `${screen}, ${width} px, ${dark ? "dark" : "light"}`;
          found.push(...(await faults(person, dark)).map((it) => `${look}: ${it}`));
          if (!dark) found.push(...(await sticksOut(person)).map((it) => `${look} sticks out: ${it}`));
        }
      }
    });
    assert.ok(visited > 15);
    assert.deepEqual(found, []);
  });

  test(`a person with a keyboard alone goes from the first screen to a saved file in ${names[language]}`, async (t) => {
    const person = await meet(t);
    const pulse = instruments["five-ps"];
    const title = own(language, pulse.title);
    await person.opens();
    await person.seesHeading("start.heading");
    const button = (key, values) => {
      const name = person.say(key, values);
      return person.tabsTo(name, (it) => it.tag === "button" && it.name === name);
    };
    /** After each step the heading has the focus, and the document is called after it. */
    const arrives = async (heading, after = "") => {
      const words = person.say(heading);
      await person.seesHeading(words);
      await until(`for the focus on “${words}”`, async () => {
        const { tag, name } = await person.focus();
        return tag === "h1" && name === words;
      });
      assert.equal(await person.title(), `${words} – ${after}${person.say("page.title")}`);
      assert.equal(await person.driver.executeScript("return document.documentElement.lang"), language);
    };
    if (language !== "en") {
      await person.tabsTo(ownName(language), (it) => it.name === ownName(language));
      await person.strikes(Key.ENTER);
      person.language = language;
      await person.seesHeading("start.heading");
    }
    await button("start.begin-named", { title });
    await person.strikes(Key.ENTER);
    await arrives(title);
    await button("prepare.begin");
    await person.strikes(Key.SPACE);
    await arrives(own(language, pulse.sections[0].title), `${title} – `);

    // One stop of the Tab key for each group; the arrow keys choose within it.
    const wanted = { fp1: 4, fp2: 5, fp3: 1, fp4: "dont-know", fp5: 2 };
    for (const { item } of itemsOf(pulse)) {
      const statement = own(language, item.text);
      await person.tabsTo(statement, (it) => it.type === "radio" && it.group === statement);
      const choice = option(language, pulse, item.id, wanted[item.id]);
      await person.strikes(Key.SPACE);
      for (let i = 0; (await person.chosen(statement)) !== choice; i += 1) {
        assert.ok(i < 7, `the arrow keys do not reach “${choice}”`);
        await person.strikes(Key.ARROW_DOWN);
      }
      assert.equal((await person.focus()).name, choice);
    }
    await button("questions.to-check");
    await person.strikes(Key.ENTER);
    await arrives("check.heading", `${title} – `);
    await button("check.finish");
    await person.strikes(Key.ENTER);
    await arrives("results.heading", `${title} – `);
    await button("results.keep");
    await person.strikes(Key.ENTER);
    await arrives("keep.heading", `${title} – `);
    await button("keep.json");
    await person.strikes(Key.ENTER);
    assert.deepEqual(JSON.parse((await person.browser.download()).text).answers, wanted);
    // What happened is said aloud, and the focus stays.
    const said = await person.look(
      `return [...widget().querySelectorAll("[role=status]")].map((it) => squeezed(it.textContent)).join(" ")`,
    );
    assert.ok(
      said.includes(person.say("news.downloaded", { file: "" }).split(".")[0].trim().slice(0, 8)),
      said,
    );
    assert.equal((await person.focus()).name, say(language, "keep.json"));
    assert.equal(person.clicks, 0);
  });

  test(`a screen reader gets each statement as a named group of named choices in ${names[language]}`, async (t) => {
    const person = await meet(t);
    const pulse = instruments["five-ps"];
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await person.chooses("five-ps");
    await person.presses("prepare.begin");
    await person.answers("five-ps", { fp3: 4 });
    const found = [];
    const collect = (node) => {
      if (["group", "radiogroup"].includes(node.role)) found.push(node);
      node.children.forEach(collect);
    };
    collect(await person.browser.accessibilityTree());
    const radios = (node) => (node.role === "radio" ? [node] : node.children.flatMap(radios));
    for (const { item } of itemsOf(pulse)) {
      const groups = found.filter((it) => it.name === own(language, item.text));
      assert.equal(groups.length, 1, own(language, item.text));
      assert.equal(groups[0].description, item.help ? own(language, item.help) : "");
      assert.deepEqual(
        radios(groups[0]).map((it) => [it.name, it.properties.checked]),
        [1, 2, 3, 4, 5, "dont-know", "not-relevant"].map((it) => [
          option(language, pulse, item.id, it),
          item.id === "fp3" && it === 4 ? "true" : "false",
        ]),
      );
    }
  });
}

test("a dialog takes the focus, keeps it, closes with Escape and gives it back", async (t) => {
  const person = await meet(t);
  await person.opens();
  await person.presses("nav.shelf");
  await person.seesHeading("shelf.heading");
  const name = say("en", "shelf.delete-all");
  await person.tabsTo(name, (it) => it.name === name);
  await person.strikes(Key.ENTER);
  await person.sees("delete-all.title");
  const inside = [say("en", "delete-all.yes"), say("en", "dialog.cancel")];
  await until("for the focus in the dialog", async () => inside.includes((await person.focus()).name));
  for (let i = 0; i < 4; i += 1) {
    await person.strikes(Key.TAB);
    const focus = await person.focus();
    assert.ok(inside.includes(focus.name) || focus.tag === "body", focus.name);
  }
  await person.strikes(Key.ESCAPE);
  await until("for the focus to come back", async () => (await person.focus()).name === name);
  await person.seesNothingOf("delete-all.title");
});
