// What went over the wire.

import { clock, make } from "./dom.js";
import { on, store } from "./store.js";
import { say } from "./words.js";

const root = document.getElementById("wire");
const OPEN = "simulator.wire";
const SHOWN = 200;

/** Shows the panel and keeps it up to date. */
export function showWire() {
  on("exchanges", build);
  on("exchange", add);
  on("words", build);
  build();
}

function build() {
  const list = make("ol", {}, [...store.exchanges].reverse().map(row));
  if (store.exchanges.length === 0) list.append(make("li", { class: "nothing" }, say("nothingOnWire")));
  const panel = make("details", { open: localStorage.getItem(OPEN) === "yes", ontoggle: () => localStorage.setItem(OPEN, panel.open ? "yes" : "no") },
    make("summary", {}, make("span", {}, say("wire")), make("span", { class: "last" })), list);
  root.replaceChildren(panel);
  showLast();
}

function add(exchange) {
  const list = root.querySelector("ol");
  list.querySelector(".nothing")?.remove();
  list.prepend(row(exchange));
  while (list.children.length > SHOWN) list.lastElementChild.remove();
  showLast();
}

function showLast() {
  const last = store.exchanges.at(-1);
  root.querySelector(".last").textContent = last ? `${last.title} → ${last.result}` : "";
}

function row(exchange) {
  const { at, direction, title, result, durationMs } = exchange;
  const isCallback = direction === "callback";
  const bad = isCallback ? !/ (replied|acknowledged)$/.test(result) : result !== "errcode 0";
  // The parts are made when they are looked at: most never are.
  const details = make("details", { ontoggle: () => { if (details.open && details.children.length === 1) details.append(parts(exchange)); } },
    make("summary", {}, make("time", {}, clock(at)),
      make("span", { class: `tag ${isCallback ? "info" : ""}` }, isCallback ? "→ callback" : "← API"),
      make("span", { class: "title" }, title),
      make("span", { class: `result ${bad ? "bad" : ""}` }, `${result} · ${durationMs} ms`)));
  return make("li", {}, details);
}

function parts({ query, request, clear, response, reply }) {
  const all = [["query", query], ["clear", clear], ["request", request], ["response", response], ["reply", reply]];
  return make("div", { class: "parts" }, all.filter(([key, text]) => text != null && (text !== "" || key === "response")).map(([key, text]) =>
    make("div", {}, make("h3", {}, say(key)), make("pre", { tabindex: "0" }, text === "" ? say("emptyBody") : text))));
}
