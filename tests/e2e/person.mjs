// What a person does and sees, by visible words and labels.

import assert from "node:assert/strict";

import { By, Key } from "selenium-webdriver";

import { until } from "./browser.mjs";
import { instruments, languages, option, own, ownName, say, statement } from "./words.mjs";

/** Functions that look at the widget from inside the page. */
const looking = `
  const widget = () => document.querySelector("partnership-assessment")?.shadowRoot;
  const squeezed = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
  const visible = (it) => it.checkVisibility({ visibilityProperty: true });
  const words = (it) => squeezed(it.innerText);
  const called = (it) => squeezed(it.getAttribute("aria-label") ?? it.textContent);
  const scope = () => widget()?.querySelector("dialog[open]") ?? widget();
  const all = (selector, within) => [...((within ?? scope())?.querySelectorAll(selector) ?? [])].filter(visible);
  /** The group with this legend. */
  const part = (legend) => all("fieldset").find((it) => words(it.querySelector("legend")) === legend);
  const one = (found, exactly) => {
    const named = found.filter((it) => called(it) === exactly);
    const worded = found.filter((it) => words(it) === exactly || called(it).startsWith(exactly + ":"));
    return named[0] ?? (worded.length === 1 ? worded[0] : undefined);
  };
  /** What lies on top at a place of the window. */
  const onTop = (x, y) => {
    let res = document.elementFromPoint(x, y);
    for (;;) {
      const inner = res?.shadowRoot?.elementFromPoint(x, y);
      if (!inner || inner === res) return res;
      res = inner;
    }
  };
  /** The middle of what of a box is in the window. */
  const middle = (box) => {
    const half = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
    return [half(box.left, box.right, innerWidth), half(box.top, box.bottom, innerHeight)];
  };
  const focused = () => {
    let res = document.activeElement;
    while (res?.shadowRoot?.activeElement) res = res.shadowRoot.activeElement;
    return res;
  };
`;

export class Person {
  /** Somebody at `browser` who reads `language` on a page of `server`. */
  constructor(browser, server, language = "en") {
    this.browser = browser;
    this.driver = browser.driver;
    this.server = server;
    this.language = language;
    this.clicks = 0;
    /** Instruments by id; a custom one is added by `knows`. */
    this.instruments = { ...instruments };
  }

  say(key, values) {
    return say(this.language, key, values);
  }

  knows(instrument) {
    this.instruments[instrument.id] = instrument;
  }

  /** Runs `script` in the page with the functions for looking at the widget. */
  async look(script, ...inputs) {
    return this.driver.executeScript(`${looking}${script}`, ...inputs);
  }

  /** Presses what can be seen, as this person does it. */
  async hits(element) {
    // WebKit presses where something was before it was brought into sight and laid out.
    if (this.browser.engine === "webkit") {
      await this.driver.executeAsyncScript(
        `const [it, done] = arguments;
         it.scrollIntoView({ block: "nearest", behavior: "instant" });
         requestAnimationFrame(() => requestAnimationFrame(() => done()));`,
        element,
      );
    }
    await element.click();
  }

  /** Gets at a field, as this person does it. */
  async turnsTo(field) {
    // WebKitWebDriver empties only what can be seen.
    await this.driver.executeScript("arguments[0].scrollIntoView({ block: 'nearest' })", field);
  }

