// The element in the hands of a page: moved, removed and added again, copied, made in every
// way, beside others of its kind, far below, and with its settings changed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { engines, lacks, titles, until } from "./browser.mjs";
import { answers, begins, finishes, pulse, seesTitle } from "./hosts/pulse.mjs";
import { meet, server } from "./meeting.mjs";
import { own as address, manifest, served } from "./server.mjs";
import { instruments, own } from "./words.mjs";

const script = (path = address("partnership-assessment.js")) =>
  `<script type="module" src="${path}"></script>`;

/** Lets a page be asked about the memory of what it has instantiated, and what its elements told. */
const watching = `
  window.memories = [];
  const { instantiateStreaming, instantiate } = WebAssembly;
  const keep = (done) => async (...inputs) => {
    const res = await done.apply(WebAssembly, inputs);
    const { memory } = (res.instance ?? res).exports;
    if (memory) memories.push(memory);
    return res;
  };
  WebAssembly.instantiateStreaming = keep(instantiateStreaming);
  WebAssembly.instantiate = keep(instantiate);
  window.told = [];
  for (const it of ["pa-ready", "pa-started", "pa-progress", "pa-completed", "pa-error"]) {
    addEventListener(it, (event) => {
      told.push(it);
      const id = event.target.id;
      if (it === "pa-ready" && id) document.documentElement.setAttribute("data-ready-" + id, "");
    });
  }
`;

const page = (body, head = script()) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Host</title>
    <link rel="icon" href="data:,">
    ${head}
  </head>
  <body>
    ${body}
  </body>
</html>
`;

const pulseElement = `<partnership-assessment id="it" instrument="five-ps"><p>Fallback</p></partnership-assessment>`;

/** The page without the one part of the policy that forbids it `innerHTML`. */
async function withoutTrustedTypes(right) {
  const { headers, ...rest } = await right();
  const policy = headers["content-security-policy"]
    .split("; ")
    .filter((it) => !it.includes("trusted-types"))
    .join("; ");
  return { ...rest, headers: { ...headers, "content-security-policy": policy } };
}

/** A person at a page with this body; a `lax` one may set `innerHTML`. */
async function at(t, engine, body, { head, path = "/host.html", expected, lax = false } = {}) {
  const its = await server(t);
  its.offer(path, page(body, head));
  if (lax) its.misbehave((name, right) => (name === path ? withoutTrustedTypes(right) : undefined));
  const person = await meet(t, { engine, at: its, expected });
  await person.browser.beforeEachPage(watching);
  await person.opens(path);
  return person;
}

const run = (person, code, ...inputs) => person.driver.executeScript(code, ...inputs);

async function isReady(person, id = "it") {
  await until(`for “${id}” to be ready`, () =>
    run(person, "return document.documentElement.hasAttribute('data-ready-' + arguments[0])", id),
  );
}

/** Tells how often `it` has been ready so far. */
const readied = (person) => run(person, "return told.filter((it) => it === 'pa-ready').length");

/** The words on the first screen of the pulse. */
const sees = (person, id, words) =>
  until(`for “${words}” in “${id}”`, () =>
    run(
      person,
      `const it = document.getElementById(arguments[0])?.shadowRoot;
       return it?.querySelector(".pa")?.innerText.includes(arguments[1]);`,
      id,
      words,
    ),
  );

/** What a page of Chromium holds on to, once everything that can be let go is. */
async function holds(person) {
  const devtools = (command, parameters = {}) => person.driver.sendAndGetDevToolsCommand(command, parameters);
  await devtools("HeapProfiler.enable");
  for (let i = 0; i < 3; i += 1) await devtools("HeapProfiler.collectGarbage");
  await devtools("Performance.enable");
  const { metrics } = await devtools("Performance.getMetrics");
  const of = (name) => metrics.find((it) => it.name === name).value;
  return {
    listeners: of("JSEventListeners"),
    nodes: of("Nodes"),
    heap: of("JSHeapUsedSize"),
    wasm: await run(person, "return memories.reduce((sum, it) => sum + it.buffer.byteLength, 0)"),
  };
}

/** Takes the element away and puts it back `times` times, letting `rest` pass in between. */
const cycles = (person, times, rest) =>
  person.driver.executeAsyncScript(
    `const [times, rest, done] = arguments;
     const it = document.querySelector("partnership-assessment");
     const home = it.parentNode;
     const passes = {
       none: () => {},
       microtask: () => Promise.resolve(),
       mounted: () => new Promise((go) => {
         const look = () => {
           if (it.shadowRoot.querySelector(".pa h1, .pa h2")) go();
           else setTimeout(look, 0);
         };
         look();
       }),
     };
     (async () => {
       for (let i = 0; i < times; i += 1) {
         it.remove();
         if (rest !== "none") await passes.microtask();
         home.append(it);
         await passes[rest]();
       }
     })().then(() => done("done"), (fault) => done(String(fault)));`,
    times,
    rest,
  );

for (const rest of ["none", "microtask", "mounted"]) {
  const how = {
    none: "moved in the page",
    microtask: "removed and added again before anything is drawn",
    mounted: "removed and added again, and shown each time,",
  }[rest];
  const times = rest === "mounted" ? 250 : 1000;
  test(`an element that is ${how} ${times * 4} times holds on to nothing, and the answers are still there`, async (t) => {
    const person = await at(t, "chromium", pulseElement);
    await isReady(person);
    await begins(person);
    await person.answers(pulse.id, { fp1: 4, fp2: 5 });
    await until("for the full widget", async () => {
      await cycles(person, 1, "mounted");
      return run(person, "return memories.length === 2");
    });

    // The first rounds fill what is filled once.
    assert.equal(await cycles(person, times, rest), "done");
    const before = await holds(person);
    for (let i = 0; i < 3; i += 1) assert.equal(await cycles(person, times, rest), "done");
    // What is on its way on a slow machine is let go of a moment later.
    let after;
    await until(
      () => `to hold on to no more than before: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
      async () => {
        after = await holds(person);
        // Less than a hundred bytes a round: no widget is kept.
        const heap = after.heap - before.heap < 3 * times * 100 + 100_000;
        return after.listeners <= before.listeners + 5 && after.nodes <= before.nodes + 50 && heap;
      },
    );
    // WebAssembly gives no memory back that it has had at once; what is kept each round would
    // be much more.
    assert.ok(after.wasm <= before.wasm + 2 ** 21, JSON.stringify({ before, after }));

    await until("for the answers", async () => {
      const first = await person.chosen(person.statement(pulse.id, "fp1"));
      const second = await person.chosen(person.statement(pulse.id, "fp2"));
      return first === person.option(pulse.id, "fp1", 4) && second === person.option(pulse.id, "fp2", 5);
    });
    const { fp3, fp4, fp5 } = answers;
    await finishes(person, { fp3, fp4, fp5 });
  });
}

