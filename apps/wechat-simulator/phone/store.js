// What the page knows. Parts listen for the topics they show.

import * as api from "./api.js";

const OPEN = "simulator.phones";
const MOST_EXCHANGES = 200;
const MOST_CODES = 100;
const MOST_HUMANS = 200;
/** One phone at a time is on such a page. */
const narrow = matchMedia("(max-width: 767px)");
/** What an account does; everything else in a chat is the person's doing. */
const FROM_ACCOUNT = ["reply", "custom", "template", "unavailable"];

export const store = {
  /** All accounts as the control API shows them, the default one first. */
  accounts: [],
  /** human → {human, nickname, contacts: account → person}; a person's `chat` is there once it has been loaded. */
  humans: new Map(),
  /** Phones on the desk, oldest first: {human, account shown or null, anchor: a person of that human}. */
  open: remembered(),
  /** The human whose phone a narrow page shows. */
  front: null,
  /** Key of a person → lines not seen. */
  unread: new Map(),
  codes: [],
  exchanges: [],
  signal: "connecting",
  loaded: false,
};

/** Key of a person → the person. */
const byKey = new Map();
/** Key of a person who is on the way → lines that arrived meanwhile. */
const arriving = new Map();
const listeners = new Map();

function remembered() {
  try {
    const open = JSON.parse(localStorage.getItem(OPEN) ?? "[]");
    return Array.isArray(open) ? open.filter((phone) => phone?.anchor?.openId) : [];
  } catch {
    return [];
  }
}

/**
 * Calls `listener` whenever the topic changes: people, phones, person, line, codes, exchange, exchanges, accounts, menu,
 * signal, words. Returns what ends it.
 */
export function on(topic, listener) {
  const all = listeners.get(topic) ?? new Set();
  listeners.set(topic, all.add(listener));
  return () => all.delete(listener);
}

export function tell(topic, detail) {
  for (const listener of [...(listeners.get(topic) ?? [])]) listener(detail);
}

/** What a person is known by: open ids of WeCom are unique in a corp only. */
export function keyOf({ account, openId }) {
  return `${account}/${openId}`;
}

export function account(name) {
  return store.accounts.find((one) => one.account === name);
}

/** Loads everything anew. */
export async function load() {
  const [accounts, exchanges] = await Promise.all([api.accounts(), api.exchanges()]);
  const names = accounts.items.map((one) => one.account);
  const [people, codes] = await Promise.all([Promise.all(names.map(api.people)), Promise.all(names.map(api.codes))]);
  store.accounts = accounts.items;
  store.exchanges = exchanges.items;
  store.codes = codes.flatMap(({ items }, place) => items.map(({ code, expired }) => ({ ...code, expired, account: names[place] })));
  store.humans.clear();
  byKey.clear();
  for (const person of people.flatMap(({ items }) => items).sort((one, other) => other.human - one.human)) put(person);
  await Promise.all(store.open.map(({ anchor }) => loadHuman(anchor)));
  store.open = store.open.filter(({ human }) => store.humans.has(human));
  store.loaded = true;
  for (const topic of ["accounts", "people", "phones", "codes", "exchanges"]) tell(topic);
}

function put(person) {
  const human = store.humans.get(person.human) ?? { human: person.human, nickname: person.nickname, contacts: new Map() };
  store.humans.set(person.human, human);
  const known = byKey.get(keyOf(person));
  const now = known ? Object.assign(known, person) : person;
  human.contacts.set(person.account, now);
  byKey.set(keyOf(person), now);
  return now;
}

/** Loads a human's chats in all accounts. */
async function loadHuman(anchor) {
  try {
    const { openIds } = await loadPerson(anchor);
    const others = Object.entries(openIds ?? {}).filter(([name]) => name !== anchor.account);
    await Promise.all(others.map(([name, openId]) => loadPerson({ account: name, openId })));
  } catch {
    // Gone since it was remembered.
  }
}

/** Loads one person with chat, windows and consents. */
export async function loadPerson(which) {
  const key = keyOf(which);
  arriving.set(key, arriving.get(key) ?? new Map());
  try {
    const person = await api.person(which);
    const chat = new Map(person.chat.map((line) => [line.sequence, line]));
    for (const [sequence, line] of arriving.get(key) ?? []) chat.set(sequence, line);
    return put({ ...person, chat });
  } finally {
    arriving.delete(key);
  }
}

