// The words that a person reads, from the files that the product serves, and what scores
// should be, worked out here by other means than the product's.

import { readdir, readFile } from "node:fs/promises";

import { served } from "./server.mjs";

const json = async (path) => JSON.parse(await served(path));

const byKey = async (keys, value) =>
  Object.fromEntries(await Promise.all(keys.map(async (it) => [it, await value(it)])));
const index = await json("instruments/index.json");

/** The languages of the product, English first. */
export const languages = index.languages.map((it) => it.language).sort((a, b) => (b === "en") - (a === "en"));
const files = await byKey(languages, (it) => json(`text/${it}.json`));

/** What each language is called in English. */
export const names = Object.fromEntries(
  languages.map((it) => [it, new Intl.DisplayNames("en", { type: "language" }).of(it)]),
);

/** What a language calls itself. */
export const ownName = (language) => files[language].name;

/** The sentences about failures by language, which are in no file that is served by itself. */
const sources = new URL("../../src/text/", import.meta.url);
export const failures = Object.fromEntries(
  await Promise.all(
    (await readdir(sources))
      .filter((it) => it.endsWith(".json"))
      .map(async (it) => {
        const { language, failures } = JSON.parse(await readFile(new URL(it, sources), "utf8"));
        return [language, failures];
      }),
  ),
);

export const builtIn = index.instruments.map((it) => it.id);
export const instruments = Object.fromEntries(
  await Promise.all(builtIn.map(async (id) => [id, await json(`instruments/${id}.json`)])),
);

/** A text of the language files by its key; what is no key stands for itself. */
export function say(language, key, values = {}) {
  const { texts, later } = files[language];
  let text = texts[key] ?? later[key];
  if (text === undefined) return key;
  if (typeof text === "object")
    text = text[new Intl.PluralRules(language).select(Number(values.n))] ?? text.other;
  return text.replaceAll(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The words of an instrument in a language. */
export const own = (language, words) => (typeof words === "object" ? (words[language] ?? words.en) : words);

export const itemsOf = (instrument) =>
  instrument.sections.flatMap((section) => section.items.map((item) => ({ section, item })));

export function statement(language, instrument, id) {
  const found = itemsOf(instrument).find((it) => it.item.id === id);
  return own(language, found.item.text);
}

/** An answer to `id` in words. */
export function option(language, instrument, id, answer) {
  if (typeof answer === "string") return say(language, `answer.${answer}`);
  const { section } = itemsOf(instrument).find((it) => it.item.id === id);
  const point = instrument.scales[section.scale].points.find((it) => it.value === answer);
  return own(language, point.label);
}

/** A number as it is shown: one decimal, half up, and none where it is zero. */
export function shown(numerator, denominator) {
  const tenths = (20n * BigInt(numerator) + BigInt(denominator)) / (2n * BigInt(denominator));
  return tenths % 10n === 0n ? `${tenths / 10n}` : `${tenths / 10n}.${tenths % 10n}`;
}

/** What a section of a `percent` instrument scores, exactly: `[numerator, denominator]`, or
 *  how many answers it lacks. */
export function scored(instrument, section, answers) {
  const values = instrument.scales[section.scale].points.map((it) => it.value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const given = section.items
    .filter((it) => typeof answers[it.id] === "number")
    .map((it) => (it.reversed ? least + most - answers[it.id] : answers[it.id]));
  const share = instrument.scoring?.minimum_answered ?? 0.5;
  const needed = Math.max(1, Math.ceil(section.items.length * share));
  if (given.length < needed) return { lacking: needed - given.length };
  const sum = given.reduce((a, b) => a + b - least, 0);
  return { exact: [100 * sum, given.length * (most - least)] };
}

/** The mean of exact scores, exactly. */
export function mean(scores) {
  const sum = scores.reduce(([a, b], [c, d]) => [a * d + c * b, b * d], [0, 1]);
  return [sum[0], sum[1] * scores.length];
}

/** The words of the band that an exact score falls in. */
export function band(language, bands, [numerator, denominator]) {
  const found = bands.findLast((it) => it.from * denominator <= numerator);
  return own(language, found.label);
}

/** The cells of a table (RFC 4180), row by row. */
export function cells(text) {
  const rows = [];
  const cell = /("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r\n|$)/gy;
  let row = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (!found) throw new Error(`not a table at ${at}: ${text.slice(at, at + 40)}`);
    const [, content, end] = found;
    row.push(content.startsWith('"') ? content.slice(1, -1).replaceAll('""', '"') : content);
    if (end !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
