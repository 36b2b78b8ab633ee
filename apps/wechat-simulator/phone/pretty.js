// Bodies as people read them: indented, and without secrets.

/** Fields of JSON, XML and queries that are never shown. */
const SECRET = /^(secret|corpsecret|app_?secret|access_token|refresh_token|session_key|component_access_token|suite_access_token|user_ticket|encodingaeskey)$/i;
const HIDDEN = "…";
/** Text that is longer is shown as it came. */
const LONGEST = 200_000;

/** JSON and XML indented, anything else as it is. */
export function pretty(text) {
  if (text.length > LONGEST) return text;
  const trimmed = text.trim();
  if (trimmed.startsWith("{") || trimmed.startsWith("[")) return prettyJson(trimmed) ?? text;
  if (trimmed.startsWith("<xml")) return prettyXml(trimmed);
  return text;
}

/** Each parameter on a line of its own. */
export function prettyQuery(text) {
  return text.split("&").map((pair) => {
    const [name, ...value] = pair.split("=");
    return SECRET.test(name) ? `${name}=${HIDDEN}` : [name, ...value].join("=");
  }).join("\n");
}

const STRING = /"(?:[^"\\]|\\.)*"/y;
const BARE = /[^\s,:{}[\]"]+/y;

/** Works on the text and not on numbers read from it: JavaScript would round long ids. */
function prettyJson(text) {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  let out = "";
  let depth = 0;
  let place = 0;
  let name = null;
  let last = null;
  const line = () => `\n${"  ".repeat(depth)}`;
  const take = (pattern) => {
    pattern.lastIndex = place;
    const [found] = pattern.exec(text);
    place += found.length;
    return found;
  };
  const value = (found) => (name !== null && SECRET.test(name) ? `"${HIDDEN}"` : found);
  while (place < text.length) {
    const character = text[place];
    if (character === "\"") {
      const found = take(STRING);
      last = found.slice(1, -1);
      out += /^\s*:/.test(text.slice(place, place + 20)) ? found : value(found);
    } else if (character === "{" || character === "[") {
      const close = /^[{[]\s*([}\]])/.exec(text.slice(place, place + 200));
      place += close ? close[0].length : 1;
      if (close) out += character + close[1];
      else { depth += 1; out += character + line(); }
      name = null;
    } else if (character === "}" || character === "]") {
      depth -= 1;
      out += line() + character;
      place += 1;
    } else if (character === ",") {
      out += `,${line()}`;
      name = null;
      place += 1;
    } else if (character === ":") {
      name = last;
      out += ": ";
      place += 1;
    } else if (/\s/.test(character)) {
      place += 1;
    } else {
      out += value(take(BARE));
    }
  }
  return out;
}

const PIECE = /<!\[CDATA\[[\s\S]*?\]\]>|<\/[^>]*>|<[^>]*>|[^<]+/g;

/** An element with text alone stays on its line. */
function prettyXml(text) {
  const pieces = text.match(PIECE)?.filter((piece) => piece.trim() !== "") ?? [];
  let depth = 0;
  let out = "";
  let afterText = false;
  for (const [place, piece] of pieces.entries()) {
    const opens = /^<[^/!?]/.test(piece) && !piece.endsWith("/>");
    const closes = piece.startsWith("</");
    if (closes) depth -= 1;
    const content = !piece.startsWith("<") || piece.startsWith("<![CDATA[");
    if (content) out += SECRET.test(/^<(\w+)/.exec(pieces[place - 1] ?? "")?.[1] ?? "") ? HIDDEN : piece.trim();
    else out += `${afterText || place === 0 || (closes && /^<[^/!]/.test(pieces[place - 1])) ? "" : `\n${"  ".repeat(depth)}`}${piece}`;
    if (opens) depth += 1;
    afterText = content;
  }
  return out;
}
