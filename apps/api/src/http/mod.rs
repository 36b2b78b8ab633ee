//! What HTTP brings along: bodies, queries, preconditions, idempotency keys, request ids, the frame around a request.

pub mod body;
pub mod call;
pub mod client_address;
pub mod etag;
pub mod form;
mod json;
pub mod observe;
pub mod once;
pub mod params;
pub mod request_id;

pub use call::Call;
pub use json::{Ignored, Maybe, Submitted};
pub use params::Params;
