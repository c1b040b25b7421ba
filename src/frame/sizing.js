// The frame's part in sizing itself: it says hello to the page around it, and once that
// answers, tells how tall its content is and where the focus went. Until then, and whenever
// it finds itself too small after all, it scrolls like any page.
//
// What is told are heights and positions in CSS pixels, never anything of the assessment.

const name = "partnership-assessment";
const version = 1;
const most = 100_000;
/** How wide a scrollbar can be: a change of width by no more may come from one. */
const scrollbar = 24;
/** How many times in a row, without a pause, the content may grow by itself. */
const growths = 20;
const pause = 400;

const number = (it, from, to) => typeof it === "number" && it >= from && it <= to;

/** Keeps the page around this frame informed about `content`, the whole of this page, in
 *  which `element` is the widget. */
export function follow(element, content) {
  const root = document.documentElement;
  root.setAttribute("data-framed", "");

  /** The part of the frame that lies within the window of the page around it. */
  let sight = { top: 0, height: innerHeight };
  /** Where messages may go: anywhere for hello, then to the page that has answered. */
  let target = "*";
  let answered;
  const say = (message) => parent.postMessage({ [name]: version, ...message }, target);

  let told = 0;
  /** The content at the last look, and the width at which a height was taken back last. */
  let width = 0;
  let seen = 0;
  let taken = 0;
  let restless = 0;
  let last = 0;
  let later;
  /** Until the widget has started, what was there before it is no measure. */
  let least = innerHeight;

  const tell = (height) => {
    told = height;
    say({ type: "height", height });
    clearTimeout(later);
    // A page that answers and yet cannot give the height: then the frame scrolls.
    later = setTimeout(
      () => innerWidth && root.toggleAttribute("data-sized", innerHeight >= told - 1),
      pause,
    );
  };

  let holding;
  const measure = () => {
    // Hidden, on the whole screen or on paper the content is not as it is in the page.
    const elsewhere = !innerWidth || document.fullscreenElement || matchMedia("print").matches;
    if (answered === undefined || elsewhere) return;
    const box = content.getBoundingClientRect();
    const height = Math.min(most, Math.max(least, Math.ceil(box.height)));
    const moved = Math.abs(box.width - width);
    if (moved === 0 && height === seen) return;
    width = box.width;
    seen = height;
    clearTimeout(holding);
    if (height > told) {
      // What grows because the frame has grown would do so for ever.
      const now = performance.now();
      restless = now - last < pause ? restless + 1 : 0;
      last = now;
      if (restless < growths) tell(height);
      else setTimeout(() => root.removeAttribute("data-sized"));
    } else if (height < told) {
      // With less height the page around may lose its scrollbar, and the content, wider,
      // may need the height again: so a height is taken back late, and once, for a width.
      if (moved === 0 || moved > scrollbar) tell(height);
      else
        holding = setTimeout(() => {
          if (Math.abs(width - taken) <= scrollbar) return;
          taken = width;
          tell(height);
        }, pause);
    }
  };
  new ResizeObserver(measure).observe(content);
  addEventListener("resize", () => {
    // Making room again for what is cut off must not wait for the content to change.
    if (answered !== undefined && innerHeight >= told - 1 && restless < growths)
      root.setAttribute("data-sized", "");
    if (answered !== undefined) see();
    measure();
  });
  document.addEventListener("fullscreenchange", measure);
  addEventListener("afterprint", measure);
  for (const act of ["pointerdown", "keydown"]) addEventListener(act, () => (restless = 0), true);

  const started = () => {
    least = 100;
    measure();
  };
  for (const event of ["pa-ready", "pa-error"]) element.addEventListener(event, started);

  // What a pointer presses is in sight, and must not be moved away under it.
  let pressed = false;
  for (const act of ["pointerdown", "mousedown"]) addEventListener(act, () => (pressed = true), true);
  for (const act of ["pointerup", "mouseup", "pointercancel", "keydown"])
    addEventListener(act, () => (pressed = false), true);

  // Moves of the focus inside the element do not come out of its shadow.
  customElements.whenDefined(name).then(() => element.shadowRoot?.addEventListener("focusin", focused));
  function focused({ target: field }) {
    if (pressed) return;
    // The screen may still be changing under the focus, and its height with it.
    setTimeout(() => {
      measure();
      const box = (field.closest("dialog") ?? field).getBoundingClientRect();
      if (answered === undefined || !box.height) return;
      // A step begins above its heading.
      const from = field.matches("h1, h2") ? element.getBoundingClientRect().top : box.top;
      const [top, bottom] = [from, box.bottom].map((it) => Math.round(Math.min(most, Math.max(0, it))));
      say({ type: "focus", top, bottom });
    });
  }

  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || data?.[name] !== version) return;
    if (answered !== undefined && origin !== answered) return;
    if (data.type === "wake") say({ type: "hello" });
    if (data.type !== "host" || !number(data.top, -most, most) || !number(data.height, 1, most)) return;
    const first = answered === undefined;
    answered = origin;
    // A page without an origin of its own cannot be named.
    target = origin === "null" ? "*" : origin;
    sight = data;
    see();
    if (!first) return;
    root.setAttribute("data-sized", "");
    measure();
  });

  /** Lets style sheets know what is in sight. */
  function see() {
    const { top, height } = sight;
    const edges = {
      top: Math.max(0, top),
      bottom: Math.max(0, innerHeight - top - height),
      height,
    };
    for (const [edge, pixels] of Object.entries(edges)) {
      root.style.setProperty(`--pa-window-${edge}`, `${Math.round(pixels)}px`);
    }
  }

  say({ type: "hello" });
  addEventListener("pageshow", ({ persisted }) => persisted && say({ type: "hello" }));
}
