//! The frame of every change of an account's menus: lock, check the edition, one domain verb, store, log.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::MenuBoardId;
use domain::time::Timestamp;
use domain::validation::FieldFaults;
use domain::wechat::menus::{BoardHappened, Menu, MenuBoard};
use ports::StoreError;
use ports::jobs::JobEnvelope;
use ports::system::{Clock, Ids};
use ports::wechat::menus::MenusStore;

use super::error::MenuError;
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;
use crate::use_cases::Adapters;

/// How long one process alone may speak with WeChat about an account's menus. Longer than an attempt at a job may take.
pub(super) const TURN: Duration = Duration::from_mins(1);

/// What use cases about menus work with.
#[derive(Clone)]
pub struct MenuTools {
    /// Transactions.
    pub store: Arc<dyn MenusStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

/// A command about the menus of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuCommand {
    /// Our name of the account.
    pub account: String,
    /// The edition the caller saw, where the caller insists on it.
    pub expected_edition: Option<u64>,
    /// Who and what.
    pub context: Context,
}

impl MenuCommand {
    /// A command of the system itself.
    pub(super) fn of(account: &str, context: &Context) -> Self {
        Self {
            account: account.to_owned(),
            expected_edition: None,
            context: context.clone(),
        }
    }
}

/// One change, given the menus and the time.
pub(super) type Verb<'a> =
    dyn Fn(&mut MenuBoard, Timestamp) -> Result<Option<BoardHappened>, MenuError> + Send + Sync + 'a;

impl MenuTools {
    pub(crate) fn new(adapters: &Adapters) -> Self {
        Self {
            store: Arc::clone(&adapters.menus),
            clock: Arc::clone(&adapters.clock),
            ids: Arc::clone(&adapters.ids),
        }
    }

    /// Carries out one verb with a job that follows from it; answers the menus as they are now. An account without
    /// menus begins with empty ones.
    pub(super) async fn update(
        &self,
        command: &MenuCommand,
        job: Option<&JobEnvelope>,
        verb: &Verb<'_>,
    ) -> Result<MenuBoard, MenuError> {
        retry_on_contention(|| self.attempt(command, job, verb)).await
    }

    async fn attempt(
        &self,
        command: &MenuCommand,
        job: Option<&JobEnvelope>,
        verb: &Verb<'_>,
    ) -> Result<MenuBoard, MenuError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let found = tx.menus().find_for_update(&command.account).await?;
        let is_new = found.is_none();
        let fresh = || MenuBoard::open(MenuBoardId::from_uuid(self.ids.next()), &command.account, now);
        let mut board = found.unwrap_or_else(fresh);
        require_edition(&board, command.expected_edition)?;
        let loaded_version = board.version();
        let happened = verb(&mut board, now)?;
        if board.version() == loaded_version {
            return Ok(board);
        }
        if is_new {
            tx.menus().add(&board).await.map_err(lost_race)?;
        } else {
            tx.menus().save(&board, loaded_version).await?;
        }
        if let Some(happened) = happened {
            let wire = log_wire::board_happened(&board, &happened);
            let entry = command.context.log_entry(wire, board.version(), now, self.ids.as_ref());
            tx.log().append(&[entry]).await?;
        }
        if let Some(job) = job {
            tx.outbox().enqueue(std::slice::from_ref(job)).await?;
        }
        tx.commit().await?;
        Ok(board)
    }
}

fn require_edition(board: &MenuBoard, expected: Option<u64>) -> Result<(), MenuError> {
    let actual = board.stored().edition;
    match expected {
        Some(expected) if expected != actual => Err(MenuError::Stale { expected, actual }),
        _ => Ok(()),
    }
}

/// Two made the first menus of an account at once: the second finds those of the first.
fn lost_race(error: StoreError) -> StoreError {
    match error {
        StoreError::Duplicate(rule) => StoreError::Contention(rule),
        other => other,
    }
}

/// A menu that can be kept as a draft.
pub(super) fn keepable(menu: &Menu) -> Result<(), MenuError> {
    let mut faults = FieldFaults::default();
    faults.keep("buttons", menu.keepable());
    Ok(faults.check()?)
}
