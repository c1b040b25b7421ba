// What a workshop's report should say, worked out here from the answers alone and by other
// means than the product's: plain floating point numbers over plain lists.

import { itemsOf } from "./words.mjs";

const mean = (all) => all.reduce((sum, it) => sum + it, 0) / all.length;

function sd(all) {
  if (all.length < 2) return null;
  const middle = mean(all);
  return Math.sqrt(all.reduce((sum, it) => sum + (it - middle) ** 2, 0) / (all.length - 1));
}

/** A quantile by linear interpolation between the two nearest values. */
function quantile(all, p) {
  const sorted = [...all].sort((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const low = sorted[Math.floor(place)];
  return low + (place % 1) * ((sorted[Math.floor(place) + 1] ?? low) - low);
}

/** Van der Eijk's agreement, by looking at every triple of every layer. */
export function agreement(counts) {
  const k = counts.length;
  const total = counts.reduce((sum, it) => sum + it, 0);
  const left = [...counts];
  let res = 0;
  while (left.some((it) => it > 0)) {
    const height = Math.min(...left.filter((it) => it > 0));
    const on = left.map((it) => (it > 0 ? 1 : 0));
    let unimodal = 0;
    let bimodal = 0;
    for (let a = 0; a < k; a += 1)
      for (let b = a + 1; b < k; b += 1)
        for (let c = b + 1; c < k; c += 1) {
          const triple = `${on[a]}${on[b]}${on[c]}`;
          if (["110", "011"].includes(triple)) unimodal += 1;
          if (triple === "101") bimodal += 1;
        }
    const triples = unimodal + bimodal;
    const u = triples ? ((k - 2) * unimodal - (k - 1) * bimodal) / ((k - 2) * triples) : 1;
    const points = on.filter(Boolean).length;
    res += ((height * points) / total) * u * (1 - (points - 1) / (k - 1));
    left.forEach((it, i) => {
      left[i] = Math.max(0, it - height);
    });
  }
  return res;
}

/** The score of a section with the method `percent`; `null` if less than half is answered. */
function score(instrument, section, answers) {
  const values = instrument.scales[section.scale].points.map((it) => it.value);
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const given = section.items.filter((it) => typeof answers[it.id] === "number");
  if (given.length === 0 || given.length < section.items.length / 2) return null;
  const counted = given.map((it) => (it.reversed ? min + max - answers[it.id] : answers[it.id]));
  return (100 * counted.reduce((sum, it) => sum + it - min, 0)) / (given.length * (max - min));
}

/** Which sectors are shown, given how many stand behind each, and which the responses show. */
function visible(n, threshold, above) {
  const hidden = n.map((it, i) => it < threshold || above?.[i] === false);
  const sum = n.reduce((res, it, i) => res + (hidden[i] ? it : 0), 0);
  if (sum > 0 && sum < threshold) {
    const rest = n.map((it, i) => [it, -i]).filter((_, i) => !hidden[i]);
    const [smallest] = rest.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    if (smallest) hidden[-smallest[1]] = true;
  }
  return hidden.map((it) => !it);
}

/** The report of `responses`: lists of `{ sector, answers }`. */
export function reportOf(instrument, sectors, responses, threshold) {
  const all = responses.length >= threshold;
  const per = (value) => sectors.map((it) => responses.filter((r) => r.sector === it && value(r) !== null));
  const n = per(() => 1).map((it) => it.length);
  const shown = all ? visible(n, threshold) : n.map(() => false);

  const measure = (value, more) => {
    const values = responses.map(value).filter((it) => it !== null);
    const by = per(value).map((it) => it.map(value));
    const seen = all && values.length >= threshold;
    const parts = visible(
      by.map((it) => it.length),
      threshold,
      shown,
    );
    const list = sectors.map((sector, i) =>
      seen && parts[i] ? { sector, n: by[i].length, mean: mean(by[i]) } : { sector, hidden: true },
    );
    const means = list.filter((it) => !it.hidden).map((it) => it.mean);
    return {
      ...(seen ? {} : { hidden: true }),
      mean: seen ? mean(values) : null,
      sd: seen ? sd(values) : null,
      median: seen ? quantile(values, 0.5) : null,
      q1: seen ? quantile(values, 0.25) : null,
      q3: seen ? quantile(values, 0.75) : null,
      ...more(values, seen),
      sectors: list,
      gap: means.length > 1 ? Math.max(...means) - Math.min(...means) : null,
    };
  };
  const ends = (values, seen) => ({
    n: seen ? values.length : null,
    min: seen ? Math.min(...values) : null,
    max: seen ? Math.max(...values) : null,
    fifths: seen
      ? [0, 1, 2, 3, 4].map(
          (i) => values.filter((it) => it >= 20 * i && (i === 4 || it < 20 * (i + 1))).length,
        )
      : null,
  });
  const items = itemsOf(instrument).map(({ section, item }) => {
    const points = instrument.scales[section.scale].points.map((it) => it.value).sort((a, b) => a - b);
    const given = (r) => r.answers[item.id];
    const count = (answer) => responses.filter((r) => given(r) === answer).length;
    return {
      id: item.id,
      section: section.id,
      ...measure(
        (r) => (typeof given(r) === "number" ? given(r) : null),
        (values, seen) => ({
          n: all ? values.length : null,
          counts: seen ? Object.fromEntries(points.map((it) => [it, count(it)])) : null,
          dont_know: all ? count("dont-know") : null,
          not_relevant: all ? count("not-relevant") : null,
          not_answered: all ? count(undefined) : null,
          agreement: seen ? agreement(points.map(count)) : null,
        }),
      ),
    };
  });
  const sections = instrument.sections.map((section) => ({
    id: section.id,
    ...measure((r) => score(instrument, section, r.answers), ends),
  }));
  const counted = instrument.sections.filter((it) => it.counts_towards_overall !== false);
  const overall = measure((r) => {
    const scores = counted.map((it) => score(instrument, it, r.answers)).filter((it) => it !== null);
    return scores.length ? mean(scores) : null;
  }, ends);
  return {
    threshold,
    responses: responses.length,
    sectors: sectors.map((sector, i) => (shown[i] ? { sector, responses: n[i] } : { sector, hidden: true })),
    items,
    sections,
    overall,
  };
}

/** Where two reports differ by more than rounding, as paths. */
export function differences(found, wanted, path = "report") {
  if (typeof wanted === "number" && typeof found === "number")
    return Math.abs(found - wanted) <= 1e-6 * Math.max(1, Math.abs(wanted))
      ? []
      : [`${path}: ${found}, not ${wanted}`];
  if (wanted && found && typeof wanted === "object" && typeof found === "object") {
    const names = new Set([...Object.keys(wanted), ...Object.keys(found)]);
    return [...names].flatMap((it) => differences(found[it], wanted[it], `${path}.${it}`));
  }
  return Object.is(found, wanted) ? [] : [`${path}: ${found}, not ${wanted}`];
}
