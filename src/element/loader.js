// The custom element <partnership-assessment>: a small script that finds the widget's
// files beside itself, loads them when the element comes near the viewport, and turns
// every failure into a message inside the element. It never throws into the host page.

const base = new URL(".", import.meta.url);
// The build writes in the languages that exist and the hashes of the files beside this one.
const languages = ["en"];
const integrity = {};

const near = "400px";
const attributes = ["instrument", "src", "storage", "instance"];

const texts = new Map();
/** What of it has arrived, for those who cannot wait. */
const arrived = new Map();

/** The text of a file beside this script, or at an address relative to the page; each is
 *  fetched once. */
function read(path) {
  if (!texts.has(path)) {
    const text = fetchText(path);
    texts.set(path, text);
    text.then(
      (it) => arrived.set(path, it),
      () => texts.delete(path),
    );
  }
  return texts.get(path);
}

async function fetchText(path) {
  const own = path in integrity;
  const address = new URL(path, own ? base : document.baseURI);
  const response = await fetch(address, { integrity: integrity[path], credentials: "same-origin" });
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.text();
}

const loading = new Map();

/** A compiled part, the "starter" or the "full" widget, loaded once for all elements. */
function load(part) {
  if (!loading.has(part)) loading.set(part, compile(part));
  return loading.get(part);
}

async function compile(part) {
  if (typeof WebAssembly !== "object") throw new Error("no-webassembly");
  const name = `${part}_bg.wasm`;
  const wasm = fetch(new URL(name, base), { integrity: integrity[name] });
  wasm.catch(() => {});
  const glue = await import(new URL(`${part}.js`, base));
  await glue.default({ module_or_path: await wasm });
  return glue;
}

/** The language asked for, as near as there is one: of a link, of this tab before a reload, of the
 *  element or what is around it, of the browser. */
function language(element) {
  const standalone = element.hasAttribute("standalone");
  const link = links(element) && /^#pa-.*\blang=([\w-]+)/.exec(location.hash)?.[1];
  const before = history.state?.["partnership-assessment"]?.[element.getAttribute("instance") ?? "default"];
  const around = standalone ? element.lang : element.closest("[lang]")?.lang;
  const asked = [link, before?.language, around, ...navigator.languages];
  for (const tag of asked) {
    const main = tag ? tag.split("-")[0] : "";
    if (languages.includes(tag)) return tag;
    if (languages.includes(main)) return main;
  }
  return "en";
}

const links = (element) => element.getAttribute("links") !== "none";

// A link of ours that is opened on the page it leads to.
addEventListener("hashchange", () => {
  const reads = document.querySelector("partnership-assessment:not([links=none])");
  if (reads && location.hash.startsWith("#pa-")) location.reload();
});

class PartnershipAssessment extends HTMLElement {
  static observedAttributes = ["lang", "theme"];

  #root;
  #widget;
  #watcher;

  connectedCallback() {
    if (this.#widget || this.#watcher) return;
    if (!this.#root) {
      const shadow = this.attachShadow({
        mode: this.getAttribute("shadow") === "closed" ? "closed" : "open",
      });
      this.#root = document.createElement("div");
      this.#root.className = "pa-root";
      this.#root.append(document.createElement("slot"));
      shadow.append(this.#root);
      this.#styled = this.#style("widget.css");
      this.#theme();
    }
    this.#watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((it) => it.isIntersecting)) {
          this.#watcher?.disconnect();
          this.#start();
        }
      },
      { rootMargin: near },
    );
    this.#watcher.observe(this);
  }

  #styled;
  #styledFully;

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

  #door;

  /** The door for scripts of the page. */
  partnershipAssessment(version) {
    if (!this.#door) throw new Error("partnership-assessment: wait for the event pa-ready.");
    return this.#door(version);
  }

  attributeChangedCallback(name) {
    if (name === "theme") this.#theme();
    else if (this.#widget) this.#widget.language(language(this));
  }

  /** Adds a style sheet; the promise holds when it is there, or cannot be had. */
  #style(name) {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL(name, base);
    this.#root.before(style);
    return new Promise((done) => {
      style.onload = style.onerror = done;
    });
  }

  #theme() {
    const theme = this.getAttribute("theme");
    this.#root?.setAttribute("data-theme", ["dark", "auto"].includes(theme) ? theme : "light");
  }

  async #start() {
    try {
      const tag = language(this);
      const [starter, text, index] = await Promise.all([
        load("starter"),
        read(`text/${tag}.start.json`),
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
      this.#mount(starter, options);
      // The first screen is drawn before anything competes with it.
      setTimeout(() => this.#complete(options), 400);
    } catch (error) {
      this.#fail(error);
    }
  }

  #ready;

  #mount(part, options) {
    const place = document.createElement("div");
    this.#root.replaceChildren(place);
    this.#widget = part.mount(place, options);
  }

  /** Fetches the full widget and whatever it may need, so that the page never asks again,
   *  and lets it take over from the starter. */
  async #complete(options) {
    const starter = this.#widget;
    if (!starter) return;
    let full;
    try {
      full = await load("full");
      this.#styledFully ??= this.#style("full.css");
      await this.#styledFully;
      const instruments = JSON.parse(options.index).instruments.map((it) => `instruments/${it.id}.json`);
      await Promise.all([...languages.map((tag) => `text/${tag}.json`), ...instruments].map(read));
      const { open } = await import(new URL("door.js", base));
      const custom = (id) => this.#widget?.custom?.(id) ?? arrived.get(this.getAttribute("src"));
      this.#door = open(full, arrived, custom, () => language(this));
    } catch (error) {
      console.warn(`partnership-assessment: ${reason(error)}`);
      if (this.#widget === starter) starter.without_full();
      return;
    } finally {
      // Whatever the door offers is there by now, or will not come.
      this.#dispatch("pa-ready", this.#ready);
    }
    if (this.#widget !== starter) return;
    starter.hand_over_to(async (language) => {
      const text = await read(`text/${language}.json`);
      if (this.#widget !== starter) return;
      const handover = starter.handover();
      starter.unmount();
      this.#mount(full, { ...options, texts: [text], handover });
    });
  }

  #tell(name, detail) {
    if (name === "pa-ready") this.#ready = detail;
    else this.#dispatch(name, detail);
  }

  #dispatch(name, detail) {
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
