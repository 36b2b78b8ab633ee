//! WeCom: messages to members, their recipients, answers on cards.

mod answer_rows;
mod reads;
mod repository;
mod rows;
