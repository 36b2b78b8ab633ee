//! What to do when a check of a connection fails.

use ports::wechat::{Check, CheckKind};

/// A text in both languages of the interface.
pub(super) type Bilingual = (&'static str, &'static str);

/// What to do about a failed check, by WeChat's code where there is one.
pub(super) fn advice(check: &Check) -> Bilingual {
    match (check.kind, check.code) {
        (_, Some(40_164)) => (
            "Add the address named in the note to the IP whitelist: mp.weixin.qq.com, Development, Basic configuration.",
            "把提示中的 IP 加入白名单：公众平台 → 设置与开发 → 基本配置 → IP白名单。",
        ),
        (_, Some(60_020)) => (
            "Add the address named in the note to the application's trusted IPs in the WeCom console.",
            "在企业微信管理后台把提示中的 IP 加入该应用的“企业可信IP”。",
        ),
        (_, Some(40_013)) => (
            "Compare the app id (corp id) with the console. It cannot be changed here: add the right account and remove this one.",
            "核对 AppID（企业ID）。此处不能修改，请新建正确的账号并删除本账号。",
        ),
        (CheckKind::Token, Some(40_001 | 40_125 | 41_004)) => (
            "Enter the app secret again; reset it in the console if it is not known. WeCom blocks an address for an hour after wrong secrets.",
            "重新填写 AppSecret；如已遗失请在后台重置。企业微信多次使用错误的 Secret 会封禁 IP 一小时。",
        ),
        (_, Some(40_243)) => (
            "The app secret is frozen: unfreeze or reset it in the console.",
            "AppSecret 已被冻结，请在后台解冻或重置。",
        ),
        (_, Some(45_009 | 45_011)) => (
            "Calls are used up for now. Wait, or clear the quota in the console.",
            "调用次数已用完，请稍后再试或在后台清零。",
        ),
        (_, Some(48_001)) => (
            "The account has no right to this API: check its verification and permissions in the console.",
            "该账号没有此接口权限，请检查认证状态与接口权限。",
        ),
        (CheckKind::Token, None) => (
            "WeChat does not answer: check the network, proxies, and WECHAT_API_BASE_URL or WECOM_API_BASE_URL.",
            "无法连接微信，请检查网络、代理以及 WECHAT_API_BASE_URL 或 WECOM_API_BASE_URL。",
        ),
        (CheckKind::Clock, _) => (
            "Set the server's clock by NTP: signed messages have an age limit.",
            "请用 NTP 校准服务器时间：签名消息有时效限制。",
        ),
        (CheckKind::Quota, None) => (
            "The day's calls are used up; they come back at midnight in Beijing.",
            "今日调用次数已用完，北京时间零点恢复。",
        ),
        (CheckKind::Callback, _) => (
            "WeChat does not reach the address entered there: check DNS, firewall and certificate of the webhook's host.",
            "微信无法访问所填的服务器地址，请检查域名解析、防火墙和证书。",
        ),
        _ => (
            "Look the code up in WeChat's list of global return codes.",
            "请在微信全局返回码文档中查找该错误码。",
        ),
    }
}
