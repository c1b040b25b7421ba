// A further language, made of the English one for the tests: written from right to left, with
// longer words and six plural forms. It is added as anybody would add one, by files alone, and
// the build's last step lays out the product with it; nothing is compiled anew.

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** Its tag: the one of CLDR for trying out what runs from right to left. */
export const further = "ar-XB";

const latin = "abcdefghijklmnopqrstuvwxyz";
const arabic = "ابجدهوزحطيكلمنسعفصقرشتثخذض";

/** English as if it were written in Arabic letters: vowels are doubled, so that words get
 *  longer, capitals have a mark, and the names of values stay. */
export function furtherWords(english) {
  const letter = (it) => {
    const small = it.toLowerCase();
    const own = arabic[latin.indexOf(small)];
    return (/[aeiou]/.test(small) ? own + own : own) + (it === small ? "" : "\u0651");
  };
  return english.replaceAll(/\{[^}]*\}|[a-z]/gi, (it) => (it.startsWith("{") ? it : letter(it)));
}

/** A text, or the forms of one for all that it counts. */
function translated(text, categories) {
  if (typeof text === "string") return furtherWords(text);
  const form = (it) => [it, `${furtherWords(text[it] ?? text.other)} (${furtherWords(it)})`];
  return Object.fromEntries(categories.map(form));
}

const translatedAll = (texts, categories) =>
  Object.fromEntries(Object.entries(texts).map(([key, it]) => [key, translated(it, categories)]));

/** Every English text in a file of several languages. */
function* english(value) {
  if (typeof value !== "object" || value === null) return;
  if (typeof value.en === "string") yield value.en;
  else for (const it of Object.values(value)) yield* english(it);
}

/** The file of the language, made of the English one and the assessments. */
function languageFile(file, assessments) {
  const plurals = {
    zero: "n = 0",
    one: "n = 1",
    two: "n = 2",
    few: "n % 100 = 3..10",
    many: "n % 100 = 11..99",
  };
  const categories = [...Object.keys(plurals), "other"];
  return {
    ...file,
    language: further,
    name: furtherWords(file.name),
    direction: "rtl",
    decimal: "٫",
    date: "{year}، {day} {month}",
    months: file.months.map(furtherWords),
    plurals,
    texts: { ...translatedAll(file.texts, categories), "page.drafted": furtherWords("Drafted") },
    later: translatedAll(file.later, categories),
    failures: translatedAll(file.failures),
    instruments: translatedAll(
      Object.fromEntries(assessments.flatMap((it) => [...english(it)].map((text) => [text, text]))),
    ),
  };
}

/** Lays out in `folder` what is in `dist`, with the further language; returns where it lies. */
export async function withFurtherLanguage(folder, dist = join(root, "dist")) {
  const source = join(folder, "source");
  const staging = join(folder, "dist");
  await cp(dist, staging, { recursive: true });
  await mkdir(source);
  for (const it of [
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "docs",
    "index.html",
    "styles",
    "tests",
  ])
    await symlink(join(root, it), join(source, it));
  await cp(join(root, "src"), join(source, "src"), { recursive: true });

  const read = async (path) => JSON.parse(await readFile(join(source, "src", path), "utf8"));
  const write = (path, it) => writeFile(join(source, "src", path), JSON.stringify(it, null, 2));
  const names = await readdir(join(source, "src/instrument/catalogue"));
  const assessments = await Promise.all(names.map((it) => read(`instrument/catalogue/${it}`)));
  await write(`text/${further}.json`, languageFile(await read("text/en.json"), assessments));
  const builder = await read("builder/en.json");
  await write(`builder/${further}.json`, {
    ...builder,
    language: further,
    name: furtherWords(builder.name),
    direction: "rtl",
    texts: translatedAll(builder.texts),
  });

  const path = [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);
  await run(
    "cargo",
    ["run", "--quiet", "--no-default-features", "--features", "assemble", "--bin", "assemble"],
    {
      cwd: root,
      env: { ...process.env, PATH: path, TRUNK_SOURCE_DIR: source, TRUNK_STAGING_DIR: staging },
    },
  );
  return staging;
}

/** A folder for the length of this process's tests, and what clears it away. */
export async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), "pa-further-"));
  return [folder, () => rm(folder, { recursive: true, force: true })];
}
