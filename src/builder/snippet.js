// What a person copies: the element, the frame, the plain link, and what a host must allow.

import { completed, defaults, hex, parse } from "./contrast.js";

const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text for HTML, within an element or within an attribute in double quotes. */
export const escaped = (text) => String(text).replace(/[&<>"']/g, (it) => entities[it]);

const attribute = ([name, value]) => ` ${name}="${escaped(value)}"`;

/** An element with attributes, of which those without a value are left out. */
function tag(name, attributes, content = "") {
  const given = Object.entries(attributes).filter(([, value]) => value !== "" && value !== undefined);
  return `<${name}${given.map(attribute).join("")}>${content}</${name}>`;
}

/** The address of a custom instrument's file in full; undefined if it is no address of a
 *  server. One that begins with a slash is on the server of `base`. */
export function resolved(address, base) {
  const text = address.trim();
  if (!/^(https?:\/)?\//i.test(text) || !URL.canParse(text, base)) return undefined;
  const it = new URL(text, base);
  return it.username || it.password ? undefined : it.href;
}

/** A list of fonts' names as style sheets write it; undefined if it is none. */
export function fontList(text) {
  const name = /^\s*("[\p{L}\d ._-]{1,60}"|'[\p{L}\d ._-]{1,60}'|[\p{L}_-][\p{L}\d _-]{0,59})\s*$/u;
  const parts = text.split(",");
  return parts.every((it) => name.test(it)) ? parts.map((it) => it.trim()).join(", ") : undefined;
}

/** A radius in whole pixels from 0 to 40; undefined if it is none. */
export const pixels = (text) => (/^\d{1,2}$/.test(text) && Number(text) <= 40 ? Number(text) : undefined);

/** Whether a name keeps to letters, digits, `.`, `_` and `-`, at most 64 of them. */
export const isName = (text) => /^[\w.-]{1,64}$/.test(text);

/** The modes that a theme has, each with the colours that a page sets for it: an accent holds
 *  in the dark as well, unless that has one of its own. */
export function modes(choices) {
  const known = (set) => Object.fromEntries(Object.entries(set).filter(([, value]) => parse(value)));
  const main = known(choices.main);
  if (choices.theme !== "auto") return [{ mode: choices.theme, part: "main", set: main }];
  const dark = { ...(main.accent && { accent: main.accent }), ...known(choices.dark) };
  return [
    { mode: "light", part: "main", set: main },
    { mode: "dark", part: "dark", set: dark },
  ];
}

/** The colours of a mode that are not what the widget uses anyway, as `#aabbcc`. */
export function colourProperties({ mode, set }) {
  const whole = Object.entries(completed(mode, set)).map(([name, value]) => [name, hex(parse(value))]);
  return Object.fromEntries(whole.filter(([name, value]) => value !== defaults[mode][name]));
}

/** The custom properties to set, without `--pa-`: `always`, and `dark` where the dark needs
 *  others. */
export function properties(choices) {
  const [first, second] = modes(choices).map(colourProperties);
  const radius = pixels(choices.radius);
  const more = {
    ...(radius !== undefined && radius !== 10 && { radius: `${radius}px` }),
    ...(choices.font && fontList(choices.font) && { font: fontList(choices.font) }),
  };
  const dark = {};
  for (const name of Object.keys({ ...first, ...second })) {
    const value = second?.[name] ?? defaults.dark[name];
    if (second && value !== first[name]) dark[name] = value;
  }
  return { always: { ...first, ...more }, dark };
}

const declarations = (set, indent) =>
  Object.entries(set)
    .map(([name, value]) => `${indent}--pa-${name}: ${value};\n`)
    .join("");

/** Whether the colours cannot stand in an attribute: a host forbids it, or the dark has its
 *  own. */
export function isApart(choices) {
  const { always, dark } = properties(choices);
  const any = Object.keys(always).length > 0 || Object.keys(dark).length > 0;
  return any && (choices.apart === "yes" || Object.keys(dark).length > 0);
}

/** The lines for the style sheet of the host, or nothing if there are none. */
export function styleSheet(choices) {
  if (!isApart(choices)) return "";
  const { always, dark } = properties(choices);
  const selector = instance(choices)
    ? `partnership-assessment[instance="${instance(choices)}"]`
    : "partnership-assessment";
  let res = "";
  if (Object.keys(always).length) res += `${selector} {\n${declarations(always, "  ")}}\n`;
  if (Object.keys(dark).length) {
    res += `@media (prefers-color-scheme: dark) {\n  ${selector} {\n${declarations(dark, "    ")}  }\n}\n`;
  }
  return res;
}

/** The name that keeps answers apart, if it is one and not the usual. */
const instance = (choices) =>
  isName(choices.instance) && choices.instance !== "default" ? choices.instance : "";

const unlessUsual = (value, usual) => (value === usual ? "" : value);

/** What says which assessment it is: the address of a file comes before a name. */
function asked(choices, site) {
  const src = choices.src ? resolved(choices.src, site.root) : undefined;
  return { src: src ?? "", instrument: src ? "" : choices.instrument };
}

const own = (site, path) => new URL(`${site.folder}/${path}`, site.root).href;

function script(site, path) {
  const integrity = site.integrity(`${site.folder}/${path}`);
  const attributes = { type: "module", src: own(site, path), integrity, crossorigin: "anonymous" };
  return tag("script", attributes);
}

/**
 * The snippet with the element. `site` says where the widget lies: `root`, the address of the
 * folder that holds the versions, `folder`, the name of this version's, and
 * `integrity(path)`; `words` are "link" and "title" in the language chosen.
 */
export function elementSnippet(choices, site, words) {
  const { instrument, src } = asked(choices, site);
  const { always } = properties(choices);
  const style = isApart(choices) ? "" : declarations(always, " ").replaceAll("\n", "").trim();
  const attributes = {
    instrument,
    src,
    lang: choices.lang,
    theme: unlessUsual(choices.theme, "light"),
    storage: unlessUsual(choices.storage, "local"),
    instance: instance(choices),
    links: choices.links,
    style,
  };
  const link = `\n  ${tag("a", { href: plainLink(choices, site) }, escaped(words.link))}\n`;
  return `${script(site, "partnership-assessment.js")}\n${tag("partnership-assessment", attributes, link)}\n`;
}

/** Whether the frame must stay in the light: its address cannot hold other colours for the
 *  dark. */
export const frameStaysLight = (choices) => Object.keys(properties(choices).dark).length > 0;

/** Whether a frame or a plain link can show the file of a custom instrument: they read only
 *  what lies on the widget's own server. */
export function isOnSite(choices, site) {
  const { src } = asked(choices, site);
  return src === "" || new URL(src).origin === new URL(site.root).origin;
}

/** The address of the page for frames. */
export function frameAddress(choices, site) {
  const { instrument, src } = asked(choices, site);
  const { always } = properties(choices);
  const settings = {
    instrument,
    src: src && isOnSite(choices, site) ? src : "",
    lang: choices.lang,
    theme: unlessUsual(frameStaysLight(choices) ? "light" : choices.theme, "light"),
    storage: unlessUsual(choices.storage, "local"),
    instance: instance(choices),
    links: choices.links,
  };
  const res = new URL(own(site, "frame.html"));
  for (const [name, value] of Object.entries({ ...settings, ...always })) {
    // A "#" would have to be encoded; the frame takes colours without it.
    if (value) res.searchParams.set(name, value.replace(/^#/, ""));
  }
  return res.href;
}

/** The snippet with an iframe, and the script that makes it as tall as what is in it. */
export function frameSnippet(choices, site, words) {
  const attributes = {
    src: frameAddress(choices, site),
    title: words.title,
    width: "100%",
    height: "800",
    allow: "camera; clipboard-write; fullscreen; web-share",
    loading: "lazy",
    style: choices.apart ? "" : "border: 0",
  };
  return `${tag("iframe", attributes)}\n${script(site, "frame-host.js")}\n`;
}

const encoded = (text) =>
  encodeURIComponent(text).replace(/[!'()*~]/g, (it) => `%${it.codePointAt(0).toString(16).toUpperCase()}`);

/** The address of the standalone page with what is chosen in its fragment. */
export function plainLink(choices, site) {
  const { instrument, src } = asked(choices, site);
  const parts = [];
  if (instrument) parts.push(`instrument=${encoded(instrument)}`);
  if (src && isOnSite(choices, site)) {
    const { pathname, search } = new URL(src);
    parts.push(`src=${encoded(pathname + search)}`);
  }
  if (choices.lang) parts.push(`lang=${encoded(choices.lang)}`);
  const page = new URL("index.html", site.root).href;
  return parts.length ? `${page}#pa-${parts.join("&")}` : page;
}

/** What a host's security policy must allow for the element, one directive a line. */
export function elementPolicy(choices, site) {
  const { origin } = new URL(site.root);
  const { src } = asked(choices, site);
  const from = [...new Set([origin, ...(src ? [new URL(src).origin] : [])])].join(" ");
  const styled = !isApart(choices) && Object.keys(properties(choices).always).length > 0;
  return [
    `script-src ${origin} 'wasm-unsafe-eval';`,
    `connect-src ${from};`,
    ...(styled ? ["style-src-attr 'unsafe-inline';"] : []),
    "",
  ].join("\n");
}

/** What a host's security policy must allow for the frame and the script beside it. */
export function framePolicy(choices, site) {
  const { origin } = new URL(site.root);
  const styled = choices.apart ? [] : ["style-src-attr 'unsafe-inline';"];
  return [`frame-src ${origin};`, `script-src ${origin};`, ...styled, ""].join("\n");
}

/** How a site that is built with npm takes the same files. */
export const npmLines = (site) => `npm install ./${site.folder}\nimport "partnership-assessment";\n`;
