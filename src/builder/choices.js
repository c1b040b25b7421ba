// What a person chooses in the builder: what is usual, and how the address of the builder
// says what is not.

/** The colours that can be chosen, by the names of the custom properties. */
export const colours = ["accent", "on-accent", "background", "text"];

/** What else is set only to mend a contrast. */
export const mended = ["quiet", "field-line", "trouble", "burden"];

/** The choices that make the shortest snippet. `main` holds the colours of the theme, and with
 *  the theme "auto" those in the light; `dark` those in the dark. */
export const usual = Object.freeze({
  instrument: "",
  src: "",
  lang: "",
  theme: "light",
  storage: "local",
  instance: "",
  links: "",
  radius: "",
  font: "",
  apart: "",
  main: Object.freeze({}),
  dark: Object.freeze({}),
});

const allowed = {
  theme: ["light", "dark", "auto"],
  storage: ["local", "session", "none"],
  links: ["", "none"],
  apart: ["", "yes"],
};

const longest = 300;

/** What a choice is called in the address: `lang` there is the language of the builder. */
const called = { lang: "language" };

/** The choices that the query of the builder's address holds; what is odd is passed over. */
export function fromQuery(query) {
  const res = { ...usual, main: {}, dark: {} };
  for (const [key, value] of new URLSearchParams(query)) {
    if (value === "" || value.length > longest || key in called) continue;
    const name = Object.keys(called).find((it) => called[it] === key) ?? key;
    const [, dark, property] = /^(dark-)?([a-z-]+)$/.exec(name) ?? [];
    if ([...colours, ...mended].includes(property)) res[dark ? "dark" : "main"][property] = value;
    else if (
      Object.hasOwn(usual, name) &&
      typeof usual[name] === "string" &&
      (allowed[name]?.includes(value) ?? true)
    ) {
      res[name] = value;
    }
  }
  return res;
}

/** The query that holds the choices, without those that are usual; `language` is the one that
 *  the builder speaks. */
export function toQuery(choices, language) {
  const res = new URLSearchParams({ lang: language });
  for (const [name, value] of Object.entries(choices)) {
    if (typeof value === "string" && value !== usual[name]) res.set(called[name] ?? name, value);
  }
  for (const [part, before] of [
    ["main", ""],
    ["dark", "dark-"],
  ]) {
    for (const [property, value] of Object.entries(choices[part])) {
      if (value) res.set(before + property, value);
    }
  }
  return `?${res}`;
}
