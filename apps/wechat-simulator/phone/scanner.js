// The scanner: a code is chosen from those on the platform, or what is inside one is pasted.

import * as api from "./api.js";
import { button, choice, empty, field, form, make, moment } from "./dom.js";
import { webAddress } from "./links.js";
import { accountName } from "./people.js";
import { account as accountOf, on, store } from "./store.js";
import { say } from "./words.js";

/** Lets the person scan a code of any account. */
export function openScanner(phone) {
  const official = store.accounts.filter(({ product }) => product === "officialAccount");
  const whose = choice(say("scanAs"), official.map((account) => [account.account, accountName(account)]));
  if (official.length < 2) whose.row.hidden = true;
  const scan = async (name, code) => {
    const person = await phone.attempt(phone.contact(name));
    if (!person || !(await phone.attempt(api.act(person.value, "scan", code)))) return;
    made.close();
    phone.openChat(name);
  };
  const paste = (value) => {
    const code = store.codes.find(({ ticket, url }) => value === ticket || value === url);
    if (code) return scan(code.account, { ticket: code.ticket });
    if (webAddress(value)) {
      made.close();
      return phone.browse(value);
    }
    return scan(whose.field.value, looksLikeTicket(value) ? { ticket: value } : { scene: value });
  };
  const made = codesSheet(phone, say("scanTitle"), (code) => scan(code.account, { ticket: code.ticket }), paste, whose.row);
}

/** Lets the person choose a code for something else: `use` is given what is inside the code. */
export function chooseCode(phone, title, use) {
  const take = async (content) => { if (await use(content)) made.close(); };
  const made = codesSheet(phone, title, (code) => take(code.url), take);
}

function looksLikeTicket(value) {
  return value.startsWith("gQ") && value.length > 64;
}

function codesSheet(phone, title, choose, paste, ...more) {
  const pasted = field(say("pasteLabel"));
  const typed = form(() => { if (pasted.field.value.trim()) paste(pasted.field.value.trim()); }, ...more,
    pasted.row, button(say("scan"), null, "main", { type: "submit" }));
  const codes = make("div");
  const fill = () => codes.replaceChildren(store.codes.length > 0 ? grid(choose) : empty("qr", say("noCodes")));
  const made = phone.sheet(title, typed, codes);
  made.layer.addEventListener("closed", on("codes", fill));
  fill();
  return made;
}

function grid(choose) {
  const several = new Set(store.codes.map(({ account }) => account)).size > 1;
  const cards = store.codes.map((code) => {
    const expired = code.expired || (code.expiresAt != null && code.expiresAt <= simulatedSeconds());
    const validity = expired ? say("expired") : code.expiresAt == null ? say("permanent") : say("validUntil", moment((code.expiresAt - offset()) * 1000));
    return make("button", { class: "code", type: "button", disabled: expired, onclick: () => choose(code) },
      make("img", { src: `/cgi-bin/showqrcode?ticket=${encodeURIComponent(code.ticket)}`, alt: "", loading: "lazy" }),
      make("span", { class: "scene" }, code.scene),
      make("span", { class: "note" }, several ? `${accountName(accountOf(code.account))} · ${validity}` : validity));
  });
  return make("section", { class: "code-list" }, make("h3", {}, say("codes")), make("div", { class: "codes" }, cards));
}

function offset() {
  return store.accounts[0]?.clockOffsetSeconds ?? 0;
}

function simulatedSeconds() {
  return Date.now() / 1000 + offset();
}
