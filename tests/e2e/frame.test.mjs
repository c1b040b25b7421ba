// The assessment in an iframe on somebody else's page: with a page that helps it to size
// itself, with one that does not, and with one that means harm.

import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";

import { By } from "selenium-webdriver";

import { engines, titles, until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { manifest, own as path, served } from "./server.mjs";
import { tour } from "./tour.mjs";
import { instruments, own } from "./words.mjs";

const pulse = instruments["five-ps"];
const six = instruments["six-principles"];
const answers = { fp1: 4, fp2: 5, fp3: "dont-know", fp4: 3, fp5: 2 };
const allow = "camera; clipboard-write; fullscreen; web-share";
const sandbox = "allow-scripts allow-forms allow-modals allow-downloads allow-popups";

/** Not every system has something to share to, and Chromium says so where it has not. */
const expected = ["Unrecognized feature: 'web-share'"];

/** Two servers: of the page around the frame, and of the frame. */
async function servers(t) {
  const frame = await server(t);
  const host = await server(t);
  // The page around may be of any origin, or of none.
  frame.misbehave(async (_, right) => {
    const answer = await right();
    return { ...answer, headers: { ...answer.headers, "access-control-allow-origin": "*" } };
  });
  return { frame, host };
}

/** Lets `host` serve a page with `body`, which may include only frames and scripts of `frame`. */
function offers(host, frame, body, { title = "/host.html", at = host.origin, trusted = true } = {}) {
  host.offer("/host.css", "body { margin: 0; font: 16px/1.5 serif } iframe { border: 0; width: 100% }");
  const policy = [
    "default-src 'none'",
    `frame-src ${frame.origin}`,
    `script-src ${frame.origin} ${at}`,
    `style-src ${at}`,
    "img-src data:",
    ...(trusted ? ["require-trusted-types-for 'script'"] : []),
    `report-uri ${at}/reports`,
  ];
  const page = `<!doctype html><html lang="en"><title>A council's page</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,"><link rel="stylesheet" href="/host.css">
    <h1>A council's page</h1><p>What the council says.</p>${body}<p>What comes after.</p></html>`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
  };
  host.misbehave((name) => (name === title ? { status: 200, headers, body: page } : undefined));
  return at + title;
}

const helper = (frame) =>
  `<script type="module" src="${frame.origin}${path("frame-host.js")}" crossorigin="anonymous"
    integrity="${manifest.files[path("frame-host.js").slice(1)].integrity}"></script>`;

const iframe = (frame, query = "", more = "") =>
  `<iframe src="${frame.origin}${path("frame.html")}${query}" title="Partnership assessment"
    height="700" allow="${allow}" ${more}></iframe>`;

/** Opens a page of `body` and goes into its first frame. */
async function opens(person, address, index = 0) {
  await person.driver.get(address);
  await enters(person, index);
}

async function enters(person, index = 0) {
  await leaves(person);
  const frames = await person.driver.findElements(By.css("iframe"));
  // What is out of sight does not start.
  await person.driver.executeScript(
    "const { top, bottom } = arguments[0].getBoundingClientRect();" +
      "if (top >= innerHeight || bottom <= 0) arguments[0].scrollIntoView({ behavior: 'instant' })",
    frames[index],
  );
  await person.driver.switchTo().frame(frames[index]);
}

const leaves = (person) => person.driver.switchTo().defaultContent();

/** Runs a script in the page around the frame. */
async function around(person, script, ...inputs) {
  await leaves(person);
  const res = await person.driver.executeScript(script, ...inputs);
  await enters(person);
  return res;
}

/** A person in the frame on a page that helps it. */
async function meets(t, { query, more, body = (it) => it, at, ...options } = {}) {
  const { frame, host } = await servers(t);
  const person = await meet(t, { at: frame, expected, ...options });
  const address = offers(host, frame, body(iframe(frame, query, more) + helper(frame)), { at });
  await opens(person, address);
  await person.seesHeading("start.heading");
  await isSized(person);
  return { person, frame, host, address };
}

/** What the frame knows of its size. */
const measures = (person) =>
  person.driver.executeScript(`
    const page = document.documentElement;
    return {
      inside: parent !== window,
      filled: Boolean(document.fullscreenElement),
      sized: page.hasAttribute("data-sized"),
      window: [innerWidth, innerHeight],
      room: [page.clientWidth, page.clientHeight],
      content: [page.scrollWidth, Math.ceil(document.querySelector("main").getBoundingClientRect().height)],
    };`);

