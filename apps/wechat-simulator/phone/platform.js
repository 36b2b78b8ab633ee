// The platform: its time, tokens and quotas, the callbacks of its accounts, and a fresh start.

import * as api from "./api.js";
import { button, choice, field, form, make } from "./dom.js";
import { attempt, note } from "./notes.js";
import { accountName } from "./people.js";
import { store } from "./store.js";
import { say } from "./words.js";

const STEPS = [["minute", 60], ["hour", 3600], ["day", 86_400], ["twoDays", 172_800]];
const TICK_MILLISECONDS = 1000;

/** The panel. */
export function platformPanel() {
  const time = timeSection();
  const whose = choice(say("accountLabel"), store.accounts.map((one) => [one.account, accountName(one)]));
  const settings = make("div", { class: "stack" });
  const fill = () => attempt(api.settings(whose.field.value).then((shown) => settings.replaceChildren(...accountSections(shown))));
  whose.field.addEventListener("input", fill);
  if (store.accounts.length > 0) fill();
  return { element: make("div", { class: "tool" }, time.element, make("section", {}, whose.row, settings), freshStart()), end: time.end };
}

function timeSection() {
  const shown = make("output", { class: "simulated" });
  const difference = make("p", { class: "note" });
  const show = () => {
    const offset = store.accounts[0]?.clockOffsetSeconds ?? 0;
    shown.textContent = new Date(Date.now() + offset * 1000).toLocaleString("sv-SE");
    difference.textContent = offset === 0 ? say("realTime") : say("offset", duration(offset));
  };
  const move = (seconds) => attempt(api.advanceClock(seconds).then(({ offsetSeconds }) => {
    for (const account of store.accounts) account.clockOffsetSeconds = offsetSeconds;
    show();
  }), say("moved"));
  const seconds = field(say("seconds"), { type: "number", required: true, value: 300 });
  const timer = setInterval(show, TICK_MILLISECONDS);
  show();
  const element = make("section", {}, make("h2", {}, say("simulatedTime")), shown, difference,
    make("div", { class: "row" }, STEPS.map(([key, step]) => button(`+ ${say(key)}`, () => move(step)))),
    form(() => move(Number(seconds.field.value)), make("div", { class: "inline" }, seconds.row, button(say("advance"), null, "", { type: "submit" }),
      button(say("back1"), () => move(-(store.accounts[0]?.clockOffsetSeconds ?? 0)), "quiet"))));
  return { element, end: () => clearInterval(timer) };
}

function duration(seconds) {
  const size = Math.abs(seconds);
  const [days, hours, minutes] = [Math.floor(size / 86_400), Math.floor((size % 86_400) / 3600), Math.floor((size % 3600) / 60)];
  const clock = [hours, minutes, size % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return `${seconds < 0 ? "−" : ""}${days > 0 ? `${days} d ` : ""}${clock}`;
}

function accountSections({ account, callbackUrl, mode, retryTimeoutMs }) {
  return [tokens(account), quota(account), callback(account, { callbackUrl, mode, retryTimeoutMs })];
}

function tokens(account) {
  const lifetime = field(say("lifetime"), { type: "number", min: 1, max: 86_400, value: 7200, required: true });
  return make("section", {}, make("h2", {}, say("tokens")),
    button(say("expireTokens"), () => attempt(api.expireTokens(account), say("expiredNow"))),
    form(() => attempt(api.tokenLifetime(account, Number(lifetime.field.value)), say("done")), make("div", { class: "inline" }, lifetime.row, button(say("set"), null, "", { type: "submit" }))));
}

function quota(account) {
  const path = field(say("quotaApi"), { list: "quota-paths", required: true, value: "/cgi-bin/message/custom/send" });
  const paths = make("datalist", { id: "quota-paths" }, [...new Set(store.exchanges.filter(({ direction }) => direction === "api").map(({ title }) => title.split(" ")[1]))].map((value) => make("option", { value })));
  const remaining = field(say("remaining"), { type: "number", min: 0, value: 0, required: true });
  return make("section", {}, make("h2", {}, say("quota")), form(() => attempt(api.leaveQuota(account, path.field.value.trim(), Number(remaining.field.value)), say("done")),
    paths, path.row, make("div", { class: "inline" }, remaining.row, button(say("set"), null, "", { type: "submit" }))));
}

function callback(account, { callbackUrl, mode, retryTimeoutMs }) {
  const url = field(say("callbackUrl"), { type: "url", value: callbackUrl ?? "" });
  const modes = choice(say("messageMode"), ["plain", "compatible", "safe"].map((value) => [value, say(value)]));
  modes.field.value = mode;
  const timeout = field(say("retryTimeout"), { type: "number", min: 1, value: retryTimeoutMs, required: true });
  const save = () => attempt(api.changeSettings(account, { callbackUrl: url.field.value.trim() || null, mode: modes.field.value, retryTimeoutMs: Number(timeout.field.value) }), say("saved"));
  const verify = async () => {
    await attempt(api.verify(account).then(({ accepted, problem, status }) => note(accepted ? say("verified") : say("notVerified", problem ?? status), accepted ? "" : "bad")));
  };
  return make("section", {}, make("h2", {}, say("callbackSettings")), form(save, url.row, make("div", { class: "two" }, modes.row, timeout.row),
    make("div", { class: "row" }, button(say("save"), null, "main", { type: "submit" }), button(say("verify"), verify))));
}

/** What cannot be undone asks once more. */
function freshStart() {
  const holder = make("div", { class: "row" });
  const ask = () => {
    holder.replaceChildren(button(say("resetSure"), async () => { if (await attempt(api.reset(), say("resetDone"))) calm(); }, "danger"), button(say("cancel"), calm, "quiet"));
    holder.querySelector("button").focus();
  };
  const calm = () => {
    const hadFocus = holder.contains(document.activeElement);
    holder.replaceChildren(button(say("resetAll"), ask));
    if (hadFocus) holder.querySelector("button").focus();
  };
  calm();
  return make("section", {}, make("h2", {}, say("resetAll")), make("p", { class: "note" }, say("resetNote")), holder);
}
