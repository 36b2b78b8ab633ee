//! Rows of members and departments and what they mean.

use std::collections::BTreeMap;

use domain::ids::{CorpMemberId, DirectorySyncId};
use domain::wechat::followers::Statement;
use domain::wechat::wecom::directory::{Department, DepartmentFacts, Member, MemberState, StoredMember};
use domain::wechat::wecom::user_key;
use ports::StoreError;

use super::{listed, listing};
use crate::log::to_json;
use crate::sql::{Row, Sql, Table};

pub(super) const MEMBERS: Table = Table {
    name: "corp_members",
    key: "id",
};
pub(super) const DEPARTMENTS: Table = Table {
    name: "corp_departments",
    key: "department_id",
};

/// All that an update writes, in the order of [`bind_changeable`].
pub(super) const CHANGEABLE: [&str; 14] = [
    "user_key",
    "user_id",
    "state",
    "present",
    "stated_at",
    "stated_by",
    "left_at",
    "name",
    "alias",
    "position",
    "departments",
    "main_department",
    "read_at",
    "version",
];

pub(super) const COLUMNS: &str = "id, account, created_at, listed_by, user_key, user_id, state, present, stated_at, \
     stated_by, left_at, name, alias, position, departments, main_department, read_at, version";
pub(super) const WIDTH: usize = 18;

/// Binds a row of [`COLUMNS`].
pub(super) fn bind_member(sql: &mut Sql, member: &Member) -> Result<(), StoreError> {
    let stored = member.stored();
    sql.bind(stored.id.uuid())
        .bind(stored.account.as_str())
        .bind(stored.created_at)
        .bind(listing(stored.listed_by.map(DirectorySyncId::uuid)));
    bind_changeable(sql, member)
}

/// Binds the values of [`CHANGEABLE`].
pub(super) fn bind_changeable(sql: &mut Sql, member: &Member) -> Result<(), StoreError> {
    let stored = member.stored();
    sql.bind(user_key(&stored.user_id))
        .bind(stored.user_id.as_str())
        .bind(stored.state.name())
        .bind(member.is_present())
        .bind(stored.stated.at())
        .bind(stored.stated.by())
        .bind(stored.left_at)
        .bind(stored.name.as_deref())
        .bind(stored.alias.as_deref())
        .bind(stored.position.as_deref())
        .bind(to_json(&stored.departments)?)
        .bind(stored.main_department)
        .bind(stored.read_at)
        .bind(stored.version);
    Ok(())
}

pub(super) fn to_member(row: &Row) -> Result<Member, StoreError> {
    let departments: BTreeMap<i64, bool> = row.json("departments")?;
    Ok(Member::restore(StoredMember {
        id: CorpMemberId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        user_id: row.text("user_id")?,
        state: row.parsed("state", MemberState::from_name)?,
        stated: Statement::restore(row.time("stated_at")?, row.id("stated_by")?),
        left_at: row.time_or_null("left_at")?,
        name: row.text_or_null("name")?,
        alias: row.text_or_null("alias")?,
        position: row.text_or_null("position")?,
        departments,
        main_department: row.number_or_null("main_department")?,
        read_at: row.time_or_null("read_at")?,
        listed_by: listed(row.id("listed_by")?).map(DirectorySyncId::from_uuid),
        created_at: row.time("created_at")?,
        version: row.number("version")?,
    }))
}

pub(super) const DEPARTMENT_COLUMNS: [&str; 10] = [
    "account",
    "department_id",
    "name",
    "parent",
    "place",
    "present",
    "stated_at",
    "stated_by",
    "listed_by",
    "updated_at",
];

/// Binds a row of [`DEPARTMENT_COLUMNS`].
pub(super) fn bind_department(sql: &mut Sql, department: &Department) {
    let facts = &department.facts;
    sql.bind(department.account.as_str())
        .bind(facts.id)
        .bind(facts.name.as_deref())
        .bind(facts.parent)
        .bind(facts.order)
        .bind(department.present)
        .bind(department.stated.at())
        .bind(department.stated.by())
        .bind(listing(department.listed_by.map(DirectorySyncId::uuid)))
        .bind(department.updated_at);
}

pub(super) fn to_department(row: &Row) -> Result<Department, StoreError> {
    Ok(Department {
        account: row.text("account")?,
        facts: DepartmentFacts {
            id: row.number("department_id")?,
            name: row.text_or_null("name")?,
            parent: row.number_or_null("parent")?,
            order: row.number_or_null("place")?,
        },
        present: row.flag("present")?,
        stated: Statement::restore(row.time("stated_at")?, row.id("stated_by")?),
        listed_by: listed(row.id("listed_by")?).map(DirectorySyncId::from_uuid),
        updated_at: row.time("updated_at")?,
    })
}
