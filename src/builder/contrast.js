// Which colours the widget makes of a theme, how much they contrast, and the nearest colour
// that contrasts enough. What a theme means stands in styles/tokens.css.

/** What the widget uses where a page sets nothing, by the names of its custom properties. */
export const defaults = {
  light: {
    accent: "#0e5873",
    "on-accent": "#ffffff",
    background: "#ffffff",
    text: "#16222a",
    quiet: "#475762",
    "field-line": "#6d7e89",
    trouble: "#8c2a17",
    burden: "#6d3b73",
    good: "#1d5c4c",
  },
  dark: {
    accent: "#8bcbe2",
    "on-accent": "#06212c",
    background: "#10171b",
    text: "#e9f0f3",
    quiet: "#b3c1c9",
    "field-line": "#8a9ba6",
    trouble: "#ffb4a2",
    burden: "#d3a8dc",
    good: "#9adcc8",
  },
};

/** What the widget mixes: a share, in percent, of one colour with the rest of another. */
export const mixed = {
  surface: ["text", 5, "background"],
  chosen: ["accent", 12, "background"],
  track: ["text", 14, "background"],
  "good-paper": ["good", 9, "background"],
  "trouble-paper": ["trouble", 8, "background"],
  hover: ["accent", 86, "text"],
  quartiles: ["accent", 26, "background"],
  "quartiles-less": ["burden", 26, "background"],
  "answer-middle": ["text", 16, "background"],
  "answer-high": ["accent", 22, "background"],
  "answer-higher": ["accent", 45, "background"],
  "answer-low": ["burden", 22, "background"],
  "answer-lower": ["burden", 45, "background"],
};

const TEXT = 4.5;
const SHAPE = 3;

/** Every pair that the widget makes: what stands in front, what is behind it, the ratio that
 *  WCAG 2.2 AA asks for, and what to move if they are too close. */
export const pairs = [
  ...["background", "surface", "chosen", "good-paper", "trouble-paper"].map((it) => [
    "text",
    it,
    TEXT,
    "text",
  ]),
  ...["track", "answer-middle"].map((it) => ["text", it, TEXT, "text"]),
  ...["answer-high", "answer-higher", "answer-low", "answer-lower"].map((it) => ["text", it, TEXT, "text"]),
  ...["background", "surface", "chosen"].map((it) => ["quiet", it, TEXT, "quiet"]),
  ...["background", "surface", "chosen"].map((it) => ["accent", it, TEXT, "accent"]),
  ...["good-paper", "trouble-paper"].map((it) => ["accent", it, TEXT, "accent"]),
  ["accent", "track", SHAPE, "accent"],
  ["accent", "quartiles", SHAPE, "accent"],
  ["on-accent", "accent", TEXT, "on-accent"],
  ["on-accent", "hover", TEXT, "on-accent"],
  ...["background", "surface", "trouble-paper"].map((it) => ["trouble", it, TEXT, "trouble"]),
  ["background", "burden", TEXT, "burden"],
  ["burden", "track", SHAPE, "burden"],
  ["burden", "quartiles-less", SHAPE, "burden"],
  ...["background", "surface"].map((it) => ["field-line", it, SHAPE, "field-line"]),
  ...["background", "surface"].map((it) => ["focus", it, SHAPE, "accent"]),
].map(([front, behind, wanted, move]) => ({ front, behind, wanted, move }));

/** What else may be moved where the first has no colour that passes. */
const instead = {
  "on-accent": ["accent", "background"],
  text: ["accent", "burden", "background"],
};

/** A colour as three numbers from 0 to 255, of `#abc`, `#aabbcc` (with or without `#`) or
 *  `rgb(1, 2, 3)`; undefined if it is none of these. */
export function parse(text) {
  const it = String(text).trim().toLowerCase();
  const digits = /^#?([\da-f]{3}|[\da-f]{6})$/.exec(it)?.[1];
  if (digits) {
    const pairs = digits.length === 3 ? [...digits].map((one) => one + one) : digits.match(/../g);
    return pairs.map((pair) => Number.parseInt(pair, 16));
  }
  const numbers = /^rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)$/.exec(it)?.slice(1).map(Number);
  return numbers?.every((one) => one <= 255) ? numbers : undefined;
}

/** A colour as `#aabbcc`. */
export const hex = (colour) =>
  `#${colour.map((it) => Math.round(it).toString(16).padStart(2, "0")).join("")}`;

const linear = (it) => (it / 255 <= 0.04045 ? it / 255 / 12.92 : ((it / 255 + 0.055) / 1.055) ** 2.4);
const curved = (it) => 255 * (it <= 0.0031308 ? it * 12.92 : 1.055 * it ** (1 / 2.4) - 0.055);

/** The relative luminance of a colour, from 0 (black) to 1 (white). */
export function luminance(colour) {
  const [red, green, blue] = colour.map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast ratio of two colours, from 1 to 21. */
export const ratio = (one, other) => between(luminance(one), luminance(other));

const between = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);

/** `color-mix(in srgb, one share%, other)`. */
export const mix = (one, share, other) => one.map((it, i) => (it * share + other[i] * (100 - share)) / 100);

