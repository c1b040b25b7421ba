// Pages that change what browsers give them: their own promises, their own fetch, their own
// keys, and policies that go by nonces. The widget works all the same.

import assert from "node:assert/strict";
import { test } from "node:test";

import { engines, titles } from "./browser.mjs";
import { answers, begins, finishes, pulse, seesTitle } from "./hosts/pulse.mjs";
import { meet } from "./meeting.mjs";
import { own as file } from "./server.mjs";

const script = file("partnership-assessment.js");

/** What a page does before the widget's script comes, and the policy it has. */
const oddities = {
  "has a class of its own in the place of Promise": {
    code: "window.Promise = class extends Promise {};",
  },
  "wraps fetch and takes every address for a text": {
    code: `const real = fetch;
      window.fetch = function (address, options) {
        if (address.indexOf("/api") >= 0) document.title = "asked";
        return real.call(window, address, options);
      };`,
  },
  "keeps a list in its history entry": {
    code: "history.replaceState([1, 2], '');",
    after: "return JSON.stringify(kept)",
    gives: "[1,2]",
  },
  "has its base elsewhere": { head: '<base href="https://elsewhere.example/x/">' },
  "allows scripts by a nonce alone": {
    policy: (origin) =>
      `default-src 'none'; script-src 'nonce-once' 'wasm-unsafe-eval'; connect-src ${origin}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`,
  },
};

for (const engine of engines) {
  for (const [what, { code = "", head = "", policy, after, gives }] of Object.entries(oddities)) {
    test(`in ${titles[engine]} the assessment opens and is answered on a page that ${what}`, async (t) => {
      const person = await meet(t, { engine });
      const { server } = person;
      server.offer("/odd.js", `${code}\nwindow.kept = history.state;`);
      const page = `<!doctype html>
        <html lang="en">
          <head>
            <title>Odd</title>
            <link rel="icon" href="data:,">
            <script nonce="once" src="${server.origin}/odd.js"></script>
            ${head}
            <script nonce="once" type="module" src="${server.origin}${script}"></script>
          </head>
          <body><partnership-assessment instrument="five-ps"></partnership-assessment></body>
        </html>`;
      server.offer("/odd.html", page, policy && { "content-security-policy": policy(server.origin) });
      if (head) server.offer("/odd.html", page, { "content-security-policy": "" });
      await person.opens("/odd.html");
      await begins(person);
      await finishes(person);
      if (after) assert.equal(await person.driver.executeScript(after), gives);
    });
  }

  test(`in ${titles[engine]} what is typed does not reach the shortcuts of the page, and the page is told how far a person is`, async (t) => {
    const person = await meet(t, { engine });
    person.server.offer(
      "/keys.js",
      `window.taken = [];
       window.ready = [];
       addEventListener("pa-ready", (it) => ready.push(it.detail));
       document.addEventListener("keydown", (it) => {
         if (/INPUT|TEXTAREA|SELECT/.test(it.target.tagName)) return;
         if (["s", "/", " "].includes(it.key)) {
           it.preventDefault();
           taken.push(it.key);
         }
       });`,
    );
    person.server.offer(
      "/keys.html",
      `<!doctype html><html lang="en"><head><title>Keys</title><link rel="icon" href="data:,"><script src="/keys.js"></script>
       <script type="module" src="${script}"></script></head>
       <body><partnership-assessment instrument="five-ps"></partnership-assessment></body></html>`,
    );
    await person.opens("/keys.html");
    await begins(person);
    await person.answers(pulse.id, { fp1: answers.fp1, fp2: answers.fp2 });
    await person.comments(pulse.id, "fp1", "yes sir / no");
    const field = { statement: person.statement(pulse.id, "fp1") };
    assert.equal(await person.holds("questions.comment-for", field), "yes sir / no");
    assert.deepEqual(await person.driver.executeScript("return taken"), []);
    await person.reloads();
    await seesTitle(person, person.instruments[pulse.id].sections[0].title.en);
    const told = await person.driver.executeAsyncScript(`
      const done = arguments[0];
      const look = () => (ready.length ? done(ready[0]) : setTimeout(look, 20));
      look();
    `);
    assert.deepEqual(told, { answered: 2, total: 5 });
    const element = "document.querySelector('partnership-assessment')";
    assert.equal(await person.driver.executeScript(`return ${element}.ready`), true);
  });
}
