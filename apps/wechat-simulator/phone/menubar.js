// The account's menu (自定义菜单): up to three entries, each a button or a list of them.

import * as api from "./api.js";
import { button, field, form, freshId, iconButton, make } from "./dom.js";
import { chooseCode } from "./scanner.js";
import { say } from "./words.js";

/** The bar of a menu; `toKeyboard` goes over to writing. */
export function menuBar(to, buttons, toKeyboard) {
  const entries = buttons.map((entry, place) => (entry.sub_button?.length ? list(to, entry, place) : single(to, entry, [place])));
  return make("div", { class: "menu-bar", role: "group", "aria-label": say("menu") }, iconButton("keyboard", say("toKeyboard"), toKeyboard), entries);
}

function single(to, entry, position) {
  return make("button", { class: "menu-entry", type: "button", onclick: () => tap(to, entry, position) }, entry.name);
}

function list(to, entry, place) {
  const id = freshId("menu");
  const items = entry.sub_button.map((item, second) => make("li", {}, make("button", { type: "button", onclick: () => { close(); tap(to, item, [place, second]); } }, item.name)));
  const popup = make("ul", { class: "menu-popup", id, hidden: true }, items);
  const opener = make("button", { class: "menu-entry", type: "button", "aria-expanded": "false", "aria-controls": id, onclick: () => (popup.hidden ? open() : close()) },
    make("span", { class: "sub", "aria-hidden": "true" }, "≡"), entry.name);
  const holder = make("div", { class: "menu-holder" }, opener, popup);
  const open = () => {
    popup.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    popup.querySelector("button")?.focus({ preventScroll: true });
  };
  const close = () => {
    const hadFocus = popup.contains(document.activeElement);
    popup.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    if (hadFocus) opener.focus({ preventScroll: true });
  };
  holder.addEventListener("keydown", (event) => walk(event, popup, close));
  holder.addEventListener("focusout", ({ relatedTarget }) => { if (!popup.hidden && !holder.contains(relatedTarget)) close(); });
  return holder;
}

/** Arrows move in the list, Escape closes it. */
function walk(event, popup, close) {
  if (popup.hidden) return;
  if (event.key === "Escape") {
    event.stopPropagation();
    close();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...popup.querySelectorAll("button")];
  all.at((all.indexOf(document.activeElement) + step) % all.length)?.focus();
}

/** What each type of button does; the rest shows something on the phone, of which the account hears nothing. */
function tap(to, entry, position) {
  const { phone, person } = to;
  const told = (more = {}) => phone.attempt(api.act(person, "menu", { position, ...more }));
  switch (entry.type) {
    case "click": return told();
    case "view": return told().then((done) => done && phone.browse(entry.url));
    case "miniprogram": case "view_miniprogram": return told().then((done) => done && phone.openProgram(entry.appid, entry.pagepath));
    case "scancode_push": case "scancode_waitmsg": return chooseCode(phone, say("menuScan"), (scanResult) => told({ scanResult }));
    case "pic_sysphoto": case "pic_photo_or_album": case "pic_weixin": return askPictures(phone, told);
    case "location_select": return askPlace(phone, told);
    default: return phone.toast(say("shownOnPhone"));
  }
}

function askPictures(phone, told) {
  const count = field(say("pictures"), { type: "number", min: 1, max: 9, value: 1 });
  const { close } = phone.sheet(say("menuPictures"), form(async () => {
    if (await told({ pictures: Number(count.field.value) })) close();
  }, count.row, button(say("send"), null, "main", { type: "submit" })));
}

function askPlace(phone, told) {
  const place = placeFields();
  const { close } = phone.sheet(say("menuPlace"), form(async () => {
    if (await told(place.read())) close();
  }, place.rows, button(say("send"), null, "main", { type: "submit" })));
}

/** Fields of a place. It begins where Beijing's centre is. */
export function placeFields() {
  const latitude = field(say("latitude"), { type: "number", step: "any", min: -90, max: 90, value: 39.9042, required: true });
  const longitude = field(say("longitude"), { type: "number", step: "any", min: -180, max: 180, value: 116.4074, required: true });
  const label = field(say("label"), { maxlength: 100 });
  const read = () => ({ latitude: Number(latitude.field.value), longitude: Number(longitude.field.value), label: label.field.value });
  return { rows: [label.row, make("div", { class: "two" }, latitude.row, longitude.row)], read };
}