/** As tall as its content and no taller, without a scrollbar in any direction. */
const fits = ({ sized, window, room, content }) =>
  sized &&
  window[0] === room[0] &&
  window[1] === room[1] &&
  content[0] <= window[0] &&
  content[1] === window[1];

async function isSized(person) {
  let last;
  await until(
    () => `for the frame to be as tall as its content: ${JSON.stringify(last)}`,
    async () => {
      last = await measures(person);
      return fits(last);
    },
  );
  return last;
}

/** Scrolls the page around, as a person does, to the button that is pressed next. */
async function presses(person, key, values) {
  const [top, bottom] = await until("for the button", () =>
    person.look(
      `const box = one(all("button"), arguments[0])?.getBoundingClientRect();
       return box && [box.top, box.bottom];`,
      person.say(key, values),
    ),
  );
  await around(
    person,
    `const frame = document.querySelector("iframe").getBoundingClientRect().top;
     scrollBy({ top: frame + (arguments[0] + arguments[1] - innerHeight) / 2, behavior: "instant" });`,
    top,
    bottom,
  );
  await person.presses(key, { values });
}

/** Where something in the frame stands in the window around it: its upper and lower edge, and
 *  the window's height. */
async function stands(person, script) {
  const [top, bottom] = await person.look(
    `const it = (() => { ${script} })().getBoundingClientRect(); return [it.top, it.bottom];`,
  );
  const [frame, height] = await around(
    person,
    "return [document.querySelector('iframe').getBoundingClientRect().top, innerHeight]",
  );
  return { top: top + frame, bottom: bottom + frame, height };
}

/** Waits until something is in sight, and stays there. */
async function isInSight(person, what, script) {
  let last;
  let calm = 0;
  await until(
    () => `for ${what} to be in sight: ${JSON.stringify(last)}`,
    async () => {
      last = await stands(person, script);
      calm = last.top >= 0 && last.bottom <= last.height ? calm + 1 : 0;
      return calm > 3;
    },
  );
}

async function answersPulse(person) {
  await person.chooses(pulse.id);
  await person.presses("prepare.begin");
  await person.answersAll(pulse.id, answers);
  await person.presses("check.finish");
  await person.seesHeading("results.heading");
}

test("on a page that does not answer, the frame scrolls, and the whole journey works", async (t) => {
  const { frame, host } = await servers(t);
  const person = await meet(t, { at: frame, expected });
  await opens(person, offers(host, frame, iframe(frame)));
  await answersPulse(person);
  const { sized, window, room, content } = await measures(person);
  assert.ok(!sized);
  assert.equal(window[1], 700);
  assert.ok(content[1] > window[1], "more than the frame shows");
  assert.ok(room[0] < window[0], "a scrollbar");
  assert.ok(content[0] <= room[0], "nothing is wider than the frame");
  await person.driver.executeScript("scrollTo(0, document.documentElement.scrollHeight)");
  assert.ok((await person.driver.executeScript("return scrollY")) > 0, "it scrolls");
  await person.presses("results.keep");
  const saved = JSON.parse((await person.saves("keep.json")).text);
  assert.deepEqual(saved.answers, answers);
  await person.reloads();
  await enters(person);
  await person.sees("start.continue-heading");
  assert.deepEqual(host.violations, []);
});

test("on a page that answers, no screen has a scrollbar of its own at any width, and none is taller than it must be", async (t) => {
  const { person, host } = await meets(t, { query: "?theme=auto" });
  let looked = 0;
  await tour(person, async (screen) => {
    for (const width of [320, 768, 1280]) {
      await person.browser.look({ width });
      const { inside, filled } = await measures(person);
      // The last screens are opened by a link, which leads out of the frame.
      if (!inside || filled) continue;
      looked += 1;
      try {
        await isSized(person);
      } catch (error) {
        throw new Error(`${screen} at ${width} pixels`, { cause: error });
      }
    }
    await person.browser.look();
  });
  assert.ok(looked >= 60, `${looked} screens and widths`);
  assert.deepEqual(host.violations, []);
});

