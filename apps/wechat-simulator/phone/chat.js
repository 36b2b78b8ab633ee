// A chat with one account.

import { openAbout } from "./about.js";
import { empty, iconButton, make } from "./dom.js";
import { composer } from "./composer.js";
import { lineOf } from "./lines.js";
import { accountName } from "./people.js";
import { account as accountOf, isFromAccount, store } from "./store.js";
import { say } from "./words.js";

/** Pixels from the end within which new lines are followed. */
const NEAR_END = 80;

/** The chat of a phone with an account. */
export function chatScreen(phone, person) {
  const account = accountOf(person.account);
  const chat = make("div", { class: "chat", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": say("chatOf", person.nickname) });
  const foot = make("div", { class: "foot" });
  const lines = new Map();
  const to = { phone, person, account };
  const under = composer(to, foot);
  const head = [
    iconButton("back", say("back"), () => phone.showList(), { class: "back" }),
    make("div", { class: "middle titles" }, make("h2", {}, accountName(account)), make("span", { class: "note" }, person.nickname)),
    iconButton("more", say("about"), () => openAbout(to)),
  ];

  function put(entry) {
    const fresh = lineOf(to, entry);
    const old = lines.get(entry.sequence);
    const atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < NEAR_END;
    if (old) old.replaceWith(fresh);
    else chat.append(fresh);
    lines.set(entry.sequence, fresh);
    chat.querySelector(":scope > .empty")?.remove();
    if (atEnd || !isFromAccount(entry)) chat.scrollTop = chat.scrollHeight;
  }

  const known = [...person.chat.values()].sort((one, other) => one.sequence - other.sequence);
  const words = account?.product === "officialAccount" ? `${say("noChat")} ${say("noChatFollow")}` : say("noChat");
  if (known.length === 0) chat.append(empty("chat", words));
  known.forEach(put);
  return {
    head,
    parts: [chat, foot],
    ready: () => { chat.scrollTop = chat.scrollHeight; },
    isStale: () => store.humans.get(phone.human)?.contacts.get(person.account) !== person,
    personChanged: under.personChanged,
    menuChanged: under.menuChanged,
    takeLine: put,
  };
}
