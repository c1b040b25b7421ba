// The widget's files as a server gives them, each checked against the hash that it had when
// it was built.

/* global INTEGRITY -- the build writes in the hashes of what the first screens need. */

const type = "application/wasm";
/** Whatever type the server gives it: the bytes have been checked. */
const typed = (it) =>
  it.headers.get("content-type") === type ? it : new Response(it.body, { headers: { "content-type": type } });

/** `address(path)` says where a file of the widget lies, `module(path)` imports one, `get`
 *  fetches. */
export function fetched(address, module, get = fetch) {
  const integrity = { ...INTEGRITY };

  const request = async (path) => {
    const own = Object.hasOwn(integrity, path);
    const from = own ? address(path) : new URL(path, document.baseURI);
    // A page that wraps fetch expects a text.
    const response = await get(String(from), { integrity: integrity[path] });
    if (!response.ok) throw new Error(`${response.status} ${from}`);
    return response;
  };

  return {
    first: "starter",
    address,
    integrity,
    text: async (path) => (await request(path)).text(),
    async part(name) {
      if (typeof WebAssembly !== "object") throw new Error("WebAssembly");
      const wasm = request(`${name}_bg.wasm`).then((it) => WebAssembly.compileStreaming(typed(it)));
      wasm.catch(() => {});
      const glue = await module(`${name}.js`, integrity);
      await glue.default({ module_or_path: await wasm });
      return glue;
    },
    later: () => module("later.js", integrity),
    failures: () => module("failures.js", integrity),
  };
}
