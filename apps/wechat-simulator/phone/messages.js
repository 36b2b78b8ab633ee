// What an account sends, each type as WeChat shows it.

import * as api from "./api.js";
import { cardOf, taskCardOf } from "./cards.js";
import { icon, make } from "./dom.js";
import { link, linked, webAddress } from "./links.js";
import { markdown, textCard } from "./markup.js";
import { say } from "./words.js";

/** Each takes the chat and the inner object of the message. */
const RENDERERS = {
  text: (to, { content }) => text(to, content ?? ""),
  image: (to, { media_id }) => media("image", "image", media_id),
  voice: (to, { media_id }) => media("voice", "voice", media_id),
  video: (to, { media_id, title, description }) => media("video", "video", media_id, title, description),
  file: (to, { media_id }) => media("file", "file", media_id),
  music,
  news: (to, { articles }) => news(to, articles ?? []),
  mpnews: (to, { articles, media_id }) => (articles ? news(to, articles.map(({ title, digest, thumb_url, content_source_url }) => ({ title, description: digest, picurl: thumb_url, url: content_source_url }))) : media("article", "file", media_id)),
  mpnewsarticle: (to, { article_id }) => media("article", "file", article_id),
  wxcard: (to, { card_id }) => media("wxcard", "pay", card_id),
  msgmenu: menu,
  link: (to, { title, description, url, thumb_url }) => news(to, [{ title, description, url, picurl: thumb_url }]),
  miniprogrampage: (to, { title, appid, pagepath }) => programCard(to, title, appid ?? to.account?.appId, pagepath),
  miniprogram_notice: programNotice,
  textcard: textCard,
  markdown: (to, { content }) => markdown(to, content ?? ""),
  taskcard: taskCardOf,
  template_card: cardOf,
};

/** A message sent through the API. */
export function messageOf(to, { msgType, message }) {
  const render = RENDERERS[msgType];
  return render ? render(to, message) : unknown(msgType, message);
}

/** An answer given to the callback itself. */
export function replyOf(to, { type, content, articles, fields = {} }) {
  switch (type) {
    case "text": return text(to, content);
    case "news": return news(to, articles.map(({ picUrl, ...article }) => ({ ...article, picurl: picUrl })));
    case "image": case "voice": return media(type, type, fields.MediaId);
    case "video": return media("video", "video", fields.MediaId, fields.Title, fields.Description);
    case "music": return music(to, { title: fields.Title, description: fields.Description, musicurl: fields.MusicUrl || fields.HQMusicUrl });
    case "transfer_customer_service": return make("div", { class: "bubble media" }, icon("people"), make("span", {}, say("transfer")));
    case "update_button": case "update_template_card": return make("div", { class: "bubble media" }, icon("bell"), make("span", {}, say("cardUpdated"), fields.ReplaceName ? ` · ${fields.ReplaceName}` : ""));
    default: return unknown(type, fields);
  }
}

/** A template message or subscribe notification. */
export function templateOf(to, { templateId, url, fields }) {
  const rows = fields.flatMap(({ name, value }) => [make("dt", {}, name), make("dd", {}, value)]);
  const target = url && !webAddress(url)
    ? make("button", { class: "as-link", type: "button", onclick: () => programTarget(to, url) }, say("details"))
    : url && link(url, say("details"), to.phone.browse);
  return make("div", { class: "card notice" },
    make("div", { class: "kind", title: templateId }, say("templateMessage")),
    make("dl", {}, rows),
    target && make("div", { class: "more" }, target));
}

/** A target that is no address is an app id, or a page of the sending mini program. */
function programTarget(to, target) {
  if (/^wx[0-9a-z]+$/i.test(target)) to.phone.openProgram(target, "");
  else to.phone.openProgram(to.account?.appId, target);
}

function text(to, content) {
  return make("div", { class: "bubble" }, linked(content, to.phone.browse));
}

function media(kind, iconName, id, title, description) {
  return make("div", { class: "card attachment" },
    make("span", { class: "sign" }, icon(iconName)),
    make("span", { class: "words" }, make("strong", {}, title || say(kind)), description && make("span", {}, description), id && make("span", { class: "note", title: id }, say("media", shortened(id)))));
}

function shortened(id) {
  return id.length > 16 ? `${id.slice(0, 6)}…${id.slice(-4)}` : id;
}

function music(to, { title, description, musicurl, hqmusicurl }) {
  const card = media("music", "music", null, title, description);
  const address = webAddress(musicurl) ? musicurl : hqmusicurl;
  return webAddress(address) ? link(address, card, to.phone.browse, { class: "plain" }) : card;
}

function news(to, articles) {
  return make("div", { class: "card" }, articles.map((article, place) => articleOf(to, article, place === 0)));
}

function articleOf(to, { title, description, url, picurl }, isFirst) {
  const picture = webAddress(picurl) && make("img", { src: picurl, alt: "", loading: "lazy" });
  const content = [isFirst && picture, make("span", { class: "words" }, make("strong", {}, title || say("untitled")), description && make("span", {}, description)), !isFirst && picture];
  const attributes = { class: `article ${isFirst ? "first" : ""}` };
  const element = webAddress(url) ? link(url, "", to.phone.browse, attributes) : make("div", attributes);
  element.append(...content.filter(Boolean));
  return element;
}

/** Items that the person taps; each tap arrives at the account as a text. */
function menu(to, { head_content, list, tail_content }) {
  const tap = ({ id, content }) => to.phone.attempt(api.act(to.person, "message-menu", { id, content }));
  const items = (list ?? []).map((item) => make("li", {}, make("button", { class: "as-link", type: "button", onclick: () => tap(item) }, item.content)));
  return make("div", { class: "bubble" }, linked(head_content ?? "", to.phone.browse), make("ul", { class: "items" }, items), linked(tail_content ?? "", to.phone.browse));
}

function programCard(to, title, appId, page) {
  return make("button", { class: "card program", type: "button", onclick: () => to.phone.openProgram(appId, page ?? "") },
    make("strong", {}, title || say("untitled")),
    make("span", { class: "picture" }, icon("program")),
    make("span", { class: "note" }, icon("program"), `${say("miniProgramCard")}${page ? ` · ${page}` : ""}`));
}

function programNotice(to, { appid, page, title, description, content_item }) {
  const rows = (content_item ?? []).flatMap(({ key, value }) => [make("dt", {}, key), make("dd", {}, value)]);
  return make("div", { class: "card notice" },
    make("div", { class: "kind" }, say("miniProgramCard")),
    make("div", { class: "words" }, make("strong", {}, title || say("untitled")), description && make("span", {}, description)),
    rows.length > 0 && make("dl", {}, rows),
    make("div", { class: "more" }, make("button", { class: "as-link", type: "button", onclick: () => to.phone.openProgram(appid, page ?? "") }, say("openProgram"))));
}

function unknown(type, content) {
  const words = Object.values(content ?? {}).filter((value) => typeof value === "string").join(" ");
  return make("div", { class: "card attachment" }, make("span", { class: "sign" }, icon("file")), make("span", { class: "words" }, make("strong", {}, say("unknownMessage", type)), words && make("span", {}, words)));
}
