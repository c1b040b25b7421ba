// On other people's pages: the widget looks the same whatever the page's styles, the page's
// own elements stay as they were, and a person gets to a result.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Key } from "selenium-webdriver";

import { engines, lacks, painted, until } from "./browser.mjs";
import { differing, jumps, looks, standsFreely, standsLike, styles } from "./hosts/looking.mjs";
import { offerHosts, pages } from "./hosts/pages.mjs";
import { meet, server } from "./meeting.mjs";
import { instruments } from "./words.mjs";

const pulse = instruments["five-ps"];
const answers = { fp1: 4, fp2: 5, fp3: "dont-know", fp4: 3, fp5: 2 };

/** Kinds of places in a page, with the width that the widget should have there. */
const places = {
  plainly: 280,
  hidden: 280,
  "flexible-row": 400,
  "flexible-shrinking": 280,
  "flexible-column": 280,
  grid: 400,
  "grid-hidden": 280,
  floating: 500,
  "inline-block": 500,
  absolute: 500,
  table: 400,
  wide: 1600,
};

/** Whether a page is among those of PA_HOSTS, such as `PA_HOSTS=reset,narrow`; usually all are. */
const wanted = (name) => !process.env.PA_HOSTS || process.env.PA_HOSTS.split(",").includes(name);

/** Pages where the reader's wish for the dark matters. */
const dark = (name) => name === "dark-auto";

/** What leaves a picture the same for a reader: a pixel in five thousand. */
const tolerance = 1 / 5000;

async function visitor(t, engine) {
  const at = await server(t);
  await offerHosts(at);
  // What Firefox says of GOV.UK's own font.
  return meet(t, { at, engine, height: 1000, expected: ["downloadable font: "] });
}

const opens = async (person, name) => {
  await person.opens(`/hosts/${name}.html`);
  await titled(person, "start.heading");
  await person.waitsForEverything();
};

/** Waits for the screen with this heading, of whatever level. */
const titled = async (person, key) => {
  const wanted = person.say(key);
  await until(
    async () => `for “${wanted}” in: ${await person.reads()}`,
    () => person.look(`return words(widget()?.querySelector(".title")) === arguments[0]`, wanted),
  );
};

/** Goes through the five Ps as a person does, and calls `visit` at three screens. */
async function journey(person, visit) {
  const { title, sections } = pulse;
  await jumps(person);
  await visit("start");
  await person.presses("start.begin-named", { values: { title: title[person.language] } });
  await titled(person, title[person.language]);
  await person.presses("prepare.begin");
  await titled(person, sections[0].title[person.language]);
  await person.answers("five-ps", answers);
  await visit("questions");
  await person.presses("questions.to-check");
  await titled(person, "check.heading");
  await person.presses("check.finish");
  await titled(person, "results.heading");
  await person.sees("score.percent", { score: "62.5" });
  await visit("results");
}

/** What of the styles of `one` differs in `other`, for the first parts that do. */
function different(one, other) {
  const before = new Map(one);
  const after = new Map(other);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .filter((it) => before.get(it) !== after.get(it))
    .map((it) => `${it}: ${before.get(it)} / ${after.get(it)}`);
}

