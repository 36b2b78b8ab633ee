// English words, by key.

export const EN = {
  title: "WeChat simulator", skip: "Skip to the phones", language: "中文", switchLanguage: "切换到中文",
  theme: { system: "as the system", light: "light", dark: "dark" }, themeIs: (name) => `Theme: ${name}`,
  live: "Live", connecting: "Connecting", reconnecting: "Reconnecting", callback: "Callback", noCallback: "not set",
  tools: "Tools", hideTools: "Hide tools", close: "Close", back: "Back", more: "More", ok: "OK", cancel: "Cancel", copy: "Copy", copied: "Copied", loading: "Loading…",
  wrong: "That did not work: ",

  officialAccount: "Official account", miniProgram: "Mini program", weCom: "WeCom",
  plain: "Plain mode", compatible: "Compatible mode", safe: "Safe mode",

  people: "People", addPerson: "Add person", name: "Nickname", nickname: "Nickname (optional)", findPerson: "Find a person", noMatch: "Nobody matches.", clearSearch: "Clear search",
  following: "Following", notFollowing: "Not following", unread: (n) => `${n} unread`,
  noPeople: "The attendees you play appear here. Add one and let them scan, follow and write.",
  noPhone: "Choose a person from the list to open their phone. Several can be open at once.",
  phoneOf: (name) => `Phone of ${name}`, closePhone: (name) => `Put away the phone of ${name}`, newMessage: (name) => `New message for ${name}`,
  skeleton: "Loading the phone",

  chats: "WeChat", scan: "Scan", openPage: "Open a page", notYet: "Nothing yet", openChat: "Open chat",
  noAccount: "The platform has no account yet.",
  follow: "Follow", unfollow: "Unfollow", followFirst: "Follow to send and receive messages.",
  send: "Send", message: "Message", writeHere: "Write a message", noChat: "No messages yet.", noChatFollow: "Scan an event's code, or follow and write.",
  chatOf: (name) => `Chat of ${name}`, toKeyboard: "Switch to the keyboard", toMenu: "Switch to the menu", menu: "Menu", actions: "More actions",
  didFollow: "Followed the account", didUnfollow: "Left the account", didScan: "Scanned a code", didClick: "Tapped a menu item", didView: "Opened a link",
  didAccept: "Agreed to notices", didReject: "Refused notices", didWhereabouts: "Reported where they are", didEnter: "Entered the conversation", didCard: "Pressed a card's button", enterChat: "Enter event", didMiniprogram: "Opened a mini program", did: (what) => `Did: ${what}`,
  sending: "Sending…", redelivering: (n) => `No answer; delivering again, attempt ${n} of 3`,
  answeredLate: (n) => `Answered at attempt ${n}`, failed: (n) => `No usable answer in ${n} attempts`,
  unavailable: "该公众号暂时无法提供服务，请稍后再试",

  customMessage: "Customer service", templateMessage: "Service notice", details: "Details", subscribeMessage: "Subscribe notice",
  image: "Picture", voice: "Voice", video: "Video", shortVideo: "Short video", music: "Music", file: "File", place: "Place", linkCard: "Link", article: "Article",
  wxcard: "Coupon", miniProgramCard: "Mini program", transfer: "Handed over to a human helper", recalled: "A message was recalled", cardUpdated: "A card was updated", event: "Event",
  untitled: "(no title)", media: (id) => `Media ${id}`, unknownMessage: (type) => `Message of type ${type}`,
  submit: "Submit", chosen: (words) => `Chosen: ${words}`,

  address: "Address", words: "Words", pictureAddress: "Address of a picture (optional)", recognition: "What speech recognition heard (optional)",
  latitude: "Latitude", longitude: "Longitude", label: "Name of the place", linkTitle: "Title", linkText: "Description (optional)",
  sendPlace: "Send a place", reportPlace: "Report place", sendPage: "Send a program card", sendLink: "Send a link", sendVoice: "Send voice", sendImage: "Send a picture", sendVideo: "Send a video",
  subscribe: "Subscribe", pay: "Pay", payDone: "Paid: customer service may write for 48 hours", pictures: "Pictures (1–9)",
  scanResult: "What the camera reads", menuScan: "Scan button", menuPictures: "Pictures button", menuPlace: "Place button", shownOnPhone: "This button shows material on the phone; the account gets no event.",

  scanTitle: "Scan", codes: "Codes on the platform", noCodes: "No codes yet. They appear here when an account makes some.",
  pasteLabel: "Paste a code's address, ticket or scene", scanAs: "Account", expired: "Expired", validUntil: (at) => `Until ${at}`, permanent: "Permanent",

  goTo: "Go", newTab: "Open in a new tab", frameHint: "Empty page? It may refuse to be framed: open it in a new tab.", page: "Page", badAddress: "Enter an http or https address.",

  askSubscribe: (name) => `${name} would like to notify you`, askSubscribeNote: "Allowing lets each template reach you once.", always: "Always keep these choices, do not ask again",
  allow: "Allow", deny: "Deny", chooseTemplates: "Templates the page asks for (3 at most)", otherTemplate: "Another template id", ask: "Show the consent dialog",
  noTemplates: "No subscribe template is registered. You can enter an id.", alwaysAllowed: "Agreed by “always”", alwaysDenied: "Refused by “always”", forgetAlways: "Forget remembered choices", tooMany: "Choose three templates at most.", chooseOne: "Choose at least one template.",
  oneTime: (name) => `${name} would like to send you one message`,

  loginTitle: (name) => `${name} asks for`, loginAsk: "your nickname and picture", loginNote: (scope) => `Web authorisation, ${scope}`, whoIsIt: "Who uses WeChat?", snapshot: "Open as a snapshot page",
  silent: "Silent authorisation, snsapi_base. Going on…", ready: "Opening the page…",

  program: "Mini program", openProgram: "Open mini program", programPage: "Page", login: "Log in (wx.login)", loginCode: "Login code", code: "Code", codeNote: "Works once, within 5 minutes.",
  clientSends: "What the client would send", phoneButton: "Phone number", userInfo: "User info", phoneNumber: "Phone number", programNote: "This stands in for the program's own pages: get what the client would get, then send it to your server.",
  endpoint: "Your login endpoint (optional)", sendTo: "Send to endpoint", answer: "The endpoint's answer", foreignProgram: (id) => `Mini program ${id}`, noProgram: "The simulator has no account of this mini program.", programCodes: "Credentials of this person",

  about: "About the account", openId: "OpenID", unionId: "UnionID", tags: "Tags", remark: "Remark", consents: "Agreed notices", windows: "Customer service may send", none: "None", blacklisted: "On the black list",
  windowLine: (by, left, until) => `${by}: ${left} left, until ${until}`, windowMessage: "Message", windowClick: "Menu click", windowFollow: "Follow", windowScan: "Scan", windowPayment: "Payment", unlimited: "any number",
  profileEvents: "Profile events", profileModified: "Profile cleaned", profileRevoked: "Consent withdrawn", profileCancelled: "Account closed",
  enterProgram: "Entry to the program",

  wire: "Wire", nothingOnWire: "Nothing yet. Every callback and API call appears here.", noWireMatch: "Nothing matches.", clearFilters: "Clear filters",
  direction: "Direction", all: "All", toCallback: "→ callback", toApi: "← API", onlyFailed: "Failed only", find: "Find", anyAccount: "All accounts", accountLabel: "Account",
  query: "Query", request: "Request body", clear: "Message before encryption", response: "Response body", reply: "Reply after decryption", emptyBody: "(empty)", secretsHidden: "Tokens and secrets are hidden.",

  faults: "Faults", plant: "Plant a fault", api: "API (* for all)", action: "What happens", noFaults: "No faults: every call works.", removeFaults: "Remove all faults",
  faultErrcode: "Answers an error code", faultHttp: "Answers an HTTP status", faultHtml: "Answers a page, not JSON", faultBefore: "Drops before it takes effect", faultAfter: "Drops after it took effect", faultTruncate: "Answers half of the JSON", faultDelay: "Only waits",
  errcode: "Error code", httpStatus: "HTTP status", delay: "Delay in ms (optional)", times: "Times (optional)", every: "Every n-th call (optional)", probability: "Probability 0–1 (optional)",
  faultState: (happened, matched) => `happened ${happened}, matched ${matched}`, spent: "Spent", planted: "Fault planted", removed: "Faults removed",

  platform: "Time and platform", simulatedTime: "Simulated time", offset: (words) => `${words} ahead of real time`, realTime: "Same as real time", advance: "Advance", back1: "Back to real time",
  minute: "1 minute", hour: "1 hour", day: "1 day", twoDays: "48 hours", seconds: "Seconds", moved: "Time moved",
  tokens: "Tokens", expireTokens: "Expire all tokens", expiredNow: "Tokens expired", lifetime: "Lifetime of new tokens (s)", set: "Set", done: "Set",
  quotaApi: "API", phoneData: "Phone number (older, encrypted)", quota: "Calls left today", remaining: "Calls left", callbackSettings: "Callback", callbackUrl: "Callback address (empty stops it)", messageMode: "Message mode", retryTimeout: "Waits for an answer (ms)", save: "Save", saved: "Saved", verify: "Verify address", verified: "The callback address is verified", notVerified: (why) => `Not verified: ${why}`,
  resetAll: "Empty the simulator", resetNote: "Deletes people, chats, codes, faults and records; accounts, settings and tokens stay.", resetSure: "Yes, empty it", resetDone: "Emptied",
};
