//! `GET /v2/wechat/accounts/{account}/wecom/departments`

use domain::wechat::wecom::directory::Department;
use serde::Serialize;
use utoipa::ToSchema;

use super::account_name;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::Instant;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers), NotFound)
}

/// A department (部门).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CorpDepartmentBody {
    /// WeCom's number of it; 1 is the root.
    #[schema(example = 2)]
    id: i64,
    /// Its name, where WeCom tells it.
    #[schema(example = "市场部")]
    name: Option<String>,
    /// The department above; `null` for the root, and where it is not told.
    #[schema(example = 1)]
    parent_id: Option<i64>,
    /// Its place among its siblings; larger first.
    #[schema(example = 100)]
    order: Option<i64>,
    /// When it last changed here.
    updated_at: Instant,
}

/// A tree of departments, flat: each names the one above.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CorpDepartmentsBody {
    /// The departments, by number.
    items: Vec<CorpDepartmentBody>,
}

/// List all departments as they were last read, at most 30,000.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/wecom/departments",
    operation_id = "listDepartments",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the WeCom account.", example = "corp")),
    responses((status = 200, description = "The departments.", body = Success<CorpDepartmentsBody>))
)]
async fn handle(call: Call) -> Result<Answer<CorpDepartmentsBody>, ApiError> {
    let account = account_name(&call);
    let departments = call
        .work(move |app| async move { app.corp.directory.departments(&account).await })
        .await?;
    Ok(Answer::ok(CorpDepartmentsBody {
        items: departments.into_iter().map(Into::into).collect(),
    }))
}

impl From<Department> for CorpDepartmentBody {
    fn from(department: Department) -> Self {
        Self {
            id: department.facts.id,
            name: department.facts.name,
            parent_id: department.facts.parent,
            order: department.facts.order,
            updated_at: department.updated_at.into(),
        }
    }
}
