//! Sessions with human customer service (客服会话).

use crate::inbound::node::Node;

/// A session with an agent. Accounts are `name@account`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CustomerServiceEvent {
    /// An agent took the conversation (`kf_create_session`).
    Created {
        /// The agent.
        account: String,
    },
    /// The conversation with the agent ended (`kf_close_session`).
    Closed {
        /// The agent.
        account: String,
    },
    /// The conversation went to another agent (`kf_switch_session`).
    Switched {
        /// The agent before.
        from: String,
        /// The agent now.
        to: String,
    },
    /// A person opened a Mini Program's customer service (`user_enter_tempsession`): two messages may be sent within a
    /// minute.
    Entered {
        /// `session-from` of the button; may be empty.
        session_from: String,
    },
}

/// `name` is in lower case. None when it is no event of this family or lacks what its kind must have.
pub(super) fn read(name: &str, push: Node<'_, '_>) -> Option<CustomerServiceEvent> {
    Some(match name {
        "kf_create_session" => CustomerServiceEvent::Created {
            account: push.text("KfAccount")?,
        },
        "kf_close_session" => CustomerServiceEvent::Closed {
            account: push.text("KfAccount")?,
        },
        "kf_switch_session" => CustomerServiceEvent::Switched {
            from: push.text("FromKfAccount")?,
            to: push.text("ToKfAccount")?,
        },
        "user_enter_tempsession" => CustomerServiceEvent::Entered {
            session_from: push.text_or_empty("SessionFrom"),
        },
        _ => return None,
    })
}
