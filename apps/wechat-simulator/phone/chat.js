// The phones: one chat each.

import * as api from "./api.js";
import { clock, icon, make } from "./dom.js";
import { link, linked } from "./links.js";
import { addButton, face } from "./people.js";
import { openMenu, openScanner } from "./scan.js";
import { closePhone, isFromAccount, on, store } from "./store.js";
import { say } from "./words.js";

const root = document.getElementById("phones");
const announcer = document.getElementById("announcer");
/** openId → its parts on the page. */
const phones = new Map();
/** openId → what is typed but not sent; it outlives the phone's element. */
const drafts = new Map();

/** Shows the phones and keeps them up to date. */
export function showPhones() {
  on("phones", arrange);
  on("people", () => { if (store.open.length === 0) arrange(); });
  on("person", refreshHead);
  on("chat", takeLine);
  on("words", () => { phones.clear(); arrange(); });
  arrange();
}

function arrange() {
  const writer = document.activeElement?.closest(".compose")?.dataset.openId;
  for (const openId of phones.keys()) if (!store.open.includes(openId)) phones.delete(openId);
  const shown = store.open.filter((openId) => store.people.has(openId)).map(phone);
  root.replaceChildren(...(shown.length > 0 ? shown : [emptyDesk()]));
  for (const { chat } of phones.values()) chat.scrollTop = chat.scrollHeight;
  phones.get(writer)?.foot.querySelector("textarea")?.focus();
}

function emptyDesk() {
  const noPeople = store.people.size === 0;
  return make("div", { class: "empty" }, icon("chat"), make("p", {}, say(noPeople ? "noPeople" : "noPhone")), noPeople && addButton());
}

