// A page made with React: it shows and hides the assessment, moves it, and changes its settings.

import { createElement as h, StrictMode, useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";

/** The assessment as a component: what it tells comes as calls of `onProgress` and `onReady`. */
function Assessment({ onProgress, onReady, ...settings }) {
  const ref = useRef(null);
  useEffect(() => {
    const element = ref.current;
    const progress = (event) => onProgress(event.detail);
    const ready = () => onReady(element);
    element.addEventListener("pa-progress", progress);
    element.addEventListener("pa-ready", ready);
    return () => {
      element.removeEventListener("pa-progress", progress);
      element.removeEventListener("pa-ready", ready);
    };
  }, [onProgress, onReady]);
  return h("partnership-assessment", { ref, ...settings }, h("p", null, "It cannot be shown."));
}

function App() {
  const [shown, setShown] = useState(true);
  const [aside, setAside] = useState(false);
  const [lang, setLang] = useState("en");
  const [theme, setTheme] = useState("light");
  const [progress, setProgress] = useState("");
  const [known, setKnown] = useState("");
  const [other, setOther] = useState("");
  const [told] = useState(() => ({
    progress: ({ answered, total }) => setProgress(`${answered} of ${total}`),
    ready: (element) => {
      const door = element.partnershipAssessment(1);
      setKnown(JSON.stringify(door.response()?.answers ?? null));
    },
  }));
  const button = (id, words, onClick) => h("button", { type: "button", id, onClick }, words);
  const assessment = h(Assessment, {
    instrument: "five-ps",
    lang,
    theme,
    onProgress: told.progress,
    onReady: told.ready,
  });
  return h(
    "main",
    null,
    button("toggle", "Show or hide", () => setShown(!shown)),
    button("move", "Move", () => setAside(!aside)),
    button("lang", "Language", () => setLang(lang === "en" ? "cy" : "en")),
    button("theme", "Theme", () => setTheme(theme === "light" ? "dark" : "light")),
    h("output", { id: "progress" }, progress),
    h("output", { id: "known" }, known),
    h("output", { id: "started" }, other),
    h("section", { id: "first" }, shown && !aside && assessment),
    h("section", { id: "second" }, shown && aside && assessment),
    // React 19 listens to an event of an element by its name.
    h(
      "div",
      { id: "listening" },
      h("partnership-assessment", {
        instrument: "five-ps",
        instance: "other",
        storage: "none",
        lang: "en",
        "onpa-started": () => setOther("started"),
      }),
    ),
  );
}

createRoot(document.querySelector("#root")).render(h(StrictMode, null, h(App)));
