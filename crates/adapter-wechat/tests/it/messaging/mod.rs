//! Messages to people: what each kind looks like on the wire, at either product.

mod custom;
mod lists;
mod notices;

use domain::attendance::PersonRef;
use domain::wechat::Product;
use serde_json::Value;

use crate::support::{World, account};

/// A world with a Mini Program, too.
async fn world() -> World {
    let world = World::new().await;
    let mut mini = account();
    mini.name = "mini".to_owned();
    mini.product = Product::MiniProgram;
    mini.app_id = "wxfedcba9876543210".to_owned();
    world.accounts.set(mini);
    world
}

fn visitor() -> PersonRef {
    PersonRef {
        account: "mini".to_owned(),
        open_id: "oVISITOR".to_owned(),
    }
}

/// The body of the last call.
fn sent(world: &World) -> Value {
    serde_json::from_str(&world.server.calls().last().unwrap().body).unwrap()
}

fn path(world: &World) -> String {
    world.server.calls().last().unwrap().path.clone()
}

fn own(text: &str) -> String {
    text.to_owned()
}
