// The words of the builder in every language that there is a file of.

/** Fetches the files of `builder/` that the manifest lists; `address(path)` says where they
 *  lie. Gives a map from language to its file. */
export async function fetchWords(manifest, address) {
  const start = `${manifest.folder}/builder/`;
  const paths = Object.keys(manifest.files).filter((it) => it.startsWith(start) && it.endsWith(".json"));
  const files = await Promise.all(paths.map((it) => fetchJson(address(it))));
  return new Map(files.map((it) => [it.language, it]));
}

/** The content of a JSON file on this server. */
export async function fetchJson(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.json();
}

/** The nearest language that there is, of those asked for in turn. */
export function nearestLanguage(asked, known) {
  const main = (tag) => tag.toLowerCase().split("-")[0];
  for (const tag of asked) {
    const found = known.find((it) => it === tag) ?? known.find((it) => it === main(tag));
    if (found) return found;
  }
  return known.includes("en") ? "en" : known[0];
}

/** A text with its `{names}` filled in. */
export const filled = (text, values = {}) =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
