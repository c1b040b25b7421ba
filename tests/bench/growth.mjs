// What grows and what must not: with the statements of an instrument, and with what is stored.

import { Person } from "../e2e/person.mjs";
import { own } from "../e2e/server.mjs";
import { instruments, itemsOf } from "../e2e/words.mjs";
import { pages, slowBrowser } from "./opening.mjs";

const six = instruments["six-principles"];
const sections = 10;

/** An instrument of so many statements, in ten sections. */
function instrument(items) {
  const points = six.scales.agreement.points.map((it) => ({ ...it, label: it.label.en }));
  return {
    format: "partnership-assessment/instrument",
    version: 1,
    id: `bench-${items}`,
    title: `${items} statements`,
    scales: { agreement: { points, extra: ["dont-know", "not-relevant"] } },
    sections: Array.from({ length: sections }, (_, s) => ({
      id: `section-${s}`,
      title: `Section ${s + 1}`,
      scale: "agreement",
      items: Array.from({ length: items / sections }, (_, i) => ({
        id: s + i === 0 ? "sa1" : `item-${s}-${i}`,
        text: `We look after the part of our partnership that has the number ${s + 1}.${i + 1}.`,
      })),
    })),
  };
}

/** The page of an instrument of so many statements. */
export function pageOf(server, items) {
  server.offer(`/bench-${items}.json`, JSON.stringify(instrument(items)));
  server.offer(
    `/bench-${items}.html`,
    `<!doctype html>
     <html lang="en">
       <head><meta charset="utf-8"><title>Growth</title><script type="module" src="${own("partnership-assessment.js")}"></script></head>
       <body><partnership-assessment src="/bench-${items}.json" links="none"></partnership-assessment></body>
     </html>`,
  );
  return { ...pages.embedded, path: `/bench-${items}.html` };
}

/** What is stored after one assessment with every answer given: by key. */
export async function oneStored(server) {
  const browser = await slowBrowser();
  try {
    const person = new Person(browser, server);
    await person.opens();
    await person.chooses(six.id);
    await person.presses("prepare.begin");
    await person.answersAll(
      six.id,
      Object.fromEntries(itemsOf(six).map((it, i) => [it.item.id, 1 + (i % 5)])),
    );
    return await person.stored();
  } finally {
    await browser.close();
  }
}

/** What is stored where there are `n` such assessments; the last of them was worked on last. */
export function stored(one, n) {
  if (n === 0) return {};
  const record = Object.keys(one).find((it) => it.includes("/record/"));
  const id = record.split("/record/")[1];
  const all = { ...one };
  for (let i = 1; i < n; i += 1) {
    const another = `${i.toString(16).padStart(8, "0")}${id.slice(8)}`;
    all[record.replace(id, another)] = one[record].replaceAll(id, another);
  }
  return all;
}
