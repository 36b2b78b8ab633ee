// Puts the page together.

import { button, icon, iconButton, make } from "./dom.js";
import { connect } from "./live.js";
import { showPeople } from "./people.js";
import { showPhones } from "./phones.js";
import { on, store, tell } from "./store.js";
import { nextTheme, showTheme, theme } from "./theme.js";
import { showTools, toggleTools, toolsAreOpen } from "./tools.js";
import { documentLanguage, say, switchLanguage } from "./words.js";

const bar = document.getElementById("bar");

function showBar() {
  const { signal, accounts: [first] } = store;
  const state = { live: "live", reconnecting: "lost" }[signal] ?? "";
  const focused = bar.contains(document.activeElement) && document.activeElement.dataset.part;
  bar.replaceChildren(
    make("h1", {}, say("title")),
    make("span", { class: "where" }, first && [`${say("callback")} `, make("code", {}, first.callbackUrl ?? say("noCallback")), make("span", { class: "tag" }, say(first.mode))]),
    make("span", { class: `signal ${state}`, role: "status" }, say(signal)),
    button(say("language"), changeLanguage, "quiet", { lang: documentLanguage() === "en" ? "zh-CN" : "en", title: say("switchLanguage"), "data-part": "language" }),
    iconButton("theme", say("themeIs", say("theme")[theme()]), changeTheme, { "data-part": "theme" }),
    make("button", { class: "button open-tools", type: "button", "aria-label": say("tools"), "aria-expanded": String(toolsAreOpen()), "aria-controls": "tools", "data-part": "tools", onclick: () => { toggleTools(); showBar(); } }, icon("tools"), make("span", { class: "label" }, say("tools"))));
  if (focused) bar.querySelector(`[data-part="${focused}"]`)?.focus();
}

function changeLanguage() {
  switchLanguage();
  showWords();
  tell("words");
}

function changeTheme() {
  nextTheme();
  showBar();
}

function showWords() {
  document.documentElement.lang = documentLanguage();
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-words]")) element.textContent = say(element.dataset.words);
  showBar();
}

showTheme();
on("accounts", showBar);
on("signal", showBar);
showWords();
showPeople();
showPhones();
showTools();
new MutationObserver(() => {
  const opener = bar.querySelector(".open-tools");
  if (opener.getAttribute("aria-expanded") !== String(toolsAreOpen())) showBar();
}).observe(document.body, { attributeFilter: ["class"] });
connect();
