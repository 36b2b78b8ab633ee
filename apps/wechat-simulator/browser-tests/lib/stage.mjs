// Two phones with everything on them that a chat can have, and each dialog: for looking at, and for axe.

import { MENU, makeCode, openIdOf } from "./scene.mjs";
import { CORP } from "./simulator.mjs";

/** Fills the simulator; nothing here needs the page. */
export async function fill(bench) {
  await bench.fresh();
  const { control } = bench.simulator;
  await bench.api("/cgi-bin/menu/create", MENU);
  for (const scene of ["spring-2026", "door-3"]) await makeCode(bench, scene);
  await control("POST", "/templates", { templateId: "starts-soon", title: "活动开始提醒", content: "活动:{{thing1.DATA}}", subscribe: true });
  for (const nickname of ["小明", "小红"]) {
    const { openId } = await control("POST", "/people", { nickname });
    await control("POST", `/people/${openId}/follow`, {});
    await control("POST", `/people/${openId}/text`, { content: "明天几点开始？" });
  }
  const { items } = await control("GET", "/people?newest=true");
  await fillWeCom(bench, items.find(({ nickname }) => nickname === "小明").human);
  const touser = await openIdOf(bench, "小明");
  await control("POST", `/people/${touser}/image`, {});
  await bench.api("/cgi-bin/message/template/send", { touser, template_id: "starts-soon", url: "https://example.com/event", data: { thing1: { value: "春季分享会" }, time2: { value: "2026年3月1日 09:00" }, thing3: { value: "国际会议中心三层" } } });
  const custom = (msgtype, message) => bench.api("/cgi-bin/message/custom/send", { touser, msgtype, [msgtype]: message });
  await custom("msgmenu", { head_content: "今天的活动满意吗？", list: [{ id: "101", content: "满意" }, { id: "102", content: "不满意" }], tail_content: "谢谢参与" });
  await custom("miniprogrampage", { title: "我的门票", appid: "wxbrowsertest0002", pagepath: "pages/ticket", thumb_media_id: "thumb" });
  await custom("news", { articles: [{ title: "会后回顾：照片与录像", description: "三个分会场的全部资料", url: "https://example.com/review", picurl: "" }] });
  await control("POST", `/people/${touser}/click`, { key: "agenda" });
  await custom("music", { title: "开场音乐", description: "会场", musicurl: "https://example.com/a.mp3", hqmusicurl: "https://example.com/a.mp3", thumb_media_id: "thumb" });
}

/** What an app of WeCom sends. */
async function fillWeCom(bench, human) {
  const { control, call } = bench.simulator;
  const { items } = await control("GET", "/accounts");
  const agentid = items.find(({ account }) => account === "wecom").agentId;
  await control("POST", "/settings?account=wecom", { callbackUrl: `${bench.product.url}/callback` });
  const { openId: touser } = await control("POST", "/people?account=wecom", { human });
  const { access_token: token } = await call("GET", `/cgi-bin/gettoken?${new URLSearchParams(CORP)}`);
  const send = (msgtype, message) => call("POST", `/cgi-bin/message/send?access_token=${token}`, { touser, agentid, msgtype, [msgtype]: message });
  await send("textcard", { title: "审批提醒", description: "<div class=\"gray\">3月1日</div><div class=\"highlight\">请在今天处理</div>", url: "https://example.com/approve", btntxt: "去处理" });
  await send("markdown", { content: "# 会议\n**九点**开始，见 [议程](https://example.com/agenda)\n> 请提前十分钟到场" });
  await send("template_card", {
    card_type: "button_interaction", task_id: `task-${Date.now()}`, source: { desc: "春季分享会" }, main_title: { title: "报名待审核", desc: "小红报名参加" },
    horizontal_content_list: [{ keyname: "票种", value: "普通票" }, { keyname: "公司", value: "示例公司" }],
    button_list: [{ text: "同意", style: 1, key: "approve" }, { text: "拒绝", style: 2, key: "refuse" }],
  });
}

const words = (zh, en) => new RegExp(`^(${zh}|${en})`);

