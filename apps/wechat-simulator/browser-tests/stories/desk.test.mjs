import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { skipReason, startBench } from "../lib/bench.mjs";
import { addPerson, line, openChat, openIdOf, phoneOf } from "../lib/scene.mjs";

describe("the desk with several phones", { skip: skipReason() }, () => {
  let bench;
  before(async () => { bench = await startBench(); });
  after(() => bench?.stop());
  beforeEach(() => bench.fresh());

  test("two people side by side have their own chats and their own dialogs", async () => {
    const { page, problems, close } = await bench.open();
    const first = await addPerson(page, "小明");
    const second = await addPerson(page, "小红");
    for (const phone of [first, second]) {
      await openChat(phone);
      await phone.getByRole("button", { name: "Follow", exact: true }).click();
      await line(phone, "欢迎参加春季分享会");
    }
    await first.getByRole("button", { name: "About the account" }).click();
    await first.getByRole("dialog").waitFor();
    await second.getByRole("textbox", { name: "Message" }).fill("我是小红");
    await page.keyboard.press("Enter");
    await line(second, "你说的是「我是小红」");
    assert.equal(await first.getByText("我是小红").count(), 0);
    await first.getByRole("button", { name: "Close", exact: true }).click();
    assert.equal(await first.getByRole("dialog").count(), 0);
    assert.deepEqual(problems, []);
    await close();
  });

  test("what arrives elsewhere is counted, and read when the chat is opened", async () => {
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone);
    await phone.getByRole("button", { name: "Follow", exact: true }).click();
    await line(phone, "欢迎参加春季分享会");
    await phone.getByRole("button", { name: "Back" }).click();
    await bench.api("/cgi-bin/message/custom/send", { touser: await openIdOf(bench, "小明"), msgtype: "text", text: { content: "明天见" } });
    await phone.getByRole("button", { name: /明天见.*1 unread/ }).waitFor();
    await openChat(phone);
    await line(phone, "明天见");
    await phone.getByRole("button", { name: "Back" }).click();
    assert.equal(await phone.getByText("1 unread").count(), 0);
    await close();
  });

  test("phones are there again after the page is loaded anew, and gone after a reset", async () => {
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone);
    await phone.getByRole("button", { name: "Follow", exact: true }).click();
    await line(phone, "欢迎参加春季分享会");
    await page.reload();
    await line(phoneOf(page, "小明"), "欢迎参加春季分享会");
    await bench.simulator.control("POST", "/reset");
    await page.getByText("The attendees you play appear here").waitFor();
    await close();
  });

  test("a lost connection is told, and comes back by itself with what happened meanwhile", async () => {
    const sockets = [];
    const { page, close } = await bench.open({ prepare: (made) => made.routeWebSocket("**/control/live", (socket) => { sockets.push(socket); socket.connectToServer(); }) });
    const phone = await addPerson(page, "小明");
    await openChat(phone);
    await page.clock.install();
    await sockets.at(-1).close();
    await page.locator(".signal.lost").waitFor();
    await bench.simulator.control("POST", `/people/${await openIdOf(bench, "小明")}/follow`, {});
    await page.clock.runFor(1000);
    await page.locator(".signal.live").waitFor();
    await line(phone, "欢迎参加春季分享会");
    await close();
  });

  test("on a narrow page one phone is shown, and a tap on a face changes it", async () => {
    const { page, close } = await bench.open({ width: 375, height: 740 });
    await page.getByRole("button", { name: "Add person" }).first().click();
    await page.locator("section.phone.front").waitFor();
    await page.locator("nav").getByRole("button", { name: "Add person" }).click();
    const phones = page.locator("section.phone");
    await phones.nth(1).waitFor();
    assert.deepEqual([await phones.nth(0).isVisible(), await phones.nth(1).isVisible()], [false, true]);
    await page.locator("nav .person").nth(1).click();
    await phones.nth(0).waitFor({ state: "visible" });
    assert.equal(await phones.nth(1).isVisible(), false);
    const openId = await openIdOf(bench, "访客 2");
    await phones.nth(0).getByRole("button", { name: /Official account/ }).click();
    await page.locator("nav .person").nth(0).click();
    await phones.nth(1).waitFor({ state: "visible" });
    await phones.nth(1).getByRole("button", { name: /Official account/ }).click();
    await page.locator("nav .person").nth(1).click();
    await phones.nth(0).waitFor({ state: "visible" });
    await bench.simulator.control("POST", `/people/${openId}/follow`, {});
    await page.locator("nav .person").nth(0).getByText("1 unread").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375);
    await close();
  });

  test("the story from adding a person to an answer needs no mouse", async () => {
    const { page, close } = await bench.open();
    const press = async (key, times = 1) => { for (let n = 0; n < times; n += 1) await page.keyboard.press(key); };
    const until = async (name, role = "button") => {
      for (let tries = 0; tries < 60; tries += 1) {
        await press("Tab");
        const found = await page.evaluate(() => ({ role: document.activeElement.getAttribute("role") ?? document.activeElement.tagName.toLowerCase(), words: document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent }));
        if (found.words.includes(name)) return;
      }
      assert.fail(`${role} ${name} cannot be reached with Tab`);
    };
    await until("Nickname");
    await page.keyboard.type("小明");
    await press("Enter");
    const phone = phoneOf(page, "小明");
    await phone.waitFor();
    await until("Official account");
    await press("Enter");
    await until("Follow");
    await press("Enter");
    await line(phone, "欢迎参加春季分享会");
    await phone.getByRole("textbox", { name: "Message" }).waitFor();
    await until("Message");
    await page.keyboard.type("你好");
    await press("Enter");
    await line(phone, "你说的是「你好」");
    await until("About");
    await press("Enter");
    await phone.getByRole("dialog").waitFor();
    await press("Escape");
    assert.equal(await phone.getByRole("dialog").count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "About the account");
    await close();
  });

  test("the language and the theme change at once and are remembered", async () => {
    const { page, close } = await bench.open({ language: "zh" });
    await page.getByRole("heading", { name: "微信模拟器" }).waitFor();
    await page.getByRole("button", { name: "外观：跟随系统" }).click();
    await page.getByRole("button", { name: "外观：浅色" }).click();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { name: "WeChat simulator" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    await close();
  });
});
