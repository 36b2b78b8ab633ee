//! WeCom: changes among customers (客户联系), their groups and their tags.

use crate::{hidden::hide_debug, inbound::node::Node};

/// `change_external_contact`: a customer and a member.
#[derive(Clone, PartialEq, Eq)]
pub struct ExternalContactChange {
    /// What happened.
    pub change: ExternalContactChangeKind,
    /// The member.
    pub user_id: String,
    /// The customer.
    pub external_user_id: String,
    /// `state` of the contact-me code that brought the customer.
    pub state: Option<String>,
    /// What lets a welcome be sent, once and within 20 seconds. Absent when the administrator configured one.
    pub welcome_code: Option<String>,
    /// Who removed the customer: `DELETE_BY_TRANSFER` when an inheritance did.
    pub source: Option<String>,
    /// `customer_refused` or `customer_limit_exceed`, when an inheritance failed.
    pub fail_reason: Option<String>,
}

hide_debug!(ExternalContactChange);

/// `ChangeType` of [`ExternalContactChange`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExternalContactChangeKind {
    /// `add_external_contact`: the two are in contact.
    Added,
    /// `add_half_external_contact`: the customer added the member, who has not confirmed yet.
    HalfAdded,
    /// `edit_external_contact`: remarks or tags changed.
    Edited,
    /// `del_external_contact`: the member removed the customer.
    Removed,
    /// `del_follow_user`: the customer removed the member.
    RemovedByCustomer,
    /// `transfer_fail`: the customer could not be handed to another member.
    TransferFailed,
}

/// `change_external_chat`: a group with customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalChatChange {
    /// The group.
    pub chat_id: String,
    /// What happened.
    pub change: ExternalChatChangeKind,
    /// How newcomers came: 0 invited by a member, 3 by code.
    pub join_scene: Option<u32>,
    /// How people left: 0 by themselves, 1 removed.
    pub quit_scene: Option<u32>,
    /// How many came or went.
    pub members_changed: Option<u32>,
}

/// `ChangeType` and `UpdateDetail` of [`ExternalChatChange`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExternalChatChangeKind {
    /// `create`.
    Created,
    /// `dismiss`.
    Dismissed,
    /// `add_member`.
    MembersAdded,
    /// `del_member`.
    MembersRemoved,
    /// `change_owner`.
    OwnerChanged,
    /// `change_name`.
    NameChanged,
    /// `change_notice`.
    NoticeChanged,
    /// Another update, as sent; empty when it says none.
    Updated(String),
}

/// `change_external_tag`: the corp's tags for customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalTagChange {
    /// The tag or group.
    pub id: String,
    /// Whether it is a group of tags.
    pub is_group: bool,
    /// What happened.
    pub change: ExternalTagChangeKind,
    /// The rule group it belongs to.
    pub strategy_id: Option<String>,
}

/// `ChangeType` of [`ExternalTagChange`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExternalTagChangeKind {
    /// `create`.
    Created,
    /// `update`.
    Updated,
    /// `delete`.
    Deleted,
    /// `shuffle`: the order changed.
    Reordered,
}

/// None when the change is unknown or lacks what it must have.
pub(super) fn read_contact(push: Node<'_, '_>) -> Option<ExternalContactChange> {
    use ExternalContactChangeKind as Kind;
    let change = match push.text("ChangeType")?.to_ascii_lowercase().as_str() {
        "add_external_contact" => Kind::Added,
        "add_half_external_contact" => Kind::HalfAdded,
        "edit_external_contact" => Kind::Edited,
        "del_external_contact" => Kind::Removed,
        "del_follow_user" => Kind::RemovedByCustomer,
        "transfer_fail" => Kind::TransferFailed,
        _ => return None,
    };
    Some(ExternalContactChange {
        change,
        user_id: push.text("UserID")?,
        external_user_id: push.text("ExternalUserID")?,
        state: push.text("State"),
        welcome_code: push.text("WelcomeCode"),
        source: push.text("Source"),
        fail_reason: push.text("FailReason"),
    })
}

/// None when the change is unknown or lacks what it must have.
pub(super) fn read_chat(push: Node<'_, '_>) -> Option<ExternalChatChange> {
    let change = match push.text("ChangeType")?.to_ascii_lowercase().as_str() {
        "create" => ExternalChatChangeKind::Created,
        "dismiss" => ExternalChatChangeKind::Dismissed,
        "update" => chat_update(push.text_or_empty("UpdateDetail")),
        _ => return None,
    };
    Some(ExternalChatChange {
        chat_id: push.text("ChatId")?,
        change,
        join_scene: push.number("JoinScene"),
        quit_scene: push.number("QuitScene"),
        members_changed: push.number("MemChangeCnt"),
    })
}

fn chat_update(detail: String) -> ExternalChatChangeKind {
    match detail.to_ascii_lowercase().as_str() {
        "add_member" => ExternalChatChangeKind::MembersAdded,
        "del_member" => ExternalChatChangeKind::MembersRemoved,
        "change_owner" => ExternalChatChangeKind::OwnerChanged,
        "change_name" => ExternalChatChangeKind::NameChanged,
        "change_notice" => ExternalChatChangeKind::NoticeChanged,
        _ => ExternalChatChangeKind::Updated(detail),
    }
}

/// None when the change is unknown or lacks what it must have.
pub(super) fn read_tag(push: Node<'_, '_>) -> Option<ExternalTagChange> {
    let change = match push.text("ChangeType")?.to_ascii_lowercase().as_str() {
        "create" => ExternalTagChangeKind::Created,
        "update" => ExternalTagChangeKind::Updated,
        "delete" => ExternalTagChangeKind::Deleted,
        "shuffle" => ExternalTagChangeKind::Reordered,
        _ => return None,
    };
    Some(ExternalTagChange {
        id: push.text_or_empty("Id"),
        is_group: push
            .text("TagType")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("tag_group")),
        change,
        strategy_id: push.text("StrategyId"),
    })
}
