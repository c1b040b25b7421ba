// What nobody hopes to see can be used by everyone as well: the card where the widget broke, the
// message where it cannot start, messages about the storage, other tabs and reviews, a file under
// a passphrase; and what is seen in a frame and from a disk.

import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { faults } from "./axe.mjs";
import { broken, card, clicksOnce, noted, traps } from "./broken.mjs";
import { until } from "./browser.mjs";
import { film } from "./film.mjs";
import { illegible, small, sticksOut, untold } from "./looks.mjs";
import { meet, server } from "./meeting.mjs";
import { own as at, dist } from "./server.mjs";
import { answers as answersOfSix, file } from "./tour.mjs";
import { failures, languages, names, own } from "./words.mjs";

/** Looks at what is shown in every way, and finds nothing. */
async function isWhole(person, what) {
  const found = [];
  for (const width of [320, 1280]) {
    for (const dark of [false, true]) {
      await person.browser.look({ width, dark });
      const look = `${what}, ${width} px, ${dark ? "dark" : "light"}`;
      found.push(...(await faults(person, dark)).map((it) => `${look}: ${it}`));
    }
    await person.browser.look({ width });
    for (const [name, by] of Object.entries({ sticksOut, illegible, small }))
      found.push(...(await by(person)).map((it) => `${what}, ${width} px, ${name}: ${it}`));
  }
  await person.browser.look({ width: 1280, forced: true });
  found.push(...(await untold(person)).map((it) => `${what}, forced colours: ${it}`));
  await person.browser.look();
  assert.deepEqual(found, []);
}

