// The door of the element for scripts of the page: what they hand over stays on the page.

const newest = 1;
/** The threshold of a report where none is named. */
const usual = "5";

/**
 * Opens the door: a function from a version to what scripts of the page can do. `full` is the
 * full widget's module, `files` the texts of everything that has been fetched, by path;
 * `language()` gives the language to speak, `widget()` the full widget at work, or nothing
 * while the element is not on the page.
 */
export function open({ full, files, language, widget }) {
  const core = new full.Door();
  const seen = new Set();
  const file = (path) => files.get(path);

  /** What needs no widget, in the present language. */
  const speaking = () => {
    const tag = language();
    if (core.language() !== tag) core.speak(file(`text/${tag}.json`) ?? file("text/en.json") ?? "");
    return core;
  };

  /** The same with every instrument that has been fetched. */
  const knowing = () => {
    for (const [path, text] of files) {
      if (seen.has(path)) continue;
      seen.add(path);
      if (!path.startsWith("text/") && !path.endsWith(".css")) core.read(path, text);
    }
    return speaking();
  };

  /** The widget at work, which knows all that has been fetched and stored. */
  const present = () => {
    const it = widget();
    it?.catch_up(file);
    return it;
  };

  const demanded = () => {
    const it = present();
    if (!it) throw new Error(speaking().away());
    return it;
  };

  /** Does `act`; once more with the instruments that a person has opened in the widget if it
   *  fails, or if what it gives is not `whole`. */
  const asked = (act, whole = () => true) => {
    const learn = () => {
      const it = present();
      return it !== undefined && core.learn(it);
    };
    let res;
    try {
      res = act(knowing());
    } catch (error) {
      if (!learn()) throw error;
      return act(core);
    }
    return whole(res) || !learn() ? res : act(core);
  };

  /** A value as JSON; whatever its getters do, it is an error with a sentence. */
  const plain = (value) => {
    let text;
    try {
      text = JSON.stringify(value);
    } catch {
      text = undefined;
    }
    if (text === undefined) throw new Error(speaking().not_plain());
    return text;
  };

  const words = (value, place) => {
    if (typeof value !== "string") throw new Error(speaking().expected("text", place));
    return value;
  };

  const thresholdIn = (options) => {
    if (options === undefined || options === null) return usual;
    if (typeof options !== "object") throw new Error(speaking().expected("object", "options"));
    let threshold;
    try {
      threshold = options.threshold;
    } catch {
      throw new Error(speaking().not_plain());
    }
    if (threshold === undefined || threshold === null) return usual;
    const digits = typeof threshold === "string" && /^\d+$/.test(threshold);
    if (typeof threshold !== "number" && !digits) {
      throw new Error(speaking().expected("number", "threshold"));
    }
    return String(threshold);
  };

  const parsed = (text) => (text === undefined ? null : JSON.parse(text));

  const doors = {
    1: Object.freeze({
      /** The chosen instrument with its fingerprint; `null` where none is chosen. */
      instrument() {
        return parsed(present()?.instrument(file));
      },
      /** The open response; `null` before one is begun. */
      response() {
        return parsed(present()?.response());
      },
      /** Opens a response in the widget, in place of what it has under the same id. */
      setResponse(response) {
        const text = plain(response);
        const it = demanded();
        speaking().set_response(it, text);
      },
      /** Shows a view. */
      open(view) {
        words(view, "view");
        const it = demanded();
        speaking().open(it, view);
      },
      /** The code of a response. */
      code(response) {
        const text = plain(response);
        return asked((it) => it.code(text));
      },
      /** The responses in the codes of a text, and what is wrong with the other codes. */
      readCodes(text) {
        words(text, "text");
        return asked(
          (it) => JSON.parse(it.read_codes(text)),
          (it) => it.problems.length === 0,
        );
      },
      /** A table of responses to one instrument. */
      toCsv(responses, shape) {
        words(shape, "shape");
        const text = plain(responses);
        return asked((it) => it.to_csv(text, shape));
      },
      /** The report of responses to one instrument. */
      report(responses, options) {
        const threshold = thresholdIn(options);
        const text = plain(responses);
        return asked((it) => JSON.parse(it.report(text, threshold)));
      },
    }),
  };

  return (version) => {
    if (["number", "string"].includes(typeof version) && Object.hasOwn(doors, version)) return doors[version];
    const simple = Object(version) !== version && typeof version !== "symbol";
    throw new Error(speaking().no_version(simple ? String(version) : typeof version, String(newest)));
  };
}
