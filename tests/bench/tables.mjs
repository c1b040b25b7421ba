// How long a large table takes from the file to the picture of a workshop, side by side with
// Papa Parse and plain loops that work out the same numbers, in the same browser.
//
// No throttling: both work in one browser, one after the other.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { openBrowser, until } from "../e2e/browser.mjs";
import { Person } from "../e2e/person.mjs";
import { median } from "./statistics.mjs";

const items = 60;
const sections = 6;

const instrument = {
  format: "partnership-assessment/instrument",
  version: 1,
  id: "bench-60",
  title: "Sixty statements",
  scales: {
    s: {
      extra: ["dont-know", "not-relevant"],
      points: [1, 2, 3, 4, 5].map((value) => ({ value, label: `Point ${value}` })),
    },
  },
  sections: Array.from({ length: sections }, (_, s) => ({
    id: `section-${s}`,
    title: `Section ${s}`,
    scale: "s",
    items: Array.from({ length: items / sections }, (_, i) => ({
      id: `i${s}-${i}`,
      text: `Statement ${s}.${i}`,
    })),
  })),
};
const ids = instrument.sections.flatMap((it) => it.items.map((item) => item.id));
const sectors = ["housing", "health", "social-care", "third-sector"];

/** A wide table of `n` responses whose answers follow from a fixed row of numbers. */
function table(n) {
  let state = 7;
  const below = (k) => {
    state = (state * 48271) % 2147483647;
    return state % k;
  };
  const opening = "response_id,instrument,edition,language,started,completed,sector,role,organisation,size";
  const rows = [`${opening},${ids.join(",")}`];
  for (let i = 0; i < n; i += 1) {
    const answers = ids.map(() => {
      const it = below(14);
      return it === 0 ? "dont-know" : it === 1 ? "not-relevant" : it === 2 ? "" : 1 + (it % 5);
    });
    const id = `${i.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
    rows.push(
      `${id},${instrument.id},1,en,2026-01-01T10:00:00Z,2026-01-01T10:09:00Z,${sectors[below(4)]},,,,${answers.join(",")}`,
    );
  }
  return `${rows.join("\r\n")}\r\n`;
}

/** The other way, as a page would have it: parse, then loop. It resolves to milliseconds. */
const plain = `
  const [text, sections, done] = arguments;
  const quantile = (sorted, p) => {
    const at = (sorted.length - 1) * p;
    const low = sorted[Math.floor(at)];
    return low + (at % 1) * ((sorted[Math.floor(at) + 1] ?? low) - low);
  };
  const describe = (values) => {
    values.sort((a, b) => a - b);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1));
    return { n: values.length, mean, sd, q1: quantile(values, 0.25), median: quantile(values, 0.5), q3: quantile(values, 0.75) };
  };
  const agreement = (counts) => {
    const k = counts.length, total = counts.reduce((a, b) => a + b, 0), left = [...counts];
    let res = 0;
    while (left.some((it) => it > 0)) {
      const height = Math.min(...left.filter((it) => it > 0));
      const on = left.map((it) => it > 0);
      let tu = 0, tdu = 0;
      for (let a = 0; a < k; a++) for (let b = a + 1; b < k; b++) for (let c = b + 1; c < k; c++) {
        if (on[b] && on[a] !== on[c]) tu++;
        if (on[a] && !on[b] && on[c]) tdu++;
      }
      const u = tu + tdu ? ((k - 2) * tu - (k - 1) * tdu) / ((k - 2) * (tu + tdu)) : 1;
      const s = on.filter(Boolean).length;
      res += ((height * s) / total) * u * (1 - (s - 1) / (k - 1));
      for (let i = 0; i < k; i++) left[i] -= on[i] ? height : 0;
    }
    return res;
  };
  const file = new File([text], "answers.csv", { type: "text/csv" });
  const begun = performance.now();
  Papa.parse(file, {
    header: true,
    skipEmptyLines: true,
    complete: ({ data }) => {
      const report = { items: {}, sections: {} };
      const groups = new Map();
      for (const row of data) groups.set(row.sector, (groups.get(row.sector) ?? 0) + 1);
      for (const [section, ids] of Object.entries(sections)) {
        for (const id of ids) {
          const counts = [0, 0, 0, 0, 0], values = [], by = {}, others = {};
          for (const row of data) {
            const value = Number(row[id]);
            if (row[id] !== "" && value === value) {
              counts[value - 1]++;
              values.push(value);
              const sector = (by[row.sector] ??= { n: 0, sum: 0 });
              sector.n++;
              sector.sum += value;
            } else others[row[id]] = (others[row[id]] ?? 0) + 1;
          }
          const means = Object.values(by).map((it) => it.sum / it.n);
          report.items[id] = { ...describe(values), counts, others, by, gap: Math.max(...means) - Math.min(...means), agreement: agreement(counts) };
        }
        const scores = [], by = {};
        for (const row of data) {
          let sum = 0, n = 0;
          for (const id of ids) {
            const value = Number(row[id]);
            if (row[id] !== "" && value === value) { sum += value - 1; n++; }
          }
          if (2 * n < ids.length) continue;
          const score = (100 * sum) / (4 * n);
          scores.push(score);
          const sector = (by[row.sector] ??= { n: 0, sum: 0 });
          sector.n++;
          sector.sum += score;
        }
        report.sections[section] = { ...describe(scores), by };
      }
      done([performance.now() - begun, JSON.stringify(report).length, groups.size]);
    },
  });
