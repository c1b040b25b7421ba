// Breaks the program under a person's hands, for real, and looks for the card that says so.

import { until } from "./browser.mjs";
import { failures } from "./words.mjs";

/** What browsers say of a program that broke. */
export const broken = [
  "unreachable",
  "panicked at",
  "out of bounds",
  "ut-of-bounds",
  "Out of bounds",
  "null function",
  "RuntimeError",
  "uninitialized element",
  "the browser fails",
  failures.en.stopped,
];

/** Notes the memory of every program that the page starts. */
export const noted = `
  window.memories = [];
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await real.apply(WebAssembly, given);
      memories.push((made.instance ?? made).exports.memory);
      return made;
    };
  }
  window.told = [];
  addEventListener("pa-error", (it) => told.push(it.detail.reason));
`;

/** Has the program panic when it draws next: the browser fails once to make an element. */
export const panics = (person) =>
  person.driver.executeScript(`
    const real = Document.prototype.createElement;
    Document.prototype.createElement = () => {
      Document.prototype.createElement = real;
      throw new Error("the browser fails");
    };
  `);

/** Has the program trap whatever it does next. */
export const traps = (person) =>
  person.driver.executeScript("for (const it of memories) new Uint8Array(it.buffer).fill(255)");

/** The card once it is there: its lines and its buttons. */
export const card = (person) =>
  until("for the card", () =>
    person.look(`
      const it = widget()?.querySelector(".notice.trouble:has([role=alert])");
      if (!it || !told.length) return null;
      const [buttons, lines] = ["button", "p:not(.actions)"].map((what) => all(what, it).map(words));
      return { lines, buttons, told };
    `),
  );

/** Presses a button of a card or message; nothing of the widget is needed for that. */
export const presses = (person, label) =>
  until(`for the button “${label}”`, async () => {
    const it = await person.look(
      `return [...(widget()?.querySelectorAll("button") ?? [])].find((it) => words(it) === arguments[0])`,
      label,
    );
    await it?.click();
    return it;
  });

/** Clicks an answer that the broken program cannot take, if it has not stopped before. */
export const clicksOnce = (person) => person.look(`all("fieldset input").at(-1)?.closest("label").click()`);
