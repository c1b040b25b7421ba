// A real browser with a profile of its own: Chromium, Firefox or WebKit. What differs from
// browser to browser stands in this file and, for WebKit, in proxy.mjs.

import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, readlink, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { promisify } from "node:util";

import { Builder, logging } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";
import firefox from "selenium-webdriver/firefox.js";

import { proxy } from "./proxy.mjs";

const run = promisify(execFile);

const known = ["chromium", "firefox", "webkit"];

/** The engines to test: all three, or those that PA_ENGINES names, such as
 *  `PA_ENGINES=chromium,firefox`. */
export const engines = (process.env.PA_ENGINES ?? known.join(",")).split(",").filter(Boolean);
for (const it of engines) {
  if (!known.includes(it)) throw new Error(`PA_ENGINES: “${it}” is none of ${known.join(", ")}`);
}

/** How the engines are called in the names of tests. */
export const titles = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKit" };

/** The engine of tests that do not choose one. */
const usual = process.env.PA_ENGINE ?? "chromium";

/** What an engine's driver cannot do, and why. */
const lacking = {
  chromium: {},
  firefox: {
    paper: "WebDriver tells Firefox which paper to take, and its headings are not tagged",
    camera: "Firefox has no camera that shows a film from the disk",
    accessibilityTree: "WebDriver gives no accessibility tree of Firefox",
  },
  webkit: {
    camera: "WebKitGTK has no camera that shows a film from the disk",
    accessibilityTree: "WebDriver gives no accessibility tree of WebKitGTK",
    dark: "MiniBrowser cannot change to dark while it runs",
    pdf: "WebKitWebDriver does not print",
    paper: "WebKitWebDriver does not print",
    sockets: "the proxy that watches over WebKit passes on no WebSockets",
    pictures: "WebKitGTK paints too late at times, on a screen that nobody sees, to be compared",
    back: "WebKit passes over entries of the history that a script made without a person's act",
    profile: "MiniBrowser keeps nothing beyond a session under automation",
    disk: "what a page from the disk complains about cannot be seen in WebKitGTK",
  },
};

/** Why `engine` cannot do one of `abilities` (“pdf”, “paper” as the page wants it, “dark”, “profile”, “camera”,
 *  “accessibilityTree”, “disk” for watching pages from the disk, “back” to what a script
 *  put into the history, “pictures” to be compared, “sockets” of a
 *  development server), or false; to be a test's `skip`. */
export const lacks = (engine, ...abilities) =>
  abilities.map((it) => lacking[engine][it]).find(Boolean) ?? false;

