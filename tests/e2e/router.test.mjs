// The element on a site whose router keeps its routes in the fragment of the address.

import assert from "node:assert/strict";
import { test } from "node:test";

import { By } from "selenium-webdriver";

import { engines, lacks, titles, until } from "./browser.mjs";
import { hosts } from "./hosts/app.mjs";
import { begins, finishes, pulse, seesTitle } from "./hosts/pulse.mjs";
import { meet, server } from "./meeting.mjs";
import { own } from "./words.mjs";

const first = own("en", pulse.title);
const questions = own("en", pulse.sections[0].title);

for (const engine of engines) {
  async function starts(t, query = "#/a", options = {}) {
    const its = await server(t);
    const path = await hosts(its, "router");
    const person = await meet(t, { engine, at: its, ...options });
    await person.opens(`${path}${query}`);
    return person;
  }
  const goes = (person, id) => person.driver.findElement(By.id(`to-${id}`)).click();
  const is = (person, hash, where) =>
    until(
      async () =>
        `for ${hash} and ${where}, now ${await person.driver.executeScript("return location.hash + ' ' + document.querySelector('#where').textContent")}`,
      () =>
        person.driver.executeScript(
          "return location.hash === arguments[0] && document.querySelector('#where').textContent === arguments[1]",
          hash,
          where,
        ),
    );

  test(`in ${titles[engine]} Back and Forward go through the steps of the widget and the pages of a hash router in order`, {
    skip: lacks(engine, "back"),
  }, async (t) => {
    const person = await starts(t);
    await goes(person, "b");
    await is(person, "#/b", '/b {"from":"b"}');
    await goes(person, "a");
    await is(person, "#/a", '/a {"from":"a"}');
    await begins(person);
    await is(person, "#/a", '/a {"from":"a"}');
    await finishes(person);
    await is(person, "#/a", '/a {"from":"a"}');
    // What the router keeps in the state of an entry is still there, beside ours.
    const state = await person.driver.executeScript("return history.state");
    assert.deepEqual(state.usr, { from: "a" });
    assert.equal(typeof state.idx, "number");
    assert.ok(state["partnership-assessment"].default.place);

    await goes(person, "b");
    await is(person, "#/b", '/b {"from":"b"}');
    await person.goesBack();
    await is(person, "#/a", '/a {"from":"a"}');
    await seesTitle(person, "results.heading");
    await person.goesBack();
    await seesTitle(person, "check.heading");
    await person.goesBack();
    await seesTitle(person, questions);
    await is(person, "#/a", '/a {"from":"a"}');
    await person.goesForward();
    await seesTitle(person, "check.heading");
    await person.goesBack();
    await person.goesBack();
    await seesTitle(person, first);
    await person.goesBack();
    await is(person, "#/b", '/b {"from":"b"}');
    await person.goesBack();
    await is(person, "#/a", "/a null");
    await person.goesForward();
    await person.goesForward();
    await person.goesForward();
    await is(person, "#/a", '/a {"from":"a"}');
    await seesTitle(person, questions);
  });

  test(`in ${titles[engine]} a link of ours opens where the router shows the widget, and its address is taken away`, async (t) => {
    const person = await starts(t, "#pa-instrument=five-ps&lang=cy");
    // The router knows no such page: it shows the one for all others, without a widget.
    await until("for the page for what is missing", () =>
      person.driver.executeScript("return Boolean(document.querySelector('#missing'))"),
    );
    await goes(person, "a");
    await is(person, "#/a", '/a {"from":"a"}');
    await seesTitle(person, first);
    // On a page with the widget such a link opens at once.
    await person.driver.executeScript("location.hash = '#pa-instrument=five-ps&lang=cy'");
    await until("for the page to be loaded again", () =>
      person.driver.executeScript("return Boolean(document.querySelector('#missing'))"),
    );
  });

  test(`in ${titles[engine]} an element with links="none" leaves the fragment of the address to the router`, async (t) => {
    const person = await starts(t, "?links=none#/a");
    await begins(person);
    await person.driver.executeScript("window.same = true; location.hash = '#pa-instrument=six-principles'");
    await until("for the page for what is missing", () =>
      person.driver.executeScript("return Boolean(document.querySelector('#missing'))"),
    );
    assert.equal(await person.driver.executeScript("return window.same"), true);
    assert.equal(await person.driver.executeScript("return location.hash"), "#pa-instrument=six-principles");
    await person.goesBack();
    await is(person, "#/a", "/a null");
    await seesTitle(person, questions);
  });
}
