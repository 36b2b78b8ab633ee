//! One endpoint of the API.

use super::answer::{Done, Refusal};
use super::call::Call;
use crate::state::account::Product;

/// What handles a call that has passed the gate.
pub type Handler = fn(&mut Call<'_>) -> Result<Done, Refusal>;

/// Official accounts alone.
pub const OFFICIAL_ACCOUNT: &[Product] = &[Product::OfficialAccount];
/// Mini programs alone.
pub const MINI_PROGRAM: &[Product] = &[Product::MiniProgram];
/// WeCom alone.
pub const WECOM: &[Product] = &[Product::WeCom];
/// Official accounts and mini programs, which share tokens, media and customer service.
pub const OFFICIAL_AND_MINI: &[Product] = &[Product::OfficialAccount, Product::MiniProgram];

/// Which methods an endpoint takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET only; others are 43001.
    Get,
    /// POST only; others are 43002.
    Post,
    /// Both.
    Either,
}

/// One endpoint.
#[derive(Debug)]
pub struct Endpoint {
    /// Which kinds of accounts have it. Products may share a path with different handlers.
    pub products: &'static [Product],
    /// How it is called.
    pub method: Method,
    /// Its path.
    pub path: &'static str,
    /// Whether it needs an access token of the account.
    pub needs_token: bool,
    /// What it does.
    pub handler: Handler,
}

impl Endpoint {
    /// Called by GET with a token.
    pub const fn get(products: &'static [Product], path: &'static str, handler: Handler) -> Self {
        Self {
            products,
            method: Method::Get,
            path,
            needs_token: true,
            handler,
        }
    }

    /// Called by POST with a token.
    pub const fn post(products: &'static [Product], path: &'static str, handler: Handler) -> Self {
        Self {
            method: Method::Post,
            ..Self::get(products, path, handler)
        }
    }

    /// Called either way with a token.
    pub const fn either(products: &'static [Product], path: &'static str, handler: Handler) -> Self {
        Self {
            method: Method::Either,
            ..Self::get(products, path, handler)
        }
    }

    /// Needs no token.
    #[must_use]
    pub const fn open(self) -> Self {
        Self {
            needs_token: false,
            ..self
        }
    }

    /// The code for a wrong method; `None` when it is right.
    #[must_use]
    pub fn objection(&self, method: &str) -> Option<i64> {
        match self.method {
            Method::Get if method != "GET" => Some(43001),
            Method::Post if method != "POST" => Some(43002),
            Method::Either if method != "GET" && method != "POST" => Some(43002),
            _ => None,
        }
    }
}
