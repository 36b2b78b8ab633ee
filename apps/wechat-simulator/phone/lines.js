// Lines of a chat.

import { clock, icon, make } from "./dom.js";
import { accountFace, face } from "./people.js";
import { messageOf, replyOf, templateOf } from "./messages.js";
import { did, sentMedia } from "./preview.js";
import { say } from "./words.js";

/** The element of a line. `to` is the phone, the person and the account it belongs to. */
export function lineOf(to, entry) {
  switch (entry.kind) {
    case "said": return mine(to, said(entry.text), entry);
    case "did": return middle(did(entry), entry);
    case "reply": return theirs(to, replyOf(to, entry.reply), entry);
    case "custom": return custom(to, entry);
    case "template": return theirs(to, templateOf(to, entry), entry);
    default: return middle(say("unavailable"), entry, "bad");
  }
}

/** What is no message but a remark about one. */
const REMARKS = { recall: "recalled", card_update: "cardUpdated" };

function custom(to, entry) {
  const remark = REMARKS[entry.msgType];
  return remark ? middle(say(remark), entry) : theirs(to, messageOf(to, entry), entry);
}

function said(text) {
  const media = sentMedia(text);
  if (!media) return make("div", { class: "bubble" }, text);
  const name = { image: "image", voice: "voice", video: "video", shortVideo: "video", place: "place", linkCard: "link" }[media.kind];
  return make("div", { class: "bubble media" }, icon(name), make("span", {}, media.words || say(media.kind)));
}

function mine({ person }, content, entry) {
  return make("div", { class: "line mine", title: clock(entry.at) }, face(person), make("div", { class: "content" }, content, status(entry.delivery)));
}

function theirs({ account }, content, entry) {
  return make("div", { class: "line theirs", title: clock(entry.at) }, accountFace(account), make("div", { class: "content" }, content));
}

function middle(words, entry, kind = "") {
  return make("div", { class: `line middle ${kind}`, title: clock(entry.at) }, make("span", {}, words), status(entry.delivery));
}

function status(delivery) {
  if (!delivery) return null;
  const { state, attempts } = delivery;
  if (state === "sending") return make("span", { class: "note" }, say("sending"));
  if (state === "redelivering") return make("span", { class: "note busy" }, say("redelivering", attempts));
  if (state === "failed") return make("span", { class: "note bad" }, say("failed", attempts));
  return attempts > 1 ? make("span", { class: "note" }, say("answeredLate", attempts)) : null;
}
