// A real browser with a profile of its own. What differs from browser to browser stands
// in this file.

import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { Builder, logging } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";

/** Asks `condition` again and again until it holds, and returns what it gave. */
export async function until(what, condition, patience = 10_000) {
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

/** What a page notes about itself from its first moment, for `troubles`. */
const watch = `
  window.noted = [];
  addEventListener("securitypolicyviolation", (it) =>
    noted.push("policy: " + it.violatedDirective + " " + it.blockedURI + " " + it.sample));
  addEventListener("error", (it) => noted.push("error: " + it.message));
  addEventListener("unhandledrejection", (it) => noted.push("rejection: " + it.reason));
`;

/**
 * Opens a browser.
 *
 * `profile` is the folder of an earlier session to come back to; without one the browser
 * is as new. `language` is the one that the browser is set to, `camera` the film that its
 * camera sees.
 */
export async function openBrowser({ profile, language = "en-GB", width = 1280, height = 900, camera } = {}) {
  const home = profile ?? (await mkdtemp(join(tmpdir(), "pa-e2e-")));
  const downloads = join(home, "downloads");
  await mkdir(downloads, { recursive: true });

  const options = new chrome.Options();
  options.setChromeBinaryPath("/usr/bin/chromium");
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
    .setChromeService(new chrome.ServiceBuilder("/usr/bin/chromedriver"))
    .build();
  const devtools = (command, parameters = {}) => driver.sendAndGetDevToolsCommand(command, parameters);
  const beforeEachPage = (source) => devtools("Page.addScriptToEvaluateOnNewDocument", { source });
  await beforeEachPage(watch);

  let open = true;
  return {
    driver,
    isOpen: () => open,
    /** The folder to hand to the next session. */
    profile: home,
    beforeEachPage,

    /** Shows pages at another width, and in the light or the dark. */
    async look({ width: pixels = width, height: rows = height, dark = false } = {}) {
      await devtools("Emulation.setDeviceMetricsOverride", {
        width: pixels,
        height: rows,
        deviceScaleFactor: 1,
        mobile: false,
      });
      await devtools("Emulation.setEmulatedMedia", {
        features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }],
      });
    },

    /** A picture of the whole page, however long, as PNG. */
    async picture() {
      const { cssContentSize } = await devtools("Page.getLayoutMetrics");
      const clip = { x: 0, y: 0, width: cssContentSize.width, height: cssContentSize.height, scale: 1 };
      const { data } = await devtools("Page.captureScreenshot", { clip, captureBeyondViewport: true });
      return Buffer.from(data, "base64");
    },

    /** The page as it would be printed. */
    async pdf() {
      const { data } = await devtools("Page.printToPDF", { preferCSSPageSize: true, printBackground: true });
      return Buffer.from(data, "base64");
    },

    /** What assistive technology gets to know: nodes with role, name and children. */
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

    /** The file that was saved last and not yet asked for: its name, path and text. */
    async download() {
      const name = await until("for a file to be saved", async () => {
        const names = await readdir(downloads);
        return names.find((it) => !it.endsWith(".crdownload") && !it.startsWith("."));
      });
      const path = join(home, name);
      await until("for the file to be whole", async () => (await stat(join(downloads, name))).size > 0);
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

    /** Everything that the page or the console complained about since the last call. */
    async troubles() {
      const noted = await driver.executeScript("return window.noted?.splice(0) ?? []");
      const entries = await driver.manage().logs().get(logging.Type.BROWSER);
      const bad = entries.filter((it) => it.level.value >= logging.Level.WARNING.value);
      return [...noted, ...bad.map((it) => it.message)];
    },

    /** Closes the browser as a person does; with `keep`, its profile is there for later. */
    async close({ keep = false } = {}) {
      if (open) await driver.quit();
      open = false;
      if (!keep) await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
