// The page where a person makes the lines for their own site: what it shows, and what the
// lines do on another origin.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { By, Key } from "selenium-webdriver";

import { mix, mixed, palette } from "../../src/builder/contrast.js";
import { faults } from "./axe.mjs";
import { until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { instruments, languages, names, own, ownName, say } from "./words.mjs";

const texts = {};
for (const tag of languages) {
  const file = new URL(`../../src/builder/${tag}.json`, import.meta.url);
  texts[tag] = JSON.parse(await readFile(file, "utf8")).texts;
}
const filled = (tag, key, values = {}) => texts[tag][key].replaceAll(/\{(\w+)\}/g, (_, name) => values[name]);
const pulse = instruments["five-ps"];

/** A server of the product that lets other origins use its files. */
async function widgets(t) {
  const its = await server(t);
  its.misbehave(async (_, right) => {
    const { headers, ...rest } = await right();
    return { ...rest, headers: { ...headers, "access-control-allow-origin": "*" } };
  });
  return its;
}

async function opens(person, query = "?lang=en") {
  await person.opens(`/builder.html${query}`);
  await until("for the builder", () =>
    person.driver.executeScript("return !document.getElementById('page').hidden"),
  );
}

const write = async (person, id, text) => {
  const field = await person.driver.findElement(By.id(id));
  await field.clear();
  await field.sendKeys(text);
};
const choose = (person, id, value) =>
  person.driver.findElement(By.css(`#${id} option[value="${value}"]`)).then((it) => it.click());
const tick = (person, selector) => person.driver.findElement(By.css(selector)).then((it) => it.click());
const copied = (person, key) =>
  person.driver.executeScript("return document.getElementById(arguments[0]).value", `copy-${key}`);
const shown = (person, id) =>
  person.driver.executeScript("return document.getElementById(arguments[0]).innerText.trim()", id);

/** What the element of a page has become: the look and the words of its widget. */
const widget = (person) =>
  person.driver.executeScript(`
    const root = document.querySelector("partnership-assessment")?.shadowRoot?.querySelector(".pa-root");
    const first = root?.querySelector("button.first");
    return first && {
      theme: root.dataset.theme,
      heading: root.querySelector(".title")?.innerText,
      accent: getComputedStyle(first).backgroundColor,
      onAccent: getComputedStyle(first).color,
      radius: getComputedStyle(first).borderRadius,
      paper: getComputedStyle(root.querySelector(".pa")).backgroundColor,
      font: getComputedStyle(root.querySelector(".pa")).fontFamily,
    };
  `);

const rgb = (hex) =>
  `rgb(${hex
    .match(/[\da-f]{2}/g)
    .map((it) => Number.parseInt(it, 16))
    .join(", ")})`;

/** Has `host` serve an otherwise empty page with `snippet`, under a policy that allows nothing
 *  but what `policy` says. */
function pasted(host, snippet, policy, sheet = "") {
  const line = policy.trim().replaceAll("\n", " ");
  const trusted = "require-trusted-types-for 'script'; trusted-types 'none'";
  const styled = sheet ? ` style-src ${host.origin};` : "";
  const link = sheet ? `<link rel="stylesheet" href="/host.css">` : "";
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>${link}<body>${snippet}`;
  host.offer("/host.css", sheet);
  host.misbehave(async (name, right) => {
    if (name !== "/host.html") return right();
    const headers = {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; ${line}${styled} ${trusted}`,
    };
    return { status: 200, headers, body };
  });
}

