//! [`DirectoryApi`]: the directory of a WeCom corporation.

use async_trait::async_trait;
use domain::text::shortened;
use domain::wechat::wecom::directory::{DepartmentFacts, MemberFacts, MemberState};
use ports::wechat::WechatFailure;
use ports::wechat::wecom::{DirectoryApi, MemberIdPage, MemberTold, MembersTold};
use wechat_protocol::api::wecom::{department, member, user, user_ids};

use crate::client::WechatClient;

/// The directory-sync token may not ask for details from a new address.
const IDS_ONLY: i64 = 48_009;
/// The answer would be too large.
const TOO_LARGE: i64 = 45_029;
/// There is no such department.
const NO_DEPARTMENT: [i64; 3] = [40_066, 60_003, 60_123];
/// There is no such member, or the application does not see them.
pub(crate) const NO_MEMBER: [i64; 4] = [40_003, 46_004, 60_111, 301_021];
/// Outside the application's rights.
pub(crate) const HIDDEN: [i64; 2] = [50_002, 60_011];
/// Most that one call tells.
const IDS_AT_ONCE: u32 = 10_000;
/// Characters kept of a text.
const LONGEST: usize = 64;

#[async_trait]
impl DirectoryApi for WechatClient {
    async fn departments(&self, account: &str) -> Result<Vec<DepartmentFacts>, WechatFailure> {
        match self.call(account, &department::ListDepartments { id: None }).await {
            Ok(told) => Ok(told.department.iter().map(named).collect()),
            Err(failure) if is_code(&failure, &[IDS_ONLY]) => self.department_ids(account, None).await,
            Err(failure) => Err(failure),
        }
    }

    async fn department(&self, account: &str, id: i64) -> Result<Option<DepartmentFacts>, WechatFailure> {
        let told = match self.call(account, &department::GetDepartment { id }).await {
            Ok(told) => return Ok(Some(named(&told.department))),
            Err(failure) if is_code(&failure, &[IDS_ONLY]) => self.department_ids(account, Some(id)).await,
            Err(failure) => Err(failure),
        };
        match told {
            Ok(told) => Ok(told.into_iter().find(|facts| facts.id == id)),
            Err(failure) if is_code(&failure, &NO_DEPARTMENT) || is_code(&failure, &HIDDEN) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    async fn members(&self, account: &str, department: i64) -> Result<MembersTold, WechatFailure> {
        let call = user::ListMembers {
            department_id: department,
        };
        let failure = match self.call(account, &call).await {
            Ok(told) => return Ok(MembersTold::Whole(told.userlist.into_iter().map(facts).collect())),
            Err(failure) if is_code(&failure, &[TOO_LARGE]) => {
                let call = user::ListMemberNames {
                    department_id: department,
                };
                match self.call(account, &call).await {
                    Ok(told) => return Ok(MembersTold::Names(told.userlist.into_iter().map(name).collect())),
                    Err(failure) => failure,
                }
            }
            Err(failure) => failure,
        };
        if is_code(&failure, &[IDS_ONLY]) {
            return Ok(MembersTold::IdsOnly);
        }
        if is_code(&failure, &NO_DEPARTMENT) {
            return Ok(MembersTold::Gone);
        }
        // Even the names are too much, or the department is none of this application's.
        if is_code(&failure, &[TOO_LARGE]) || is_code(&failure, &HIDDEN) {
            return Ok(MembersTold::Hidden);
        }
        Err(failure)
    }

    async fn member_ids(&self, account: &str, next: Option<&str>) -> Result<MemberIdPage, WechatFailure> {
        let call = user_ids::ListMemberIds {
            cursor: next.unwrap_or_default().to_owned(),
            limit: IDS_AT_ONCE,
        };
        let told = self.call(account, &call).await?;
        Ok(MemberIdPage {
            members: told
                .dept_user
                .into_iter()
                .map(|row| (row.userid, row.department))
                .collect(),
            next: told.next_cursor.filter(|cursor| !cursor.is_empty()),
        })
    }

    async fn member(&self, account: &str, user_id: &str) -> Result<MemberTold, WechatFailure> {
        let call = user::GetMember {
            userid: user_id.to_owned(),
        };
        match self.call(account, &call).await {
            Ok(told) => Ok(MemberTold::Known(facts(told))),
            Err(failure) if is_code(&failure, &NO_MEMBER) => Ok(MemberTold::Unknown),
            Err(failure) if is_code(&failure, &[IDS_ONLY]) || is_code(&failure, &HIDDEN) => Ok(MemberTold::Hidden),
            Err(failure) => Err(failure),
        }
    }
}

impl WechatClient {
    async fn department_ids(&self, account: &str, id: Option<i64>) -> Result<Vec<DepartmentFacts>, WechatFailure> {
        let told = self.call(account, &department::ListDepartmentIds { id }).await?;
        let facts = told.department_id.into_iter().map(|told| DepartmentFacts {
            id: told.id,
            name: None,
            parent: told.parentid.filter(|parent| *parent > 0),
            order: told.order,
        });
        Ok(facts.collect())
    }
}

pub(crate) fn is_code(failure: &WechatFailure, wanted: &[i64]) -> bool {
    matches!(failure, WechatFailure::Refused { code, .. } if wanted.contains(code))
}

/// A text on one line, cut where it is too long; `None` for none.
pub(crate) fn line(text: Option<&str>) -> Option<String> {
    let text = text?.replace(char::is_control, " ");
    let text = text.trim();
    (!text.is_empty()).then(|| shortened(text, LONGEST))
}

fn named(told: &department::Department) -> DepartmentFacts {
    DepartmentFacts {
        id: told.id,
        name: line(told.name.as_deref()),
        parent: told.parentid.filter(|parent| *parent > 0),
        order: told.order,
    }
}

fn facts(told: member::Member) -> MemberFacts {
    let leads = |index: usize| told.is_leader_in_dept.get(index).is_some_and(|leads| *leads == 1);
    let departments = told.department.iter().enumerate();
    let departments = departments.map(|(index, id)| (*id, leads(index))).collect();
    MemberFacts {
        departments: (!told.department.is_empty()).then_some(departments),
        name: line(told.name.as_deref()),
        alias: line(told.alias.as_deref()),
        position: line(told.position.as_deref()),
        main_department: told.main_department,
        state: told.status.and_then(MemberState::of_wecom),
        user_id: told.userid,
    }
}

fn name(told: user::MemberName) -> MemberFacts {
    MemberFacts {
        departments: (!told.department.is_empty()).then(|| told.department.iter().map(|id| (*id, false)).collect()),
        name: line(told.name.as_deref()),
        user_id: told.userid,
        ..MemberFacts::default()
    }
}
