// What this page has contacted: the widget's own page about it says what the server says.

import assert from "node:assert/strict";
import { test } from "node:test";

import { until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { own } from "./server.mjs";
import { languages, names, say } from "./words.mjs";

/** Waits for the screen with this heading, whatever its level on the page. */
const seesScreen = (person, key) =>
  until(`for the screen “${person.say(key)}”`, () =>
    person.look(`return all(".title").some((it) => words(it) === arguments[0])`, person.say(key)),
  );

/** Opens the screen. */
async function looks(person) {
  await person.presses("nav.contacted");
  await seesScreen(person, "nav.contacted");
  await person.sees("prepare.answers-heading");
}

/** Each host with its facts by their label, and its addresses as they stand in the page. */
const places = (person) =>
  person.look(`
    return all(".places > li").map((place) => ({
      name: words(place.querySelector("h2, h3, h4")),
      requests: words(place.querySelector(".section-head p")),
      facts: Object.fromEntries([...place.querySelectorAll("dt")].map((it) => {
        const entries = [...it.nextElementSibling.querySelectorAll("li")];
        return [words(it), entries.length ? entries.map(words) : words(it.nextElementSibling)];
      })),
      addresses: [...place.querySelectorAll("li .address")].map((it) => it.textContent),
    }));
  `);

const since = (person) => person.look(`return all(".since").map(words)`);

/** A page of somebody else's with the widget in it, in no particular policy. */
function embeds(at, { attributes = "", more = "" }) {
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Council</title>
    <link rel="icon" href="data:,">
    <script type="module" src="${own("partnership-assessment.js")}"></script></head><body>${more}
    <partnership-assessment ${attributes}></partnership-assessment></body></html>`;
  at.offer("/council.html", page, { "content-security-policy": "frame-ancestors 'self'" });
}

for (const language of languages) {
  test(`on its own page the list names every file that the server gave and nothing else, in ${names[language]}`, async (t) => {
    const person = await meet(t);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    await seesScreen(person, "start.heading");
    await person.waitsForEverything();
    await looks(person);

    const { origin, log } = person.server;
    const host = new URL(origin).host;
    const found = await places(person);
    assert.deepEqual(
      found.map((it) => it.name),
      [host],
    );
    const [{ requests, facts, addresses }] = found;
    const given = new Set(log.map((it) => origin + it.url).filter((it) => it !== `${origin}/sw.js`));
    // The worker's copy alone has the first texts of a language that nobody has asked for.
    const unasked = languages.filter((it) => !["en", language].includes(it));
    const others = unasked.map((it) => origin + own(`text/${it}.start.json`));
    assert.deepEqual([...addresses, ...others].sort(), [...given].sort());
    assert.ok(addresses.length >= 20);
    const sum = (label) =>
      facts[person.say(label)].map((it) => Number(/\d+$/.exec(it)[0])).reduce((a, b) => a + b);
    const n = sum("contacts.kinds");
    assert.equal(sum("contacts.owners"), n);
    assert.equal(requests, person.say("contacts.requests", { n }));
    assert.ok(facts[person.say("contacts.kinds")].includes(`${person.say("contacts.kind-program")} 2`));
    // The page itself lies beside the folder of the widget's files.
    assert.ok(facts[person.say("contacts.owners")].includes(`${person.say("contacts.of-page")} 1`));
    assert.equal((await since(person)).at(-1), person.say("contacts.since-none"));
    for (const key of ["contacts.kept", "contacts.sends-nothing", "contacts.page", "contacts.limits-own"]) {
      await person.sees(key);
    }
    await person.sees(`${origin}/`);
    await person.seesNothingOf("contacts.limits-host");
    await person.seesNothingOf("contacts.full");
    await person.seesNothingOf("contacts.lacks-own");

    // What the worker fetched is on no record of the page, and is told beside it.
    await person.sees("contacts.copy");
    const copied = await person.look(
      `return [...widget().querySelectorAll(".copied .address")].map((it) => it.textContent)`,
    );
    assert.deepEqual(new Set(copied), new Set([...given, `${origin}/sw.js`]));

    // The words on privacy and this page lead to each other.
    await person.presses("nav.privacy");
    await seesScreen(person, "privacy.heading");
    await person.goesBack();
    await seesScreen(person, "nav.contacted");

    // Whatever the page asks for from now on shows when the record is read again.
    await person.driver.executeScript(`return fetch("/index.html?visit=12#part").then((it) => it.text())`);
    await person.presses("contacts.again");
    await person.sees("contacts.since", { n: 1 });
    const [{ addresses: more }] = await places(person);
    assert.deepEqual(
      more.filter((it) => !addresses.includes(it)),
      [`${origin}/index.html?visit=12`],
    );
  });
}

for (const language of languages) {
  test(`a host that the page around the widget has contacted is named, in ${names[language]}`, async (t) => {
    const at = await server(t);
    const elsewhere = await server(t);
    const person = await meet(t, { at });
    person.language = language;
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>`;
    elsewhere.offer("/drawing.svg", drawing, { "content-type": "image/svg+xml" });
    const picture = `${elsewhere.origin}/drawing.svg?site=12&page=${"x".repeat(300)}`;
    embeds(at, {
      attributes: `lang="${language}" storage="none"`,
      more: `<img src="${picture.replaceAll("&", "&amp;")}" alt="" width="16">`,
    });
    await person.opens("/council.html?from=newsletter");
    await seesScreen(person, "start.heading");
    await person.waitsForEverything();
    await looks(person);

    const [first, second, ...others] = await places(person);
    assert.deepEqual(others, []);
    assert.equal(first.name, new URL(at.origin).host);
    assert.equal(second.name, new URL(elsewhere.origin).host);
    assert.deepEqual(second.addresses, [picture]);
    assert.deepEqual(second.facts[person.say("contacts.kinds")], [
      `${person.say("contacts.kind-picture")} 1`,
    ]);
    assert.deepEqual(second.facts[person.say("contacts.owners")], [
      `${person.say("contacts.of-host-page")} 1`,
    ]);
    await person.sees("contacts.host-page");
    await person.sees(`${at.origin}/council.html?from=newsletter`);
    for (const key of ["contacts.kept-nowhere", "contacts.limits-host", "contacts.limits-apart"]) {
      await person.sees(key);
    }
    await person.seesNothingOf("contacts.limits-own");
    await person.seesNothingOf("contacts.kept");

    // The page goes on counting visits while the widget is at work.
    await person.driver.executeScript(
      `
      return new Promise((done) => {
        const it = new Image();
        it.onload = () => done();
        it.src = arguments[0];
      });
    `,
      `${picture}&again`,
    );
    await person.presses("contacts.again");
    await person.sees("contacts.since", { n: 1 });
    await person.sees("contacts.since-page");
  });
}

