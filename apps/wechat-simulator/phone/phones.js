// The desk: one phone for each human whose phone was opened.

import { empty, make } from "./dom.js";
import { addButton } from "./people.js";
import { makePhone } from "./phone.js";
import { frontHuman, isFromAccount, on, store } from "./store.js";
import { say } from "./words.js";

const root = document.getElementById("phones");
const announcer = document.getElementById("announcer");
/** Below this nothing moves; above it a person sees that something is on its way. */
const PATIENCE = 150;
/** human → phone */
const phones = new Map();

/** Shows the phones and keeps them up to date. */
export function showPhones() {
  on("phones", arrange);
  on("people", () => { if (store.open.length === 0) arrange(); for (const phone of phones.values()) phone.peopleChanged(); });
  on("person", (person) => phones.get(person.human)?.personChanged(person));
  on("line", takeLine);
  on("menu", (account) => { for (const phone of phones.values()) phone.menuChanged(account); });
  on("words", () => { clear(); arrange(); });
  setTimeout(() => { if (!store.loaded) arrange(); }, PATIENCE);
}

function clear() {
  for (const { element } of phones.values()) element.remove();
  phones.clear();
}

function arrange() {
  for (const [human, phone] of phones) if (!store.open.some((open) => open.human === human)) { phone.element.remove(); phones.delete(human); }
  root.querySelector(":scope > :not(.phone)")?.remove();
  if (!store.loaded) return root.replaceChildren(skeleton());
  for (const open of store.open) {
    const known = phones.get(open.human);
    // Elements stay where they are: moving one would load its web page anew.
    if (known) known.refresh();
    else add(open);
  }
  if (store.open.length === 0) root.append(emptyDesk());
  const front = frontHuman();
  for (const [human, { element }] of phones) element.classList.toggle("front", human === front);
}

function add({ human, account }) {
  const phone = makePhone(human, account);
  phones.set(human, phone);
  root.append(phone.element);
  phone.refresh();
}

function emptyDesk() {
  const noPeople = store.humans.size === 0;
  return empty("chat", say(noPeople ? "noPeople" : "noPhone"), noPeople && addButton());
}

function skeleton() {
  const bars = Array.from({ length: 5 }, () => make("div", { class: "bone" }));
  return make("div", { class: "bones", role: "status" }, make("span", { class: "unseen" }, say("skeleton")), bars);
}

function takeLine({ person, entry, isNew }) {
  const phone = phones.get(person.human);
  phone?.takeLine(person, entry);
  if (isNew && isFromAccount(entry) && !phone?.shows(person)) announcer.textContent = say("newMessage", person.nickname);
}
