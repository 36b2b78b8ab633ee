//! Departments. Create them one after another, never at the same time.

use serde::{Deserialize, Serialize};

use super::wecom_call;
use crate::{
    api::{
        Empty, Query, bounds,
        invalid::{Validity, charset, rule},
        lenient, loose,
    },
    quirks::{number_or_string, optional_number_or_string},
};

/// The root; its own parent is 0.
pub const ROOT: i64 = 1;

macro_rules! of_department {
    ($(#[$doc:meta])* $name:ident, $path:literal => $answer:ty, $again:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name {
            /// The department.
            pub id: i64,
        }
        wecom_call!($name: get $path => $answer, $again {
            fn query(&self) -> Query<'_> { vec![("id", self.id.to_string().into())] }
        });
    };
}

macro_rules! below_department {
    ($(#[$doc:meta])* $name:ident, $path:literal => $answer:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $name {
            /// The department with all below it; everything visible without it.
            pub id: Option<i64>,
        }
        wecom_call!($name: get $path => $answer, repeatable {
            fn query(&self) -> Query<'_> {
                self.id.map(|id| ("id", id.to_string().into())).into_iter().collect()
            }
        });
    };
}

below_department! {
    /// Lists departments. The directory-sync token may not from a new address (48009).
    ListDepartments, "/cgi-bin/department/list" => Departments
}
below_department! {
    /// Lists the departments' ids.
    ListDepartmentIds, "/cgi-bin/department/simplelist" => DepartmentIds
}
of_department! {
    /// Asks for one department.
    GetDepartment, "/cgi-bin/department/get" => OneDepartment, repeatable
}
of_department! {
    /// Deletes an empty department other than the root (60005, 60006, 60007).
    DeleteDepartment, "/cgi-bin/department/delete" => Empty, repeatable
}

/// The answer to [`ListDepartments`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Departments {
    /// The departments.
    pub department: Vec<Department>,
}

/// The answer to [`GetDepartment`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OneDepartment {
    /// The department.
    pub department: Department,
}

/// The answer to [`ListDepartmentIds`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DepartmentIds {
    /// The departments.
    pub department_id: Vec<DepartmentId>,
}

/// A department.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Department {
    /// Its id.
    #[serde(deserialize_with = "number_or_string")]
    pub id: i64,
    /// Its name, where the app may see it.
    #[serde(default, deserialize_with = "loose::optional_text")]
    pub name: Option<String>,
    /// Its English name.
    #[serde(default, deserialize_with = "loose::optional_text")]
    pub name_en: Option<String>,
    /// The one above; 0 above the root.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub parentid: Option<i64>,
    /// Its place; larger first.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub order: Option<i64>,
    /// Who leads it.
    #[serde(default, deserialize_with = "lenient::list")]
    pub department_leader: Vec<String>,
}

/// A department's place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct DepartmentId {
    /// Its id.
    #[serde(deserialize_with = "number_or_string")]
    pub id: i64,
    /// The one above.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub parentid: Option<i64>,
    /// Its place; larger first.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub order: Option<i64>,
}

/// Creates a department.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateDepartment {
    /// 1 to 32 characters other than `\:?"<>|`.
    pub name: String,
    /// The same in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// The one above.
    pub parentid: i64,
    /// Its place; larger first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<i64>,
    /// Its id, more than 1; chosen by the platform without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
}
wecom_call!(CreateDepartment: post "/cgi-bin/department/create" => CreatedDepartment, once);

/// The answer to [`CreateDepartment`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct CreatedDepartment {
    /// Its id.
    #[serde(deserialize_with = "number_or_string")]
    pub id: i64,
}

/// Changes the given fields of a department.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateDepartment {
    /// Which.
    pub id: i64,
    /// The new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new English name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// The new one above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parentid: Option<i64>,
    /// The new place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<i64>,
}
wecom_call!(UpdateDepartment: post "/cgi-bin/department/update" => Empty, repeatable);

impl CreateDepartment {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When a name has the wrong length or characters, or the id is the root's.
    pub fn check(&self) -> Validity {
        name("name", &self.name)?;
        self.name_en.iter().try_for_each(|english| name("name_en", english))?;
        rule("id", self.id.is_none_or(|id| id > ROOT), "more than 1")
    }
}

impl UpdateDepartment {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When a name has the wrong length or characters.
    pub fn check(&self) -> Validity {
        self.name.iter().try_for_each(|chinese| name("name", chinese))?;
        self.name_en.iter().try_for_each(|english| name("name_en", english))
    }
}

fn name(field: &'static str, name: &str) -> Validity {
    bounds::characters(field, name, 1..=32)?;
    charset(field, name, "characters other than \\:?\"<>|", |c| {
        !matches!(c, '\\' | ':' | '?' | '"' | '<' | '>' | '|')
    })
}
