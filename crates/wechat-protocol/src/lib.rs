#![doc = include_str!("../README.md")]
//!
//! # What this crate must never know
//!
//! Sockets, clocks, random sources, stores, and any crate of the application around it.

pub mod api;
pub mod dedupe;
pub mod envelope;
pub mod error_codes;
pub mod inbound;
pub mod jssdk;
pub mod limits;
pub mod mini_program;
pub mod oauth;
pub mod parse_error;
pub mod quirks;
pub mod reply;
pub mod scene;
pub mod signature;
pub mod text;
pub mod wecom;
pub mod xml;

mod document;
mod hex;
mod hidden;

pub use envelope::{EncodingAesKey, EncryptedReply, EnvelopeError, KeyRing, OuterBody};
pub use inbound::{EventKind, InboundMessage, MessageKind};
pub use limits::Limits;
pub use parse_error::ParseError;
pub use reply::PassiveReply;
