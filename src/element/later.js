// What comes after the first screens: the full widget, the rest of the files, the door.

/* global LANGUAGES, LATER -- the build writes in the languages, and the hashes of what is
   fetched here. */

import { open } from "./door.js";
import { keeping } from "./keeping.js";

/**
 * Fetches the full widget and whatever it may need, and lets it take over from the `first`.
 * Returns the `door` for scripts of the page, and `full`, which mounts the full widget where
 * the element is put on a page again; nothing if the element has gone meanwhile.
 */
export async function complete(host) {
  const { element, files, load, read, arrived, first, language, widget } = host;
  Object.assign(files.integrity, LATER);
  warnOfTwins(element);
  const full = await load("full");
  await host.style("full.css");
  const index = await read("instruments/index.json");
  const instruments = JSON.parse(index).instruments.map((it) => `instruments/${it.id}.json`);
  await Promise.all([...LANGUAGES.map((tag) => `text/${tag}.json`), ...instruments].map(read));
  // Where the widget breaks, there may be no network to fetch this by.
  await files.failures().catch(() => {});
  if (widget() !== first) return undefined;

  /** Whether a newer version of the page is at hand. */
  let newer = false;
  const keeper = keeping({
    element,
    page: files.page,
    tell() {
      newer = true;
      atWork()?.newer_version();
    },
    known: () => widget()?.copy_known?.(),
  });

  const mount = (tag, handover) => {
    const texts = [arrived.get(`text/${tag}.json`)];
    host.mount(full, { language: tag, texts, index, handover, keeper });
    if (newer) widget().newer_version();
    // It may have been opened where that is shown, before it was given the keeper.
    if (keeper.record()) widget().copy_known();
  };
  const takeOver = (quiet, moved) => {
    if (files.first === "full" || widget() !== first) return;
    const handover = Object.assign(first.handover(), { quiet, moved });
    first.unmount();
    mount(handover.language, handover);
  };
  if (files.first !== "full") first.hand_over_to((moved) => takeOver(false, moved));
  /** The full widget, if the element is on the page. */
  const atWork = () => {
    // Where the person is elsewhere on the page, a script must not take the focus.
    takeOver(!element.matches(":focus-within"));
    return widget();
  };

  return {
    full: (handover) => mount(handover?.language ?? language(), handover),
    door: open({ full, files: arrived, language, widget: atWork }),
  };
}

/** The instances that were warned of. */
const warned = new Set();

/** Two elements of one page that keep their answers in one place get in each other's way. */
function warnOfTwins(element) {
  const instance = (it) => it.getAttribute("instance") ?? "default";
  const all = [...document.querySelectorAll(element.localName)];
  const twins = all.filter((it) => instance(it) === instance(element));
  if (twins.length > 1 && !warned.has(instance(element))) {
    warned.add(instance(element));
    console.warn(
      `${element.localName}: ${twins.length} elements on this page have the instance "${instance(element)}"; give each an attribute instance of its own.`,
    );
  }
}