  async #click(what, script, ...inputs) {
    await until(`for ${what}`, async () => {
      const element = await this.look(script, ...inputs);
      if (!element) return false;
      try {
        await this.hits(element);
      } catch (error) {
        // The page moved under the pointer, or went away: look again.
        const moved = ["ElementClickInterceptedError", "ElementNotInteractableError", "NoSuchFrameError"];
        if (moved.includes(error.name)) return false;
        throw error;
      }
      return true;
    });
    this.clicks += 1;
  }

  // Moving about

  async opens(path = "/") {
    await this.browser.leavesPage();
    await this.driver.get(this.server.origin + path);
  }

  async reloads() {
    await this.browser.leavesPage();
    await this.driver.navigate().refresh();
  }

  /** Opens another tab, which is looked at from now on. */
  async opensTab() {
    // WebKit draws nothing in a tab behind another one, so that its widget would not begin.
    await this.driver.switchTo().newWindow(this.browser.engine === "webkit" ? "window" : "tab");
  }

  /** Sets up a workshop from the first screen; its link. */
  async setsUp({ instrument, name, expected, threshold, sectors, practice = false }) {
    await this.presses("start.workshop");
    await this.seesHeading("setup.heading");
    if (instrument)
      await this.selects("setup.instrument", own(this.language, this.instruments[instrument].title));
    await this.fills("setup.name", name);
    if (expected) await this.fills("setup.expected", String(expected));
    if (threshold) await this.fills("setup.threshold", String(threshold));
    if (sectors) await this.fills("setup.sectors", sectors.join("\n"));
    if (practice) await this.ticks("setup.practice");
    await this.presses("setup.create");
    await this.seesHeading(name);
    return this.holds("invite.link");
  }

  /** Follows the link of a workshop, and reads on in the language that they read. */
  async follows(link) {
    await this.browser.leavesPage();
    // A fragment alone would not open the page anew.
    await this.driver.get("about:blank");
    await this.driver.get(link);
    await until("for the invitation", () =>
      this.look(`return Boolean(widget()?.querySelector(".join") && widget().querySelector("[lang]"))`),
    );
    await this.speaks(this.language);
    await this.sees("join.terms");
  }

  async goesBack() {
    await this.driver.navigate().back();
  }

  async goesForward() {
    await this.driver.navigate().forward();
  }

  /** Presses the button with these words, or with this fuller name; `within` the group
   *  with that legend. */
  async presses(key, { values, within } = {}) {
    const label = this.say(key, values);
    const title = within && this.say(within);
    await this.#click(
      `the button “${label}”${title ? ` under “${title}”` : ""}`,
      `const [label, title] = arguments;
       const within = title ? part(title) : undefined;
       if (title && !within) return null;
       return one(all("button, summary", within), label);`,
      label,
      title,
    );
  }

  /** Presses a button of what is on the list under this name. */
  async actsOn(key, name) {
    await this.presses("shelf.act-on", { values: { act: this.say(key), name } });
  }

  /** Pastes a text into the only field for long ones, as the browser reports it. */
  async pastes(text) {
    await this.look(
      `const area = all("textarea")[0];
       area.focus();
       area.value = arguments[0];
       area.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true, composed: true }));`,
      text,
    );
  }

  /** Types a passphrase for what is kept, twice. */
  async protects(passphrase, again = passphrase) {
    await this.fills("vault.passphrase", passphrase);
    await this.fills("vault.again", again);
    await this.presses("vault.protect");
  }

  /** Types the passphrase that is asked for. */
  async unlocks(passphrase) {
    await this.fills("vault.passphrase", passphrase);
    await this.presses("vault.unlock");
  }

  /** Chooses an assessment on the first screen. */
  async chooses(id) {
    const title = own(this.language, this.instruments[id].title);
    await this.presses("start.begin-named", { values: { title } });
    await this.seesHeading(title);
  }

  /** Unfolds all that is folded. */
  async unfolds() {
    await this.look(`all("details:not([open]) > summary").forEach((it) => it.click())`);
  }

  async switchesTo(language) {
    const name = ownName(language);
    await this.presses(name);
    this.language = language;
    await until(`for the page in ${name}`, () =>
      this.look("return widget()?.querySelector('[lang]')?.lang === arguments[0]", language),
    );
  }

  /** Has the page speak `language`, if it does not. */
  async speaks(language) {
    const shown = await this.look("return widget().querySelector('[lang]').lang");
    if (shown !== language) await this.switchesTo(language);
  }

  /** Closes the browser; its profile stays for another session. */
  async leaves() {
    assert.deepEqual(await this.browser.troubles(), []);
    await this.browser.close({ keep: true });
  }

  // Filling in

  /** Chooses an answer by its words under a statement. */
  async picks(legend, label) {
    await this.#click(
      `“${label}” under “${legend}”`,
      `const [legend, label] = arguments;
       const group = part(legend);
       return group && all("label", group).find((it) => words(it) === label);`,
      legend,
      label,
    );
    await until(`for “${label}” to be chosen`, async () => (await this.chosen(legend)) === label);
  }

  /** The words of what is chosen under a statement; `null` for nothing. */
  async chosen(legend) {
    return this.look(
      `const group = part(arguments[0]);
       const input = group?.querySelector("input:checked");
       return input ? words(input.closest("label")) : null;`,
      legend,
    );
  }

  /** Answers statements by id: a point's value, "dont-know" or "not-relevant". */
  async answers(id, answers) {
    const instrument = this.instruments[id];
    for (const [item, answer] of Object.entries(answers)) {
      const it = this.statement(id, item);
      await this.picks(it, option(this.language, instrument, item, answer));
      // What follows from it is shown a moment later, and may move what is pressed next.
      await until(`for “${it}” to be shown as answered`, () =>
        this.look(`return part(arguments[0])?.classList.contains("answered")`, it),
      );
    }
  }

  statement(id, item) {
    return statement(this.language, this.instruments[id], item);
  }

  option(id, item, answer) {
    return option(this.language, this.instruments[id], item, answer);
  }

  /** Answers everything, section by section, up to the page where answers are checked. */
  async answersAll(id, answers) {
    const { sections } = this.instruments[id];
    for (const [i, section] of sections.entries()) {
      await this.seesHeading(own(this.language, section.title));
      const here = section.items.filter((it) => it.id in answers).map((it) => [it.id, answers[it.id]]);
      await this.answers(id, Object.fromEntries(here));
      const next = sections[i + 1];
      if (next) await this.presses("questions.next", { values: { section: own(this.language, next.title) } });
    }
    await this.presses("questions.to-check");
    await this.seesHeading("check.heading");
  }

  /** The field with this label. */
  async #field(label) {
    return until(`for the field “${label}”`, () =>
      this.look(
        `const [label] = arguments;
         return all("input:not([type=file]), select, textarea").find((it) =>
           squeezed(it.getAttribute("aria-label")) === label ||
           [...(it.labels ?? [])].some((it) => words(it) === label));`,
        label,
      ),
    );
  }

  async fills(key, text, values) {
    const field = await this.#field(this.say(key, values));
    await this.turnsTo(field);
    await this.writes(field, text);
  }

  /** Writes a text in the place of what is in a field, as this person does it. */
  async writes(field, text) {
    await field.clear();
    await this.browser.type(field, text);
  }

  async selects(key, choice) {
    const field = await this.#field(this.say(key));
    await this.turnsTo(field);
    await this.choosesIn(field, this.say(choice));
  }

  /** Chooses in a list by the words of the choice, as this person does it. */
  async choosesIn(field, choice) {
    const options = await field.findElements(By.css("option"));
    for (const it of options) {
      if ((await it.getText()).trim() === choice) return it.click();
    }
    assert.fail(`“${choice}” is not offered`);
  }

  /** Enters a day, as 2026-01-31, into the field with this label. */
  async setsDay(key, day) {
    await this.entersDay(await this.#field(this.say(key)), day);
  }

  /** Enters a day into a field, as its picker does. */
  async entersDay(field, day) {
    await this.driver.executeScript(
      `const [field, day] = arguments;
       field.value = day;
       field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));`,
      field,
      day,
    );
  }

  /** Ticks the box with these words, or takes the tick away. */
  async picksBox(label) {
    await this.#click(
      `the box “${label}”`,
      `return all("label").find((it) => words(it) === arguments[0] && it.querySelector("input[type=checkbox]"))`,
      label,
    );
  }

  async ticks(key) {
    const field = await this.#field(this.say(key));
    await this.hits(field);
    this.clicks += 1;
  }

  /** What is written or chosen in the field with this label. */
  async holds(key, values) {
    return (await this.#field(this.say(key, values))).getAttribute("value");
  }

  /** Writes a comment on a statement. */
  async comments(id, item, text) {
    const words = this.statement(id, item);
    await this.presses("questions.add-comment", { within: words });
    await this.fills("questions.comment-for", text, { statement: words });
  }

  /** Chooses files from the disk. */
  async opensFile(...paths) {
    const input = await until("for the file picker", () => this.look(`return all("input[type=file]")[0]`));
    await this.opensPicker(input);
    await input.sendKeys(paths.join("\n"));
  }

  /** Opens the picker of files, as this person does it: a driver needs none. */
  async opensPicker() {}

  /** Opens the picker by hitting `input`, and puts it away; Chromium's tools can do that. */
  async hitsPicker(input) {
    const intercept = (enabled) =>
      this.driver.sendDevToolsCommand("Page.setInterceptFileChooserDialog", { enabled });
    await intercept(true);
    await this.driver.executeScript(
      "window.picked = 0; arguments[0].addEventListener('click', (it) => (window.picked += it.isTrusted), { once: true })",
      input,
    );
    await this.hits(input);
    await until("for the picker to open", () => this.driver.executeScript("return window.picked === 1"));
    await intercept(false);
  }

  async opensFileFromShelf(...paths) {
    await this.presses("nav.shelf");
    await this.seesHeading("shelf.heading");
    await this.opensFile(...paths);
  }

  /** Saves a file and reads it. */
  async saves(key) {
    await this.presses(key);
    const file = await this.browser.download();
    await this.sees("news.downloaded", { file: file.name });
    return file;
  }

  /** Saves a file with the first of several buttons of these words. */
  async savesFirst(key) {
    await this.#click(
      `the first button “${this.say(key)}”`,
      `return all("button").find((it) => words(it) === arguments[0])`,
      this.say(key),
    );
    const file = await this.browser.download();
    await this.sees("news.downloaded", { file: file.name });
    return file;
  }

  // Seeing

  /** Everything that can be read in the widget. */
  async reads() {
    return this.look("return squeezed(scope()?.querySelector('.pa')?.innerText ?? words(scope()))");
  }

  async sees(key, values) {
    const wanted = this.say(key, values);
    await until(
      async () => `to read “${wanted}” in: ${await this.reads()}`,
      async () => (await this.reads()).includes(wanted.replaceAll(/\s+/g, " ")),
    );
  }

  async seesNothingOf(key, values) {
    const unwanted = this.say(key, values);
    await until(`for “${unwanted}” to go`, async () => !(await this.reads()).includes(unwanted));
  }

  async seesHeading(key, values) {
    const wanted = this.say(key, values);
    await until(
      async () => `for the heading “${wanted}” in: ${await this.reads()}`,
      () =>
        this.look(
          `return all("h1").some((it) => words(it) === arguments[0])`,
          wanted.replaceAll(/\s+/g, " "),
        ),
    );
  }

  /** The lines of each entry of the lists under the heading with these words. */
  async readsList(key) {
    return this.look(
      `const heads = all("h1, h2, h3, h4, h5, h6");
       const from = heads.findIndex((it) => words(it) === arguments[0]);
       const behind = (a, b) => b && a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;
       const end = heads.slice(from + 1).find((it) => it.localName <= heads[from].localName);
       return from < 0 ? null : all("li")
         .filter((it) => behind(heads[from], it) && !(end && !behind(it, end)))
         .map((it) => it.innerText.split("\\n").map(squeezed).filter(Boolean));`,
      this.say(key),
    );
  }

  /** The rows of the table with this caption, without its header. */
  async readsTable(key) {
    return this.look(
      `const table = all("table").find((it) => squeezed(it.caption?.textContent) === arguments[0]);
       return [...(table?.tBodies[0].rows ?? [])].map((row) => [...row.cells].map(words));`,
      this.say(key),
    );
  }

  /** Opens the tables of the results and reads the one with this caption. */
  async readsTableOpened(key) {
    await this.presses("results.as-table");
    return until("for the table", async () => {
      const rows = await this.readsTable(key);
      return rows.length ? rows : undefined;
    });
  }

  /** The message above the screen: its lines, or `null`. */
  async readsNotice() {
    return this.look(
      `const it = all(".notice")[0];
       return it ? all("p", it).map(words) : null;`,
    );
  }

  /** What has the focus: its element's name, its words, and whether a checked one. */
  async focus() {
    return this.look(
      `const it = focused();
       if (!it || it === document.body) return { tag: "body", name: "" };
       const label = it.labels?.[0];
       const group = it.closest("fieldset")?.querySelector("legend");
       return {
         tag: it.localName,
         type: it.type ?? "",
         name: label ? words(label) : called(it),
         group: group ? words(group) : "",
       };`,
    );
  }

  /** Strikes keys. */
  async strikes(...keys) {
    await this.driver
      .actions()
      .sendKeys(...keys)
      .perform();
  }

  /** Goes on with the Tab key until what has the focus satisfies `wanted`. */
  async tabsTo(what, wanted, { back = false } = {}) {
    const passed = [];
    for (let i = 0; i < 150; i += 1) {
      const focus = await this.focus();
      if (wanted(focus)) return focus;
      passed.push(focus.name);
      const actions = this.driver.actions();
      if (back) await actions.keyDown(Key.SHIFT).sendKeys(Key.TAB).keyUp(Key.SHIFT).perform();
      else await actions.sendKeys(Key.TAB).perform();
    }
    assert.fail(`the Tab key does not reach ${what}, only: ${passed.join(" | ")}`);
  }

  /** The entries of the shelf: the lines of each. */
  async readsEntries() {
    return this.look(
      `return all("li").filter((it) => it.querySelector("h2"))
         .map((it) => it.innerText.split("\\n").map(squeezed).filter(Boolean));`,
    );
  }

  // What lies underneath

  async title() {
    return this.driver.getTitle();
  }

  /** Everything that this origin has stored. */
  async stored() {
    return this.driver.executeScript("return Object.fromEntries(Object.entries(localStorage))");
  }

  /** Fills what this origin may store, to the last character, with something of the host's. */
  async fillsTheStorage() {
    await this.driver.executeScript(`
      let size = 5 << 20;
      let text = "";
      while (size >= 1) {
        try {
          localStorage.setItem("host-page", text + "x".repeat(size));
          text += "x".repeat(size);
        } catch {
          size = Math.floor(size / 2);
        }
      }
    `);
  }

  /** Whether the standalone page's worker has fetched what it keeps; others have none. */
  async #hasItsCopy() {
    return this.driver.executeScript(`
      if (window !== top || !/^\\/(index.html)?$/.test(location.pathname) || !navigator.serviceWorker) return true;
      return navigator.serviceWorker.getRegistration().then((it) => it?.active?.state === "activated");
    `);
  }

  /** Waits until everything is there that the page will ever fetch, wherever it lies. */
  async waitsForEverything() {
    const wanted = [
      "/full.js",
      "/full_bg.wasm",
      ...Object.keys(instruments).map((id) => `/instruments/${id}.json`),
      ...languages.map((it) => `/text/${it}.json`),
    ];
    const among = (paths) => wanted.every((end) => paths.some((it) => it.endsWith(end)));
    await until("for everything to be fetched", async () => {
      const { log } = this.server;
      if (!among(log.map((it) => it.path)) || log.some((it) => !it.done)) return false;
      return (
        among(
          await this.driver.executeScript(
            "return performance.getEntriesByType('resource').map((it) => new URL(it.name).pathname)",
          ),
        ) && this.#hasItsCopy()
      );
    });
  }

  /** Waits until the whole widget is at work in a page of its own. */
  async waitsUntilComplete() {
    await this.waitsForEverything();
    await this.waitsUntilReady();
  }

  /** Waits until the page is told that all of the widget is at hand. */
  async waitsUntilReady() {
    await until("for the widget to be ready", () =>
      this.driver.executeScript("return document.querySelector('partnership-assessment')?.ready"),
    );
  }
}