for (const engine of engines) {
  test(`in ${titles[engine]} each step begins in sight, wherever the page around was scrolled to`, async (t) => {
    const { person, host } = await meets(t, { engine, height: 800 });
    await presses(person, "start.begin-named", { title: own(person.language, six.title) });
    await presses(person, "prepare.begin");
    for (const [i, section] of six.sections.entries()) {
      const title = own(person.language, section.title);
      await person.seesHeading(title);
      await isSized(person);
      await isInSight(person, title, `return all("h1")[0]`);
      const next = six.sections[i + 1];
      if (next) await presses(person, "questions.next", { section: own(person.language, next.title) });
    }
    await presses(person, "questions.to-check");
    await person.seesHeading("check.heading");
    await isInSight(person, "the heading", `return all("h1")[0]`);
    await isSized(person);
    assert.deepEqual(host.violations, []);
  });
}

test("a dialog opens in sight, on a long page that was scrolled, and the focus is in it", async (t) => {
  const { person } = await meets(t, { height: 700 });
  const record = (i) =>
    JSON.stringify({
      format: "partnership-assessment/response",
      version: 1,
      id: `0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0${String(i).padStart(3, "0")}`,
      instrument: { id: pulse.id },
      started: "2026-01-01T10:00:00Z",
      name: `Number ${i}`,
      answers: { fp1: 4 },
    });
  const files = [];
  for (let i = 0; i < 25; i += 1) files.push(await person.browser.file(`${i}.json`, record(i)));
  await person.opensFileFromShelf(...files);
  await person.sees("questions.to-check");
  await person.presses("nav.shelf");
  await until(
    async () => `for all of them: ${await person.reads()}`,
    async () => (await person.readsEntries()).length === 25,
  );
  await isSized(person);
  for (const name of ["Number 0", "Number 24"]) {
    await person.actsOn("shelf.delete", name);
    await person.sees("delete.text");
    await isInSight(person, "the dialog", `return widget().querySelector("dialog[open]")`);
    await person.presses("dialog.cancel");
    await isInSight(person, "the button", "return focused()");
  }
});

test("who wants less motion is not scrolled smoothly", async (t) => {
  const { person } = await meets(t, { height: 700 });
  await person.chooses(six.id);
  await person.presses("prepare.begin");
  for (const [wish, behaviour] of [
    ["reduce", "instant"],
    ["no-preference", "smooth"],
  ]) {
    await person.driver.sendDevToolsCommand("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-reduced-motion", value: wish }],
    });
    await around(
      person,
      `const before = Element.prototype.scrollBy;
       window.asked = [];
       Element.prototype.scrollBy = function (how) { asked.push(how.behavior); before.call(this, how); };`,
    );
    const section = own(person.language, six.sections[wish === "reduce" ? 1 : 2].title);
    await person.presses("questions.next", { values: { section } });
    await person.seesHeading(section);
    await until("for the page to be scrolled", async () => (await around(person, "return asked")).length > 0);
    assert.deepEqual([...new Set(await around(person, "return asked"))], [behaviour]);
  }
});

test("the helper may come before the frame or long after it, and a frame that is loaded again is sized again", async (t) => {
  const { frame, host } = await servers(t);
  const person = await meet(t, { at: frame, expected });
  host.offer(
    "/late.js",
    `document.querySelector("button").addEventListener("click", () => {
       const script = document.createElement("script");
       script.type = "module";
       script.setAttribute("src", "/helper.js");
       document.head.append(script);
     });`,
  );
  host.offer("/helper.js", await served("frame-host.js"));
  const late = '<button>Help</button><script type="module" src="/late.js"></script>';
  await opens(person, offers(host, frame, iframe(frame) + late, { trusted: false }));
  await person.seesHeading("start.heading");
  assert.ok(!(await measures(person)).sized);
  await leaves(person);
  await person.driver.findElement(By.css("button")).click();
  await enters(person);
  await isSized(person);

  await person.driver.executeScript("location.reload()");
  await person.seesHeading("start.heading");
  await isSized(person);

  // One that is added when the helper has long been there.
  await leaves(person);
  await person.driver.executeScript(
    `const it = document.querySelector("iframe").cloneNode();
     it.removeAttribute("style");
     document.querySelector("iframe").replaceWith(it);`,
  );
  await enters(person);
  await person.seesHeading("start.heading");
  await isSized(person);
});

