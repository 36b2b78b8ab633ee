// The list of people.

import * as api from "./api.js";
import { icon, make } from "./dom.js";
import { closePhone, on, openPhone, store } from "./store.js";
import { say } from "./words.js";

const root = document.getElementById("people");
const narrow = matchMedia("(max-width: 767px)");
const FACES = 5;

/** Shows the list and keeps it up to date. */
export function showPeople() {
  on("people", fillSoon);
  on("words", build);
  build();
}

function build() {
  const nickname = make("input", { type: "text", maxlength: 32, placeholder: say("nickname"), "aria-label": say("nickname") });
  const add = make("button", { class: "button main icon", type: "submit", "aria-label": say("addPerson"), title: say("addPerson") }, icon("plus"));
  const form = make("form", { onsubmit: (event) => { event.preventDefault(); addPerson(nickname); } }, nickname, add);
  root.setAttribute("aria-label", say("people"));
  root.replaceChildren(make("header", {}, make("h2", {}, say("people"))), make("ul"), form);
  fill();
}

async function addPerson(field) {
  const person = await api.addPerson(field?.value.trim());
  if (field) field.value = "";
  await openPhone(person.openId, narrow.matches);
}

/** A button for the empty desk. */
export function addButton() {
  return make("button", { class: "button main", type: "button", onclick: () => addPerson() }, say("addPerson"));
}

let waiting = false;

/** A script may change hundreds of people in a moment: once for each picture of the screen is enough. */
function fillSoon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; fill(); });
}

function fill() {
  const list = root.querySelector("ul");
  const focused = document.activeElement?.dataset?.openId;
  list.replaceChildren(...[...store.people.values()].map(row));
  if (focused) list.querySelector(`[data-open-id="${CSS.escape(focused)}"]`)?.focus();
}

function row(person) {
  const isOpen = store.open.includes(person.openId);
  const unread = store.unread.get(person.openId);
  return make("li", {}, make("button", {
    class: "person", type: "button", "aria-pressed": String(isOpen), "data-open-id": person.openId,
    onclick: () => toggle(person.openId, isOpen),
  },
  face(person),
  make("span", {}, make("span", { class: "name" }, person.nickname), make("span", { class: "state" }, say(person.subscribed ? "following" : "notFollowing"))),
  unread && make("span", { class: "unread", "aria-label": say("unread", unread) }, String(unread))));
}

function toggle(openId, isOpen) {
  if (isOpen && !narrow.matches) closePhone(openId);
  else openPhone(openId, narrow.matches);
}

/** The picture of a person: the last character of the name, in a colour of its own. */
export function face(person) {
  const sum = [...person.openId].reduce((total, character) => total + character.codePointAt(0), 0);
  return make("span", { class: `face c${sum % FACES}`, "aria-hidden": "true" }, [...person.nickname].at(-1) ?? "?");
}
