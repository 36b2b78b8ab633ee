//! Codes of Mini Programs alone: login, codes and links, subscription messages, content security.

use super::{ErrorClass as C, ErrorEntry, entry};

#[rustfmt::skip]
pub(super) const ENTRIES: &[ErrorEntry] = &[
    entry(-1008, C::RETRY, "the medium could not be downloaded for its check: submit it again", "下载待检测文件失败，请重新提交"),
    entry(40129, C::CONTENT, "the scene is not acceptable", "场景值 scene 错误"),
    entry(40159, C::CONTENT, "the path is too long or empty", "path 长度不合法"),
    entry(40165, C::CONFIGURATION, "the page does not exist in the published mini program", "小程序页面路径不存在或不合法"),
    entry(40169, C::BUG, "the scene is too long", "scene 长度不合法"),
    entry(40212, C::CONTENT, "the query is not acceptable", "query 参数不合法"),
    entry(40226, C::RECIPIENT, "the person is a high risk and may not log in", "高风险等级用户，小程序登录被拦截"),
    entry(43104, C::RECIPIENT, "the open id does not belong to this mini program", "appid 与 openid 不匹配"),
    entry(44993, C::DAY, "the links of the day are used up", "当天生成的链接数量已达上限"),
    entry(45168, C::CONTENT, "the text holds sensitive words", "内容包含敏感词"),
    entry(61010, C::NeedsConsent, "the person has not visited within the last two hours", "用户近两小时内未访问小程序"),
    entry(85079, C::CONFIGURATION, "no version of the mini program is published", "小程序没有线上版本"),
    entry(85096, C::BUG, "the path holds a parameter that the platform reserves", "path 中不允许包含 scancode_time 系统保留参数"),
    entry(85401, C::BUG, "the time of expiry is out of range", "过期时间参数不合法"),
    entry(85402, C::BUG, "a parameter of the link is not acceptable", "链接参数不合法"),
    entry(85406, C::LIFETIME, "a limit of links is reached", "链接数量达到限制"),
    entry(85407, C::LIFETIME, "a limit of links is reached", "链接数量达到限制"),
    entry(85408, C::LIFETIME, "a limit of links is reached", "链接数量达到限制"),
    entry(87007, C::NeedsConsent, "the session has ended: log in again", "session_key 不存在或已过期，请重新登录"),
    entry(87008, C::BUG, "the signature's method is wrong", "签名方法 sig_method 错误"),
    entry(87009, C::NeedsConsent, "the session's signature is wrong, or the session has ended: log in again", "session_key 签名错误或已失效，请重新登录"),
    entry(87014, C::CONTENT, "the content is risky", "内容含有违法违规信息"),
];
