// Medians, and what the figures were measured on.

import { cpus, loadavg } from "node:os";

export function median(all) {
  const sorted = [...all].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The machine, as far as it matters and no further. */
export const machine = () => `${cpus().length} cores of ${cpus()[0].model.trim()}`;

/** How many programs want the processor at present. */
export const load = () => loadavg()[0];

/** A row of a table in Markdown. */
export const row = (...cells) => `| ${cells.join(" | ")} |`;

/** A table in Markdown with these rows of cells; the first is the heading. */
export const table = ([heading, ...rows]) =>
  [row(...heading), row(...heading.map(() => "---")), ...rows.map((it) => row(...it))].join("\n");
