// The list of people.

import { button, icon, make } from "./dom.js";
import { addHuman, closePhone, frontHuman, on, openPhone, store, unreadOf } from "./store.js";
import { say } from "./words.js";

const root = document.getElementById("people");
const narrow = matchMedia("(max-width: 767px)");
const FACES = 5;
/** Fewer people than this are found by looking. */
const SEARCHED_FROM = 8;
let wanted = "";

/** Shows the list and keeps it up to date. */
export function showPeople() {
  on("people", fillSoon);
  on("words", build);
  build();
}

function build() {
  const nickname = make("input", { type: "text", maxlength: 32, placeholder: say("name"), "aria-label": say("nickname"), autocomplete: "off" });
  const add = make("button", { class: "button main icon", type: "submit", "aria-label": say("addPerson"), title: say("addPerson") }, icon("plus"));
  const adding = make("form", { class: "adding", onsubmit: (event) => { event.preventDefault(); addPerson(nickname); } }, nickname, add);
  const search = make("input", { type: "search", class: "search", value: wanted, placeholder: say("findPerson"), "aria-label": say("findPerson"), oninput: () => { wanted = search.value; fill(); } });
  root.setAttribute("aria-label", say("people"));
  root.replaceChildren(make("header", {}, make("h2", {}, say("people")), search), make("ul"), adding);
  fill();
}

async function addPerson(nickname) {
  const human = await addHuman(nickname?.value.trim());
  if (nickname) nickname.value = "";
  return human;
}

/** A button for the empty desk. */
export function addButton() {
  return button(say("addPerson"), () => addPerson(), "main");
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
  const focused = document.activeElement?.dataset?.human;
  const all = [...store.humans.values()].sort((one, other) => other.human - one.human);
  root.querySelector(".search").hidden = all.length < SEARCHED_FROM && wanted === "";
  const shown = all.filter(({ nickname }) => nickname.toLowerCase().includes(wanted.trim().toLowerCase()));
  list.replaceChildren(...shown.map(row));
  if (all.length > 0 && shown.length === 0) list.append(noMatch());
  if (focused) list.querySelector(`[data-human="${focused}"]`)?.focus();
}

function noMatch() {
  const clear = button(say("clearSearch"), () => { wanted = ""; build(); root.querySelector(".search").focus(); }, "quiet");
  return make("li", { class: "none" }, make("p", {}, say("noMatch")), clear);
}

function row({ human, nickname, contacts }) {
  const isOpen = store.open.some((phone) => phone.human === human);
  const isFront = frontHuman() === human;
  const unread = unreadOf(human);
  const follows = [...contacts.values()].some((person) => person.subscribed);
  return make("li", {}, make("button", {
    class: `person ${isFront ? "front" : ""}`, type: "button", "aria-pressed": String(isOpen), "data-human": human,
    onclick: () => toggle(human, isOpen),
  },
  face({ human, nickname }),
  make("span", { class: "who" }, make("span", { class: "name" }, nickname), make("span", { class: "state" }, say(follows ? "following" : "notFollowing"))),
  unread > 0 && badge(unread)));
}

/** How many lines were not seen. */
export function badge(unread) {
  return make("span", { class: "unread" }, make("span", { "aria-hidden": "true" }, unread > 99 ? "99+" : String(unread)), make("span", { class: "unseen" }, say("unread", unread)));
}

function toggle(human, isOpen) {
  if (isOpen && !narrow.matches) closePhone(human);
  else openPhone(human);
}

/** The picture of a person: the last character of the name, in a colour of its own. */
export function face({ human, nickname }) {
  return make("span", { class: `face c${human % FACES}`, "aria-hidden": "true" }, [...nickname].at(-1) ?? "?");
}

const SIGNS = { officialAccount: "号", miniProgram: "程", weCom: "企" };

/** The picture of an account. */
export function accountFace(account) {
  return make("span", { class: `face account ${account?.product ?? ""}`, "aria-hidden": "true" }, SIGNS[account?.product] ?? "号");
}

const BUILT_IN = { default: "officialAccount", miniprogram: "miniProgram", wecom: "weCom" };

/** What an account is called: the ones that are there from the start go by their product. */
export function accountName(account) {
  if (!account) return "";
  return BUILT_IN[account.account] ? say(account.product) : account.account;
}
