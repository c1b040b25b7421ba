// The custom element <partnership-assessment>: a small script that finds the widget's
// files beside itself, loads them when the element comes near the viewport, and turns
// every failure into a message inside the element. It never throws into the host page.

const base = new URL(".", import.meta.url);
// The build writes in the languages that exist and the hashes of the files beside this one.
const languages = ["en"];
const integrity = {};

const near = "400px";
const attributes = ["instrument", "src", "storage", "instance"];

/** The text of a file beside this script, or at an address relative to the page. */
async function read(path) {
  const own = /^(instruments|text)\//.test(path);
  const address = new URL(path, own ? base : document.baseURI);
  const response = await fetch(address, { integrity: integrity[path], credentials: "same-origin" });
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.text();
}

let loading;

/** The compiled widget, loaded once for all elements of the page. */
function load() {
  loading ??= (async () => {
    if (typeof WebAssembly !== "object") throw new Error("no-webassembly");
    const wasm = fetch(new URL("widget_bg.wasm", base), { integrity: integrity["widget_bg.wasm"] });
    wasm.catch(() => {});
    const glue = await import(new URL("widget.js", base));
    await glue.default({ module_or_path: await wasm });
    return glue;
  })();
  return loading;
}

/** The language asked for, as near as there is one: of the element, its surroundings, the browser. */
function language(element) {
  const asked = [element.closest("[lang]")?.lang, ...navigator.languages];
  const link = /^#pa-.*\blang=([\w-]+)/.exec(location.hash);
  if (link && links(element)) asked.unshift(link[1]);
  for (const tag of asked) {
    const main = tag?.split("-")[0];
    if (languages.includes(tag)) return tag;
    if (languages.includes(main)) return main;
  }
  return "en";
}

const links = (element) => element.getAttribute("links") !== "none";

class PartnershipAssessment extends HTMLElement {
  static observedAttributes = ["lang", "theme"];

  #root;
  #widget;
  #watcher;

  connectedCallback() {
    if (this.#widget || this.#watcher) return;
    if (!this.#root) {
      const shadow = this.attachShadow({ mode: this.getAttribute("shadow") === "closed" ? "closed" : "open" });
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = new URL("widget.css", base);
      this.#root = document.createElement("div");
      this.#root.className = "pa-root";
      this.#root.append(document.createElement("slot"));
      shadow.append(style, this.#root);
      this.#styled = new Promise((done) => (style.onload = style.onerror = done));
      this.#theme();
    }
    this.#watcher = new IntersectionObserver((entries) => {
      if (entries.some((it) => it.isIntersecting)) {
        this.#watcher?.disconnect();
        this.#start();
      }
    }, { rootMargin: near });
    this.#watcher.observe(this);
  }

  #styled;

  disconnectedCallback() {
    // Moving the element in the page also disconnects it, for an instant.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#watcher?.disconnect();
      this.#watcher = undefined;
      this.#widget?.unmount();
      this.#widget = undefined;
    });
  }

  attributeChangedCallback(name) {
    if (name === "theme") this.#theme();
    else if (this.#widget) this.#widget.language(language(this));
  }

  #theme() {
    const theme = this.getAttribute("theme");
    this.#root?.setAttribute("data-theme", ["dark", "auto"].includes(theme) ? theme : "light");
  }

  async #start() {
    try {
      const tag = language(this);
      const [glue, text, index] = await Promise.all([
        load(),
        read(`text/${tag}.json`),
        read("instruments/index.json"),
        this.#styled,
      ]);
      if (!this.isConnected || this.#widget) return;
      const options = {
        language: tag,
        links: links(this),
        standalone: this.hasAttribute("standalone"),
        texts: [text],
        index,
        read,
        tell: (event, answered, total) => this.#tell(event, { answered, total }),
      };
      for (const name of attributes) options[name] = this.getAttribute(name);
      this.#root.replaceChildren();
      this.#widget = glue.mount(this.#root, options);
    } catch (error) {
      this.#fail(error);
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  /** The fallback content stays, with a message above it that says what is wrong. */
  #fail(error) {
    const message = document.createElement("p");
    message.setAttribute("role", "alert");
    message.textContent = `The assessment cannot start / Ni all yr asesiad gychwyn: ${reason(error)}`;
    this.#root.replaceChildren(message, document.createElement("slot"));
    console.warn(`partnership-assessment: ${reason(error)}`);
    this.#tell("pa-error", { reason: reason(error) });
  }
}

function reason(error) {
  if (error?.message === "no-webassembly") {
    return "this browser has no WebAssembly, or it is switched off.";
  }
  return `a file could not be loaded (${error?.message ?? error}). Check the connection and load the page again.`;
}

if (!customElements.get("partnership-assessment")) {
  customElements.define("partnership-assessment", PartnershipAssessment);
}
