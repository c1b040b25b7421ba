// A person at a phone, who has nothing but a thumb: what they see they tap, and what they do
// not see yet they swipe to. Chromium's developer tools make the touches, as a screen would.

import assert from "node:assert/strict";

import { until } from "./browser.mjs";
import { Person } from "./person.mjs";

export const upright = { width: 360, height: 740 };
export const across = { width: 740, height: 360 };

/** The least that a thumb hits for sure, in pixels. */
const target = 44;

/** What of an element can be touched: its box on the screen, and what lies on top in its middle. */
const touchable = `
  const [element] = arguments;
  const box = element.getBoundingClientRect();
  const whole = (element.closest("label") ?? element).getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const top = onTop(x, y);
  return {
    x,
    y,
    room: innerHeight,
    // A box to tick is as large as the words beside it, which tick it too.
    size: [whole.width, whole.height].map(Math.round),
    hit: Boolean(top) && (element === top || element.contains(top) || top.contains(element.closest("label"))),
    top: top ? top.localName + "." + top.className : "nothing",
  };
`;

export class Thumb extends Person {
  /** What was too small for a thumb. */
  small = [];

  async #does(command, parameters) {
    await this.driver.sendDevToolsCommand(command, parameters);
  }

  /** Turns the phone so. */
  async turns(size) {
    await this.#does("Emulation.setDeviceMetricsOverride", { ...size, deviceScaleFactor: 3, mobile: true });
    await this.#does("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 5 });
    // What a browser opens with does not say how wide it would like to be.
    if (!(await this.driver.getCurrentUrl()).startsWith("http")) return;
    await until("for the screen to be turned", () =>
      this.driver.executeScript(
        `return innerWidth === arguments[0] && matchMedia("(pointer: coarse)").matches`,
        size.width,
      ),
    );
  }

  async #touches(type, ...touchPoints) {
    await this.#does("Input.dispatchTouchEvent", { type, touchPoints });
  }

  /** Moves the page up under a thumb by so many pixels, as far as the screen goes. */
  async swipes(by) {
    const [width, height] = await this.driver.executeScript("return [innerWidth, innerHeight]");
    const most = height * 0.7;
    const way = Math.max(-most, Math.min(most, by));
    const at = (part) => ({ x: width / 2, y: height / 2 + way / 2 - way * part });
    await this.#touches("touchStart", at(0));
    for (const part of [0.1, 0.4, 0.7, 1]) await this.#touches("touchMove", at(part));
    // A thumb that rests before it is lifted does not fling the page, past what is looked for
    // and back again.
    await new Promise((done) => setTimeout(done, 150));
    await this.#touches("touchMove", at(1));
    await this.#touches("touchEnd");
  }

  /** Swipes until the middle of the element can be touched; where it is then. */
  async #reaches(element) {
    let last;
    return until(
      () => `to reach what is under “${last?.top}”: ${JSON.stringify(last)}`,
      async () => {
        const now = await this.look(touchable, element);
        const still = last && last.x === now.x && last.y === now.y;
        last = now;
        // What still moves is waited for.
        if (!still) return false;
        if (now.y < 0 || now.y > now.room || !now.hit) {
          await this.swipes(now.y - now.room / 2 || 40);
          return false;
        }
        return now;
      },
      60_000,
    );
  }

  async hits(element) {
    await this.driver.executeScript(
      "window.tapped = ''; addEventListener('click', (it) => (window.tapped = it.pointerType), { capture: true, once: true })",
    );
    // A tap on a page that still glides only stops it. A page that is left has no answer.
    const tapped = await until(
      "for a tap to arrive",
      async () => {
        await this.#taps(element);
        const arrived = async () => {
          const it = await this.driver.executeScript("return window.tapped ?? 'touch'");
          return it && [it];
        };
        return until("for the tap", arrived, 5000).catch(() => false);
      },
      30_000,
    );
    assert.deepEqual(tapped, ["touch"]);
  }

  async #taps(element) {
    const { x, y, size } = await this.#reaches(element);
    if (Math.min(...size) < target) this.small.push(`${await element.getText()} ${size.join("×")}`);
    await this.#touches("touchStart", { x, y });
    await this.#touches("touchEnd");
  }

  async turnsTo(field) {
    await this.hits(field);
    await this.fits();
  }

  async opensPicker(input) {
    await this.hitsPicker(input);
  }

  /** Nothing sticks out at the side, nothing is magnified, no field would be when it takes the
   *  focus (as iPhones do with letters below 16 pixels), and nothing that stays in its place covers
   *  most of the screen. */
  async fits() {
    const { wide, room, scale, fine, covered } = await this.look(`
      const fixed = (it) => ["sticky", "fixed"].includes(getComputedStyle(it).position);
      const fields = all("select, textarea, input:not([type=radio], [type=checkbox], [type=file])");
      return {
        wide: document.documentElement.scrollWidth,
        room: innerWidth,
        scale: visualViewport.scale,
        fine: fields.map((it) => [it.id || it.name, parseFloat(getComputedStyle(it).fontSize)])
          .filter(([, size]) => size < 16),
        covered: all("*").filter(fixed).filter((it) => !it.matches("dialog, :fullscreen") && it.getBoundingClientRect().height > innerHeight / 2)
          .map((it) => it.className),
      };
    `);
    assert.ok(wide <= room, `${wide} pixels wide in ${room}`);
    assert.equal(scale, 1);
    assert.deepEqual(fine, [], "letters that are magnified");
    assert.deepEqual(covered, [], "what covers the screen");
  }
}
