//! What people read when a sign-in does not go on, in Chinese and English.

use actix_web::http::StatusCode;

/// What stands on a page, in one language.
pub(super) struct Text {
    pub(super) title: &'static str,
    pub(super) body: &'static str,
}

/// What happened, for people.
pub(in crate::routes::wechat) struct Words {
    pub(super) status: StatusCode,
    pub(super) zh: Text,
    pub(super) en: Text,
}

macro_rules! words {
    ($($(#[doc = $meaning:literal])+ $name:ident $status:ident: $zh:literal, $zh_body:literal; $en:literal, $en_body:literal.)+) => {
        $($(#[doc = $meaning])+
        pub(in crate::routes::wechat) const $name: Words = Words {
            status: StatusCode::$status,
            zh: Text { title: $zh, body: $zh_body },
            en: Text { title: $en, body: $en_body },
        };)+

        #[cfg(test)]
        pub(super) const ALL: &[Words] = &[$($name),+];
    };
}

words! {
    /// No public address is configured.
    NOT_SET_UP SERVICE_UNAVAILABLE:
        "登录尚未开通", "主办方还没有完成微信登录的设置，请稍后再来。";
        "Sign-in is not set up", "The organizer has not finished setting up sign-in with WeChat. Please come back later.".
    /// A parameter is not acceptable.
    BAD_LINK BAD_REQUEST:
        "链接无效", "这个登录链接不完整，或者指向了其他网站。请从活动页面重新进入。";
        "This link does not work", "The sign-in link is incomplete or leads to another site. Please open it again from the event's page.".
    /// There is no such account.
    NO_ACCOUNT NOT_FOUND:
        "找不到公众号", "这个链接所属的公众号不存在或已停用。请向主办方索取新的链接。";
        "No such account", "The account behind this link does not exist or is switched off. Please ask the organizer for a new link.".
    /// Too many from one address.
    TOO_MANY TOO_MANY_REQUESTS:
        "当前人数较多", "登录的人太多了，请稍等一分钟再试。";
        "Many people at once", "Too many people are signing in. Please try again in a minute.".
    /// The state is unknown in this browser.
    UNKNOWN BAD_REQUEST:
        "登录已失效", "这次登录已经过期，或者是在另一个浏览器中开始的。请回到活动页面重新登录。";
        "This sign-in is over", "It has expired or was begun in another browser. Please go back to the event's page and sign in again.".
    /// Not agreed to.
    DECLINED FORBIDDEN:
        "您没有授权", "您选择了不授权，我们没有保存任何信息。需要时可以重新登录。";
        "You did not agree", "Nothing about you was kept. You can sign in again whenever you like.".
    /// A snapshot page.
    SNAPSHOT FORBIDDEN:
        "请使用完整服务", "您正在浏览快照页，微信没有提供您的身份。请点击页面下方的“使用完整服务”，然后重新登录。";
        "Please use the full service", "You are looking at a snapshot, in which WeChat does not tell who you are. Tap “Use full service” at the bottom, then sign in again.".
    /// The code is not good.
    CODE_INVALID BAD_REQUEST:
        "登录没有完成", "微信给出的登录凭证已经用过或已过期。请重新登录。";
        "Sign-in did not finish", "WeChat's sign-in code was used before or has expired. Please sign in again.".
    /// Another call is at it.
    RUNNING SERVICE_UNAVAILABLE:
        "正在登录", "登录还在进行中，请稍后刷新页面。";
        "Signing in", "Your sign-in is still under way. Please reload this page in a moment.".
    /// WeChat or a store of ours does not answer now.
    LATER SERVICE_UNAVAILABLE:
        "暂时无法登录", "登录服务暂时没有响应，请稍后刷新页面重试。";
        "Sign-in is not possible right now", "The sign-in service does not answer at the moment. Please reload this page in a while.".
    /// WeChat refuses.
    REFUSED BAD_GATEWAY:
        "微信拒绝了登录", "微信没有允许这次登录，可能是公众号的设置问题。请联系主办方。";
        "WeChat refused", "WeChat did not allow this sign-in; the account may be set up wrongly. Please tell the organizer.".
    /// A parameter of a sign-in of staff is not acceptable.
    STAFF_BAD_LINK BAD_REQUEST:
        "链接无效", "这个登录链接不完整，或者指向了其他网站。请从管理后台重新进入。";
        "This link does not work", "The sign-in link is incomplete or leads to another site. Please open it again from the admin pages.".
    /// There is no such WeCom account, or several and none was named.
    STAFF_NO_ACCOUNT NOT_FOUND:
        "找不到企业微信应用", "这个链接所属的企业微信应用不存在、已停用，或者没有指明是哪一个。请联系管理员。";
        "No such WeCom application", "The application behind this link does not exist, is switched off, or was not named. Please ask an administrator.".
    /// The state of staff is unknown in this browser.
    STAFF_UNKNOWN BAD_REQUEST:
        "登录已失效", "这次登录已经完成、过期，或者是在另一个浏览器中开始的。请回到管理后台重新登录。";
        "This sign-in is over", "It was used, has expired or was begun in another browser. Please go back to the admin pages and sign in again.".
    /// Nobody of the corporation.
    OUTSIDER FORBIDDEN:
        "仅限企业成员", "您不是该企业的成员，无法登录管理后台。";
        "Members only", "You are not a member of this organization and cannot sign in to the admin pages.".
    /// A member who is no operator.
    NOT_LINKED FORBIDDEN:
        "尚未开通权限", "您的企业微信账号还没有关联到操作员。请让管理员为您关联后再登录。";
        "You have no access yet", "Your WeCom account is not linked to an operator. Please ask an administrator to link it, then sign in again.".
    /// The code of staff is not good.
    STAFF_CODE_INVALID BAD_REQUEST:
        "登录没有完成", "企业微信给出的登录凭证已经用过或已过期。请重新登录。";
        "Sign-in did not finish", "WeCom's sign-in code was used before or has expired. Please sign in again.".
    /// WeCom refuses.
    STAFF_REFUSED BAD_GATEWAY:
        "企业微信拒绝了登录", "企业微信没有允许这次登录，可能是应用的设置问题。请联系管理员。";
        "WeCom refused", "WeCom did not allow this sign-in; the application may be set up wrongly. Please tell an administrator.".
}
