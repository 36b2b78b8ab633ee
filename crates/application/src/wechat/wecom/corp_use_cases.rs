//! All use cases about WeCom's directory and external contacts.

use std::sync::Arc;

use ports::jobs::{JobEnvelope, RelaySignal};
use ports::system::{Clock, Ids};
use ports::wechat::MessageReads;

use super::contacts::{
    ForgetContact, ForgetContacts, ReadContact, ReadContacts, RefreshContact, SendWelcome, WelcomeDesk, Welcoming,
};
use super::directory::{ReadDepartment, ReadDirectory, ReadMember, RefreshDepartment, RefreshMember};
use super::{CorpAdapters, CorpSyncDesk, CorpSyncSteps, CorpTools, NoteCorp, SyncCorp, WecomAccounts};
use crate::context::Context;
use crate::identity::{ForgetUnion, LearnIdentity};
use crate::jobs::{Job, JobError, JobOutcome, read};
use crate::wechat::{MediaIds, TakesNote};

/// Everything that people and machines can do with directories and external contacts.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct CorpCases {
    pub sync: CorpSyncDesk,
    pub directory: ReadDirectory,
    pub contacts: ReadContacts,
    pub welcome: WelcomeDesk,
    tools: CorpTools,
}

/// What the use cases share with others.
pub(crate) struct CorpParts {
    pub(crate) media: Arc<dyn MediaIds>,
    pub(crate) messages: Arc<dyn MessageReads>,
    pub(crate) learn: LearnIdentity,
    pub(crate) forget_union: ForgetUnion,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) signal: Arc<dyn RelaySignal>,
}

const JOBS: [&str; 6] = [
    SyncCorp::NAME,
    ReadMember::NAME,
    ReadDepartment::NAME,
    ReadContact::NAME,
    ForgetContact::NAME,
    SendWelcome::NAME,
];

impl CorpCases {
    /// Assembles them.
    pub(crate) fn new(own: &CorpAdapters, parts: CorpParts) -> Self {
        let tools = CorpTools {
            accounts: WecomAccounts(Arc::clone(&own.accounts)),
            records: Arc::clone(&own.records),
            directory: Arc::clone(&own.directory),
            contacts: Arc::clone(&own.contacts),
            directory_api: Arc::clone(&own.directory_api),
            contacts_api: Arc::clone(&own.contacts_api),
            media: parts.media,
            messages: parts.messages,
            learn: parts.learn,
            forget_union: parts.forget_union,
            clock: parts.clock,
            ids: parts.ids,
            signal: parts.signal,
        };
        Self {
            sync: CorpSyncDesk(tools.clone()),
            directory: ReadDirectory(tools.clone()),
            contacts: ReadContacts(tools.clone()),
            welcome: WelcomeDesk(tools.clone()),
            tools,
        }
    }

    /// Everybody here whom messages concern.
    #[must_use]
    pub fn listeners(&self) -> Vec<Arc<dyn TakesNote>> {
        vec![Arc::new(NoteCorp(self.tools.clone()))]
    }

    /// Whether a job of that name is carried out here.
    #[must_use]
    pub fn knows(name: &str) -> bool {
        JOBS.contains(&name)
    }

    /// Carries out one attempt of a job of a name it [knows](Self::knows).
    ///
    /// # Errors
    /// What to do about the failure.
    pub async fn run_job(&self, job: &JobEnvelope, context: &Context) -> JobOutcome {
        let tools = self.tools.clone();
        match job.name.as_str() {
            SyncCorp::NAME => CorpSyncSteps { tools }.run(&read(job)?, context).await,
            ReadMember::NAME => RefreshMember(tools).run(&read(job)?, context).await,
            ReadDepartment::NAME => RefreshDepartment(tools).run(&read(job)?).await,
            ReadContact::NAME => RefreshContact(tools).run(&read(job)?, context).await,
            ForgetContact::NAME => ForgetContacts(tools).run(&read(job)?, context).await,
            SendWelcome::NAME => Welcoming(tools).run(&read(job)?).await,
            _ => Err(JobError::Never("no job has this name".to_owned())),
        }
    }

    /// Marks what a job was for that will not be tried again.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up_job(&self, job: &JobEnvelope, context: &Context) -> JobOutcome {
        let tools = self.tools.clone();
        match job.name.as_str() {
            SyncCorp::NAME => CorpSyncSteps { tools }.give_up(&read(job)?, context).await?,
            SendWelcome::NAME => Welcoming(tools).give_up(&read(job)?).await?,
            _ => {}
        }
        Ok(())
    }
}
