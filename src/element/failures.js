// Says why the widget cannot start, or go on, and what can be done. It is fetched only then, or
// with what comes after the first screens.

/* global FAILURES -- the build writes in the sentences of every language. */

import { recover } from "./recovery.js";

/** Puts what can be done below the message in `shadow`, the root of `element`; `widget` is the
 *  one that was there and is broken. */
export function offer(element, shadow, language, widget) {
  recover({ element, shadow, language, widget, sentences: FAILURES[language] });
}

/**
 * The reason in one or more sentences. `error` is what was thrown, `files` where the files
 * should have come from, `blocked` the violations of the page's security policy, `widget` the
 * one that was there and is broken.
 */
export async function explain(error, language, files, blocked, widget) {
  const sentences = FAILURES[language] ?? FAILURES.en;
  const say = ([key, values = {}]) =>
    sentences[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]).slice(0, 300));

  if (widget) return say(["stopped"]);
  if (typeof WebAssembly !== "object") return say(["no-webassembly"]);
  if (tooOld()) return say(["too-old"]);
  const refused = policy(error, files, blocked);
  if (refused.length) return refused.map(say).join(" ");
  for (const path of needed(files, language)) {
    const found = await fault(path, files);
    if (found) return say(found);
  }
  if (error instanceof WebAssembly.CompileError) return say(["too-old"]);
  return say(["unknown", { detail: error?.message ?? error }]);
}

/** A WebAssembly module with a table of references, and nothing else. */
const references = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 4, 4, 1, 111, 0, 0);

/** Whether the browser lacks what nothing can stand in for. Of the WebAssembly, references came
 *  last; browsers before them know no 'wasm-unsafe-eval' either, and would blame the policy. */
const tooOld = () => !("adoptedStyleSheets" in document) || !WebAssembly.validate(references);

/** What a security policy refused to the widget: each once. */
function policy(error, files, blocked) {
  const wasm = ["policy-wasm"];
  const found = new Map();
  for (const { blockedURI, effectiveDirective } of blocked) {
    const directive = effectiveDirective.replace("-elem", "");
    if (blockedURI === "wasm-eval") found.set("wasm", wasm);
    else if (files.address && blockedURI.startsWith(folder(files).href)) {
      found.set(directive, ["policy", { directive, origin: folder(files).origin }]);
    }
  }
  // Not every browser reports the refusal as an event.
  const says = /content.security.policy|\bcsp\b|unsafe-eval/i;
  if (error instanceof WebAssembly.CompileError && says.test(error.message)) found.set("wasm", wasm);
  return [...found.values()];
}

/** Where the widget's files lie; what else the policy blocked is the page's own affair. */
const folder = (files) => new URL(".", new URL(files.address("starter_bg.wasm"), document.baseURI));

/** The files whose absence would explain that the widget is not there. */
function needed(files, language) {
  if (!files.address) return [];
  const first = ["starter.js", "starter_bg.wasm", "widget.css", "instruments/index.json"];
  const rest = ["later.js", "full.js", "full_bg.wasm", "full.css"];
  return [...first, `text/${language}.start.json`, ...rest].filter((path) => {
    const from = files.address(path);
    return files.integrity[path] && from && from.protocol !== "data:";
  });
}

/** What is wrong with one of the files, if anything is. */
async function fault(path, files) {
  const address = new URL(files.address(path), document.baseURI);
  const file = address.href;
  let response;
  try {
    response = await fetch(file);
  } catch {
    if (!navigator.onLine) return ["offline"];
    const host = address.origin;
    try {
      await fetch(file, { mode: "no-cors" });
      return ["not-shared", { host, page: location.origin }];
    } catch {
      return ["unreachable", { host }];
    }
  }
  if (!response.ok) return ["missing", { file, status: response.status }];
  const type = response.headers.get("content-type") ?? "";
  const start = new TextDecoder().decode((await response.arrayBuffer()).slice(0, 200));
  if (/^\s*<(!doctype|html|\?xml)/i.test(start)) return ["page-instead", { file }];
  if (path.endsWith(".js") && !/(java|ecma)script/.test(type)) return ["wrong-type", { file, type }];
  try {
    await fetch(file, { integrity: files.integrity[path] });
  } catch {
    return ["changed", { file }];
  }
  return undefined;
}
