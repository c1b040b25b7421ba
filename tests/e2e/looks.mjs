// What is wrong with how a screen looks, whatever it shows: what sticks out, is cut off, lies
// over something else, is too small to be hit, moves, or cannot be told without its colours.

import { Key } from "selenium-webdriver";

/** What sticks out to the right of a page that should not scroll sideways. Without `pictures`,
 *  what stands in a chart that is one picture, the words of which stand beside it, is left out. */
export const sticksOut = (person, { pictures = true } = {}) =>
  person.look(
    `
    const page = document.scrollingElement;
    const res = page.scrollWidth > page.clientWidth ? ["the page scrolls: " + page.scrollWidth] : [];
    const scrolls = (it) => it && (getComputedStyle(it).overflowX !== "visible" || scrolls(it.parentElement));
    for (const it of all("*")) {
      if (!arguments[0] && it.closest(".drawings svg")) continue;
      const box = it.getBoundingClientRect();
      if (box.width > 1 && box.right > innerWidth + 1 && !scrolls(it)) res.push(it.outerHTML.slice(0, 120));
    }
    return res.slice(0, 8);
  `,
    pictures,
  );

const reading = `
  /** What is there for ears alone, or on paper. */
  const unseen = (it) => it.closest(".unseen, .repeated, .paper") !== null;
  const named = (it) => "<" + it.localName + (it.className.baseVal ?? it.className ? "." + (it.className.baseVal ?? it.className) : "") + "> " + words(it).slice(0, 50);
  /** Every text that can be seen, with the boxes of its lines. Charts that are pictures are left
   *  out: they are drawn once, as one shape, and the same stands beside them in words or a table. */
  const texts = () => {
    const res = [];
    const walk = document.createTreeWalker(scope(), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const { currentNode: node } = walk;
      const { parentElement: it } = node;
      if (!it || !squeezed(node.data) || it.closest("style, option, datalist, .drawings") || !visible(it) || unseen(it)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = Array.from(range.getClientRects()).map((box) => shown(it, box)).filter((box) => box.width > 1 && box.height > 1);
      if (rects.length) res.push({ node, it, rects });
    }
    return res;
  };
  /** What of a box can be seen where what is around it is scrolled. */
  const shown = (it, box) => {
    let { left, right, top, bottom } = box;
    for (let around = it; around; around = around.parentElement) {
      if (getComputedStyle(around).overflowY === "visible" || around.localName === "svg") continue;
      const its = around.getBoundingClientRect();
      [left, right, top, bottom] = [Math.max(left, its.left), Math.min(right, its.right), Math.max(top, its.top), Math.min(bottom, its.bottom)];
    }
    return { left, right, top, bottom, width: right - left, height: bottom - top };
  };
`;

/** Texts that are cut off or that lie over one another. */
export const illegible = (person) =>
  person.look(`
    ${reading}
    const res = [];
    for (const it of all("*")) {
      if (unseen(it) || it.closest("svg") || ["select", "textarea"].includes(it.localName)) continue;
      const { overflowX: x, overflowY: y } = getComputedStyle(it);
      // A line of text in a field goes on inside it, and the arrow keys lead along it.
      const field = it.matches("input:not([type=date])");
      if (!field && (["hidden", "clip"].includes(x) || it.localName === "input") && it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 1)
        res.push("cut off at the side: " + named(it));
      if (["hidden", "clip"].includes(y) && it.scrollHeight > it.clientHeight + 1 && it.clientHeight > 1)
        res.push("cut off below: " + named(it));
    }
    const all_ = texts();
    // Words stay within what is drawn around them.
    for (const { node, it, rects } of all_) {
      const around = it.closest("button, label.option, .file-button, summary, .panel, .card, .notice, .action, .partner, td, th");
      if (!around || it.closest("svg")) continue;
      const box = around.getBoundingClientRect();
      for (const rect of rects) {
        const over = Math.max(box.left - rect.left, rect.right - box.right, box.top - rect.top - 4, rect.bottom - box.bottom - 4);
        if (over > 1.5) { res.push("sticks out of " + named(around) + " by " + Math.round(over) + ": " + squeezed(node.data).slice(0, 40)); break; }
      }
    }
    // Letters reach less far up and down than their boxes.
    const lines = all_.flatMap(({ node, it, rects }) => rects.map((box) => {
      const less = box.height * 0.25;
      return { node, it, left: box.left + 1, right: box.right - 1, top: box.top + less, bottom: box.bottom - less };
    })).sort((a, b) => a.top - b.top);
    for (let i = 0; i < lines.length; i += 1) {
      const one = lines[i];
      for (let j = i + 1; j < lines.length && lines[j].top < one.bottom; j += 1) {
        const other = lines[j];
        if (other.node === one.node || other.left >= one.right || one.left >= other.right) continue;
        // What stays in sight lies over what is scrolled past it.
        if (one.it.closest(".notice") !== other.it.closest(".notice")) continue;
        res.push("lies over one another: " + squeezed(one.node.data).slice(0, 40) + " | " + squeezed(other.node.data).slice(0, 40));
      }
    }
    return [...new Set(res)].slice(0, 12);
  `);

