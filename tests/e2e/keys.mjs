// A person with a keyboard and nothing else, in Chromium: what they want they go to with the Tab
// key, and there they strike the keys that browsers have for it.

import assert from "node:assert/strict";

import { Key } from "selenium-webdriver";

import { painted, until } from "./browser.mjs";
import { Person } from "./person.mjs";

/** Of what has the focus: whether it is `target`, or a radio button of the same group, which way
 *  it is to there, and whether it can be seen. */
const place = `
  const [target] = arguments;
  const it = focused();
  const nothing = !it || it === document.body;
  const inGroup = target.type === "radio" && it?.type === "radio" && it.name === target.name;
  const box = nothing ? null : (it.labels?.[0]?.matches(".option, .file-button") ? it.labels[0] : it).getBoundingClientRect();
  const top = nothing ? null : onTop(...middle(box));
  const label = it?.labels?.[0];
  return {
    there: it === target || inGroup,
    back: !nothing && Boolean(target.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING),
    name: nothing ? "" : (label ? words(label) : called(it)).slice(0, 80),
    seen: nothing || Boolean(top) && (it.contains(top) || Boolean(label?.contains(top)) || top.contains(it) && top.matches("label")),
  };
`;

export class Keys extends Person {
  /** What had the focus and could not be seen. */
  unseen = [];
  #enter = false;

  /** What has the focus is something: never the page as a whole, and it has words to be read. */
  async stands() {
    const what = async () => {
      const { tag, name, type } = await this.focus();
      // The words of a field are its label's, which a list may name by itself.
      return tag !== "body" && (name || ["select", "input", "textarea"].includes(tag)) && `${tag} ${type}`;
    };
    assert.ok(await what(), "the focus is lost");
  }

  async #comesTo(target) {
    if (await this.driver.executeScript("return Boolean(window.struck)")) await this.stands();
    await this.driver.executeScript("window.struck = true");
    const passed = [];
    for (let i = 0; i < 250; i += 1) {
      const { there, back, name, seen } = await this.look(place, target);
      if (!seen) this.unseen.push(name);
      if (there) return;
      passed.push(name);
      if (back) await this.strikesWith(Key.SHIFT, Key.TAB);
      else await this.strikes(Key.TAB);
    }
    assert.fail(`the Tab key does not reach “${await target.getText()}”, only: ${passed.join(" | ")}`);
  }

  /** Strikes a key while another is held down. */
  async strikesWith(held, key) {
    await this.driver.actions().keyDown(held).sendKeys(key).keyUp(held).perform();
  }

  async hits(element) {
    const target = await this.driver.executeScript("return arguments[0].control ?? arguments[0]", element);
    await this.#comesTo(target);
    const { tag, type } = await this.focus();
    if (type === "radio") await this.#turnsOn(target);
    else if (type === "checkbox") await this.strikes(Key.SPACE);
    else if (["button", "summary", "a"].includes(tag) || type === "file") {
      this.#enter = !this.#enter || tag === "a";
      await this.strikes(this.#enter ? Key.ENTER : Key.SPACE);
    }
    await painted(this.driver);
    await until("for the focus to be somewhere", async () => (await this.focus()).tag !== "body");
  }

  /** Goes through the group by the arrow keys until `target` is chosen. */
  async #turnsOn(target) {
    for (let i = 0; i < 20; i += 1) {
      const { at, chosen, back } = await this.look(
        `const [target] = arguments;
         const it = focused();
         return {
           at: it === target,
           chosen: target.checked,
           back: Boolean(target.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING),
         };`,
        target,
      );
      if (at && chosen) return;
      if (at) await this.strikes(Key.SPACE);
      else await this.strikes(back ? Key.ARROW_UP : Key.ARROW_DOWN);
    }
    assert.fail("the arrow keys do not reach the choice");
  }

  async turnsTo(field) {
    await this.#comesTo(field);
  }

  async writes(_field, text) {
    await this.strikesWith(Key.CONTROL, "a");
    await this.strikes(Key.DELETE, text);
  }

  async choosesIn(field, choice) {
    const [from, to] = await this.driver.executeScript(
      `const [list, choice] = arguments;
       return [list.selectedIndex, [...list.options].findIndex((it) => it.text.trim() === choice)];`,
      field,
      choice,
    );
    assert.ok(to >= 0, `“${choice}” is not offered`);
    // Closed, the list goes on by one with every stroke, and tells of each.
    for (let at = from; at !== to; at += Math.sign(to - from))
      await this.strikes(to > from ? Key.ARROW_DOWN : Key.ARROW_UP);
  }

  async entersDay(field, day) {
    await this.#comesTo(field);
    // Browsers differ in whether the day or the month comes first.
    assert.match(day, /-(\d\d)-\1$/);
    await this.strikes(day.split("-").reverse().join(""));
    await until(`for ${day}`, async () => (await field.getAttribute("value")) === day);
  }

  async opensPicker(input) {
    await this.hitsPicker(input);
  }

  /** The heading with these words has the focus. */
  async arrivesAt(key, values) {
    await this.seesHeading(key, values);
    const wanted = this.say(key, values).replaceAll(/\s+/g, " ");
    await until(`for the focus on “${wanted}”`, async () => {
      const { tag, name } = await this.focus();
      return tag === "h1" && name === wanted;
    });
  }
}
