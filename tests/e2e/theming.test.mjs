// In the colours of the page: custom properties, parts, the light and the dark, forced
// colours, and paper.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

import { Key } from "selenium-webdriver";

import { engines, lacks, until } from "./browser.mjs";
import { jumps } from "./hosts/looking.mjs";
import { offerHosts } from "./hosts/pages.mjs";
import { meet, server } from "./meeting.mjs";
import { answers } from "./tour.mjs";
import { instruments } from "./words.mjs";

const run = promisify(execFile);
const pulse = instruments["five-ps"];
const response = {
  format: "partnership-assessment/response",
  version: 1,
  id: "0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0d01",
  instrument: { id: "six-principles" },
  started: "2026-03-01T10:00:00Z",
  completed: "2026-03-01T10:20:00Z",
  answers,
};

/** What each property is set to, and what should then have which computed value. Things
 *  that few screens show are put there by the test. */
const properties = {
  accent: ["#7a1fa2", "button.first", "background-color", "rgb(122, 31, 162)"],
  "on-accent": ["#fffde7", "button.first", "color", "rgb(255, 253, 231)"],
  background: ["#fdf6e3", ".pa", "background-color", "rgb(253, 246, 227)"],
  text: ["#1b0033", ".pa", "color", "rgb(27, 0, 51)"],
  quiet: ["#333366", ".foot", "color", "rgb(51, 51, 102)"],
  "field-line": ["#224455", ".option:not(:has(:checked))", "border-top-color", "rgb(34, 68, 85)"],
  line: ["#123456", ".head", "border-bottom-color", "rgb(18, 52, 86)"],
  surface: ["#eeeedd", ".panel", "background-color", "rgb(238, 238, 221)"],
  chosen: ["#ddeecc", ".option:has(:checked)", "background-color", "rgb(221, 238, 204)"],
  focus: [
    "#cc0066",
    ":is(button:focus-visible, .option:has(:focus-visible))",
    "outline-color",
    "rgb(204, 0, 102)",
  ],
  trouble: ["#990011", "p.trouble", "color", "rgb(153, 0, 17)"],
  good: ["#005500", ".notice", "border-inline-start-color", "rgb(0, 85, 0)"],
  burden: ["#663300", ".less .whisker", "stroke", "rgb(102, 51, 0)"],
  radius: ["3px", ".panel", "border-top-left-radius", "3px"],
  font: ["serif", ".pa", "font-family", "serif"],
  top: ["60px", ".title", "scroll-margin-top", "60px"],
};

async function visitor(t, options) {
  const at = await server(t);
  await offerHosts(at);
  // What Firefox says of GOV.UK's own font.
  return meet(t, { at, expected: ["downloadable font: "], ...options });
}

const titled = async (person, key) => {
  const wanted = person.say(key);
  await until(`for “${wanted}”`, () =>
    person.look(`return words(widget()?.querySelector(".title")) === arguments[0]`, wanted),
  );
};

async function opens(person, name) {
  await person.opens(`/hosts/${name}.html`);
  await titled(person, "start.heading");
  await until("for the full widget", () => person.look("return widget().adoptedStyleSheets.length === 2"));
}

/** To the statements of the five Ps, the first of which is answered. */
async function begins(person) {
  await jumps(person);
  await person.presses("start.begin-named", { values: { title: pulse.title.en } });
  await titled(person, pulse.title.en);
  await person.presses("prepare.begin");
  await titled(person, pulse.sections[0].title.en);
  await person.answers("five-ps", { fp1: 4 });
}

/** The computed value of a property of the first element that is found in the widget. */
const computed = (person, selector, property) =>
  person.look(
    `const it = widget().querySelector(arguments[0]);
     return it && getComputedStyle(it).getPropertyValue(arguments[1]);`,
    selector,
    property,
  );

