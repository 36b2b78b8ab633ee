//! Template sends that were already made: the same `client_msg_id` for the same person within ten minutes is one send.

use std::collections::{HashMap, VecDeque};

const REMEMBERED_SECONDS: i64 = 600;

type Send = (String, String);

/// Sends with a `client_msg_id` of the last ten minutes.
#[derive(Debug, Default)]
pub struct ClientMessageIds {
    known: HashMap<Send, u64>,
    order: VecDeque<(i64, Send)>,
}

impl ClientMessageIds {
    /// The message id that this person's send with this id already has.
    pub fn find(&mut self, open_id: &str, client_msg_id: &str, now: i64) -> Option<u64> {
        self.forget(now);
        self.known.get(&(open_id.to_owned(), client_msg_id.to_owned())).copied()
    }

    /// Remembers a send.
    pub fn remember(&mut self, open_id: &str, client_msg_id: &str, message_id: u64, now: i64) {
        let send = (open_id.to_owned(), client_msg_id.to_owned());
        self.known.insert(send.clone(), message_id);
        self.order.push_back((now, send));
    }

    fn forget(&mut self, now: i64) {
        while let Some((at, _)) = self.order.front()
            && now - at >= REMEMBERED_SECONDS
        {
            if let Some((_, send)) = self.order.pop_front() {
                self.known.remove(&send);
            }
        }
    }
}