function phone(openId) {
  const person = store.people.get(openId);
  const known = phones.get(openId);
  if (known && known.loaded === person.chat) return known.element;
  const head = make("header");
  const chat = make("div", { class: "chat", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": say("chatOf", person.nickname) });
  const foot = make("div");
  const element = make("section", { class: "phone", "aria-label": person.nickname }, head, chat, foot);
  const parts = { element, head, chat, foot, lines: new Map(), loaded: person.chat };
  phones.set(openId, parts);
  refreshHead(openId);
  const lines = [...(person.chat?.values() ?? [])].sort((one, other) => one.sequence - other.sequence);
  if (lines.length === 0) chat.append(make("div", { class: "empty" }, icon("qr"), make("p", {}, say("noChat"))));
  for (const line of lines) put(parts, person, line);
  return element;
}

function refreshHead(openId) {
  const parts = phones.get(openId);
  const person = store.people.get(openId);
  if (!parts || !person) return;
  const follows = person.subscribed;
  const toggle = make("button", { class: `button ${follows ? "quiet" : "main"}`, type: "button", onclick: () => attempt(parts, follows ? api.unfollow(openId) : api.follow(openId)) }, say(follows ? "unfollow" : "follow"));
  const close = make("button", { class: "button quiet icon close", type: "button", "aria-label": say("closePhone", person.nickname), onclick: () => closePhone(openId) }, icon("close"));
  parts.head.replaceChildren(
    make("div", { class: "top" }, face(person), make("h2", {}, person.nickname), toggle, close),
    make("div", { class: "openid", title: openId }, openId),
    make("div", { class: "tags" }, person.tags.map((id) => make("span", { class: "tag info" }, say("tag", id)))));
  if (parts.follows !== follows) {
    parts.follows = follows;
    parts.foot.replaceChildren(follows ? composer(parts, openId) : invitation(openId));
  }
}

function scanButton(openId, words) {
  const attributes = { type: "button", onclick: () => openScanner(openId) };
  return words
    ? make("button", { class: "button main", ...attributes }, say("scan"))
    : make("button", { class: "button quiet icon", "aria-label": say("scan"), title: say("scan"), ...attributes }, icon("scan"));
}

function invitation(openId) {
  return make("div", { class: "invite" }, scanButton(openId, true));
}

function composer(parts, openId) {
  const field = make("textarea", { rows: 1, placeholder: say("writeHere"), "aria-label": say("message"), oninput: () => drafts.set(openId, field.value) });
  field.value = drafts.get(openId) ?? "";
  const send = () => {
    const content = field.value;
    if (content.trim() === "") return;
    field.value = "";
    drafts.delete(openId);
    attempt(parts, api.text(openId, content));
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  const menu = make("button", { class: "button quiet icon", type: "button", "aria-label": say("menu"), title: say("menu"), onclick: () => openMenu(openId) }, icon("menu"));
  return make("form", { class: "compose", "data-open-id": openId, onsubmit: (event) => { event.preventDefault(); send(); } },
    scanButton(openId), menu, field, make("button", { class: "button main", type: "submit" }, say("send")));
}

async function attempt(parts, promise) {
  try {
    await promise;
  } catch (error) {
    parts.chat.append(make("div", { class: "line middle bad" }, make("span", {}, say("wrong") + error.message)));
    parts.chat.scrollTop = parts.chat.scrollHeight;
  }
}

function takeLine({ openId, entry, isNew }) {
  const parts = phones.get(openId);
  const person = store.people.get(openId);
  if (parts && person) put(parts, person, entry);
  if (isNew && isFromAccount(entry) && !parts) announcer.textContent = say("newMessage", person?.nickname ?? "");
}

function put(parts, person, entry) {
  const { chat, lines } = parts;
  const fresh = line(person, entry);
  const old = lines.get(entry.sequence);
  const atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
  if (old) old.replaceWith(fresh);
  else chat.append(fresh);
  lines.set(entry.sequence, fresh);
  chat.querySelector(".empty")?.remove();
  if (atEnd || !isFromAccount(entry)) chat.scrollTop = chat.scrollHeight;
}

function line(person, entry) {
  switch (entry.kind) {
    case "said": return mine(person, make("div", { class: "bubble" }, entry.text), entry);
    case "did": return middle(did(entry), entry);
    case "reply": return theirs(reply(entry.reply), entry);
    case "custom": return theirs(custom(entry), entry);
    case "template": return theirs(template(entry), entry);
    default: return middle(say("unavailable"), entry, "bad");
  }
}

function mine(person, content, entry) {
  return make("div", { class: "line mine", title: clock(entry.at) }, face(person), make("div", { class: "content" }, content, status(entry.delivery)));
}

function theirs(content, entry) {
  const account = make("span", { class: "face account", "aria-hidden": "true" }, "号");
  return make("div", { class: "line", title: clock(entry.at) }, account, make("div", { class: "content" }, content));
}

function middle(words, entry, kind = "") {
  return make("div", { class: `line middle ${kind}`, title: clock(entry.at) }, make("span", {}, words), status(entry.delivery));
}

function did({ action, detail }) {
  const words = say(`did${action[0].toUpperCase()}${action.slice(1)}`) ?? action;
  return detail ? `${words} · ${detail}` : words;
}

function status(delivery) {
  if (!delivery) return null;
  const { state, attempts } = delivery;
  if (state === "sending") return make("span", { class: "note" }, say("sending"));
  if (state === "redelivering") return make("span", { class: "note busy" }, say("redelivering", attempts));
  if (state === "failed") return make("span", { class: "note bad" }, say("failed", attempts));
  return attempts > 1 ? make("span", { class: "note" }, say("answeredLate", attempts)) : null;
}

function reply(reply) {
  if (reply.type === "text") return make("div", { class: "bubble" }, linked(reply.content));
  if (reply.type === "news") return make("div", { class: "notice" }, reply.articles.map((article) => articleCard({ ...article, picurl: article.picUrl })));
  return make("div", { class: "bubble" }, `[${reply.type}] ${Object.values(reply.fields ?? {}).join(" ")}`);
}

function articleCard({ title, description, url, picurl }) {
  const card = link(url, "", { class: "article" });
  const element = card.nodeType === Node.TEXT_NODE ? make("div", { class: "article" }) : card;
  const picture = URL.canParse(picurl) && /^https?:/.test(picurl);
  element.append(...[picture && make("img", { src: picurl, alt: "", loading: "lazy" }), make("strong", {}, title ?? ""), description && make("span", {}, description)].filter(Boolean));
  return element;
}

function custom({ msgType, message }) {
  const kind = make("div", { class: "kind" }, say("customMessage"));
  if (msgType === "text") return make("div", {}, make("div", { class: "note" }, say("customMessage")), make("div", { class: "bubble" }, linked(message.content)));
  if (msgType === "news") return make("div", { class: "notice" }, kind, message.articles.map(articleCard));
  if (msgType === "msgmenu") return make("div", { class: "notice" }, kind, make("div", {}, linked([message.head_content, ...(message.list ?? []).map((item) => item.content), message.tail_content].filter(Boolean).join("\n"))));
  return make("div", { class: "notice" }, kind, make("div", {}, `[${msgType}] ${Object.values(message).filter((value) => typeof value === "string").join(" ")}`));
}

function template({ templateId, url, fields }) {
  const rows = fields.flatMap(({ name, value }) => [make("dt", {}, name), make("dd", {}, value)]);
  return make("div", { class: "notice" },
    make("div", { class: "kind", title: templateId }, say("templateMessage")),
    make("dl", {}, rows),
    url && make("div", { class: "more" }, link(url, say("details"))));
}
