// One line of text for a line of a chat.

import { say } from "./words.js";

/** Words that the control API uses for what a person sends, and what they are called here. */
const SENT = { "[图片]": "image", "[语音]": "voice", "[视频]": "video", "[小视频]": "shortVideo", "[位置]": "place", "[链接]": "linkCard" };

/** What a person sent that is no text: its kind and the words with it. */
export function sentMedia(text) {
  const found = /^(\[[^\]]+\])(?: (.*))?$/s.exec(text);
  const kind = found && SENT[found[1]];
  return kind ? { kind, words: found[2] ?? "" } : null;
}

/** For the list of chats. */
export function preview(entry) {
  switch (entry.kind) {
    case "said": return said(entry.text);
    case "did": return did(entry);
    case "reply": return message(entry.reply.type, entry.reply);
    case "custom": return message(entry.msgType, entry.message);
    case "template": return `[${say("templateMessage")}] ${entry.fields[0]?.value ?? ""}`;
    default: return say("unavailable");
  }
}

function said(text) {
  const media = sentMedia(text);
  return media ? `[${say(media.kind)}] ${media.words}` : text;
}

/** What a person did, in words. */
export function did({ action, detail }) {
  const words = say(`did${action[0].toUpperCase()}${action.slice(1)}`) ?? say("did", action);
  return detail ? `${words} · ${detail}` : words;
}

const KINDS = { image: "image", voice: "voice", video: "video", music: "music", file: "file", wxcard: "wxcard", miniprogrampage: "miniProgramCard", miniprogram_notice: "miniProgramCard", transfer_customer_service: "transfer", recall: "recalled", card_update: "cardUpdated", link: "linkCard" };

function message(type, content) {
  if (type === "text" || type === "markdown") return plain(content.content ?? "");
  if (type === "msgmenu") return plain(content.head_content ?? "");
  const title = content.title ?? content.articles?.[0]?.title ?? content.main_title?.title;
  const kind = `[${say(KINDS[type] ?? "article")}]`;
  return title ? `${kind} ${title}` : kind;
}

function plain(text) {
  return text.replace(/<[^>]*>/g, "").trim();
}
