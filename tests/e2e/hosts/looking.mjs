// How a widget looks on a page: its computed styles and its picture, and where they differ
// from how it looks elsewhere.

import { painted, until } from "../browser.mjs";

const inside = `
  const element = document.querySelector("partnership-assessment");
  const root = element.shadowRoot.querySelector(".pa-root");
  const parts = () => [root, ...root.querySelectorAll("*")];
  const called = (it) => it.localName + [...it.classList].map((name) => "." + name).join("");
  // What nobody sees, such as what is folded up, is not laid out either.
  const styled = (it) => (it.checkVisibility() ? [null, "::before", "::after"] : []).flatMap((pseudo) => {
    const style = getComputedStyle(it, pseudo);
    if (pseudo && style.content === "none") return [];
    return Array.from(style).filter((name) => !name.startsWith("--")).map((name) => [(pseudo ?? "") + " " + name, style.getPropertyValue(name)]);
  });
  const hash = (text) => {
    let res = 0x811c9dc5;
    for (let i = 0; i < text.length; i += 1) res = Math.imul(res ^ text.charCodeAt(i), 0x01000193);
    return res;
  };
`;

/** Puts down the pointer, the focus and the scrolling, which are not the page's looks. */
const still = `
  let it = document.activeElement;
  while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
  it?.blur();
  scrollTo({ top: 0, behavior: "instant" });
  // A picture of a whole page has no scroll bars, which leaves the page more room.
  document.documentElement.style.setProperty("scrollbar-width", "none", "important");
`;

/** A picture of the page that is the same when it is taken once more: what is outside of the
 *  window may be painted late. In WebKit the window is made as large as the page. */
async function settled(browser) {
  if (browser.engine === "webkit") return (await browser.picture()).toString("base64");
  let last;
  return until(
    "for the page to be painted",
    async () => {
      const before = last;
      last = (await browser.picture()).toString("base64");
      return last === before && last;
    },
    60_000,
  );
}

/** How the widget looks just now; `pictured`, with a picture of the page. */
export async function looks({ driver, browser }, pictured = true) {
  await driver.executeScript(still);
  await painted(driver);
  // What is under the pointer is only found out when it moves.
  await until("for the pointer to be elsewhere", async () => {
    await driver.actions().move({ x: 2, y: 2 }).move({ x: 0, y: 0 }).perform();
    return driver.executeScript(
      `${inside} return ![...root.querySelectorAll(":hover")].some((it) => it.checkVisibility())`,
    );
  });
  await painted(driver);
  const its = await driver.executeScript(`${inside}
    const box = root.getBoundingClientRect();
    const theme = getComputedStyle(element);
    const properties = {};
    for (const sheet of element.shadowRoot.adoptedStyleSheets)
      for (const [name] of Array.from(sheet.cssRules, (it) => it.cssText).join(" ").matchAll(/--pa-[\\w-]+/g))
        properties[name] = theme.getPropertyValue(name).trim();
    return {
      box: { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height },
      page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      theme: element.getAttribute("theme"),
      properties,
      parts: parts().map((it) => [called(it), hash(styled(it).join())]),
    };`);
  return { ...its, picture: pictured && (await settled(browser)) };
}

/** Gives the widget on plain.html the theme of another, and puts it at the same place, for
 *  letters are drawn differently between two pixels. */
export async function standsLike({ driver }, { box, theme, properties }) {
  await driver.executeScript(
    `${inside}
     const [box, theme, properties] = arguments;
     const column = element.parentElement;
     for (const [name, value] of Object.entries(properties)) {
       if (value) element.style.setProperty(name, value);
       else element.style.removeProperty(name);
     }
     if (theme) element.setAttribute("theme", theme);
     else element.removeAttribute("theme");
     Object.assign(column.style, { position: "absolute", left: 0, top: 0, width: box.width + "px" });
     const now = root.getBoundingClientRect();
     column.style.left = box.x - now.x - scrollX + "px";
     column.style.top = box.y - now.y - scrollY + "px";`,
    box,
    theme,
    properties,
  );
}

/** Lets the widget on plain.html be where it was. */
export const standsFreely = ({ driver }) =>
  driver.executeScript(`${inside}
    for (const it of ["position", "left", "top", "width"]) element.parentElement.style.removeProperty(it);`);

/** The computed styles of the widget's part number `at`. */
export const styles = ({ driver }, at) => driver.executeScript(`${inside} return styled(parts()[${at}])`);

/** How many pixels of two looks differ visibly, and where; for a blank page. */
export async function differing({ driver }, one, other) {
  return driver.executeAsyncScript(
    `const [one, other, done] = arguments;
     const pixels = async ({ picture, box }) => {
       const bytes = Uint8Array.from(atob(picture), (it) => it.charCodeAt(0));
       const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
       const [x, y] = [Math.round(box.x), Math.round(box.y)];
       // Behind a row at the end that the widget covers in part, the page around it can be seen.
       const [width, height] = [Math.round(box.width), Math.min(Math.floor(box.height), image.height - y)];
       const canvas = new OffscreenCanvas(width, height);
       const context = canvas.getContext("2d");
       context.drawImage(image, -x, -y);
       return context.getImageData(0, 0, width, height);
     };
     Promise.all([pixels(one), pixels(other)]).then(([a, b]) => {
       // Half a pixel may be rounded up or down.
       if (a.width !== b.width || Math.abs(a.height - b.height) > 1) {
         done({ sizes: [a.width, a.height, b.width, b.height] });
         return;
       }
       const res = { of: a.width * a.height, count: 0, left: a.width, top: a.height, right: 0, bottom: 0 };
       for (let i = 0; i < Math.min(a.data.length, b.data.length); i += 4) {
         const far = [0, 1, 2].some((c) => Math.abs(a.data[i + c] - b.data[i + c]) > 32);
         if (!far) continue;
         const [x, y] = [(i / 4) % a.width, Math.floor(i / 4 / a.width)];
         res.count += 1;
         res.left = Math.min(res.left, x);
         res.right = Math.max(res.right, x);
         res.top = Math.min(res.top, y);
         res.bottom = Math.max(res.bottom, y);
       }
       done(res);
     }, (it) => done({ fault: String(it) }));`,
    { picture: one.picture, box: one.box },
    { picture: other.picture, box: other.box },
  );
}

/** Has pages jump instead of gliding: drivers press where something was before it glided. */
export const jumps = ({ driver }) =>
  driver.executeScript('document.documentElement.style.setProperty("scroll-behavior", "auto", "important")');
