// WeChat's browser: pages open on the phone, and addresses of WeChat itself are answered by the simulator.

import { iconButton, make } from "./dom.js";
import { askOneTime } from "./consent.js";
import { webAddress } from "./links.js";
import { account as accountOf, store } from "./store.js";
import { say } from "./words.js";

/** A page in the phone may run, but not take over the page around it. */
const SANDBOX = "allow-scripts allow-forms allow-same-origin allow-popups allow-modals allow-downloads";

/** Opens an address on a phone. */
export function browse(phone, address) {
  const url = webAddress(address);
  if (!url) return phone.toast(say("badAddress"), "bad");
  if (url.pathname === "/mp/subscribemsg") return askOneTime(phone, url);
  const target = isLogin(url) ? loginPage(url) : url;
  const title = make("span", { class: "host" }, `${isLogin(url) ? say("page") : url.host} · ${phone.nickname()}`);
  // The login page asks its window's name whose phone it is on; it stays the same wherever the page leads.
  const frame = make("iframe", { src: target.href, name: windowName(phone.human), title: say("page"), sandbox: SANDBOX, referrerpolicy: "no-referrer" });
  const outside = new URL(target);
  if (isLogin(url)) outside.hash = windowName(phone.human);
  const newTab = make("a", { class: "button quiet", href: outside.href, target: "_blank", rel: "noopener noreferrer" }, say("newTab"));
  const { close } = phone.cover(say("page"), "", make("header", { class: "phone-head" }, iconButton("close", say("close"), () => close(), { class: "back" }), title, newTab),
    frame, make("p", { class: "hint note" }, say("frameHint")));
}

/** What names the windows of a phone. */
export function windowName(human) {
  return `phone-${human}`;
}

/** Pages on which a person logs in to an account; the last two show a code on a desktop. */
const LOGINS = ["/connect/oauth2/authorize", "/wwopen/sso/qrConnect", "/wwlogin/sso/login"];

function isLogin(url) {
  return LOGINS.includes(url.pathname);
}

/** Whichever host the address names, the simulator is WeChat here. */
function loginPage(url) {
  return new URL(`${url.pathname}${url.search}`, location.origin);
}

/** The account an app id belongs to. */
export function accountOfApp(appId) {
  return store.accounts.find((one) => one.appId === appId) ?? accountOf(appId);
}
