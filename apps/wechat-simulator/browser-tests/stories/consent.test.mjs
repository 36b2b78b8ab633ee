import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { skipReason, startBench } from "../lib/bench.mjs";
import { addPerson, line, openChat, openIdOf, received } from "../lib/scene.mjs";
import { OFFICIAL } from "../lib/simulator.mjs";

describe("what a person agrees to", { skip: skipReason() }, () => {
  let bench;
  before(async () => { bench = await startBench(); });
  after(() => bench?.stop());
  beforeEach(() => bench.fresh());

  const login = (scope) => {
    const query = new URLSearchParams({ appid: OFFICIAL.appid, redirect_uri: `${bench.product.url}/profile`, response_type: "code", scope, state: "s1" });
    return `https://open.weixin.qq.com/connect/oauth2/authorize?${query}#wechat_redirect`;
  };

  const browse = async (page, phone, address) => {
    await phone.getByRole("button", { name: "Open a page" }).click();
    await phone.getByLabel("Address").fill(address);
    await page.keyboard.press("Enter");
    return phone.frameLocator("iframe");
  };

  const profile = async (code) => {
    const query = new URLSearchParams({ ...OFFICIAL, code, grant_type: "authorization_code" });
    return bench.simulator.call("GET", `/sns/oauth2/access_token?${query}`);
  };

  const codeIn = async (frame) => {
    const shown = await frame.getByText(/^code=/).textContent();
    return shown.slice("code=".length);
  };

  test("a login for the profile asks, and leads back with a code of this person", async () => {
    const { page, problems, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    const frame = await browse(page, phone, login("snsapi_userinfo"));
    await frame.getByRole("heading", { name: /asks for/ }).waitFor();
    await frame.getByRole("button", { name: "Allow" }).click();
    await frame.getByRole("heading", { name: "Page /profile" }).waitFor();
    const granted = await profile(await codeIn(frame));
    assert.equal(granted.openid, await openIdOf(bench, "小明"));
    assert.equal(granted.scope, "snsapi_userinfo");
    assert.deepEqual(problems, []);
    await close();
  });

  test("a login that is refused leads back without a code", async () => {
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    const frame = await browse(page, phone, login("snsapi_userinfo"));
    await frame.getByRole("button", { name: "Deny" }).click();
    await frame.getByText("state=s1").waitFor();
    assert.equal(await frame.getByText(/^code=/).count(), 0);
    await close();
  });

  test("a silent login asks nothing, each phone as its own person", async () => {
    const { page, close } = await bench.open();
    for (const name of ["小明", "小红"]) {
      const phone = await addPerson(page, name);
      const frame = await browse(page, phone, login("snsapi_base"));
      await frame.getByRole("heading", { name: "Page /profile" }).waitFor();
      assert.equal((await profile(await codeIn(frame))).openid, await openIdOf(bench, name));
    }
    await close();
  });

  test("in a tab of its own the login page asks who it is", async () => {
    const { page, close } = await bench.open();
    await addPerson(page, "小明");
    const tab = await page.context().newPage();
    const { pathname, search } = new URL(login("snsapi_userinfo"));
    await tab.goto(`${bench.simulator.url}${pathname}${search}`);
    await tab.getByRole("heading", { name: "Who uses WeChat?" }).waitFor();
    await tab.getByRole("button", { name: /小明/ }).click();
    await tab.getByRole("button", { name: "Allow" }).click();
    await tab.getByRole("heading", { name: "Page /profile" }).waitFor();
    await close();
  });

  test("a subscription that is agreed to is good for one notice; always asks no more", async () => {
    await bench.simulator.control("POST", "/templates", { templateId: "starts-soon", title: "活动开始提醒", content: "活动:{{thing1.DATA}}", subscribe: true });
    const { page, problems, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone);
    await phone.getByRole("button", { name: "Follow", exact: true }).click();
    await phone.getByRole("button", { name: "More actions" }).click();
    const ask = async () => {
      await phone.getByRole("button", { name: "Subscribe", exact: true }).click();
      await phone.getByRole("checkbox", { name: /活动开始提醒/ }).check();
      await phone.getByRole("button", { name: "Show the consent dialog" }).click();
    };
    const touser = await openIdOf(bench, "小明");
    const notify = () => bench.api("/cgi-bin/message/subscribe/bizsend", { touser, template_id: "starts-soon", data: { thing1: { value: "春季分享会" } } });
    assert.equal((await notify()).errcode, 43101);

    await ask();
    await phone.getByRole("dialog", { name: /would like to notify you/ }).getByRole("button", { name: "Allow" }).click();
    assert.equal((await received(bench, ({ Event }) => Event === "subscribe_msg_popup_event")).SubscribeStatusString, "accept");
    assert.equal((await notify()).errcode, 0);
    await line(phone, "春季分享会");
    assert.equal((await notify()).errcode, 43101);

    bench.product.received.length = 0;
    await ask();
    const dialog = phone.getByRole("dialog", { name: /would like to notify you/ });
    await dialog.getByRole("checkbox", { name: /Always keep/ }).check();
    await dialog.getByRole("button", { name: "Deny" }).click();
    assert.equal((await received(bench, ({ Event }) => Event === "subscribe_msg_popup_event")).SubscribeStatusString, "reject");
    await ask();
    await phone.getByText("Refused by “always”").waitFor();
    assert.equal((await notify()).errcode, 43101);
    assert.deepEqual(problems, []);
    await close();
  });

  test("a one-time subscription goes back to the page that asked", async () => {
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    const query = new URLSearchParams({ action: "get_confirm", appid: OFFICIAL.appid, scene: "7", template_id: "once", redirect_url: `${bench.product.url}/once`, reserved: "r" });
    await browse(page, phone, `https://mp.weixin.qq.com/mp/subscribemsg?${query}#wechat_redirect`);
    await phone.getByRole("dialog", { name: /one message/ }).getByRole("button", { name: "Allow" }).click();
    await phone.frameLocator("iframe").getByText("action=confirm").waitFor();
    const touser = await openIdOf(bench, "小明");
    const sent = await bench.api("/cgi-bin/message/template/subscribe", { touser, template_id: "once", scene: 7, title: "提醒", data: { content: { value: "开始了" } } });
    assert.equal(sent.errcode, 0);
    await close();
  });
});