test("two frames on a page keep apart: settings, answers, heights", async (t) => {
  const { frame, host } = await servers(t);
  const person = await meet(t, { at: frame, expected });
  const body =
    iframe(frame, "?instrument=five-ps&instance=first&accent=a01010&lang=cy") +
    iframe(frame, "?instrument=six-principles&instance=second&theme=dark") +
    helper(frame);
  await opens(person, offers(host, frame, body));
  person.language = "cy";
  await person.seesHeading(own("cy", pulse.title));
  const first = await isSized(person);
  const colour = () => person.look(`return getComputedStyle(all("button.first")[0]).backgroundColor`);
  assert.equal(await colour(), "rgb(160, 16, 16)");
  await person.presses("prepare.begin");
  await person.answers(pulse.id, { fp1: 4 });
  const stored = Object.keys(await person.stored());

  await enters(person, 1);
  person.language = "en";
  await person.seesHeading(own("en", six.title));
  assert.notEqual(await colour(), "rgb(160, 16, 16)");
  assert.equal(
    await person.driver.executeScript("return getComputedStyle(document.documentElement).colorScheme"),
    "dark",
  );
  const second = await isSized(person);
  assert.notEqual(first.window[1], second.window[1]);
  await person.presses("prepare.begin");
  await person.answers(six.id, { sa1: 2 });
  const both = Object.keys(await person.stored());
  assert.ok(stored.every((key) => key.includes("/first/") && both.includes(key)));
  assert.ok(both.some((key) => key.includes("/second/")));

  // Back in the first, nothing has changed.
  await enters(person, 0);
  person.language = "cy";
  assert.equal(await person.chosen(person.statement(pulse.id, "fp1")), person.option(pulse.id, "fp1", 4));
  await isSized(person);
  assert.deepEqual(host.violations, []);
});

test("a frame's address sets what it may, and nothing hostile in it does harm or is followed", async (t) => {
  const long = "a".repeat(6000);
  const bad = {
    src: "javascript:alert(1)",
    instrument: "../../secret",
    lang: "</html><script>alert(1)</script>",
    theme: "neon",
    storage: "cookie",
    instance: "a/../b",
    links: "all",
    accent: "red;background:url(https://elsewhere.example/x)",
    "on-accent": "url(https://elsewhere.example/x)",
    background: "rgb(0,0,0)}html{display:none",
    text: "var(--x)",
    quiet: long,
    radius: "calc(100vw)",
    font: "x;} * { display: none",
    "field-line": "image(red)",
    onload: "alert(1)",
    __proto__x: "1",
    constructor: "1",
  };
  const { person, frame, host } = await meets(t, {
    query: `?${new URLSearchParams(bad)}`,
    expected: [...expected, "settings that are not used"],
  });
  const set = await person.driver.executeScript(`
    const own = [...document.documentElement.style].filter((it) => !it.startsWith("--pa-window"));
    return [own, document.querySelector("partnership-assessment").getAttributeNames()];`);
  assert.deepEqual(set, [[], ["standalone"]]);
  const notes = (await person.browser.troubles()).filter((it) => it.includes("not used"));
  assert.equal(notes.length, 1, "one line in the console");
  assert.ok(notes[0].length < 700);
  const files = new Set(frame.log.map((it) => it.path));
  assert.ok(![...files].some((it) => it.includes("secret")));

  const odd = [
    "data:application/json,{}",
    "//elsewhere.example/x.json",
    "https://elsewhere.example/x.json",
    "blob:x",
  ];
  for (const src of odd) {
    await leaves(person);
    await opens(person, offers(host, frame, iframe(frame, `?${new URLSearchParams({ src })}`)));
    await person.seesHeading("start.heading");
    assert.equal(
      await person.driver.executeScript(
        "return document.querySelector('partnership-assessment').getAttribute('src')",
      ),
      null,
      src,
    );
  }

  const good = {
    accent: "0b5",
    "on-accent": "#FFFFFF",
    background: "rgb(250 250 240 / 100%)",
    text: "black",
    radius: "0.5rem",
    font: `"Open Sans", Georgia, serif`,
    theme: "auto",
  };
  await leaves(person);
  await opens(person, offers(host, frame, iframe(frame, `?${new URLSearchParams(good)}`)));
  await person.seesHeading("start.heading");
  const values = await person.driver.executeScript(`
    const { style, dataset } = document.documentElement;
    const names = ["accent", "on-accent", "background", "text", "radius", "font"];
    return [...names.map((it) => style.getPropertyValue("--pa-" + it)), dataset.theme];`);
  assert.deepEqual(values, ["#0b5", ...Object.values(good).slice(1)]);
  assert.equal(
    await person.look(`return getComputedStyle(widget().querySelector(".pa")).backgroundColor`),
    "rgb(250, 250, 240)",
  );
});

