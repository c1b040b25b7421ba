// Brings a person, a browser and a server together for one test, and clears up after it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { engines, lacks, openBrowser, titles } from "./browser.mjs";
import { Person } from "./person.mjs";
import { serve } from "./server.mjs";

const closing = new WeakMap();
/** The engine of each test that is run in all of them. */
const engineOf = new WeakMap();

/**
 * `test` for what is the same in each engine: it is run in each, and those who meet in it are at
 * that engine's browser. `needs` are abilities that not every driver has; `among`, the engines
 * that are enough where it takes long.
 */
export function everywhere(name, ...rest) {
  const run = rest.pop();
  const [{ needs = [], among = engines } = {}] = rest;
  for (const engine of engines.filter((it) => among.includes(it))) {
    test(`${name} (${titles[engine]})`, { skip: lacks(engine, ...needs) }, (t) => {
      engineOf.set(t, engine);
      return run(t);
    });
  }
}

/** Has `close` called when the test ends: what was opened last is closed first. */
function closes(t, close) {
  if (!closing.has(t)) {
    const all = [];
    closing.set(t, all);
    t.after(async () => {
      const faults = [];
      for (const it of all.reverse()) await it().catch((fault) => faults.push(fault));
      if (faults.length) throw faults[0];
    });
  }
  closing.get(t).push(close);
}

/** A server for the length of a test. */
export async function server(t) {
  const res = await serve();
  closes(t, () => res.close());
  return res;
}

/**
 * A person at a browser of their own, for the length of a test. When it ends, nothing may
 * have been complained about: no error, no policy violation, no warning, except what
 * `expected` says. Violations count twice over: the browser tells of them, and reports them
 * to the server.
 *
 * `at` is the server to use, `engine` the browser's if not the test's, `profile` the browser profile to come
 * back to, `language` what the browser is set to.
 */
export async function meet(t, { at, expected = [], ...options } = {}) {
  const its = at ?? (await server(t));
  const browser = await openBrowser({ engine: engineOf.get(t), ...options });
  const person = new Person(browser, its);
  closes(t, async () => {
    // A browser that was closed in between leaves its profile to the next.
    if (!browser.isOpen()) return;
    const troubles = await browser.troubles();
    await browser.close();
    troubles.push(...its.violations.splice(0).map((it) => `reported: ${it}`));
    const unexpected = troubles.filter((it) => !expected.some((part) => it.includes(part)));
    assert.deepEqual(unexpected, []);
  });
  return person;
}
