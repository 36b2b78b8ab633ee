//! What reply rules need from outside.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::ids::ReplyRuleId;
use domain::wechat::rules::ReplyRule;

use crate::log::EventLog;
use crate::store::StoreError;

/// Opens transactions about reply rules.
#[async_trait]
pub trait RulesStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn RulesTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait RulesTransaction: Send {
    /// Rules.
    fn rules(&mut self) -> &mut dyn RuleRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// How many rules an account has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuleCounts {
    /// All of them.
    pub rules: u32,
    /// Those that are regular expressions.
    pub patterns: u32,
}

/// Rules inside a transaction.
#[async_trait]
pub trait RuleRepository: Send {
    /// Turns the account's book to its next revision, which commits with the change. Until the transaction ends nobody
    /// else can turn it: whoever counts afterwards counts right.
    async fn turn_over(&mut self, account: &str) -> Result<(), StoreError>;

    /// How many rules the account has.
    async fn counts(&mut self, account: &str) -> Result<RuleCounts, StoreError>;

    /// A rule of the account.
    async fn find(&mut self, account: &str, id: ReplyRuleId) -> Result<Option<ReplyRule>, StoreError>;

    /// Stores a new rule. A known id MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, rule: &ReplyRule) -> Result<(), StoreError>;

    /// Stores a change. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn save(&mut self, rule: &ReplyRule, expected_version: u64) -> Result<(), StoreError>;

    /// Deletes a rule. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn remove(&mut self, id: ReplyRuleId, expected_version: u64) -> Result<(), StoreError>;
}

/// The rules of an account at a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleBookView {
    /// The revision; the rules MAY be of a later one, never of an earlier.
    pub revision: u64,
    /// The rules, in no particular order.
    pub rules: Vec<ReplyRule>,
}

/// Reading rules.
#[async_trait]
pub trait RuleReads: Send + Sync {
    /// A rule of the account.
    async fn find(&self, account: &str, id: ReplyRuleId) -> Result<Option<ReplyRule>, StoreError>;

    /// The revision of the account's book; 0 before the first rule. Cheap: it is asked every few seconds.
    async fn revision(&self, account: &str) -> Result<u64, StoreError>;

    /// Every rule of the account.
    async fn book(&self, account: &str) -> Result<RuleBookView, StoreError>;
}

/// What is known of a person, for the texts they read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonCard {
    /// What they call themselves.
    pub nickname: Option<String>,
    /// What we call them (备注).
    pub remark: Option<String>,
}

/// Knows people. Asked only when an answer names a person's facts.
#[async_trait]
pub trait PersonFacts: Send + Sync {
    /// What is known of a person; `None` for somebody unknown.
    async fn card(&self, person: &PersonRef) -> Result<Option<PersonCard>, StoreError>;
}
