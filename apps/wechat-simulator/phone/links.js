// Text as WeChat shows it: <a href="https://…">words</a> and bare addresses become links, everything else stays text.

import { make } from "./dom.js";

const ANCHOR = /<a\s([^>]*)>([\s\S]*?)<\/a>/gi;
const HREF = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const ADDRESS = /https?:\/\/[^\s<>"'，。！？；：、（）]+/g;

/** Nodes for a text of the account. */
export function linked(text) {
  const nodes = [];
  let place = 0;
  for (const match of text.matchAll(ANCHOR)) {
    nodes.push(...withAddresses(text.slice(place, match.index)));
    nodes.push(anchor(match[1], match[2]));
    place = match.index + match[0].length;
  }
  return [...nodes, ...withAddresses(text.slice(place))];
}

function anchor(attributes, words) {
  const found = HREF.exec(attributes);
  return link(found?.[1] ?? found?.[2] ?? "", words);
}

function withAddresses(text) {
  const nodes = [];
  let place = 0;
  for (const match of text.matchAll(ADDRESS)) {
    nodes.push(text.slice(place, match.index), link(match[0], match[0]));
    place = match.index + match[0].length;
  }
  return [...nodes, text.slice(place)].filter((node) => node !== "");
}

/** A link if the address is one of the web; the words alone otherwise. */
export function link(address, words, attributes = {}) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) return document.createTextNode(words);
  return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", ...attributes }, words);
}
