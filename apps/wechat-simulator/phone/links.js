// Text as WeChat shows it: <a href="https://…">words</a> and bare addresses become links, everything else stays text.

import { make } from "./dom.js";

const ANCHOR = /<a\s([^>]*)>([\s\S]*?)<\/a>/gi;
const HREF = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const ADDRESS = /https?:\/\/[^\s<>"'，。！？；：、（）]+/g;

/** Nodes for a text of the account; `browse` opens an address on the phone. */
export function linked(text, browse) {
  const nodes = [];
  let place = 0;
  for (const match of text.matchAll(ANCHOR)) {
    nodes.push(...withAddresses(text.slice(place, match.index), browse));
    nodes.push(anchor(match[1], match[2], browse));
    place = match.index + match[0].length;
  }
  return [...nodes, ...withAddresses(text.slice(place), browse)];
}

function anchor(attributes, words, browse) {
  const found = HREF.exec(attributes);
  return link(found?.[1] ?? found?.[2] ?? "", words, browse);
}

function withAddresses(text, browse) {
  const nodes = [];
  let place = 0;
  for (const match of text.matchAll(ADDRESS)) {
    nodes.push(text.slice(place, match.index), link(match[0], match[0], browse));
    place = match.index + match[0].length;
  }
  return [...nodes, text.slice(place)].filter((node) => node !== "");
}

/** The address if it is one of the web. */
export function webAddress(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url && ["http:", "https:"].includes(url.protocol) ? url : null;
}

/** A link if the address is one of the web; the words alone otherwise. A plain click opens it on the phone. */
export function link(address, words, browse, attributes = {}) {
  const url = webAddress(address);
  if (!url) return document.createTextNode(words);
  const onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    browse(url.href);
  };
  return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", onclick, ...attributes }, words);
}
