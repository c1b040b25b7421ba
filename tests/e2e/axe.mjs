// Looks at the page that is open with axe-core.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds wrong, by all rules but those that go beyond WCAG's level AA, or by
 *  those about colour only. */
export async function faults(person, colours = false) {
  await person.driver.executeScript(`if (!window.axe) { ${axe} }`);
  const { violations, passes } = await person.driver.executeAsyncScript(
    `
    const [colours, done] = arguments;
    const values = axe.getRules()
      .filter((it) => !it.tags.includes("wcag2aaa") && (!colours || it.tags.includes("cat.color")))
      .map((it) => it.ruleId);
    axe.run(document, { runOnly: { type: "rule", values }, resultTypes: ["violations"], preload: false }).then(
      (it) => done({ violations: it.violations, passes: it.passes.length }),
      (error) => done({ violations: [{ id: String(error), nodes: [] }], passes: 1 }));
  `,
    colours,
  );
  assert.ok(passes > (colours ? 0 : 10), "axe-core has looked");
  return violations.map(
    (it) => `${it.id}: ${it.nodes.map((node) => `${node.target} ${node.html.slice(0, 160)}`).join(" | ")}`,
  );
}
