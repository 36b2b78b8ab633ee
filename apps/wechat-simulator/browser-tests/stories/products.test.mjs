import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { skipReason, startBench } from "../lib/bench.mjs";
import { addPerson, line, openChat, openIdOf } from "../lib/scene.mjs";
import { CORP, PROGRAM } from "../lib/simulator.mjs";

describe("mini programs and WeCom on the phone", { skip: skipReason() }, () => {
  let bench;
  before(async () => { bench = await startBench(); });
  after(() => bench?.stop());
  beforeEach(() => bench.fresh());

  const asProgram = async (path, body) => {
    const { access_token: token } = await bench.simulator.call("POST", "/cgi-bin/stable_token", { grant_type: "client_credential", ...PROGRAM });
    return bench.simulator.call("POST", `${path}?access_token=${token}`, body);
  };

  const asApp = async (path, body) => {
    const { access_token: token } = await bench.simulator.call("GET", `/cgi-bin/gettoken?${new URLSearchParams(CORP)}`);
    return bench.simulator.call("POST", `${path}?access_token=${token}`, body);
  };

  /** What the account was told, by the events' names. */
  const told = async (account, name) => {
    for (let tries = 0; tries < 200; tries += 1) {
      const { items } = await bench.simulator.control("GET", `/callbacks?account=${account}`);
      const found = items.find(({ message }) => message === name);
      if (found) return found;
      await new Promise((resolve) => { setTimeout(resolve, 25); });
    }
    throw new Error(`${account} was not told ${name}`);
  };

  const handed = async (phone, name) => {
    await phone.getByRole("button", { name, exact: true }).click();
    return JSON.parse(await phone.getByRole("region", { name, exact: true }).locator("pre").textContent());
  };

  test("a mini program gets a login code, a phone number and signed user info, as its client would", async () => {
    const { page, problems, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone, /Mini program/);
    await phone.getByRole("button", { name: "More actions" }).click();
    await phone.getByRole("button", { name: "Open mini program" }).click();
    const { code } = await handed(phone, "Log in (wx.login)");
    const query = new URLSearchParams({ ...PROGRAM, js_code: code, grant_type: "authorization_code" });
    const session = await bench.simulator.call("GET", `/sns/jscode2session?${query}`);
    assert.equal(session.openid, await openIdOf(bench, "小明", "miniprogram"));
    const number = await asProgram("/wxa/business/getuserphonenumber", await handed(phone, "Phone number"));
    assert.match(number.phone_info.purePhoneNumber, /^1000/);
    const info = await handed(phone, "User info");
    assert.deepEqual(Object.keys(info).sort(), ["encryptedData", "iv", "rawData", "signature"]);
    assert.deepEqual(problems, []);
    await close();
  });

  test("customer service of a mini program answers within its window", async () => {
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone, /Mini program/);
    await phone.getByRole("button", { name: "More actions" }).click();
    await phone.getByRole("button", { name: "Enter event" }).click();
    await line(phone, "Entered the conversation");
    const touser = await openIdOf(bench, "小明", "miniprogram");
    const sent = await asProgram("/cgi-bin/message/custom/send", { touser, msgtype: "text", text: { content: "需要帮忙吗？" } });
    assert.equal(sent.errcode, 0);
    await line(phone, "需要帮忙吗？");
    await close();
  });

  test("an app of WeCom sends cards, and a pressed button tells the app", async () => {
    await bench.simulator.control("POST", "/settings?account=wecom", { callbackUrl: `${bench.product.url}/callback` });
    const { page, problems, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone, /WeCom/);
    const touser = await openIdOf(bench, "小明", "wecom");
    const { items } = await bench.simulator.control("GET", "/accounts");
    const agentid = items.find(({ account }) => account === "wecom").agentId;
    const send = (msgtype, message) => asApp("/cgi-bin/message/send", { touser, agentid, msgtype, [msgtype]: message });
    assert.equal((await send("textcard", { title: "审批提醒", description: "<div class=\"gray\">3月1日</div><div class=\"highlight\">请在今天处理</div>", url: "https://example.com/approve", btntxt: "去处理" })).errcode, 0);
    await phone.getByRole("link", { name: "去处理" }).waitFor();
    assert.equal((await send("markdown", { content: "# 会议\n**九点**开始，见 [议程](https://example.com/agenda)\n> 请提前十分钟到场" })).errcode, 0);
    await phone.getByRole("link", { name: "议程" }).waitFor();
    const card = {
      card_type: "button_interaction",
      task_id: "task-1",
      main_title: { title: "报名待审核", desc: "小红报名参加" },
      button_list: [{ text: "同意", style: 1, key: "approve" }, { text: "拒绝", style: 2, key: "refuse" }],
    };
    assert.equal((await send("template_card", card)).errcode, 0);
    await phone.getByRole("button", { name: "同意" }).click();
    await told("wecom", "template_card_event");
    assert.deepEqual(problems, []);
    await close();
  });

  test("the menu of an app acts", async () => {
    await bench.simulator.control("POST", "/settings?account=wecom", { callbackUrl: `${bench.product.url}/callback` });
    const { items } = await bench.simulator.control("GET", "/accounts");
    const agentid = items.find(({ account }) => account === "wecom").agentId;
    const { access_token: token } = await bench.simulator.call("GET", `/cgi-bin/gettoken?${new URLSearchParams(CORP)}`);
    const made = await bench.simulator.call("POST", `/cgi-bin/menu/create?access_token=${token}&agentid=${agentid}`, { button: [{ name: "今日任务", type: "click", key: "today" }] });
    assert.equal(made.errcode, 0);
    const { page, close } = await bench.open();
    const phone = await addPerson(page, "小明");
    await openChat(phone, /WeCom/);
    await phone.getByRole("button", { name: "今日任务" }).click();
    await told("wecom", "click");
    await close();
  });
});
