import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { skipReason, startBench } from "../lib/bench.mjs";
import { MENU, addPerson, line, makeCode, openChat, openIdOf, received } from "../lib/scene.mjs";

describe("a chat with an official account", { skip: skipReason() }, () => {
  let bench;
  before(async () => { bench = await startBench(); });
  after(() => bench?.stop());
  beforeEach(() => bench.fresh());

  test("a person follows by scanning a code, and is welcomed", async () => {
    await makeCode(bench, "spring-2026");
    const { page, problems, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await phone.getByRole("button", { name: "Scan", exact: true }).click();
    await phone.getByRole("button", { name: /spring-2026/ }).click();
    await line(phone, "欢迎参加春季分享会");
    const event = await received(bench, ({ Event }) => Event === "subscribe");
    assert.equal(event.EventKey, "qrscene_spring-2026");
    assert.deepEqual(problems, []);
    await close();
  });

  test("what is written is answered, with links that open on the phone", async () => {
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone);
    await phone.getByRole("button", { name: "Follow", exact: true }).click();
    await phone.getByRole("textbox", { name: "Message" }).fill("报名");
    await page.keyboard.press("Enter");
    await line(phone, "你说的是「报名」");
    const link = phone.getByRole("log").getByRole("link", { name: "这里" });
    assert.equal(await link.getAttribute("href"), "https://example.com/checkin");
    await close();
  });

  test("a new code appears in an open scanner, and a pasted scene is scanned", async () => {
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await phone.getByRole("button", { name: "Scan", exact: true }).click();
    await phone.getByText("No codes yet").waitFor();
    await makeCode(bench, "late-code");
    await phone.getByRole("button", { name: /late-code/ }).waitFor();
    await phone.getByLabel("Paste a code's address, ticket or scene").fill("door-3");
    await page.keyboard.press("Enter");
    const event = await received(bench, ({ Event }) => Event === "subscribe");
    assert.equal(event.EventKey, "qrscene_door-3");
    await close();
  });

  test("the account's menu acts: clicks, pages, scans, pictures and places", async () => {
    await bench.api("/cgi-bin/menu/create", MENU);
    const { page, problems, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone);
    await phone.getByRole("button", { name: "Follow", exact: true }).click();
    await phone.getByRole("button", { name: "会议日程" }).click();
    await line(phone, "春季分享会议程");
    await phone.getByRole("button", { name: "我的" }).click();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await line(phone, "菜单 ticket");

    await phone.getByRole("button", { name: "我的" }).click();
    await phone.getByRole("button", { name: "扫码签到" }).click();
    await phone.getByLabel("Paste a code's address, ticket or scene").fill("ticket-0001");
    await phone.getByRole("dialog").getByRole("button", { name: "Scan", exact: true }).click();
    assert.equal((await received(bench, ({ Event }) => Event === "scancode_waitmsg")).ScanResult, "ticket-0001");
    await phone.getByRole("dialog").waitFor({ state: "detached" });

    await phone.getByRole("button", { name: "发现" }).click();
    await phone.getByRole("button", { name: "上传照片" }).click();
    await phone.getByRole("spinbutton", { name: /Pictures/ }).fill("3");
    await phone.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    assert.equal((await received(bench, ({ Event }) => Event === "pic_weixin")).Count, "3");
    await phone.getByRole("dialog").waitFor({ state: "detached" });

    await phone.getByRole("button", { name: "发现" }).click();
    await phone.getByRole("button", { name: "发送位置" }).click();
    await phone.getByLabel("Name of the place").fill("一号门");
    await phone.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    assert.equal((await received(bench, ({ Event }) => Event === "location_select")).Label, "一号门");

    await phone.getByRole("button", { name: "Switch to the keyboard" }).click();
    await phone.getByRole("textbox", { name: "Message" }).waitFor();
    await phone.getByRole("button", { name: "Switch to the menu" }).click();
    assert.deepEqual(problems, []);
    await close();
  });

  test("a menu that is made while the chat is open appears", async () => {
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone);
    await phone.getByRole("button", { name: "Follow", exact: true }).click();
    await line(phone, "欢迎参加春季分享会");
    await bench.api("/cgi-bin/menu/create", MENU);
    await phone.getByRole("button", { name: "会议日程" }).waitFor();
    await close();
  });

  test("notices arrive as cards, messages of the customer service in all their types", async () => {
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone);
    await phone.getByRole("button", { name: "Follow", exact: true }).click();
    await phone.getByRole("textbox", { name: "Message" }).fill("在吗");
    await page.keyboard.press("Enter");
    await line(phone, "你说的是「在吗」");
    const touser = await openIdOf(bench, "小明");
    const sent = await bench.api("/cgi-bin/message/template/send", { touser, template_id: "starts-soon", url: "https://example.com/event", data: { thing1: { value: "春季分享会" }, time2: { value: "2026年3月1日 09:00" } } });
    assert.equal(sent.errcode, 0);
    await line(phone, "春季分享会");
    await phone.getByRole("link", { name: "Details" }).waitFor();
    const custom = (msgtype, message) => bench.api("/cgi-bin/message/custom/send", { touser, msgtype, [msgtype]: message });
    assert.equal((await custom("msgmenu", { head_content: "满意吗？", list: [{ id: "101", content: "满意" }, { id: "102", content: "不满意" }], tail_content: "谢谢" })).errcode, 0);
    await phone.getByRole("button", { name: "满意", exact: true }).click();
    assert.equal((await received(bench, ({ bizmsgmenuid }) => bizmsgmenuid)).bizmsgmenuid, "101");
    assert.equal((await custom("miniprogrampage", { title: "我的门票", appid: "wxbrowsertest0002", pagepath: "pages/ticket", thumb_media_id: "m" })).errcode, 0);
    await phone.getByRole("button", { name: /我的门票/ }).waitFor();
    assert.equal((await custom("news", { articles: [{ title: "会后回顾", description: "照片与录像", url: "https://example.com/review", picurl: "" }] })).errcode, 0);
    await phone.getByRole("link", { name: /会后回顾/ }).waitFor();
    await close();
  });

  test("what others write stays text: no markup, no script behind a link", async () => {
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "<b id=bold>小明</b>");
    await openChat(phone);
    await phone.getByRole("button", { name: "Follow", exact: true }).click();
    await line(phone, "欢迎参加春季分享会");
    const touser = await openIdOf(bench, "<b id=bold>小明</b>");
    const content = "<img src=x onerror=\"window.struck=1\"> <a href=\"javascript:window.struck=1\">点这里</a>";
    await bench.api("/cgi-bin/message/custom/send", { touser, msgtype: "text", text: { content } });
    await line(phone, "点这里");
    assert.equal(await phone.getByRole("link", { name: "点这里" }).count(), 0);
    assert.equal(await page.locator("#bold, .chat img").count(), 0);
    assert.equal(await page.evaluate(() => window.struck), undefined);
    await close();
  });

  test("an answer that does not come is told at the message", async () => {
    await bench.simulator.control("POST", "/settings", { callbackUrl: "http://127.0.0.1:9/callback" });
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone);
    await phone.getByRole("button", { name: "Follow", exact: true }).click();
    await line(phone, "No usable answer in 3 attempts");
    await line(phone, "该公众号暂时无法提供服务");
    await close();
  });

  test("pictures, voice, places and links are sent", async () => {
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone);
    await phone.getByRole("button", { name: "Follow", exact: true }).click();
    await phone.getByRole("button", { name: "More actions" }).click();
    await phone.getByRole("button", { name: "Send a picture" }).click();
    await phone.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    assert.match((await received(bench, ({ MsgType }) => MsgType === "image")).PicUrl, /^http/);
    await phone.getByRole("dialog").waitFor({ state: "detached" });
    await phone.getByRole("button", { name: "Send voice" }).click();
    await phone.getByLabel(/speech recognition/).fill("几点开始");
    await phone.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    assert.equal((await received(bench, ({ MsgType }) => MsgType === "voice")).Recognition, "几点开始");
    await phone.getByRole("dialog").waitFor({ state: "detached" });
    await phone.getByRole("button", { name: "Send a link" }).click();
    await phone.getByLabel("Title").fill("活动页");
    await phone.getByLabel("Address").fill("https://example.com/e");
    await phone.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    assert.equal((await received(bench, ({ MsgType }) => MsgType === "link")).Url, "https://example.com/e");
    await close();
  });
});
