//! What an `errcode` means and what to do about it.
//!
//! The same number can mean different things: 45009 is a daily quota of an Official Account and a rate limit of WeCom.
//! So there is a table per product, and [`classify_for`] takes the product. Official Accounts and Mini Programs share
//! one host and contradict each other nowhere, so [`classify`] serves both.
//!
//! Sources: the pages of global return codes (<https://developers.weixin.qq.com/doc/service/guide/dev/error_code.html>,
//! <https://developer.work.weixin.qq.com/document/path/90313>) and the pages of the single endpoints.

mod class;
mod mini_program;
mod official_account;
mod platform;
mod wecom;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

pub use class::{ErrorClass, PermanentKind, QuotaPeriod};

/// A product of the WeChat family with an API and error codes of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Product {
    /// Official Account (公众号): subscription and service accounts.
    OfficialAccount,
    /// Mini Program (小程序).
    MiniProgram,
    /// WeCom (企业微信).
    WeCom,
}

impl Product {
    /// Every product.
    pub const ALL: [Self; 3] = [Self::OfficialAccount, Self::MiniProgram, Self::WeCom];
}

/// A documented error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorEntry {
    /// `errcode`.
    pub code: i64,
    /// What it means, in English; a clause without a full stop.
    pub meaning: &'static str,
    /// The same in Chinese.
    pub meaning_zh: &'static str,
    /// What to do about it.
    pub class: ErrorClass,
}

const fn entry(code: i64, class: ErrorClass, meaning: &'static str, meaning_zh: &'static str) -> ErrorEntry {
    ErrorEntry {
        code,
        meaning,
        meaning_zh,
        class,
    }
}

static OFFICIAL_ACCOUNT: LazyLock<Vec<ErrorEntry>> = LazyLock::new(|| joined(official_account::ENTRIES));
static MINI_PROGRAM: LazyLock<Vec<ErrorEntry>> = LazyLock::new(|| joined(mini_program::ENTRIES));
static WECOM: LazyLock<Vec<ErrorEntry>> = LazyLock::new(|| sorted(wecom::ENTRIES.to_vec()));

fn joined(own: &[ErrorEntry]) -> Vec<ErrorEntry> {
    sorted([platform::ENTRIES, own].concat())
}

fn sorted(mut entries: Vec<ErrorEntry>) -> Vec<ErrorEntry> {
    entries.sort_by_key(|entry| entry.code);
    entries
}

/// Every documented code of a product, in ascending order.
#[must_use]
pub fn all(product: Product) -> &'static [ErrorEntry] {
    match product {
        Product::OfficialAccount => &OFFICIAL_ACCOUNT,
        Product::MiniProgram => &MINI_PROGRAM,
        Product::WeCom => &WECOM,
    }
}

/// What is known of a code; none if it is not in the product's table.
#[must_use]
pub fn find(product: Product, code: i64) -> Option<&'static ErrorEntry> {
    let entries = all(product);
    let place = entries.binary_search_by_key(&code, |entry| entry.code).ok()?;
    entries.get(place)
}

/// As [`find`], in the tables of Official Accounts and Mini Programs.
#[must_use]
pub fn find_on_platform(code: i64) -> Option<&'static ErrorEntry> {
    find(Product::OfficialAccount, code).or_else(|| find(Product::MiniProgram, code))
}

/// The class of an `errcode` that a business call of an Official Account or Mini Program returned (any but the token
/// endpoints, see [`classify_token_call`]).
///
/// ```
/// use wechat_protocol::error_codes::{ErrorClass, classify};
/// assert_eq!(classify(42001), ErrorClass::RefreshToken);
/// ```
#[must_use]
pub fn classify(code: i64) -> ErrorClass {
    class_of(find_on_platform(code))
}

/// The class of an `errcode` that a business call of the product returned.
///
/// ```
/// use wechat_protocol::error_codes::{ErrorClass, Product, QuotaPeriod, classify_for};
/// assert_eq!(classify_for(Product::OfficialAccount, 45009), ErrorClass::Quota(QuotaPeriod::Day));
/// assert!(matches!(classify_for(Product::WeCom, 45009), ErrorClass::Retry { .. }));
/// ```
#[must_use]
pub fn classify_for(product: Product, code: i64) -> ErrorClass {
    class_of(find(product, code))
}

fn class_of(entry: Option<&ErrorEntry>) -> ErrorClass {
    entry.map_or(ErrorClass::Unknown, |entry| entry.class)
}

/// The class of an `errcode` that `token` or `stable_token` returned: there 40001 is a wrong secret, and asking again
/// for a token must not follow from it.
#[must_use]
pub fn classify_token_call(code: i64) -> ErrorClass {
    of_token_call(classify(code))
}

/// As [`classify_token_call`], for any product. WeCom's `gettoken` answers 45009 to an address that it has blocked for
/// an hour, because it sent wrong secrets.
#[must_use]
pub fn classify_token_call_for(product: Product, code: i64) -> ErrorClass {
    match (product, code) {
        (Product::WeCom, 45009) => ErrorClass::RETRY_HOUR,
        _ => of_token_call(classify_for(product, code)),
    }
}

fn of_token_call(class: ErrorClass) -> ErrorClass {
    match class {
        ErrorClass::RefreshToken => ErrorClass::CONFIGURATION,
        other => other,
    }
}

/// Whether a human should hear of a code of an Official Account or Mini Program, once: the account, its credentials or
/// its abilities need attention.
#[must_use]
pub fn needs_operator(code: i64) -> bool {
    matches!(code, 43116 | 40249 | 89501 | 89503 | 89504 | 89505 | 89506 | 89507) || is_for_operator(classify(code))
}

/// As [`needs_operator`], for any product.
#[must_use]
pub fn needs_operator_for(product: Product, code: i64) -> bool {
    match product {
        Product::WeCom => is_for_operator(classify_for(product, code)),
        Product::OfficialAccount | Product::MiniProgram => find(product, code).is_some() && needs_operator(code),
    }
}

fn is_for_operator(class: ErrorClass) -> bool {
    matches!(
        class,
        ErrorClass::Quota(_) | ErrorClass::Permanent(PermanentKind::Configuration)
    )
}
