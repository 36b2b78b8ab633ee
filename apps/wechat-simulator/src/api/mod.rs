//! The WeChat API: what the product calls.

mod answer;
mod custom;
mod gate;
mod qrcode;
mod quota;
mod request;
mod tags;
mod template;
mod token;
mod user;

pub use gate::serve;
pub use qrcode::picture;
