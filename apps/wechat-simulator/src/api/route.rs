//! Whose call it is, and which endpoint it means.

use super::endpoint::Endpoint;
use super::registry;
use super::request::ApiRequest;
use crate::state::State;
use crate::state::account::Product;
use crate::state::accounts::AccountId;
use crate::state::tokens::Validity;

const PRODUCTS: &[Product] = &[Product::OfficialAccount, Product::MiniProgram, Product::WeCom];

/// Where a call goes.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The account that makes it.
    pub account: AccountId,
    /// Its product.
    pub product: Product,
    /// What its token is worth.
    pub validity: Validity,
    /// The endpoint, if the product has one there.
    pub endpoint: Option<&'static Endpoint>,
    /// Whether any product has one there.
    pub is_known: bool,
}

/// Finds account and endpoint: by the token, or else by the credentials the call names, or else by the path.
#[must_use]
pub fn route(state: &State, request: &ApiRequest) -> Route {
    let endpoints = registry::at(&request.path);
    let is_open = endpoints.iter().any(|endpoint| !endpoint.needs_token);
    let (owner, validity) = match judge(state, request) {
        // The token of `/sns/userinfo` is a person's, not the account's.
        (None, _) if is_open => (None, Validity::Missing),
        judged => judged,
    };
    let account = owner
        .or_else(|| by_credentials(state, request))
        .or_else(|| by_product(state, endpoints))
        .unwrap_or_else(|| state.accounts.default_id());
    let product = state
        .accounts
        .get(account)
        .map_or(Product::OfficialAccount, |account| account.identity.product);
    Route {
        account,
        product,
        validity,
        endpoint: endpoints
            .iter()
            .copied()
            .find(|endpoint| endpoint.products.contains(&product)),
        is_known: !endpoints.is_empty(),
    }
}

fn judge(state: &State, request: &ApiRequest) -> (Option<AccountId>, Validity) {
    let Some(token) = request.parameter("access_token") else {
        return (None, Validity::Missing);
    };
    let Some(owner) = state.accounts.find(|account| account.tokens.knows(token)) else {
        return (None, Validity::Invalid);
    };
    let account = &state.accounts[owner];
    (Some(owner), account.tokens.judge(token, state.clock.now()))
}

/// Endpoints without a token name their account: `appid`, `corpid` with `corpsecret`, or a corp id with `agentid`.
fn by_credentials(state: &State, request: &ApiRequest) -> Option<AccountId> {
    let corp_id = request.parameter("corpid");
    let secret = request.parameter("corpsecret");
    let app = corp_id.and_then(|corp_id| {
        state.accounts.find(|account| {
            account.identity.product == Product::WeCom
                && account.identity.app_id == corp_id
                && Some(account.identity.app_secret.as_str()) == secret
        })
    });
    if app.is_some() {
        return app;
    }
    let named = corp_id.or_else(|| request.parameter("appid")).map(str::to_owned);
    let in_body = || Some(request.object().ok()?.get("appid")?.as_str()?.to_owned());
    let app_id = named.or_else(in_body)?;
    let agent_id = request.parameter("agentid").and_then(|id| id.parse::<i64>().ok());
    let of_agent = state.accounts.find(|account| {
        let identity = &account.identity;
        agent_id.is_some() && identity.app_id == app_id && identity.agent_id == agent_id
    });
    of_agent.or_else(|| state.accounts.with_app_id(PRODUCTS, &app_id))
}

fn by_product(state: &State, endpoints: &[&Endpoint]) -> Option<AccountId> {
    state.accounts.find(|account| {
        endpoints
            .iter()
            .any(|endpoint| endpoint.products.contains(&account.identity.product))
    })
}