/** The least that a finger hits for sure, in pixels. */
const least = 44;

/** What is smaller than a finger. Exempt is what lies within a line of text, which the line's
 *  height constrains: there is no such thing in the widget but the address in what is read. */
export const small = (person) =>
  person.look(
    `const res = [];
     for (const it of all("button, a[href], summary, select, input, textarea")) {
       // A box to tick and a choice are as large as the words beside them, which tick them too.
       const box = (it.closest("label") ?? it).getBoundingClientRect();
       if (Math.min(box.width, box.height) < arguments[0] - 0.5)
         res.push(called(it).slice(0, 60) + " " + it.localName + " " + [box.width, box.height].map((size) => size.toFixed(1)).join("×"));
     }
     return [...new Set(res)];`,
    least,
  );

/** What moves, or would. */
export const moving = (person) =>
  person.look(`
    const res = document.getAnimations().map((it) => "runs: " + (it.animationName ?? it.transitionProperty));
    for (const it of all("*")) for (const pseudo of [null, "::before", "::after"]) {
      const style = getComputedStyle(it, pseudo);
      const lasts = (list) => list.split(",").some((one) => parseFloat(one) > 0);
      if (lasts(style.transitionDuration)) res.push("transition: " + it.localName + "." + it.getAttribute("class"));
      if (style.animationName !== "none" && lasts(style.animationDuration)) res.push("animation: " + it.localName + "." + it.getAttribute("class"));
      if (style.scrollBehavior === "smooth") res.push("scrolls smoothly: " + it.localName);
    }
    return [...new Set(res)];
  `);

/** Letters that do not grow with the reader's own size of text. */
export const fixedLetters = (person, size) =>
  person.look(
    `${reading}
     return [...new Set(texts().filter((it) => parseFloat(getComputedStyle(it.it).fontSize) < arguments[0]).map((it) => named(it.it)))].slice(0, 8);`,
    size,
  );

/** In forced colours, what cannot be told from its surroundings, or chosen from not chosen, by
 *  anything but a background. */