/** A page of somebody else's with the widget in it. */
const host = (inside, language) =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>A page of a host</title>
    <meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
    <script type="module" src="${at("partnership-assessment.js")}"></script></head>
    <body><main><h1>A page of a host</h1>${inside}</main></body></html>`;
const element =
  "<partnership-assessment><p>Read about partnership working instead.</p></partnership-assessment>";

const answersSome = async (person) => {
  await person.chooses("five-ps");
  await person.presses("prepare.begin");
  await person.answers("five-ps", { fp1: 4, fp2: 5 });
  await person.waitsUntilReady();
};
const response = (id, changes) =>
  file(id, {
    started: "2025-01-01T10:00:00Z",
    completed: "2025-01-01T10:20:00Z",
    answers: answersOfSix,
    ...changes,
  });

for (const language of languages) {
  const opens = async (t, options) => {
    const person = await meet(t, options);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    return person;
  };

  test(`the card of a broken widget can be used by everyone in ${names[language]}`, async (t) => {
    const expected = [...broken, failures[language].stopped];
    const person = await meet(t, { expected });
    await person.browser.beforeEachPage(noted);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await answersSome(person);
    await traps(person);
    await clicksOnce(person);
    const { buttons } = await card(person);
    assert.deepEqual(buttons, [failures[language]["save-answers"], failures[language].reload]);
    await until("for the focus in the card", async () => (await person.focus()).name === buttons[0]);
    await isWhole(person, "the card");
  });

  test(`the message where the widget cannot start can be used by everyone in ${names[language]}`, async (t) => {
    const its = await server(t);
    const expected = ["partnership-assessment: ", "404", "Failed", "integrity"];
    const person = await meet(t, { at: its, expected });
    its.offer("/host.html", host(element, language), { "content-security-policy": "" });
    await person.opens("/host.html");
    person.language = language;
    const title = own(language, person.instruments["five-ps"].title);
    await person.presses("start.begin-named", { values: { title } });
    await person.presses("prepare.begin");
    await person.answers("five-ps", { fp1: 4 });
    its.misbehave((path) => (path.endsWith(".wasm") ? { status: 404, headers: {}, body: "" } : undefined));
    await person.reloads();
    await until("for the offer", () =>
      person.look("return widget()?.textContent.includes(arguments[0])", failures[language]["still-stored"]),
    );
    await isWhole(person, "the message");
  });

  test(`messages about the storage, other tabs, reviews and files can be used by everyone in ${names[language]}`, async (t) => {
    const person = await opens(t);
    await answersSome(person);
    await person.fillsTheStorage();
    await person.answers("five-ps", { fp3: 5 });
    await person.sees("news.storage-full");
    await isWhole(person, "a full storage");
    await person.driver.executeScript(`localStorage.removeItem("host-page")`);
    await person.answers("five-ps", { fp4: 2 });
    await person.seesNothingOf("news.storage-full");

    const { driver } = person;
    const first = await driver.getWindowHandle();
    await driver.switchTo().newWindow("tab");
    await person.opens();
    await person.presses("start.continue");
    await person.answers("five-ps", { fp5: 1 });
    await driver.switchTo().window(first);
    await person.sees("news.merged");
    await isWhole(person, "another tab's answers");

    const due = response("0b7f9d5e-6a55-4d1e-8a4e-7f6f6f0f0f01", {
      plan: [{ id: "a1", about: null, what: "Ask again", by: "2025-03-01", state: "under-way" }],
      follow_up: { review: "2025-06-01" },
    });
    await person.opensFileFromShelf(await person.browser.file("due.json", due));
    await person.seesHeading("results.heading");
    await person.opens();
    await person.sees("news.review-due", { n: 1 });
    await isWhole(person, "a review that is due");
    await person.presses("news.open-plan");
    await person.seesHeading("plan.heading");
    await person.sees("plan.next-round");
    await isWhole(person, "the plan of a review that is due");

    await person.presses("nav.shelf");
    await person.presses("shelf.protect");
    await person.protects("tair afon yn un dyffryn");
    await person.sees("news.protected");
    await person.presses("nav.shelf");
    await person.actsOn("shelf.open", own(language, person.instruments["five-ps"].title));
    await person.presses("step.keep");
    const sealed = await person.saves("keep.json");
    await person.presses("nav.shelf");
    await person.presses("shelf.delete-all");
    await person.presses("delete-all.yes");
    await person.sees("news.erased");
    await isWhole(person, "everything deleted");
    await person.opensFileFromShelf(sealed.path);
    await person.sees("vault.unlock");
    await person.unlocks("not this one");
    await person.sees("vault.wrong");
    await isWhole(person, "the wrong passphrase of a file");
  });

  test(`the camera, where there is one and where there is none, can be used by everyone in ${names[language]}`, async (t) => {
    const at = await server(t);
    const facilitator = async (options) => {
      const person = await opens(t, { at, ...options });
      await person.setsUp({ name: "Bwrdd crwn", practice: true });
      await person.presses("step.collect");
      await person.presses("collect.camera");
      return person;
    };
    const without = await facilitator();
    await without.sees("news.camera-failed");
    await isWhole(without, "no camera");
    const camera = await without.browser.file("nothing.y4m", film("", 1));
    const person = await facilitator({ camera });
    await person.sees("collect.camera-hint");
    await until("for the picture", () => person.look("return all('video')[0]?.videoWidth"));
    await isWhole(person, "the camera");
    await person.presses("collect.camera-stop");
    await person.seesNothingOf("collect.camera-hint");
  });

  test(`until everything has arrived, in a frame and from the disk, screens can be used by everyone in ${names[language]}`, async (t) => {
    const its = await server(t);
    const release = its.holdBack((path) => /\/(later|full)/.test(path));
    const person = await meet(t, { at: its });
    await person.opens(`/index.html`);
    await person.seesHeading("start.heading");
    await person.presses("start.guide");
    await person.sees("loading.text");
    await isWhole(person, "what is on its way");
    release();
    await person.seesHeading("guide.heading");

    its.offer(
      "/host.html",
      host(
        `<iframe title="Partnership assessment" src="${at("frame.html")}?lang=${language}" width="100%" height="700"></iframe>`,
        language,
      ),
      { "content-security-policy": "" },
    );
    await person.opens("/host.html");
    await person.driver.switchTo().frame(0);
    person.language = language;
    await person.seesHeading("start.heading");
    await isWhole(person, "the page for frames");
    await answersSome(person);
    await isWhole(person, "statements in a frame");
    await person.driver.switchTo().defaultContent();

    const name = "partnership-assessment-offline.html";
    const path = await person.browser.file(name, "");
    await copyFile(`${dist}/${name}`, path);
    await person.browser.leavesPage();
    await person.driver.get(`${pathToFileURL(path).href}#pa-lang=${language}`);
    await until("for the file", () => person.look("return Boolean(widget()?.querySelector('.pa h1'))"));
    if ((await person.look("return widget().querySelector('[lang]').lang")) !== language) {
      person.language = "en";
      await person.switchesTo(language);
    }
    await isWhole(person, "the file for the disk");
    await person.chooses("five-ps");
    await isWhole(person, "what is asked first, from the disk");
  });
}