test("what a hostile page, or a stranger on the page, tells the frame changes nothing", async (t) => {
  const { frame, host } = await servers(t);
  const person = await meet(t, { at: frame, expected });
  const stranger = iframe(frame, "?instance=stranger");
  await opens(person, offers(host, frame, iframe(frame) + stranger));
  await person.seesHeading("start.heading");
  await person.driver.executeScript(`
    window.heard = 0;
    addEventListener("message", () => (heard += 1));`);
  const odd = [
    null,
    1,
    "host",
    [],
    {},
    { "partnership-assessment": 2, type: "host", top: 0, height: 500 },
    { "partnership-assessment": "1", type: "host", top: 0, height: 500 },
    { "partnership-assessment": 1, type: "host" },
    { "partnership-assessment": 1, type: "host", top: "0", height: 500 },
    { "partnership-assessment": 1, type: "host", top: 0, height: 1e9 },
    { "partnership-assessment": 1, type: "host", top: -1e9, height: 500 },
    { "partnership-assessment": 1, type: "host", top: 0, height: 0 },
    { "partnership-assessment": 1, type: "host", top: null, height: [500] },
    { "partnership-assessment": 1, type: "answers" },
  ];
  await around(
    person,
    `for (const it of [...arguments[0], { "partnership-assessment": 1, type: "host", top: NaN, height: Infinity }])
       document.querySelector("iframe").contentWindow.postMessage(it, "*");`,
    odd,
  );
  // The right words, but not from the page around.
  await enters(person, 1);
  await person.seesHeading("start.heading");
  await person.driver.executeScript(
    `parent.frames[0].postMessage({ "partnership-assessment": 1, type: "host", top: 0, height: 500 }, "*");`,
  );
  await enters(person);
  await until("for the messages", () =>
    person.driver.executeScript(`return heard >= arguments[0]`, odd.length + 2),
  );
  const { sized, window } = await measures(person);
  assert.deepEqual([sized, window[1]], [false, 700]);
  assert.equal(await person.driver.executeScript("return document.documentElement.style.length"), 0);
  await answersPulse(person);
});

test("what a hostile frame tells the page around is not followed, and a stranger's frame is none of ours", async (t) => {
  const { frame, host } = await servers(t);
  const person = await meet(t, { at: frame, expected });
  frame.offer("/stranger.html", "<!doctype html><title>Stranger</title><main>Something else</main>");
  const stranger = `<iframe src="${frame.origin}/stranger.html" title="Stranger" height="333"></iframe>`;
  await opens(person, offers(host, frame, iframe(frame) + stranger + helper(frame)));
  await person.seesHeading("start.heading");
  const { window } = await isSized(person);
  const heights = () =>
    around(person, "return [...document.querySelectorAll('iframe')].map((it) => it.clientHeight)");
  const before = await heights();
  assert.deepEqual(before, [window[1], 333]);

  const says = (messages) =>
    person.driver.executeScript(
      `for (const it of arguments[0]) parent.postMessage({ "partnership-assessment": 1, ...it }, "*");
       for (const height of [NaN, Infinity, -Infinity, 5n])
         parent.postMessage({ "partnership-assessment": 1, type: "height", height }, "*");`,
      messages,
    );
  const odd = [
    ...[1e9, -1, "500", null, [500], {}, true].map((height) => ({ type: "height", height })),
    ...[1e9, "5", null].map((top) => ({ type: "focus", top, bottom: 1e9 })),
    { type: "html", height: "<script>" },
    { type: ["height"], height: { valueOf: 1 } },
    { "partnership-assessment": 7, type: "height", height: 500 },
  ];
  await says(odd);
  await enters(person, 1);
  await says([...odd, { type: "hello" }, { type: "height", height: 5000 }]);
  // Whatever was sent before this has been heard.
  await around(
    person,
    `window.last = false;
     addEventListener("message", ({ data }) => (last ||= data === "last"));
     postMessage("last", "*");`,
  );
  await until("for the messages", () => around(person, "return window.last"));
  assert.deepEqual(await heights(), before);
  await around(person, "scrollTo(0, 0)");

  // Within the bounds it may say what it likes of itself.
  await enters(person);
  for (const [asked, given] of [
    [1, 100],
    [99_999.2, 100_000],
  ]) {
    await says([{ type: "height", height: asked }]);
    await until("for the height", async () => (await heights())[0] === given);
    assert.equal((await heights())[1], 333);
  }
  assert.deepEqual(host.violations, []);
});

