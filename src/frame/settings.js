// What the query of the frame's address may set: the element's attributes, and the custom
// properties of its theme. Anybody can write an address, so only plain values pass.

const longest = 300;
const id = /^[\w.-]{1,64}$/;

const attributes = {
  instrument: (value) => id.test(value),
  src: isOwn,
  lang: (value) => /^[a-z]{2,8}(-[a-z\d]{1,8}){0,4}$/i.test(value),
  theme: (value) => ["light", "dark", "auto"].includes(value),
  storage: (value) => ["local", "session", "none"].includes(value),
  instance: (value) => id.test(value),
  links: (value) => value === "none",
};

const properties = {
  accent: colour,
  "on-accent": colour,
  background: colour,
  text: colour,
  quiet: colour,
  surface: colour,
  line: colour,
  "field-line": colour,
  chosen: colour,
  focus: colour,
  trouble: colour,
  burden: colour,
  radius: length,
  font: fonts,
};

/** Whether an address lies where the frame's own files lie. */
function isOwn(address) {
  try {
    const { origin, protocol } = new URL(address, location.href);
    return origin === location.origin && protocol === location.protocol;
  } catch {
    return false;
  }
}

/** A colour by name, in hexadecimal digits (also without `#`, which would end the query), or by one
 *  of the functions of numbers. */
function colour(value) {
  const text = /^([\da-f]{3}|[\da-f]{6})$/i.test(value) ? `#${value}` : value;
  const plain =
    /^#[\da-f]{3,8}$|^[a-z]{3,30}$|^(rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([\w\s.,%/+-]{1,80}\)$/i;
  return plain.test(text) && CSS.supports("color", text) && text;
}

function length(value) {
  return /^(0|\d{1,3}(\.\d{1,3})?(px|em|rem))$/.test(value) && value;
}

/** A list of names of fonts, with or without quotation marks. */
function fonts(value) {
  const name = /^\s*("[\p{L}\d ._-]{1,60}"|'[\p{L}\d ._-]{1,60}'|[\p{L}\d _-]{1,60})\s*$/u;
  return value.split(",").every((it) => name.test(it)) && CSS.supports("font-family", value) && value;
}

/**
 * Applies the settings in the query of `address`: attributes to `element`, custom properties
 * to `root`. Returns the names of those that are unknown, odd or there before, shortened.
 */
export function apply(address, element, root) {
  const seen = new Set();
  const ignored = new Set();
  for (const [name, value] of new URLSearchParams(address.search)) {
    const known = !seen.has(name) && value.length <= longest;
    const property = known && Object.hasOwn(properties, name) && properties[name](value);
    seen.add(name);
    if (property) root.style.setProperty(`--pa-${name}`, property);
    else if (known && Object.hasOwn(attributes, name) && attributes[name](value))
      element.setAttribute(name, value);
    else ignored.add(name.slice(0, 40));
  }
  root.setAttribute("data-theme", element.getAttribute("theme") ?? "light");
  return [...ignored].slice(0, 10);
}
