// The promises of speed, measured: side by side with SurveyJS showing the same questionnaire,
// a form written by hand as the floor, and Papa Parse with plain loops; and what grows.
//
// `make bench` runs it on a built product, prints the tables and writes them to docs/bench.md.
// PARTS=pages,growth,tables chooses some of it, which is then only printed; ROUNDS says how
// often each is measured.

import { writeFile } from "node:fs/promises";

import { openBrowser } from "../e2e/browser.mjs";
import { instruments } from "../e2e/words.mjs";
import { oneStored, pageOf, stored } from "./growth.mjs";
import { opens, pages, throttling } from "./opening.mjs";
import { open, versions } from "./peers.mjs";
import { load, machine, median, table } from "./statistics.mjs";
import { tables } from "./tables.mjs";

const parts = (process.env.PARTS ?? "pages,growth,tables").split(",");
const rounds = Number(process.env.ROUNDS ?? 9);
const clicks = 20;
const second = instruments["six-principles"].sections[1].title.en;

const ms = (number) => `${Math.round(number)} ms`;
const kb = (number) => `${(number / 1024).toFixed(1)} KB`;
const share = (ours, theirs) => (ours / theirs).toFixed(2);

const said = [];
const say = (text) => {
  console.log(`${text}\n`);
  said.push(text);
};

/** Takes turns, so that what else the machine does hits all alike. */
async function inTurn(all, times = rounds) {
  const res = Object.fromEntries(Object.keys(all).map((it) => [it, []]));
  for (let round = 0; round < times; round += 1) {
    for (const [name, measure] of Object.entries(all)) res[name].push(await measure());
  }
  return res;
}

/** What is fetched until the first answer: all of it, and by file. */
const fetched = (visit) => visit.fetched.reduce((sum, it) => sum + it[1], 0);

async function measurePages(server) {
  const visit = (name, more) => () => opens(server, pages[name], { clicks, ...more });
  const all = await inTurn({
    ours: visit("ours"),
    survey: visit("survey"),
    static: visit("static"),
    link: () => opens(server, pages.link),
    embedded: () => opens(server, pages.embedded),
    // By then all of the widget is there.
    later: visit("ours", { section: second }),
  });
  const of = (name, what) => median(all[name].map(what));
  const answered = (name) => of(name, (it) => it.answered);
  const painted = (name) => of(name, (it) => it.painted);
  const clicked = (name) => median(all[name].flatMap((it) => it.clicks));
  const bytes = (name) => of(name, fetched);
  const shown = of("ours", (it) => it.pressed[0]);

  say(`## Side by side`);
  say(
    table([
      ["", "ours", "SurveyJS", "static form", "ratio", "bar", "beyond"],
      [
        "fetched until the first answer",
        kb(bytes("ours")),
        kb(bytes("survey")),
        kb(bytes("static")),
        "",
        "140 KB",
        "110 KB",
      ],
      [
        "first contentful paint",
        ms(painted("ours")),
        ms(painted("survey")),
        ms(painted("static")),
        `${share(painted("ours"), painted("static"))} of static`,
        "1.3",
        "1.1",
      ],
      [
        "first answer taken and stored: the page, its first screen, “Choose”, “Begin”, a radio button",
        ms(answered("ours")),
        ms(answered("survey")),
        ms(answered("static")),
        `${share(answered("ours"), answered("survey"))} of SurveyJS`,
        "0.60",
        "0.40",
      ],
      [
        "the same by a link to the assessment: “Begin”, a radio button",
        ms(answered("link")),
        "",
        "",
        `${share(answered("link"), answered("survey"))} of SurveyJS`,
        "0.60",
        "0.40",
      ],
      [
        "the same in a page with the element: “Begin”, a radio button",
        ms(answered("embedded")),
        "",
        "",
        `${share(answered("embedded"), answered("survey"))} of SurveyJS`,
        "0.60",
        "0.40",
      ],
      [
        "click to paint, on the first section",
        ms(clicked("ours")),
        ms(clicked("survey")),
        ms(clicked("static")),
        `${share(clicked("ours"), clicked("static"))} of static`,
        "1.3",
        "1.1",
      ],
      [
        "click to paint, on the second, when all of the widget is there",
        ms(clicked("later")),
        "",
        "",
        `${share(clicked("later"), clicked("static"))} of static`,
        "1.3",
        "1.1",
      ],
    ]),
  );
  say(
    `Our first screen can be used after ${ms(shown)}: what is pressed there is done as soon as the widget is at work. SurveyJS and the form show the first statement at once, without a screen before it; for ours the time holds those screens as well, with a person who is as quick as a script.`,
  );
  const most = all.ours.find((it) => fetched(it) === bytes("ours")) ?? all.ours[0];
  say(
    table([
      ["fetched until the first answer, by file", "bytes (brotli 11)"],
      ...most.fetched.toSorted((a, b) => b[1] - a[1]).map(([path, size]) => [`\`${path}\``, size]),
    ]),
  );
}

