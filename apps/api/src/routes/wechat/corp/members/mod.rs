//! Members (成员) of a corporation.

mod list;
mod read;

use domain::wechat::wecom::directory::Member;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::endpoint::Endpoint;
use crate::wire::Instant;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![list::endpoint(), read::endpoint()]
}

/// A member of the corporation. New applications are told little of members: everything but id and state may be
/// missing. Numbers and addresses are not kept.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CorpMemberBody {
    /// Our id; it stays when WeCom's is changed.
    #[schema(example = "019ad3a5-7c4b-7000-8000-0000000000e1")]
    id: Uuid,
    /// WeCom's id; the case of its letters does not matter.
    #[schema(example = "ZhangSan")]
    user_id: String,
    /// `active`, `disabled`, `not-activated` or `left`.
    #[schema(example = "active")]
    state: &'static str,
    /// Name.
    #[schema(example = "张三")]
    name: Option<String>,
    /// Another name.
    alias: Option<String>,
    /// Position.
    #[schema(example = "经理")]
    position: Option<String>,
    /// Departments.
    departments: Vec<CorpMembershipBody>,
    /// The first department.
    #[schema(example = 2)]
    main_department: Option<i64>,
    /// When they left.
    left_at: Option<Instant>,
    /// When WeCom last told something new of them; `null`: not yet.
    read_at: Option<Instant>,
}

/// A member in a department.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CorpMembershipBody {
    /// WeCom's number of the department.
    #[schema(example = 2)]
    id: i64,
    /// Whether the member leads it.
    #[schema(example = false)]
    leads: bool,
}

impl From<Member> for CorpMemberBody {
    fn from(member: Member) -> Self {
        let stored = member.stored();
        let departments = stored.departments.iter();
        Self {
            id: stored.id.uuid(),
            user_id: stored.user_id.clone(),
            state: stored.state.name(),
            name: stored.name.clone(),
            alias: stored.alias.clone(),
            position: stored.position.clone(),
            departments: departments
                .map(|(id, leads)| CorpMembershipBody { id: *id, leads: *leads })
                .collect(),
            main_department: stored.main_department,
            left_at: stored.left_at.map(Into::into),
            read_at: stored.read_at.map(Into::into),
        }
    }
}
