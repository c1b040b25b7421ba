// The same journey in every engine: nothing is lost, nothing is complained about, nothing is
// asked of the server once everything is there.

import assert from "node:assert/strict";
import { test } from "node:test";

import { engines, lacks, titles, until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { instruments, languages, names, own, shown } from "./words.mjs";

const tags = { en: "en-GB", cy: "cy" };
const pulse = instruments["five-ps"];
const answers = { fp1: 4, fp2: 5, fp3: "dont-know", fp4: 3, fp5: "not-relevant" };
/** Worked by hand: (3 + 4 + 2) of 3 times 4. */
const score = shown(900, 12);

/** A person at the first screen, in their language, with everything there. */
async function begins(t, { engine, language = "en", ...options }) {
  const person = await meet(t, { engine, language: tags[language] ?? language, ...options });
  person.language = language;
  await person.opens();
  await person.waitsUntilComplete();
  await person.seesHeading("start.heading");
  return person;
}

/** Nothing is wider than the page. */
async function fits(person) {
  for (const width of [320, 1280]) {
    await person.browser.look({ width, height: 800 });
    const [wide, room] = await person.driver.executeScript(
      "return [document.documentElement.scrollWidth, innerWidth]",
    );
    assert.equal(room, width);
    assert.ok(wide <= room, `${wide} pixels wide in ${room}`);
  }
}

/** What was asked for, but for the worker's script: the browser itself asks for that when a page
 *  is opened, at a time of its own. */
const asked = async (person) => ({
  requests: person.server.log.filter((it) => it.url !== "/sw.js").map((it) => `${it.method} ${it.url}`),
  resources: await person.driver.executeScript(
    "return performance.getEntriesByType('resource').map((it) => it.name)",
  ),
});

for (const engine of engines) {
  test(`in ${titles[engine]} the strict policy is in force, and what it forbids would be noticed`, async (t) => {
    const its = await server(t);
    its.offer("/probe.html", `<!doctype html><title>Probe</title><script src="/probe.js"></script>`);
    its.offer(
      "/probe.js",
      `const tries = {
         html: () => (document.createElement("p").innerHTML = "<b>bold</b>"),
         code: () => new Function("return 1")(),
         policy: () => trustedTypes.createPolicy("any", {}),
       };
       window.stopped = Object.keys(tries).filter((it) => {
         try {
           tries[it]();
         } catch {
           return true;
         }
       });
       const style = document.createElement("style");
       style.textContent = ":root { --styled: yes }";
       document.head.append(style);
       fetch("http://127.0.0.1:9/").catch(() => stopped.push("elsewhere"));
       setTimeout(() => { throw new Error("noticed"); });
       Promise.reject(new Error("this as well"));
       console.error("and this");`,
    );
    const person = await meet(t, { engine, at: its });
    await person.opens("/probe.html");
    await until("for the fetch to be stopped", () =>
      person.driver.executeScript("return stopped.includes('elsewhere')"),
    );
    const [stopped, styled] = await person.driver.executeScript(
      "return [stopped, getComputedStyle(document.documentElement).getPropertyValue('--styled')]",
    );
    assert.deepEqual(stopped.sort(), ["code", "elsewhere", "html", "policy"]);
    assert.equal(styled, "");

    const directives = ["connect-src", "style-src-elem", "require-trusted-types-for", "trusted-types"];
    const reports = [];
    await until(
      () => `for the reports, only: ${reports.join(" | ")}`,
      () => {
        reports.push(...its.violations.splice(0));
        return directives.every((directive) => reports.some((it) => it.startsWith(directive)));
      },
    );
    const noticed = [];
    for (const part of [...directives.map((it) => `policy: ${it}`), "noticed", "this as well", "and this"]) {
      await until(
        () => `for “${part}”, only: ${noticed.join(" | ")}`,
        async () => {
          noticed.push(...(await person.browser.troubles()));
          return noticed.some((it) => it.includes(part));
        },
      );
    }
  });

  for (const language of languages) {
    test(`in ${titles[engine]} a person answers in ${names[language]}, reloads in the middle, sees the result and saves it`, async (t) => {
      const person = await begins(t, { engine, language });
      assert.equal(await person.driver.executeScript("return document.documentElement.lang"), language);
      await fits(person);
      await person.chooses(pulse.id);
      await person.presses("prepare.begin");
      await person.seesHeading(own(language, pulse.sections[0].title));
      const { fp4, fp5, ...first } = answers;
      await person.answers(pulse.id, first);
      await person.comments(pulse.id, "fp2", "Half a thought, ŵy 🙂");
      await person.reloads();
      await person.waitsUntilComplete();
      const afresh = await asked(person);
      assert.ok(afresh.resources.length >= 20);

      await person.seesHeading(own(language, pulse.sections[0].title));
      for (const [id, answer] of Object.entries(first)) {
        assert.equal(
          await person.chosen(person.statement(pulse.id, id)),
          person.option(pulse.id, id, answer),
          id,
        );
      }
      assert.equal(await person.look(`return all("textarea")[0]?.value`), "Half a thought, ŵy 🙂");
      await person.sees("progress.overall", { n: 3, total: 5 });
      await person.answers(pulse.id, { fp4, fp5 });
      await fits(person);
      await person.presses("questions.to-check");
      await person.seesHeading("check.heading");
      for (const [id, answer] of Object.entries(answers)) {
        await person.sees(`${person.statement(pulse.id, id)} ${person.option(pulse.id, id, answer)}`);
      }
      await person.presses("check.finish");
      await person.seesHeading("results.heading");
      await person.sees("score.percent", { score });
      await fits(person);

      await person.presses("results.keep");
      await person.seesHeading("keep.heading");
      const json = await person.saves("keep.json");
      const saved = JSON.parse(json.text);
      assert.equal(saved.instrument.id, pulse.id);
      assert.equal(saved.language, language);
      assert.deepEqual(saved.answers, answers);
      assert.deepEqual(saved.notes, { fp2: "Half a thought, ŵy 🙂" });
      assert.ok(json.name.startsWith(person.say("file.response", { instrument: pulse.id, date: "" })));
      assert.ok((await person.saves("keep.wide")).text.startsWith("\ufeff"));

      // The file opens again where nothing is stored any more.
      await person.presses("nav.shelf");
      await person.presses("shelf.delete-all");
      await person.presses("delete-all.yes");
      await person.sees("news.erased");
      assert.deepEqual(await person.stored(), {});
      await person.opensFileFromShelf(json.path);
      await person.seesHeading("results.heading");
      await person.sees("score.percent", { score });
      await person.goesBack();
      await person.seesHeading("shelf.heading");

      assert.deepEqual(await asked(person), afresh);
      assert.deepEqual(await person.driver.manage().getCookies(), []);
      for (const { url, method, cookie, status } of person.server.log) {
        const wanted = { method: url === "/sw.js" ? method : "GET", cookie: undefined, status: 200 };
        assert.deepEqual({ method, cookie, status }, wanted, url);
      }
    });
  }

  test(`in ${titles[engine]} the answers are there after closing the browser`, {
    skip: lacks(engine, "profile"),
  }, async (t) => {
    const person = await begins(t, { engine });
    await person.chooses(pulse.id);
    await person.presses("prepare.begin");
    await person.answers(pulse.id, { fp1: 4, fp2: 5 });
    await person.leaves();

    const { server: at, browser } = person;
    const back = await begins(t, { engine, at, profile: browser.profile });
    await back.sees("entry.answered", { n: 2, total: 5 });
    await back.presses("start.continue");
    await back.seesHeading(own("en", pulse.sections[0].title));
    assert.equal(await back.chosen(back.statement(pulse.id, "fp2")), back.option(pulse.id, "fp2", 5));
  });

  test(`in ${titles[engine]} two windows take over each other's answers`, async (t) => {
    const person = await begins(t, { engine });
    await person.chooses(pulse.id);
    await person.presses("prepare.begin");
    await person.answers(pulse.id, { fp1: 4 });
    const { driver } = person;
    const first = await driver.getWindowHandle();
    await driver.switchTo().newWindow("window");
    await person.opens();
    await person.presses("start.continue");
    await person.answers(pulse.id, { fp2: 5 });
    await driver.switchTo().window(first);
    await until(
      "for the answer of the other window",
      async () =>
        (await person.chosen(person.statement(pulse.id, "fp2"))) === person.option(pulse.id, "fp2", 5),
    );
  });
}
