//! The one path with calls of every shape, against a server that follows a script.

#[expect(
    dead_code,
    unused_imports,
    reason = "shared with the tests of the ports, which use the rest"
)]
#[path = "../../tests/it/support/mod.rs"]
mod support;

mod accounts;
mod client_data;
mod files;
mod health;
mod mass;
mod mini_program;
mod shapes;
mod staff;
mod tickets;
mod web_login;
mod wecom_corp;

use domain::secret::Secret;
use domain::wechat::Product;
use ports::wechat::AccountSetup;

/// An application of a WeCom corporation under the name `name`.
fn wecom_app(name: &str, agent_id: u32, secret: &str) -> AccountSetup {
    let mut setup = support::account();
    setup.name = name.to_owned();
    setup.product = Product::WeCom;
    setup.app_id = "ww0123456789abcdef".to_owned();
    setup.agent_id = Some(agent_id);
    setup.secrets.app_secret = Secret::from(secret);
    setup
}
