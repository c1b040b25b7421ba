// Whoever goes by the keyboard sees where they are: nothing that stays in sight lies over what
// has the focus, and what goes away does not take the focus with it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Key } from "selenium-webdriver";

import { until } from "./browser.mjs";
import { everywhere, meet } from "./meeting.mjs";
import { answers } from "./tour.mjs";
import { instruments, option } from "./words.mjs";

const file = (name, changes) => [
  `${name}.json`,
  JSON.stringify({
    format: "partnership-assessment/response",
    version: 1,
    id: `0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0c${name}`,
    instrument: { id: "six-principles" },
    started: "2026-01-01T10:00:00Z",
    answers: { sa1: 4 },
    ...changes,
  }),
];

test("a message that stays in sight never hides what has the focus", async (t) => {
  const person = await meet(t);
  await person.opens();
  for (const name of ["01", "02", "03"]) {
    await person.opensFileFromShelf(await person.browser.file(...file(name)));
    await person.presses("notice.close");
  }
  const bad = { answers: Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`zz${i}`, 9])) };
  await person.opensFileFromShelf(await person.browser.file(...file("04", bad)));
  await person.sees("news.import-failed", { file: "04.json" });
  await person.browser.look({ width: 320, height: 480 });

  const hidden = new Set();
  const passed = new Set();
  /** Notes what has the focus, and whether the message lies over all of it. */
  const looks = async () => {
    const { name, over } = await person.look(`
      const it = focused();
      const notice = all(".notice.trouble")[0];
      if (!it || it === document.body || notice.contains(it)) return { name: "" };
      const [box, message] = [it, notice].map((one) => one.getBoundingClientRect());
      const over = box.top >= message.top && box.bottom <= message.bottom;
      return { name: called(it), over };
    `);
    if (name) passed.add(name);
    if (over) hidden.add(name);
  };
  for (const back of [false, true]) {
    for (let i = 0; i < 45; i += 1) {
      const keys = person.driver.actions();
      if (back) await keys.keyDown(Key.SHIFT).sendKeys(Key.TAB).keyUp(Key.SHIFT).perform();
      else await keys.sendKeys(Key.TAB).perform();
      await looks();
    }
  }
  assert.ok(passed.size > 10, [...passed].join(" | "));
  assert.deepEqual([...hidden], []);
});

test("the list of other priorities hands the focus on when it has given its last", async (t) => {
  const person = await meet(t);
  await person.opens();
  const changes = { completed: "2026-01-01T10:20:00Z", answers };
  await person.opensFileFromShelf(await person.browser.file(...file("05", changes)));
  await person.seesHeading("results.heading");
  await person.presses("step.plan");
  await person.seesHeading("plan.heading");
  for (let n = 1; n <= 5; n += 1) {
    await person.look(`
      const list = all("#pa-plan-other")[0];
      list.selectedIndex = 1;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    `);
    await person.presses("plan.add-priority");
    await until(`for priority ${n}`, () =>
      person.look(`return all(".plan-group").length >= arguments[0]`, n),
    );
  }
  await until("for the list to go", () => person.look(`return all("#pa-plan-other").length === 0`));
  await until("for the focus on what says so", () => person.look("return focused()?.id === 'pa-plan-full'"));
});

test("fields about oneself say what they are for", async (t) => {
  const person = await meet(t);
  await person.opens();
  await person.chooses("five-ps");
  await person.sees("prepare.begin");
  const purposes = () => person.look(`return all(".who input").map((it) => it.autocomplete)`);
  assert.deepEqual(await purposes(), [], "what nobody has unfolded is not made");
  await person.unfolds();
  assert.deepEqual(await purposes(), ["organization-title", "organization", "off"]);
  await person.presses("nav.shelf");
  await person.presses("shelf.protect");
  await person.sees("vault.passphrase");
  assert.deepEqual(await person.look(`return all("[type=password]").map((it) => it.autocomplete)`), [
    "new-password",
    "new-password",
  ]);
});

everywhere("whoever presses an answer goes on from there, and selects none of its words", async (t) => {
  const person = await meet(t);
  await person.opens("#pa-instrument=five-ps");
  await person.presses("prepare.begin");
  const pulse = instruments["five-ps"];
  const [item] = pulse.sections[0].items;
  const words = (answer) => option("en", pulse, item.id, answer);
  const focusedAnswer = async () => {
    const [value, selected] = await person.look(`
      const selection = widget().getSelection?.() ?? getSelection();
      return [focused()?.value, String(selection)];
    `);
    assert.equal(selected, "");
    return value;
  };
  const press = async (selector, answer, twice) => {
    const it = await person.look(
      `return all(arguments[0]).find((it) => words(it.closest("label")) === arguments[1])`,
      selector,
      words(answer),
    );
    await person.hits(it);
    if (twice) await person.driver.actions().doubleClick(it).perform();
    await until(`for ${answer} to be taken`, async () => (await focusedAnswer()) === String(answer));
  };
  for (const [selector, answer, twice] of [
    ["label span", 2, false],
    ["label input", 4, false],
    ["label span", 1, true],
  ]) {
    await press(selector, answer, twice);
    await person.driver.actions().sendKeys(Key.ARROW_DOWN).perform();
    await until(`for the answer after ${answer}`, async () => (await focusedAnswer()) === String(answer + 1));
  }
});
