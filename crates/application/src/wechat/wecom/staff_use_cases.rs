//! All use cases of messages to members and of staff who sign in.

use std::sync::Arc;

use super::messages::{
    CardUpdating, HearCardAnswers, OrderCardUpdate, OrderStaffMessage, ReadStaffMessages, RecallStaffMessage,
    StaffRecalling, StaffSending, StaffTools,
};
use super::staff_login::{BeginStaffLogin, FinishStaffLogin};
use super::{StaffAdapters, StaffParts, WecomAccounts};
use crate::identity::{LinkWecom, ReadOperators};
use crate::wechat::TakesNote;
use crate::wechat::web::{BrowserSignIns, Visitors};

/// Everything that people and machines can do with messages to members and sign-ins of staff.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct StaffUseCases {
    pub order: OrderStaffMessage,
    pub read: ReadStaffMessages,
    pub recall: RecallStaffMessage,
    pub update_card: OrderCardUpdate,
    pub sending: StaffSending,
    pub recalling: StaffRecalling,
    pub updating: CardUpdating,
    pub begin_login: BeginStaffLogin,
    pub finish_login: FinishStaffLogin,
    pub operators: ReadOperators,
    pub link: LinkWecom,
    hear_answers: HearCardAnswers,
}

impl StaffUseCases {
    /// Assembles them.
    #[must_use]
    pub fn new(own: &StaffAdapters, parts: StaffParts) -> Self {
        let accounts = WecomAccounts(Arc::clone(&own.accounts));
        let tools = StaffTools {
            store: Arc::clone(&own.messages),
            reads: Arc::clone(&own.message_reads),
            api: Arc::clone(&own.messages_api),
            accounts: accounts.clone(),
            clock: Arc::clone(&parts.clock),
            ids: Arc::clone(&parts.ids),
            signal: parts.signal,
        };
        let sign_ins = BrowserSignIns {
            visitors: Visitors::Staff,
            states: Arc::clone(&own.login_states),
            randomness: Arc::clone(&own.randomness),
            limiter: parts.limiter,
            origin: parts.settings.origin,
        };
        Self {
            order: OrderStaffMessage(tools.clone()),
            read: ReadStaffMessages(tools.clone()),
            recall: RecallStaffMessage(tools.clone()),
            update_card: OrderCardUpdate(tools.clone()),
            sending: StaffSending {
                tools: tools.clone(),
                media: parts.media,
            },
            recalling: StaffRecalling(tools.clone()),
            updating: CardUpdating(tools.clone()),
            begin_login: BeginStaffLogin {
                api: Arc::clone(&own.login_api),
                accounts: accounts.clone(),
                sign_ins: sign_ins.clone(),
            },
            finish_login: FinishStaffLogin {
                api: Arc::clone(&own.login_api),
                sign_ins,
                operators: Arc::clone(&own.operator_reads),
                tokens: parts.tokens,
                clock: Arc::clone(&parts.clock),
                ids: Arc::clone(&parts.ids),
                lifetime: parts.session,
            },
            operators: ReadOperators(Arc::clone(&own.operator_reads)),
            link: LinkWecom {
                links: Arc::clone(&own.links),
                operators: Arc::clone(&own.operator_reads),
                accounts,
                clock: parts.clock,
                ids: parts.ids,
            },
            hear_answers: HearCardAnswers(tools),
        }
    }

    /// Everybody here whom messages concern.
    #[must_use]
    pub fn listeners(&self) -> Vec<Arc<dyn TakesNote>> {
        vec![Arc::new(self.hear_answers.clone())]
    }
}
