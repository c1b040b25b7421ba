// The custom element <partnership-assessment>: it opens the widget when it comes near the
// viewport, and turns every failure into a message above its fallback content. It never
// throws into the host page.

/* global LANGUAGES, UNLOADED, VERSION -- the build writes them in. */

const name = "partnership-assessment";
const near = "400px";
const attributes = ["instrument", "src", "storage", "instance"];

const links = (element) => element.getAttribute("links") !== "none";

/** The language asked for, as near as there is one: of a link, of this tab before a reload, of the
 *  element or what is around it, of the browser. What the page sets `anew` comes first. */
function language(element, anew = false) {
  const standalone = element.hasAttribute("standalone");
  const link = links(element) && /^#pa-.*\blang=([\w-]+)/.exec(location.hash)?.[1];
  const before = history.state?.[name]?.[element.getAttribute("instance") ?? "default"];
  const around = standalone ? element.lang : element.closest("[lang]")?.lang;
  const asked = [anew && around, link, before?.language, around, ...(navigator.languages ?? [])];
  for (const tag of asked) {
    const main = String(tag).split("-")[0];
    if (LANGUAGES.includes(tag)) return tag;
    if (LANGUAGES.includes(main)) return main;
  }
  return "en";
}

/** What is handed over if the storage does not have it; the page, not the person, puts it back, so
 *  that it takes no focus. */
function unstored(handover) {
  if (!handover?.record || handover.record === handover.stored) return undefined;
  return Object.assign(handover, { quiet: true });
}

/**
 * Defines the element. `files` gives it the widget's parts: `text(path)` a file's text,
 * `part(name)` a compiled module, `later()` and `failures()` the scripts of these names,
 * `first` the name of the part that opens the widget.
 */