/** What is on the screen, one after the other; each leaves the page as the next expects it. */
export const VIEWS = [
  ["empty", async () => {}],
  ["chats", async (page) => open(page, "小明")],
  ["chat", async (page) => { await chat(page, "小明"); if (!isNarrow(page)) { await open(page, "小红"); await chat(page, "小红"); } }],
  ["menu", async (page) => phone(page, "小明").getByRole("button", { name: "我的", exact: true }).click()],
  ["actions", async (page) => {
    await page.keyboard.press("Escape");
    await phone(page, "小明").getByRole("button", { name: words("切换到键盘", "Switch to the keyboard") }).click();
    await phone(page, "小明").getByRole("button", { name: words("更多操作", "More actions") }).click();
  }],
  ["subscribe", async (page) => {
    await phone(page, "小明").getByRole("button", { name: /^(订阅通知|Subscribe)$/ }).click();
    await phone(page, "小明").locator("fieldset").waitFor();
  }],
  ["consent", async (page) => {
    await phone(page, "小明").getByRole("checkbox").first().check();
    await phone(page, "小明").getByRole("button", { name: words("弹出授权窗口", "Show the consent") }).click();
    await phone(page, "小明").locator(".consent").waitFor();
  }],
  ["about", async (page) => {
    await page.keyboard.press("Escape");
    await phone(page, "小明").getByRole("button", { name: words("账号资料", "About") }).click();
    await phone(page, "小明").locator(".facts").waitFor();
  }],
  ["scanner", async (page) => {
    await page.keyboard.press("Escape");
    await phone(page, "小明").getByRole("button", { name: words("返回", "Back") }).click();
    await phone(page, "小明").getByRole("button", { name: words("扫一扫", "Scan") }).click();
    await page.locator(".code img").last().evaluate((image) => image.decode());
  }],
  ["program", async (page) => {
    await page.keyboard.press("Escape");
    await chat(page, "小明");
    await phone(page, "小明").getByRole("button", { name: /我的门票/ }).click();
    await phone(page, "小明").locator(".program-page").waitFor();
    await phone(page, "小明").getByRole("button", { name: words("登录（", "Log in") }).click();
    await phone(page, "小明").locator(".handed, .toast.bad").first().waitFor();
  }],
  ["cards", async (page) => {
    await page.keyboard.press("Escape");
    await phone(page, "小明").getByRole("button", { name: words("返回", "Back") }).click();
    await phone(page, "小明").locator("[data-account=wecom]").click();
    await phone(page, "小明").getByRole("button", { name: "同意" }).waitFor();
  }],
  ["login", async (page, bench) => {
    await phone(page, "小明").getByRole("button", { name: words("返回", "Back") }).click();
    await phone(page, "小明").getByRole("button", { name: words("打开网页", "Open a page") }).click();
    const query = new URLSearchParams({ appid: "wxbrowsertest0001", redirect_uri: `${bench.product.url}/profile`, response_type: "code", scope: "snsapi_userinfo", state: "s" });
    await phone(page, "小明").getByRole("textbox").fill(`https://open.weixin.qq.com/connect/oauth2/authorize?${query}`);
    await page.keyboard.press("Enter");
    await phone(page, "小明").frameLocator("iframe").locator(".decision").waitFor();
  }],
  ["wire", async (page) => {
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^(工具|Tools)$/ }).click();
    await page.locator(".exchanges summary").first().click();
  }],
  ["faults", async (page) => {
    await page.getByRole("tab", { name: /故障|Faults/ }).click();
    await page.locator(".faults .empty, .faults code").first().waitFor();
  }],
  ["platform", async (page) => {
    await page.getByRole("tab", { name: /时间|Time/ }).click();
    await page.getByRole("button", { name: /验证地址|Verify address/ }).waitFor();
  }],
];

function isNarrow(page) {
  return page.viewportSize().width < 768;
}

function phone(page, nickname) {
  return page.locator(`section.phone[aria-label*="${nickname}"]`);
}

async function open(page, nickname) {
  await page.locator("nav .person", { hasText: nickname }).click();
  await phone(page, nickname).waitFor();
}

async function chat(page, nickname) {
  await phone(page, nickname).locator("[data-account=default]").click();
  await phone(page, nickname).locator(".menu-bar, .composer").first().waitFor();
}
