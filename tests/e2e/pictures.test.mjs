// Every screen looks as it did when somebody last looked at it and was content: each is
// compared with a small picture of it in tests/pictures. `make pictures` takes them anew.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { engines } from "./browser.mjs";
import { meet } from "./meeting.mjs";
import { tour } from "./tour.mjs";
import { names } from "./words.mjs";

const kept = fileURLToPath(new URL("../pictures/", import.meta.url));
const anew = process.env.PA_PICTURES === "anew";

/** As much of a small picture may differ: what a newer browser draws a little differently. */
const tolerance = 1 / 100;

/** Screens that are another each time: two hold a code, which has the server's port in it, and one
 *  shows comments in an order drawn by chance. */
const changing = ["invite", "hand-over", "picture-opened"];

/** The letters of all pictures, whatever else is installed. */
const font = "Liberation Sans";

/** The looks that are kept of each language. */
const looks = {
  en: {
    "360-light": { width: 360 },
    "1280-dark": { width: 1280, dark: true },
    "768-forced": { width: 768, forced: true },
  },
  cy: { "768-light": { width: 768 }, paper: { width: 720, paper: true } },
};

/** Has every page be opened at the same moment, with the same numbers drawn at each screen, however
 *  many were drawn before. */
const sameForAll = `
  const Real = Date;
  const start = Real.UTC(2026, 8, 14, 9, 30);
  window.Date = class extends Real {
    constructor(...all) {
      if (all.length) super(...all);
      else super(Date.now());
    }
    static now() {
      return Math.floor(start + performance.now());
    }
  };
  let state = 20260914;
  window.drawFrom = (number) => (state = number);
  crypto.getRandomValues = (array) => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let i = 0; i < bytes.length; i += 1) {
      state = (state * 48271) % 2147483647;
      bytes[i] = state >> 8;
    }
    return array;
  };
`;

/** A picture at a twelfth of its size, drawn by the page that is open. */
const small = `
  const load = async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (it) => it.charCodeAt(0));
    return createImageBitmap(new Blob([bytes]));
  };
  const drawn = (image, width, height) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, width, height);
    return [canvas, context.getImageData(0, 0, width, height).data];
  };
  const reduced = (image) => drawn(image, Math.ceil(image.width / 12), Math.ceil(image.height / 12));
`;

/** The small picture, as WebP. */
const reduces = (person, picture) =>
  person.driver.executeAsyncScript(
    `${small}
     const [picture, done] = arguments;
     (async () => {
       const [canvas] = reduced(await load(picture));
       const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.85 })).arrayBuffer());
       done(btoa(Array.from(bytes, (it) => String.fromCharCode(it)).join("")));
     })();`,
    picture,
  );

/** How much of a picture differs from the small one that was kept, from 0 to 1. */
const differs = (person, picture, before) =>
  person.driver.executeAsyncScript(
    `${small}
     const [picture, before, done] = arguments;
     (async () => {
       const was = await load(before);
       const [canvas, now] = reduced(await load(picture));
       if (canvas.width !== was.width || Math.abs(canvas.height - was.height) > 1) return done(1);
       const [, then] = drawn(was, was.width, was.height);
       let count = 0;
       const length = Math.min(now.length, then.length);
       for (let i = 0; i < length; i += 4)
         if ([0, 1, 2].some((c) => Math.abs(now[i + c] - then[i + c]) > 32)) count += 1;
       done(count / (length / 4));
     })();`,
    picture,
    before,
  );

/** Whether the letters are there: without them a line would be as long as in another font. */
const hasLetters = (person) =>
  person.driver.executeScript(
    `const context = new OffscreenCanvas(1, 1).getContext("2d");
     const length = (font) => {
       context.font = font;
       return context.measureText("Partneriaeth – partnership").width;
     };
     return length("40px '" + arguments[0] + "', monospace") !== length("40px monospace");`,
    font,
  );

for (const [language, its] of Object.entries(looks)) {
  test(`every screen in ${names[language]} looks as it did`, {
    skip: !engines.includes("chromium") && "the pictures are Chromium's",
  }, async (t) => {
    const person = await meet(t, { engine: "chromium" });
    assert.ok(await hasLetters(person), `the font ${font} is missing: “make browser” installs it`);
    await person.browser.beforeEachPage(sameForAll);
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    // Paper takes its styles from the rest.
    await person.waitsForEverything();
    const taken = [];
    let number = 0;
    await tour(person, async (screen) => {
      number += 1;
      await person.driver.executeScript("drawFrom(arguments[0])", 20260914 + number);
      if (changing.includes(screen)) return;
      await person.driver.executeScript(
        `for (const it of [document.body, document.querySelector("partnership-assessment")])
           for (const name of ["font-family", "--pa-font"]) it.style.setProperty(name, arguments[0]);`,
        font,
      );
      for (const [look, how] of Object.entries(its)) {
        await person.browser.look(how);
        const name = `${language}-${look}/${String(number).padStart(2, "0")}-${screen}.webp`;
        taken.push([name, (await person.browser.picture()).toString("base64")]);
      }
      await person.browser.look();
    });

    await person.browser.leavesPage();
    await person.driver.get("about:blank");
    if (anew) {
      for (const look of Object.keys(its)) {
        await rm(join(kept, `${language}-${look}`), { recursive: true, force: true });
        await mkdir(join(kept, `${language}-${look}`), { recursive: true });
      }
      for (const [name, picture] of taken)
        await writeFile(join(kept, name), await reduces(person, picture), "base64");
    }
    const folder = await mkdtemp(join(tmpdir(), "pa-pictures-"));
    const faults = [];
    for (const [name, picture] of taken) {
      const path = join(kept, name);
      const before = existsSync(path) ? await readFile(path, "base64") : undefined;
      const share = before ? await differs(person, picture, before) : 1;
      if (share <= tolerance) continue;
      await writeFile(join(folder, name.replace("/", "-").replace("webp", "png")), picture, "base64");
      faults.push(`${name}: ${before ? `${(share * 100).toFixed(1)} % differ` : "none was kept"}`);
    }
    if (!faults.length) await rm(folder, { recursive: true });
    assert.deepEqual(faults, [], `the new ones are in ${folder}`);
  });
}