for (const engine of engines) {
  test(`in ${titles[engine]} an element that is moved or removed while it loads starts once, or not at all`, async (t) => {
    const its = await server(t);
    its.offer("/host.html", page(`<div id="first">${pulseElement}</div><div id="second"></div>`));
    const release = its.holdBack((path) => path.endsWith("/starter_bg.wasm"));
    const person = await meet(t, { engine, at: its });
    await person.browser.beforeEachPage(watching);
    await person.opens("/host.html");
    await until("for the wasm to be asked for", () =>
      its.log.some((it) => it.path.endsWith("/starter_bg.wasm")),
    );
    // Moved at once; then away for a while; then gone.
    await run(person, `document.querySelector("#second").append(document.querySelector("#it"));`);
    await run(person, `window.kept = document.querySelector("#it"); kept.remove();`);
    await run(person, `document.querySelector("#first").append(kept);`);
    await run(person, `window.gone = kept.cloneNode(true); gone.id = "gone"; document.body.append(gone);`);
    await run(person, "gone.remove()");
    release();
    await begins(person);
    await isReady(person);
    await new Promise((done) => setTimeout(done, 1000));
    assert.equal(await readied(person), 1);
    assert.equal(await run(person, "return gone.shadowRoot.querySelector('.pa')"), null);
    // It is as good as any other once it is wanted.
    await run(
      person,
      "gone.setAttribute('instance', 'other'); document.body.prepend(gone); gone.scrollIntoView()",
    );
    await isReady(person, "gone");
    await run(person, "gone.remove()");
    await finishes(person);
  });

  test(`in ${titles[engine]} an element that is put back within a moment of its start is ready once`, async (t) => {
    const person = await at(t, engine, pulseElement);
    await person.driver.executeAsyncScript(`
      const done = arguments[0];
      const it = document.querySelector("#it");
      const look = () => {
        if (!it.shadowRoot?.querySelector(".pa h2")) return setTimeout(look, 1);
        it.remove();
        setTimeout(() => { document.body.append(it); done(); }, 20);
      };
      look();
    `);
    await isReady(person);
    await new Promise((done) => setTimeout(done, 1500));
    assert.equal(await readied(person), 1);
    await begins(person);
    await finishes(person);
  });

  test(`in ${titles[engine]} answers that are stored nowhere are there when the page puts the element back, and the focus stays where it was`, async (t) => {
    const element = pulseElement.replace("<partnership-assessment", '<partnership-assessment storage="none"');
    const person = await at(t, engine, `<div id="box">${element}</div><button id="host">Host</button>`, {
      lax: true,
    });
    await isReady(person);
    await begins(person);
    const { fp1, fp2, ...rest } = answers;
    await person.answers(pulse.id, { fp1, fp2 });
    await run(
      person,
      `const it = document.querySelector("#it");
       it.remove();
       document.querySelector("#host").focus();
       return new Promise((done) => setTimeout(() => { document.querySelector("#box").append(it); done(); }, 100));`,
    );
    for (const [id, answer] of Object.entries({ fp1, fp2 })) {
      await until("for the answer", async () => {
        return (await person.chosen(person.statement(pulse.id, id))) === person.option(pulse.id, id, answer);
      });
    }
    assert.equal(await run(person, "return document.activeElement.id"), "host");
    await finishes(person, rest);
  });

  test(`in ${titles[engine]} a page may remove the element while it is being told of an answer`, async (t) => {
    const person = await at(t, engine, `<div id="box">${pulseElement}</div>`, { lax: true });
    await isReady(person);
    await begins(person);
    await run(
      person,
      `window.kept = document.querySelector("#it");
       kept.addEventListener("pa-progress", () => (document.querySelector("#box").innerHTML = ""), { once: true });`,
    );
    await until("for the statement", () =>
      person.look(
        `const label = all("label", part(arguments[0])).find((it) => words(it) === arguments[1]);
         label?.click();
         return Boolean(label);`,
        person.statement(pulse.id, "fp1"),
        person.option(pulse.id, "fp1", 4),
      ),
    );
    await until("for the page to be told", () =>
      run(person, "return document.querySelector('#box').childElementCount === 0"),
    );
    await run(person, "document.querySelector('#box').append(kept)");
    await until("for the answer", async () => {
      return (await person.chosen(person.statement(pulse.id, "fp1"))) === person.option(pulse.id, "fp1", 4);
    });
    const { fp1, ...rest } = answers;
    await finishes(person, rest);
  });
}

