//! The APIs of official accounts (公众号、服务号), one file per family.
//!
//! Requests keep WeChat's limits by construction: a value that exists can be sent. Answers take a number as string, an
//! absent optional field, a list as its only element, and fields nobody has told us of. `Debug` shows no token, code,
//! ticket, open id or text that people wrote.
//!
//! Source: <https://developers.weixin.qq.com/doc/service/> and <https://developers.weixin.qq.com/doc/subscription/>.

pub mod articles;
pub mod autoreply;
pub mod blacklist;
pub mod callback;
pub mod custom_message;
pub mod customer_service;
pub mod drafts;
pub mod mass;
pub mod material;
pub mod media;
pub mod menus;
pub mod oauth;
pub mod publishing;
pub mod qr_code;
pub mod quota;
pub mod shorten;
pub mod subscribe_message;
pub mod subscribe_templates;
pub mod tags;
pub mod template_message;
pub mod templates;
pub mod ticket;
pub mod token;
pub mod users;

#[cfg(test)]
mod testing;
