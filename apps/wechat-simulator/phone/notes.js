// Short notes about what the tools did.

import { make } from "./dom.js";
import { say } from "./words.js";

const SHOWN_MILLISECONDS = 5000;
const root = document.getElementById("notes");

/** Says something for a moment. */
export function note(words, kind = "") {
  const element = make("p", { class: `toast ${kind}` }, words);
  root.replaceChildren(element);
  setTimeout(() => element.remove(), SHOWN_MILLISECONDS);
}

/** Waits, and says how it went; false when it did not work. */
export async function attempt(promise, done) {
  try {
    await promise;
    if (done) note(done);
    return true;
  } catch (error) {
    note(say("wrong") + error.message, "bad");
    return false;
  }
}
