// The tools beside the phones: what went over the wire, faults, time and platform.

import { iconButton, make } from "./dom.js";
import { faultsPanel } from "./faults.js";
import { platformPanel } from "./platform.js";
import { on } from "./store.js";
import { wirePanel } from "./wire.js";
import { say } from "./words.js";

const root = document.getElementById("tools");
const OPEN = "simulator.tools";
/** There the tools take the place of everything else. */
const narrow = matchMedia("(max-width: 767px)");
const PANELS = { wire: wirePanel, faults: faultsPanel, platform: platformPanel };
let current = localStorage.getItem(OPEN) ?? "";
let panel = null;

/** Shows the tools that were open last. */
export function showTools() {
  on("words", build);
  narrow.addEventListener("change", showRole);
  on("accounts", () => { if (panel && !root.contains(document.activeElement)) build(); });
  build();
}

function showRole() {
  root.setAttribute("role", narrow.matches ? "main" : "complementary");
}

/** Opens the tools, or puts them away. */
export function toggleTools() {
  choose(current ? "" : "wire");
  if (current) root.querySelector("[role=tab][aria-selected=true]").focus();
}

/** Whether they are open. */
export function toolsAreOpen() {
  return current !== "";
}

function choose(name) {
  current = name;
  localStorage.setItem(OPEN, current);
  build();
}

function build() {
  panel?.end();
  panel = null;
  if (!(current in PANELS)) current = "";
  root.hidden = current === "";
  showRole();
  root.setAttribute("aria-label", say("tools"));
  document.body.classList.toggle("with-tools", current !== "");
  if (current === "") return root.replaceChildren();
  panel = PANELS[current]();
  const tabs = make("div", { class: "tabs", role: "tablist", "aria-label": say("tools"), onkeydown: walk }, Object.keys(PANELS).map(tab));
  const content = make("div", { class: "tab-panel", role: "tabpanel", id: "tool-panel", "aria-labelledby": `tab-${current}` }, panel.element);
  root.replaceChildren(make("div", { class: "tools-head" }, tabs, iconButton("close", say("hideTools"), () => { choose(""); document.querySelector(".open-tools")?.focus(); })), content);
  return undefined;
}

function tab(name) {
  const isChosen = name === current;
  return make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(isChosen), "aria-controls": "tool-panel", tabindex: isChosen ? "0" : "-1", "data-tool": name, onclick: () => select(name) }, say(name));
}

function select(name) {
  choose(name);
  root.querySelector(`[data-tool="${name}"]`).focus();
}

/** Arrows go from tab to tab. */
function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const names = Object.keys(PANELS);
  select(names.at((names.indexOf(current) + step) % names.length));
}
