// The simulator under test, as a process of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BUILT = fileURLToPath(new URL("../../../../target/debug/wechat-simulator", import.meta.url));
const BINARY = process.env.SIMULATOR_BINARY
  ?? (process.env.CARGO_TARGET_DIR ? `${process.env.CARGO_TARGET_DIR}/debug/wechat-simulator` : BUILT);
const START_MILLISECONDS = 20_000;

/** The accounts' credentials; they are the tests' own. */
export const OFFICIAL = { appid: "wxbrowsertest0001", secret: "official-secret-of-the-browser-tests" };
export const PROGRAM = { appid: "wxbrowsertest0002", secret: "program-secret-of-the-browser-tests" };
export const CORP = { corpid: "wwbrowsertest0001", corpsecret: "corp-secret-of-the-browser-tests" };

/** Starts it with callbacks to the address; `{url, call, control, stop}`. */
export async function startSimulator(callbackUrl) {
  const process_ = spawn(BINARY, [], { stdio: ["ignore", "pipe", "inherit"], env: environment(callbackUrl) });
  const url = await address(process_);
  return {
    url,
    control: (method, path, body) => request(url, method, `/control${path}`, body),
    call: (method, path, body) => request(url, method, path, body),
    async stop() {
      process_.kill("SIGTERM");
      if (process_.exitCode === null) await once(process_, "exit");
    },
  };
}

function environment(callbackUrl) {
  return {
    ...process.env,
    SIMULATOR_PORT: "0",
    SIMULATOR_SEED: "7",
    SIMULATOR_CALLBACK_URL: callbackUrl,
    SIMULATOR_MINIPROGRAM_CALLBACK_URL: "",
    SIMULATOR_WECOM_CALLBACK_URL: "",
    WECHAT_MESSAGE_MODE: "plain",
    WECHAT_APP_ID: OFFICIAL.appid,
    WECHAT_APP_SECRET: OFFICIAL.secret,
    SIMULATOR_MINIPROGRAM_APP_ID: PROGRAM.appid,
    SIMULATOR_MINIPROGRAM_APP_SECRET: PROGRAM.secret,
    SIMULATOR_WECOM_CORP_ID: CORP.corpid,
    SIMULATOR_WECOM_SECRET: CORP.corpsecret,
    RUST_LOG: "warn",
  };
}

/** The one line on standard output says where it listens. */
async function address(process_) {
  const lines = createInterface({ input: process_.stdout });
  const timer = setTimeout(() => process_.kill("SIGKILL"), START_MILLISECONDS);
  try {
    for await (const line of lines) {
      const found = /listening on (http:\S+)/.exec(line);
      if (found) return found[1];
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`${BINARY} did not start: build it first, or set SIMULATOR_BINARY`);
}

async function request(url, method, path, body) {
  const response = await fetch(`${url}${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  return text === "" ? null : JSON.parse(text);
}
