// What GOV.UK Frontend's template says in an inline script, and its own script.
import { initAll } from "/node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