test("a scrollbar that comes and goes with the frame's height does not make it swing", async (t) => {
  const { person } = await meets(t, { height: 900 });
  await around(
    person,
    `window.changes = 0;
     new MutationObserver(() => (changes += 1))
       .observe(document.querySelector("iframe"), { attributeFilter: ["style"] });`,
  );
  // Tall where there is no scrollbar beside the frame, short where there is one.
  const width = await around(person, "return innerWidth");
  await person.driver.executeScript(
    `const sheet = new CSSStyleSheet();
     sheet.replaceSync("main { height: 300px; overflow: hidden; padding: 0 !important }" +
       "@media (min-width: " + (arguments[0] - 5) + "px) { main { height: 2000px } }");
     document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];`,
    width,
  );
  await until("for the trap", async () => (await around(person, "return changes")) > 0);
  await new Promise((done) => setTimeout(done, 2500));
  const before = await around(person, "return changes");
  assert.ok(before <= 6, `${before} changes`);
  await new Promise((done) => setTimeout(done, 1500));
  assert.equal(await around(person, "return changes"), before);
});

test("content that grows with the frame does not grow for ever, and can still be scrolled", async (t) => {
  const { person } = await meets(t);
  const { window } = await measures(person);
  await person.driver.executeScript(
    `const sheet = new CSSStyleSheet();
     sheet.replaceSync("main { min-height: calc(100vh + 10px) }");
     document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];`,
  );
  await until("for the frame to give up", async () => !(await measures(person)).sized);
  const then = await measures(person);
  assert.ok(then.window[1] < window[1] + 600, `${then.window[1]} after ${window[1]}`);
  await new Promise((done) => setTimeout(done, 1500));
  assert.deepEqual(await measures(person), then);
});

test("on a page that answers but holds the frame low, the frame scrolls", async (t) => {
  const { frame, host } = await servers(t);
  const person = await meet(t, { at: frame, expected });
  host.offer("/low.css", "iframe { max-height: 400px !important }");
  const body = `<link rel="stylesheet" href="/low.css">${iframe(frame)}${helper(frame)}`;
  await opens(person, offers(host, frame, body));
  await person.seesHeading("start.heading");
  await until("for the frame to scroll", async () => {
    const { sized, window, room } = await measures(person);
    return !sized && window[1] === 400 && room[0] < window[0];
  });
});

test("in a sandbox that leaves the frame its origin everything works", async (t) => {
  const more = `sandbox="${sandbox} allow-same-origin"`;
  const { person, host } = await meets(t, { more });
  await answersPulse(person);
  await isSized(person);
  await person.presses("results.keep");
  const saved = JSON.parse((await person.saves("keep.json")).text);
  assert.deepEqual(saved.answers, answers);
  assert.ok(Object.keys(await person.stored()).length > 0);
  assert.deepEqual(host.violations, []);
});

test("in a sandbox without an origin, where nothing can be stored, the whole journey works and says so", async (t) => {
  const { person } = await meets(t, { more: `sandbox="${sandbox}"` });
  await person.chooses(pulse.id);
  await person.presses("prepare.begin");
  await person.answers(pulse.id, { fp1: answers.fp1 });
  await person.sees("saved.not-kept");
  await person.answersAll(pulse.id, answers);
  await person.presses("check.finish");
  await person.seesHeading("results.heading");
  await isSized(person);
  await person.presses("results.keep");
  const saved = JSON.parse((await person.saves("keep.json")).text);
  assert.deepEqual(saved.answers, answers);
});

test("on paper nothing of the frame is cut off", async (t) => {
  const { person } = await meets(t);
  const overflow = () =>
    person.driver.executeScript("return getComputedStyle(document.documentElement).overflowY");
  assert.equal(await overflow(), "hidden");
  await person.driver.sendDevToolsCommand("Emulation.setEmulatedMedia", { media: "print" });
  assert.equal(await overflow(), "visible");
  await person.driver.sendDevToolsCommand("Emulation.setEmulatedMedia", { media: "" });
  await isSized(person);
});

test("the frame's page by itself is a page like any other", async (t) => {
  const person = await meet(t);
  await person.opens(`${path("frame.html")}?instrument=five-ps`);
  await person.seesHeading(pulse.title.en ?? pulse.title);
  const { inside, sized } = await measures(person);
  assert.deepEqual([inside, sized], [false, false]);
});

test("the helper is at most 1 KB, compressed", async () => {
  const size = brotliCompressSync(await served("frame-host.js")).length;
  assert.ok(size <= 1024, `${size} bytes`);
});
