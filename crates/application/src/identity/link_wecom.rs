//! Say which member of a WeCom corporation an operator is, so that they sign in as that member.

use std::sync::Arc;

use domain::identity::{WecomLink, WecomLinkHappened, WecomUser};
use domain::ids::OperatorId;
use domain::validation::FieldFaults;
use ports::StoreError;
use ports::identity::{OperatorReads, WecomLinksStore, WecomLinksTransaction};
use ports::system::{Clock, Ids};

use crate::context::Context;
use crate::log_wire;
use crate::retry::{AsStoreError, retry_on_contention};
use crate::wechat::wecom::{WecomAccounts, WecomRefusal};

/// Links operators and ends links.
#[derive(Clone)]
pub struct LinkWecom {
    /// Links.
    pub links: Arc<dyn WecomLinksStore>,
    /// Operators.
    pub operators: Arc<dyn OperatorReads>,
    /// Accounts.
    pub accounts: WecomAccounts,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

/// Whom, and who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkWecomCommand {
    /// The operator.
    pub operator: OperatorId,
    /// The version the link must have; 0 where there never was one. Any when none is given.
    pub expected_version: Option<u64>,
    /// Who and what.
    pub context: Context,
}

/// A link was not changed.
#[derive(Debug, thiserror::Error)]
pub enum LinkWecomError {
    /// There is no such operator.
    #[error("there is no such operator")]
    UnknownOperator,
    /// The operator is no member.
    #[error("the operator is not linked")]
    NotLinked,
    /// The member is another operator already.
    #[error("the member is linked to another operator")]
    UserTaken,
    /// Somebody changed the link before.
    #[error("expected version {expected}, found {actual}")]
    Stale {
        /// The version that was expected.
        expected: u64,
        /// The version that is.
        actual: u64,
    },
    /// The account is not to be had.
    #[error(transparent)]
    Account(#[from] WecomRefusal),
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for LinkWecomError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

impl LinkWecom {
    /// Links an operator to a member. Where they are that member already, nothing happens.
    ///
    /// # Errors
    /// When the operator or the account is unknown, the member is somebody else, the version differs, or the store fails.
    #[tracing::instrument(name = "use_case.identity.link_wecom", skip_all, fields(operator.id = %command.operator))]
    pub async fn link(
        &self,
        command: &LinkWecomCommand,
        account: &str,
        user_id: &str,
    ) -> Result<WecomLink, LinkWecomError> {
        self.require_operator(command.operator).await?;
        let user = WecomUser::new(account, user_id)?;
        self.accounts.named(account).await?;
        retry_on_contention(|| self.link_once(command, &user)).await
    }

    async fn link_once(&self, command: &LinkWecomCommand, user: &WecomUser) -> Result<WecomLink, LinkWecomError> {
        let mut tx = self.links.begin().await?;
        let before = tx.links().find_for_update(command.operator).await?;
        require_version(command, before.as_ref())?;
        if tx
            .links()
            .holder(user)
            .await?
            .is_some_and(|holder| holder != command.operator)
        {
            return Err(LinkWecomError::UserTaken);
        }
        let (link, happened) = WecomLink::linked(before.as_ref(), command.operator, user.clone(), self.clock.now());
        if let Some(happened) = happened {
            self.keep(
                tx,
                &link,
                before.map(|before| before.version),
                &happened,
                &command.context,
            )
            .await?;
        }
        Ok(link)
    }

    /// Ends an operator's link.
    ///
    /// # Errors
    /// When the operator is unknown or not linked, the version differs, or the store fails.
    #[tracing::instrument(name = "use_case.identity.unlink_wecom", skip_all, fields(operator.id = %command.operator))]
    pub async fn unlink(&self, command: &LinkWecomCommand) -> Result<WecomLink, LinkWecomError> {
        self.require_operator(command.operator).await?;
        retry_on_contention(|| async {
            let mut tx = self.links.begin().await?;
            let before = tx.links().find_for_update(command.operator).await?;
            require_version(command, before.as_ref())?;
            let mut link = before.ok_or(LinkWecomError::NotLinked)?;
            let version = link.version;
            let happened = link.unlink(self.clock.now()).ok_or(LinkWecomError::NotLinked)?;
            self.keep(tx, &link, Some(version), &happened, &command.context).await?;
            Ok(link)
        })
        .await
    }

    async fn keep(
        &self,
        mut tx: Box<dyn WecomLinksTransaction>,
        link: &WecomLink,
        expected: Option<u64>,
        happened: &WecomLinkHappened,
        context: &Context,
    ) -> Result<(), StoreError> {
        tx.links().save(link, expected).await.map_err(contended)?;
        let wire = log_wire::wecom_link_happened(link.operator, happened);
        let entry = context.log_entry(wire, link.version, self.clock.now(), self.ids.as_ref());
        tx.log().append(&[entry]).await?;
        tx.commit().await.map_err(contended)
    }

    async fn require_operator(&self, id: OperatorId) -> Result<(), LinkWecomError> {
        let known = self.operators.view(id).await?;
        known.map(drop).ok_or(LinkWecomError::UnknownOperator)
    }
}

fn require_version(command: &LinkWecomCommand, before: Option<&WecomLink>) -> Result<(), LinkWecomError> {
    let actual = before.map_or(0, |before| before.version);
    match command.expected_version {
        Some(expected) if expected != actual => Err(LinkWecomError::Stale { expected, actual }),
        _ => Ok(()),
    }
}

/// Somebody else linked the operator or the member at this moment: the next look finds it.
fn contended(error: StoreError) -> StoreError {
    match error {
        StoreError::Duplicate(rule) => StoreError::Contention(rule),
        other => other,
    }
}
