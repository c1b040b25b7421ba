// What is kept under a passphrase: sealed with the browser's own WebCrypto, in the storage
// and in files.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { engines, titles, until } from "./browser.mjs";
import { meet, server } from "./meeting.mjs";
import { own } from "./server.mjs";
import { instruments } from "./words.mjs";

const PASSPHRASE = "cor mawr ar y bryn";
const SECRET = "What nobody else may read";
const pulse = instruments["five-ps"];

const records = (stored) =>
  Object.entries(stored)
    .filter(([key]) => key.startsWith("partnership-assessment/") && key.includes("/record/"))
    .map(([, text]) => JSON.parse(text));

const begins = async (person) => {
  await person.chooses("five-ps");
  await person.presses("prepare.begin");
  await person.seesHeading(pulse.sections[0].title[person.language]);
};

/** Whether what is stored says this, in any of its entries. */
const tells = async (person, words) => JSON.stringify(await person.stored()).includes(words);

/** Opens the page and writes a comment that nobody else may read. */
const confides = async (person) => {
  await person.opens();
  await begins(person);
  await person.comments(pulse.id, "fp1", SECRET);
  await until("for the comment to be stored", () => tells(person, SECRET));
};

const protects = async (person) => {
  await person.presses("nav.shelf");
  await person.presses("shelf.protect");
  await person.seesHeading("vault.protect-heading");
  await person.sees("vault.final");
  await person.protects(PASSPHRASE);
  await person.sees("news.protected");
};

const isAnswered = (person, item, value) =>
  until(`for ${item}`, async () => {
    const chosen = await person.chosen(person.statement(pulse.id, item));
    return chosen === person.option(pulse.id, item, value);
  });

/** What a sealed file holds, opened by another implementation of the same standards. */
async function opened(text, passphrase) {
  const { key, iv, data, ...rest } = JSON.parse(text);
  assert.deepEqual(rest, { format: "partnership-assessment/sealed", version: 1, cipher: "AES-256-GCM" });
  assert.equal(key.by, "PBKDF2-SHA-256");
  assert.ok(key.iterations >= 600_000);
  const bytes = (it) => Buffer.from(it, "base64");
  const base = await webcrypto.subtle.importKey("raw", Buffer.from(passphrase), "PBKDF2", false, [
    "deriveKey",
  ]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(key.salt), iterations: key.iterations };
  const made = await webcrypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, [
    "decrypt",
  ]);
  const cipher = { name: "AES-GCM", iv: bytes(iv), additionalData: Buffer.from("file") };
  return JSON.parse(Buffer.from(await webcrypto.subtle.decrypt(cipher, made, bytes(data))).toString());
}

