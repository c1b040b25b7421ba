// The door of the element for scripts of the page: what they hand over stays on the page.

/** Opens the door to the `full` widget's functions. `files` holds what has been fetched, by
 *  path; `custom` gives the file of a custom instrument; `language` the one to speak. */
export function open(full, files, custom, language) {
  const instruments = (ids) =>
    [...ids].map((id) => files.get(`instruments/${id}.json`) ?? custom(id)).filter(Boolean);
  const words = () => files.get(`text/${language()}.json`) ?? "";

  const doors = {
    1: {
      /** The report of a list of responses to one instrument. */
      report(responses, options) {
        const all = Array.isArray(responses) ? responses : [];
        const ids = new Set(all.map((it) => String(it?.instrument?.id)));
        const list = JSON.stringify(responses) ?? "null";
        const threshold = String(options?.threshold ?? 5);
        return JSON.parse(full.report(list, threshold, instruments(ids), words()));
      },
    },
  };
  return (version) => {
    if (!(version in doors)) {
      throw new Error(`partnership-assessment: there is no door ${version}; the newest is 1.`);
    }
    return doors[version];
  };
}
