// The page where a person makes the lines for their own site. Nothing is sent or stored: the
// choices stand in the page's address.

import { colours, fromQuery, mended, toQuery, usual } from "./choices.js";
import { completed, defaults, findings, hex, palette, parse } from "./contrast.js";
import {
  colourProperties,
  elementPolicy,
  elementSnippet,
  fontList,
  framePolicy,
  frameSnippet,
  frameStaysLight,
  isName,
  isOnSite,
  modes,
  npmLines,
  pixels,
  plainLink,
  properties,
  resolved,
  styleSheet,
} from "./snippet.js";
import { fetchJson, fetchWords, filled, nearestLanguage } from "./words.js";

const root = new URL("../", import.meta.url);
const byId = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];

const choices = fromQuery(location.search);
let manifest;
let words;
let index;
let language;

const say = (key, values) => filled(words.get(language).texts[key], values);

/** A new element with text or children in it. */
function make(name, attributes = {}, ...children) {
  const it = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) it.setAttribute(attribute, value);
  it.append(...children);
  return it;
}

const announce = (text) => (byId("status").textContent = text);

/** Calls `act` once the last call is `pause` milliseconds ago. */
function afterwards(pause, act) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, pause);
  };
}

// Fields of colours

const parts = ["main", "dark"];

function makeColourFields() {
  for (const part of parts) {
    for (const colour of [...colours, ...mended]) {
      const id = `${part}-${colour}`;
      const hint = colours.includes(colour)
        ? [make("p", { class: "hint", id: `${id}-hint`, "data-say": `${colour}-hint` })]
        : [];
      const described = `${hint.length ? `${id}-hint ` : ""}${id}-problem`;
      const field = make(
        "div",
        { class: "field", id: `${id}-field` },
        make("label", { for: id, "data-say": colour }),
        ...hint,
        make(
          "div",
          { class: "colour" },
          make("input", {
            id,
            type: "text",
            maxlength: 24,
            spellcheck: "false",
            "aria-describedby": described,
          }),
          make("input", { id: `${id}-picker`, type: "color" }),
        ),
        make("p", { class: "problem", "aria-live": "polite", id: `${id}-problem` }),
      );
      byId(`colours-${part}`).append(field);
      byId(id).addEventListener("input", ({ target }) => {
        choices[part][colour] = target.value.trim();
        refresh();
      });
      byId(`${id}-picker`).addEventListener("input", ({ target }) => {
        choices[part][colour] = target.value;
        byId(id).value = target.value;
        refresh();
      });
    }
  }
}

/** What the widget uses for a colour at present. */
function used(part, colour) {
  const its = modes(choices).find((it) => it.part === part) ?? modes(choices)[0];
  return hex(parse(completed(its.mode, its.set)[colour] ?? defaults[its.mode][colour]));
}

function showColourFields() {
  const auto = choices.theme === "auto";
  byId("colours-dark").hidden = !auto;
  byId("colours-main-legend").textContent = say(auto ? "colours-in-light" : "colours");
  for (const part of parts) {
    for (const colour of [...colours, ...mended]) {
      const id = `${part}-${colour}`;
      const value = choices[part][colour] ?? "";
      byId(`${id}-picker`).value = used(part, colour);
      byId(`${id}-picker`).setAttribute("aria-label", say("picker", { colour: say(colour) }));
      byId(id).placeholder = used(part, colour);
      byId(`${id}-field`).hidden =
        mended.includes(colour) && !value && !byId(`${id}-field`).contains(document.activeElement);
      problem(id, value && !parse(value) ? say("colour-problem") : "");
    }
  }
}

/** Says what is wrong with a field, or that nothing is. */
function problem(id, text) {
  const said = byId(`${id}-problem`);
  // The same words put there once more would be said aloud once more.
  if (said.textContent === text) return;
  said.textContent = text;
  if (text) byId(id).setAttribute("aria-invalid", "true");
  else byId(id).removeAttribute("aria-invalid");
}

// The other fields

let ownInstrument = choices.src !== "";
let ownFont = choices.font !== "";

