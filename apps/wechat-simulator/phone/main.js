// Puts the page together.

import { showPhones } from "./chat.js";
import { make } from "./dom.js";
import { connect } from "./live.js";
import { showPeople } from "./people.js";
import { on, store, tell } from "./store.js";
import { showWire } from "./wire.js";
import { documentLanguage, say, switchLanguage } from "./words.js";

const bar = document.getElementById("bar");

function showBar() {
  const { settings, signal } = store;
  const state = { live: "live", reconnecting: "lost" }[signal] ?? "";
  bar.replaceChildren(
    make("h1", {}, say("title")),
    make("span", { class: "where" }, settings && [`${say("callback")} `, make("code", {}, settings.callbackUrl)]),
    settings && make("span", { class: "tag" }, say(settings.mode)),
    make("span", { class: `signal ${state}`, role: "status" }, say(signal)),
    make("button", { class: "button quiet", type: "button", lang: documentLanguage() === "en" ? "zh-CN" : "en", title: say("switchLanguage"), onclick: changeLanguage }, say("language")));
}

function changeLanguage() {
  switchLanguage();
  showWords();
  tell("words");
  bar.querySelector("button").focus();
}

function showWords() {
  document.documentElement.lang = documentLanguage();
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-words]")) element.textContent = say(element.dataset.words);
  showBar();
}

on("settings", showBar);
on("signal", showBar);
showWords();
showPeople();
showPhones();
showWire();
connect();
