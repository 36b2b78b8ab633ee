// The page of web authorisation: who is it, and do they agree? The phone's window tells whose phone it is.

import * as api from "./api.js";
import { button, make } from "./dom.js";
import { accountFace, accountName, face } from "./people.js";
import { showTheme } from "./theme.js";
import { documentLanguage, say } from "./words.js";

const parameters = new URLSearchParams(location.search);
const root = document.getElementById("login");

/** The human whose phone this is, if it is one. */
function owner() {
  const named = /^phone-(\d+)$/.exec(location.hash.slice(1)) ?? /^phone-(\d+)$/.exec(window.name);
  return named && Number(named[1]);
}

function goOn(person, more = {}) {
  const next = new URLSearchParams(parameters);
  next.set("person", person.openId);
  for (const [name, value] of Object.entries(more)) next.set(name, value);
  location.replace(`?${next}`);
}

function show(...content) {
  root.replaceChildren(...content.filter(Boolean));
  root.querySelector("button, a")?.focus();
}

/** Only these scopes ask; on a desktop, scanning the code is the consent. */
const ASKING = ["snsapi_userinfo", "snsapi_privateinfo"];

/** Apps of one corp share its id. */
function isMeant({ appId, agentId }) {
  const agent = parameters.get("agentid");
  return appId === parameters.get("appid") && (agent === null || String(agentId) === agent);
}

function ask(account, person) {
  if (!ASKING.includes(parameters.get("scope"))) {
    show(make("p", {}, say("silent")));
    return goOn(person);
  }
  return show(
    make("div", { class: "asker" }, accountFace(account), make("div", {}, make("strong", {}, accountName(account)), make("div", { class: "note" }, say("loginNote", parameters.get("scope"))))),
    make("h1", {}, `${say("loginTitle", accountName(account))} ${say("loginAsk")}`),
    make("div", { class: "who-row" }, face(person), make("strong", {}, person.nickname)),
    make("div", { class: "decision" }, button(say("deny"), () => goOn(person, { decision: "deny" })), button(say("allow"), () => goOn(person), "main")),
    account.product === "officialAccount" && button(say("snapshot"), () => goOn(person, { snapshot: "true" }), "quiet"));
}

function choose(account, people) {
  const rows = people.map((person) => make("li", {}, make("button", { class: "person", type: "button", onclick: () => ask(account, person) }, face(person), make("span", { class: "name" }, person.nickname))));
  show(make("h1", {}, say("whoIsIt")), make("ul", { class: "choices" }, rows));
}

async function begin() {
  showTheme();
  document.documentElement.lang = documentLanguage();
  const { items } = await api.accounts();
  const account = items.find(isMeant);
  const human = owner();
  if (human !== null) {
    // Somebody becomes a person to the account by opening its page.
    return ask(account, await api.addPerson(account.account, { human }));
  }
  return choose(account, (await api.people(account.account)).items);
}

begin().catch((error) => root.replaceChildren(make("p", { class: "problem", role: "alert" }, say("wrong") + error.message)));
