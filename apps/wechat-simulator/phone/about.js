// What the platform knows of a person and an account, and the rarer events of a person.

import * as api from "./api.js";
import { button, make, moment } from "./dom.js";
import { accountFace, accountName } from "./people.js";
import { loadPerson, store } from "./store.js";
import { say } from "./words.js";

/** Windows that are reckoned without end. */
const UNCOUNTED = 1_000_000;

/** Shows it as a sheet, as it is now. */
export async function openAbout(to) {
  const loaded = await to.phone.attempt(loadPerson(to.person));
  if (!loaded) return;
  const person = loaded.value;
  const { close } = to.phone.sheet(say("about"),
    make("div", { class: "asker" }, accountFace(to.account), make("div", {}, make("strong", {}, accountName(to.account)), make("div", { class: "note" }, to.account?.appId))),
    facts(to, person),
    to.account?.product === "officialAccount" && actions(to, person, () => close()));
}

function facts({ account }, person) {
  const official = account?.product === "officialAccount";
  const rows = [
    [say("openId"), code(person.openId)],
    person.unionId && [say("unionId"), code(person.unionId)],
    official && [say("tags"), person.tags.length > 0 ? person.tags.join("、") : say("none")],
    person.remark && [say("remark"), person.remark],
    [say("consents"), list(Object.entries(person.consents).map(([template, count]) => `${template} × ${count}`))],
    [say("windows"), list(person.windows.map(window))],
    person.blacklisted && [say("blacklisted"), "✓"],
  ];
  return make("dl", { class: "facts" }, rows.filter(Boolean).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
}

function code(text) {
  return make("code", {}, text);
}

function list(items) {
  return items.length > 0 ? make("ul", {}, items.map((item) => make("li", {}, item))) : say("none");
}

function window({ openedBy, closesAt, left }) {
  const words = say(`window${openedBy[0].toUpperCase()}${openedBy.slice(1)}`) ?? openedBy;
  const offset = store.accounts[0]?.clockOffsetSeconds ?? 0;
  return say("windowLine", words, left > UNCOUNTED ? say("unlimited") : left, moment((closesAt - offset) * 1000));
}

function actions({ phone, person }, now, close) {
  const run = (action, body) => async () => { if (await phone.attempt(api.act(person, action, body))) close(); };
  const changes = [["profileModified", "modified"], ["profileRevoked", "revoked"], ["profileCancelled", "cancelled"]];
  return make("div", { class: "stack" },
    now.subscribed ? button(say("unfollow"), run("unfollow")) : button(say("follow"), run("follow"), "main"),
    make("details", {}, make("summary", {}, say("profileEvents")), make("div", { class: "stack" }, changes.map(([key, change]) => button(say(key), run("profile", { change }), "quiet")))));
}
