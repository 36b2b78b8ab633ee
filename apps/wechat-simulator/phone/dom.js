// Building elements. Text always goes in as text, never as markup.

/** Makes an element: `make("button", { class: "button", onclick }, "OK")`. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  scan: "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M4 12h16",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  chat: "M4 5h16v11H11l-4 4v-4H4z",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v2M14 20h2M18 18h2v2",
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

/** A sheet over the page. The browser keeps the focus inside, closes it with Escape and returns the focus. */
export function sheet(title, closeLabel, ...body) {
  const close = make("button", { class: "button quiet icon", type: "button", "aria-label": closeLabel, onclick: () => dialog.close() }, icon("close"));
  const heading = make("h2", { id: "sheet-title" }, title);
  const dialog = make("dialog", { "aria-labelledby": "sheet-title", onclose: () => dialog.remove() },
    make("div", { class: "sheet" }, make("header", {}, heading, close), make("div", { class: "body" }, ...body)));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A time of day with seconds. */
export function clock(milliseconds) {
  return new Date(milliseconds).toLocaleTimeString("en-GB");
}
