import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { skipReason, startBench } from "../lib/bench.mjs";
import { VIEWS, fill } from "../lib/stage.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe objects to on the page and in the frames of the simulator. */
async function objections(page) {
  const found = await page.evaluate(`${AXE}; axe.run(document, { runOnly: ${JSON.stringify(RULES)}, iframes: false })`);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)}\n${failureSummary}`));
}

async function widerThanThePage(page) {
  return page.evaluate(() => [...document.querySelectorAll("body *")].filter((element) => {
    const { right, width } = element.getBoundingClientRect();
    return width > 0 && right > innerWidth + 1 && !element.closest(".phones, .people ul, .tabs, .unseen");
  }).map((element) => element.outerHTML.slice(0, 120)));
}

describe("how everything looks", { skip: skipReason() }, () => {
  let bench;
  before(async () => { bench = await startBench(); });
  after(() => bench?.stop());

  for (const { width, language, theme } of [{ width: 1280, language: "zh", theme: "light" }, { width: 1280, language: "en", theme: "dark" }, { width: 375, language: "zh", theme: "dark" }, { width: 375, language: "en", theme: "light" }]) {
    test(`axe has no objection and nothing is cut off at ${width} px, ${language}, ${theme}`, async () => {
      await fill(bench);
      const { page, problems, close } = await bench.open({ width, height: width === 375 ? 740 : 800, language, theme });
      for (const [name, show] of VIEWS) {
        await show(page, bench);
        assert.deepEqual(await objections(page), [], name);
        assert.deepEqual(await widerThanThePage(page), [], name);
      }
      assert.deepEqual(problems.filter((problem) => !problem.includes("404")), []);
      await close();
    });
  }

  test("the login page has no objection of its own", async () => {
    await fill(bench);
    const { page, close } = await bench.open({ theme: "dark" });
    const query = new URLSearchParams({ appid: "wxbrowsertest0001", redirect_uri: `${bench.product.url}/profile`, response_type: "code", scope: "snsapi_userinfo", state: "s" });
    await page.goto(`${bench.simulator.url}/connect/oauth2/authorize?${query}`);
    await page.getByRole("button", { name: /小明/ }).waitFor();
    assert.deepEqual(await objections(page), []);
    await page.getByRole("button", { name: /小明/ }).click();
    await page.getByRole("button", { name: "Allow" }).waitFor();
    assert.deepEqual(await objections(page), []);
    await close();
  });
});
