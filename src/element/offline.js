// The script of the offline file: everything lies in the page itself.

import * as full from "full.js";

import { define } from "./element.js";
import * as failures from "./failures.js";
import * as later from "./later.js";

const files = JSON.parse(document.getElementById("pa-files").textContent);

define({
  first: "full",
  integrity: {},
  async text(path) {
    if (Object.hasOwn(files, path)) return files[path];
    const response = await fetch(new URL(path, document.baseURI));
    if (!response.ok) throw new Error(`${response.status} ${path}`);
    return response.text();
  },
  async part() {
    if (typeof WebAssembly !== "object") throw new Error("WebAssembly");
    const bytes = Uint8Array.from(atob(files["full_bg.wasm"]), (it) => it.charCodeAt(0));
    await full.default({ module_or_path: bytes });
    return full;
  },
  later: async () => later,
  failures: async () => failures,
});
