//! Read one department from WeCom.

use domain::wechat::wecom::directory::{Department, DepartmentFacts};
use ports::StoreError;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, JobOutcome};
use crate::retry::retry_on_contention;
use crate::wechat::wecom::CorpTools;

/// The job: read this department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadDepartment {
    /// Our name of the account.
    pub account: String,
    /// WeCom's number of the department.
    pub department: i64,
}

impl Job for ReadDepartment {
    const NAME: &'static str = "wechat.read_department";
}

/// Carries out [`ReadDepartment`]. One that is gone meanwhile is not read.
#[derive(Clone)]
pub struct RefreshDepartment(pub CorpTools);

impl RefreshDepartment {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.wechat.read_department", skip_all, fields(department = job.department))]
    pub async fn run(&self, job: &ReadDepartment) -> JobOutcome {
        let Some(asked) = self.find(job).await? else {
            return Ok(());
        };
        let told = self.0.directory_api.department(&job.account, job.department).await?;
        Ok(retry_on_contention(|| self.keep(job, &asked, told.as_ref())).await?)
    }

    async fn find(&self, job: &ReadDepartment) -> Result<Option<Department>, StoreError> {
        let mut tx = self.0.records.begin().await?;
        let found = tx
            .departments()
            .find_for_update(&job.account, &[job.department])
            .await?;
        Ok(found.into_iter().find(|department| department.present))
    }

    async fn keep(
        &self,
        job: &ReadDepartment,
        asked: &Department,
        told: Option<&DepartmentFacts>,
    ) -> Result<(), StoreError> {
        let now = self.0.clock.now();
        let mut tx = self.0.records.begin().await?;
        let found = tx
            .departments()
            .find_for_update(&job.account, &[job.department])
            .await?;
        let Some(mut department) = found.into_iter().find(|department| department.present) else {
            return Ok(());
        };
        match told {
            Some(facts) => department.learn(facts.clone(), now),
            None => {
                department.not_found(asked.stated, now);
            }
        }
        tx.departments().put(&[department]).await?;
        tx.commit().await
    }
}
