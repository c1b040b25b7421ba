// The script that a page includes: the widget's files lie beside it.

import { define } from "./element.js";
import { fetched } from "./fetched.js";

const base = new URL(".", import.meta.url);
const address = (path) => new URL(path, base);
/** What a policy that goes by nonces asks of every script; import() hands it on by itself. */
const nonce = [...document.scripts].find((it) => it.src === import.meta.url)?.nonce;

/** Imports a script after it has been checked: only a link can say the hash of a module. */
async function module(path, integrity) {
  const link = document.createElement("link");
  if (link.relList.supports("modulepreload") && integrity[path]) {
    await new Promise((done, fail) => {
      link.rel = "modulepreload";
      if (nonce) link.nonce = nonce;
      link.integrity = integrity[path];
      link.href = address(path);
      link.onload = done;
      link.onerror = () => fail(new Error(path));
      document.head.append(link);
    }).finally(() => link.remove());
  }
  return import(address(path));
}

// The standalone page lies above the folder of the version.
define({ ...fetched(address, module), page: new URL("..", base) });