test("a record of thousands is shown at once, a full one and a missing one are said to be so", async (t) => {
  const person = await meet(t);
  await person.opens();
  await seesScreen(person, "start.heading");
  await person.waitsForEverything();
  await looks(person);
  await person.seesNothingOf("contacts.full");
  await person.driver.executeScript(`
    const read = performance.getEntriesByType.bind(performance);
    const many = Array.from({ length: 5000 }, (_, i) => ({
      name: "https://h" + (i % 3) + ".example/hit?" + "x".repeat(200) + i,
      initiatorType: "beacon",
      startTime: 1e6 + i,
      responseEnd: 1e6 + i,
    }));
    performance.getEntriesByType = (type) => (type === "resource" ? [...read(type), ...many] : read(type));
  `);
  const took = await person.look(
    `
    const button = one(all("button"), arguments[0]);
    const begun = performance.now();
    button.click();
    return new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun))));
  `,
    say("en", "contacts.again"),
  );
  await person.sees("contacts.full");
  await person.sees("contacts.since", { n: 5000 });
  const found = await places(person);
  assert.deepEqual(
    found.map((it) => it.name),
    [new URL(person.server.origin).host, "h0.example", "h1.example", "h2.example"],
  );
  assert.equal(found.slice(1).flatMap((it) => it.addresses).length, 5000);
  t.diagnostic(`${Math.round(took)} ms`);
  assert.ok(took < 5000, `${took} ms`);

  await person.driver.executeScript("performance.getEntriesByType = undefined");
  await person.presses("contacts.again");
  await person.sees("contacts.unavailable");
  await until("for the list to go", async () => (await places(person)).length === 0);
});