function listenToFields() {
  byId("instrument").addEventListener("change", ({ target }) => {
    ownInstrument = target.value === "own";
    choices.instrument = ownInstrument ? "" : target.value;
    choices.src = ownInstrument ? byId("src").value.trim() : "";
    refresh();
  });
  for (const id of ["src", "radius", "font", "instance"]) {
    byId(id).addEventListener("input", ({ target }) => {
      choices[id] = target.value.trim();
      refresh();
    });
  }
  byId("lang").addEventListener("change", ({ target }) => {
    choices.lang = target.value;
    refresh();
  });
  for (const name of ["theme", "storage"]) {
    for (const it of all(`input[name="${name}"]`)) {
      it.addEventListener("change", () => {
        choices[name] = it.value;
        refresh();
      });
    }
  }
  for (const it of all('input[name="font-from"]')) {
    it.addEventListener("change", () => {
      ownFont = it.value === "page";
      choices.font = ownFont ? byId("font").value.trim() : "";
      refresh();
    });
  }
  for (const it of all('input[name="width"], input[name="mode"]')) it.addEventListener("change", showPreview);
  byId("links").addEventListener("change", ({ target }) => {
    choices.links = target.checked ? "" : "none";
    refresh();
  });
  byId("apart").addEventListener("change", ({ target }) => {
    choices.apart = target.checked ? "yes" : "";
    refresh();
  });
  byId("choices").addEventListener("submit", (event) => event.preventDefault());
}

/** Puts into the fields what is chosen; where a person types, it is there already. */
function fillFields() {
  for (const id of ["src", "radius", "font", "instance"]) byId(id).value = choices[id];
  for (const part of parts) {
    for (const colour of [...colours, ...mended])
      byId(`${part}-${colour}`).value = choices[part][colour] ?? "";
  }
  for (const name of ["theme", "storage"]) {
    for (const it of all(`input[name="${name}"]`)) it.checked = it.value === choices[name];
  }
  for (const it of all('input[name="font-from"]')) it.checked = (it.value === "page") === ownFont;
  byId("links").checked = choices.links !== "none";
  byId("apart").checked = choices.apart === "yes";
}

function showFields() {
  const wrong = {
    src: choices.src && !resolved(choices.src, root),
    radius: choices.radius && pixels(choices.radius) === undefined,
    font: choices.font && !fontList(choices.font),
    instance: choices.instance && !isName(choices.instance),
  };
  for (const [id, it] of Object.entries(wrong)) problem(id, it ? say(`${id}-problem`) : "");
  byId("src-field").hidden = !ownInstrument;
  byId("font-field").hidden = !ownFont;
  byId("shown-in").hidden = choices.theme !== "auto";
  showColourFields();
}

// Contrast

const numbers = (value) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(Math.floor(value * 100) / 100);

const inMode = (key, mode) => (choices.theme === "auto" ? `${key}-${mode}` : key);

/** A sample of a colour; the words beside it say its value. */
function sample(colour) {
  const it = make("span", { class: "sample", "aria-hidden": "true" });
  it.style.setProperty("--sample", colour);
  return it;
}

function pairTable(failures, caption) {
  const head = ["pair-colours", "pair-found", "pair-wanted"];
  const rows = failures.map((it) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, say(it.front), " ", make("span", { class: "behind" }, say(it.behind))),
      make("td", {}, numbers(it.found)),
      make("td", {}, numbers(it.wanted)),
    ),
  );
  return make(
    "table",
    {},
    make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...head.map((it) => make("th", { scope: "col" }, say(it))))),
    make("tbody", {}, ...rows),
  );
}

function showFinding({ mode, part }, { move, failures, mend }) {
  const res = make("div", { class: "finding" });
  if (mend?.theme) {
    res.append(make("p", {}, say(mend.theme === "dark" ? "finding-theme" : "finding-theme-light")));
  } else {
    res.append(pairTable(failures, say(inMode("finding", mode), { colour: say(move) })));
  }
  if (!mend) {
    res.append(make("p", {}, say("finding-none")));
    return res;
  }
  const button = make("button", { type: "button", class: "second" });
  const { theme, property, value } = mend;
  if (theme) button.append(say(`mend-theme-${theme}`));
  else button.append(sample(value), say("mend", { colour: say(property), value }));
  button.addEventListener("click", () => {
    if (theme) choices.theme = theme;
    else choices[part][property] = value;
    fillFields();
    refresh();
    showContrast();
    byId("verdict").focus();
    if (property)
      announce(`${say("mended", { colour: say(property), value })} ${byId("verdict").textContent}`);
  });
  res.append(button);
  return res;
}

let verdict;

function showContrast() {
  const found = modes(choices).map((its) => ({ its, findings: findings(its.mode, its.set) }));
  const count = found.flatMap((it) => it.findings).reduce((sum, it) => sum + it.failures.length, 0);
  const good = choices.theme === "auto" ? "contrast-good-both" : "contrast-good";
  const text = count ? say("contrast-bad", { n: count }) : say(good);
  byId("verdict").textContent = text;
  byId("verdict").className = count ? "trouble" : "good";
  byId("findings").replaceChildren(
    ...found.flatMap((it) => it.findings.map((finding) => showFinding(it.its, finding))),
  );
  const notes = modes(choices)
    .filter(({ set }) => set.accent && !set["on-accent"])
    .map(({ mode, set }) => {
      const colour = completed(mode, set)["on-accent"];
      return make("li", {}, sample(colour), say(inMode("on-accent-chosen", mode), { colour }));
    });
  byId("on-accent-notes").replaceChildren(...notes);
  if (verdict !== undefined && verdict !== text) announce(text);
  verdict = text;
}

