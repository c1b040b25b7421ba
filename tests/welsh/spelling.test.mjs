// The Welsh of the interface, of the assessments and of the documents is spelt as a dictionary
// has it, or as tests/welsh/words.txt keeps it with its kind.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import dictionary from "dictionary-cy";
import nspell from "nspell";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const spelling = nspell(dictionary);
const kept = read("tests/welsh/words.txt")
  .split("\n")
  .filter((it) => it && !it.startsWith("#"));
const isKept = new Set(kept);

/** Every text in a value, with where it stands. */
function* texts(value, place) {
  if (typeof value === "string") yield [place, value];
  else for (const [key, it] of Object.entries(value ?? {})) yield* texts(it, `${place}.${key}`);
}

/** The Welsh in a file of several languages. */
function* welsh(value, place) {
  if (typeof value !== "object" || value === null) return;
  for (const [key, it] of Object.entries(value)) yield* (key === "cy" ? texts : welsh)(it, `${place}.${key}`);
}

function* all() {
  const { language, texts: first, later, failures } = JSON.parse(read("src/text/cy.json"));
  assert.equal(language, "cy");
  yield* texts({ first, later, failures }, "cy.json");
  yield* texts(JSON.parse(read("src/builder/cy.json")).texts, "builder/cy.json");
  // What is set as code, and addresses, are no words.
  const readme = read("README.cy.md").replace(/```[\s\S]*?```|`[^`]*`|(?:\[[\w/.-]+)?\]\([^)]*\)/g, " ");
  yield* texts(readme.split("\n"), "README.cy.md");
  for (const name of readdirSync(new URL("src/instrument/catalogue/", root))) {
    yield* welsh(JSON.parse(read(`src/instrument/catalogue/${name}`)), name);
  }
}

const word = /[\p{L}\p{M}][\p{L}\p{M}'-]*/gu;
/** The words of a text, without what is filled in and without addresses. */
const words = (text) =>
  (
    text
      .replace(/\{[^}]*\}|https?:\S+/g, " ")
      .replaceAll("’", "'")
      .match(word) ?? []
  ).map((it) => it.replace(/['-]+$/, ""));

/** Whether `it` is spelt right: as a whole, in its parts, or before what is joined to it. */
const isRight = (it) =>
  it.length < 2 ||
  [it, it.toLowerCase()].some((form) => isKept.has(form) || spelling.correct(form)) ||
  (it.includes("-") && it.split("-").every(isRight)) ||
  (/'(i|u|r|n|ch|m|th|w)$/i.test(it) && isRight(it.slice(0, it.lastIndexOf("'"))));

test("every Welsh word is in the dictionary or kept", () => {
  let n = 0;
  const wrong = [];
  for (const [place, text] of all()) {
    for (const it of words(text)) {
      n += 1;
      if (!isRight(it)) wrong.push(`${place}: ${it}`);
    }
  }
  assert.ok(n > 15_000, `${n} words`);
  assert.deepEqual(wrong, []);
});

test("no word is kept that is not used or that the dictionary has", () => {
  const used = new Set([...all()].flatMap(([, text]) => words(text).flatMap((it) => [it, it.toLowerCase()])));
  const parts = new Set([...used].flatMap((it) => it.split("-")));
  const needless = kept.filter((it) => spelling.correct(it) || !(used.has(it) || parts.has(it)));
  assert.deepEqual(needless, []);
});

test("a word that is spelt wrong is found", () => {
  for (const it of ["partneriath", "gofla", "tai-iechydd", "cydweithoi'n"]) assert.ok(!isRight(it), it);
});
