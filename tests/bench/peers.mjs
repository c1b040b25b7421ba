// What we are measured against: SurveyJS showing the same questionnaire, and a form written
// by hand as the floor. Everything is served as a real server would: brotli at quality 11,
// right types, nothing kept.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

import { build } from "esbuild";

import { manifest, own, serve } from "../e2e/server.mjs";
import { instruments } from "../e2e/words.mjs";

const require = createRequire(import.meta.url);
const six = instruments["six-principles"];

/** Every answer that can be given to a statement: what is stored, and its words. */
const options = [
  ...six.scales.agreement.points.map((it) => [String(it.value), it.label.en]),
  ["dont-know", "Don't know"],
  ["not-relevant", "Not relevant to us"],
];

const head = (title) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>`;

/** The same questionnaire for SurveyJS: a page for each section, a group of radio buttons for
 *  each statement, stored with every answer. */
const survey = {
  title: six.title.en,
  showProgressBar: true,
  pages: six.sections.map((section) => ({
    name: section.id,
    title: section.title.en,
    description: section.about.en,
    elements: section.items.map((item) => ({
      type: "radiogroup",
      name: item.id,
      title: item.text.en,
      description: item.help?.en,
      choices: options.map(([value, text]) => ({ value, text })),
    })),
  })),
};

const surveyScript = `
  import { Model } from "survey-core";
  import { renderSurvey } from "survey-js-ui";
  const survey = new Model(${JSON.stringify(survey)});
  survey.onValueChanged.add(() => localStorage.setItem("answers", JSON.stringify(survey.data)));
  renderSurvey(survey, document.getElementById("survey"));
`;

const surveyPage = `${head("SurveyJS")}
    <link rel="stylesheet" href="survey.css">
    <script type="module" src="survey.js"></script>
  </head>
  <body>
    <div id="survey"></div>
  </body>
</html>
`;

const [first] = six.sections;
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const staticPage = `${head("A form")}
    <link rel="stylesheet" href="static.css">
    <script type="module" src="static.js"></script>
  </head>
  <body>
    <main>
      <h1>${first.title.en}</h1>
      <p>${escaped(first.about.en)}</p>
      <form>
${first.items
  .map(
    (item) => `        <fieldset>
          <legend>${escaped(item.text.en)}</legend>
          ${item.help ? `<p>${escaped(item.help.en)}</p>` : ""}
${options
  .map(
    ([value, text]) =>
      `          <label><input type="radio" name="${item.id}" value="${value}"> ${escaped(text)}</label>`,
  )
  .join("\n")}
        </fieldset>`,
  )
  .join("\n")}
      </form>
    </main>
  </body>
</html>
`;

const staticStyle = `
  body { margin: 0; font: medium/1.55 system-ui, sans-serif; color: #16222a; background: #fff; }
  main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
  fieldset { border: 1px solid #ccd; border-radius: 10px; margin: 1rem 0; padding: 1rem; }
  legend { font-weight: 600; padding: 0 0.5rem; }
  label { display: inline-flex; min-height: 44px; align-items: center; gap: 0.5rem; margin-right: 1rem; }
`;

const staticScript = `
  const form = document.querySelector("form");
  form.addEventListener("change", () =>
    localStorage.setItem("answers", JSON.stringify(Object.fromEntries(new FormData(form)))));
`;

const embeddedPage = `${head("A page with the element")}
    <script type="module" src="${own("partnership-assessment.js")}"></script>
  </head>
  <body>
    <main>
      <h1>Our partnership</h1>
      <partnership-assessment instrument="six-principles" links="none"></partnership-assessment>
    </main>
  </body>
</html>
`;

/** The versions of the packages that we are measured against. */
export const versions = Object.fromEntries(
  await Promise.all(
    ["survey-core", "papaparse"].map(async (name) => {
      const path = join(require.resolve(name), "..", name === "survey-core" ? "." : "", "package.json");
      return [name, JSON.parse(await readFile(path, "utf8")).version];
    }),
  ),
);

/** A server of our product and its peers. */
export async function open() {
  const server = await serve();
  const made = await build({
    stdin: { contents: surveyScript, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  const style = await readFile(join(require.resolve("survey-core"), "..", "survey-core.fontless.min.css"));
  const theirs = {
    "content-security-policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
  };
  const offered = {
    "/survey.html": surveyPage,
    "/survey.js": made.outputFiles[0].text,
    "/survey.css": style,
    "/static.html": staticPage,
    "/static.css": staticStyle,
    "/static.js": staticScript,
  };
  for (const [path, body] of Object.entries(offered)) server.offer(path, body, theirs);
  server.offer("/embedded.html", embeddedPage);

  const compressed = new Map();
  server.misbehave(async (name, right) => {
    const answer = await right();
    if (answer.status !== 200) return answer;
    const bytes = Buffer.from(answer.body);
    const known = compressed.get(name);
    const body = known?.of.equals(bytes) ? known.body : brotli(bytes);
    compressed.set(name, { of: bytes, body });
    return { ...answer, headers: { ...answer.headers, "content-encoding": "br" }, body };
  });
  // A server has this done before anybody comes.
  for (const path of [...Object.keys(manifest.files).map((it) => `/${it}`), ...Object.keys(offered)]) {
    await fetch(server.origin + path);
  }
  return server;
}

/** `bytes` in brotli at quality 11. */
function brotli(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params });
}
