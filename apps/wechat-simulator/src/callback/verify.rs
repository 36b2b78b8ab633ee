//! The platform's check of a callback's address when it is entered in the console.

use std::sync::Arc;

use serde::Serialize;
use wechat_protocol::{envelope, signature};

use super::wire::{Sealing, encoded};
use crate::state::account::{Identity, Product};
use crate::state::accounts::AccountId;
use crate::world::World;

/// How the check went.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
    /// Whether the console would take the address.
    pub accepted: bool,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// What was wrong, in words.
    pub problem: Option<String>,
}

/// Calls the callback by GET with `echostr`, sealed for WeCom, and expects exactly its text back. `None` when the
/// account is gone or has no callback.
pub async fn verify(world: &Arc<World>, account: AccountId) -> Option<Verification> {
    let (setup, sealing, text) = world.with(|state| {
        let setup = state.accounts.get(account)?.setup();
        let sealing = Sealing::draw(state.clock, &mut state.chance);
        Some((setup, sealing, state.chance.nonce()))
    })?;
    let url = setup.platform.callback_url.as_deref()?;
    let joint = if url.contains('?') { '&' } else { '?' };
    let query = query(&setup.identity, sealing, &text);
    let request = world.http.get(format!("{url}{joint}{query}"));
    let response = request.timeout(setup.platform.retry_timeout).send().await;
    Some(match response {
        Err(error) => told(None, Some(error.without_url().to_string())),
        Ok(response) => {
            let status = response.status().as_u16();
            let body = response.text().await.unwrap_or_default();
            let problem = match status {
                200 if body == text => None,
                200 => Some("the body is not exactly the text of echostr".to_owned()),
                other => Some(format!("status {other}")),
            };
            told(Some(status), problem)
        }
    })
}

fn told(status: Option<u16>, problem: Option<String>) -> Verification {
    Verification {
        accepted: problem.is_none(),
        status,
        problem,
    }
}

fn query(identity: &Identity, sealing: Sealing, text: &str) -> String {
    let Sealing { timestamp, nonce, salt } = sealing;
    let (name, signature, echo) = if identity.product == Product::WeCom {
        let sealed = envelope::encrypt(identity.aes_key.key(), salt, text.as_bytes(), &identity.app_id);
        let signature = signature::message_signature(&identity.token, &timestamp, &nonce, &sealed);
        ("msg_signature", signature, sealed)
    } else {
        let signature = signature::url_signature(&identity.token, &timestamp, &nonce);
        ("signature", signature, text.to_owned())
    };
    let echo = encoded(&echo);
    format!("{name}={signature}&timestamp={timestamp}&nonce={nonce}&echostr={echo}")
}
