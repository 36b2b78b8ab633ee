// Faults: what goes wrong with calls of the API.

import * as api from "./api.js";
import { button, choice, empty, field, form, make } from "./dom.js";
import { attempt } from "./notes.js";
import { accountName } from "./people.js";
import { on, store } from "./store.js";
import { say } from "./words.js";

/** Kinds of faults: the words, and the action of the control API with the number that belongs to it. */
const KINDS = {
  errcode: ["faultErrcode", (number) => ({ errcode: number }), "errcode", -1],
  httpStatus: ["faultHttp", (number) => ({ httpStatus: number }), "httpStatus", 502],
  html: ["faultHtml", () => ({ html: true })],
  before: ["faultBefore", () => ({ dropConnection: "before" })],
  after: ["faultAfter", () => ({ dropConnection: "after" })],
  truncate: ["faultTruncate", () => ({ truncate: true })],
  delay: ["faultDelay", () => ({})],
};

/** Codes that products must live with. */
const ERRCODES = ["-1", "40001", "40003", "42001", "43004", "43101", "45009", "45015", "45047", "48001", "50002"];

/** Paths that products call most; those that were called are offered as well. */
const PATHS = ["*", "/cgi-bin/stable_token", "/cgi-bin/message/custom/send", "/cgi-bin/message/template/send", "/cgi-bin/message/subscribe/bizsend", "/cgi-bin/qrcode/create", "/cgi-bin/user/info", "/cgi-bin/tags/members/batchtagging", "/cgi-bin/menu/create", "/sns/oauth2/access_token", "/sns/jscode2session"];

/** The panel. */
export function faultsPanel() {
  const list = make("ul", { class: "faults", "aria-live": "polite" });
  const fill = async () => {
    const { items } = await api.faults();
    list.replaceChildren(...items.map(row));
    if (items.length === 0) list.append(make("li", {}, empty("tools", say("noFaults"))));
    remove.hidden = items.length === 0;
  };
  const remove = button(say("removeFaults"), () => attempt(api.clearFaults().then(fill), say("removed")));
  const ends = [on("exchange", ({ direction }) => { if (direction === "api" && !remove.hidden) fill(); })];
  attempt(fill());
  return { element: make("div", { class: "tool" }, planting(fill), list, remove), end: () => ends.forEach((end) => end()) };
}

function planting(planted) {
  const paths = make("datalist", { id: "fault-paths" }, offered().map((path) => make("option", { value: path })));
  const codes = make("datalist", { id: "fault-codes" }, ERRCODES.map((code) => make("option", { value: code })));
  const path = field(say("api"), { list: "fault-paths", required: true, value: "*" });
  const account = choice(say("accountLabel"), [["", say("anyAccount")], ...store.accounts.map((one) => [one.account, accountName(one)])]);
  const kind = choice(say("action"), Object.entries(KINDS).map(([value, [words]]) => [value, say(words)]));
  const number = field(say("errcode"), { type: "number", value: -1, required: true, list: "fault-codes" });
  const delay = field(say("delay"), { type: "number", min: 0, max: 600000 });
  const times = field(say("times"), { type: "number", min: 1, value: 1 });
  const every = field(say("every"), { type: "number", min: 1 });
  const probability = field(say("probability"), { type: "number", min: 0, max: 1, step: "any" });
  kind.field.addEventListener("input", () => {
    const [, , words, usual] = KINDS[kind.field.value];
    number.row.hidden = !words;
    number.field.required = Boolean(words);
    delay.field.required = kind.field.value === "delay";
    if (words) {
      number.row.querySelector("label").textContent = say(words);
      number.field.value = usual;
    }
  });
  const read = () => ({
    api: path.field.value.trim(),
    ...(account.field.value && { account: account.field.value }),
    action: { ...KINDS[kind.field.value][1](Number(number.field.value)), ...numbers({ delayMs: delay }) },
    ...numbers({ times, every, probability }),
  });
  return form(() => attempt(api.plantFault(read()).then(planted), say("planted")), make("h2", {}, say("plant")), paths, codes,
    path.row, make("div", { class: "two" }, kind.row, number.row), make("div", { class: "two" }, delay.row, times.row), make("div", { class: "two" }, every.row, probability.row), account.row,
    button(say("plant"), null, "main", { type: "submit" }));
}

/** Those that were filled in. */
function numbers(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, { field: element }]) => element.value !== "").map(([name, { field: element }]) => [name, Number(element.value)]));
}

function offered() {
  const called = store.exchanges.filter(({ direction }) => direction === "api").map(({ title }) => title.split(" ")[1]);
  return [...new Set([...PATHS, ...called])];
}

function row({ api: path, account, action, times, every, probability, matched, happened }) {
  const limits = [times && `× ${times}`, every && `1/${every}`, probability != null && `p = ${probability}`, account].filter(Boolean).join(" · ");
  const isSpent = times != null && happened >= times;
  return make("li", {},
    make("code", {}, path),
    make("span", {}, words(action), limits && ` · ${limits}`),
    make("span", { class: "note" }, say("faultState", happened, matched), " ", isSpent && make("span", { class: "tag" }, say("spent"))));
}

function words({ errcode, httpStatus, html, dropConnection, truncate, delayMs }) {
  const found = [
    errcode != null && `${say("errcode")} ${errcode}`,
    httpStatus != null && `${say("httpStatus")} ${httpStatus}`,
    html && say("faultHtml"),
    dropConnection && say(dropConnection === "before" ? "faultBefore" : "faultAfter"),
    truncate && say("faultTruncate"),
    delayMs != null && `${delayMs} ms`,
  ];
  return found.filter(Boolean).join(" · ");
}
