//! Whose token it is, and whose ticket.

use domain::wechat::Product;
use ports::wechat::{AccountSetup, TicketKind};
use sha2::{Digest, Sha256};

/// The key of an account's token in the token store: the app id, and for WeCom, where every application of a corporation
/// has a token of its own, the corporation with the application. Where the application has no number (the address
/// book's secret), its secret is what sets it apart; of that, the key holds a fingerprint.
pub(crate) fn token_key(setup: &AccountSetup) -> String {
    match (setup.product, setup.agent_id) {
        (Product::OfficialAccount | Product::MiniProgram, _) => setup.app_id.clone(),
        (Product::WeCom, Some(agent)) => format!("{}#{agent}", setup.app_id),
        (Product::WeCom, None) => format!("{}#s{}", setup.app_id, short(&secret_print(setup))),
    }
}

/// The key of a ticket in the token store. The corporation's ticket is the same for all its applications:
/// <https://developer.work.weixin.qq.com/document/path/90506>.
pub(crate) fn ticket_key(setup: &AccountSetup, kind: TicketKind) -> String {
    let owner = match (setup.product, kind) {
        (Product::WeCom, TicketKind::Page) => setup.app_id.clone(),
        _ => token_key(setup),
    };
    format!("{owner}#{}", kind.name())
}

/// What tells one secret from another without holding it.
pub(crate) fn secret_print(setup: &AccountSetup) -> [u8; 32] {
    Sha256::digest(setup.secrets.app_secret.expose().as_bytes()).into()
}

fn short(print: &[u8; 32]) -> String {
    print.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
