//! What people see on their phones and operators over the API, feature by feature, on the real binaries.
//!
//! Journeys that disturb nobody share one embedded system, each with an account of its own. Those that kill processes or
//! move the simulator's time have a system of their own. With `NEXTEVENT_JOURNEYS=distributed` the shared one is api and
//! worker on MariaDB, Redis and RabbitMQ.

#![expect(clippy::unwrap_used, reason = "a test may panic anywhere, also in its helpers")]

mod accounts;
mod articles;
mod channels;
mod contacts;
mod directory;
mod followers;
mod mass;
mod materials;
mod menus;
mod messaging;
mod mini_program;
mod replies;
mod scene;
mod staff_login;
mod staff_messages;
mod web;
