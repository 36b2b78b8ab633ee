// A mini program (小程序) on the phone. It has no pages here: the panel gives what its client could get.

import * as api from "./api.js";
import { accountOfApp } from "./browser.js";
import { button, iconButton, make } from "./dom.js";
import { accountFace, accountName } from "./people.js";
import { say } from "./words.js";

/** What the client asks WeChat for: the words of the button, the action, a note. */
const WISHES = [
  ["login", "mini-program/login", "codeNote"],
  ["phoneButton", "mini-program/phone-code", "codeNote"],
  ["userInfo", "mini-program/user-info", null],
  ["phoneData", "mini-program/phone-data", null],
];

/** Opens a program by its app id, at a page. */
export async function openProgram(phone, appId, page) {
  const account = accountOfApp(appId);
  if (account?.product !== "miniProgram") return foreign(phone, appId, page);
  const found = await phone.attempt(phone.contact(account.account));
  if (!found) return;
  const got = make("div", { class: "stack", "aria-live": "polite" });
  const wish = async ([key, action, note]) => {
    const answer = await phone.attempt(api.actAndWait(found.value, action));
    if (answer) got.prepend(handed(key, note, answer.value));
  };
  const { close } = phone.cover(say("program"), "",
    make("header", { class: "phone-head" }, iconButton("close", say("close"), () => close(), { class: "back" }), make("div", { class: "middle titles" }, make("h2", {}, accountName(account)), make("span", { class: "note" }, phone.nickname())), make("span", { class: "room" })),
    make("div", { class: "program-page" },
      make("div", { class: "asker" }, accountFace(account), make("div", {}, make("strong", {}, accountName(account)), make("div", { class: "note" }, account.appId), page && make("div", { class: "note" }, `${say("programPage")}: ${page}`))),
      make("p", { class: "note" }, say("programNote")),
      make("div", { class: "wishes" }, WISHES.map((one, place) => button(say(one[0]), () => wish(one), place === 0 ? "main" : ""))),
      got,
      button(say("openChat"), () => { close(); phone.openChat(account.account); }, "quiet")));
}

/** What the client would send to its server. */
function handed(key, note, answer) {
  const text = JSON.stringify(answer, null, 2);
  const copy = button(say("copy"), async () => {
    await navigator.clipboard.writeText(text);
    copy.textContent = say("copied");
  }, "quiet");
  return make("section", { class: "handed", "aria-label": say(key) },
    make("header", {}, make("strong", {}, say(key)), copy),
    make("p", { class: "note" }, say("clientSends"), note && ` · ${say(note)}`),
    make("pre", { tabindex: "0", "aria-label": say("clientSends") }, text));
}

function foreign(phone, appId, page) {
  phone.sheet(say("program"), make("strong", {}, say("foreignProgram", appId ?? "")), page && make("code", {}, page), make("p", { class: "note" }, say("noProgram")));
}