for (const engine of engines) {
  const skip = lacks(engine, "pictures");
  test(`the widget looks the same and works on every host page, ${engine}`, { skip }, async (t) => {
    const person = await visitor(t, engine);
    const seen = [];
    const widths = [1280, 360];
    const names = pages.filter((it) => it !== "narrow" && wanted(it));
    // The styles are compared everywhere, the pictures where there is most to see; Firefox takes
    // its time to take one.
    const pictured = (width, screen) =>
      engine === "firefox"
        ? width !== 360 && screen === "questions"
        : width !== 360 || screen === "questions";
    const see = async (name, width, screen) => {
      await person.browser.look({ width, dark: dark(name) && !lacks(engine, "dark") });
      const look = await looks(person, pictured(width, screen));
      seen.push({ ...look, name, width, screen });
      return look;
    };

    for (const name of names) {
      await t.test(`on the page “${name}” a person answers and sees the result`, async () => {
        await opens(person, name);
        await journey(person, async (screen) => {
          for (const width of widths) {
            const { page } = await see(name, width, screen);
            if (name === "plain") assert.equal(page, 0, "the page scrolls sideways");
          }
          await person.browser.look({ width: widths[0] });
        });
      });
    }
    for (const [place, width] of Object.entries(places).filter(() => wanted("narrow"))) {
      await t.test(`in a place “${place}” it is ${width} pixels wide and nothing sticks out`, async () => {
        await opens(person, `narrow-at-${place}`);
        await journey(person, async (screen) => {
          const { box } = await see(`narrow-at-${place}`, Math.max(1280, width), screen);
          assert.equal(box.width, width, screen);
          const out = await person.look(
            `const root = widget().querySelector(".pa");
             const { left, right } = root.getBoundingClientRect();
             return all("*", root).filter((it) => !it.closest(".scroll, .unseen")).filter((it) => {
               const box = it.getBoundingClientRect();
               // The words of plain buttons begin where other words do.
               return box.left < left - 7 || box.right > right + 1;
             }).map((it) => it.localName + "." + it.getAttribute("class"));`,
          );
          assert.deepEqual(out, [], screen);
          await person.browser.look({ width: Math.max(1280, width) });
        });
      });
    }

    await t.test("it looks the same as on a plain page at the same width", async () => {
      const faults = [];
      const pairs = [];
      await opens(person, "plain");
      await journey(person, async (screen) => {
        // WebKitGTK finds out late, inside a container query, that `:has()` has begun to hold.
        const late = (it) => engine === "webkit" && it.name.startsWith("narrow-at-");
        for (const there of seen.filter((it) => it.screen === screen && !late(it))) {
          const at = `${there.name}, ${there.width} px, ${screen}`;
          const width = there.width;
          await person.browser.look({ width, dark: dark(there.name) && !lacks(engine, "dark") });
          await standsLike(person, there);
          const here = await looks(person, Boolean(there.picture));
          if (there.picture) pairs.push([at, here, there]);
          if (here.parts.length !== there.parts.length) {
            faults.push(`${at}: ${here.parts.length} / ${there.parts.length} parts`);
            continue;
          }
          const odd = here.parts.findIndex(([, hash], i) => hash !== there.parts[i][1]);
          if (odd >= 0)
            faults.push({ at, part: here.parts[odd][0], odd, screen, styles: await styles(person, odd) });
        }
        await standsFreely(person);
        await person.browser.look({ width: widths[0] });
      });
      // The page where the first difference is has to be opened again to say what it is.
      const [first] = faults.filter((it) => it.styles);
      if (first) {
        const [name, width] = first.at.split(", ");
        await opens(person, name);
        await journey(person, async (screen) => {
          if (screen !== first.screen) return;
          const inTheDark = dark(name) && !lacks(engine, "dark");
          await person.browser.look({ width: Number.parseInt(width, 10), dark: inTheDark });
          await looks(person, false);
          first.differ = different(first.styles, await styles(person, first.odd));
        });
      }
      await person.browser.leavesPage();
      await person.driver.get("about:blank");
      for (const [at, here, there] of pairs) {
        const res = await differing(person, here, there);
        if (res.sizes || res.fault || res.count > res.of * tolerance)
          faults.push(`${at}: pixels ${JSON.stringify(res)}`);
      }
      const told = faults.map((it) =>
        it.styles ? `${it.at}: the styles of ${it.part}${it.differ ? `: ${it.differ.join("; ")}` : ""}` : it,
      );
      assert.deepEqual(told, []);
    });
  });
}

