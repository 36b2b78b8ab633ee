// The control API. The simulator's README documents it.

async function call(method, path, body) {
  const options = { method, headers: body === undefined ? {} : { "content-type": "application/json" } };
  if (body !== undefined) options.body = JSON.stringify(body);
  const response = await fetch(`/control${path}`, options);
  const answer = await read(response);
  if (!response.ok) throw new Error(answer?.error?.message ?? `HTTP ${response.status}`);
  return answer;
}

async function read(response) {
  const text = await response.text();
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`HTTP ${response.status}`);
  }
}

const of = (account, more = {}) => `?${new URLSearchParams({ account, ...more })}`;
const where = ({ account, openId }, action, more) => `/people/${encodeURIComponent(openId)}${action && `/${action}`}${of(account, more)}`;

/** A person does something; the callback is told meanwhile, and the live connection tells how that went. */
export const act = (person, action, body = {}) => call("POST", where(person, action, { wait: "false" }), body);
/** The same, but the answer comes when the callback has settled. */
export const actAndWait = (person, action, body = {}) => call("POST", where(person, action), body);

export const accounts = () => call("GET", "/accounts");
export const settings = (account) => call("GET", `/settings${of(account)}`);
export const changeSettings = (account, change) => call("POST", `/settings${of(account)}`, change);
export const verify = (account) => call("POST", `/accounts/${encodeURIComponent(account)}/verify`);
export const people = (account) => call("GET", `/people${of(account, { newest: "true", limit: "60" })}`);
export const person = (person) => call("GET", where(person, ""));
export const addPerson = (account, body) => call("POST", `/people${of(account)}`, body);
export const menu = (person) => call("GET", where(person, "menu"));
export const codes = (account) => call("GET", `/codes${of(account, { limit: "60" })}`);
export const templates = (account) => call("GET", `/templates${of(account)}`);
export const exchanges = () => call("GET", "/exchanges");
export const faults = () => call("GET", "/faults");
export const plantFault = (fault) => call("POST", "/faults", fault);
export const clearFaults = () => call("DELETE", "/faults");
export const expireTokens = (account) => call("POST", `/tokens/expire${of(account)}`);
export const tokenLifetime = (account, seconds) => call("POST", `/tokens/lifetime${of(account)}`, { seconds });
export const advanceClock = (advanceSeconds) => call("POST", "/clock", { advanceSeconds });
export const leaveQuota = (account, api, remaining) => call("POST", `/quota${of(account)}`, { api, remaining });
export const reset = () => call("POST", "/reset");
