// The card in the place of a widget that cannot go on. It saves what is stored in this browser
// in a file. It knows nothing of what is stored, and needs no WebAssembly; it only asks whether
// that still has answers which are in no storage.

const ours = "partnership-assessment/";

/** Everything of ours that is stored, of every instance and version. */
function stored() {
  const res = [];
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      const area = window[name];
      for (const key of Array.from(area, (_, i) => area.key(i))) {
        if (key.startsWith(ours)) res.push({ key, text: area.getItem(key) });
      }
    } catch {
      // What the page may not read cannot be saved.
    }
  }
  return res;
}

/** What the broken `widget` still knows that is in no storage, as it would be stored. */
function unstored(widget, instance) {
  const keep = (kind, id, text) => ({ key: `${ours}1/${instance}/${kind}/${id}`, text });
  try {
    if (widget.unstored) return Array.from(widget.unstored(), (it) => keep(...it));
    const { id, record, stored } = widget.handover();
    return record && record !== stored ? [keep("record", id, record)] : [];
  } catch {
    return [];
  }
}

const isRecord = ({ key }) => /\/record\/[^/]*$/.test(key);

/** The file: its text is well-formed, whatever a script of the page has stored under our keys. */
function file(records) {
  const whole = (text) => text.replace(/\p{Surrogate}/gu, "\ufffd");
  const all = records.map(({ key, text }) => ({ key: whole(key), text: whole(text) }));
  const res = { format: "partnership-assessment/rescue", version: 1, records: all };
  return new Blob([JSON.stringify(res)], { type: "application/json" });
}

function save(records, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file(records));
  link.download = `${name}-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  // The browser needs the address for a moment longer.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Puts what can be done below the message in `shadow`: where `widget` is broken, a card in its
 * place; where the widget never was there, an offer to save what is stored, if anything is.
 */
export function recover({ element, shadow, widget, language, sentences }) {
  const instance = element.getAttribute("instance") ?? "default";
  const lost = widget ? unstored(widget, instance) : [];
  const [message, slot] = shadow.children;
  const inItsLanguage = (it) => Object.assign(it, { lang: language, dir: sentences.direction });
  inItsLanguage(message);
  const records = () => [...stored(), ...lost];
  const answers = records().some(isRecord);
  if (!widget && !answers) return;

  const make = (name, words, more = {}) =>
    Object.assign(document.createElement(name), { textContent: sentences[words] ?? "" }, more);
  const steps = make("p", "", { className: "actions" });
  if (answers) {
    const act = () => save(records(), sentences["file-name"]);
    steps.append(make("button", "save-answers", { type: "button", className: "first", onclick: act }), " ");
  }
  const said = [];
  if (!widget) said.push("still-stored", "can-open");
  else {
    const reload = () => location.reload();
    steps.append(make("button", "reload", { type: "button", className: "second", onclick: reload }));
    if (lost.some(isRecord)) said.push("unstored", "can-open");
    else said.push(...(answers ? ["stored", "can-open"] : ["none-stored"]));
  }
  const lines = said.map((it) => make("p", it));
  if (!widget) {
    message.after(...[...lines, steps].map(inItsLanguage));
    // The style sheets may be what is missing.
    Object.assign(steps.firstChild.style, { minHeight: "44px", paddingInline: "1em" });
    return;
  }
  // What stands between the tags says why the widget cannot start.
  slot.remove();
  message.className = "notice-title";
  const [root, place, pa, card] = ["pa-root", "", "pa", "notice trouble"].map((it) =>
    make("div", "", { className: it }),
  );
  const theme = element.getAttribute("theme");
  root.dataset.theme = ["dark", "auto"].includes(theme) ? theme : "light";
  inItsLanguage(root);
  const heading = make("div", "");
  // A page of our own has no other heading left.
  if (element.hasAttribute("standalone")) {
    heading.setAttribute("role", "heading");
    heading.setAttribute("aria-level", "1");
  }
  heading.append(message);
  card.append(heading, ...lines, steps);
  pa.append(card);
  place.append(pa);
  root.append(place);
  shadow.append(root);
  // What had the focus is gone, unless that is elsewhere on the page.
  if (!document.activeElement || [document.body, element].includes(document.activeElement))
    steps.querySelector("button").focus();
}