/** The person a human is to an account; becomes one if need be. */
export async function contact(human, name) {
  const known = store.humans.get(human)?.contacts.get(name);
  if (known?.chat) return known;
  const { openId } = known ?? await api.addPerson(name, { human });
  const person = await loadPerson({ account: name, openId });
  tell("people");
  return person;
}

/** Puts a human's phone on the desk, or to the front. */
export async function openPhone(human) {
  const known = store.open.find((phone) => phone.human === human);
  if (!known) {
    const [first] = store.humans.get(human)?.contacts.values() ?? [];
    if (!first) return;
    const anchor = { account: first.account, openId: first.openId };
    await loadHuman(anchor);
    if (!store.open.some((phone) => phone.human === human)) store.open = [...store.open, { human, account: null, anchor }];
  }
  store.front = human;
  const person = store.humans.get(human)?.contacts.get(known?.account);
  if (person) store.unread.delete(keyOf(person));
  remember();
}

/** A new human, who is a person to the default account. */
export async function addHuman(nickname) {
  const [first] = store.accounts;
  const person = put(await api.addPerson(first?.account ?? "default", nickname ? { nickname } : {}));
  await openPhone(person.human);
  return person.human;
}

export function closePhone(human) {
  store.open = store.open.filter((phone) => phone.human !== human);
  remember();
}

/** Remembers which chat a phone shows; `null` is the list of chats. */
export function showChat(human, name) {
  const phone = store.open.find((one) => one.human === human);
  if (phone) phone.account = name;
  const person = store.humans.get(human)?.contacts.get(name);
  if (person) store.unread.delete(keyOf(person));
  localStorage.setItem(OPEN, JSON.stringify(store.open));
  tell("people");
}

function remember() {
  localStorage.setItem(OPEN, JSON.stringify(store.open));
  tell("phones");
  tell("people");
}

/** Takes in one event of the live connection. */
export function take(event) {
  if (event.type === "person") takePerson({ ...event.person, account: event.account });
  else if (event.type === "chat") takeLine(event);
  else if (event.type === "code") takeCode({ ...event.code, account: event.account });
  else if (event.type === "exchange") takeExchange(event.exchange);
  else load();
}

function takePerson(person) {
  if (!store.humans.has(person.human) && store.humans.size >= MOST_HUMANS) return;
  const before = byKey.get(keyOf(person));
  const menuMayChange = before && `${before.tags}` !== `${person.tags}`;
  const now = put(person);
  tell("people");
  tell("person", now);
  if (menuMayChange) tell("menu", person.account);
}

function takeLine({ account: name, openId, entry }) {
  const key = keyOf({ account: name, openId });
  arriving.get(key)?.set(entry.sequence, entry);
  const person = byKey.get(key);
  if (!person) return;
  const isNew = !person.chat?.has(entry.sequence);
  person.chat?.set(entry.sequence, entry);
  person.last = entry;
  if (isNew && isFromAccount(entry) && !isShown(person)) {
    store.unread.set(keyOf(person), (store.unread.get(keyOf(person)) ?? 0) + 1);
    tell("people");
  }
  tell("line", { person, entry, isNew });
}

function isShown({ human, account: name }) {
  const isCovered = narrow.matches && frontHuman() !== human;
  return !isCovered && store.open.some((phone) => phone.human === human && phone.account === name);
}

/** Whose phone a narrow page shows: the one that was asked for, or the newest. */
export function frontHuman() {
  return store.open.some(({ human }) => human === store.front) ? store.front : store.open.at(-1)?.human;
}

/** The newest line of a chat, if one is known. */
export function lastLine(person) {
  if (!person?.chat) return person?.last;
  return [...person.chat.values()].reduce((last, line) => (line.sequence > (last?.sequence ?? 0) ? line : last), null);
}

export function isFromAccount(entry) {
  return FROM_ACCOUNT.includes(entry.kind);
}

/** Lines of all of a human's chats that were not seen. */
export function unreadOf(human) {
  const contacts = [...(store.humans.get(human)?.contacts.values() ?? [])];
  return contacts.reduce((sum, person) => sum + (store.unread.get(keyOf(person)) ?? 0), 0);
}

function takeCode(code) {
  store.codes = [{ ...code, expired: false }, ...store.codes.filter(({ ticket }) => ticket !== code.ticket)].slice(0, MOST_CODES);
  tell("codes");
}

function takeExchange(exchange) {
  store.exchanges = [...store.exchanges, exchange].slice(-MOST_EXCHANGES);
  tell("exchange", exchange);
  if (exchange.title.includes("/menu/")) tell("menu", exchange.account);
}
