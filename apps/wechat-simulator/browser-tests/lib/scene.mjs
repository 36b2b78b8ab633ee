// What most stories begin with.

export const MENU = {
  button: [
    { name: "会议日程", type: "click", key: "agenda" },
    { name: "我的", sub_button: [{ name: "我的门票", type: "click", key: "ticket" }, { name: "活动官网", type: "view", url: "https://example.com/home" }, { name: "扫码签到", type: "scancode_waitmsg", key: "scan" }] },
    { name: "发现", sub_button: [{ name: "上传照片", type: "pic_weixin", key: "photo" }, { name: "发送位置", type: "location_select", key: "place" }] },
  ],
};

/** A scene code of the official account. */
export function makeCode(bench, scene) {
  return bench.api("/cgi-bin/qrcode/create", { action_name: "QR_LIMIT_STR_SCENE", action_info: { scene: { scene_str: scene } } });
}

/** Adds a person by the form on the page and returns their phone. */
export async function addPerson(page, nickname) {
  await page.getByRole("textbox", { name: /Nickname|昵称/ }).fill(nickname);
  await page.getByRole("button", { name: /^(Add person|添加用户)$/ }).first().click();
  const phone = phoneOf(page, nickname);
  await phone.waitFor();
  return phone;
}

export function phoneOf(page, nickname) {
  return page.locator(`section.phone[aria-label*="${nickname}"]`);
}

/** Opens the chat with an account; the names are those of the accounts that are there from the start. */
export async function openChat(phone, name = /Official account|公众号/) {
  await phone.getByRole("button", { name }).first().click();
  await phone.getByRole("log").waitFor();
}

/** The person's open id for an account. */
export async function openIdOf(bench, nickname, account = "default") {
  const { items } = await bench.simulator.control("GET", `/people?account=${account}&newest=true`);
  return items.find((person) => person.nickname === nickname)?.openId;
}

/** Waits for a line of the chat. */
export function line(phone, words) {
  return phone.getByRole("log").getByText(words).first().waitFor();
}

/** Waits until the product has received what fits. */
export async function received(bench, fits) {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = bench.product.received.find(fits);
    if (found) return found;
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
  throw new Error(`the product received only ${JSON.stringify(bench.product.received)}`);
}
