//! Tickets that sign web pages.

use serde::Deserialize;

use crate::api::call::{api_call, debug_showing};
use crate::api::{Query, lenient, paths};

/// Asks for a ticket. It is worth 7200 s and to be shared by all servers, as the token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetTicket {
    /// What the ticket signs.
    pub kind: TicketKind,
}
api_call!(GetTicket: get paths::JSAPI_TICKET => Ticket, repeatable {
    fn query(&self) -> Query<'_> { vec![("type", self.kind.name().into())] }
});

/// What a ticket signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketKind {
    /// Pages that use the JS-SDK, see [`crate::jssdk`].
    Jsapi,
    /// Cards.
    Card,
}

impl TicketKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Jsapi => "jsapi",
            Self::Card => "wx_card",
        }
    }
}

/// A ticket. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Ticket {
    /// The ticket.
    pub ticket: String,
    /// Seconds until it ends.
    #[serde(deserialize_with = "lenient::number")]
    pub expires_in: u64,
}
debug_showing!(Ticket, expires_in);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, query};

    #[test]
    fn a_ticket_is_asked_for_by_kind_and_stays_hidden() {
        assert_eq!(
            query(&GetTicket {
                kind: TicketKind::Jsapi
            }),
            "type=jsapi"
        );
        assert_eq!(query(&GetTicket { kind: TicketKind::Card }), "type=wx_card");
        let ticket = answer::<GetTicket>(r#"{"errcode":0,"errmsg":"ok","ticket":"HIDDEN","expires_in":"7200"}"#);
        assert_eq!((ticket.ticket.as_str(), ticket.expires_in), ("HIDDEN", 7200));
        assert!(!format!("{ticket:?}").contains("HIDDEN"));
    }
}
