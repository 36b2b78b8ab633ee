//! Addresses of the platform, and the check of one's own callback.

use serde_json::json;

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_AND_MINI};
use crate::api::fields;

/// Addresses and the check of the callback.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(OFFICIAL_AND_MINI, "/cgi-bin/getcallbackip", addresses),
    Endpoint::get(OFFICIAL_AND_MINI, "/cgi-bin/get_api_domain_ip", addresses),
    Endpoint::post(OFFICIAL_AND_MINI, "/cgi-bin/callback/check", check),
];

/// Where the simulator calls from, one of them with its prefix as WeChat does now and then.
const ADDRESSES: &[&str] = &["127.0.0.1", "127.0.0.0/8"];

fn addresses(_call: &mut Call<'_>) -> Result<Done, Refusal> {
    Ok(Done::read(json!({ "ip_list": ADDRESSES })))
}

/// What `dns` and `ping` find of the callback's host; empty lists for an account without a callback.
fn check(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let action = fields::text(&body, "action");
    if !matches!(action, "dns" | "ping" | "all") {
        return Err(Refusal::new(40201));
    }
    let operator = fields::text(&body, "check_operator");
    if !matches!(operator, "CHINANET" | "UNICOM" | "CAP" | "DEFAULT") {
        return Err(Refusal::new(40202));
    }
    let url = call.account().platform.callback_url.as_deref();
    let host = url.and_then(|url| reqwest::Url::parse(url).ok()?.host_str().map(str::to_owned));
    let dns = host.iter().map(|host| json!({"ip": host, "real_operator": "DEFAULT"}));
    let ping = host
        .iter()
        .map(|host| json!({"ip": host, "from_operator": "DEFAULT", "package_loss": "0%", "time": "1.000ms"}));
    let mut answer = json!({});
    if action != "ping" {
        answer["dns"] = dns.collect();
    }
    if action != "dns" {
        answer["ping"] = ping.collect();
    }
    Ok(Done::read(answer))
}