for (const engine of engines) {
  test(`each custom property changes what it says and nothing is left out, ${engine}`, async (t) => {
    const person = await visitor(t, { engine });
    await opens(person, "important");
    await begins(person);
    await person.look(
      `const [svg, paths] = ["http://www.w3.org/2000/svg", [["p.trouble"], ["div.notice"], ["div.panel"],
         ["button.first"], ["div.less", "svg", "rect.whisker"]]];
       for (const path of paths) {
         let place = widget().querySelector(".pa");
         for (const it of path) {
           const [tag, name] = it.split(".");
           const made = path[1] && tag !== "div" ? document.createElementNS(svg, tag) : document.createElement(tag);
           if (name) made.setAttribute("class", name);
           place.append(made);
           place = made;
         }
       }`,
    );
    await person.strikes(Key.TAB);
    const used = await person.look(
      `const sheets = widget().adoptedStyleSheets.map((sheet) =>
         Array.from(sheet.cssRules, (it) => it.cssText).join(" ")).join(" ");
       return [...new Set(Array.from(sheets.matchAll(/var\\(\\s*--([\\w-]+)/g), (it) => it[1]))];`,
    );
    const theirs = used.filter((it) => it.startsWith("pa-")).map((it) => it.slice(3));
    assert.deepEqual(theirs.sort(), Object.keys(properties).sort());
    // Other names may be registered by a page, for the widget too.
    assert.deepEqual(
      used.filter((it) => !/^(pa|own)-/.test(it)),
      [],
    );

    for (const [name, [value, selector, property, wanted]] of Object.entries(properties)) {
      const before = await computed(person, selector, property);
      assert.notEqual(before, wanted, `${name}: before`);
      const set = `document.querySelector("partnership-assessment").style.setProperty("--pa-${name}", arguments[0])`;
      await person.driver.executeScript(set, value);
      await until(
        async () => `for ${wanted} by --pa-${name}, now ${await computed(person, selector, property)}`,
        async () => (await computed(person, selector, property)) === wanted,
      );
      await person.driver.executeScript(set, "");
      await until(
        `for ${name} to be as before`,
        async () => (await computed(person, selector, property)) === before,
      );
    }
  });

  test(`a theme is light, dark or as the reader likes it, whatever the page is, ${engine}`, async (t) => {
    const person = await visitor(t, { engine });
    const light = "rgb(255, 255, 255)";
    const dark = "rgb(16, 23, 27)";
    const paper = async (theme, wanted) => {
      await person.driver.executeScript(
        'document.querySelector("partnership-assessment").setAttribute("theme", arguments[0])',
        theme,
      );
      await until(`for ${theme}`, async () => (await computed(person, ".pa", "background-color")) === wanted);
    };
    for (const name of ["dark-light", "bootstrap5", "important"]) {
      await person.browser.look({ dark: false });
      await opens(person, name);
      assert.equal(await computed(person, ".pa", "background-color"), light);
      await paper("dark", dark);
      assert.equal(await computed(person, ".pa", "color-scheme"), "dark");
      await paper("auto", light);
      assert.equal(await computed(person, ".pa", "color-scheme"), "light dark");
      await paper("light", light);
      assert.equal(await computed(person, ".pa", "color-scheme"), "light");
      if (lacks(engine, "dark")) continue;
      await person.browser.look({ dark: true });
      await paper("light", light);
      await paper("auto", dark);
    }
  });

  test(`the page's rules for parts apply, ${engine}`, async (t) => {
    const person = await visitor(t, { engine });
    await opens(person, "bootstrap5");
    const parts = {
      start: ["page", "head", "foot", "title", "card", "button first", "button second", "button plain"],
      questions: ["statement", "option", "field"],
      results: ["chart", "table", "dialog"],
    };
    const all = Object.values(parts).flat();
    await person.driver.executeScript(
      `const sheet = new CSSStyleSheet();
       sheet.replaceSync(arguments[0]);
       document.adoptedStyleSheets = [sheet];`,
      all.map((it, i) => `partnership-assessment::part(${it}) { outline-offset: ${100 + i}px }`).join("\n"),
    );
    const check = async (screen) => {
      for (const part of parts[screen]) {
        const selector = part.replaceAll(/(\w+) ?/g, '[part~="$1"]');
        assert.equal(
          await computed(person, selector, "outline-offset"),
          `${100 + all.indexOf(part)}px`,
          part,
        );
      }
    };
    await check("start");
    await begins(person);
    await person.comments("five-ps", "fp1", "Every week");
    await check("questions");
    // From under the bar that the page keeps at the top.
    await person.driver.executeScript("scrollTo(0, 0)");
    await person.presses("nav.shelf");
    await titled(person, "shelf.heading");
    await person.opensFile(await person.browser.file("answers.json", JSON.stringify(response)));
    await titled(person, "results.heading");
    await person.presses("results.as-table");
    await check("results");
    // Every button is one for the page, too.
    const unnamed = await person.look(
      `return all(".pa button:not(.step, .section), .pa a.second, .file-button")
         .filter((it) => !it.part.contains("button")).map(words);`,
    );
    assert.deepEqual(unnamed, []);
  });
}

test("in forced colours what is chosen, how far one is and where one is can be seen", async (t) => {
  const person = await visitor(t, { engine: "chromium" });
  await person.browser.look({ forced: true });
  await opens(person, "important");
  await begins(person);
  assert.ok(await person.driver.executeScript("return matchMedia('(forced-colors: active)').matches"));
  const canvas = await computed(person, ".pa", "background-color");
  assert.notEqual(await computed(person, ".pa", "color"), canvas);
  assert.notEqual(await computed(person, ".option:has(:checked)", "border-top-color"), canvas);
  assert.notEqual(await computed(person, "progress", "border-top-style"), "none");
  // By lines that are stronger than those of the others: outlines are the focus's.
  for (const [one, other] of [
    [".option:has(:checked)", ".option:not(:has(:checked))"],
    [".steps [aria-current]", ".steps button:not([aria-current])"],
  ]) {
    const [strong, weak] = [one, other].map((it) => computed(person, it, "border-top-width"));
    assert.ok(parseFloat(await strong) > parseFloat(await weak), one);
  }
});

test("printing the host page prints the widget whole, in the light", async (t) => {
  const person = await visitor(t, { engine: "chromium" });
  for (const name of ["bootstrap3", "govuk", "dark", "narrow-at-hidden", "narrow-at-flexible-row"]) {
    await opens(person, name);
    await begins(person);
    await person.answers("five-ps", { fp2: 5, fp3: 3, fp4: 3, fp5: 2 });
    const path = await person.browser.file("printed.pdf", await person.browser.pdf());
    const text = async (file) =>
      (await run("pdftotext", ["-enc", "UTF-8", file, "-"])).stdout.replaceAll(/\s+/g, " ");
    const statements = await text(path);
    for (const { text: it } of pulse.sections[0].items)
      assert.ok(statements.includes(it.en), `${name}: ${it.en} in: ${statements}`);
    await person.presses("questions.to-check");
    await titled(person, "check.heading");
    await person.presses("check.finish");
    await titled(person, "results.heading");
    const results = await text(await person.browser.file("results.pdf", await person.browser.pdf()));
    for (const { text: it } of pulse.sections[0].items)
      assert.ok(results.includes(it.en), `${name}: ${it.en}`);
  }
});
