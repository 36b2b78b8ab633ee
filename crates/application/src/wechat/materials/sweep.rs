//! Delete a file that nobody names any more.

use std::time::Duration;

use domain::files::FileHash;
use ports::files::{FileError, LetGo};
use serde::{Deserialize, Serialize};

use super::tools::MaterialTools;
use crate::jobs::{Job, JobError, JobOutcome};
use crate::retry::retry_on_contention;

/// How long nobody can name the file while it is being deleted. Longer than a call of the file storage may take.
const LEAVE: Duration = Duration::from_secs(60);

/// The job: delete a file unless it is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepFile {
    /// In hexadecimal.
    pub hash: String,
}

impl Job for SweepFile {
    const NAME: &'static str = "files.sweep";
}

/// Carries out [`SweepFile`].
#[derive(Clone)]
pub struct Sweeping(pub(super) MaterialTools);

impl Sweeping {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.files.sweep", skip_all)]
    pub async fn run(&self, job: &SweepFile) -> JobOutcome {
        let unreadable = |_| JobError::Never("the payload names no file".to_owned());
        let hash: FileHash = job.hash.parse().map_err(unreadable)?;
        let now = self.0.clock.now();
        let until = now.plus(LEAVE);
        match retry_on_contention(|| self.0.book.let_go(hash, now, until)).await? {
            LetGo::Kept => Ok(()),
            LetGo::Busy(until) => Err(JobError::Later {
                after: Some(until.since(now)),
                reason: "somebody is deleting the file".to_owned(),
            }),
            LetGo::Yours => {
                self.0.files.delete(hash).await.map_err(|error| later(&error))?;
                self.0.book.gone(hash, until).await?;
                Ok(())
            }
        }
    }
}

fn later(error: &FileError) -> JobError {
    tracing::warn!(error = %error, detail = error.detail(), "a file could not be deleted");
    JobError::Later {
        after: None,
        reason: error.to_string(),
    }
}