for (const engine of engines) {
  test(`in ${titles[engine]} what is kept under a passphrase can be read with it alone, also in a file`, async (t) => {
    const at = await server(t);
    const person = await meet(t, { engine, at });
    await person.opens();
    await begins(person);
    await person.answers(pulse.id, { fp1: 4 });
    await person.comments(pulse.id, "fp1", SECRET);
    await until("for the comment to be stored", () => tells(person, SECRET));
    await protects(person);
    assert.equal(await tells(person, SECRET), false);
    for (const it of records(await person.stored())) {
      assert.deepEqual(Object.keys(it).sort(), ["cipher", "data", "format", "iv", "key", "version"]);
    }

    // What is answered from now on is sealed as well.
    await person.presses("nav.shelf");
    await person.presses("shelf.open");
    await isAnswered(person, "fp1", 4);
    const before = JSON.stringify(await person.stored());
    await person.answers(pulse.id, { fp2: 5 });
    await until("for the answer to be stored", async () => JSON.stringify(await person.stored()) !== before);

    await person.reloads();
    await person.seesHeading("vault.unlock-heading");
    assert.equal((await person.reads()).includes(SECRET), false);
    await person.unlocks(`${PASSPHRASE}!`);
    await person.sees("vault.wrong");
    await person.unlocks(PASSPHRASE);
    await person.seesHeading(pulse.sections[0].title.en);
    await isAnswered(person, "fp1", 4);
    await isAnswered(person, "fp2", 5);

    await person.answers(pulse.id, { fp3: 3, fp4: 3, fp5: 2 });
    await person.presses("questions.to-check");
    await person.presses("check.finish");
    await person.presses("results.keep");
    const file = await person.saves("keep.json");
    assert.equal(file.text.includes(SECRET), false);
    const response = await opened(file.text, PASSPHRASE);
    assert.deepEqual(response.answers, { fp1: 4, fp2: 5, fp3: 3, fp4: 3, fp5: 2 });
    assert.equal(response.notes.fp1, SECRET);
    await assert.rejects(opened(file.text, "another passphrase"));

    // Somewhere else, where nothing is under a passphrase.
    const other = await meet(t, { engine, at });
    await other.opens();
    await other.seesHeading("start.heading");
    await other.opensFileFromShelf(await other.browser.file("sealed.json", file.text));
    await other.sees("vault.file-title", { file: "sealed.json" });
    await other.unlocks("a wrong passphrase");
    await other.sees("vault.wrong");
    await other.unlocks(PASSPHRASE);
    await other.seesHeading("results.heading");
  });
}

test("locking asks for the passphrase, taking it off stores everything as it was, and forgetting it leaves deleting", async (t) => {
  const person = await meet(t);
  await confides(person);
  await person.presses("nav.shelf");
  await person.presses("shelf.protect");
  await person.protects("short");
  await person.sees("vault.too-short", { n: 8 });
  await person.protects(PASSPHRASE, "something else");
  await person.sees("vault.differs");
  await person.protects(PASSPHRASE);
  await person.sees("news.protected");

  await person.presses("vault.lock");
  await person.seesHeading("vault.unlock-heading");
  await person.unlocks(PASSPHRASE);
  await person.seesHeading("vault.protected-heading");
  await person.presses("vault.unprotect");
  await person.sees("news.unprotected");
  assert.equal(await tells(person, SECRET), true);
  assert.equal(await tells(person, "sealed"), false);

  await protects(person);
  await person.presses("vault.lock");
  await person.seesHeading("vault.unlock-heading");
  await person.presses("vault.without");
  await begins(person);
  await person.answers(pulse.id, { fp1: 2 });
  assert.equal(records(await person.stored()).length, 1);
  await person.presses("nav.shelf");
  await person.presses("shelf.delete-all");
  await person.presses("delete-all.yes");
  await person.sees("news.erased");
  assert.deepEqual(await person.stored(), {});
});

test("two tabs under one passphrase take over each other's answers, and one that is locked stores nothing in the open", async (t) => {
  const person = await meet(t);
  await person.opens();
  await begins(person);
  await person.answers(pulse.id, { fp1: 4 });
  const first = await person.driver.getWindowHandle();
  await person.opensTab();
  await person.opens();
  const second = await person.driver.getWindowHandle();
  await person.presses("start.continue");
  await person.seesHeading(pulse.sections[0].title.en);
  await person.waitsUntilComplete();
  await person.driver.switchTo().window(first);
  await protects(person);
  await person.driver.switchTo().window(second);
  await person.seesHeading("vault.unlock-heading");
  await person.sees("news.locked-elsewhere");
  await person.unlocks(PASSPHRASE);
  await person.seesHeading(pulse.sections[0].title.en);
  await person.answers(pulse.id, { fp2: 2 });
  await person.driver.switchTo().window(first);
  await person.presses("nav.shelf");
  await person.presses("shelf.open");
  await isAnswered(person, "fp2", 2);
  await person.answers(pulse.id, { fp3: 5 });
  await person.driver.switchTo().window(second);
  await isAnswered(person, "fp3", 5);
  for (const it of records(await person.stored())) assert.equal(it.format, "partnership-assessment/sealed");
});

