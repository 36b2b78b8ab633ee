// Chinese and English.

const WORDS = {
  zh: {
    title: "微信模拟器", skip: "跳到手机", language: "English", switchLanguage: "Switch to English",
    live: "实时", connecting: "连接中", reconnecting: "重连中", callback: "回调",
    plain: "明文模式", compatible: "兼容模式", safe: "安全模式",
    people: "用户", addPerson: "添加用户", nickname: "昵称（可不填）", following: "已关注", notFollowing: "未关注",
    unread: (n) => `${n} 条未读`, close: "关闭", closePhone: (name) => `收起 ${name} 的手机`,
    noPeople: "这里会显示你扮演的参会者。添加一位，让 TA 扫码、关注、发消息。",
    noPhone: "从列表中选择一位用户，打开 TA 的手机。可以同时打开几台。",
    follow: "关注", unfollow: "取消关注", scan: "扫一扫", menu: "菜单", send: "发送", message: "消息",
    writeHere: "输入消息", noChat: "还没有消息。扫一个活动码，或关注后发一条消息。", chatOf: (name) => `${name} 的聊天记录`,
    tag: (id) => `标签 ${id}`,
    didFollow: "关注了公众号", didUnfollow: "取消了关注", didScan: "扫描了二维码", didClick: "点击了菜单", didView: "打开了链接",
    sending: "发送中…", redelivering: (n) => `未收到答复，正在第 ${n} 次投递（共 3 次）`,
    answeredLate: (n) => `第 ${n} 次投递后收到答复`, failed: (n) => `投递 ${n} 次，均未收到有效答复`,
    unavailable: "该公众号暂时无法提供服务，请稍后再试",
    customMessage: "客服消息", templateMessage: "模板消息", details: "详情",
    scanTitle: "扫一扫", codes: "公众号创建的二维码", noCodes: "还没有二维码。在管理后台为活动生成二维码后会出现在这里。",
    pasteLabel: "输入 ticket 或场景值", expired: "已过期", validUntil: (at) => `有效至 ${at}`, permanent: "永久",
    menuTitle: "菜单事件", clickKey: "CLICK 菜单 key", viewUrl: "VIEW 链接", tap: "点击", open: "打开",
    wire: "线上", nothingOnWire: "还没有请求。发生的每一次回调和接口调用都会出现在这里。",
    query: "查询参数", request: "请求体", clear: "加密前的消息", response: "响应体", reply: "解密后的回复", emptyBody: "（空）",
    wrong: "操作没有成功：", newMessage: (name) => `${name} 收到新消息`,
  },
  en: {
    title: "WeChat simulator", skip: "Skip to the phones", language: "中文", switchLanguage: "切换到中文",
    live: "Live", connecting: "Connecting", reconnecting: "Reconnecting", callback: "Callback",
    plain: "Plain mode", compatible: "Compatible mode", safe: "Safe mode",
    people: "People", addPerson: "Add person", nickname: "Nickname (optional)", following: "Following", notFollowing: "Not following",
    unread: (n) => `${n} unread`, close: "Close", closePhone: (name) => `Put away the phone of ${name}`,
    noPeople: "The attendees you play appear here. Add one and let them scan, follow and write.",
    noPhone: "Choose a person from the list to open their phone. Several can be open at once.",
    follow: "Follow", unfollow: "Unfollow", scan: "Scan", menu: "Menu", send: "Send", message: "Message",
    writeHere: "Write a message", noChat: "No messages yet. Scan an event's code, or follow and write.", chatOf: (name) => `Chat of ${name}`,
    tag: (id) => `Tag ${id}`,
    didFollow: "Followed the account", didUnfollow: "Left the account", didScan: "Scanned a code", didClick: "Tapped a menu item", didView: "Opened a link",
    sending: "Sending…", redelivering: (n) => `No answer; delivering again, attempt ${n} of 3`,
    answeredLate: (n) => `Answered at attempt ${n}`, failed: (n) => `No usable answer in ${n} attempts`,
    unavailable: "该公众号暂时无法提供服务，请稍后再试",
    customMessage: "Customer service", templateMessage: "Template message", details: "Details",
    scanTitle: "Scan", codes: "Codes the account created", noCodes: "No codes yet. They appear here when an event's codes are made in the admin.",
    pasteLabel: "Ticket or scene", expired: "Expired", validUntil: (at) => `Until ${at}`, permanent: "Permanent",
    menuTitle: "Menu events", clickKey: "Key of a CLICK item", viewUrl: "Address of a VIEW item", tap: "Tap", open: "Open",
    wire: "Wire", nothingOnWire: "Nothing yet. Every callback and API call appears here.",
    query: "Query", request: "Request body", clear: "Message before encryption", response: "Response body", reply: "Reply after decryption", emptyBody: "(empty)",
    wrong: "That did not work: ", newMessage: (name) => `New message for ${name}`,
  },
};

const KEY = "simulator.language";
let language = localStorage.getItem(KEY) ?? (navigator.language.startsWith("zh") ? "zh" : "en");
if (!(language in WORDS)) language = "zh";

/** The word or sentence for a key, with what it needs. */
export function say(key, ...values) {
  const word = WORDS[language][key];
  return typeof word === "function" ? word(...values) : word;
}

/** Changes to the other language and remembers it. */
export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem(KEY, language);
}

/** The language of the document. */
export function documentLanguage() {
  return language === "zh" ? "zh-CN" : "en";
}
