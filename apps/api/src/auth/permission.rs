//! What a role may do.

use domain::identity::Role;

/// What a route asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// To be signed in, whatever the role.
    KnowOneself,
    /// To look at events and their counts.
    ReadEvents,
    /// To plan, change and end events.
    ManageEvents,
    /// To see who attends: personal data.
    ReadAttendees,
    /// To check people in.
    CheckIn,
    /// To read what people wrote: personal data.
    ReadMessages,
    /// To see what was sent to whom: personal data.
    ReadDeliveries,
    /// To set up WeChat accounts and what they say.
    ManageWechat,
    /// To see who follows and who is who: personal data.
    ReadFollowers,
    /// To send messages to people.
    SendMessages,
    /// To see who can sign in to the admin side, and say which members they are.
    ManageOperators,
    /// To look after jobs that died.
    ManageJobs,
}

impl Permission {
    /// Whether a role has it.
    #[must_use]
    pub const fn belongs_to(self, role: Role) -> bool {
        match role {
            Role::Administrator => true,
        }
    }
}
