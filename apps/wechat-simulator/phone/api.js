// The control API.

async function call(method, path, body) {
  const options = { method, headers: body === undefined ? {} : { "content-type": "application/json" } };
  if (body !== undefined) options.body = JSON.stringify(body);
  const response = await fetch(`/control${path}`, options);
  const answer = response.status === 204 ? null : await response.json();
  if (!response.ok) throw new Error(answer?.error?.message ?? `HTTP ${response.status}`);
  return answer;
}

const act = (openId, action, body) => call("POST", `/people/${encodeURIComponent(openId)}/${action}?wait=false`, body);

export const people = () => call("GET", "/people?newest=true&limit=60");
export const person = (openId) => call("GET", `/people/${encodeURIComponent(openId)}`);
export const addPerson = (nickname) => call("POST", "/people", nickname ? { nickname } : {});
export const codes = () => call("GET", "/codes?limit=60");
export const exchanges = () => call("GET", "/exchanges");
export const settings = () => call("GET", "/settings");
export const follow = (openId) => act(openId, "follow", {});
export const unfollow = (openId) => act(openId, "unfollow", {});
export const text = (openId, content) => act(openId, "text", { content });
export const scan = (openId, code) => act(openId, "scan", code);
export const click = (openId, key) => act(openId, "click", { key });
export const view = (openId, url) => act(openId, "view", { url });
