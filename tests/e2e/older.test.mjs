// In a browser that the widget still works in, but that lacks what its style sheets are written
// with: it looks plainer, and everything can be read and reached.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Key } from "selenium-webdriver";

import { engines, titles, until } from "./browser.mjs";
import { meet } from "./meeting.mjs";
import { instruments, own } from "./words.mjs";

const pulse = instruments["five-ps"];

/** Lets the browser know nothing of container queries, \`:has()\`, mixed colours, heights of what is
 *  seen just now, and floats that follow the direction of the script. */
const unknowing = `
  const { replaceSync } = CSSStyleSheet.prototype;
  CSSStyleSheet.prototype.replaceSync = function (text) {
    replaceSync.call(this, text
      .replaceAll("@container", "@unknown")
      .replaceAll(":has(", ":unknown(")
      .replaceAll("color-mix(", "unknown(")
      .replaceAll("dvh", "unknown")
      .replaceAll("float:inline-start", "float:unknown"));
  };
`;

const computed = (person, selector, ...properties) =>
  person.look(
    `const [selector, properties] = arguments;
     const style = getComputedStyle(widget().querySelector(selector));
     return properties.map((it) => style.getPropertyValue(it));`,
    selector,
    properties,
  );

/** Nothing sticks out at a phone's and at a desk's width, and nothing lies on what is to be pressed. */
async function fits(person, screen) {
  for (const width of [360, 1280]) {
    await person.browser.look({ width });
    const { wide, covered } = await person.look(`
      const top = (x, y) => widget().elementFromPoint(x, y);
      return {
        wide: document.documentElement.scrollWidth,
        covered: all("button, summary, label.option").filter((it) => {
          it.scrollIntoView({ block: "center", behavior: "instant" });
          const box = it.getBoundingClientRect();
          const seen = top(box.x + box.width / 2, box.y + box.height / 2);
          return !seen || !(it.contains(seen) || seen.contains(it));
        }).map(words),
      };`);
    assert.ok(wide <= width, `${screen}: ${wide} pixels wide in ${width}`);
    assert.deepEqual(covered, [], screen);
  }
}

for (const engine of engines) {
  test(`in ${titles[engine]} without what came to style sheets since 2022 everything can be read and reached`, async (t) => {
    const person = await meet(t, { engine });
    await person.browser.beforeEachPage(unknowing);
    await person.opens();
    await person.waitsForEverything();
    await person.seesHeading("start.heading");
    await fits(person, "start");
    await person.chooses(pulse.id);

    // Under the pointer a button stays one whose words can be read.
    await person.sees("prepare.begin");
    const [x, y] = await person.look(
      `const button = one(all("button"), arguments[0]);
       button.scrollIntoView({ block: "center", behavior: "instant" });
       const box = button.getBoundingClientRect();
       return [box.x + box.width / 2, box.y + box.height / 2].map(Math.round);`,
      person.say("prepare.begin"),
    );
    await person.driver.actions().move({ x, y, duration: 0 }).perform();
    await until("for the pointer", () =>
      person.look(`return Boolean(widget().querySelector("button.first:hover"))`),
    );
    const [paper, ink] = await computed(person, "button.first:hover", "background-color", "color");
    assert.ok(!["rgba(0, 0, 0, 0)", "transparent", ink].includes(paper), `${ink} on ${paper}`);
    await person.presses("prepare.begin");
    await person.seesHeading(own("en", pulse.sections[0].title));
    await fits(person, "questions");

    // What has the focus can be seen.
    await person.answers(pulse.id, { fp1: 4, fp2: 5, fp3: 2, fp4: 3, fp5: 1 });
    await person.tabsTo("an answer", (it) => it.type === "radio");
    await person.strikes(Key.ARROW_UP);
    await until("for the focus to be seen", () =>
      person.look(`return Boolean(widget().querySelector("input[type=radio]:focus-visible"))`),
    );
    const [line] = await computed(person, "input:focus-visible", "outline-style");
    assert.equal(line, "solid");
    await person.presses("questions.to-check");
    await person.presses("check.finish");
    await person.seesHeading("results.heading");
    await fits(person, "results");

    // A message that stays in sight hides what it lies on.
    await person.opensFileFromShelf(await person.browser.file("broken.json", "{"));
    await person.sees("news.import-failed", { file: "broken.json" });
    const [behind] = await computed(person, ".notice.trouble", "background-color");
    assert.ok(!["rgba(0, 0, 0, 0)", "transparent"].includes(behind), behind);
    await person.presses("notice.close");

    // The drawings of a workshop are in their colours.
    await person.presses("page.title");
    await person.setsUp({ name: "Dry run", practice: true });
    await person.presses("step.collect");
    await fits(person, "collect");
    await person.presses("collect.made-up");
    await person.presses("collect.show");
    await person.sees("picture.common");
    await fits(person, "picture");
    const black = await person.look(
      `const drawn = [...widget().querySelectorAll(".pa svg :is(rect, path, circle, polygon)")];
       return [drawn.length, drawn.filter((it) => getComputedStyle(it).fill === "rgb(0, 0, 0)").map((it) => it.getAttribute("class"))];`,
    );
    assert.ok(black[0] > 10);
    assert.deepEqual(black[1], []);
  });
}