async function measureGrowth(server) {
  const sizes = [40, 200, 500];
  const byItems = Object.fromEntries(sizes.map((it) => [it, pageOf(server, it)]));
  const ofItems = await inTurn(
    Object.fromEntries(sizes.map((it) => [it, () => opens(server, byItems[it], { clicks })])),
  );
  const one = await oneStored(server);
  const counts = [0, 1, 100, 1000];
  const ofStored = await inTurn(
    Object.fromEntries(
      counts.map((it) => [it, () => opens(server, pages.ours, { clicks, stored: stored(one, it) })]),
    ),
  );
  const line = (all) => [
    ms(median(all.map((it) => it.painted))),
    ms(median(all.map((it) => it.pressed[0]))),
    ms(median(all.map((it) => it.answered))),
    ms(median(all.flatMap((it) => it.clicks))),
  ];
  const columns = ["first paint", "first screen usable", "first answer stored", "click to paint"];
  say("## Growth");
  say("An instrument of a page's own, in ten sections:");
  say(table([["statements", ...columns], ...sizes.map((it) => [it, ...line(ofItems[it])])]));
  say("Assessments of 26 answers each, stored on the device before the page opens:");
  say(table([["stored", ...columns], ...counts.map((it) => [it, ...line(ofStored[it])])]));
}

async function measureTables(server) {
  const small = await tables(server, [100, 10_000], rounds);
  const large = await tables(server, [100_000], Math.min(rounds, 3));
  const rows = [...small, ...large];
  say("## From a table to the picture of a workshop");
  say(
    `CSV with 60 statements, read and reported on; Papa Parse ${versions.papaparse} and plain loops that work out the same figures, in the same browser. No throttling.`,
  );
  say(
    table([
      ["responses", "table", "ours", "Papa Parse and loops", "of theirs", "longest pause"],
      ...rows.map((it) => [
        it.responses,
        `${it.megabytes.toFixed(1)} MB`,
        ms(it.ours),
        ms(it.theirs),
        share(it.ours, it.theirs),
        ms(it.longest),
      ]),
    ]),
  );
  const [, middle, most] = rows;
  say(`100,000 responses take ${share(most.ours, middle.ours)} times as long as 10,000 (bar: 10).`);
}

async function browserVersion() {
  const browser = await openBrowser();
  const capabilities = await browser.driver.getCapabilities();
  await browser.close();
  return `Chromium ${capabilities.getBrowserVersion()}`;
}

const server = await open();
const before = load();
const { processor, bitsPerSecond, latency } = throttling;
say("# How fast it is");
say(
  `\`make bench\` makes these figures and writes this page. Measured on ${new Date().toISOString().slice(0, 10)} in ${await browserVersion()} on ${machine()}, while ${before.toFixed(1)} other programs wanted them at the beginning. Medians of ${rounds} visits, taken in turn, each in a new browser.`,
);
say(
  `The browser's processor is ${processor} times slower than the machine's, the line has ${bitsPerSecond / 1e6} Mbit/s and ${latency} ms; files come in brotli at quality 11, and nothing is kept from earlier visits. All pages show the same ${instruments["six-principles"].title.en.toLowerCase()} in English with the same answers, a page for each section, and store every answer at once: ours; SurveyJS ${versions["survey-core"]} (survey-core and survey-js-ui, joined and made small by esbuild); and the first section as a form written by hand. “First answer” is when a click on a radio button of the first statement has been taken and stands in the browser's storage; what is pressed on the way there is pressed in the frame after it was painted. “Click to paint” is from the click to the end of the next frame, ${clicks} clicks a visit.`,
);
try {
  if (parts.includes("pages")) await measurePages(server);
  if (parts.includes("growth")) await measureGrowth(server);
  if (parts.includes("tables")) await measureTables(server);
} finally {
  await server.close();
}
if (parts.length === 3) {
  await writeFile(new URL("../../docs/bench.md", import.meta.url), `${said.join("\n\n")}\n`);
}
process.exit(0);
