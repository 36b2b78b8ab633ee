// What the page knows. Parts listen for the topics they show.

import * as api from "./api.js";

const OPEN = "simulator.open";
const MOST_EXCHANGES = 200;
const MOST_CODES = 60;
const MOST_PEOPLE = 200;

export const store = {
  /** openId → person; `chat` is a Map from sequence to line once it has been loaded. */
  people: new Map(),
  /** Open ids of the phones on the desk, oldest first. */
  open: JSON.parse(localStorage.getItem(OPEN) ?? "[]"),
  unread: new Map(),
  codes: [],
  exchanges: [],
  settings: null,
  signal: "connecting",
};

const listeners = new Map();

/** Calls `listener` whenever the topic changes: people, phones, chat, codes, exchange, settings, signal, words. */
export function on(topic, listener) {
  listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
}

export function tell(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

/** Loads everything anew. */
export async function load() {
  const [people, codes, exchanges, settings] = await Promise.all([api.people(), api.codes(), api.exchanges(), api.settings()]);
  store.people = new Map(people.items.reverse().map((person) => [person.openId, person]));
  store.codes = codes.items.map(({ code, expired }) => ({ ...code, expired }));
  store.exchanges = exchanges.items;
  store.settings = settings;
  await Promise.all(store.open.map(loadPerson));
  store.open = store.open.filter((openId) => store.people.has(openId));
  for (const topic of ["people", "phones", "codes", "exchanges", "settings"]) tell(topic);
}

async function loadPerson(openId) {
  // Lines that arrive while the person is on the way need a place to go.
  const known = store.people.get(openId) ?? { openId, nickname: "", subscribed: false, tags: [] };
  known.chat ??= new Map();
  store.people.set(openId, known);
  try {
    const person = await api.person(openId);
    const chat = new Map(person.chat.map((line) => [line.sequence, line]));
    for (const [sequence, line] of store.people.get(openId)?.chat ?? []) chat.set(sequence, line);
    store.people.set(openId, { ...person, chat });
  } catch {
    store.people.delete(openId);
  }
}

/** Puts a person's phone on the desk; a narrow page shows one at a time. */
export async function openPhone(openId, alone) {
  await loadPerson(openId);
  store.open = alone ? [openId] : [...store.open.filter((other) => other !== openId), openId];
  store.unread.delete(openId);
  remember();
}

export function closePhone(openId) {
  store.open = store.open.filter((other) => other !== openId);
  remember();
}

function remember() {
  localStorage.setItem(OPEN, JSON.stringify(store.open));
  tell("phones");
  tell("people");
}

/** Takes in one event of the live connection. */
export function take(event) {
  if (event.type === "person") takePerson(event.person);
  else if (event.type === "chat") takeLine(event.openId, event.entry);
  else if (event.type === "code") takeCode(event.code);
  else if (event.type === "exchange") takeExchange(event.exchange);
  else load();
}

function takePerson(person) {
  if (!store.people.has(person.openId) && store.people.size >= MOST_PEOPLE) return;
  store.people.set(person.openId, { ...store.people.get(person.openId), ...person });
  tell("people");
  tell("person", person.openId);
}

function takeLine(openId, entry) {
  const person = store.people.get(openId);
  if (!person) return;
  const isNew = !person.chat?.has(entry.sequence);
  person.chat?.set(entry.sequence, entry);
  if (isNew && !store.open.includes(openId) && isFromAccount(entry)) {
    store.unread.set(openId, (store.unread.get(openId) ?? 0) + 1);
    tell("people");
  }
  tell("chat", { openId, entry, isNew });
}

export function isFromAccount(entry) {
  return ["reply", "custom", "template", "unavailable"].includes(entry.kind);
}

function takeCode(code) {
  store.codes = [{ ...code, expired: false }, ...store.codes].slice(0, MOST_CODES);
  tell("codes");
}

function takeExchange(exchange) {
  store.exchanges = [...store.exchanges, exchange].slice(-MOST_EXCHANGES);
  tell("exchange", exchange);
}
