// The first screen: the chats with every account of the platform.

import { button, empty, field, form, iconButton, make, moment } from "./dom.js";
import { accountFace, accountName, badge, face } from "./people.js";
import { preview } from "./preview.js";
import { openScanner } from "./scanner.js";
import { keyOf, lastLine, store } from "./store.js";
import { webAddress } from "./links.js";
import { say } from "./words.js";

/** The list of chats of a phone. */
export function chatsScreen(phone) {
  const human = store.humans.get(phone.human);
  const list = make("ul", { class: "chats", tabindex: "0", "aria-label": say("chats") });
  const head = [
    face(human),
    make("h2", {}, human.nickname),
    iconButton("scan", say("scan"), () => openScanner(phone)),
    iconButton("compass", say("openPage"), () => askForAddress(phone)),
  ];
  const fill = () => {
    const focused = document.activeElement?.dataset?.account;
    list.replaceChildren(...store.accounts.map((account) => row(phone, account)));
    if (store.accounts.length === 0) list.append(make("li", {}, empty("chat", say("noAccount"))));
    if (focused && phone.element.contains(document.activeElement?.parentElement)) list.querySelector(`[data-account="${CSS.escape(focused)}"]`)?.focus();
  };
  fill();
  return { head, parts: [list], isStale: () => { fill(); return store.humans.get(phone.human) !== human; }, peopleChanged: fill };
}

function row(phone, account) {
  const person = store.humans.get(phone.human)?.contacts.get(account.account);
  const last = lastLine(person);
  const unread = person ? store.unread.get(keyOf(person)) ?? 0 : 0;
  return make("li", {}, make("button", { class: "chat-row", type: "button", "data-account": account.account, onclick: () => phone.openChat(account.account) },
    accountFace(account),
    make("span", { class: "who" }, make("span", { class: "name" }, accountName(account)), make("span", { class: "state" }, last ? preview(last) : say("notYet"))),
    make("span", { class: "end" }, last && make("time", {}, moment(last.at)), unread > 0 && badge(unread))));
}

function askForAddress(phone) {
  const address = field(say("address"), { inputmode: "url", placeholder: "https://" });
  const problem = make("p", { class: "problem", role: "alert" });
  const { close } = phone.sheet(say("openPage"), form(() => {
    const url = webAddress(address.field.value.trim());
    problem.textContent = url ? "" : say("badAddress");
    if (!url) return;
    close();
    phone.browse(url.href);
  }, address.row, problem, button(say("goTo"), null, "main", { type: "submit" })));
}
