// One phone: a screen, and what covers it. Covers belong to their phone, so the phones beside it stay usable.

import { browse } from "./browser.js";
import { chatScreen } from "./chat.js";
import { chatsScreen } from "./chats.js";
import { iconButton, make } from "./dom.js";
import { openProgram } from "./program.js";
import { closePhone, contact, showChat, store } from "./store.js";
import { say } from "./words.js";

const TOAST_MILLISECONDS = 5000;
const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled), select, textarea, iframe, [tabindex='0']";

/** Makes the phone of a human, showing a chat or the list of chats. */
export function makePhone(human, account) {
  const nickname = () => store.humans.get(human)?.nickname ?? "";
  const under = make("div", { class: "layer under" });
  const toasts = make("div", { class: "toasts", role: "status", "aria-live": "polite" });
  const element = make("section", { class: "phone", "data-human": human, "aria-label": say("phoneOf", nickname()) }, under, toasts);
  const covers = [];
  let screen = null;
  let shown;

  const phone = {
    human, element, nickname,
    /** The person this human is to the account. */
    contact: (name) => contact(human, name),
    /** Says something for a moment. */
    toast(words, kind = "") {
      const toast = make("p", { class: `toast ${kind}` }, words);
      toasts.replaceChildren(toast);
      setTimeout(() => toast.remove(), TOAST_MILLISECONDS);
    },
    /** Waits for what was asked of the platform, and tells when it did not work. */
    async attempt(promise) {
      try {
        return { value: await promise };
      } catch (error) {
        phone.toast(say("wrong") + error.message, "bad");
        return null;
      }
    },
    cover: (label, ...content) => cover(label, "cover", content),
    sheet,
    browse: (address) => browse(phone, address),
    openProgram: (appId, page) => openProgram(phone, appId, page),
    async openChat(name) {
      const opened = await phone.attempt(phone.contact(name));
      if (opened) show(name);
    },
    showList: () => show(null),
    refresh,
    peopleChanged: () => screen?.peopleChanged?.(),
    personChanged(person) { if (phone.shows(person)) screen.personChanged?.(); },
    menuChanged(name) { if (shown === name) screen.menuChanged?.(); },
    takeLine(person, entry) { if (phone.shows(person)) screen.takeLine(entry); },
    shows: (person) => shown !== null && person.account === shown,
  };

  function show(name) {
    shown = name;
    showChat(human, name);
    build();
  }

  /** The store may have loaded everything anew. */
  function refresh() {
    if (!screen || screen.isStale()) build();
  }

  function build() {
    const person = store.humans.get(human)?.contacts.get(shown);
    if (shown !== null && !person?.chat) shown = null;
    const hadFocus = under.contains(document.activeElement);
    screen = shown === null ? chatsScreen(phone) : chatScreen(phone, person);
    const close = iconButton("close", say("closePhone", nickname()), () => closePhone(human), { class: "put-away" });
    const head = make("header", { class: "phone-head" }, screen.head, close);
    under.replaceChildren(head, ...screen.parts);
    screen.ready?.();
    if (hadFocus) under.querySelector(".composer textarea, .phone-head button")?.focus({ preventScroll: true });
  }

  function cover(label, kind, content) {
    const returnTo = document.activeElement;
    const layer = make("div", { class: `layer ${kind}`, role: "dialog", "aria-label": label, tabindex: "-1" }, content);
    const top = covers.at(-1) ?? under;
    top.inert = true;
    covers.push(layer);
    element.append(layer);
    (layer.querySelector("[autofocus]") ?? layer.querySelector(FOCUSABLE) ?? layer).focus({ preventScroll: true });
    const close = () => {
      const place = covers.indexOf(layer);
      if (place < 0) return;
      covers.splice(place, 1);
      layer.remove();
      (covers.at(-1) ?? under).inert = false;
      if (element.contains(returnTo) && !returnTo.closest("[inert]")) returnTo.focus({ preventScroll: true });
      layer.dispatchEvent(new Event("closed"));
    };
    layer.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    });
    return { layer, close };
  }

  /** A sheet from the lower edge, with a title and a button that closes it. */
  function sheet(title, ...body) {
    const head = make("header", {}, make("h2", {}, title), iconButton("close", say("close"), () => made.close()));
    const panel = make("div", { class: "panel" }, head, make("div", { class: "body" }, ...body));
    const made = cover(title, "cover dim", [panel]);
    made.layer.addEventListener("click", (event) => { if (event.target === made.layer) made.close(); });
    panel.querySelector(".body :is(input, select, textarea, button)")?.focus({ preventScroll: true });
    return made;
  }

  shown = account ?? null;
  return phone;
}
