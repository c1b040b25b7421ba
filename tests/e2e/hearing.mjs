// What somebody hears who does not see the page: what is put into the places that are read out
// by themselves, and what gets the focus, with its description.

import { until } from "./browser.mjs";

/** Begins to listen. To be called again where the page was loaded anew. */
export const listens = (person) =>
  person.look(`
    const live = "[role=status], [role=alert], [aria-live]:not([aria-live=off])";
    const before = new Map();
    const text = (it) => squeezed(it.textContent);
    for (const it of widget().querySelectorAll(live)) before.set(it, text(it));
    window.heard = [];
    const tells = (it) => {
      if (text(it) && text(it) !== before.get(it)) heard.push(text(it));
      before.set(it, text(it));
    };
    new MutationObserver((changes) => {
      const places = new Set();
      for (const { target, addedNodes } of changes) {
        const around = (target.closest ? target : target.parentElement)?.closest(live);
        if (around) places.add(around);
        // What comes with its words in it is read out where it is an alarm.
        for (const node of addedNodes)
          if (node.querySelectorAll)
            for (const it of [node, ...node.querySelectorAll(live)]) {
              if (it.matches("[role=alert]")) places.add(it);
              else if (it.matches(live) && !before.has(it)) before.set(it, text(it));
            }
      }
      places.forEach(tells);
    }).observe(widget(), { subtree: true, childList: true, characterData: true });
    widget().addEventListener("focusin", ({ target: it }) => {
      const byId = (names) => (it.getAttribute(names) ?? "").split(" ").filter(Boolean).map((id) => text(widget().getElementById(id))).join(" ");
      const group = it.closest("fieldset");
      const of = (group?.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean).map((id) => text(widget().getElementById(id))).join(" ");
      const name = byId("aria-labelledby") || it.getAttribute("aria-label") || (it.labels?.[0] ? text(it.labels[0]) : text(it));
      heard.push(["focus:", name, byId("aria-describedby"), group ? text(group.querySelector("legend")) : "", of].join(" "));
    });
  `);

/** What is heard while `act` is done, when `sentence` has been. */
export async function hears(person, sentence, act) {
  await person.look("window.heard.length = 0");
  await act();
  const wanted = sentence.replaceAll(/\s+/g, " ");
  const all = () => person.look("return window.heard");
  await until(
    async () => `to hear “${wanted}” in: ${(await all()).join(" | ")}`,
    async () => (await all()).some((it) => it.includes(wanted)),
  );
  // What else comes of it has been drawn by then.
  await person.driver.executeAsyncScript(
    "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(arguments[0])))",
  );
  return all();
}

/** How often a sentence is heard. */
export const times = (all, sentence) =>
  all.filter((it) => it.includes(sentence.replaceAll(/\s+/g, " "))).length;