/** Asks `condition` again and again until it holds, and returns what it gave. */
export async function until(what, condition, patience = 20_000) {
  const end = Date.now() + patience;
  let trouble;
  for (;;) {
    try {
      const res = await condition();
      if (res) return res;
      trouble = undefined;
    } catch (error) {
      // The page may be redrawn between two looks at it.
      if (!["StaleElementReferenceError", "JavascriptError"].includes(error.name)) throw error;
      trouble = error;
    }
    if (Date.now() > end) {
      throw new Error(`waited in vain: ${typeof what === "function" ? await what() : what}`, {
        cause: trouble,
      });
    }
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** The program called one of `names`, on the path or in one of `folders`. */
function program(names, folders = []) {
  const places = [...(process.env.PATH ?? "").split(delimiter), ...folders];
  const found = names.flatMap((name) => places.map((it) => join(it, name))).find((it) => existsSync(it));
  if (!found) throw new Error(`${names[0]} is not installed: “make browser” installs it`);
  return found;
}

const hashOfNothing = createHash("sha256").digest("base64");

/** What a page tells about itself from its first moment, for `troubles`; `tell` is the name
 *  of the function that notes it. */
const watch = (tell) => `
  addEventListener("securitypolicyviolation", (it) =>
    ${tell}("policy: " + it.violatedDirective + " " + it.blockedURI + " " + it.sample));
  addEventListener("error", (it) => ${tell}("error: " + it.message));
  addEventListener("unhandledrejection", (it) => ${tell}("rejection: " + it.reason));
`;

/** Notes in the page itself; frames of the same origin note in the page around them. */
const inThePage = `
  const tellPage = (note) => {
    let noted;
    try {
      noted = top.noted ??= [];
    } catch {
      noted = window.noted ??= [];
    }
    noted.push(note);
  };
`;

/** Waits until what has been laid out anew is painted, a frame later. */
export const painted = (driver) =>
  driver.executeAsyncScript("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))");

const notedInThePage = (driver) => driver.executeScript("return window.noted?.splice(0) ?? []");

async function chromium({ home, downloads, language, width, height, camera }) {
  const options = new chrome.Options();
  options.setChromeBinaryPath(program(["chromium"]));
  options.addArguments(
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
    `--accept-lang=${language}`,
    `--window-size=${width},${height}`,
    `--user-data-dir=${join(home, "profile")}`,
  );
  if (camera) {
    options.addArguments(
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      `--use-file-for-fake-video-capture=${camera}`,
    );
  }
  options.setUserPreferences({
    "download.default_directory": downloads,
    "download.prompt_for_download": false,
    "profile.default_content_setting_values.automatic_downloads": 1,
  });
  const logs = new logging.Preferences();
  logs.setLevel(logging.Type.BROWSER, logging.Level.ALL);
  options.setLoggingPrefs(logs);

  const driver = await new Builder()
    .forBrowser("chrome")
    .setChromeOptions(options)
    .setChromeService(new chrome.ServiceBuilder(program(["chromedriver"])))
    .build();
  const devtools = (command, parameters = {}) => driver.sendAndGetDevToolsCommand(command, parameters);
  const beforeEachPage = (source) => devtools("Page.addScriptToEvaluateOnNewDocument", { source });
  await beforeEachPage(`{ ${inThePage}${watch("tellPage")} }`);
  const size = (pixels, rows) =>
    devtools("Emulation.setDeviceMetricsOverride", {
      width: pixels,
      height: rows,
      deviceScaleFactor: 1,
      mobile: false,
    });
  let seen;

  return {
    driver,
    unfinished: ".crdownload",
    beforeEachPage,

    async look({ width: pixels, height: rows, dark, paper, forced }) {
      seen = [pixels, rows];
      await size(...seen);
      await devtools("Emulation.setEmulatedMedia", {
        media: paper ? "print" : "",
        features: [
          { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
          { name: "forced-colors", value: forced ? "active" : "none" },
        ],
      });
    },

    async picture() {
      const [pixels, rows] = await driver.executeScript("return [innerWidth, innerHeight]");
      // What is beyond the viewport may not have been painted. The first time there was a scrollbar.
      for (let i = 0; i < 2; i += 1) {
        // A widget that is placed apart from what is around it may reach beyond the page.
        const length = await driver.executeScript(`
          const all = [document.documentElement, ...document.querySelectorAll("partnership-assessment")];
          return Math.max(...all.map((it) => Math.ceil(it.getBoundingClientRect().bottom + scrollY)));
        `);
        await size(pixels, Math.max(rows, length));
        await painted(driver);
      }
      const { data } = await devtools("Page.captureScreenshot");
      if (seen) await size(...seen);
      else await devtools("Emulation.clearDeviceMetricsOverride");
      await painted(driver);
      return data;
    },

    async pdf() {
      const { data } = await devtools("Page.printToPDF", { preferCSSPageSize: true, printBackground: true });
      return data;
    },

    async accessibilityTree() {
      await devtools("Accessibility.enable");
      const { nodes } = await devtools("Accessibility.getFullAXTree");
      const byId = new Map(nodes.map((it) => [it.nodeId, it]));
      const children = (node) =>
        (node.childIds ?? []).flatMap((id) => {
          const child = byId.get(id);
          if (!child) return [];
          return child.ignored ? children(child) : [tree(child)];
        });
      const tree = (node) => ({
        role: node.role?.value ?? "",
        name: node.name?.value ?? "",
        description: node.description?.value ?? "",
        properties: Object.fromEntries((node.properties ?? []).map((it) => [it.name, it.value.value])),
        children: children(node),
      });
      return tree(nodes[0]);
    },

    async troubles() {
      const noted = await notedInThePage(driver);
      const entries = await driver.manage().logs().get(logging.Type.BROWSER);
      const bad = entries.filter((it) => it.level.value >= logging.Level.WARNING.value);
      return [...noted, ...bad.map((it) => it.message)];
    },
  };
}

async function gecko({ home, downloads, language, width, height }) {
  const profile = join(home, "profile");
  await mkdir(profile, { recursive: true });
  const options = new firefox.Options();
  options.setBinary(program(["firefox-esr", "firefox"]));
  options.addArguments("-headless", "-profile", profile, `--width=${width}`, `--height=${height}`);
  options.enableBidi();
  const preferences = {
    "intl.accept_languages": language,
    "layout.css.devPixelsPerPx": "1.0",
    "layout.css.prefers-color-scheme.content-override": 1,
    "browser.download.folderList": 2,
    "browser.download.dir": downloads,
    "browser.download.useDownloadDir": true,
    "browser.download.always_ask_before_handling_new_types": false,
    "browser.download.alwaysOpenPanel": false,
    "browser.helperApps.neverAsk.saveToDisk": "application/json,text/csv,application/octet-stream",
  };
  for (const [key, value] of Object.entries(preferences)) options.setPreference(key, value);

  const cargo = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
  const service = new firefox.ServiceBuilder(program(["geckodriver"], [cargo]));
  // Preferences, such as light or dark, can then be changed while it runs.
  service.addArguments("--allow-system-access");
  const driver = await new Builder()
    .forBrowser("firefox")
    .setFirefoxOptions(options)
    .setFirefoxService(service)
    .build();

  const bidi = await driver.getBidi();
  const send = async (method, params) => {
    const { type, result, message } = await bidi.send({ method, params });
    if (type === "error") throw new Error(`${method}: ${message}`);
    return result;
  };
  const noted = [];
  bidi.on("script.message", ({ channel, data }) => {
    if (channel === "noted") noted.push(data.value);
  });
  bidi.on("log.entryAdded", ({ level, text }) => {
    if (["warn", "error"].includes(level)) noted.push(`${level}: ${text}`);
  });
  await send("session.subscribe", { events: ["script.message", "log.entryAdded"] });
  await send("script.addPreloadScript", {
    functionDeclaration: `(tell) => {${watch("tell")}}`,
    arguments: [{ type: "channel", value: { channel: "noted" } }],
  });

  return {
    driver,
    unfinished: ".part",

    beforeEachPage: (source) =>
      send("script.addPreloadScript", { functionDeclaration: `() => {${source}\n}` }),

    async look({ width: pixels, height: rows, dark }) {
      const context = await driver.getWindowHandle();
      await send("browsingContext.setViewport", { context, viewport: { width: pixels, height: rows } });
      await driver.setContext(firefox.Context.CHROME);
      try {
        await driver.executeScript(
          `Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", arguments[0])`,
          dark ? 0 : 1,
        );
      } finally {
        await driver.setContext(firefox.Context.CONTENT);
      }
      const scheme = dark ? "dark" : "light";
      await until(`for the page in ${scheme}`, () =>
        driver.executeScript(`return matchMedia("(prefers-color-scheme: ${scheme})").matches`),
      );
    },

    picture: () => driver.takeFullPageScreenshot(),

    pdf: () => driver.printPage({ background: true }),

    async troubles() {
      // What was told before the answer to this has arrived by then.
      const context = await driver.getWindowHandle();
      const [expression, target, awaitPromise] = ["0", { context }, false];
      await send("script.evaluate", { expression, target, awaitPromise });
      // Of a script that was on its way when the page was left, Firefox checks what it has: nothing.
      return noted.splice(0).filter((it) => !it.includes(hashOfNothing));
    },
  };
}

/** A port that nobody listens at. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A process that ends with this one, however that ends. */
function helper(path, parameters, options) {
  const child = spawn(program(["setpriv"]), ["--pdeathsig", "TERM", path, ...parameters], options);
  child.unref();
  return child;
}

let screen;

/** The name of a screen that nobody sees, one for this process. */
function display() {
  screen ??= new Promise((done, fail) => {
    const size = "1920x1200x24";
    const it = helper(program(["Xvfb"]), ["-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    it.on("error", fail);
    it.on("exit", (code) => fail(new Error(`Xvfb ended with ${code}`)));
    let number = "";
    it.stdout.on("data", (data) => {
      number += data;
      if (number.endsWith("\n")) {
        it.stdout.unref();
        done(`:${number.trim()}`);
      }
    });
  });
  return screen;
}

/** The environment in which a GTK program speaks `language`. */
async function speaking(language) {
  const [name] = [language.replace("-", "_"), `${language}_GB`].filter((it) =>
    existsSync(`/usr/share/i18n/locales/${it}`),
  );
  if (!name) throw new Error(`no locale for ${language}: “make browser” installs them`);
  const folder = join(tmpdir(), "pa-e2e-locales");
  const place = join(folder, `${name}.UTF-8`);
  if (!existsSync(place)) {
    await mkdir(folder, { recursive: true });
    const draft = await mkdtemp(join(folder, ".draft-"));
    // It warns of small things with 1.
    await run(program(["localedef"]), ["-i", name, "-f", "UTF-8", join(draft, name)]).catch((fault) => {
      if (fault.code !== 1) throw fault;
    });
    // Another test may have been quicker.
    await rename(join(draft, name), place).catch(() => {});
    await rm(draft, { recursive: true, force: true });
  }
  return { LOCPATH: folder, LANG: `${name}.UTF-8`, LC_ALL: `${name}.UTF-8`, LANGUAGE: name };
}

/** Makes the bars of a GTK program give way, so that its window can be as narrow as a phone. */
const narrow = `
  toolbar *, headerbar *, box button, box entry {
    min-width: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px;
  }
`;

async function webkit({ home, downloads, language, width, height }) {
  const libraries = [
    "/usr/libexec",
    "/usr/lib",
    ...(await readdir("/usr/lib")).map((it) => `/usr/lib/${it}`),
  ];
  const binary = program(
    ["MiniBrowser"],
    libraries.map((it) => join(it, "webkit2gtk-4.1")),
  );
  const between = await proxy();
  const said = `
    for (const level of ["warn", "error"]) {
      const say = console[level];
      console[level] = (...words) => {
        tellPage(level + ": " + words.join(" "));
        say.apply(console, words);
      };
    }
  `;
  between.beforeEachPage(`${inThePage}${watch("tellPage")}${said}`);

  const config = join(home, "config");
  await mkdir(config, { recursive: true });
  await writeFile(join(config, "user-dirs.dirs"), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  await mkdir(join(config, "gtk-3.0"), { recursive: true });
  await writeFile(join(config, "gtk-3.0", "gtk.css"), narrow);
  const port = await freePort();
  const service = helper(program(["WebKitWebDriver"]), [`--port=${port}`], {
    stdio: "ignore",
    env: {
      ...process.env,
      ...(await speaking(language)),
      DISPLAY: await display(),
      HOME: home,
      XDG_CONFIG_HOME: config,
      XDG_DATA_HOME: join(home, "data"),
      XDG_CACHE_HOME: join(home, "cache"),
      GDK_BACKEND: "x11",
      NO_AT_BRIDGE: "1",
    },
  });
  const end = async () => {
    service.kill();
    await between.close();
  };
  let driver;
  try {
    const address = `http://127.0.0.1:${port}`;
    await until("for WebKitWebDriver", () =>
      fetch(`${address}/status`).then(
        (it) => it.ok,
        () => false,
      ),
    );
    driver = await new Builder()
      .usingServer(address)
      .withCapabilities({
        browserName: "MiniBrowser",
        "webkitgtk:browserOptions": {
          binary,
          args: ["--automation", `--proxy=${between.address}`],
        },
      })
      .build();
  } catch (fault) {
    await end();
    throw fault;
  }

  /** Makes the page, without the bars around it, as large as this. */
  const size = async (pixels, rows) => {
    const window = driver.manage().window();
    const inner = () => driver.executeScript("return [innerWidth, innerHeight]");
    const outer = await window.getRect();
    const [w, h] = await inner();
    await window.setRect({ width: outer.width - w + pixels, height: outer.height - h + rows });
    await until(
      async () => `for ${pixels} by ${rows} pixels, now ${await inner()}`,
      async () => (await inner()).join() === [pixels, rows].join(),
    );
    await painted(driver);
  };
  await size(width, height);

  return {
    driver,
    beforeEachPage: async (source) => between.beforeEachPage(`{${source}\n}`),

    async look({ width: pixels, height: rows, dark }) {
      if (dark) throw new Error(lacking.webkit.dark);
      await size(pixels, rows);
    },

    async picture() {
      const [w, h, all] = await driver.executeScript(
        "return [innerWidth, innerHeight, document.documentElement.scrollHeight]",
      );
      if (all > h) await size(w, all);
      const res = await driver.takeScreenshot();
      if (all > h) await size(w, h);
      return res;
    },

    // WebKitWebDriver drops keys beyond the basic plane.
    async type(field, text) {
      for (const part of text.split(/([\u{10000}-\u{10ffff}]+)/u).filter(Boolean)) {
        if (part.codePointAt(0) < 0x10000) await field.sendKeys(part);
        else {
          await driver.executeScript(
            "arguments[0].focus(); document.execCommand('insertText', false, arguments[1])",
            field,
            part,
          );
        }
      }
    },

    troubles: () => notedInThePage(driver),
    end,
  };
}

const openers = { chromium, firefox: gecko, webkit };

/**
 * Opens a browser.
 *
 * `engine` is “chromium”, “firefox” or “webkit”; the object that is returned is the same
 * for all, and what an engine's driver cannot do throws: `lacks` tells beforehand.
 * `profile` is the folder of an earlier session to come back to; without one the browser
 * is as new. `language` is the one that the browser is set to, `camera` the film that its
 * camera sees.
 */
export async function openBrowser({
  engine = usual,
  profile,
  language = "en-GB",
  width = 1280,
  height = 900,
  camera,
} = {}) {
  const needs = { profile, camera };
  const lacked = lacks(engine, ...Object.keys(needs).filter((it) => needs[it]));
  if (lacked) throw new Error(lacked);
  const home = profile ?? (await mkdtemp(join(tmpdir(), "pa-e2e-")));
  const downloads = join(home, "downloads");
  await mkdir(downloads, { recursive: true });
  const { driver, ...its } = await openers[engine]({ home, downloads, language, width, height, camera });

  /** Does what the engine can, or says why it cannot. */
  const able = (ability) => its[ability] ?? (() => Promise.reject(new Error(lacking[engine][ability])));
  const kept = [];
  let open = true;
  return {
    driver,
    engine,
    isOpen: () => open,
    /** The folder to hand to the next session. */
    profile: home,
    /** Runs a script in every page from now on, before the page's own. */
    beforeEachPage: its.beforeEachPage,

    /** Types into a field, after what is there. */
    type: its.type ?? ((field, text) => field.sendKeys(text)),

    /** Shows pages at another size, and in the light or the dark; in Chromium, as on paper or in
     *  forced colours. */
    async look({ width: pixels = width, height: rows = height, ...how } = {}) {
      await its.look({ width: pixels, height: rows, ...how });
    },

    /** A picture of the whole page, however long, as PNG. */
    async picture() {
      return Buffer.from(await its.picture(), "base64");
    },

    /** The page as it would be printed. */
    async pdf() {
      return Buffer.from(await able("pdf")(), "base64");
    },

    /** What assistive technology gets to know: nodes with role, name and children. */
    async accessibilityTree() {
      return able("accessibilityTree")();
    },

    /** The file that was saved last and not yet asked for: its name, path and text. */
    async download() {
      const name = await until("for a file to be saved", async () => {
        const names = await readdir(downloads);
        if (its.unfinished && names.some((it) => it.endsWith(its.unfinished))) return undefined;
        return names.find((it) => !it.startsWith("."));
      });
      const path = join(home, name);
      let size = 0;
      await until("for the file to be whole", async () => {
        const before = size;
        size = (await stat(join(downloads, name))).size;
        return size > 0 && size === before;
      });
      const bytes = await readFile(join(downloads, name));
      await writeFile(path, bytes);
      await rm(join(downloads, name));
      return { name, path, text: bytes.toString("utf8") };
    },

    /** A file on the disk for a person to choose. */
    async file(name, content) {
      const path = join(home, basename(name));
      await writeFile(path, content);
      return path;
    },

    /** Remembers what the page complained about, before it goes. */
    async leavesPage() {
      kept.push(...(await its.troubles()));
    },

    /** Everything that the page or the console complained about since the last call. */
    async troubles() {
      return [...kept.splice(0), ...(await its.troubles())];
    },

    /** Ends Chromium at once, as when the power fails; its profile is there for later. */
    async kill() {
      const lock = await readlink(join(home, "profile", "SingletonLock"));
      process.kill(Number(lock.slice(lock.lastIndexOf("-") + 1)), "SIGKILL");
      open = false;
      await driver.quit().catch(() => {});
    },

    /** Closes the browser as a person does; with `keep`, its profile is there for later. */
    async close({ keep = false } = {}) {
      if (open) {
        // Firefox may not end while a page in another window is still at work.
        const [last, ...windows] = await driver.getAllWindowHandles();
        for (const it of windows) {
          await driver.switchTo().window(it);
          await driver.close();
        }
        await driver.switchTo().window(last);
        await driver.quit();
      }
      open = false;
      await its.end?.();
      if (!keep) await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
