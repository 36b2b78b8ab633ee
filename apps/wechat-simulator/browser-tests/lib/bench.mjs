// A simulator, a product, and a browser for the tests of one file.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { startProduct } from "./product.mjs";
import { OFFICIAL, startSimulator } from "./simulator.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Whether there is a browser; without one the tests are skipped, except on CI. */
export function skipReason() {
  if (existsSync(CHROMIUM)) return false;
  if (process.env.CI === "true") throw new Error(`there is no browser at ${CHROMIUM}: set CHROMIUM`);
  return `there is no browser at ${CHROMIUM}`;
}

/** Starts all three. */
export async function startBench() {
  const product = await startProduct();
  const simulator = await startSimulator(`${product.url}/callback`);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  return {
    product,
    simulator,
    browser,
    open: (options) => openPage(browser, simulator.url, options),
    fresh: () => fresh(simulator, product),
    api: (path, body) => api(simulator, path, body),
    async stop() {
      await browser.close();
      await simulator.stop();
      await product.stop();
    },
  };
}

/** Nobody, no codes, no menu, no faults; real time. */
async function fresh(simulator, product) {
  await simulator.control("POST", "/reset");
  await simulator.control("POST", "/settings", { callbackUrl: `${product.url}/callback`, mode: "plain" });
  product.received.length = 0;
}

/** Calls the API as the official account. */
async function api(simulator, path, body) {
  const { access_token: token } = await simulator.call("POST", "/cgi-bin/stable_token", { grant_type: "client_credential", ...OFFICIAL });
  return simulator.call("POST", `${path}?access_token=${token}`, body);
}

/** Opens the page and waits until it is live. Errors on the page and refused requests of its own fail the test. */
async function openPage(browser, url, { language = "en", theme = "light", width = 1280, height = 800, prepare = () => {} } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce", colorScheme: theme, deviceScaleFactor: 1, permissions: ["clipboard-read", "clipboard-write"] });
  context.setDefaultTimeout(10_000);
  await context.addInitScript((chosen) => { localStorage.setItem("simulator.language", chosen); }, language);
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.stack ?? error.message));
  page.on("console", (message) => { if (message.type() === "error") problems.push(message.text()); });
  await prepare(page);
  await page.goto(url);
  await page.locator(".signal.live").waitFor();
  return { page, problems, close: () => context.close() };
}
