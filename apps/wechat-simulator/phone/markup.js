// The markup that WeCom allows in text cards and in markdown.

import { make } from "./dom.js";
import { link, linked } from "./links.js";
import { say } from "./words.js";

const TAG = /<(\/?)(\w+)([^>]*)>/g;
const COLOURS = { gray: "grey", highlight: "highlight", info: "info", comment: "grey", warning: "highlight" };

/** A text card: a title, words with a few `div` classes, and where a tap leads. */
export function textCard(to, { title, description, url, btntxt }) {
  return make("div", { class: "card notice" },
    make("div", { class: "words" }, make("strong", {}, title || say("untitled")), make("span", { class: "lines" }, coloured(description ?? ""))),
    make("div", { class: "more" }, link(url, btntxt || say("details"), to.phone.browse)));
}

/** Text with its coloured parts; every other tag is left out. */
function coloured(source) {
  const nodes = [];
  let place = 0;
  let colour = "";
  const add = (words) => { if (words) nodes.push(colour ? make("span", { class: colour }, words) : words); };
  for (const [whole, closes, name, attributes] of matches(source)) {
    add(source.slice(place, whole.index));
    place = whole.index + whole.length;
    if (name === "br" || (name === "div" && closes)) nodes.push("\n");
    colour = closes ? "" : COLOURS[/(?:class|color)\s*=\s*["']?(\w+)/.exec(attributes)?.[1]] ?? colour;
  }
  add(source.slice(place));
  return nodes;
}

function* matches(source) {
  for (const match of source.matchAll(TAG)) {
    yield [{ index: match.index, length: match[0].length }, match[1] !== "", match[2].toLowerCase(), match[3]];
  }
}

/** Markdown as WeCom shows it: headings, quotes, bold, code, links, coloured words. */
export function markdown(to, source) {
  return make("div", { class: "bubble markdown" }, source.split("\n").map((text) => paragraph(to, text)));
}

function paragraph(to, text) {
  const heading = /^#{1,6}\s+(.*)$/.exec(text);
  if (heading) return make("strong", { class: "block" }, inline(to, heading[1]));
  const quote = /^>\s?(.*)$/.exec(text);
  if (quote) return make("span", { class: "quote" }, inline(to, quote[1]));
  return make("span", { class: "block" }, inline(to, text));
}

const INLINE = /\*\*([^*]+)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|<font[^>]*color\s*=\s*["']?(\w+)[^>]*>(.*?)<\/font>/g;

function inline(to, text) {
  const nodes = [];
  let place = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, code, words, address, colour, inner] = match;
    nodes.push(...linked(text.slice(place, match.index), to.phone.browse));
    if (bold) nodes.push(make("strong", {}, bold));
    else if (code) nodes.push(make("code", {}, code));
    else if (words) nodes.push(link(address, words, to.phone.browse));
    else nodes.push(make("span", { class: COLOURS[colour] ?? "" }, inner));
    place = match.index + whole.length;
  }
  return [...nodes, ...linked(text.slice(place), to.phone.browse)];
}