/** What a page can tell of its own elements and of itself; `element` is what is not its own. */
const hostFacts = `
  // A longer page has a scroll bar, which leaves it less room.
  document.documentElement.style.setProperty("scrollbar-width", "none", "important");
  for (const it of document.getAnimations()) it.finish();
  const element = document.querySelector("partnership-assessment");
  const sized = /^(height|block-size|min-height|perspective-origin|transform-origin|grid-template-rows)$/;
  const own = [...document.querySelectorAll("*")].filter((it) => it !== element && !element.contains(it));
  return {
    elements: own.map((it) => {
      const style = getComputedStyle(it);
      const names = Array.from(style).filter((name) => !sized.test(name) && !name.startsWith("--"));
      return [
        it.localName + "." + it.className,
        names.map((name) => [name, style.getPropertyValue(name)]),
        it.contains(element) ? 0 : it.getBoundingClientRect().width,
        [...it.attributes].filter((a) => a.name !== "src").map((a) => a.name + "=" + a.value).join(),
      ];
    }),
    page: [
      document.title,
      document.documentElement.lang,
      document.documentElement.dir,
      document.adoptedStyleSheets.length,
      document.styleSheets.length,
      location.hash,
      String(onkeydown),
    ],
  };
`;

for (const engine of engines) {
  test(`the page around the widget stays as it was, ${engine}`, async (t) => {
    const person = await visitor(t, engine);
    await person.browser.beforeEachPage(`
      addEventListener("DOMContentLoaded", () => {
        window.before = history.length;
        window.struck = [];
        addEventListener("keydown", (it) => struck.push([it.key, it.defaultPrevented]));
        document.querySelector("#host-search")?.focus({ preventScroll: true });
      });
    `);
    const search = "#host-search, #edit-keys";
    for (const name of pages.filter(wanted)) {
      await t.test(`on the page “${name}”`, async () => {
        await person.opens(`/hosts/bare/${name}.html`);
        await until("for the page's own scripts", () =>
          person.driver.executeScript(
            'return document.readyState === "complete" && (document.hasFocus() || !document.querySelector("#host-search"))',
          ),
        );
        await painted(person.driver);
        const bare = await person.driver.executeScript(hostFacts);
        await opens(person, name);
        // It must be there when all of it has come.
        await person.waitsUntilReady();
        const here = await person.driver.executeScript(hostFacts);
        assert.deepEqual(here.page, bare.page);
        assert.equal(here.elements.length, bare.elements.length);
        const changed = here.elements.flatMap(([called, style, ...rest], i) => {
          const [before, styleBefore, ...restBefore] = bare.elements[i];
          const styles = different(styleBefore, style);
          const others = JSON.stringify(rest) === JSON.stringify(restBefore) ? [] : [restBefore, rest];
          return called === before && !styles.length && !others.length ? [] : [{ called, styles, others }];
        });
        assert.deepEqual(changed, []);

        const [focus, scroll, entries, length] = await person.driver.executeScript(
          "return [document.activeElement.localName, scrollY, before, history.length]",
        );
        assert.equal(length, entries, "entries in the history");
        assert.equal(scroll, 0, "scrolled");
        const hasSearch = await person.driver.executeScript(
          "return Boolean(document.querySelector('#host-search'))",
        );
        assert.equal(focus, hasSearch ? "input" : "body", "the focus");

        await person.driver.executeScript(
          "document.querySelector(arguments[0]).focus({ preventScroll: true }); struck.length = 0",
          search,
        );
        await person.strikes("a", "/", " ", "1", Key.ARROW_DOWN, Key.PAGE_DOWN, Key.ESCAPE, Key.HOME);
        const [struck, value] = await person.driver.executeScript(
          "return [struck, document.querySelector(arguments[0]).value]",
          search,
        );
        assert.deepEqual(
          struck.map(([key]) => key),
          ["a", "/", " ", "1", "ArrowDown", "PageDown", "Escape", "Home"],
        );
        assert.deepEqual(
          struck.filter(([, taken]) => taken),
          [],
        );
        // Escape empties a field for searching in some browsers.
        if (hasSearch) assert.equal(value.trim() || "a/ 1", "a/ 1");
      });
    }
  });
}
