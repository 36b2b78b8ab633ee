// The panel behind the plus: everything a person sends beyond text, and what else they can do.

import * as api from "./api.js";
import { button, field, form, icon, make } from "./dom.js";
import { placeFields } from "./menubar.js";
import { chooseTemplates } from "./consent.js";
import { openProgram } from "./program.js";
import { say } from "./words.js";

const OFFICIAL = ["officialAccount"];
const CONSENTING = ["officialAccount", "miniProgram"];

/** Icon, key of the words, what happens, and for which products; without them for all. */
const ITEMS = [
  ["image", "sendImage", askImage],
  ["voice", "sendVoice", askVoice],
  ["video", "sendVideo", (to) => act(to, "video")],
  ["place", "sendPlace", askPlace],
  ["link", "sendLink", askLink, OFFICIAL],
  ["program", "sendPage", askPage, ["miniProgram"]],
  ["bell", "subscribe", chooseTemplates, CONSENTING],
  ["compass", "reportPlace", askWhereabouts, ["officialAccount", "weCom"]],
  ["pay", "pay", pay, OFFICIAL],
  ["chat", "enterChat", (to) => act(to, "enter"), ["miniProgram", "weCom"]],
  ["program", "openProgram", (to) => openProgram(to.phone, to.account.appId, ""), ["miniProgram"]],
];

/** The panel of a chat. */
export function extras(to) {
  const fitting = ITEMS.filter(([, , , products]) => !products || products.includes(to.account?.product));
  return make("div", { class: "extras" }, fitting.map(([name, key, run]) =>
    make("button", { class: "extra", type: "button", onclick: () => run(to) }, make("span", { class: "sign" }, icon(name)), make("span", {}, say(key)))));
}

function act({ phone, person }, action, body = {}) {
  return phone.attempt(api.act(person, action, body));
}

/** A sheet whose form does one thing and closes when that worked. */
function ask(to, title, rows, run) {
  const { close } = to.phone.sheet(title, form(async () => { if (await run()) close(); }, rows, button(say("send"), null, "main", { type: "submit" })));
}

function withText(body, name, value) {
  return value === "" ? body : { ...body, [name]: value };
}

function askImage(to) {
  const address = field(say("pictureAddress"), { inputmode: "url" });
  ask(to, say("sendImage"), [address.row], () => act(to, "image", withText({}, "picUrl", address.field.value.trim())));
}

function askVoice(to) {
  const heard = field(say("recognition"));
  ask(to, say("sendVoice"), [heard.row], () => act(to, "voice", withText({}, "recognition", heard.field.value.trim())));
}

function askPlace(to) {
  const place = placeFields();
  ask(to, say("sendPlace"), place.rows, () => act(to, "location", place.read()));
}

function askWhereabouts(to) {
  const place = placeFields();
  const [, numbers] = place.rows;
  ask(to, say("reportPlace"), [numbers], () => {
    const { latitude, longitude } = place.read();
    return act(to, "whereabouts", { latitude, longitude });
  });
}

function askLink(to) {
  const title = field(say("linkTitle"), { required: true });
  const text = field(say("linkText"));
  const url = field(say("address"), { type: "url", required: true, placeholder: "https://" });
  ask(to, say("sendLink"), [title.row, text.row, url.row], () => act(to, "link", { title: title.field.value, description: text.field.value, url: url.field.value }));
}

function askPage(to) {
  const title = field(say("linkTitle"), { required: true });
  const page = field(say("programPage"), { required: true, placeholder: "pages/index" });
  ask(to, say("sendPage"), [title.row, page.row], () => act(to, "page", { title: title.field.value, pagePath: page.field.value }));
}

async function pay(to) {
  if (await act(to, "pay")) to.phone.toast(say("payDone"));
}