test("what a person has chosen is what their page on another site shows, under a policy that allows only the lines given", async (t) => {
  const at = await widgets(t);
  const person = await meet(t, { at });
  await opens(person);
  await choose(person, "instrument", "five-ps");
  await choose(person, "lang", "cy");
  await tick(person, "input[name=theme][value=dark]");
  await write(person, "main-accent", "#ffd166");
  await write(person, "radius", "20");
  await tick(person, "input[name=font-from][value=page]");
  await write(person, "font", '"Liberation Serif", serif');
  await tick(person, "input[name=storage][value=session]");
  await write(person, "instance", "away-day");
  await tick(person, "#links");
  await until("for the preview", async () => {
    const its = await widget(person);
    return its?.accent === rgb("#ffd166") && its.heading === own("cy", pulse.title);
  });
  const [snippet, policy] = [await copied(person, "element"), await copied(person, "element-policy")];
  assert.match(snippet, /links="none"/);
  assert.deepEqual(await person.stored(), {}, "the builder and its preview keep nothing");

  const host = await server(t);
  pasted(host, snippet, policy);
  await person.browser.leavesPage();
  await person.driver.get(`${host.origin}/host.html#pa-instrument=six-principles&lang=en`);
  const its = await until("for the assessment", () => widget(person));
  assert.deepEqual(its, {
    theme: "dark",
    heading: own("cy", pulse.title),
    accent: rgb("#ffd166"),
    onAccent: rgb("#06212c"),
    radius: "16px",
    paper: rgb("#10171b"),
    font: '"Liberation Serif", serif',
  });
  person.language = "cy";
  await person.presses("prepare.begin");
  await person.answers("five-ps", { fp1: 4 });
  const kept = await person.driver.executeScript("return Object.keys(sessionStorage)");
  assert.ok(
    kept.some((it) => it.startsWith("partnership-assessment/1/away-day/")),
    kept.join(),
  );
  assert.deepEqual(await person.stored(), {});
});

test("a script that is not the one that was built is refused, and the link inside the element remains", async (t) => {
  const at = await widgets(t);
  const person = await meet(t, { at, expected: ["integrity"] });
  await opens(person);
  const [snippet, policy] = [await copied(person, "element"), await copied(person, "element-policy")];
  at.misbehave(async (name, right) => {
    const { headers, body, ...rest } = await right();
    const changed = name.endsWith("/partnership-assessment.js") ? `${body} ` : body;
    return { ...rest, headers: { ...headers, "access-control-allow-origin": "*" }, body: changed };
  });
  const host = await server(t);
  pasted(host, snippet, policy);
  await person.browser.leavesPage();
  await person.driver.get(`${host.origin}/host.html`);
  const link = await person.driver.findElement(By.css("partnership-assessment a"));
  assert.equal(await link.getText(), texts.en["open-link"]);
  assert.equal(
    await person.driver.executeScript("return customElements.get('partnership-assessment') === undefined"),
    true,
  );
  await link.click();
  await person.seesHeading("start.heading");
});

test("colours for the light and for the dark hold on a page whose policy forbids style attributes", async (t) => {
  const at = await widgets(t);
  const person = await meet(t, { at });
  await opens(person);
  await choose(person, "instrument", "five-ps");
  await tick(person, "input[name=theme][value=auto]");
  await write(person, "main-accent", "#005ea5");
  await write(person, "dark-accent", "#78b4ea");
  await tick(person, "#apart");
  const [snippet, policy, sheet] = await Promise.all(
    ["element", "element-policy", "style-sheet"].map((it) => copied(person, it)),
  );
  assert.ok(!policy.includes("style"));
  const host = await server(t);
  pasted(host, snippet, policy, sheet);
  await person.browser.leavesPage();
  for (const [dark, accent] of [
    [false, "#005ea5"],
    [true, "#78b4ea"],
  ]) {
    await person.browser.look({ dark });
    await person.driver.get(`${host.origin}/host.html`);
    const its = await until("for the assessment", () => widget(person));
    assert.equal(its.accent, rgb(accent));
    assert.equal(its.onAccent, rgb(dark ? "#06212c" : "#ffffff"));
  }
});