/** Does something to what is stored while no page of ours is open that could put it back. */
async function behindTheBack(person, script) {
  await person.browser.leavesPage();
  await person.driver.get(person.server.origin + own("page.css"));
  await person.driver.executeScript(script);
}

/** Opens what was confided from the shelf. */
async function opensTheSecret(person) {
  await person.presses("shelf.open");
  assert.equal(
    await person.holds("questions.comment-for", { statement: person.statement(pulse.id, "fp1") }),
    SECRET,
  );
}

test("where the entry that the passphrase is tried on is damaged or gone, it opens everything all the same", async (t) => {
  const at = await server(t);
  at.offer("/favicon.ico", "");
  const person = await meet(t, { at });
  await confides(person);
  await protects(person);
  for (const harm of [
    "localStorage.setItem(key, '{')",
    "localStorage.setItem(key, localStorage.getItem(key).replace(/(\"data\":\")./, (it, start) => start + (it.endsWith('A') ? 'B' : 'A')))",
    "localStorage.removeItem(key)",
  ]) {
    await behindTheBack(
      person,
      `
      const [key, ...more] = Object.keys(localStorage).filter((it) => it.endsWith("/vault"));
      if (!key || more.length) throw new Error("one vault");
      const before = localStorage.getItem(key);
      ${harm};
      if (localStorage.getItem(key) === before) throw new Error("unharmed");`,
    );
    await person.opens();
    await person.seesHeading("vault.unlock-heading");
    await person.unlocks("a wrong passphrase");
    await person.sees("vault.wrong");
    await person.unlocks(PASSPHRASE);
    await person.seesNothingOf("vault.unlock-heading");
    await person.presses("nav.shelf");
    await opensTheSecret(person);
    // It is there again, for the next time.
    await until("for the entry", async () =>
      Object.entries(await person.stored()).some(([key, it]) => key.endsWith("/vault") && it.length > 100),
    );
  }
});

test("after the passphrase is taken off nobody is asked for it, though a record was damaged", async (t) => {
  const at = await server(t);
  at.offer("/favicon.ico", "");
  const person = await meet(t, { at });
  await confides(person);
  await protects(person);
  await behindTheBack(
    person,
    `
    const [key] = Object.keys(localStorage).filter((it) => it.includes("/record/"));
    const sealed = JSON.parse(localStorage.getItem(key));
    localStorage.setItem(key.slice(0, -1) + (key.endsWith("0") ? "1" : "0"), JSON.stringify({ ...sealed, data: btoa("damaged beyond mending") }));`,
  );
  await person.opens();
  await person.seesHeading("vault.unlock-heading");
  await person.unlocks(PASSPHRASE);
  await person.seesNothingOf("vault.unlock-heading");
  await person.presses("nav.shelf");
  await person.sees("entry.unreadable");
  await person.presses("shelf.protect-change");
  await person.presses("vault.unprotect");
  await person.sees("news.unprotected");
  assert.equal(await tells(person, SECRET), true);
  await person.reloads();
  await person.seesHeading("vault.protect-heading");
  await person.presses("nav.shelf");
  await person.seesHeading("shelf.heading");
  await person.sees("entry.unreadable");
  await opensTheSecret(person);
});

test("where there is no room for what is sealed nothing is changed, and it is said", async (t) => {
  const person = await meet(t);
  await confides(person);
  await person.presses("nav.shelf");
  await person.presses("shelf.protect");
  await person.fillsTheStorage();
  // Room for the lock, and not for the record.
  await person.driver.executeScript(`
    const [key] = Object.keys(localStorage).filter((it) => !it.startsWith("partnership-assessment/"));
    localStorage.setItem(key, localStorage.getItem(key).slice(500));`);
  await person.protects(PASSPHRASE);
  await person.sees("vault.no-room");
  assert.equal(await tells(person, SECRET), true);
  await person.reloads();
  await person.seesHeading("vault.protect-heading");
});
