//! What the directory asks of WeCom.

use async_trait::async_trait;
use domain::wechat::wecom::directory::{DepartmentFacts, MemberFacts};

use crate::wechat::WechatFailure;

/// What WeCom tells of a department's members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MembersTold {
    /// All that the application may see of them.
    Whole(Vec<MemberFacts>),
    /// Names only: the whole would have been too much for one answer (45029).
    Names(Vec<MemberFacts>),
    /// This caller is told nothing but ids (48009): see [`DirectoryApi::member_ids`].
    IdsOnly,
    /// There is no such department any more.
    Gone,
    /// WeCom does not tell of this department.
    Hidden,
}

/// What WeCom tells of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberTold {
    /// What the application may see of them.
    Known(MemberFacts),
    /// There is no such member, or the application does not see them.
    Unknown,
    /// This caller is told nothing of members (48009).
    Hidden,
}

/// A part of the list of all members, each with one of their departments: a member may come several times, in
/// several parts.
#[derive(Clone, PartialEq, Eq)]
pub struct MemberIdPage {
    /// Ids and departments, at most 10,000.
    pub members: Vec<(String, i64)>,
    /// Where the next part begins; `None` at the end.
    pub next: Option<String>,
}

/// WeCom's API about the directory. A failure MUST NOT be taken for an empty list, whatever lists its body holds. Every
/// call is bounded in time and may be repeated.
///
/// <https://developer.work.weixin.qq.com/document/path/90193>
#[async_trait]
pub trait DirectoryApi: Send + Sync {
    /// Every department that the application sees; without names where this caller is told none (48009).
    async fn departments(&self, account: &str) -> Result<Vec<DepartmentFacts>, WechatFailure>;

    /// One department; `None`: there is none of this number, or the application does not see it.
    async fn department(&self, account: &str, id: i64) -> Result<Option<DepartmentFacts>, WechatFailure>;

    /// The members of a department, of those below it not.
    async fn members(&self, account: &str, department: i64) -> Result<MembersTold, WechatFailure>;

    /// The part of the list of all members that begins at `next`, or the first.
    async fn member_ids(&self, account: &str, next: Option<&str>) -> Result<MemberIdPage, WechatFailure>;

    /// One member.
    async fn member(&self, account: &str, user_id: &str) -> Result<MemberTold, WechatFailure>;
}
