// Bundles a host's own script, as its makers would, and puts its page on a server.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

import { own } from "../server.mjs";

/** Puts the app of the folder `name` on `server`; returns the path of its page. */
export async function hosts(server, name) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`${name}/app.mjs`, import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    define: { "process.env.NODE_ENV": '"development"' },
    logLevel: "error",
  });
  server.offer(`/${name}.js`, outputFiles[0].contents);
  server.offer(
    `/${name}.html`,
    `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>A page made with ${name}</title>
    <link rel="icon" href="data:,">
    <script type="module" src="${own("partnership-assessment.js")}"></script>
    <script type="module" src="/${name}.js"></script>
  </head>
  <body>
    <h1>A page made with ${name}</h1>
    <div id="root"></div>
  </body>
</html>
`,
  );
  return `/${name}.html`;
}
