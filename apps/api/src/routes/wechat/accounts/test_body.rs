//! What a test of a connection found, as answers show it.

use domain::wechat::Product;
use ports::wechat::{Check, ConnectionTest};
use serde::Serialize;
use utoipa::ToSchema;
use wechat_protocol::error_codes;

use super::advice::{Bilingual, advice};
use crate::wire::Instant;

/// What a test of a connection found.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TestBody {
    /// Whether all is well.
    #[schema(example = false)]
    ok: bool,
    /// When it was tried.
    tested_at: Instant,
    /// What was looked at; what a failure made pointless is left out.
    checks: Vec<CheckBody>,
}

/// One thing that was looked at.
#[derive(Serialize, ToSchema)]
pub(crate) struct CheckBody {
    /// `token`: credentials give an access token; `clock`: our clock agrees with WeChat's; `call`: a harmless call works;
    /// `quota`: calls are left; `callback`: WeChat reaches us.
    #[schema(example = "token")]
    check: &'static str,
    /// Whether it is well.
    #[schema(example = false)]
    ok: bool,
    /// WeChat's `errcode`, where it refused.
    #[schema(example = 40164)]
    code: Option<i64>,
    /// What was found.
    #[schema(example = "our address is not on the account's whitelist: 203.0.113.7")]
    note: String,
    /// What was found, as a number: seconds the token lives, seconds our clock is ahead, addresses WeChat calls from, calls
    /// left today, addresses of ours that WeChat reached.
    #[schema(example = json!(null))]
    number: Option<i64>,
    /// What the code means.
    explanation: Option<BilingualBody>,
    /// What to do; `null` when all is well.
    advice: Option<BilingualBody>,
}

/// A text in both languages.
#[derive(Serialize, ToSchema)]
pub(crate) struct BilingualBody {
    /// English.
    #[schema(example = "Add the address to the IP whitelist.")]
    en: &'static str,
    /// Chinese.
    #[schema(example = "把该 IP 加入白名单。")]
    zh: &'static str,
}

impl TestBody {
    pub(crate) fn of(product: Product, test: ConnectionTest) -> Self {
        Self {
            ok: test.is_well(),
            tested_at: test.tested_at.into(),
            checks: test
                .checks
                .into_iter()
                .map(|check| CheckBody::of(product, check))
                .collect(),
        }
    }
}

impl CheckBody {
    fn of(product: Product, check: Check) -> Self {
        let explanation = check.code.and_then(|code| explanation(product, code));
        Self {
            check: check.kind.name(),
            ok: check.ok,
            code: check.code,
            explanation: explanation.map(BilingualBody::from),
            advice: (!check.ok).then(|| advice(&check).into()),
            note: check.note,
            number: check.number,
        }
    }
}

fn explanation(product: Product, code: i64) -> Option<Bilingual> {
    let product = match product {
        Product::OfficialAccount => error_codes::Product::OfficialAccount,
        Product::MiniProgram => error_codes::Product::MiniProgram,
        Product::WeCom => error_codes::Product::WeCom,
    };
    let entry = error_codes::find(product, code)?;
    Some((entry.meaning, entry.meaning_zh))
}

impl From<Bilingual> for BilingualBody {
    fn from((en, zh): Bilingual) -> Self {
        Self { en, zh }
    }
}
