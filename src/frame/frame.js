// The page for iframes: it takes the settings of its one element from its query, and lets a
// host page that answers make the iframe as tall as what is in it.

import { apply } from "./settings.js";
import { follow } from "./sizing.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  html {
    color-scheme: light;
    background: var(--pa-background, #ffffff);
  }
  html[data-theme="dark"] {
    color-scheme: dark;
    background: var(--pa-background, #10171b);
  }
  html[data-theme="auto"] {
    color-scheme: light dark;
  }
  @media (prefers-color-scheme: dark) {
    html[data-theme="auto"] {
      background: var(--pa-background, #10171b);
    }
  }
  @media screen {
    main {
      display: flow-root;
    }
    html[data-framed] main {
      max-width: none;
      padding: 4px 10px 10px;
    }
    html[data-sized] {
      overflow: hidden;
    }
  }
  @media print {
    html,
    html[data-theme] {
      background: #ffffff;
    }
  }
`);
document.adoptedStyleSheets = [sheet];

const element = document.querySelector("partnership-assessment");
const ignored = apply(location, element, document.documentElement);
if (ignored.length) {
  console.warn(
    `partnership-assessment: this frame's address has settings that are not used: ${ignored.join(", ")}`,
  );
}
if (parent !== window) follow(element, document.querySelector("main"));
