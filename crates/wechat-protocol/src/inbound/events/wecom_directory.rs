//! WeCom: changes of the directory (通讯录, `change_contact`).

use crate::{
    hidden::hide_debug,
    inbound::{node::Node, raw::RawFields},
};

/// A change of the directory. Changes made through the API are not called back to their maker, and addresses configured
/// since August 2022 learn of ids and departments only.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DirectoryChange {
    /// `create_user`.
    MemberCreated(Box<MemberChange>),
    /// `update_user`: only what changed is given.
    MemberUpdated(Box<MemberChange>),
    /// `delete_user`.
    MemberDeleted {
        /// The member.
        user_id: String,
    },
    /// `create_party`.
    DepartmentCreated(DepartmentChange),
    /// `update_party`: only what changed is given.
    DepartmentUpdated(DepartmentChange),
    /// `delete_party`.
    DepartmentDeleted {
        /// The department.
        id: u64,
    },
    /// `update_tag`.
    TagUpdated(TagChange),
}

/// What is said about a member.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MemberChange {
    /// The member; in an update the id before.
    pub user_id: String,
    /// The id from now on.
    pub new_user_id: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The departments.
    pub departments: Vec<u64>,
    /// For each department, whether the member leads it.
    pub leads: Vec<bool>,
    /// The main department.
    pub main_department: Option<u64>,
    /// The member's superiors.
    pub direct_leaders: Vec<String>,
    /// The position.
    pub position: Option<String>,
    /// The mobile number.
    pub mobile: Option<String>,
    /// 1 male, 2 female.
    pub gender: Option<u8>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The e-mail address of the corp.
    pub biz_mail: Option<String>,
    /// 1 active, 2 disabled, 4 not activated, 5 left.
    pub status: Option<u8>,
    /// The avatar's address.
    pub avatar: Option<String>,
    /// The alias.
    pub alias: Option<String>,
    /// The landline.
    pub telephone: Option<String>,
    /// The address.
    pub address: Option<String>,
    /// `ExtAttr` as sent.
    pub extra: RawFields,
}

hide_debug!(MemberChange);

/// What is said about a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentChange {
    /// The department.
    pub id: u64,
    /// Its name.
    pub name: Option<String>,
    /// The department above.
    pub parent_id: Option<u64>,
    /// Its place among its siblings; larger comes first.
    pub order: Option<i64>,
}

/// Who got or lost a tag.
#[derive(Clone, PartialEq, Eq)]
pub struct TagChange {
    /// The tag.
    pub tag_id: u64,
    /// Members who got it.
    pub members_added: Vec<String>,
    /// Members who lost it.
    pub members_removed: Vec<String>,
    /// Departments that got it.
    pub departments_added: Vec<u64>,
    /// Departments that lost it.
    pub departments_removed: Vec<u64>,
}

hide_debug!(TagChange);

/// None when the change is unknown or lacks what it must have.
pub(super) fn read(push: Node<'_, '_>) -> Option<DirectoryChange> {
    Some(match push.text("ChangeType")?.to_ascii_lowercase().as_str() {
        "create_user" => DirectoryChange::MemberCreated(Box::new(member(push)?)),
        "update_user" => DirectoryChange::MemberUpdated(Box::new(member(push)?)),
        "delete_user" => DirectoryChange::MemberDeleted {
            user_id: push.text("UserID")?,
        },
        "create_party" => DirectoryChange::DepartmentCreated(department(push)?),
        "update_party" => DirectoryChange::DepartmentUpdated(department(push)?),
        "delete_party" => DirectoryChange::DepartmentDeleted { id: push.number("Id")? },
        "update_tag" => DirectoryChange::TagUpdated(TagChange {
            tag_id: push.number("TagId")?,
            members_added: names(push, "AddUserItems"),
            members_removed: names(push, "DelUserItems"),
            departments_added: push.joined("AddPartyItems"),
            departments_removed: push.joined("DelPartyItems"),
        }),
        _ => return None,
    })
}

fn names<'t>(push: Node<'t, '_>, list: &'t str) -> Vec<String> {
    let mut names: Vec<String> = push.joined(list);
    names.retain(|name| !name.is_empty());
    names
}

fn member(push: Node<'_, '_>) -> Option<MemberChange> {
    Some(MemberChange {
        user_id: push.text("UserID")?,
        new_user_id: push.text("NewUserID"),
        name: push.text("Name"),
        departments: push.joined("Department"),
        leads: push.joined_flags("IsLeaderInDept"),
        main_department: push.number("MainDepartment"),
        direct_leaders: names(push, "DirectLeader"),
        position: push.text("Position"),
        mobile: push.text("Mobile"),
        gender: push.number("Gender"),
        email: push.text("Email"),
        biz_mail: push.text("BizMail"),
        status: push.number("Status"),
        avatar: push.text("Avatar"),
        alias: push.text("Alias"),
        telephone: push.text("Telephone"),
        address: push.text("Address"),
        extra: push.child("ExtAttr").map(Node::raw).unwrap_or_default(),
    })
}

fn department(push: Node<'_, '_>) -> Option<DepartmentChange> {
    Some(DepartmentChange {
        id: push.number("Id")?,
        name: push.text("Name"),
        parent_id: push.number("ParentId"),
        order: push.number("Order"),
    })
}