test("the frame and the link show what was chosen", async (t) => {
  const at = await widgets(t);
  // Not every browser knows every permission of the frame, and says so.
  const person = await meet(t, { at, expected: ["Unrecognized feature"] });
  await opens(person);
  await choose(person, "instrument", "five-ps");
  await choose(person, "lang", "cy");
  await write(person, "main-accent", "#7a1f5c");
  const [snippet, policy, link] = await Promise.all(
    ["frame", "frame-policy", "link"].map((it) => copied(person, it)),
  );
  const host = await server(t);
  pasted(host, snippet, policy);
  await person.browser.leavesPage();
  await person.driver.get(`${host.origin}/host.html`);
  const frame = await person.driver.findElement(By.css("iframe"));
  assert.equal(await frame.getAttribute("title"), texts.cy["frame-title"]);
  await until("for the frame to be as tall as what is in it", async () => {
    const { height } = await frame.getRect();
    return height > 300 && height !== 800;
  });
  await person.driver.switchTo().frame(frame);
  const its = await until("for the assessment in the frame", () => widget(person));
  assert.equal(its.heading, own("cy", pulse.title));
  assert.equal(its.accent, rgb("#7a1f5c"));
  await person.driver.switchTo().defaultContent();

  await person.browser.leavesPage();
  await person.driver.get(link.trim());
  person.language = "cy";
  await person.seesHeading(own("cy", pulse.title));
  await person.presses("prepare.begin");
  await person.seesHeading(own("cy", pulse.sections[0].title));
});

