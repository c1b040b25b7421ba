// For the page that has the frame in an iframe: makes the iframe as tall as what is in it,
// and brings into sight what has the focus there. Without this script the frame scrolls.

const name = "partnership-assessment";
const most = 100_000;
const number = (it) => typeof it === "number" && it >= 0 && it <= most;

/** The iframes that are ours, with the origin that their messages come from. */
function* ours() {
  for (const frame of document.querySelectorAll("iframe")) {
    const address = document.createElement("a");
    address.href = frame.src;
    if (!address.pathname.endsWith("/frame.html")) continue;
    const opaque = frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin");
    yield [frame, opaque ? "null" : address.origin];
  }
}

const say = (frame, origin, message) =>
  frame.contentWindow?.postMessage({ [name]: 1, ...message }, origin === "null" ? "*" : origin);

/** What was told to the frames that have said hello, with their origins. */
const met = new Map();

/** Tells a frame which part of it lies within the window. */
function show(frame, origin, again) {
  const top = Math.round(-frame.getBoundingClientRect().top - frame.clientTop);
  const height = innerHeight;
  const told = `${top} ${height}`;
  if (again || met.get(frame)?.told !== told) say(frame, origin, { type: "host", top, height });
  met.set(frame, { told, origin });
}

let waiting = false;
function look() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    for (const [frame, { origin }] of met) {
      if (frame.isConnected) show(frame, origin);
      else met.delete(frame);
    }
  });
}
addEventListener("scroll", look, { capture: true, passive: true });
addEventListener("resize", look);

function size(frame, height) {
  const style = getComputedStyle(frame);
  const sides = ["paddingTop", "paddingBottom", "borderTopWidth", "borderBottomWidth"];
  const around =
    style.boxSizing === "border-box" ? sides.reduce((sum, it) => sum + parseFloat(style[it]), 0) : 0;
  frame.style.setProperty("height", `${Math.max(100, Math.ceil(height)) + around}px`, "important");
  look();
}

/** Scrolls everything around the frame, as far as needed, to its part from `top` to `bottom`. */
function reveal(frame, top, bottom) {
  const gap = 16;
  const page = document.scrollingElement;
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  let shift = frame.getBoundingClientRect().top + frame.clientTop;
  for (let around = frame.parentElement; around; around = around.parentElement) {
    const style = getComputedStyle(around);
    if (around !== page && !/auto|scroll/.test(style.overflowY)) continue;
    const box = around === page ? { top: 0, bottom: innerHeight } : around.getBoundingClientRect();
    const first = shift + top - box.top - gap - (parseFloat(style.scrollPaddingTop) || 0);
    const last = shift + bottom - box.bottom + gap;
    const by = first < 0 ? first : Math.max(0, Math.min(first, last));
    const before = around.scrollTop;
    const room = around.scrollHeight - around.clientHeight - before;
    // Also by nothing: it ends a movement that is still under way to somewhere else.
    around.scrollBy({ top: by, behavior });
    shift -= Math.min(room, Math.max(-before, by));
  }
}

addEventListener("message", ({ source, origin, data }) => {
  if (data?.[name] !== 1) return;
  for (const [frame, its] of ours()) {
    if (frame.contentWindow !== source || origin !== its) continue;
    if (data.type === "hello") show(frame, its, true);
    else if (!met.has(frame)) return;
    else if (data.type === "height" && number(data.height)) size(frame, data.height);
    else if (
      data.type === "focus" &&
      number(data.top) &&
      number(data.bottom) &&
      document.activeElement === frame
    )
      reveal(frame, data.top, data.bottom);
  }
});

// A frame that was here first has said hello to nobody. It may not have arrived yet, so this
// goes to whatever is there: it says nothing.
for (const [frame] of ours()) say(frame, "null", { type: "wake" });
