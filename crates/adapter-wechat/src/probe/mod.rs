//! Trying an account's credentials out, apart from the calls of the product.
//!
//! A probe goes past the token keeper, the gates and the breaker on purpose: it is to say what WeChat says now, with
//! just these credentials, and must neither wait behind other calls nor count as one of them. Asking for a token without
//! force answers the token that is in use and ends none.

mod exchange;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::wechat::Product;
use ports::system::Clock;
use ports::wechat::{AccountSetup, Check, CheckKind, ConnectionProbe, ConnectionTest};
use wechat_protocol::api::official_account::callback::GetCallbackIps;
use wechat_protocol::api::official_account::callback::{CallbackReport, CheckAction, CheckCallback, CheckOperator};
use wechat_protocol::api::official_account::quota::{GetQuota, QuotaReport};
use wechat_protocol::api::wecom::token::{GetCallbackIps as GetWecomCallbackIps, GetToken};
use wechat_protocol::api::{TokenRequest, TokenResponse, paths};

use crate::settings::SetupError;
use exchange::{Exchange, Heard, Trouble};

/// How WeChat is reached.
#[derive(Debug, Clone)]
pub struct ProbeSettings {
    /// Where the API is: scheme and host, and a path if there is one.
    pub api_base_url: String,
    /// Where WeCom's API is.
    pub wecom_base_url: String,
    /// The longest one exchange may take; WeChat's own look at our address may take three times as long.
    pub call_timeout: Duration,
}

/// Farther apart, signed requests are refused soon, and tokens seem to live longer than they do.
const MOST_APART: u64 = 60;

/// Looks at an account over HTTP.
pub struct WechatProbe {
    exchange: Exchange,
    call_timeout: Duration,
    clock: Arc<dyn Clock>,
}

impl WechatProbe {
    /// Builds the probe. Nothing is sent before the first test.
    ///
    /// # Errors
    /// When an address is not usable or the HTTP client cannot be built.
    pub fn new(settings: &ProbeSettings, clock: Arc<dyn Clock>) -> Result<Self, SetupError> {
        Ok(Self {
            call_timeout: settings.call_timeout,
            exchange: Exchange::new(settings, Arc::clone(&clock))?,
            clock,
        })
    }

    async fn token(&self, setup: &AccountSetup) -> Heard<TokenResponse> {
        let (app_id, secret) = (setup.app_id.as_str(), setup.secrets.app_secret.expose());
        match setup.product {
            Product::WeCom => {
                let call = GetToken {
                    corpid: app_id.to_owned(),
                    corpsecret: secret.to_owned(),
                };
                self.exchange.ask(&call, None, setup.product, self.call_timeout).await
            }
            Product::OfficialAccount | Product::MiniProgram => {
                let call = TokenRequest::stable(app_id, secret, false);
                self.exchange.ask(&call, None, setup.product, self.call_timeout).await
            }
        }
    }

    /// What a token is good for.
    async fn with_token(&self, product: Product, token: &str) -> Vec<Check> {
        match product {
            Product::OfficialAccount => {
                let (call, quota, callback) = tokio::join!(
                    self.call(product, token),
                    self.quota(product, token),
                    self.callback(token)
                );
                vec![call, quota, callback]
            }
            // WeChat looks at addresses of Official Accounts only, and WeCom tells no quotas.
            Product::MiniProgram => vec![self.quota(product, token).await],
            Product::WeCom => vec![self.call(product, token).await],
        }
    }

    async fn call(&self, product: Product, token: &str) -> Check {
        let (exchange, patience) = (&self.exchange, self.call_timeout);
        let addresses = if product == Product::WeCom {
            let heard = exchange.ask(&GetWecomCallbackIps, Some(token), product, patience).await;
            heard.outcome.map(|list| list.ip_list.len())
        } else {
            let heard = exchange.ask(&GetCallbackIps, Some(token), product, patience).await;
            heard.outcome.map(|list| list.ip_list.len())
        };
        check(CheckKind::Call, addresses, |count| {
            (
                true,
                format!("WeChat calls from {count} addresses"),
                count.try_into().ok(),
            )
        })
    }