test("a theme that contrasts too little is reported with its pairs, and mended by the button", async (t) => {
  const person = await meet(t);
  await opens(person);
  assert.equal(await shown(person, "verdict"), texts.en["contrast-good"]);
  await write(person, "main-accent", "#ffdd00");
  await until("for the report", async () => (await shown(person, "findings")) !== "");
  const report = await shown(person, "findings");
  assert.ok(report.startsWith(filled("en", "finding", { colour: texts.en.accent })), report);
  assert.match(report, /Accent\s+Background\s+1\.34\s+4\.5/);
  assert.match(await shown(person, "on-accent-notes"), /#06212c/);
  const count = Number(/\d+/.exec(await shown(person, "verdict"))[0]);
  assert.equal(count, (report.match(/\s(3|4\.5)$/gm) ?? []).length);
  await until("for the news", async () => (await shown(person, "status")).startsWith("Pairs of colours"));

  const before = await copied(person, "element");
  assert.ok(before.includes("--pa-accent: #ffdd00;"));
  await person.driver.findElement(By.css("#findings button")).sendKeys(Key.ENTER);
  const mended = await person.driver.findElement(By.id("main-accent")).getAttribute("value");
  assert.match(mended, /^#[\da-f]{6}$/);
  assert.notEqual(mended, "#ffdd00");
  assert.equal(await shown(person, "verdict"), texts.en["contrast-good"]);
  assert.equal(await shown(person, "findings"), "");
  assert.ok((await shown(person, "status")).includes(mended));
  assert.equal(await person.driver.executeScript("return document.activeElement.id"), "verdict");
  assert.ok((await copied(person, "element")).includes(`--pa-accent: ${mended};`));
  await until("for the preview", async () => {
    const look = await person.driver.executeScript(
      "return getComputedStyle(document.querySelector('#stage partnership-assessment')).getPropertyValue('--pa-accent')",
    );
    return look === mended;
  });
});

test("a theme that follows the reader's device is looked at in the light and in the dark", async (t) => {
  const person = await meet(t);
  await opens(person, "?lang=en&theme=auto&accent=%23005ea5");
  await until("for the report", async () => (await shown(person, "findings")) !== "");
  assert.ok(
    (await shown(person, "findings")).includes(filled("en", "finding-dark", { colour: texts.en.accent })),
  );
  assert.ok(
    !(await shown(person, "findings")).includes(filled("en", "finding-light", { colour: texts.en.accent })),
  );
  while ((await person.driver.findElements(By.css("#findings button"))).length) {
    await person.driver.findElement(By.css("#findings button")).sendKeys(Key.ENTER);
  }
  assert.equal(await shown(person, "verdict"), texts.en["contrast-good-both"]);
  const sheet = await copied(person, "style-sheet");
  assert.match(sheet, /--pa-accent: #005ea5;.*prefers-color-scheme: dark.*--pa-accent: #(?!005ea5)/s);
  await tick(person, "input[name=theme][value=light]");
  assert.equal(await copied(person, "style-sheet"), "");
});

test("colours are mixed as the browser mixes them", async (t) => {
  const person = await meet(t);
  await opens(person);
  for (const mode of ["light", "dark"]) {
    const colours = palette(mode, { accent: "#c2410c" });
    for (const [name, [one, share, other]] of Object.entries(mixed)) {
      const text = `color-mix(in srgb, rgb(${colours[one]}) ${share}%, rgb(${colours[other]}))`;
      const found = await person.driver.executeScript(
        "document.body.style.setProperty('color', arguments[0]); return getComputedStyle(document.body).color",
        text,
      );
      const parts = found.match(/[\d.]+/g).map((it) => Number(it) * 255);
      mix(colours[one], share, colours[other]).forEach((it, i) => {
        assert.ok(Math.abs(it - parts[i]) < 0.01, `${name}: ${found}`);
      });
    }
  }
});

test("the copy button copies the lines and says so", async (t) => {
  const person = await meet(t);
  await opens(person);
  await person.driver.sendAndGetDevToolsCommand("Browser.grantPermissions", {
    permissions: ["clipboardReadWrite", "clipboardSanitizedWrite"],
  });
  const name = filled("en", "copy-named", { what: texts.en.link });
  await person.tabsTo(name, (it) => it.name === name);
  await person.strikes(Key.ENTER);
  await until("for the news", async () => (await shown(person, "status")) === texts.en.copied);
  const clipboard = await person.driver.executeAsyncScript(
    "const done = arguments[0]; navigator.clipboard.readText().then(done, (it) => done(String(it)))",
  );
  assert.equal(clipboard, await copied(person, "link"));

  // A page that may not use the clipboard.
  await person.driver.executeScript(
    "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false",
  );
  await person.driver.findElement(By.css("#copy-npm-snippet button")).sendKeys(Key.ENTER);
  await until("for the news", async () => (await shown(person, "status")) === texts.en["copy-failed"]);
  const marked = await person.driver.executeScript(
    "const it = document.activeElement; return it.value.slice(it.selectionStart, it.selectionEnd)",
  );
  assert.equal(marked, await copied(person, "npm"));
});

test("the address holds the choices for a colleague, and switching the language keeps them", async (t) => {
  const person = await meet(t);
  await opens(person);
  await choose(person, "instrument", "six-principles");
  await tick(person, "input[name=storage][value=none]");
  await write(person, "main-background", "#fffdf5");
  await person.driver.findElement(By.css("#languages button[lang=cy]")).click();
  assert.equal(await person.driver.executeScript("return document.documentElement.lang"), "cy");
  assert.equal(await person.title(), texts.cy.title);
  const snippet = await copied(person, "element");
  assert.ok(snippet.includes('instrument="six-principles" storage="none" style="--pa-background: #fffdf5;"'));
  assert.ok(snippet.includes(texts.cy["open-link"]));
  const address = await until("for the address", async () => {
    const it = new URL(await person.driver.getCurrentUrl());
    return it.searchParams.get("background") && it;
  });
  await opens(person, address.search);
  assert.equal(await copied(person, "element"), snippet);
  assert.equal(await person.driver.findElement(By.id("main-background")).getAttribute("value"), "#fffdf5");
  assert.deepEqual(await person.stored(), {});
});

test("a questionnaire of one's own is previewed from this server, and only named from another", async (t) => {
  const person = await meet(t);
  const custom = { ...pulse, id: "own-pulse", title: { en: "Our own pulse", cy: "Ein cipolwg ni" } };
  person.server.offer("/own.json", JSON.stringify(custom));
  await opens(person);
  await choose(person, "instrument", "own");
  await write(person, "src", "example.org/own.json");
  await until(
    "for the problem",
    async () => (await shown(person, "src-problem")) === texts.en["src-problem"],
  );
  await write(person, "src", `${person.server.origin}/own.json`);
  await until("for the preview", async () => (await widget(person))?.heading === "Our own pulse");
  assert.ok((await copied(person, "element")).includes(`src="${person.server.origin}/own.json"`));
  await write(person, "src", "https://council.example/own.json");
  await until(
    "for the note",
    async () => (await shown(person, "preview-note")) === texts.en["preview-elsewhere"],
  );
  assert.ok((await copied(person, "element-policy")).includes("https://council.example;"));
});

test("the preview is as wide as what it stands for, and the page never scrolls sideways", async (t) => {
  const person = await meet(t);
  for (const width of [320, 1280]) {
    await person.browser.look({ width });
    await opens(person);
    for (const wanted of [360, 768, 1280]) {
      await tick(person, `input[name=width][value="${wanted}"]`);
      const [stage, page, room] = await person.driver.executeScript(`
        const page = document.scrollingElement;
        return [document.getElementById("stage").offsetWidth, page.scrollWidth, page.clientWidth];
      `);
      assert.equal(stage, wanted);
      assert.ok(page <= room, `${page} of ${room} at ${width}`);
    }
  }
});

test("axe-core finds nothing on a builder that cannot start, in all languages at once", async (t) => {
  const its = await server(t);
  const person = await meet(t, { at: its, expected: ["404", "partnership-assessment: "] });
  its.misbehave((path) =>
    path.endsWith("/manifest.json") ? { status: 404, headers: {}, body: "" } : undefined,
  );
  await person.opens("/builder.html");
  for (const it of languages)
    await until(`for the message in ${names[it]}`, async () =>
      (await shown(person, "failed")).includes(texts[it].failed),
    );
  const found = [];
  for (const width of [320, 1280]) {
    for (const dark of [false, true]) {
      await person.browser.look({ width, dark });
      const look = `${width} px, ${dark ? "dark" : "light"}`;
      found.push(...(await faults(person)).map((it) => `${look}: ${it}`));
    }
  }
  assert.deepEqual(found, []);
});

for (const language of languages) {
  test(`axe-core finds nothing on the builder in ${names[language]}, light and dark, narrow and wide`, async (t) => {
    const person = await meet(t);
    const found = [];
    for (const query of ["", "&theme=auto&accent=%23ffdd00&font=Lato&src=own.txt&radius=x&text=odd"]) {
      for (const width of [320, 1280]) {
        for (const dark of [false, true]) {
          await person.browser.look({ width, dark });
          await opens(person, `?lang=${language}&instrument=five-ps${query}`);
          // The preview shows the theme that is being reported, faults and all.
          if (query) await person.driver.executeScript("document.getElementById('box').hidden = true");
          else {
            await person.driver.executeScript("document.getElementById('box').scrollIntoView()");
            await until(
              "for the preview",
              async () => (await widget(person))?.heading === own(language, pulse.title),
            );
          }
          const look = `${query ? "a failing theme" : "the usual"}, ${width} px, ${dark ? "dark" : "light"}`;
          found.push(...(await faults(person)).map((it) => `${look}: ${it}`));
          const wide = await person.driver.executeScript(
            "return document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth",
          );
          if (wide) found.push(`${look}: the page scrolls sideways`);
        }
      }
    }
    assert.deepEqual(found, []);
    const others = languages.filter((it) => it !== language).map(ownName);
    assert.deepEqual((await shown(person, "languages")).split(/\s*\n\s*/).sort(), others.sort());
    assert.equal(say(language, "page.title"), texts[language].brand);
  });
}
