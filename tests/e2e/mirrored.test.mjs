// A further language is added by files alone, and one that runs from right to left has every
// screen mirrored. The language is made for the test: see further.mjs.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";

import { By, Key } from "selenium-webdriver";

import { further, furtherWords, temporaryFolder, withFurtherLanguage } from "./further.mjs";

const [folder, clearAway] = await temporaryFolder();
after(clearAway);
// What serves the product reads where it lies when it is loaded.
process.env.DIST = await withFurtherLanguage(folder);
const { faults } = await import("./axe.mjs");
const { until } = await import("./browser.mjs");
const { meet, server } = await import("./meeting.mjs");
const { own } = await import("./server.mjs");
const { tour } = await import("./tour.mjs");
const { instruments, languages, ownName, say } = await import("./words.mjs");

/**
 * Where what is shown from right to left is not the mirror image of itself shown from left to
 * right: its boxes, the room and the lines at their sides, their shadows, and which way text is
 * set. `whole` is an expression for the element that says in which direction all of it runs.
 *
 * Only parts that say so run from left to right in every language (addresses, codes), and what
 * stands in a line of text goes by the words around it.
 */
const notMirrored = (driver, whole) =>
  driver.executeScript(`
    const whole = ${whole};
    const turned = [document.documentElement, whole, ...whole.querySelectorAll("[dir=rtl]")].filter((it) => it.dir === "rtl");
    if (whole.dir !== "rtl") return ["it runs " + whole.dir];
    const res = [];
    const described = (it) => it.outerHTML.slice(0, 140);
    const page = document.scrollingElement;
    if (page.scrollWidth > page.clientWidth) res.push("the page scrolls sideways: " + page.scrollWidth);

    /** The parts to compare, with whether it is sure where their boxes should be. */
    const parts = [];
    const visit = (it, placed) => {
      if (it.dir === "ltr" || it.matches(".qr-code *, .document .drawings *, option, source, track")) return;
      const style = getComputedStyle(it);
      if (style.display === "none") return;
      const drawn = it instanceof SVGElement && it.localName !== "svg";
      const here = placed && (drawn || !/^(inline|contents)/.test(style.display));
      parts.push([it, here]);
      for (const child of it.children) visit(child, here);
    };
    visit(whole, true);

    const shadows = (it) => [...it.matchAll(/(-?[\\d.]+)px (-?[\\d.]+px ?){3}/g)].map(([, x]) => Number(x));
    const look = () => {
      const around = whole.getBoundingClientRect();
      return parts.map(([it]) => {
        const box = it.getBoundingClientRect();
        const style = getComputedStyle(it);
        const sides = (name) => [style[name.replace("*", "Left")], style[name.replace("*", "Right")]];
        return {
          left: box.left - around.left, right: around.right - box.right, width: box.width, height: box.height,
          sides: ["padding*", "border*Width", "border*Color"].map(sides),
          corners: [style.borderTopLeftRadius, style.borderTopRightRadius],
          shadows: shadows(style.boxShadow),
          align: style.textAlign, float: style.float, inside: [box.left, innerWidth - box.right],
        };
      });
    };
    const mirrored = look();
    for (const it of turned) it.dir = "ltr";
    const plain = look();
    for (const it of turned) it.dir = "rtl";

    const scrolls = (it) => it && it !== document.body && (getComputedStyle(it).overflowX !== "visible" || scrolls(it.parentElement));
    parts.forEach(([it, placed], i) => {
      const [a, b] = [mirrored[i], plain[i]];
      const near = (one, other) => Math.abs(one - other) <= 1.5;
      const say = (what) => res.push(what + ": " + described(it));
      if (!a.width || !a.height) return;
      if (placed && !(near(a.left, b.right) && near(a.right, b.left)))
        say("stands " + [a.left, a.right].map(Math.round) + ", and the other way round " + [b.left, b.right].map(Math.round));
      if (it instanceof SVGElement) return;
      for (const [j, [left, right]] of a.sides.entries())
        if (left !== b.sides[j][1] || right !== b.sides[j][0]) say("has its sides as they were: " + a.sides[j]);
      if (a.corners[0] !== b.corners[1]) say("has its corners as they were");
      if (a.shadows.some((x, j) => x !== -b.shadows[j])) say("has its shadow on the side where it was");
      if (["left", "right", "-webkit-left", "-webkit-right"].includes(a.align)) say("is set to the " + a.align);
      if (a.width > 1 && Math.min(...a.inside) < -1 && !scrolls(it)) say("sticks out");
    });
    return res;
  `);

const widget = `document.querySelector("partnership-assessment").shadowRoot.querySelector(".pa")`;

