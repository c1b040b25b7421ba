// However somebody has set their browser: zoomed in, larger letters, letters further apart,
// colours of their own, no motion, a finger instead of a pointer. Every screen is gone through
// once in each language and looked at in each of these ways; its title and its one heading too.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixedLetters, illegible, moving, round, small, sticksOut, untold } from "./looks.mjs";
import { meet } from "./meeting.mjs";
import { tour } from "./tour.mjs";
import { languages, names } from "./words.mjs";

/** A page of 1280 by 1024 pixels, zoomed in to 400 %. */
const zoomed = { width: 320, height: 256 };

/** What WCAG's 1.4.12 has people set, into the widget as their tools set it. */
const spacing = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }
`;

/** What is far below is laid out as well, so that it can be looked at. */
const whole = "* { content-visibility: visible !important; }";

/** Puts rules into the widget, in the place of those that were put there before. */
const ruled = (person, rules) =>
  person.look(
    `window.rules ??= new CSSStyleSheet();
     rules.replaceSync(arguments[0]);
     const others = widget().adoptedStyleSheets.filter((it) => it !== rules);
     widget().adoptedStyleSheets = [...others, rules];`,
    rules,
  );

for (const language of languages) {
  test(`zoomed in, with larger letters, spaced out, in forced colours, without motion and by finger, every screen is whole in ${names[language]}`, async (t) => {
    const person = await meet(t, { engine: "chromium" });
    const { browser, driver } = person;
    const devtools = (command, parameters) => driver.sendDevToolsCommand(command, parameters);
    const letters = (standard) => devtools("Page.setFontSizes", { fontSizes: { standard, fixed: standard } });
    const likes = (...features) =>
      devtools("Emulation.setEmulatedMedia", {
        features: features.map(([name, value]) => ({ name, value })),
      });
    await person.opens();
    if (language !== "en") await person.switchesTo(language);
    const found = [];
    const titles = new Map();
    await tour(person, async (screen) => {
      const notes = (how, all) => found.push(...all.map((it) => `${screen}, ${how}: ${it}`));
      const { headings, title } = await person.look(
        `return { headings: all("h1").map(words), title: document.title };`,
      );
      if (!screen.startsWith("dialog")) {
        if (headings.length !== 1) notes("headings", [headings.join(" | ")]);
        // A statement by itself is known by its number there.
        const wanted =
          screen === "single" ? person.say("single.heading", { number: 4, total: 26 }) : headings[0];
        if (!title.startsWith(wanted)) notes("title", [`“${title}” over “${headings[0]}”`]);
      }
      titles.set(screen, title);
      await ruled(person, whole);

      for (const width of [320, 1280]) {
        await browser.look({ width });
        notes(`${width} pixels, by finger`, await small(person));
        await letters(32);
        notes(`${width} pixels, letters of 200 %`, [
          ...(await sticksOut(person)),
          ...(await illegible(person)),
        ]);
        // The presenter's letters are as large as its window lets them be.
        if (width === 1280 && !screen.startsWith("slide"))
          notes(
            "letters of 200 %",
            (await fixedLetters(person, 24)).map((it) => `small: ${it}`),
          );
        await letters(16);
        await ruled(person, whole + spacing);
        notes(`${width} pixels, spaced out`, [
          ...(await sticksOut(person, { pictures: false })),
          ...(await illegible(person)),
        ]);
        await ruled(person, whole);
        notes(`${width} pixels`, await illegible(person));
      }
      await browser.look(zoomed);
      notes("zoomed in", [...(await sticksOut(person)), ...(await illegible(person))]);
      await ruled(person, "");
      notes("zoomed in", await round(person));
      await likes(["prefers-reduced-motion", "reduce"]);
      notes("without motion", await moving(person));
      await likes(["forced-colors", "active"]);
      notes("forced colours", await untold(person));
      await browser.look();
    });
    assert.ok(titles.size > 50);
    assert.ok(found.length === 0, found.join("\n"));
  });
}