export const untold = (person) =>
  person.look(`
    const res = [];
    const style = (it, pseudo) => getComputedStyle(it, pseudo);
    const ground = style(widget().querySelector(".pa") ?? document.body).backgroundColor;
    const clear = (colour) => /^rgba.* 0\\)$/.test(colour);
    const lined = (it, side = "top") => {
      const its = style(it);
      const [kind, width, colour] = ["style", "width", "color"].map((what) => its.getPropertyValue("border-" + side + "-" + what));
      return kind !== "none" && parseFloat(width) >= 1 && !clear(colour) && colour !== ground;
    };
    for (const it of all("button, .file-button, a[href], select, textarea, input:not([type=radio], [type=checkbox], [type=file]), .option")) {
      const underlined = style(it).textDecorationLine.includes("underline");
      if (!underlined && !lined(it) && !lined(it, "bottom")) res.push("no outline: " + called(it).slice(0, 60));
    }
    // What says which is chosen: lines, their kind and strength, and weight of letters.
    const told = (it) => {
      const its = style(it);
      return ["outline-style", "outline-width", "border-top-style", "border-top-width", "border-bottom-width", "border-inline-start-width", "font-weight"]
        .map((what) => its.getPropertyValue(what)).join(" ");
    };
    const pairs = [
      [".option:has(:checked)", ".option:not(:has(:checked))", "lines"],
      [".steps [aria-current]", ".steps button:not([aria-current])"],
      [".section[aria-current]", ".section:not([aria-current])"],
    ];
    for (const [one, other] of pairs) {
      const [chosen, not] = [all(one)[0], all(other)[0]];
      if (chosen && not && told(chosen) === told(not)) res.push("chosen looks like not chosen: " + one);
    }
    for (const it of all("progress")) if (!lined(it)) res.push("a bar without an outline");
    for (const it of all(".track")) {
      const { fill, stroke } = style(it);
      const full = it.parentElement.querySelector(".fill");
      if (full && style(full).fill === fill) res.push("a bar like its track");
      if (stroke === "none" || stroke === ground) res.push("a track without an outline");
    }
    // Fields that are wrong, notices and what is to be known have a line beside them.
    for (const it of all(".wrong, .notice, .practice, .outcome")) if (!lined(it, "left")) res.push("nothing beside: " + words(it).slice(0, 40));
    return [...new Set(res)];
  `);

/** Goes through the screen with the Tab key, once round. Gives what is wrong on the way: what is
 *  passed over or comes out of order, and what cannot be seen or has no outline when it has the focus. */
export async function round(person) {
  const { driver } = person;
  const stops = await person.look(`
    window.stops = all("button, a[href], summary, select, input, textarea, [tabindex='0']").filter((it) => {
      if (it.disabled || it.tabIndex < 0) return false;
      // Of a group of choices the chosen one has the key's stop, or else the first.
      if (it.type !== "radio") return true;
      const group = all("input[type=radio]").filter((other) => other.name === it.name);
      return (group.find((other) => other.checked) ?? group[0]) === it;
    });
    stops[1]?.focus();
    return stops.length;
  `);
  // An outline comes with the keyboard.
  await driver.actions().keyDown(Key.SHIFT).sendKeys(Key.TAB).keyUp(Key.SHIFT).perform();
  const found = [];
  let late = false;
  for (let at = 0, strokes = 0; at < stops && strokes < stops * 4 + 20; strokes += 1) {
    const now = await person.look(
      `const it = focused();
       const at = stops.indexOf(it);
       const wanted = stops[arguments[0]];
       if (!it || it === document.body) return { at: -1, name: "nothing" };
       const box = (it.closest("label") ?? it).getBoundingClientRect();
       const style = getComputedStyle(it.closest(".option, .file-button") ?? it);
       const top = onTop(...middle(box));
       const label = it.closest("label");
       const outside = box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth;
       const covered = !top || !(it.contains(top) || label?.contains(top) || top.contains(it));
       return {
         at,
         name: called(it).slice(0, 60) || it.localName,
         wanted: wanted ? called(wanted).slice(0, 60) || wanted.localName : "",
         unseen: outside ? "out of sight" : covered ? "under " + (top ? top.localName + "." + top.className : "nothing") : "",
         outlined: it.matches("h1, .slide-body") || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
       };`,
      at,
    );
    if (now.at === at && now.unseen && !late) {
      // What was not laid out before pushes others about for a moment.
      late = true;
      await driver.executeAsyncScript(
        "requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(arguments[0])))",
      );
      continue;
    }
    late = false;
    if (now.at === at) {
      if (now.unseen) found.push(`${now.name} is ${now.unseen}`);
      if (!now.outlined) found.push(`${now.name} has no outline`);
      at += 1;
    } else if (now.at !== at - 1) {
      // A field for a day has several stops of its own.
      found.push(`${now.name} comes where “${now.wanted}” should`);
      break;
    }
    if (at < stops) await driver.actions().sendKeys(Key.TAB).perform();
  }
  await person.look("focused()?.blur(); scrollTo(0, 0);");
  return [...new Set(found)];
}