test("every screen is mirrored in a language that was added by files alone, and has no fault that axe-core finds", async (t) => {
  const person = await meet(t);
  await person.opens();
  await person.switchesTo(further);
  const found = [];
  let visited = 0;
  await tour(person, async (screen) => {
    visited += 1;
    for (const width of [320, 1280]) {
      await person.browser.look({ width });
      const look = `${screen}, ${width} px`;
      found.push(...(await notMirrored(person.driver, widget)).map((it) => `${look}: ${it}`));
      // What is only wider has been gone through in the other languages.
      if (width === 320) found.push(...(await faults(person)).map((it) => `${look}: ${it}`));
    }
  });
  assert.ok(visited > 40, `${visited} screens`);
  assert.deepEqual(found, []);
  const page = await person.driver.findElement(By.css("html"));
  assert.equal(await page.getAttribute("lang"), further);
  assert.equal(await page.getAttribute("dir"), "rtl");
});

test("what is not mirrored is found", async (t) => {
  const person = await meet(t);
  await person.opens(`/#pa-lang=${further}`);
  person.language = further;
  await person.seesHeading("start.heading");
  await person.waitsUntilComplete();
  assert.deepEqual(await notMirrored(person.driver, widget), []);
  const spoilt = (selector, property, value) =>
    person.look(
      `all(arguments[0])[0].style.setProperty(arguments[1], arguments[2])`,
      selector,
      property,
      value,
    );
  for (const [property, value, what] of [
    ["margin-left", "40px", /stands/],
    ["padding-left", "7px", /sides/],
    ["text-align", "left", /set to the left/],
    ["box-shadow", "4px 0 red", /shadow/],
    ["border-top-left-radius", "9px", /corners/],
  ]) {
    await spoilt(".title", property, value);
    assert.match((await notMirrored(person.driver, widget)).join("\n"), what, property);
    await spoilt(".title", property, "");
  }
});

test("switching between three languages keeps the place, the answers and the focus", async (t) => {
  const person = await meet(t);
  const pulse = instruments["five-ps"];
  await person.opens();
  await person.chooses(pulse.id);
  await person.presses("prepare.begin");
  await person.answers(pulse.id, { fp1: 4, fp3: "dont-know" });
  await person.comments(pulse.id, "fp1", "Our own words");
  const names = languages.map(ownName);
  for (const language of [further, "cy", "en"]) {
    await person.tabsTo(ownName(language), (it) => it.name === ownName(language), { back: true });
    await person.strikes(Key.ENTER);
    person.language = language;
    await person.seesHeading(pulse.sections[0].title[language]);
    for (const [id, answer] of [
      ["fp1", 4],
      ["fp3", "dont-know"],
    ])
      assert.equal(await person.chosen(person.statement(pulse.id, id)), person.option(pulse.id, id, answer));
    const note = await person.holds("questions.comment-for", {
      statement: person.statement(pulse.id, "fp1"),
    });
    assert.equal(note, "Our own words");
    const { name } = await person.focus();
    assert.ok(names.includes(name) && name !== ownName(language), `the focus is on “${name}”`);
  }
});

test("the page where lines for a site are made is mirrored", async (t) => {
  const person = await meet(t);
  for (const width of [320, 1280]) {
    await person.browser.look({ width });
    await person.opens(`/builder.html?lang=${further}&instrument=five-ps&accent=%23ffdd00`);
    const title = instruments["five-ps"].title[further];
    // The preview opens when it comes into sight.
    await until("for the preview", () =>
      person.driver.executeScript(
        `document.getElementById("box").scrollIntoView();
         return document.querySelector("partnership-assessment")?.shadowRoot?.querySelector(".title")?.innerText === arguments[0];`,
        title,
      ),
    );
    await person.driver.executeScript(`document.querySelector("partnership-assessment").remove()`);
    assert.deepEqual(await notMirrored(person.driver, "document.documentElement"), [], `${width} px`);
    assert.deepEqual(await faults(person), [], `${width} px`);
  }
});

test("what cannot start says so in the further language, and which way it runs", async (t) => {
  const its = await server(t);
  its.misbehave(async (name) =>
    name === own("starter_bg.wasm")
      ? { status: 404, headers: { "content-type": "text/plain" }, body: "" }
      : undefined,
  );
  const person = await meet(t, { at: its, expected: ["partnership-assessment: ", "404", "integrity"] });
  await person.opens(`/#pa-lang=${further}`);
  const message = await until("for the message", () =>
    person.driver.executeScript(`
      const it = document.querySelector("partnership-assessment")?.shadowRoot?.querySelector("[role=alert][lang]");
      return it && { words: it.innerText, lang: it.lang, dir: it.dir };
    `),
  );
  assert.equal(message.lang, further);
  assert.equal(message.dir, "rtl");
  assert.ok(
    message.words.includes(furtherWords("A file of the assessment is not on the server")),
    message.words,
  );
});

test("a page without scripts says so in every language", async () => {
  for (const path of ["index.html", "partnership-assessment-offline.html", own("frame.html").slice(1)]) {
    const page = await readFile(`${process.env.DIST}/${path}`, "utf8");
    assert.ok(page.includes(`<p lang="cy">Mae angen JavaScript`), path);
    assert.ok(page.includes(`<p lang="${further}" dir="rtl">${furtherWords("This page needs")}`), path);
    assert.ok(!page.includes("{{"), path);
  }
  assert.notEqual(say(further, "page.title"), say("en", "page.title"));
});
