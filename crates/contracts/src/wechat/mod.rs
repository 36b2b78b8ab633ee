//! What is asked of WeChat: the ports through which the product calls it.
//!
//! The same promises hold for the stand-in of tests, for the HTTP adapter against a server that follows a script, and
//! for the HTTP adapter against the simulator, so that what use cases are tested with behaves as what they run with.
//!
//! To add the promises of another API port:
//! 1. a file here, one public async function per promise, which takes [`WechatWorld`] (add a field for the port), and
//!    `pub use` of it below;
//! 2. its names in [`wechat_contract!`](crate::wechat_contract), or in a list of its own where not every fixture can
//!    play it yet;
//! 3. where its failures are to be tested, a variant of [`Ask`] with its path, or an enum of its own in one, as
//!    [`MassAsk`] is.
//!
//! A [`Fault`] that a fixture cannot play is answered `false` by [`Faults::strike_next`], and the promise leaves it out.

mod articles;
mod ask;
mod faults;
mod first_path;
mod followers;
mod mass;
mod materials;
mod menus;
mod mini_program;
mod sign_in;
mod tickets;
mod unreadable;
mod wecom;
mod world;

use ask::Subject;

pub use articles::*;
pub use ask::Ask;
pub use faults::*;
pub use first_path::*;
pub use followers::*;
pub use mass::*;
pub use materials::*;
pub use menus::*;
pub use mini_program::*;
pub use sign_in::*;
pub use tickets::*;
pub use unreadable::*;
pub use wecom::*;
pub use world::{Fault, Faults, SUBSCRIBED, WechatWorld};