/** Every colour that the widget makes in a `mode`, "light" or "dark", of what a page sets:
 *  colours as `parse` gives or takes them, by the names of the custom properties. */
export function palette(mode, set) {
  const res = {};
  for (const [name, colour] of Object.entries({ ...defaults[mode], ...set })) {
    res[name] = Array.isArray(colour) ? colour : parse(colour);
  }
  for (const [name, [one, share, other]] of Object.entries(mixed))
    res[name] = mix(res[one], share, res[other]);
  res.focus = res.accent;
  return res;
}

/** The pairs that contrast too little, each with the ratio `found`. */
export function failures(mode, set) {
  const lights = {};
  for (const [name, colour] of Object.entries(palette(mode, set))) lights[name] = luminance(colour);
  return pairs
    .map((it) => ({ ...it, found: between(lights[it.front], lights[it.behind]) }))
    .filter((it) => it.found < it.wanted);
}

/** The colour for text on an accent: white or near black, whichever contrasts more on it and
 *  on what it becomes under the pointer. */
export function onAccent(mode, set) {
  const least = (candidate) => {
    const colours = palette(mode, { ...set, "on-accent": candidate });
    const behind = [colours.accent, colours.hover];
    return Math.min(...behind.map((it) => ratio(colours["on-accent"], it)));
  };
  if (least("#ffffff") >= least("#000000")) return "#ffffff";
  const ours = defaults.dark["on-accent"];
  return least(ours) >= TEXT ? ours : "#000000";
}

/** What a page sets, with the text on its accent chosen where it sets only the accent. */
export function completed(mode, set) {
  return set.accent && !set["on-accent"] ? { ...set, "on-accent": onAccent(mode, set) } : { ...set };
}

// OKLab: lightness as it is seen. Constants by Björn Ottosson, who put them in the public
// domain.

function toLab(colour) {
  const [red, green, blue] = colour.map(linear);
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

function fromLab([light, a, b]) {
  const long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    curved(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    curved(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    curved(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/** Lightness from 0 to 1, colourfulness, and hue in degrees from 0 to 360, as they are seen. */
export function seen(colour) {
  const [light, a, b] = toLab(colour);
  const hue = (Math.atan2(b, a) * 180) / Math.PI;
  return { light, chroma: Math.hypot(a, b), hue: (hue + 360) % 360 };
}

/** The colour of the same hue at another lightness, as colourful as a screen can show it. */
export function atLightness(colour, light) {
  const [, a, b] = toLab(colour);
  const shown = (it) => it.every((part) => part > -0.5 && part < 255.5);
  const at = (share) => fromLab([light, a * share, b * share]);
  let share = 1;
  if (!shown(at(1))) {
    let [low, high] = [0, 1];
    for (let i = 0; i < 20; i += 1) {
      share = (low + high) / 2;
      if (shown(at(share))) low = share;
      else high = share;
    }
    share = low;
  }
  return at(share).map((it) => Math.min(255, Math.max(0, Math.round(it))));
}

const STEPS = 400;

/** Colours of the same hue as `colour`, from the nearest lightness to the farthest. */
function* neighbours(colour) {
  const { light } = seen(colour);
  for (let i = 1; i <= STEPS; i += 1) {
    for (const to of [light - i / STEPS, light + i / STEPS]) {
      if (to > -1 / STEPS && to < 1 + 1 / STEPS) yield atLightness(colour, Math.min(1, Math.max(0, to)));
    }
  }
}

/** The colour of the same hue nearest in lightness that `passes`; undefined if none does. */
export function nearest(colour, passes) {
  for (const candidate of neighbours(colour)) if (passes(candidate)) return candidate;
  return undefined;
}

/**
 * What is wrong with a theme in a `mode`, by what would mend it: the colour to `move` with the
 * `failures` that it would end, and the `mend`: `{property, value}`, or `{theme}` where the
 * colours are those of the other theme, or undefined where there is none.
 */
export function findings(mode, set) {
  const whole = completed(mode, set);
  const wrong = failures(mode, whole);
  if (wrong.length === 0) return [];
  const colours = palette(mode, whole);
  const isDark = luminance(colours.background) < luminance(colours.text);
  if (isDark !== (mode === "dark")) {
    return [{ move: "theme", failures: wrong, mend: { theme: isDark ? "dark" : "light" } }];
  }
  const moves = [...new Set(wrong.map((it) => it.move))];
  return moves.map((move) => {
    const own = wrong.filter((it) => it.move === move);
    return { move, failures: own, mend: mending(mode, set, move, wrong.length) };
  });
}

function mending(mode, set, move, before) {
  const colours = palette(mode, completed(mode, set));
  // Where nothing solves all, what leaves the fewest.
  let best;
  for (const property of [move, ...(instead[move] ?? ["background"])]) {
    const solves = (candidate) => {
      const after = failures(mode, completed(mode, { ...set, [property]: candidate }));
      if (after.length < (best?.left ?? before)) {
        best = { mend: { property, value: hex(candidate) }, left: after.length };
      }
      return after.every((it) => it.move !== move) && (property === move || after.length < before);
    };
    const found = nearest(colours[property], solves);
    if (found) return { property, value: hex(found) };
  }
  return best?.mend;
}
