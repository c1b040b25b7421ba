// What the builder says of a theme's contrast, against published values and against the style
// sheets of the widget.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import {
  atLightness,
  completed,
  defaults,
  failures,
  findings,
  hex,
  mix,
  mixed,
  nearest,
  onAccent,
  pairs,
  palette,
  parse,
  ratio,
  seen,
} from "../../src/builder/contrast.js";

const sheet = (name) => readFile(new URL(`../../styles/${name}.css`, import.meta.url), "utf8");
const tokens = await sheet("tokens");
const styles = (await Promise.all(["widget", "results", "workshop"].map(sheet))).join("\n");

const between = (one, other) => Math.floor(ratio(parse(one), parse(other)) * 100) / 100;

test("the ratios are those that are published for well-known pairs", () => {
  const published = [
    ["#000000", "#ffffff", 21],
    ["#ffffff", "#ffffff", 1],
    ["#767676", "#ffffff", 4.54],
    ["#777777", "#ffffff", 4.47],
    ["#949494", "#ffffff", 3.03],
    ["#959595", "#ffffff", 2.99],
    ["#595959", "#ffffff", 7],
    ["#ff0000", "#ffffff", 3.99],
    ["#0000ff", "#ffffff", 8.59],
    ["#008000", "#ffffff", 5.13],
    ["#ffff00", "#ffffff", 1.07],
    ["#ff0000", "#000000", 5.25],
  ];
  for (const [one, other, wanted] of published) {
    assert.equal(between(one, other), wanted, `${one} on ${other}`);
    assert.equal(between(other, one), wanted, `${other} on ${one}`);
  }
});

test("colours are read in the ways in which web teams write them, and nothing else is", () => {
  assert.deepEqual(parse("#0e5873"), [14, 88, 115]);
  assert.deepEqual(parse(" 0E5873 "), [14, 88, 115]);
  assert.deepEqual(parse("#fc0"), [255, 204, 0]);
  assert.deepEqual(parse("rgb(14, 88, 115)"), [14, 88, 115]);
  assert.deepEqual(parse("RGB(14 88 115)"), [14, 88, 115]);
  for (const odd of ["", "#12", "#12345", "#1234567", "blue", "rgb(256, 0, 0)", "rgb(1, 2)", "#ggg"]) {
    assert.equal(parse(odd), undefined, odd);
  }
  for (const odd of ["url(x)", "#fff;color:red", "var(--x)", undefined, null]) {
    assert.equal(parse(odd), undefined, String(odd));
  }
  assert.equal(hex([14, 88, 115]), "#0e5873");
});

test("colours are mixed as style sheets mix them", () => {
  assert.deepEqual(mix([0, 0, 0], 25, [255, 255, 255]), [191.25, 191.25, 191.25]);
  assert.deepEqual(mix([255, 0, 0], 50, [0, 0, 255]), [127.5, 0, 127.5]);
});

/** The names here of the widget's own. */
const renamed = { paper: "background", ink: "text", field: "field-line" };
const name = (own) => renamed[own] ?? own;