`;

/** Ours: the file is chosen, its table read, the picture shown. */
const ours = `
  const [text, done] = arguments;
  const root = document.querySelector("partnership-assessment").shadowRoot;
  const button = (label) => [...root.querySelectorAll("button")].find((it) => it.textContent.trim() === label);
  const file = new File([text], "answers.csv", { type: "text/csv" });
  const input = root.querySelector("input[type=file]");
  const files = new DataTransfer();
  files.items.add(file);
  let longest = 0, last = performance.now();
  const beat = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!finished) setTimeout(beat, 0);
  };
  let finished = false;
  const begun = performance.now();
  setTimeout(beat, 0);
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  let pressed = false;
  const watch = new MutationObserver(() => {
    const show = button("Show the picture");
    if (!pressed && root.querySelector(".outcome") && show) {
      pressed = true;
      show.click();
    }
    if (root.querySelector(".picture")) {
      watch.disconnect();
      finished = true;
      const took = performance.now() - begun;
      setTimeout(() => done([took, longest]), 50);
    }
  });
  watch.observe(root, { childList: true, subtree: true });
`;

/** How long both take for each of `sizes`, in medians of `rounds`. */
export async function tables(server, sizes, rounds) {
  const papa = createRequire(import.meta.url).resolve("papaparse/papaparse.min.js");
  server.offer("/papaparse.min.js", await readFile(papa));
  server.offer(
    "/papa.html",
    '<!doctype html><meta charset="utf-8"><script src="/papaparse.min.js"></script>',
  );
  const res = [];
  for (const responses of sizes) {
    const text = table(responses);
    const times = { ours: [], theirs: [], longest: [] };
    for (let round = 0; round < rounds; round += 1) {
      const it = await both(server, text);
      for (const [name, took] of Object.entries(it)) times[name].push(took);
    }
    const megabytes = Buffer.byteLength(text) / 1e6;
    const [ours, theirs, longest] = [times.ours, times.theirs, times.longest].map(median);
    res.push({ responses, megabytes, ours, theirs, longest });
  }
  return res;
}

/** One table, once in each way. */
async function both(server, text) {
  const browser = await openBrowser();
  try {
    await browser.driver.manage().setTimeouts({ script: 300_000 });
    const person = new Person(browser, server);
    await person.opens("/papa.html");
    const groups = Object.fromEntries(instrument.sections.map((it) => [it.id, it.items.map((i) => i.id)]));
    const [theirs] = await browser.driver.executeAsyncScript(plain, text, groups);

    await person.opens();
    await person.waitsForEverything();
    await person.opensFile(await browser.file("instrument.json", JSON.stringify(instrument)));
    await person.sees("news.instrument-opened");
    await person.presses("nav.start");
    await person.presses("start.workshop");
    await until("for the instrument to be offered", () =>
      person.look(
        `const it = widget().querySelector("select");
         return it && [...it.options].some((o) => o.value === "bench-60");`,
      ),
    );
    await person.selects("setup.instrument", instrument.title);
    await person.fills("setup.name", "Bench");
    await person.presses("setup.create");
    await person.presses("step.collect");
    await person.sees("collect.paste-heading");
    const [mine, longest] = await browser.driver.executeAsyncScript(ours, text);
    return { ours: mine, theirs, longest };
  } finally {
    await browser.close();
  }
}
