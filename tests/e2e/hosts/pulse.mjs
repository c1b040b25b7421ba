// The shortest assessment, taken from its first screen to its result on other people's pages.

import { until } from "../browser.mjs";
import { instruments, own } from "../words.mjs";

export const pulse = instruments["five-ps"];
export const answers = { fp1: 4, fp2: 5, fp3: "dont-know", fp4: 3, fp5: "not-relevant" };
/** Worked by hand: (3 + 4 + 2) of 3 times 4. */
export const score = "75";

/** Waits for a screen with this heading, of whatever level it is on the page. */
export async function seesTitle(person, key) {
  const wanted = person.say(key);
  await until(
    async () => `for the screen “${wanted}” in: ${await person.reads()}`,
    () => person.look(`return all("#pa-heading").some((it) => words(it) === arguments[0])`, wanted),
  );
}

/** Comes to the first statement of an element that offers only this assessment. */
export async function begins(person) {
  await seesTitle(person, own(person.language, pulse.title));
  await person.presses("prepare.begin");
  await seesTitle(person, own(person.language, pulse.sections[0].title));
}

/** Goes on from there to the result. */
export async function finishes(person, given = answers) {
  await person.answers(pulse.id, given);
  await person.presses("questions.to-check");
  await seesTitle(person, "check.heading");
  await person.presses("check.finish");
  await seesTitle(person, "results.heading");
  await person.sees("score.percent", { score });
}
