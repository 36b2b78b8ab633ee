// The windows in which a person agrees to messages: subscribe notifications (订阅通知), and the older one-time
// subscription (一次性订阅).

import * as api from "./api.js";
import { accountOfApp } from "./browser.js";
import { button, field, form, make, tick } from "./dom.js";
import { webAddress } from "./links.js";
import { accountFace, accountName } from "./people.js";
import { keyOf } from "./store.js";
import { say } from "./words.js";

const MOST = 3;
const ALWAYS = "simulator.always";
/** `PopupScene` of a page, and of a mini program. */
const SCENES = { officialAccount: 0, miniProgram: 2 };

/** Stands in for the page or program that asks: which templates does it ask for? */
export async function chooseTemplates(to) {
  const known = await to.phone.attempt(api.templates(to.account.account));
  if (!known) return;
  const templates = known.value.items.filter(({ subscribe }) => subscribe);
  const ticks = templates.map((template) => ({ template, ...tick(template.title, false, template.templateId) }));
  const other = field(say("otherTemplate"));
  const problem = make("p", { class: "problem", role: "alert" });
  const { close } = to.phone.sheet(say("subscribe"), form(() => {
    const chosen = ticks.filter((one) => one.field.checked).map(({ template }) => template);
    const typed = other.field.value.trim();
    if (typed) chosen.push({ templateId: typed, title: typed });
    problem.textContent = chosen.length === 0 ? say("chooseOne") : chosen.length > MOST ? say("tooMany") : "";
    if (problem.textContent) return;
    close();
    askSubscription(to, chosen);
  },
  make("fieldset", {}, make("legend", {}, say("chooseTemplates")), ticks.length > 0 ? ticks.map(({ row }) => row) : make("p", { class: "note" }, say("noTemplates"))),
  other.row, problem, button(say("ask"), null, "main", { type: "submit" })), forgetting(to));
}

function forgetting({ person }) {
  const forget = button(say("forgetAlways"), () => { forgetAll(person); forget.remove(); }, "quiet");
  return remembered(person).size > 0 ? forget : null;
}

/** Asks the person, unless all that is asked for was decided for always. */
export function askSubscription(to, templates) {
  const kept = remembered(to.person);
  if (templates.every(({ templateId }) => kept.has(templateId))) return decideAsKept(to, templates, kept);
  const ticks = templates.map((template) => ({ template, ...tick(template.title, kept.get(template.templateId) ?? true, template.templateId) }));
  const always = tick(say("always"));
  const decide = async (allows) => {
    const choices = ticks.map(({ template, field: box }) => [template.templateId, allows && box.checked]);
    if (always.field.checked) remember(to.person, choices);
    if (await tell(to, choices)) close();
  };
  const { close } = to.phone.sheet(say("askSubscribe", accountName(to.account)), make("div", { class: "consent" },
    make("div", { class: "asker" }, accountFace(to.account), make("p", { class: "note" }, say("askSubscribeNote"))),
    ticks.map(({ row }) => row), always.row, decision(decide)));
}

function decision(decide) {
  return make("div", { class: "decision" }, button(say("deny"), () => decide(false)), button(say("allow"), () => decide(true), "main"));
}

async function decideAsKept(to, templates, kept) {
  const choices = templates.map(({ templateId }) => [templateId, kept.get(templateId)]);
  if (await tell(to, choices)) to.phone.toast(say(choices.some(([, allows]) => allows) ? "alwaysAllowed" : "alwaysDenied"));
}

/** The control API takes acceptances and refusals one after the other. */
async function tell({ phone, person, account }, choices) {
  for (const accept of [true, false]) {
    const templateIds = choices.filter(([, allows]) => allows === accept).map(([id]) => id);
    if (templateIds.length > 0 && !(await phone.attempt(api.act(person, "consent", { templateIds, accept, scene: SCENES[account.product] ?? 0 })))) return false;
  }
  return true;
}

/** Choices are kept in this browser, as WeChat keeps them on the phone. */
function allKept() {
  try {
    return JSON.parse(localStorage.getItem(ALWAYS) ?? "{}");
  } catch {
    return {};
  }
}

function remembered(person) {
  return new Map(Object.entries(allKept()[keyOf(person)] ?? {}));
}

function remember(person, choices) {
  const kept = { ...allKept(), [keyOf(person)]: { ...Object.fromEntries(remembered(person)), ...Object.fromEntries(choices) } };
  localStorage.setItem(ALWAYS, JSON.stringify(kept));
}

function forgetAll(person) {
  const { [keyOf(person)]: gone, ...kept } = allKept();
  localStorage.setItem(ALWAYS, JSON.stringify(kept));
}

/** `/mp/subscribemsg?action=get_confirm&…`: one window, one message, and back to the page that asked. */
export async function askOneTime(phone, url) {
  const { appid, scene, template_id: templateId, redirect_url: back, reserved } = Object.fromEntries(url.searchParams);
  const account = accountOfApp(appid);
  if (!account) return phone.toast(say("wrong") + "appid", "bad");
  const found = await phone.attempt(phone.contact(account.account));
  if (!found) return;
  const decide = async (allows) => {
    if (allows && !(await phone.attempt(api.actAndWait(found.value, "one-time-consent", { scene: Number(scene), templateId })))) return;
    close();
    goBack(phone, back, { openid: found.value.openId, template_id: templateId, action: allows ? "confirm" : "cancel", scene, reserved: reserved ?? "" });
  };
  const { close } = phone.sheet(say("oneTime", accountName(account)), make("div", { class: "consent" },
    make("div", { class: "asker" }, accountFace(account), make("p", { class: "note" }, templateId)), decision(decide)));
}

function goBack(phone, address, parameters) {
  const target = webAddress(address);
  if (!target) return;
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  phone.browse(target.href);
}
