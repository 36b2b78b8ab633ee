// Template cards (模板卡片) and task cards of WeCom: their parts, and what a person does with them.

import * as api from "./api.js";
import { button, choice, make, tick } from "./dom.js";
import { link, webAddress } from "./links.js";
import { say } from "./words.js";

/** A tap on a button of a card. */
function press(to, taskId, key, more = {}) {
  return to.phone.attempt(api.act(to.person, "card", { taskId, key, ...more }));
}

/** A template card of any of the five kinds. */
export function cardOf(to, card) {
  const answer = (key, asked = [], more = {}) => press(to, card.task_id, key, { selected: Object.fromEntries(asked.map(({ read }) => read())), ...more });
  const parts = [
    source(card), menu(card, answer), picture(card), title(card), emphasis(card), quote(to, card), subtitle(card),
    rows(to, card), columns(card), jumps(to, card), buttons(to, card, answer), questions(card, answer), target(to, card),
  ];
  return make("div", { class: "card notice template-card" }, parts.flat().filter(Boolean));
}

function source({ source: from }) {
  return from?.desc && make("div", { class: "kind" }, from.desc);
}

function menu({ action_menu: actions }, answer) {
  if (!actions?.action_list?.length) return null;
  return make("details", { class: "card-menu" }, make("summary", {}, actions.desc || say("more")), actions.action_list.map(({ text, key }) => button(text, () => answer(key, [], { menu: true }), "quiet")));
}

function picture({ card_image: image, image_text_area: area }) {
  const shown = image?.url ?? area?.image_url;
  const words = area && (area.title || area.desc) && make("div", { class: "words" }, area.title && make("strong", {}, area.title), area.desc && make("span", {}, area.desc));
  return [webAddress(shown) && make("img", { src: shown, alt: "", loading: "lazy" }), words];
}

function title({ main_title: main }) {
  return main && (main.title || main.desc) && make("div", { class: "words" }, main.title && make("strong", {}, main.title), main.desc && make("span", {}, main.desc));
}

function emphasis({ emphasis_content: content }) {
  return content?.title && make("div", { class: "emphasis" }, make("strong", {}, content.title), content.desc && make("span", {}, content.desc));
}

function quote(to, { quote_area: area }) {
  if (!area?.quote_text && !area?.title) return null;
  const words = make("span", { class: "quote" }, area.title && make("strong", { class: "block" }, area.title), area.quote_text);
  return make("div", {}, webAddress(area.url) ? link(area.url, words, to.phone.browse, { class: "plain" }) : words);
}

function subtitle({ sub_title_text: text }) {
  return text && make("div", { class: "lines" }, text);
}

function rows(to, { horizontal_content_list: list }) {
  if (!list?.length) return null;
  return make("dl", {}, list.flatMap(({ keyname, value, url }) => [make("dt", {}, keyname), make("dd", {}, webAddress(url) ? link(url, value ?? url, to.phone.browse) : value ?? "")]));
}

function columns({ vertical_content_list: list }) {
  return (list ?? []).map(({ title: words, desc }) => make("div", { class: "words" }, make("strong", {}, words), desc && make("span", {}, desc)));
}

function jumps(to, { jump_list: list }) {
  return (list ?? []).map(({ title: words, url, appid, pagepath }) => make("div", { class: "more" },
    webAddress(url) ? link(url, words, to.phone.browse) : make("button", { class: "as-link", type: "button", onclick: () => to.phone.openProgram(appid, pagepath ?? "") }, words)));
}

function target(to, { card_action: action }) {
  if (!action || Number(action.type) === 0) return null;
  return jumps(to, { jump_list: [{ title: say("details"), ...action }] });
}

function buttons(to, { button_list: list, button_selection: selection }, answer) {
  if (!list?.length) return null;
  const asked = selection && question(selection);
  const made = list.map(({ text, key, url, type, style }) => button(text, () => (Number(type) === 1 && url ? to.phone.browse(url) : answer(key, asked ? [asked] : [])), Number(style) === 1 ? "main" : ""));
  return make("div", { class: "asked" }, asked?.row, make("div", { class: "row" }, made));
}

function question({ question_key: key, title: words, option_list: options, selected_id: chosen }) {
  const made = choice(words || key, (options ?? []).map(({ id, text }) => [id, text]));
  if (chosen) made.field.value = chosen;
  return { row: made.row, read: () => [key, [made.field.value]] };
}

/** A vote or several choices, with one button for all. */
function questions({ checkbox, select_list: selects, submit_button: submit }, answer) {
  if (!submit) return null;
  const asked = [...(selects ?? []).map(question), ...(checkbox ? [vote(checkbox)] : [])];
  return make("div", { class: "asked" }, asked.map(({ row }) => row), button(submit.text || say("submit"), () => answer(submit.key, asked), "main"));
}

function vote({ question_key: key, mode, option_list: options }) {
  if (Number(mode) !== 1) return question({ question_key: key, title: say("submit"), option_list: options, selected_id: options?.find(({ is_checked }) => is_checked)?.id });
  const ticks = (options ?? []).map(({ id, text, is_checked }) => ({ id, ...tick(text, Boolean(is_checked)) }));
  return { row: make("div", {}, ticks.map(({ row }) => row)), read: () => [key, ticks.filter(({ field }) => field.checked).map(({ id }) => id)] };
}

/** The older task card (任务卡片). */
export function taskCardOf(to, { title: words, description, url, task_id: taskId, btn }) {
  return make("div", { class: "card notice" },
    make("div", { class: "words" }, make("strong", {}, words || say("untitled")), description && make("span", { class: "lines" }, description)),
    make("div", { class: "asked" }, make("div", { class: "row" }, (btn ?? []).map(({ key, name }) => button(name, () => press(to, taskId, key))))),
    webAddress(url) && make("div", { class: "more" }, link(url, say("details"), to.phone.browse)));
}
