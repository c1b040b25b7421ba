// Opens a page the way a person does, only faster, and notes when it shows something, when
// the first question can be answered, and how long a click takes to the next picture.

import { openBrowser, until } from "../e2e/browser.mjs";
import { own } from "../e2e/server.mjs";
import { instruments, say } from "../e2e/words.mjs";

const six = instruments["six-principles"];
const [first] = six.sections;

/** A processor that is 4 times slower, and a line of 9.6 Mbit/s with 40 ms. */
export const throttling = { processor: 4, latency: 40, bitsPerSecond: 9.6e6 };

/** Finds things in the widget, or in a page without one. */
const finding = `
  const place = () => document.querySelector("partnership-assessment")?.shadowRoot ?? document;
  const button = (name) =>
    [...place().querySelectorAll("button")].find((it) => (it.getAttribute("aria-label") ?? it.textContent) === name);
  const radio = () => [...place().querySelectorAll("input[type=radio]")].find((it) => !it.checked);
`;

const choose = `() => button(${JSON.stringify(say("en", "start.begin-named", { title: six.title.en }))})`;
const begin = `() => button(${JSON.stringify(say("en", "prepare.begin"))})`;
const ours = `(key, text) => key.startsWith("partnership-assessment/1/") && text.includes('"${first.items[0].id}"')`;
const theirs = `(key, text) => key === "answers" && text.includes('"${first.items[0].id}"')`;

/** The pages: where each lies, what is pressed on the way to the first statement, and by what
 *  an answer to it is known in the storage. */
export const pages = {
  ours: { path: "/", steps: [choose, begin, "radio"], stored: ours },
  link: { path: `/#pa-instrument=${six.id}`, steps: [begin, "radio"], stored: ours },
  embedded: { path: "/embedded.html", steps: [begin, "radio"], stored: ours },
  survey: { path: "/survey.html", steps: ["radio"], stored: theirs },
  static: { path: "/static.html", steps: ["radio"], stored: theirs },
};

/**
 * Runs in the page from its first moment. As soon as what is to be pressed has been painted,
 * it is pressed, in the frame after; the radio button until an answer is in the storage. So
 * what is not yet at work when it can be seen is waited for.
 */
export const pressing = ({ steps, stored }) => `{
  ${finding}
  const steps = [${steps}];
  const marks = (window.marks = { pressed: [] });
  const store = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, text) {
    store.call(this, key, text);
    if ((${stored})(key, text)) {
      marks.answered ??= performance.now();
      marks.done?.();
    }
  };
  let painted;
  const frame = () => {
    const step = steps[Math.min(marks.pressed.length, steps.length - 1)];
    const it = step();
    if (it?.checkVisibility() && it === painted) {
      if (marks.pressed.length < steps.length) marks.pressed.push(performance.now());
      it.click();
    }
    painted = it?.checkVisibility() ? it : undefined;
    if (marks.answered === undefined) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}`;

/** Notes in the page how long it takes from each click to the picture after it. */
const timing = `
  window.clicks = [];
  let last;
  addEventListener("click", (event) => {
    // A label clicks its field once more, at the same time.
    if (!event.isTrusted || event.timeStamp === last) return;
    last = event.timeStamp;
    const begun = event.timeStamp;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => clicks.push(performance.now() - begun);
      port2.postMessage(undefined);
    });
  }, { capture: true });
`;

/** A browser as new, slowed down; `scripts` run in each page from its first moment. */
export async function slowBrowser(...scripts) {
  const browser = await openBrowser();
  for (const it of scripts) await browser.beforeEachPage(it);
  const devtools = (command, parameters = {}) =>
    browser.driver.sendAndGetDevToolsCommand(command, parameters);
  await devtools("Network.enable");
  await devtools("Network.setCacheDisabled", { cacheDisabled: true });
  const bytesPerSecond = throttling.bitsPerSecond / 8;
  await devtools("Network.emulateNetworkConditions", {
    offline: false,
    latency: throttling.latency,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
  await devtools("Emulation.setCPUThrottlingRate", { rate: throttling.processor });
  return browser;
}

/** What a page shows and answers, and when, in milliseconds from its opening; and what was
 *  fetched by then: bytes by path. `clicks` answers are given after that, on the page of
 *  `section` if there is one, where `stored` is in the storage beforehand. */
export async function opens(server, page, { clicks = 0, section, stored } = {}) {
  const browser = await slowBrowser(pressing(page), timing);
  const { driver } = browser;
  try {
    if (stored) {
      await driver.get(`${server.origin}${own("page.css")}`);
      await driver.executeScript(
        "for (const [key, text] of Object.entries(arguments[0])) localStorage.setItem(key, text)",
        stored,
      );
    }
    await driver.get(server.origin + page.path);
    // To ask again and again would slow the page down.
    const seen = await driver.executeAsyncScript(`
      const [done] = arguments;
      const tell = () => {
        const fetched = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
        done({
          answered: marks.answered,
          pressed: marks.pressed,
          painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
          fetched: fetched.filter((it) => it.startTime < marks.answered)
            .map((it) => [new URL(it.name).pathname, it.encodedBodySize]),
        });
      };
      // What is on its way by then has a size when it is there.
      const later = () => setTimeout(tell, 500);
      if (marks.answered === undefined) marks.done = later;
      else later();
    `);
    if (clicks > 0) seen.clicks = await answers(driver, clicks, section);
    return seen;
  } finally {
    await browser.close();
  }
}

/** Waits until the page does nothing any more. */
async function settles(driver) {
  let before = -1;
  await until(
    "for the page to settle",
    async () => {
      const now = await driver.executeScript("return performance.getEntriesByType('resource').length");
      const same = now === before;
      before = now;
      if (!same) await new Promise((done) => setTimeout(done, 1200));
      return same;
    },
    60_000,
  );
}

/** Clicks `n` answers, each another than before, and returns how long each took to be seen;
 *  with `section`, on the page of that section. */
async function answers(driver, n, section) {
  await settles(driver);
  if (section) {
    await driver.executeScript(
      `${finding}
       [...place().querySelectorAll("button")].find((it) => it.textContent.startsWith(arguments[0])).click();`,
      section,
    );
    await settles(driver);
  }
  await driver.executeScript("clicks.length = 0");
  for (let i = 0; i < n; i += 1) {
    const label = await driver.executeScript(
      `${finding}
       const all = [...place().querySelectorAll("input[type=radio]")].filter((it) => !it.checked);
       const it = all[(7 * arguments[0]) % all.length].closest("label");
       it.scrollIntoView({ block: "center", behavior: "instant" });
       return it;`,
      i,
    );
    await label.click();
    await until("for the click to be seen", () =>
      driver.executeScript("return clicks.length > arguments[0]", i),
    );
    await new Promise((done) => setTimeout(done, 50));
  }
  return driver.executeScript("return clicks");
}
