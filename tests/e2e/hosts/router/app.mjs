// A single-page site whose router keeps its routes in the fragment: #/a, #/b and #/c.

import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { HashRouter, Link, Route, Routes, useLocation } from "react-router-dom";

const links = new URLSearchParams(location.search).get("links") ?? undefined;

function Assessment() {
  return h(
    "partnership-assessment",
    { instrument: "five-ps", lang: "en", links },
    h("p", null, "It cannot be shown."),
  );
}

function Where() {
  const { pathname, state } = useLocation();
  return h("output", { id: "where" }, `${pathname} ${JSON.stringify(state)}`);
}

function Page({ name, children }) {
  return h("section", { id: name }, h("h2", null, `Page ${name}`), children);
}

function App() {
  return h(
    HashRouter,
    null,
    h(
      "nav",
      null,
      ["a", "b", "c"].map((it) =>
        h(Link, { key: it, id: `to-${it}`, to: `/${it}`, state: { from: it } }, `Page ${it}`),
      ),
    ),
    h(Where),
    h(
      Routes,
      null,
      h(Route, { path: "/a", element: h(Page, { name: "a" }, h(Assessment)) }),
      h(Route, { path: "/b", element: h(Page, { name: "b" }) }),
      h(Route, { path: "/c", element: h(Page, { name: "c" }, h(Assessment)) }),
      h(Route, { path: "*", element: h(Page, { name: "missing" }) }),
    ),
  );
}

createRoot(document.querySelector("#root")).render(h(App));