    async fn quota(&self, product: Product, token: &str) -> Check {
        let outcome = match GetQuota::new(paths::CUSTOM_SEND) {
            Ok(call) => {
                let heard = self.exchange.ask(&call, Some(token), product, self.call_timeout).await;
                heard.outcome
            }
            Err(_) => Err(Trouble::of("the API has no quota")),
        };
        check(CheckKind::Quota, outcome, |QuotaReport { quota, .. }| {
            let note = format!(
                "{} of {} customer-service messages are left today",
                quota.remain, quota.daily_limit
            );
            (quota.remain > 0, note, quota.remain.try_into().ok())
        })
    }

    async fn callback(&self, token: &str) -> Check {
        let call = CheckCallback {
            action: CheckAction::All,
            check_operator: CheckOperator::Default,
        };
        let patience = self.call_timeout * 3;
        let heard = self
            .exchange
            .ask(&call, Some(token), Product::OfficialAccount, patience)
            .await;
        check(CheckKind::Callback, heard.outcome, |report| reached(&report))
    }
}

fn reached(report: &CallbackReport) -> (bool, String, Option<i64>) {
    let is_lost = |loss: &str| loss.trim() == "100%";
    let all = report.ping.len();
    let reached = report.ping.iter().filter(|ping| !is_lost(&ping.package_loss)).count();
    let note = match all {
        0 => "WeChat finds no address of ours".to_owned(),
        _ => format!("WeChat reaches {reached} of {all} addresses of ours"),
    };
    (reached > 0, note, reached.try_into().ok())
}

fn check<T>(
    kind: CheckKind,
    outcome: Result<T, Trouble>,
    found: impl FnOnce(T) -> (bool, String, Option<i64>),
) -> Check {
    match outcome {
        Ok(answer) => {
            let (ok, note, number) = found(answer);
            Check {
                kind,
                ok,
                code: None,
                note,
                number,
            }
        }
        Err(Trouble { code, note }) => Check {
            kind,
            ok: false,
            code,
            note,
            number: None,
        },
    }
}

/// How far our clock is ahead, where WeChat told the time. Its header knows whole seconds.
fn clock_check<T>(heard: &Heard<T>) -> Option<Check> {
    let ahead = heard.at.unix_seconds() - heard.date?;
    Some(Check {
        kind: CheckKind::Clock,
        ok: ahead.unsigned_abs() <= MOST_APART,
        code: None,
        note: match ahead {
            0 => "our clock agrees with WeChat's".to_owned(),
            1.. => format!("our clock is {ahead} s ahead of WeChat's"),
            _ => format!("our clock is {} s behind WeChat's", ahead.unsigned_abs()),
        },
        number: Some(ahead),
    })
}

#[async_trait]
impl ConnectionProbe for WechatProbe {
    #[tracing::instrument(name = "wechat.probe", skip_all, fields(wechat.account = setup.name, otel.kind = "client"))]
    async fn test(&self, setup: &AccountSetup) -> ConnectionTest {
        let tested_at = self.clock.now();
        let heard = self.token(setup).await;
        let clock = clock_check(&heard);
        let token = heard.outcome.as_ref().ok().map(|answer| answer.access_token.clone());
        let token_check = check(CheckKind::Token, heard.outcome, |answer| {
            let note = format!("an access token lives for {} s more", answer.expires_in);
            (!answer.access_token.is_empty(), note, answer.expires_in.try_into().ok())
        });
        let mut checks: Vec<_> = [Some(token_check), clock].into_iter().flatten().collect();
        if let Some(token) = token.filter(|token| !token.is_empty()) {
            checks.extend(self.with_token(setup.product, &token).await);
        }
        ConnectionTest { tested_at, checks }
    }
}