const showContrastSoon = afterwards(200, showContrast);

// Preview

let shown;
let preview;
let previews = 0;

/** The element is made anew where it reads an attribute only once, under a new name, so that
 *  it begins at its beginning. */
function showPreview() {
  const src = choices.src && resolved(choices.src, root);
  const readable = src && new URL(src).origin === location.origin;
  const tag = choices.lang || language;
  const key = JSON.stringify([choices.instrument, readable && src, tag]);
  if (key !== shown) {
    shown = key;
    previews += 1;
    preview = make("partnership-assessment", {
      storage: "none",
      links: "none",
      instance: `preview-${previews}`,
      lang: tag,
    });
    if (choices.instrument) preview.setAttribute("instrument", choices.instrument);
    if (readable) preview.setAttribute("src", src);
    byId("stage").replaceChildren(preview);
  }
  byId("preview-note").textContent = src && !readable ? say("preview-elsewhere") : "";

  const asked = document.querySelector('input[name="mode"]:checked').value;
  const its = modes(choices).find(({ mode }) => choices.theme !== "auto" || mode === asked);
  preview.setAttribute("theme", its.mode);
  const { radius, font } = properties(choices).always;
  const wanted = { ...colourProperties(its), ...(radius && { radius }), ...(font && { font }) };
  for (const name of [...colours, ...mended, "radius", "font"]) {
    if (wanted[name]) preview.style.setProperty(`--pa-${name}`, wanted[name]);
    else preview.style.removeProperty(`--pa-${name}`);
  }
  byId("stage").style.setProperty("--shown-paper", hex(palette(its.mode, its.set).background));
  fit();
}

const showPreviewSoon = afterwards(300, showPreview);

/** The least scale at which words can still be made out. */
const least = 0.6;

/** Makes the stage as wide as what it stands for, and smaller to the eye where it must be. */
function fit() {
  const width = Number(document.querySelector('input[name="width"]:checked').value);
  const scale = Math.min(1, Math.max(least, byId("box").clientWidth / width));
  const stage = byId("stage");
  stage.style.setProperty("width", `${width}px`);
  stage.style.setProperty("transform", `scale(${scale})`);
  byId("frame").style.setProperty("width", `${width * scale}px`);
  byId("frame").style.setProperty("height", `${stage.offsetHeight * scale}px`);
}

// What is copied

const site = {
  root: root.href,
  get folder() {
    return manifest.folder;
  },
  integrity: (path) => manifest.files[path]?.integrity,
};

/** What the lines say to readers, in the language that they see first. */
function wordsInside() {
  const { texts } = words.get(choices.lang) ?? words.get(language);
  return { link: texts["open-link"], title: texts["frame-title"] };
}

const snippets = [
  { key: "element", text: "element-text", make: () => elementSnippet(choices, site, wordsInside()) },
  { key: "style-sheet", text: "style-sheet-text", within: true, make: () => styleSheet(choices) },
  {
    key: "element-policy",
    text: "element-policy-text",
    within: true,
    make: () => elementPolicy(choices, site),
  },
  {
    key: "frame",
    text: "frame-text",
    make: () => frameSnippet(choices, site, wordsInside()),
    notes: () => [
      ...(frameStaysLight(choices) ? [say("frame-stays-light")] : []),
      ...(isOnSite(choices, site) ? [] : [say("frame-without-own")]),
    ],
  },
  {
    key: "frame-policy",
    text: "element-policy-text",
    within: true,
    make: () => framePolicy(choices, site),
  },
  { key: "link", text: "link-text", make: () => `${plainLink(choices, site)}\n` },
  { key: "npm", text: "npm-text", make: () => npmLines(site) },
];

function makeSnippets() {
  for (const { key, text, within } of snippets) {
    const area = make("textarea", {
      id: `copy-${key}`,
      readonly: "",
      rows: 2,
      spellcheck: "false",
      translate: "no",
      dir: "ltr",
      "aria-labelledby": `copy-${key}-heading`,
    });
    const button = make("button", { type: "button", class: within ? "second" : "first", "data-say": "copy" });
    const said = make("span", { class: "said", "aria-hidden": "true" });
    button.addEventListener("click", () => copy(area, said));
    byId("snippets").append(
      make(
        "div",
        { class: within ? "snippet within" : "snippet", id: `copy-${key}-snippet` },
        make(within ? "h4" : "h3", { id: `copy-${key}-heading`, "data-say": key }),
        make("p", { "data-say": text }),
        make("div", { class: "notes" }),
        area,
        make("div", { class: "acts" }, button, said),
      ),
    );
  }
}

