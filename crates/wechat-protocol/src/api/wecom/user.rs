//! Reading and writing members. Only the directory-sync token may write.

use serde::{Deserialize, Serialize};

use super::{
    member::{ExtendedAttributes, ExternalProfile, Member},
    wecom_call,
};
use crate::api::{
    Empty, Query, bounds,
    call::debug_showing,
    invalid::{Validity, charset, each, needed, present, rule},
    lenient, loose,
};

macro_rules! of_member {
    ($(#[$doc:meta])* $name:ident, $path:literal => $answer:ty) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name {
            /// The member.
            pub userid: String,
        }
        debug_showing!($name);
        wecom_call!($name: get $path => $answer, repeatable {
            fn query(&self) -> Query<'_> { vec![("userid", self.userid.as_str().into())] }
        });
    };
}

macro_rules! of_members_in {
    ($(#[$doc:meta])* $name:ident, $path:literal => $answer:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name {
            /// The department; those below it are not included.
            pub department_id: i64,
        }
        wecom_call!($name: get $path => $answer, repeatable {
            fn query(&self) -> Query<'_> { vec![("department_id", self.department_id.to_string().into())] }
        });
    };
}

of_member! {
    /// Asks for a member. `Debug` shows nothing.
    GetMember, "/cgi-bin/user/get" => Member
}
of_member! {
    /// Deletes a member. `Debug` shows nothing.
    DeleteMember, "/cgi-bin/user/delete" => Empty
}
of_members_in! {
    /// Lists a department's members by id and name.
    ListMemberNames, "/cgi-bin/user/simplelist" => MemberNames
}
of_members_in! {
    /// Lists a department's members. For 45029, ask for smaller departments.
    ListMembers, "/cgi-bin/user/list" => Members
}

/// The answer to [`ListMembers`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Members {
    /// The members.
    pub userlist: Vec<Member>,
}

/// The answer to [`ListMemberNames`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MemberNames {
    /// The members.
    pub userlist: Vec<MemberName>,
}

/// A member's id and name. `Debug` shows the departments only.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct MemberName {
    /// The member.
    pub userid: String,
    /// The name.
    #[serde(default, deserialize_with = "loose::optional_text")]
    pub name: Option<String>,
    /// The departments.
    #[serde(default, deserialize_with = "lenient::list")]
    pub department: Vec<i64>,
    /// The member, to a third party's app.
    #[serde(default, deserialize_with = "loose::optional_text")]
    pub open_userid: Option<String>,
}
debug_showing!(MemberName, department);

/// The fields of a member that can be written; what is none stays as it is. `Debug` shows the departments only.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MemberFields {
    /// The member.
    pub userid: String,
    /// 1 to 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Mobile number. Of an activated member it stays as it is, without any error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    /// E-mail address. Of an activated member it stays as it is, without any error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// At most 20 departments; an unknown one is created silently.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<Vec<i64>>,
    /// Place in each department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Vec<i64>>,
    /// Position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// 1 male, 2 female.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// Whether the member leads each department: 0 or 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_leader_in_dept: Option<Vec<u8>>,
    /// Whom the member reports to; at most one is safe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direct_leader: Option<Vec<String>>,
    /// 1 enabled, 0 disabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable: Option<u8>,
    /// A temporary medium.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_mediaid: Option<String>,
    /// Landline number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    /// Postal address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The first department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_department: Option<i64>,
    /// Fields of the corp's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extattr: Option<ExtendedAttributes>,
    /// Position that customers see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_position: Option<String>,
    /// What customers see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_profile: Option<ExternalProfile>,
}
debug_showing!(MemberFields, department);

/// Creates a member.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateMember {
    /// Who.
    #[serde(flatten)]
    pub fields: MemberFields,
    /// Whether an invitation is sent.
    pub to_invite: bool,
}
wecom_call!(CreateMember: post "/cgi-bin/user/create" => CreatedMember, once);

/// The answer to [`CreateMember`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CreatedMember {
    /// Departments that were created because an id was unknown.
    pub created_department_list: Option<CreatedDepartments>,
}

/// Departments that were created silently.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CreatedDepartments {
    /// The departments.
    #[serde(deserialize_with = "lenient::list")]
    pub department_info: Vec<CreatedDepartmentInfo>,
}

/// A department that was created silently.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CreatedDepartmentInfo {
    /// Its name.
    pub name: String,
    /// Its id.
    #[serde(deserialize_with = "lenient::number")]
    pub id: i64,
}

/// Changes the given fields of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UpdateMember {
    /// Who and what.
    pub fields: MemberFields,
}
wecom_call!(UpdateMember: post "/cgi-bin/user/update" => Empty, repeatable);

/// Deletes up to 200 members; one wrong id fails them all. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteMembers {
    /// The members.
    pub useridlist: Vec<String>,
}
debug_showing!(DeleteMembers);
wecom_call!(DeleteMembers: post "/cgi-bin/user/batchdelete" => Empty, repeatable);

impl DeleteMembers {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When there are none or more than 200, or one is no user id.
    pub fn check(&self) -> Validity {
        bounds::items("useridlist", &self.useridlist, 1..=200)?;
        each("useridlist", &self.useridlist, |id| {
            bounds::bytes("userid", id, 1..=64).map_err(Into::into)
        })
    }
}

impl CreateMember {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the id, the name, the ways of contact (60129) or the departments are missing or outside their limits.
    pub fn check(&self) -> Validity {
        let fields = &self.fields;
        needed("name", fields.name.is_some())?;
        needed("mobile or email", fields.mobile.is_some() || fields.email.is_some())?;
        needed(
            "department",
            fields.department.as_ref().is_some_and(|list| !list.is_empty()),
        )?;
        new_user_id(&fields.userid)?;
        fields.check()
    }
}

impl UpdateMember {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the id is missing or a field is outside its limits.
    pub fn check(&self) -> Validity {
        present("userid", &self.fields.userid)?;
        self.fields.check()
    }
}

impl MemberFields {
    fn check(&self) -> Validity {
        bounds::bytes("userid", &self.userid, 1..=64)?;
        if let Some(name) = &self.name {
            bounds::characters("name", name, 1..=64)?;
        }
        if let Some(leaders) = &self.direct_leader {
            bounds::items("direct_leader", leaders, 0..=5)?;
        }
        let Some(departments) = &self.department else {
            return Ok(());
        };
        bounds::items("department", departments, 1..=20)?;
        let fits = |length: Option<usize>| length.is_none_or(|length| length == departments.len());
        let same = "one for each department";
        rule("order", fits(self.order.as_ref().map(Vec::len)), same)?;
        rule(
            "is_leader_in_dept",
            fits(self.is_leader_in_dept.as_ref().map(Vec::len)),
            same,
        )
    }
}

/// Checks the id of a new member: 1 to 64 bytes of ASCII letters, digits and `_-@.`, a letter or digit first.
fn new_user_id(id: &str) -> Validity {
    bounds::bytes("userid", id, 1..=64)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '@' | '.');
    charset("userid", id, "ASCII letters, digits and _-@.", is_plain)?;
    rule(
        "userid",
        id.starts_with(|c: char| c.is_ascii_alphanumeric()),
        "begins with a letter or digit",
    )
}
