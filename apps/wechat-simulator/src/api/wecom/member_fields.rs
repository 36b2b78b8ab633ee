//! The fields of a member: how they are checked when they are written, and which of them are shown.

use serde_json::{Map, Value, json};

use crate::api::answer::Refusal;
use crate::api::fields;
use crate::state::corps::{Corp, Department, Member, ROOT};

const LONGEST_USERID: usize = 64;
const LONGEST_NAME: usize = 64;
const MOST_DEPARTMENTS: usize = 100;
const MOST_LEADERS: usize = 5;

/// What apps made since 2022-06-20 are not shown.
const PRIVATE: &[&str] = &[
    "avatar",
    "thumb_avatar",
    "gender",
    "mobile",
    "email",
    "biz_mail",
    "qr_code",
    "address",
];
/// What can be written beside name and departments.
const DETAILS: &[&str] = &[
    "alias",
    "mobile",
    "email",
    "biz_mail",
    "position",
    "gender",
    "telephone",
    "address",
    "avatar",
    "thumb_avatar",
    "qr_code",
    "order",
    "is_leader_in_dept",
    "direct_leader",
    "main_department",
    "extattr",
    "external_position",
    "external_profile",
];
/// Which are changed silently never once a member is active.
const FIXED: &[&str] = &["mobile", "email"];

/// A user id that may be given.
///
/// # Errors
/// 40003
pub fn userid(body: &Map<String, Value>, name: &str) -> Result<String, Refusal> {
    let userid = fields::text(body, name);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-@.".contains(&byte);
    let begins_well = userid.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric());
    if !begins_well || userid.len() > LONGEST_USERID || !userid.bytes().all(is_plain) {
        return Err(Refusal::new(40003));
    }
    Ok(userid.to_owned())
}

/// Writes what is there into the member. Departments that do not exist are made; their ids are returned.
///
/// # Errors
/// 60112, 41019, 40066, 40058, 60103, 60104, 60105, 60106
pub fn write(corp: &mut Corp, member: &mut Member, body: &Map<String, Value>) -> Result<Vec<i64>, Refusal> {
    if let Some(name) = body.get("name") {
        let name = name.as_str().unwrap_or_default();
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
            return Err(Refusal::new(60112));
        }
        name.clone_into(&mut member.name);
    }
    unique(corp, member, body)?;
    let departments = departments(body)?;
    let count = departments.as_ref().map_or(member.departments.len(), Vec::len);
    for name in ["order", "is_leader_in_dept"] {
        if fields::list(body, name).is_some_and(|list| list.len() != count) {
            return Err(Refusal::with(40058, format!("{name} does not match department")));
        }
    }
    if fields::list(body, "direct_leader").is_some_and(|leaders| leaders.len() > MOST_LEADERS) {
        return Err(Refusal::with(40058, "too many direct_leader"));
    }
    for name in DETAILS {
        let is_fixed = member.status == 1 && FIXED.contains(name) && !member.detail(name).is_empty();
        if let Some(value) = body.get(*name).filter(|_| !is_fixed) {
            member.details.insert((*name).to_owned(), value.clone());
        }
    }
    if let Some(enable) = fields::number(body, "enable") {
        member.status = if enable == 0 { 2 } else { 1 };
    }
    let mut made = Vec::new();
    if let Some(departments) = departments {
        for &id in &departments {
            corp.departments.entry(id).or_insert_with(|| {
                made.push(id);
                new_department(id)
            });
        }
        member.departments = departments;
    }
    Ok(made)
}

fn new_department(id: i64) -> Department {
    Department {
        id,
        name: format!("部门 {id}"),
        name_en: String::new(),
        parent: ROOT,
        order: 0,
        leaders: Vec::new(),
    }
}

/// Integers in an array; anything else is 41019.
fn departments(body: &Map<String, Value>) -> Result<Option<Vec<i64>>, Refusal> {
    let list = match body.get("department") {
        None => return Ok(None),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(Refusal::new(41019)),
    };
    let ids: Option<Vec<i64>> = list.iter().map(Value::as_i64).collect();
    let ids = ids.ok_or_else(|| Refusal::new(41019))?;
    if ids.is_empty() || ids.len() > MOST_DEPARTMENTS || ids.iter().any(|id| *id < ROOT) {
        return Err(Refusal::new(60123));
    }
    Ok(Some(ids))
}

fn unique(corp: &Corp, member: &Member, body: &Map<String, Value>) -> Result<(), Refusal> {
    let mut others = corp
        .members
        .values()
        .filter(|other| !other.userid.eq_ignore_ascii_case(&member.userid));
    let mobile = fields::text(body, "mobile");
    let is_number = mobile
        .trim_start_matches('+')
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    if !is_number {
        return Err(Refusal::new(60103));
    }
    if !mobile.is_empty() && others.clone().any(|other| other.detail("mobile") == mobile) {
        return Err(Refusal::new(60104));
    }
    let email = fields::text(body, "email");
    if !email.is_empty() && !email.contains('@') {
        return Err(Refusal::new(60105));
    }
    if !email.is_empty() && others.any(|other| other.detail("email") == email) {
        return Err(Refusal::new(60106));
    }
    Ok(())
}

/// The member as `user/get` shows it.
#[must_use]
pub fn shown(member: &Member, hides_private: bool) -> Value {
    let mut shown = json!({
        "userid": member.userid,
        "name": member.name,
        "department": member.departments,
        "order": vec![0; member.departments.len()],
        "position": "",
        "is_leader_in_dept": vec![0; member.departments.len()],
        "direct_leader": [],
        "telephone": "",
        "alias": "",
        "status": member.status,
        "main_department": member.departments.first(),
        "extattr": {"attrs": []},
        "external_position": "",
    });
    let visible = member.details.iter();
    for (name, value) in visible.filter(|(name, _)| !hides_private || !PRIVATE.contains(&name.as_str())) {
        // 性别 is text in answers, however it was written.
        shown[name] = match value {
            Value::Number(number) if name == "gender" => number.to_string().into(),
            other => other.clone(),
        };
    }
    shown
}