async function copy(area, said) {
  let done = true;
  try {
    await navigator.clipboard.writeText(area.value);
  } catch {
    // Pages without https have no clipboard of this kind.
    area.focus();
    area.select();
    done = document.execCommand("copy");
  }
  const text = say(done ? "copied" : "copy-failed");
  for (const it of all(".said")) it.textContent = "";
  said.textContent = text;
  // The same words again are news only if they were away.
  announce("");
  setTimeout(() => announce(text), 50);
}

function grow() {
  for (const area of all("textarea")) {
    area.style.setProperty("height", "auto");
    area.style.setProperty("height", `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`);
  }
}

function showSnippets() {
  for (const { key, make: text, notes } of snippets) {
    const value = text();
    const changed = byId(`copy-${key}`).value !== value;
    byId(`copy-${key}`).value = value;
    byId(`copy-${key}-snippet`).hidden = value === "";
    const its = byId(`copy-${key}-snippet`);
    its.querySelector(".notes").replaceChildren(...(notes?.() ?? []).map((it) => make("p", {}, it)));
    if (changed) its.querySelector(".said").textContent = "";
    its.querySelector("button").setAttribute("aria-label", say("copy-named", { what: say(key) }));
  }
  grow();
}

// The page

function keepInAddress() {
  history.replaceState(history.state, "", toQuery(choices, language));
}

const keepInAddressSoon = afterwards(300, keepInAddress);

/** Shows everything that follows from the choices. */
function refresh() {
  showFields();
  showSnippets();
  showContrastSoon();
  showPreviewSoon();
  keepInAddressSoon();
}

/** Fills a list to choose from, and chooses. */
function fillList(id, entries, chosen) {
  const options = entries.map(([value, text, lang]) =>
    make("option", { value, ...(lang && { lang }) }, text),
  );
  byId(id).replaceChildren(...options);
  byId(id).value = chosen;
}

function speak(tag) {
  language = tag;
  document.documentElement.lang = tag;
  document.documentElement.dir = words.get(tag).direction;
  document.title = say("title");
  for (const it of all("[data-say]")) it.textContent = say(it.dataset.say);
  for (const it of all("[data-name]")) it.setAttribute("aria-label", say(it.dataset.name));
  byId("version").textContent = say("version-text", { version: manifest.version });

  const titles = index.instruments.map((it) => {
    const its = it.title[tag] ? tag : "en";
    return [it.id, it.title[its], its];
  });
  const instrument = ownInstrument ? "own" : choices.instrument;
  fillList(
    "instrument",
    [["", say("instrument-any")], ...titles, ["own", say("instrument-own")]],
    instrument,
  );
  const languages = index.languages.map((it) => [it.language, it.name, it.language]);
  fillList("lang", [["", say("lang-page")], ...languages], choices.lang);

  byId("languages").replaceChildren(
    ...[...words.values()]
      .filter((it) => it.language !== tag)
      .map((it) => {
        const button = make("button", { type: "button", class: "plain", lang: it.language }, it.name);
        button.addEventListener("click", () => {
          speak(it.language);
          byId("languages").querySelector("button").focus();
        });
        return button;
      }),
  );
  showFields();
  showSnippets();
  verdict = undefined;
  showContrast();
  showPreview();
  keepInAddress();
}

/** What the address asks for and there is not is as if it had not been asked for. */
function checkChoices() {
  const { instruments, languages } = index;
  if (!instruments.some((it) => it.id === choices.instrument)) choices.instrument = usual.instrument;
  if (!languages.some((it) => it.language === choices.lang)) choices.lang = usual.lang;
}

async function start() {
  const address = (path) => new URL(path, root);
  manifest = await fetchJson(address("manifest.json"));
  [words, index] = await Promise.all([
    fetchWords(manifest, address),
    fetchJson(address(`${manifest.folder}/instruments/index.json`)),
  ]);
  checkChoices();
  makeColourFields();
  makeSnippets();
  fillFields();
  listenToFields();
  byId("verdict").tabIndex = -1;
  byId("waiting").remove();
  byId("page").hidden = false;
  const asked = new URLSearchParams(location.search).get("lang");
  speak(nearestLanguage([...(asked ? [asked] : []), ...navigator.languages], [...words.keys()]));
  const sizes = new ResizeObserver(() => requestAnimationFrame(fit));
  for (const it of ["stage", "box"]) sizes.observe(byId(it));
  addEventListener("resize", grow);
}

start().catch((error) => {
  console.error(`partnership-assessment: ${error.message}`);
  byId("waiting")?.remove();
  byId("failed").hidden = false;
});
