// Building elements. Text always goes in as text, never as markup.

/** Makes an element: `make("button", { class: "button", onclick }, "OK")`. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat(2).filter((child) => child != null && child !== false && child !== ""));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  scan: "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M4 12h16",
  menu: "M4 7h16M4 12h16M4 17h16",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M17 10h.01M7 14h10",
  close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7",
  more: "M5 12a1 1 0 1 0 2 0 1 1 0 0 0-2 0zM11 12a1 1 0 1 0 2 0 1 1 0 0 0-2 0zM17 12a1 1 0 1 0 2 0 1 1 0 0 0-2 0z",
  plus: "M12 5v14M5 12h14",
  chat: "M4 5h16v11H11l-4 4v-4H4z",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v2M14 20h2M18 18h2v2",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01",
  voice: "M12 4a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3zM6 12a6 6 0 0 0 12 0M12 18v3",
  video: "M3 7h12v10H3zM15 11l6-3v8l-6-3",
  place: "M12 21s7-6 7-11a7 7 0 0 0-14 0c0 5 7 11 7 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
  pay: "M4 6h16v12H4zM4 10h16M8 15h3",
  compass: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM15 9l-2 4-4 2 2-4z",
  music: "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  program: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 14a2 2 0 1 0 2 2V8a2 2 0 1 1 2 2",
  out: "M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5",
  tools: "M4 7h10M18 7h2M16 5v4M4 12h2M10 12h10M8 10v4M4 17h8M16 17h4M14 15v4",
  theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6M18 14a6 6 0 0 1 3.5 6",
};

/** A line icon; decorative, so give the button a label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button with words. `kind` is `main`, `quiet` or nothing. */
export function button(words, onclick, kind = "", attributes = {}) {
  return make("button", { class: `button ${kind}`, type: "button", onclick, ...attributes }, words);
}

/** A button with an icon alone. */
export function iconButton(name, label, onclick, attributes = {}) {
  const { class: extra = "", ...others } = attributes;
  return make("button", { class: `button quiet icon ${extra}`, type: "button", "aria-label": label, title: label, onclick, ...others }, icon(name));
}

let lastId = 0;

/** An id that no other element has. */
export function freshId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/** A labelled input; its value is read from the element under `field`. */
export function field(label, attributes = {}, name = "input") {
  const id = freshId("field");
  const element = make(name, { id, type: name === "input" ? "text" : null, autocomplete: "off", spellcheck: "false", ...attributes });
  return { field: element, row: make("div", { class: "field" }, make("label", { for: id }, label), element) };
}

/** A labelled choice between `[value, words]` pairs. */
export function choice(label, options, attributes = {}) {
  const id = freshId("field");
  const element = make("select", { id, ...attributes }, options.map(([value, words]) => make("option", { value }, words)));
  return { field: element, row: make("div", { class: "field" }, make("label", { for: id }, label), element) };
}

/** A labelled tick box. */
export function tick(label, checked = false, note = "") {
  const element = make("input", { type: "checkbox", checked });
  return { field: element, row: make("label", { class: "tick" }, element, make("span", {}, label, note && make("span", { class: "note" }, note))) };
}

/** A form that does not leave the page. */
export function form(onsubmit, ...children) {
  return make("form", { onsubmit: (event) => { event.preventDefault(); onsubmit(event); } }, ...children);
}

/** Words in place of a list that is empty. */
export function empty(iconName, words, ...actions) {
  return make("div", { class: "empty" }, icon(iconName), make("p", {}, words), ...actions);
}

/** A time of day with seconds. */
export function clock(milliseconds) {
  return new Date(milliseconds).toLocaleTimeString("en-GB");
}

/** A time of day, with the date unless it is today. */
export function moment(milliseconds) {
  const at = new Date(milliseconds);
  const text = at.toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "short" });
  return at.toDateString() === new Date().toDateString() ? text.slice(11) : text.slice(5);
}
