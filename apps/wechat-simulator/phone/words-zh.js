// Chinese words, by key.

export const ZH = {
  title: "微信模拟器", skip: "跳到手机", language: "English", switchLanguage: "Switch to English",
  theme: { system: "跟随系统", light: "浅色", dark: "深色" }, themeIs: (name) => `外观：${name}`,
  live: "实时", connecting: "连接中", reconnecting: "重连中", callback: "回调", noCallback: "未设置",
  tools: "工具", hideTools: "收起工具", close: "关闭", back: "返回", more: "更多", ok: "确定", cancel: "取消", copy: "复制", copied: "已复制", loading: "加载中…",
  wrong: "操作没有成功：",

  officialAccount: "公众号", miniProgram: "小程序", weCom: "企业微信",
  plain: "明文模式", compatible: "兼容模式", safe: "安全模式",

  people: "用户", addPerson: "添加用户", name: "昵称", nickname: "昵称（可不填）", findPerson: "查找用户", noMatch: "没有匹配的用户。", clearSearch: "清除查找",
  following: "已关注", notFollowing: "未关注", unread: (n) => `${n} 条未读`,
  noPeople: "这里会显示你扮演的参会者。添加一位，让 TA 扫码、关注、发消息。",
  noPhone: "从列表中选择一位用户，打开 TA 的手机。可以同时打开几台。",
  phoneOf: (name) => `${name} 的手机`, closePhone: (name) => `收起 ${name} 的手机`, newMessage: (name) => `${name} 收到新消息`,
  skeleton: "正在加载手机",

  chats: "微信", scan: "扫一扫", openPage: "打开网页", notYet: "还没有往来", openChat: "进入聊天",
  noAccount: "平台上还没有账号。",
  follow: "关注", unfollow: "取消关注", followFirst: "关注后可以收发消息。",
  send: "发送", message: "消息", writeHere: "输入消息", noChat: "还没有消息。", noChatFollow: "扫一个活动码，或关注后发一条消息。",
  chatOf: (name) => `${name} 的聊天记录`, toKeyboard: "切换到键盘", toMenu: "切换到菜单", menu: "菜单", actions: "更多操作",
  didFollow: "关注了公众号", didUnfollow: "取消了关注", didScan: "扫描了二维码", didClick: "点击了菜单", didView: "打开了链接",
  didAccept: "同意了订阅", didReject: "拒绝了订阅", didWhereabouts: "上报了位置", didEnter: "进入了会话", didCard: "点击了卡片按钮", enterChat: "进入会话", didMiniprogram: "从菜单打开小程序", did: (what) => `操作：${what}`,
  sending: "发送中…", redelivering: (n) => `未收到答复，正在第 ${n} 次投递（共 3 次）`,
  answeredLate: (n) => `第 ${n} 次投递后收到答复`, failed: (n) => `投递 ${n} 次，均未收到有效答复`,
  unavailable: "该公众号暂时无法提供服务，请稍后再试",

  customMessage: "客服消息", templateMessage: "服务通知", details: "查看详情", subscribeMessage: "订阅通知",
  image: "图片", voice: "语音", video: "视频", shortVideo: "小视频", music: "音乐", file: "文件", place: "位置", linkCard: "链接", article: "图文消息",
  wxcard: "卡券", miniProgramCard: "小程序", transfer: "已转接人工客服", recalled: "撤回了一条消息", cardUpdated: "更新了一张卡片", event: "事件",
  untitled: "（无标题）", media: (id) => `素材 ${id}`, unknownMessage: (type) => `${type} 消息`,
  submit: "提交", chosen: (words) => `已选择：${words}`,

  address: "链接地址", words: "文字", pictureAddress: "图片地址（可不填）", recognition: "语音识别结果（可不填）",
  latitude: "纬度", longitude: "经度", label: "地点名称", linkTitle: "标题", linkText: "描述（可不填）",
  sendPlace: "发送位置", reportPlace: "上报地理位置", sendPage: "发送小程序卡片", sendLink: "发送链接", sendVoice: "发送语音", sendImage: "发送图片", sendVideo: "发送视频",
  subscribe: "订阅通知", pay: "模拟支付", payDone: "已支付，48 小时内可收客服消息", pictures: "张数（1–9）",
  scanResult: "扫码结果", menuScan: "扫码按钮", menuPictures: "发图按钮", menuPlace: "位置按钮", shownOnPhone: "此按钮只在手机上展示素材，公众号不会收到事件。",

  scanTitle: "扫一扫", codes: "平台上的二维码", noCodes: "还没有二维码。公众号生成二维码后会出现在这里。",
  pasteLabel: "粘贴二维码里的链接、ticket 或场景值", scanAs: "账号", expired: "已过期", validUntil: (at) => `有效至 ${at}`, permanent: "永久",

  goTo: "前往", newTab: "在新标签页打开", frameHint: "页面空白？它可能不允许嵌入，请在新标签页打开。", page: "网页", badAddress: "请输入 http 或 https 链接。",

  askSubscribe: (name) => `${name} 申请发送通知`, askSubscribeNote: "允许后，每个模板可以收到一条通知。", always: "总是保持以上选择，不再询问",
  allow: "允许", deny: "拒绝", chooseTemplates: "网页要申请哪些模板（最多 3 个）", otherTemplate: "其他模板 ID", ask: "弹出授权窗口",
  noTemplates: "还没有登记的订阅模板，可以直接填写模板 ID。", alwaysAllowed: "按“总是允许”自动同意", alwaysDenied: "按“总是拒绝”自动拒绝", forgetAlways: "忘记记住的选择", tooMany: "最多选择 3 个模板。", chooseOne: "请选择至少一个模板。",
  oneTime: (name) => `${name} 申请向你发送一次性消息`,

  loginTitle: (name) => `${name} 申请使用`, loginAsk: "你的昵称、头像", loginNote: (scope) => `网页授权 ${scope}`, whoIsIt: "谁在使用微信？", snapshot: "以快照页打开",
  silent: "静默授权 snsapi_base，正在跳转…", ready: "正在进入页面…",

  program: "小程序", openProgram: "打开小程序", programPage: "页面", login: "登录（wx.login）", loginCode: "登录 code", code: "code", codeNote: "一次有效，5 分钟内使用。",
  clientSends: "客户端会发送", phoneButton: "获取手机号", userInfo: "用户信息", phoneNumber: "手机号", programNote: "这里代替小程序的界面：点按钮得到客户端能拿到的东西，再发给你的服务端。",
  endpoint: "你的登录接口（可不填）", sendTo: "发送到接口", answer: "接口的回答", foreignProgram: (id) => `小程序 ${id}`, noProgram: "模拟器里没有这个小程序账号。", programCodes: "给这位用户的凭据",

  about: "账号资料", openId: "OpenID", unionId: "UnionID", tags: "标签", remark: "备注", consents: "订阅次数", windows: "可发客服消息", none: "无", blacklisted: "在黑名单中",
  windowLine: (by, left, until) => `${by}：剩 ${left} 条，至 ${until}`, windowMessage: "用户消息", windowClick: "菜单点击", windowFollow: "关注", windowScan: "扫码", windowPayment: "支付", unlimited: "不限",
  profileEvents: "资料变更事件", profileModified: "资料被清理", profileRevoked: "撤回授权", profileCancelled: "注销账号",
  enterProgram: "小程序入口",

  wire: "线上", nothingOnWire: "还没有请求。发生的每一次回调和接口调用都会出现在这里。", noWireMatch: "没有匹配的请求。", clearFilters: "清除筛选",
  direction: "方向", all: "全部", toCallback: "→ 回调", toApi: "← 接口", onlyFailed: "只看失败", find: "查找", anyAccount: "所有账号", accountLabel: "账号",
  query: "查询参数", request: "请求体", clear: "加密前的消息", response: "响应体", reply: "解密后的回复", emptyBody: "（空）", secretsHidden: "令牌和密钥已隐藏。",

  faults: "故障", plant: "植入故障", api: "接口（* 为所有）", action: "发生什么", noFaults: "没有故障，所有调用正常。", removeFaults: "清除全部故障",
  faultErrcode: "返回错误码", faultHttp: "返回 HTTP 状态", faultHtml: "返回网页而不是 JSON", faultBefore: "生效前断开", faultAfter: "生效后断开", faultTruncate: "只返回半个 JSON", faultDelay: "只延迟",
  errcode: "错误码", httpStatus: "HTTP 状态", delay: "延迟（毫秒，可不填）", times: "次数（可不填）", every: "每几次一次（可不填）", probability: "概率 0–1（可不填）",
  faultState: (happened, matched) => `发生 ${happened} / 匹配 ${matched}`, spent: "已用完", planted: "故障已植入", removed: "故障已清除",

  platform: "时间与平台", simulatedTime: "模拟时间", offset: (words) => `比真实时间快 ${words}`, realTime: "与真实时间一致", advance: "前进", back1: "回到真实时间",
  minute: "1 分钟", hour: "1 小时", day: "1 天", twoDays: "48 小时", seconds: "秒", moved: "时间已调整",
  tokens: "令牌", expireTokens: "让令牌全部过期", expiredNow: "令牌已过期", lifetime: "新令牌的有效期（秒）", set: "设置", done: "已设置",
  quotaApi: "接口", phoneData: "手机号（旧版加密）", quota: "今日剩余次数", remaining: "剩余次数", callbackSettings: "回调", callbackUrl: "回调地址（留空则停止）", messageMode: "消息模式", retryTimeout: "等待回答（毫秒）", save: "保存", saved: "已保存", verify: "验证地址", verified: "回调地址验证通过", notVerified: (why) => `验证失败：${why}`,
  resetAll: "清空模拟器", resetNote: "删除用户、聊天、二维码、故障和记录；账号、设置和令牌保留。", resetSure: "确定清空", resetDone: "已清空",
};
