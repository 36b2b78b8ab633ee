// The scanner and the menu, as sheets.

import * as api from "./api.js";
import { icon, make, sheet } from "./dom.js";
import { on, store } from "./store.js";
import { say } from "./words.js";

let showCodes = () => {};
on("codes", () => showCodes());

/** Lets a person choose a code, or type a ticket or scene. */
export function openScanner(openId) {
  const problem = make("p", { class: "problem", role: "alert" });
  const scan = (code) => run(dialog, problem, api.scan(openId, code));
  const codes = make("div");
  const field = make("input", { type: "text", id: "scene-field", autocomplete: "off", spellcheck: "false" });
  const typed = make("form", { onsubmit: (event) => { event.preventDefault(); if (field.value.trim()) scan(read(field.value.trim())); } },
    make("label", { for: "scene-field" }, say("pasteLabel")),
    make("div", { class: "row" }, field, make("button", { class: "button main", type: "submit" }, say("scan"))));
  showCodes = () => codes.replaceChildren(store.codes.length > 0 ? grid(scan) : nothing());
  const dialog = sheet(say("scanTitle"), say("close"), typed, problem, codes);
  dialog.addEventListener("close", () => { showCodes = () => {}; });
  showCodes();
}

/** What was typed is a ticket if it is one we know or looks like one. */
function read(value) {
  const isTicket = store.codes.some(({ ticket }) => ticket === value) || (value.startsWith("gQ") && value.length > 64);
  return isTicket ? { ticket: value } : { scene: value };
}

function nothing() {
  return make("div", { class: "empty" }, icon("qr"), make("p", {}, say("noCodes")));
}

function grid(scan) {
  const list = make("div", { class: "codes" }, store.codes.map((code) => {
    const expired = code.expired || (code.expiresAt != null && code.expiresAt <= Date.now() / 1000 + (store.settings?.clockOffsetSeconds ?? 0));
    const validity = expired ? say("expired") : code.expiresAt == null ? say("permanent") : say("validUntil", until(code.expiresAt));
    return make("button", { class: "code", type: "button", disabled: expired, onclick: () => scan({ ticket: code.ticket }) },
      make("img", { src: `/cgi-bin/showqrcode?ticket=${encodeURIComponent(code.ticket)}`, alt: "", loading: "lazy" }),
      make("span", { class: "scene" }, code.scene),
      make("span", { class: "note" }, validity));
  }));
  return make("section", {}, make("h3", {}, say("codes")), list);
}

/** Month, day and time; codes live thirty days at most. */
function until(seconds) {
  return new Date(seconds * 1000).toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "short" }).slice(5);
}

/** Lets a person tap a menu item. */
export function openMenu(openId) {
  const problem = make("p", { class: "problem", role: "alert" });
  const item = (id, label, button, act) => {
    const field = make("input", { type: "text", id, autocomplete: "off", spellcheck: "false" });
    return make("form", { onsubmit: (event) => { event.preventDefault(); if (field.value.trim()) run(dialog, problem, act(openId, field.value.trim())); } },
      make("label", { for: id }, label),
      make("div", { class: "row" }, field, make("button", { class: "button main", type: "submit" }, button)));
  };
  const dialog = sheet(say("menuTitle"), say("close"),
    item("click-key", say("clickKey"), say("tap"), api.click),
    item("view-url", say("viewUrl"), say("open"), api.view),
    problem);
}

async function run(dialog, problem, promise) {
  try {
    await promise;
    dialog.close();
  } catch (error) {
    problem.textContent = say("wrong") + error.message;
  }
}
