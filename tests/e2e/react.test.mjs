// The element in a React app, under StrictMode, which mounts everything twice.

import assert from "node:assert/strict";
import { test } from "node:test";

import { By } from "selenium-webdriver";

import { engines, titles, until } from "./browser.mjs";
import { hosts } from "./hosts/app.mjs";
import { answers, begins, finishes, pulse, seesTitle } from "./hosts/pulse.mjs";
import { meet, server } from "./meeting.mjs";
import { own } from "./words.mjs";

for (const engine of engines) {
  test(`in ${titles[engine]} a React app shows, hides and moves the element, changes its settings, and hears from it`, async (t) => {
    const its = await server(t);
    const path = await hosts(its, "react");
    const person = await meet(t, { engine, at: its });
    const presses = (id) => person.driver.findElement(By.id(id)).click();
    const holds = (id, text) =>
      until(`for “${text}” in “${id}”`, async () => {
        return (
          (await person.driver.executeScript(
            "return document.getElementById(arguments[0]).textContent",
            id,
          )) === text
        );
      });
    await person.opens(path);
    await holds("known", "null");
    await begins(person);
    await person.answers(pulse.id, { fp1: answers.fp1 });
    await holds("progress", "1 of 5");
    await person.answers(pulse.id, { fp2: answers.fp2 });
    await holds("progress", "2 of 5");

    // React makes a new element in the other place: it has what was answered.
    await presses("move");
    await until("for the other place", () =>
      person.driver.executeScript(
        "return !document.querySelector('#first *') && document.querySelector('#second partnership-assessment')",
      ),
    );
    await seesTitle(person, own("en", pulse.sections[0].title));
    await holds("known", JSON.stringify({ fp1: 4, fp2: 5 }));
    await person.answers(pulse.id, { fp3: answers.fp3 });
    await holds("progress", "3 of 5");

    await presses("theme");
    await until("for the dark", () =>
      person.look("return widget().querySelector('.pa-root').dataset.theme === 'dark'"),
    );
    await presses("lang");
    person.language = "cy";
    await seesTitle(person, own("cy", pulse.sections[0].title));
    assert.equal(
      await person.chosen(person.statement(pulse.id, "fp3")),
      person.option(pulse.id, "fp3", answers.fp3),
    );
    await presses("lang");
    person.language = "en";
    await seesTitle(person, own("en", pulse.sections[0].title));

    for (let i = 0; i < 6; i += 1) await presses("toggle");
    await seesTitle(person, own("en", pulse.sections[0].title));
    const { fp4, fp5 } = answers;
    await finishes(person, { fp4, fp5 });
    await holds("progress", "5 of 5");

    // The one that React listens to by itself.
    await holds("started", "");
    const other = await person.driver.findElement(By.css("#listening partnership-assessment"));
    await person.driver.executeScript("arguments[0].scrollIntoView()", other);
    await until("for the first answer there", () =>
      person.driver.executeScript(
        `const [it, begin] = arguments;
         const buttons = [...it.shadowRoot.querySelectorAll("button")];
         buttons.find((button) => button.textContent === begin)?.click();
         const answer = it.shadowRoot.querySelector("fieldset input[type=radio]");
         answer?.click();
         return Boolean(answer);`,
        other,
        person.say("prepare.begin"),
      ),
    );
    await holds("started", "started");
  });
}
