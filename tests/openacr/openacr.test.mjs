// The conformance report, docs/openacr.yaml: accepted by the validator of OpenACR itself, of this
// version, whole, and with evidence that exists.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { build } from "esbuild";
import yaml from "js-yaml";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const theirs = createRequire(import.meta.url);
const published = (path) => theirs.resolve(`@openacr/openacr/${path}`);

const report = yaml.load(read("docs/openacr.yaml"));
const chapters = { A: "success_criteria_level_a", AA: "success_criteria_level_aa" };

/** What WCAG 2.2 asks for beyond 2.1: the published package has the catalogue of 2.1. */
const sinceThen = {
  A: [
    ["3.2.6", "Consistent Help"],
    ["3.3.7", "Redundant Entry"],
  ],
  AA: [
    ["2.4.11", "Focus Not Obscured (Minimum)"],
    ["2.5.7", "Dragging Movements"],
    ["2.5.8", "Target Size (Minimum)"],
    ["3.3.8", "Accessible Authentication (Minimum)"],
  ],
};

/** The catalogue of WCAG 2.2, levels A and AA, in the form of theirs. */
function catalogue() {
  const res = yaml.load(readFileSync(published("catalog/2.4-edition-wcag-2.1-en.yaml"), "utf8"));
  for (const [level, added] of Object.entries(sinceThen)) {
    const { criteria } = res.chapters.find((it) => it.id === chapters[level]);
    const { components } = criteria[0];
    for (const [id, handle] of added) {
      const name = handle.toLowerCase().replace(/[^a-z]+/g, "-");
      criteria.push({ id, handle, alt_id: name.replace(/-$/, ""), components });
    }
  }
  return res;
}

/** Their validator, made of its sources as they are published. */
async function validator() {
  const from = (name) => `export * from ${JSON.stringify(published(`src/${name}.ts`))};`;
  const contents = ["validateOpenACR", "validateOpenACRCatalogValues"].map(from).join("\n");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: new URL(".", root).pathname },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const { validateOpenACR, validateOpenACRCatalogValues } = await validator();

/** What their validator says of `it`: nothing if it accepts it. */
const refused = (it) =>
  [
    validateOpenACR(it, "openacr-0.1.0.json"),
    validateOpenACRCatalogValues(it, catalogue(), "openacr-catalog-0.1.0.json"),
  ]
    .filter((said) => !said.result)
    .map((said) => said.message);

/** Every component of every criterion of `it`, with the criterion's number. */
const components = (it) =>
  Object.values(chapters).flatMap((chapter) =>
    it.chapters[chapter].criteria.flatMap(({ num, components }) =>
      components.map(({ name, adherence }) => ({ num, name, ...adherence })),
    ),
  );

/** The files that `notes` name as evidence, each with a test in it where one is named. */
const evidence = (notes) =>
  [...notes.matchAll(/`([\w./-]+\.\w+)`(?: "([^"]+)")?/g)].map(([, path, title]) => ({ path, title }));

/** Whether `text` holds a test whose name is `title`, or begins with it and is then filled in. */
function holds(text, title) {
  if (text.includes(`fn ${title}(`)) return true;
  return ["test(", "about("].some(
    (call) => text.includes(`${call}"${title}`) || text.includes(`${call}\`${title}`),
  );
}

/** What is missing or said without reason in `it`. */
function gaps(it) {
  const res = [];
  for (const [level, chapter] of Object.entries(chapters)) {
    const wanted = catalogue().chapters.find((one) => one.id === chapter).criteria;
    for (const { id, handle } of wanted) {
      const found = it.chapters[chapter].criteria.filter((one) => one.num === id);
      const web = found[0]?.components?.some((one) => one.name === "web");
      if (found.length !== 1 || !web) res.push(`${id} ${handle} (level ${level}) does not stand there once`);
    }
  }
  for (const { num, name, level, notes } of components(it)) {
    const place = `${num}, ${name}`;
    if (level === "not-evaluated") res.push(`${place} was not looked at`);
    if ((notes ?? "").length < 20) res.push(`${place} has no notes`);
    const named = evidence(notes ?? "");
    if (level !== "not-applicable" && named.length === 0) res.push(`${place} names no evidence`);
    for (const { path, title } of named) {
      if (!existsSync(new URL(path, root))) res.push(`${place}: there is no file ${path}`);
      else if (title && !holds(read(path), title)) res.push(`${place}: ${path} has no test “${title}”`);
    }
  }
  return res;
}

/** `report` with a change made to it. */
function changed(change) {
  const res = structuredClone(report);
  change(res, res.chapters[chapters.A].criteria);
  return res;
}

test("the validator of OpenACR accepts the report", () => {
  assert.deepEqual(refused(report), []);
});

test("the report is of this version, and goes through every criterion of WCAG 2.2 of levels A and AA", () => {
  const [, version] = read("Cargo.toml").match(/^version = "(.*)"$/m);
  assert.equal(
    report.product.version,
    version,
    "docs/openacr.yaml is of another version: go through it again",
  );
  assert.equal(report.catalog, "2.5-edition-wcag-2.2-en");
  assert.deepEqual(gaps(report), []);
  assert.equal(new Set(components(report).map((it) => it.num)).size, 32 + 24);
});

test("the accessibility statement is of the same day, and names the criteria that are not met", () => {
  const day = new Date(`${report.report_date}T00:00:00Z`);
  const unmet = components(report).filter((it) => !["supports", "not-applicable"].includes(it.level));
  for (const language of ["en", "cy"]) {
    const { later, months } = JSON.parse(read(`src/text/${language}.json`));
    const date = `${day.getUTCDate()} ${months[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
    assert.ok(later["accessibility.prepared"].includes(date), `${language}: ${date}`);
    assert.ok(later["accessibility.tested"].includes(date), `${language}: ${date}`);
    const named = later["accessibility.content-1"].match(/\d\.\d\.\d+/g) ?? [];
    assert.deepEqual([...new Set(named)].sort(), [...new Set(unmet.map((it) => it.num))].sort(), language);
  }
  for (const it of ["NVDA", "JAWS", "VoiceOver", "TalkBack"]) assert.ok(report.notes.includes(it), it);
});

test("what is wrong in a report is found", () => {
  const first = (all) => all[0].components[0].adherence;
  const unknown = changed((_, all) => (first(all).level = "splendid"));
  assert.match(refused(unknown).join(), /term 'splendid' in criteria '1\.1\.1' has no definition/);
  assert.match(refused(changed((it) => delete it.author)).join(), /must have required property 'author'/);
  assert.match(refused(changed((it) => (it.license = "none"))).join(), /not a recognized SPDX license/);
  assert.match(refused(changed((_, all) => (all[0].num = "9.9.9"))).join(), /'9\.9\.9' is not included/);

  const found = (change) => gaps(changed(change)).join(" | ");
  assert.match(
    found((_, all) => all.splice(3, 1)),
    /^1\.2\.3 .* does not stand there once$/,
  );
  assert.match(
    found((_, all) => (first(all).notes = "It is just so, believe us.")),
    /names no evidence/,
  );
  assert.match(
    found((_, all) => delete first(all).notes),
    /1\.1\.1, web has no notes/,
  );
  assert.match(
    found((_, all) => (first(all).notes += " `tests/nowhere.rs`")),
    /no file tests\/nowhere\.rs/,
  );
  const title = (_, all) => (first(all).notes += ' `tests/texts.rs` "a_test_that_nobody_wrote"');
  assert.match(found(title), /tests\/texts\.rs has no test “a_test_that_nobody_wrote”/);
});
