// What went over the wire.

import { button, choice, clock, empty, field, make, tick } from "./dom.js";
import { accountName } from "./people.js";
import { pretty, prettyQuery } from "./pretty.js";
import { on, store } from "./store.js";
import { say } from "./words.js";

const SHOWN = 200;
const filters = { direction: "", account: "", words: "", onlyFailed: false };

/** The panel; it keeps itself up to date as long as it is on the page. */
export function wirePanel() {
  const list = make("ol", { class: "exchanges" });
  const holder = make("div", { class: "wire-list", tabindex: "0", role: "region", "aria-label": say("wire") }, list);
  const fill = () => {
    const fitting = [...store.exchanges].reverse().filter(fits);
    list.replaceChildren(...fitting.map(row));
    holder.querySelector(":scope > .empty")?.remove();
    if (fitting.length === 0) holder.append(store.exchanges.length === 0 ? empty("out", say("nothingOnWire")) : empty("out", say("noWireMatch"), button(say("clearFilters"), clearFilters)));
  };
  const tools = filterFields(fill);
  const clearFilters = () => { tools.clear(); fill(); };
  const add = (exchange) => {
    if (!fits(exchange)) return;
    holder.querySelector(":scope > .empty")?.remove();
    list.prepend(row(exchange));
    while (list.children.length > SHOWN) list.lastElementChild.remove();
  };
  const ends = [on("exchanges", fill), on("exchange", add)];
  fill();
  return { element: make("div", { class: "tool wire" }, tools.row, holder, make("p", { class: "note hint" }, say("secretsHidden"))), end: () => ends.forEach((end) => end()) };
}

function filterFields(changed) {
  const direction = choice(say("direction"), [["", say("all")], ["callback", say("toCallback")], ["api", say("toApi")]]);
  const account = choice(say("accountLabel"), [["", say("anyAccount")], ...store.accounts.map((one) => [one.account, accountName(one)])]);
  const words = field(say("find"), { type: "search" });
  const failed = tick(say("onlyFailed"), filters.onlyFailed);
  const read = () => Object.assign(filters, { direction: direction.field.value, account: account.field.value, words: words.field.value.trim().toLowerCase(), onlyFailed: failed.field.checked });
  const write = () => {
    direction.field.value = filters.direction;
    account.field.value = filters.account;
    words.field.value = filters.words;
    failed.field.checked = filters.onlyFailed;
  };
  for (const { field: element } of [direction, account, words, failed]) element.addEventListener("input", () => { read(); changed(); });
  write();
  const clear = () => { Object.assign(filters, { direction: "", account: "", words: "", onlyFailed: false }); write(); };
  return { row: make("div", { class: "filters" }, words.row, direction.row, account.row, failed.row), clear };
}

function isBad({ direction, result }) {
  if (direction === "callback") return !/ (replied|acknowledged)$/.test(result);
  return !/^(errcode 0|status [23]\d\d)$/.test(result);
}

function fits(exchange) {
  const { direction, account, words, onlyFailed } = filters;
  if (direction && exchange.direction !== direction) return false;
  if (account && exchange.account !== account) return false;
  if (onlyFailed && !isBad(exchange)) return false;
  return !words || [exchange.title, exchange.result, exchange.request, exchange.clear, exchange.reply, exchange.response, ...exchange.openIds].some((text) => text?.toLowerCase().includes(words));
}

function row(exchange) {
  const { at, direction, title, result, durationMs, account } = exchange;
  const isCallback = direction === "callback";
  const several = store.accounts.length > 1;
  // The parts are made when they are looked at: most never are.
  const details = make("details", { ontoggle: () => { if (details.open && details.children.length === 1) details.append(parts(exchange)); } },
    make("summary", {},
      make("span", { class: "first" }, make("time", {}, clock(at)), make("span", { class: `tag ${isCallback ? "info" : ""}` }, say(isCallback ? "toCallback" : "toApi")), several && make("span", { class: "note" }, account)),
      make("span", { class: "title" }, title),
      make("span", { class: `result ${isBad(exchange) ? "bad" : ""}` }, `${isBad(exchange) ? "✗" : "✓"} ${result} · ${durationMs} ms`)));
  return make("li", {}, details);
}

function parts({ query, request, clear, response, reply }) {
  const all = [["query", query && prettyQuery(query)], ["clear", clear], ["request", request], ["response", response], ["reply", reply]];
  return make("div", { class: "parts" }, all.filter(([key, text]) => text != null && (text !== "" || key === "response")).map(([key, text]) =>
    make("div", {}, make("p", { class: "note" }, say(key)), make("pre", { tabindex: "0", "aria-label": say(key) }, text === "" ? say("emptyBody") : pretty(text)))));
}
