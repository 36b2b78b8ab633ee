import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { skipReason, startBench } from "../lib/bench.mjs";
import { addPerson, line, makeCode, openChat } from "../lib/scene.mjs";
import { OFFICIAL } from "../lib/simulator.mjs";

describe("the tools", { skip: skipReason() }, () => {
  let bench;
  before(async () => { bench = await startBench(); });
  after(() => bench?.stop());
  beforeEach(() => bench.fresh());

  const openTools = async (page, tab) => {
    await page.getByRole("button", { name: "Tools" }).click();
    await page.getByRole("tab", { name: tab }).click();
    return page.getByRole("tabpanel");
  };

  test("every exchange is on the wire panel, readable and without secrets", async () => {
    const { page, close } = await bench.open();
    const panel = await openTools(page, "Wire");
    await panel.getByText("Nothing yet").waitFor();
    await makeCode(bench, "spring-2026");
    await panel.getByText("POST /cgi-bin/qrcode/create").click();
    await panel.getByText("\"scene_str\": \"spring-2026\"").waitFor();
    await panel.getByText("POST /cgi-bin/stable_token").click();
    await panel.getByText("\"grant_type\": \"client_credential\"").waitFor();
    assert.equal((await panel.textContent()).includes(OFFICIAL.secret), false);
    const kept = await bench.simulator.control("GET", "/exchanges");
    assert.equal(JSON.stringify(kept).includes(OFFICIAL.secret), false);
    await close();
  });

  test("the wire panel is filtered by direction, failure and words", async () => {
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone);
    await phone.getByRole("button", { name: "Follow", exact: true }).click();
    await line(phone, "欢迎参加春季分享会");
    await makeCode(bench, "spring-2026");
    const panel = await openTools(page, "Wire");
    const rows = panel.locator(".exchanges > li");
    await panel.getByLabel("Direction").selectOption("callback");
    await rows.first().waitFor();
    assert.equal(await panel.getByText("/cgi-bin/qrcode/create").count(), 0);
    await panel.getByLabel("Direction").selectOption("");
    await panel.getByLabel("Find").fill("qrcode");
    assert.equal(await rows.count(), 1);
    await panel.getByLabel("Failed only").check();
    await panel.getByText("Nothing matches").waitFor();
    await panel.getByRole("button", { name: "Clear filters" }).click();
    assert.ok(await rows.count() > 1);
    await close();
  });

  test("a fault that is planted strikes, is counted, and can be removed", async () => {
    const { page, problems, close } = await bench.open();
    const panel = await openTools(page, "Faults");
    await panel.getByText("No faults").waitFor();
    await panel.getByLabel("API (* for all)").fill("/cgi-bin/qrcode/create");
    await panel.getByLabel("Error code").fill("45009");
    await panel.getByLabel("Times (optional)").fill("1");
    await panel.getByRole("button", { name: "Plant a fault" }).click();
    await panel.getByText("happened 0, matched 0").waitFor();
    assert.equal((await makeCode(bench, "one")).errcode, 45009);
    await panel.getByText("happened 1, matched 1").waitFor();
    await panel.getByText("Spent").waitFor();
    assert.ok((await makeCode(bench, "one")).ticket);
    await panel.getByRole("button", { name: "Remove all faults" }).click();
    await panel.getByText("No faults").waitFor();
    assert.deepEqual(problems, []);
    await close();
  });

  test("the clock moves on and comes back", async () => {
    const { page, close } = await bench.open();
    const panel = await openTools(page, "Time and platform");
    await panel.getByText("Same as real time").waitFor();
    await panel.getByRole("button", { name: "+ 48 hours" }).click();
    await panel.getByText("2 d 00:00:00 ahead of real time").waitFor();
    assert.equal((await bench.simulator.control("GET", "/settings")).clockOffsetSeconds, 172_800);
    await panel.getByRole("button", { name: "Back to real time" }).click();
    await panel.getByText("Same as real time").waitFor();
    await close();
  });

  test("tokens expire, quotas run out, and the callback's address is verified", async () => {
    const { page, close } = await bench.open();
    const { access_token: token } = await bench.simulator.call("POST", "/cgi-bin/stable_token", { grant_type: "client_credential", ...OFFICIAL });
    const panel = await openTools(page, "Time and platform");
    await panel.getByRole("button", { name: "Expire all tokens" }).click();
    await page.getByText("Tokens expired").waitFor();
    assert.equal((await bench.simulator.call("GET", `/cgi-bin/user/get?access_token=${token}`)).errcode, 42001);
    await panel.getByLabel("API").fill("/cgi-bin/qrcode/create");
    await panel.getByLabel("Calls left").fill("0");
    await panel.getByRole("button", { name: "Set" }).nth(1).click();
    await page.getByText("Set", { exact: true }).last().waitFor();
    assert.equal((await makeCode(bench, "one")).errcode, 45009);
    await panel.getByRole("button", { name: "Verify address" }).click();
    await page.getByText("The callback address is verified").waitFor();
    await close();
  });

  test("the simulator is emptied only after a second question", async () => {
    const { page, close } = await bench.open();
    await addPerson(page, "小明");
    const panel = await openTools(page, "Time and platform");
    await panel.getByRole("button", { name: "Empty the simulator" }).click();
    await panel.getByRole("button", { name: "Cancel" }).click();
    await panel.getByRole("button", { name: "Empty the simulator" }).click();
    await panel.getByRole("button", { name: "Yes, empty it" }).click();
    await page.getByText("The attendees you play appear here").waitFor();
    await close();
  });
});
