// Takes pictures of every screen, in both languages, at three widths, light and dark, for
// people to look at: node tests/e2e/shots.mjs FOLDER

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { openBrowser } from "./browser.mjs";
import { Person } from "./person.mjs";
import { serve } from "./server.mjs";
import { tour } from "./tour.mjs";
import { languages } from "./words.mjs";

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("say in which folder the pictures should go");
await mkdir(folder, { recursive: true });

const server = await serve();
let pictures = 0;
for (const language of languages) {
  const browser = await openBrowser();
  const person = new Person(browser, server);
  await person.opens();
  if (language !== "en") await person.switchesTo(language);
  let number = 0;
  await tour(person, async (screen) => {
    number += 1;
    const name = `${String(number).padStart(2, "0")}-${screen}-${language}`;
    for (const width of [390, 820, 1280]) {
      for (const dark of [false, true]) {
        await browser.look({ width, dark });
        await writeFile(
          join(folder, `${name}-${width}-${dark ? "dark" : "light"}.png`),
          await browser.picture(),
        );
        pictures += 1;
      }
    }
    await browser.look();
    if (["results-opened", "keep"].includes(screen))
      await writeFile(join(folder, `${name}-paper.pdf`), await browser.pdf());
  });
  await browser.close();
}
await server.close();
console.log(`${pictures} pictures in ${folder}`);