test("the colours are those of the widget's own style sheet, light and dark", () => {
  const blocks = tokens.split("}");
  const modes = {
    light: [blocks.find((it) => it.includes(".pa-root {"))],
    dark: blocks.filter((it) => it.includes("[data-theme=")),
  };
  assert.equal(modes.dark.length, 2);
  for (const [mode, its] of Object.entries(modes)) {
    for (const block of its) {
      const found = block.matchAll(/--own-([\w-]+): var\(--pa-([\w-]+), (#[\da-f]{6})\);/g);
      const colours = [...found].map(([, own, theirs, value]) => {
        assert.equal(name(own), theirs);
        return [theirs, value];
      });
      assert.deepEqual(Object.fromEntries(colours), defaults[mode]);
      assert.equal(block.split("#").length - 1, colours.length, "every colour of the block has been read");
    }
  }
});

test("every colour that the style sheets mix is known here, and no other is", () => {
  const all = `${tokens}${styles}`;
  const theirs = [...all.matchAll(/color-mix\(in srgb, var\(--own-(\w+)\) (\d+)%, var\(--own-(\w+)\)\)/g)];
  assert.equal(theirs.length, all.split("color-mix(").length - 1);
  const written = theirs.map(([, one, share, other]) => `${name(one)} ${share} ${name(other)}`);
  // The thinnest lines between things are ornaments: nothing depends on seeing them.
  const wanted = new Set(written.filter((it) => it !== "text 22 background"));
  assert.deepEqual(
    Object.values(mixed)
      .map((it) => it.join(" "))
      .sort(),
    [...wanted].sort(),
  );
});

test("every colour that can be set or mixed is held against another", () => {
  const used = new Set(pairs.flatMap((it) => [it.front, it.behind]));
  // "good" only tints a paper and the edge of a message that says the same in words.
  const held = Object.keys(palette("light", {})).filter((it) => it !== "good");
  assert.deepEqual(held.sort(), [...used].sort());
  for (const { front, wanted } of pairs) {
    assert.equal(wanted, front === "focus" || front === "field-line" || wanted === 3 ? 3 : 4.5);
  }
});

test("the widget's own themes pass", () => {
  assert.deepEqual(failures("light", {}), []);
  assert.deepEqual(failures("dark", {}), []);
});

test("a pale accent is reported with the pair, the ratio found and the ratio wanted", () => {
  const [finding, ...others] = findings("light", { accent: "#00b5e2" });
  assert.deepEqual(others, []);
  assert.equal(finding.move, "accent");
  const onPaper = finding.failures.find((it) => it.behind === "background" && it.front === "accent");
  assert.equal(onPaper.wanted, 4.5);
  assert.equal(onPaper.found.toFixed(2), ratio(parse("#00b5e2"), [255, 255, 255]).toFixed(2));
  assert.ok(finding.failures.some((it) => it.front === "focus" && it.wanted === 3));
  assert.equal(finding.mend.property, "accent");
  assert.deepEqual(findings("light", { accent: finding.mend.value }), []);
});

test("a mended colour keeps its hue and moves no further than it must", () => {
  for (const accent of ["#00b5e2", "#ff6319", "#e4007c", "#78be20"]) {
    const [{ mend }] = findings("light", { accent });
    const [before, after] = [seen(parse(accent)), seen(parse(mend.value))];
    const turn = Math.abs(((after.hue - before.hue + 540) % 360) - 180);
    assert.ok(turn < 4, `${accent} to ${mend.value} turns by ${turn}`);
    assert.ok(after.light < before.light);
    const lighter = hex(atLightness(parse(accent), after.light + 0.01));
    assert.notDeepEqual(findings("light", { accent: lighter }), [], `${lighter} would have done`);
  }
});

test("the nearest colour is looked for in both directions, and may not exist", () => {
  const grey = parse("#777777");
  assert.ok(seen(nearest(grey, (it) => ratio(it, [255, 255, 255]) >= 4.5)).light < seen(grey).light);
  assert.ok(seen(nearest(grey, (it) => ratio(it, [0, 0, 0]) >= 5)).light > seen(grey).light);
  assert.equal(
    nearest(grey, () => false),
    undefined,
  );
});

test("text on an accent is chosen so that it contrasts most", () => {
  assert.equal(onAccent("light", { accent: "#0e5873" }), "#ffffff");
  assert.equal(onAccent("light", { accent: "#ffdd00" }), "#06212c");
  assert.equal(onAccent("dark", { accent: "#8bcbe2" }), "#06212c");
  assert.deepEqual(completed("light", { accent: "#ffdd00" })["on-accent"], "#06212c");
  assert.deepEqual(completed("light", { accent: "#ffdd00", "on-accent": "#333333" })["on-accent"], "#333333");
  assert.deepEqual(completed("light", { text: "#000000" }), { text: "#000000" });
});

test("no accent passes on white and on the dark paper at once, so that both are looked at", () => {
  for (const accent of ["#005ea5", "#8bcbe2", "#777777"]) {
    const wrong = ["light", "dark"].flatMap((mode) => findings(mode, { accent }));
    assert.ok(wrong.length > 0, accent);
  }
});

test("a dark background in the light theme leads to the dark theme, and the other way round", () => {
  const dark = { background: "#002244", text: "#ffffff" };
  assert.deepEqual(
    findings("light", dark).map((it) => it.mend),
    [{ theme: "dark" }],
  );
  const light = { background: "#ffffff", text: "#111111" };
  assert.deepEqual(
    findings("dark", light).map((it) => it.mend),
    [{ theme: "light" }],
  );
});

test("what the buttons offer, taken one after the other, ends in a theme that passes, whatever it was", () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const colour = () => hex([random() * 255, random() * 255, random() * 255]);
  for (let i = 0; i < 60; i += 1) {
    const set = { accent: colour() };
    if (i & 1) set.background = colour();
    if (i & 2) set.text = colour();
    if (i & 8) set["on-accent"] = colour();
    const first = JSON.stringify(set);
    let mode = i & 4 ? "dark" : "light";
    for (let step = 0; ; step += 1) {
      const found = findings(mode, set);
      if (found.length === 0) break;
      const mend = found.find((it) => it.mend)?.mend;
      assert.ok(mend && step < 30, `${first} cannot be mended`);
      if (mend.theme) mode = mend.theme;
      else set[mend.property] = mend.value;
    }
    assert.deepEqual(failures(mode, completed(mode, set)), [], first);
  }
});
