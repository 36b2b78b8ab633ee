// The lower edge of a chat: the account's menu, or what is written, and the panel of everything else.

import * as api from "./api.js";
import { button, iconButton, make } from "./dom.js";
import { extras } from "./extras.js";
import { menuBar } from "./menubar.js";
import { openScanner } from "./scanner.js";
import { keyOf } from "./store.js";
import { say } from "./words.js";

/** Key of a person → what is typed but not sent; it outlives the chat's elements. */
const drafts = new Map();

/** Fills `foot` and keeps it up to date. */
export function composer(to, foot) {
  const { phone, person, account } = to;
  const isOfficial = account?.product === "officialAccount";
  let buttons = [];
  let follows = null;
  let shows = "keyboard";

  async function loadMenu(prefers) {
    if (account?.product === "miniProgram") return;
    try {
      ({ items: buttons } = await api.menu(person));
    } catch {
      buttons = [];
    }
    if (prefers && buttons.length > 0) shows = "menu";
    if (buttons.length === 0) shows = "keyboard";
    build();
  }

  function personChanged() {
    const now = !isOfficial || person.subscribed;
    if (now === follows) return;
    follows = now;
    build();
    if (now) loadMenu(true);
  }

  function build() {
    const hadFocus = foot.contains(document.activeElement);
    if (!follows) foot.replaceChildren(invitation());
    else if (shows === "menu") foot.replaceChildren(menuBar(to, buttons, () => change("keyboard")));
    else foot.replaceChildren(...writing());
    if (hadFocus) foot.querySelector("textarea, button")?.focus({ preventScroll: true });
  }

  function change(what) {
    shows = what;
    build();
    foot.querySelector(what === "menu" ? ".menu-bar button" : "textarea")?.focus();
  }

  function invitation() {
    return make("div", { class: "invite" },
      make("p", { class: "note" }, say("followFirst")),
      make("div", { class: "row" },
        button(say("follow"), () => phone.attempt(api.act(person, "follow")), "main"),
        button(say("scan"), () => openScanner(phone))));
  }

  function writing() {
    const field = make("textarea", { rows: 1, placeholder: say("writeHere"), "aria-label": say("message"), oninput: () => drafts.set(keyOf(person), field.value) });
    field.value = drafts.get(keyOf(person)) ?? "";
    const send = () => {
      const content = field.value;
      if (content.trim() === "") return;
      field.value = "";
      drafts.delete(keyOf(person));
      phone.attempt(api.act(person, "text", { content })).then((sent) => { if (!sent && field.value === "") field.value = content; });
    };
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send();
    });
    const panel = extras(to);
    panel.hidden = true;
    const more = iconButton("plus", say("actions"), () => {
      panel.hidden = !panel.hidden;
      more.setAttribute("aria-expanded", String(!panel.hidden));
    }, { "aria-expanded": "false" });
    const toMenu = buttons.length > 0 && iconButton("menu", say("toMenu"), () => change("menu"));
    const line = make("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } },
      toMenu, field, more, make("button", { class: "button main", type: "submit" }, say("send")));
    return [line, panel];
  }

  personChanged();
  return { personChanged, menuChanged: () => loadMenu(shows === "menu" || buttons.length === 0) };
}
