// Chinese and English.

import { EN } from "./words-en.js";
import { ZH } from "./words-zh.js";

const WORDS = { zh: ZH, en: EN };
const KEY = "simulator.language";
let language = localStorage.getItem(KEY) ?? (navigator.language.startsWith("zh") ? "zh" : "en");
if (!(language in WORDS)) language = "zh";

/** The word or sentence for a key, with what it needs; nothing for a key that is not known. */
export function say(key, ...values) {
  const word = WORDS[language][key];
  return typeof word === "function" ? word(...values) : word;
}

/** Changes to the other language and remembers it. */
export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem(KEY, language);
}

/** The language of the document. */
export function documentLanguage() {
  return language === "zh" ? "zh-CN" : "en";
}
