//! Drives the real binaries as their users do: over HTTP, through the WeChat simulator, with signals.
//!
//! A journey starts a [`System`] (simulator, api, and a worker where there is a broker), each on a private port with
//! private stores, and stops all of it when dropped.

pub mod await_until;
pub mod binaries;
pub mod broker;
pub mod browser;
pub mod http;
pub mod operator;
pub mod process;
pub mod servers;
pub mod simulator;
pub mod system;
