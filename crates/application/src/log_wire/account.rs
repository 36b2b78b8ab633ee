//! The wire form of changes of WeChat accounts. Credentials are named, never told.

use domain::ids::AccountId;
use domain::wechat::account::{AccountDetails, AccountHappened, SecretKind};
use serde_json::{Value, json};

use super::WireEvent;

/// Stream type of WeChat accounts.
pub const ACCOUNT_STREAM: &str = "wechat_account";

/// The wire form of a change of an account.
#[must_use]
pub fn account_happened(account: AccountId, happened: &AccountHappened) -> WireEvent {
    let (kind, data) = match happened {
        AccountHappened::Added {
            name,
            details,
            enabled,
            secrets,
        } => {
            let mut data = details_value(details);
            data["name"] = json!(name.as_str());
            data["enabled"] = json!(enabled);
            data["secrets"] = names(secrets);
            ("wechat_account.added", data)
        }
        AccountHappened::DetailsChanged(details) => ("wechat_account.details_changed", details_value(details)),
        AccountHappened::CredentialsChanged { set, cleared } => (
            "wechat_account.credentials_changed",
            json!({ "set": names(set), "cleared": names(cleared) }),
        ),
        AccountHappened::Enabled => ("wechat_account.enabled", json!({})),
        AccountHappened::Disabled => ("wechat_account.disabled", json!({})),
        AccountHappened::Removed => ("wechat_account.removed", json!({})),
    };
    WireEvent {
        stream_type: ACCOUNT_STREAM,
        stream_id: account.uuid(),
        about: None,
        kind,
        data: data.to_string(),
    }
}

fn details_value(details: &AccountDetails) -> Value {
    json!({
        "product": details.product().name(),
        "title": details.title(),
        "appId": details.app_id(),
        "agentId": details.agent_id(),
        "originalId": details.original_id(),
        "messageMode": details.message_mode().name(),
    })
}

fn names(kinds: &[SecretKind]) -> Value {
    kinds.iter().map(|kind| kind.name()).collect()
}
