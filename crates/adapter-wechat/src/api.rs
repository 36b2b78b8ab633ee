//! What the path of a call needs to know of its type.

use domain::wechat::Product;
use ports::wechat::{RefusalKind, WechatFailure};
use tracing::{Span, field::Empty, info_span};
use wechat_protocol::api::wecom::WECOM_HOST;
use wechat_protocol::api::{ApiCall, Auth};

use crate::dialect::{Asker, Dialect};
use crate::failure::refused;

/// One API, by its path: gates, metrics and quotas are kept under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Api {
    /// The path, such as `/cgi-bin/message/custom/send`.
    pub(crate) path: &'static str,
    /// Whether doing it twice harms nobody, so that a call without an answer may simply be repeated. A template message
    /// carries a `client_msg_id`, but only for ten minutes: whether that is enough is the caller's business.
    pub(crate) is_repeatable: bool,
    /// Whose word a refusal is.
    pub(crate) dialect: Dialect,
}

impl Api {
    /// The API of a call that an account of `product` makes.
    ///
    /// # Errors
    /// `Refused` when the call needs the token of an account of another product.
    pub(crate) fn of<C: ApiCall>(product: Product) -> Result<Self, WechatFailure> {
        let is_wecom = C::HOST == WECOM_HOST;
        if C::AUTH == Auth::AccessToken && is_wecom != (product == Product::WeCom) {
            return Err(refused(
                RefusalKind::Configuration,
                "the account is of a product that has no such API",
            ));
        }
        Ok(Self {
            path: C::PATH,
            is_repeatable: C::REPEATABLE,
            dialect: Dialect {
                // A robot of WeCom answers in WeCom's codes whoever asks it.
                product: if is_wecom { Product::WeCom } else { product },
                asker: Asker::of(C::AUTH),
            },
        })
    }

    /// The name in metrics and spans: the path without what most have in common.
    pub(crate) fn name(self) -> &'static str {
        name_of(self.path)
    }

    /// The span of one call, whatever it takes.
    pub(crate) fn span(self, account: &str) -> Span {
        info_span!(
            "wechat.call",
            otel.kind = "client",
            otel.name = format!("wechat {}", self.name()),
            wechat.account = account,
            wechat.path = self.path,
            wechat.errcode = Empty,
            wechat.rid = Empty,
            wechat.outcome = Empty,
            wechat.token_replaced = Empty,
        )
    }
}

/// `/cgi-bin/message/custom/send` → `message/custom/send`.
pub(crate) fn name_of(path: &'static str) -> &'static str {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.strip_prefix("cgi-bin/").unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wechat_protocol::api::CustomSendRequest;
    use wechat_protocol::api::wecom::token::GetCorpTicket;

    #[test]
    fn names_leave_out_what_most_paths_begin_with() {
        assert_eq!(name_of("/cgi-bin/message/custom/send"), "message/custom/send");
        assert_eq!(name_of("/wxa/msg_sec_check"), "wxa/msg_sec_check");
    }

    #[test]
    fn an_account_calls_the_apis_of_its_product_only() {
        assert!(Api::of::<CustomSendRequest>(Product::OfficialAccount).is_ok());
        assert!(Api::of::<CustomSendRequest>(Product::MiniProgram).is_ok());
        assert!(Api::of::<CustomSendRequest>(Product::WeCom).is_err());
        assert!(Api::of::<GetCorpTicket>(Product::WeCom).is_ok());
        assert!(Api::of::<GetCorpTicket>(Product::OfficialAccount).is_err());
    }
}