export function define(files) {
  const known = customElements.get(name);
  if (known) {
    if (known.version !== VERSION) {
      console.warn(`${name}: version ${known.version} is on this page already; ${VERSION} is not used.`);
    }
    return;
  }

  /** What the page's security policy has blocked so far. */
  const blocked = [];
  addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective, disposition }) => {
    if (disposition !== "report" && blocked.length < 100) blocked.push({ blockedURI, effectiveDirective });
  });

  // A link of ours that is opened on the page it leads to.
  addEventListener("hashchange", () => {
    const reads = document.querySelector(`${name}:not([links=none])`);
    if (reads && location.hash.startsWith("#pa-")) location.reload();
  });

  const texts = new Map();
  /** What of it has arrived, for those who cannot wait. */
  const arrived = new Map();
  /** The text of one of the widget's files, or at an address relative to the page; each is
   *  fetched once. */
  const read = (path) => {
    if (!texts.has(path)) {
      const text = files.text(path);
      texts.set(path, text);
      text.then(
        (it) => arrived.set(path, it),
        () => texts.delete(path),
      );
    }
    return texts.get(path);
  };

  /** What the elements do that have a widget at work, where a part is broken. */
  const atWork = new Set();
  /** What was thrown when one broke. */
  let gone;
  const breaks = (error) => {
    gone = error;
    for (const tell of atWork) tell(error);
  };

  const parts = new Map();
  /** A compiled part, loaded once for all elements. */
  const load = (part) => {
    if (!parts.has(part)) {
      const loaded = files.part(part);
      parts.set(part, loaded);
      loaded.then(
        (it) => it.broken.push(breaks),
        () => parts.delete(part),
      );
    }
    return parts.get(part);
  };

  const sheets = new Map();
  const sheet = (path) => {
    if (!sheets.has(path)) {
      const made = read(path).then((text) => {
        const it = new CSSStyleSheet();
        it.replaceSync(text);
        return it;
      });
      made.catch(() => sheets.delete(path));
      sheets.set(path, made);
    }
    return sheets.get(path);
  };

  /** What widgets held, when they were taken off the page, that is nowhere else: for the element, or
   *  one like it that a page puts in its place. */
  const left = new Map();

  class PartnershipAssessment extends HTMLElement {
    static observedAttributes = ["lang", "theme"];
    static version = VERSION;

    #shadow;
    #widget;
    #watcher;
    #ready;
    #door;
    /** Mounts the full widget at once, when it has been here before. */
    #full;
    /** Nobody asks a broken widget for anything again. */
    #broken = (error) => {
      const widget = this.#widget;
      this.#widget = undefined;
      if (widget) this.#fail(error, widget);
    };

    connectedCallback() {
      if (this.#widget || this.#watcher) return;
      if (!this.#shadow) {
        const mode = this.getAttribute("shadow") === "closed" ? "closed" : "open";
        this.#shadow = this.attachShadow({ mode });
        this.#shadow.append(document.createElement("slot"));
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
      // A script of the page may set attributes after it has put the element in.
      queueMicrotask(() => {
        // A page of our own shows nothing else.
        if (this.hasAttribute("standalone") || this.#isInSight()) this.#start();
        else this.#watcher?.observe(this);
      });
    }

    /** Whether it is in sight for certain, on a page that is being loaded. The watcher knows more,
     *  but tells only after the next picture. */
    #isInSight() {
      if (window !== top || document.readyState === "complete" || !this.checkVisibility?.()) return false;
      const { top: begins, bottom: ends } = this.getBoundingClientRect();
      return begins < innerHeight && ends > 0;
    }

    disconnectedCallback() {
      // Moving the element in the page also disconnects it, for an instant.
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.#watcher?.disconnect();
        this.#watcher = undefined;
        if (!this.#widget) return;
        const handover = unstored(this.#widget.handover());
        if (handover) left.set(this.#asked(), handover);
        this.#widget.unmount();
        this.#widget = undefined;
        atWork.delete(this.#broken);
      });
    }

    /** Whether the door is open. */
    get ready() {
      return this.#door !== undefined;
    }

    /** The door for scripts of the page. */
    partnershipAssessment(version) {
      if (!this.#door) throw new Error(`${name}: wait for the event pa-ready.`);
      return this.#door(version);
    }

    attributeChangedCallback(attribute, before, now) {
      if (attribute === "theme") this.#theme();
      else if (before !== now) {
        this.#widget?.language(language(this, true));
        const handover = left.get(this.#asked());
        if (handover) handover.language = language(this, true);
      }
    }

    /** What the page asked for, as one text. */
    #asked() {
      return attributes.map((it) => this.getAttribute(it)).join("\n");
    }

    #theme() {
      const theme = this.getAttribute("theme");
      const known = ["dark", "auto"].includes(theme) ? theme : "light";
      this.#shadow?.querySelector(".pa-root")?.setAttribute("data-theme", known);
    }

    async #style(path) {
      const it = await sheet(path);
      const adopted = this.#shadow.adoptedStyleSheets;
      if (!adopted.includes(it)) this.#shadow.adoptedStyleSheets = [...adopted, it];
    }

    async #start() {
      const began = performance.now();
      try {
        if (gone) throw gone;
        const handover = left.get(this.#asked());
        if (this.#full) {
          // What was adopted in another document is not here any more.
          await Promise.all(["widget.css", "full.css"].map((it) => this.#style(it)));
          if (!this.isConnected || this.#widget) return;
          left.delete(this.#asked());
          this.#full(handover);
          this.#dispatch("pa-ready", this.#ready);
          return;
        }
        const tag = handover?.language ?? language(this);
        const first = files.first === "full" ? "" : ".start";
        const foreseen = this.#foresees();
        const [part, text, index] = await Promise.all([
          load(files.first),
          read(`text/${tag}${first}.json`),
          read("instruments/index.json"),
          this.#style("widget.css"),
        ]);
        // To show a screen without it, and another with it, would take longer.
        await Promise.race([foreseen, new Promise((done) => setTimeout(done, 100))]);
        if (!this.isConnected || this.#widget) return;
        left.delete(this.#asked());
        this.#mount(part, { language: tag, texts: [text], index, handover });
        const widget = this.#widget;
        const complete = () => this.#complete(widget);
        const most = Math.min(200 + performance.now() - began, 1800);
        // Nothing competes with the first question: the slower the line or the device, the longer.
        // Where this part has none to show, all waits for the rest.
        setTimeout(() => {
          if (this.#shadow.querySelector("#pa-loading")) complete();
          else setTimeout(complete, most);
        }, 200);
      } catch (error) {
        this.#fail(error);
      }
    }

    /** Fetches the built-in instrument that is asked for, if there is one. */
    async #foresees() {
      const [, link] = (links(this) && /^#pa-.*\binstrument=([\w-]+)/.exec(location.hash)) || [];
      const path = `instruments/${link ?? this.getAttribute("instrument")}.json`;
      if (files.integrity[path]) await read(path).catch(() => {});
    }

    #mount(part, more) {
      const root = document.createElement("div");
      root.className = "pa-root";
      // The page sees this element in place of the field, and would take what is typed for its
      // shortcuts.
      for (const event of ["keydown", "keypress", "keyup"]) {
        root.addEventListener(event, (it) => {
          const typed = it.target.matches("input, select, textarea");
          if (typed && !["Escape", "Tab"].includes(it.key)) it.stopPropagation();
        });
      }
      // Pressing an answer begins no selection of its words, which takes the browser as long as
      // all the rest.
      root.addEventListener("mousedown", (it) => {
        if (it.target.closest(".option") && it.target.localName !== "input") it.preventDefault();
      });
      const place = document.createElement("div");
      root.append(place);
      this.#shadow.replaceChildren(root);
      this.#theme();
      const options = {
        links: links(this),
        // Nobody can be led to a page that reads no links of ours, or into a frame.
        address: links(this) && window === top ? null : files.page?.href,
        folder: files.address && new URL(".", files.address("starter_bg.wasm")).href,
        standalone: this.hasAttribute("standalone"),
        // What is at hand is had at once, not in a while.
        read: (path, now) => (now ? arrived.get(path) : read(path)),
        tell: (event, answered, total) => this.#tell(event, { answered, total }),
        ...more,
      };
      for (const it of attributes) options[it] = this.getAttribute(it);
      this.#widget = part.mount(place, options);
      atWork.add(this.#broken);
    }

    /** Has the full widget fetched, with whatever it may need, so that the page never asks
     *  again; it takes over from the starter. */
    async #complete(first) {
      if (this.#widget !== first) return;
      try {
        const { complete } = await files.later();
        const rest = await complete({
          element: this,
          files,
          load,
          read,
          arrived,
          first,
          language: () => language(this),
          style: (path) => this.#style(path),
          widget: () => this.#widget,
          mount: (part, more) => this.#mount(part, more),
        });
        if (!rest) return;
        this.#door = rest.door;
        this.#full = rest.full;
      } catch (error) {
        const reason = await this.#explain(error);
        console.error(`${name}: ${reason}`);
        if (this.#widget !== first) return;
        first.without_full?.();
        this.#dispatch("pa-error", { reason });
        return;
      }
      this.#dispatch("pa-ready", this.#ready);
    }

    #tell(event, detail) {
      // The element itself knows when all is ready; the widget, how much is answered.
      this.#ready = detail;
      if (event !== "pa-ready") this.#dispatch(event, detail);
    }

    #dispatch(event, detail) {
      this.dispatchEvent(new CustomEvent(event, { bubbles: true, composed: true, detail }));
    }

    /** One sentence that says what is wrong and how to mend it. */
    async #explain(error, widget) {
      try {
        const { explain } = await files.failures();
        return await explain(error, language(this), files, blocked, widget);
      } catch {
        return UNLOADED[language(this)];
      }
    }

    /** The fallback content stays, with a message above it that says what is wrong; `widget` is the
     *  one that was there. */
    async #fail(error, widget = error === gone && {}) {
      const reason = await this.#explain(error, widget);
      const message = document.createElement("p");
      message.setAttribute("role", "alert");
      message.textContent = reason;
      this.#shadow.replaceChildren(message, document.createElement("slot"));
      console.error(`${name}: ${reason}`);
      this.#dispatch("pa-error", { reason });
      files.failures().then(
        (it) => it.offer(this, this.#shadow, language(this), widget),
        () => {},
      );
    }
  }

  customElements.define(name, PartnershipAssessment);
}
