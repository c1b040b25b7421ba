// What the builder gives a person to copy: only what differs from the usual, and odd values
// written so that they stay values.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { fromQuery, toQuery, usual } from "../../src/builder/choices.js";
import { defaults } from "../../src/builder/contrast.js";
import {
  elementPolicy,
  elementSnippet,
  escaped,
  fontList,
  framePolicy,
  frameSnippet,
  isOnSite,
  npmLines,
  pixels,
  plainLink,
  resolved,
  styleSheet,
} from "../../src/builder/snippet.js";
import { filled, nearestLanguage } from "../../src/builder/words.js";

const site = {
  root: "https://widgets.example.org/assess/",
  folder: "v0.1.0",
  integrity: (path) => `sha384-${path}`,
};
const words = { link: "Open the assessment", title: "Assessment" };
const choices = (some) => ({ ...usual, ...some });
const element = (some) => elementSnippet(choices(some), site, words);
const frame = (some) => frameSnippet(choices(some), site, words);

/** The elements of a snippet as a browser would read them: name, attributes, text. */
function read(snippet) {
  const unescaped = (text) =>
    text.replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, it) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[it],
    );
  const left = snippet.replace(/<([a-z-]+)((?: [a-z-]+="[^"<>]*")*)>([^<]*)/g, "");
  assert.equal(left.replace(/<\/[a-z-]+>|\s/g, ""), "", "nothing but elements");
  return [...snippet.matchAll(/<([a-z-]+)((?: [a-z-]+="[^"]*")*)>([^<]*)/g)].map(
    ([, name, attributes, text]) => ({
      name,
      text: unescaped(text),
      ...Object.fromEntries(
        [...attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g)].map(([, k, v]) => [k, unescaped(v)]),
      ),
    }),
  );
}

test("without any choice the snippet is a script with its integrity, and an element with a link in it", () => {
  assert.equal(
    element(),
    `<script type="module" src="https://widgets.example.org/assess/v0.1.0/partnership-assessment.js" integrity="sha384-v0.1.0/partnership-assessment.js" crossorigin="anonymous"></script>
<partnership-assessment>
  <a href="https://widgets.example.org/assess/index.html">Open the assessment</a>
</partnership-assessment>
`,
  );
});

test("values that equal the usual ones are left out", () => {
  const same = {
    theme: "light",
    storage: "local",
    instance: "default",
    radius: "10",
    main: {
      accent: defaults.light.accent,
      "on-accent": "#FFF",
      background: "#fff",
      text: defaults.light.text,
    },
    dark: { accent: "#ff0000" },
  };
  assert.equal(element(same), element());
  assert.equal(frame(same), frame());
  assert.equal(styleSheet(choices(same)), "");
  assert.equal(toQuery(choices(), "cy"), "?lang=cy");
});

test("every choice that is not usual is in the snippet", () => {
  const [script, its, link] = read(
    element({
      instrument: "five-ps",
      lang: "cy",
      theme: "dark",
      storage: "session",
      instance: "away-day",
      links: "none",
      radius: "0",
      font: '"Source Sans 3",sans-serif',
      main: { accent: "#FC0" },
    }),
  );
  assert.equal(script.name, "script");
  assert.deepEqual(its, {
    name: "partnership-assessment",
    text: "\n  ",
    instrument: "five-ps",
    lang: "cy",
    theme: "dark",
    storage: "session",
    instance: "away-day",
    links: "none",
    style: '--pa-accent: #ffcc00; --pa-radius: 0px; --pa-font: "Source Sans 3", sans-serif;',
  });
  assert.equal(link.href, "https://widgets.example.org/assess/index.html#pa-instrument=five-ps&lang=cy");
});

test("where a policy forbids style attributes, the colours come as a rule for the style sheet", () => {
  const some = { apart: "yes", instance: "away-day", main: { accent: "#ffcc00" } };
  assert.ok(!element(some).includes("style="));
  assert.ok(!frame(some).includes("style="));
  assert.equal(
    styleSheet(choices(some)),
    'partnership-assessment[instance="away-day"] {\n  --pa-accent: #ffcc00;\n  --pa-on-accent: #06212c;\n}\n',
  );
  assert.ok(!elementPolicy(choices(some), site).includes("style"));
  assert.ok(elementPolicy(choices({ main: some.main }), site).includes("style-src-attr 'unsafe-inline';"));
  assert.ok(!elementPolicy(choices(), site).includes("style"));
});

test("colours of its own for the dark come as a rule that asks for the reader's theme", () => {
  const some = {
    theme: "auto",
    main: { accent: "#005ea5", background: "#fffdf5" },
    dark: { accent: "#5694ca" },
  };
  assert.ok(!element(some).includes("style="));
  assert.equal(
    styleSheet(choices(some)),
    `partnership-assessment {
  --pa-accent: #005ea5;
  --pa-background: #fffdf5;
}
@media (prefers-color-scheme: dark) {
  partnership-assessment {
    --pa-accent: #5694ca;
    --pa-background: #10171b;
  }
}
`,
  );
  const [iframe] = read(frame(some));
  const query = new URL(iframe.src).searchParams;
  assert.equal(query.get("accent"), "005ea5");
  assert.equal(query.get("theme"), null);
});

test("addresses with quotes, brackets and ampersands stay addresses", () => {
  const src = `https://other.example/a"b'c<d>&e=1&quot;?x="><script>alert(1)</script>#y`;
  const full = resolved(src, site.root);
  const [, its] = read(element({ src }));
  assert.equal(its.src, full);
  assert.equal(new URL(its.src).host, "other.example");
  assert.equal(its.instrument, undefined);
  assert.equal(escaped(`<a b="c" d='e'>&amp;`), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
});

test("what is hostile never leaves its attribute, nor its rule", () => {
  const bad = `"><script>alert(1)</script>`;
  const rule = "red;} * {display:none";
  const some = {
    instrument: bad,
    lang: bad,
    instance: bad,
    radius: "1px;x:y",
    font: 'x"; } body { display: none',
    main: { accent: rule, text: "url(https://other.example)" },
    dark: { accent: rule },
  };
  for (const theme of ["light", "auto"]) {
    const [, its] = read(element({ ...some, theme }));
    assert.equal(its.instrument, bad);
    assert.equal(its.lang, bad);
    assert.equal(its.instance, undefined);
    assert.equal(its.style, undefined);
    assert.equal(styleSheet(choices({ ...some, theme, apart: "yes" })), "");
    const [iframe] = read(frame({ ...some, theme }));
    const query = new URL(iframe.src).searchParams;
    assert.deepEqual(
      [...query.keys()].sort(),
      theme === "auto" ? ["instrument", "lang", "theme"] : ["instrument", "lang"],
    );
    assert.ok(!/["<>]/.test(plainLink(choices(some), site)));
  }
});

test("only addresses of servers are taken for a questionnaire of one's own", () => {
  for (const odd of [
    "",
    "  ",
    "javascript:alert(1)",
    "data:text/json,{}",
    "file:///etc/passwd",
    "https://",
    "questions.json",
    "example.org/questions.json",
    "https://a:b@c/",
  ]) {
    assert.equal(resolved(odd, site.root), undefined, odd);
  }
  assert.equal(resolved("/own/questions.json", site.root), "https://widgets.example.org/own/questions.json");
  assert.ok(!element({ src: "javascript:alert(1)" }).includes("javascript:"));
});

test("a frame and a link name a questionnaire only if it lies on their own server", () => {
  const here = choices({ src: "https://widgets.example.org/own/a b&c.json?d=1", lang: "cy" });
  assert.ok(isOnSite(here, site));
  assert.equal(
    plainLink(here, site),
    "https://widgets.example.org/assess/index.html#pa-src=%2Fown%2Fa%2520b%26c.json%3Fd%3D1&lang=cy",
  );
  assert.equal(
    new URL(read(frame(here))[0].src).searchParams.get("src"),
    "https://widgets.example.org/own/a%20b&c.json?d=1",
  );
  const elsewhere = choices({ src: "https://other.example/a.json" });
  assert.ok(!isOnSite(elsewhere, site));
  assert.equal(plainLink(elsewhere, site), "https://widgets.example.org/assess/index.html");
  assert.ok(!frame(elsewhere).includes("other.example"));
  assert.ok(
    elementPolicy(elsewhere, site).includes("connect-src https://widgets.example.org https://other.example;"),
  );
});

test("the frame has a title, what it may use, and the script that makes it as tall as what is in it", () => {
  const [iframe, script] = read(
    frame({ instrument: "five-ps", theme: "dark", main: { accent: "#ffcc00" }, radius: "4" }),
  );
  assert.equal(
    iframe.src,
    "https://widgets.example.org/assess/v0.1.0/frame.html?instrument=five-ps&theme=dark&accent=ffcc00&radius=4px",
  );
  assert.equal(iframe.title, "Assessment");
  assert.equal(iframe.allow, "camera; clipboard-write; fullscreen; web-share");
  assert.equal(iframe.loading, "lazy");
  assert.equal(script.src, "https://widgets.example.org/assess/v0.1.0/frame-host.js");
  assert.equal(script.integrity, "sha384-v0.1.0/frame-host.js");
  assert.equal(script.crossorigin, "anonymous");
  assert.equal(
    framePolicy(choices({ apart: "yes" }), site),
    "frame-src https://widgets.example.org;\nscript-src https://widgets.example.org;\n",
  );
});

test("a link with a language alone is one that the standalone page reads", () => {
  assert.equal(
    plainLink(choices({ lang: "cy" }), site),
    "https://widgets.example.org/assess/index.html#pa-lang=cy",
  );
});

test("fonts and corners are taken only as style sheets know them", () => {
  assert.equal(fontList("Lato , 'Open Sans',  sans-serif"), "Lato, 'Open Sans', sans-serif");
  assert.equal(fontList("Ŵyn"), "Ŵyn");
  for (const odd of ["", "a;b", "url(x)", '"a', "a,,b", "a}b", "var(--x)", "9pt"]) {
    assert.equal(fontList(odd), undefined, odd);
  }
  assert.deepEqual(["0", "40", "41", "-1", "4px", "", "1e1"].map(pixels), [
    0,
    40,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("the npm line installs the folder of this version and imports the package in it", () => {
  assert.equal(npmLines(site), 'npm install ./v0.1.0\nimport "partnership-assessment";\n');
});

test("an address holds all choices, and gives them back", () => {
  const all = {
    ...usual,
    instrument: "five-ps",
    lang: "cy",
    theme: "auto",
    storage: "none",
    instance: "a",
    links: "none",
    radius: "3",
    font: "Lato",
    apart: "yes",
    main: { accent: "#ffcc00", "on-accent": "#000", text: "not yet a colour" },
    dark: { background: "#000000", "field-line": "#999999" },
  };
  assert.deepEqual(fromQuery(toQuery(all, "en")), all);
  const odd =
    "?theme=blue&storage=cloud&links=all&lang=cy&main=x&__proto__=y&constructor=z&toString=z&accent=&dark=1";
  assert.deepEqual(fromQuery(odd), { ...usual, main: {}, dark: {} });
  assert.deepEqual(fromQuery(`?font=${"a".repeat(301)}`), { ...usual, main: {}, dark: {} });
});

test("the builder speaks the nearest language that it knows", () => {
  assert.equal(nearestLanguage(["cy-GB", "en"], ["cy", "en"]), "cy");
  assert.equal(nearestLanguage(["fr", "en-GB"], ["cy", "en"]), "en");
  assert.equal(nearestLanguage(["fr"], ["cy", "en"]), "en");
  assert.equal(filled("{a} and {b}", { a: "x" }), "x and {b}");
});

const source = (name) => readFile(new URL(`../../src/builder/${name}`, import.meta.url), "utf8");

test("every word of the builder is there in both languages, and every one is used", async () => {
  const files = await Promise.all(["en", "cy"].map(async (it) => JSON.parse(await source(`${it}.json`))));
  const [en, cy] = files.map((it) => it.texts);
  assert.deepEqual(Object.keys(cy), Object.keys(en));
  const names = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [key, text] of Object.entries(en)) {
    assert.ok(text && cy[key], key);
    assert.deepEqual(names(cy[key]), names(text), key);
  }
  const sources = (
    await Promise.all(["builder.html", "builder.js", "choices.js", "contrast.js"].map(source))
  ).join("\n");
  // Some are put together: of a field's name, a theme, a colour.
  const made = [/-(hint|problem)$/, /^(finding|on-accent-chosen|mend-theme)-(light|dark)$/];
  for (const key of Object.keys(en)) {
    const parts = made.some((it) => it.test(key)) ? [key, key.replace(/-[a-z]+$/, "")] : [key];
    assert.ok(
      parts.some(
        (it) =>
          sources.includes(`"${it}"`) ||
          new RegExp(`^\\s*${it}:`, "m").test(sources) ||
          sources.includes(`${it}-$`),
      ),
      `${key} is not used`,
    );
  }
  const asked = [...sources.matchAll(/data-(?:say|name)="([\w-]+)"|\bsay\("([\w-]+)"/g)].map(
    ([, a, b]) => a ?? b,
  );
  assert.ok(asked.length > 60);
  for (const key of asked) assert.ok(key in en, key);
});