/** Presses the button with these words, or chooses the answer with them, in one of several
 *  elements. */
async function acts(person, id, words) {
  await until(`for “${words}” in “${id}”`, () =>
    run(
      person,
      `const [id, words] = arguments;
       const all = [...(document.getElementById(id)?.shadowRoot?.querySelectorAll("button, label") ?? [])];
       const it = all.find((it) => (it.getAttribute("aria-label") ?? it.textContent).trim() === words);
       it?.querySelector("input")?.focus();
       it?.click();
       return Boolean(it);`,
      id,
      words,
    ),
  );
}

/** The number of answers that are chosen in an element. */
const chosenIn = (person, id) =>
  run(
    person,
    "return document.getElementById(arguments[0]).shadowRoot.querySelectorAll('input[type=radio]:checked').length",
    id,
  );

const six = instruments["six-principles"];
const two = `
  <partnership-assessment id="one" instrument="five-ps" instance="one"></partnership-assessment>
  <partnership-assessment id="other" instrument="six-principles" instance="other"></partnership-assessment>`;

for (const engine of engines) {
  test(`in ${titles[engine]} elements start however they are made: written late, created, copied, or set as HTML`, async (t) => {
    const person = await at(t, engine, `<p id="words">Host</p>`, { lax: true, head: "" });
    await run(
      person,
      `const made = document.createElement("partnership-assessment");
       made.id = "made";
       made.setAttribute("instance", "made");
       document.body.append(made);
       const box = document.createElement("div");
       box.innerHTML = '<partnership-assessment id="written" instance="written" theme="dark" lang="cy"></partnership-assessment>';
       document.body.append(box);
       const script = document.createElement("script");
       script.type = "module";
       script.src = arguments[0];
       document.head.append(script);`,
      address("partnership-assessment.js"),
    );
    await isReady(person, "made");
    await isReady(person, "written");
    await sees(person, "made", person.say("start.heading"));
    person.language = "cy";
    await sees(person, "written", person.say("start.heading"));
    // Once the script is there.
    await run(
      person,
      `const copy = document.querySelector("#made").cloneNode(true);
       copy.id = "copied";
       copy.setAttribute("instance", "copied");
       document.body.append(copy);
       const created = document.createElement("partnership-assessment");
       created.id = "created";
       created.setAttribute("instance", "created");
       created.setAttribute("shadow", "closed");
       document.body.append(created);
       const box = document.createElement("div");
       box.innerHTML = '<partnership-assessment id="set" instance="set"></partnership-assessment>';
       document.body.append(box);
       created.scrollIntoView();`,
    );
    for (const id of ["copied", "created", "set"]) {
      await run(person, "document.getElementById(arguments[0]).scrollIntoView()", id);
      await isReady(person, id);
    }
    person.language = "en";
    await sees(person, "copied", person.say("start.heading"));
    await sees(person, "set", person.say("start.heading"));
    assert.equal(await run(person, "return document.querySelector('#created').shadowRoot"), null);
    // At once in sight, and told only then what to show.
    await run(
      person,
      `const late = document.createElement("partnership-assessment");
       late.id = "late";
       scrollTo(0, 0);
       document.body.prepend(late);
       late.lang = "cy";
       late.setAttribute("instance", "late");
       late.setAttribute("instrument", "five-ps");`,
    );
    await isReady(person, "late");
    await sees(person, "late", instruments["five-ps"].title.cy);
    await until("for the dark", () =>
      run(
        person,
        "return document.querySelector('#written').shadowRoot.querySelector('.pa-root').dataset.theme === 'dark'",
      ),
    );
  });

  test(`in ${titles[engine]} the script may be on a page twice; of two versions the first is used, with one line about it`, async (t) => {
    const its = await server(t);
    const newer = "9.9.9";
    const text = (await served("partnership-assessment.js")).replaceAll(manifest.version, newer);
    assert.ok(text.includes(newer));
    its.offer("/v9.9.9/partnership-assessment.js", text);
    its.offer(
      "/host.html",
      page(
        pulseElement,
        [
          script(),
          script(`${address("partnership-assessment.js")}?again`),
          script("/v9.9.9/partnership-assessment.js"),
        ].join(""),
      ),
    );
    const line = `version ${manifest.version} is on this page already; ${newer} is not used`;
    const person = await meet(t, { engine, at: its });
    await person.browser.beforeEachPage(watching);
    await person.opens("/host.html");
    await isReady(person);
    await begins(person);
    await finishes(person);
    assert.equal(its.log.filter((it) => it.path.startsWith("/v9.9.9/")).length, 1);
    const troubles = await person.browser.troubles();
    assert.equal(troubles.length, 1, troubles.join(" | "));
    assert.ok(troubles[0].includes(line), troubles[0]);
  });

  test(`in ${titles[engine]} two elements with different instruments on one page keep apart`, {
    skip: lacks(engine, "back"),
  }, async (t) => {
    const person = await at(t, engine, two);
    await isReady(person, "one");
    await run(person, "document.querySelector('#other').scrollIntoView()");
    await isReady(person, "other");
    const begin = person.say("prepare.begin");
    await acts(person, "one", begin);
    await sees(person, "one", person.statement(pulse.id, "fp1"));
    await acts(person, "other", begin);
    await sees(person, "other", person.statement(six.id, "sa1"));

    await acts(person, "one", person.option(pulse.id, "fp1", 4));
    await acts(person, "other", person.option(six.id, "sa1", 2));
    await acts(person, "one", person.option(pulse.id, "fp1", 2));
    assert.equal(await chosenIn(person, "one"), 1);
    assert.equal(await chosenIn(person, "other"), 1);
    const keys = Object.keys(await person.stored());
    assert.ok(
      keys.every((it) => /^partnership-assessment\/1\/(one|other)\//.test(it)),
      keys.join(),
    );
    assert.equal(keys.filter((it) => it.includes("/one/record/")).length, 1);
    assert.equal(keys.filter((it) => it.includes("/other/record/")).length, 1);

    // A step in one, and Back: the other stays where it is, and nothing takes the focus to it.
    const place = () =>
      run(
        person,
        "return [...document.querySelectorAll('partnership-assessment')].map((it) => it.shadowRoot.querySelector('#pa-heading').textContent)",
      );
    const before = await place();
    await acts(person, "other", person.say("questions.next", { section: own("en", six.sections[1].title) }));
    await sees(person, "other", person.statement(six.id, six.sections[1].items[0].id));
    assert.equal((await place())[0], before[0]);
    await person.goesBack();
    await sees(person, "other", person.statement(six.id, "sa1"));
    await until("for both places", async () => String(await place()) === String(before));
    assert.equal(await run(person, "return document.activeElement.id"), "other");
    assert.equal(await chosenIn(person, "one"), 1);
    assert.equal(await chosenIn(person, "other"), 1);

    // The host's own entries of the history move neither, nor the focus.
    await run(
      person,
      "document.body.insertAdjacentElement('afterbegin', document.createElement('input')).id = 'field'; location.hash = 'there'; document.querySelector('#field').focus()",
    );
    await person.goesBack();
    await until("for the address", () => run(person, "return location.hash === ''"));
    await new Promise((done) => setTimeout(done, 300));
    assert.equal(await run(person, "return document.activeElement.id"), "field");
    assert.deepEqual(await place(), before);
  });

  test(`in ${titles[engine]} Back finds the widget's steps between the host's own`, {
    skip: lacks(engine, "back"),
  }, async (t) => {
    const person = await at(t, engine, pulseElement);
    await isReady(person);
    await run(person, "location.hash = 'there'");
    await begins(person);
    await person.goesBack();
    await seesTitle(person, own("en", pulse.title));
    assert.equal(await run(person, "return location.hash"), "#there");
    await person.goesBack();
    assert.equal(await run(person, "return location.hash"), "");
    await seesTitle(person, own("en", pulse.title));
  });

  test(`in ${titles[engine]} one line tells the makers of a page of two elements that keep answers in one place, also when the second comes later`, async (t) => {
    const line = "2 elements on this page have the instance";
    const person = await at(t, engine, pulseElement);
    await isReady(person);
    assert.deepEqual(await person.browser.troubles(), []);
    await run(
      person,
      "const it = document.querySelector('#it').cloneNode(true); it.id = 'copy'; document.body.prepend(it)",
    );
    await isReady(person, "copy");
    const troubles = await person.browser.troubles();
    assert.equal(troubles.length, 1, troubles.join(" | "));
    assert.ok(troubles[0].includes(line), troubles[0]);
  });

  test(`in ${titles[engine]} nothing but the script is fetched before the element is near what is seen, and the page is loaded long before`, async (t) => {
    const its = await server(t);
    const style = "#space { height: 5000px } #hidden { display: none }";
    its.offer("/host.css", style);
    its.offer(
      "/host.html",
      page(
        `<div id="hidden"><partnership-assessment id="shy" instance="shy"></partnership-assessment></div>
         <div id="space"></div>${pulseElement}`,
        `<link rel="stylesheet" href="/host.css">${script()}`,
      ),
    );
    const release = its.holdBack((path) => path.endsWith("_bg.wasm"));
    const person = await meet(t, { engine, at: its });
    await person.browser.beforeEachPage(
      `${watching} addEventListener("load", () => (window.isLoaded = true));`,
    );
    await person.opens("/host.html");
    await new Promise((done) => setTimeout(done, 1000));
    const ours = () => its.log.map((it) => it.path).filter((it) => it.startsWith(`/${manifest.folder}/`));
    assert.deepEqual(ours(), [address("partnership-assessment.js")]);
    // While its wasm is still on the way the page is loaded.
    await run(person, "document.querySelector('#it').scrollIntoView()");
    await until("for the wasm to be asked for", () => ours().includes(address("starter_bg.wasm")));
    assert.equal(await run(person, "return isLoaded && document.readyState"), "complete");
    release();
    await isReady(person);
    assert.equal(
      await run(person, "return document.querySelector('#shy').shadowRoot.querySelector('.pa')"),
      null,
    );
    await run(person, "document.querySelector('#hidden').style.display = 'block'; scrollTo(0, 0)");
    await isReady(person, "shy");
  });

  test(`in ${titles[engine]} language and theme follow the page while a person answers, and nothing is fetched any more`, async (t) => {
    const person = await at(t, engine, pulseElement.replace("<partnership-assessment", "$& lang='en'"));
    await isReady(person);
    await begins(person);
    await person.answers(pulse.id, { fp1: 4, fp2: 5 });
    const asked = person.server.log.length;
    const sets = (name, value) =>
      run(person, "document.querySelector('#it').setAttribute(...arguments)", name, value);
    await sets("lang", "cy");
    person.language = "cy";
    await seesTitle(person, own("cy", pulse.sections[0].title));
    assert.equal(await person.chosen(person.statement(pulse.id, "fp2")), person.option(pulse.id, "fp2", 5));
    // What the person chooses stays until the page says otherwise.
    await person.switchesTo("en");
    await sets("theme", "dark");
    await until("for the dark", () =>
      person.look("return widget().querySelector('.pa-root').dataset.theme === 'dark'"),
    );
    assert.equal(
      await person.look("return getComputedStyle(widget().querySelector('.pa-root')).colorScheme"),
      "dark",
    );
    await sets("theme", "light");
    await seesTitle(person, own("en", pulse.sections[0].title));
    await sets("lang", "cy");
    await sets("lang", "en");
    const { fp3, fp4, fp5 } = answers;
    await finishes(person, { fp3, fp4, fp5 });
    assert.equal(person.server.log.length, asked);
  });
}
