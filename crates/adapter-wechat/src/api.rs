//! The API calls this crate makes, apart from the one for tokens.

use tracing::{Span, field::Empty, info_span};
use wechat_protocol::api::paths;

/// An API of WeChat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Api {
    CreateQrCode,
    SendCustom,
    SendTemplate,
    TagFollowers,
}

impl Api {
    pub(crate) const ALL: [Self; 4] = [
        Self::CreateQrCode,
        Self::SendCustom,
        Self::SendTemplate,
        Self::TagFollowers,
    ];

    /// The name in metrics.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CreateQrCode => "qrcode_create",
            Self::SendCustom => "custom_send",
            Self::SendTemplate => "template_send",
            Self::TagFollowers => "batch_tagging",
        }
    }

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::CreateQrCode => paths::QRCODE_CREATE,
            Self::SendCustom => paths::CUSTOM_SEND,
            Self::SendTemplate => paths::TEMPLATE_SEND,
            Self::TagFollowers => paths::BATCH_TAGGING,
        }
    }

    /// Whether doing it twice harms nobody, so that a call without an answer may simply be repeated. A template
    /// message carries a `client_msg_id`, but only for ten minutes: whether that is enough is the caller's business.
    pub(crate) const fn is_repeatable(self) -> bool {
        matches!(self, Self::CreateQrCode | Self::TagFollowers)
    }

    /// The span of one call, whatever it takes.
    pub(crate) fn span(self, account: &str) -> Span {
        macro_rules! span {
            ($name:literal) => {
                info_span!(
                    $name,
                    otel.kind = "client",
                    wechat.account = account,
                    wechat.path = self.path(),
                    wechat.errcode = Empty,
                    wechat.rid = Empty,
                    wechat.outcome = Empty,
                    wechat.token_replaced = Empty,
                )
            };
        }
        match self {
            Self::CreateQrCode => span!("wechat.qrcode_create"),
            Self::SendCustom => span!("wechat.custom_send"),
            Self::SendTemplate => span!("wechat.template_send"),
            Self::TagFollowers => span!("wechat.batch_tagging"),
        }
    }
}
