//! A WeCom that drops repetitions as WeCom does, and members who sign in as it is told.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use domain::wechat::wecom::message::{CardChange, RecipientKind, SendReport};
use ports::wechat::wecom::{CardUpdateRequest, LoginWay, StaffLoginApi, StaffMessagesApi, StaffRequest, StaffVisitor};
use ports::wechat::{RefusalKind, WechatFailure};

use super::{FakeWechat, WechatCall};
use crate::lock;

/// What WeCom was asked for an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffCall {
    /// To send what was composed.
    Send {
        /// Our name of the account.
        account: String,
        /// The request.
        request: String,
    },
    /// To take a message back.
    Recall {
        /// WeCom's id.
        msg_id: String,
    },
    /// To change a card.
    UpdateCard {
        /// For whom.
        user_id: String,
        /// With which code.
        response_code: String,
        /// To what.
        change: CardChange,
    },
    /// Who a code stands for.
    Visitor {
        /// The code.
        code: String,
    },
}

#[derive(Default)]
pub(super) struct Staff {
    /// Request → WeCom's id of the message: what members received.
    received: HashMap<String, String>,
    invalid: HashSet<String>,
    visitors: HashMap<String, StaffVisitor>,
    codes_used: HashSet<String>,
}

impl FakeWechat {
    /// There is no member of this id.
    pub fn has_no_member(&self, user_id: &str) {
        lock(&self.script).staff.invalid.insert(user_id.to_lowercase());
    }

    /// `code` stands for somebody, once.
    pub fn has_staff_code(&self, code: &str, visitor: StaffVisitor) {
        lock(&self.script).staff.visitors.insert(code.to_owned(), visitor);
    }

    /// The different requests that reached members: repetitions are dropped.
    #[must_use]
    pub fn staff_messages(&self) -> Vec<String> {
        lock(&self.script).staff.received.keys().cloned().collect()
    }

    fn staff(&self, call: StaffCall) -> Result<usize, WechatFailure> {
        self.answer(WechatCall::Staff(call))
    }

    fn receive(&self, request: &str) -> String {
        let mut script = lock(&self.script);
        let next = format!("msg-{}", script.staff.received.len() + 1);
        script.staff.received.entry(request.to_owned()).or_insert(next).clone()
    }

    fn report(&self, request: &str, msg_id: String) -> SendReport {
        let script = lock(&self.script);
        let named = request.lines().filter_map(|line| line.strip_prefix("user "));
        let invalid = named
            .map(str::to_lowercase)
            .filter(|user| script.staff.invalid.contains(user));
        SendReport {
            invalid_users: invalid.collect(),
            msg_id: Some(msg_id),
            ..SendReport::default()
        }
    }
}

/// A request is written in lines: kind, duplicate check, recipients, content. A call that is told to stay unanswered is
/// carried out all the same.
#[async_trait]
impl StaffMessagesApi for FakeWechat {
    async fn compose(&self, account: &str, request: StaffRequest<'_>) -> Result<String, WechatFailure> {
        let mut lines = vec![
            format!("{account} {} {}", request.kind.name(), request.options.safe.name()),
            request.options.duplicate_check_seconds.to_string(),
        ];
        lines.extend(request.recipients.iter().map(|one| match one.kind {
            RecipientKind::Everyone => "everyone".to_owned(),
            kind => format!("{} {}", kind.name(), one.name),
        }));
        lines.push(request.content.to_owned());
        Ok(lines.join("\n"))
    }

    async fn send(&self, account: &str, composed: &str) -> Result<SendReport, WechatFailure> {
        let answered = self.staff(StaffCall::Send {
            account: account.to_owned(),
            request: composed.to_owned(),
        });
        match answered {
            Ok(_) => {
                let msg_id = self.receive(composed);
                Ok(self.report(composed, msg_id))
            }
            Err(failure @ WechatFailure::Unanswered { .. }) => {
                self.receive(composed);
                Err(failure)
            }
            Err(failure) => Err(failure),
        }
    }

    async fn recall(&self, _: &str, msg_id: &str) -> Result<(), WechatFailure> {
        let msg_id = msg_id.to_owned();
        self.staff(StaffCall::Recall { msg_id }).map(drop)
    }

    async fn update_card(&self, _: &str, request: CardUpdateRequest<'_>) -> Result<bool, WechatFailure> {
        let answered = self.staff(StaffCall::UpdateCard {
            user_id: request.user_id.to_owned(),
            response_code: request.response_code.to_owned(),
            change: request.change.clone(),
        });
        if matches!(
            answered,
            Err(WechatFailure::Refused { .. } | WechatFailure::Later { .. })
        ) {
            return answered.map(|_| true);
        }
        let mut script = lock(&self.script);
        if !script.staff.codes_used.insert(request.response_code.to_owned()) {
            return Err(WechatFailure::Refused {
                code: 40_058,
                kind: RefusalKind::Content,
                note: "the response code was used".to_owned(),
            });
        }
        let is_there = !script.staff.invalid.contains(&request.user_id.to_lowercase());
        answered.map(|_| is_there)
    }
}

#[async_trait]
impl StaffLoginApi for FakeWechat {
    async fn address(
        &self,
        account: &str,
        way: LoginWay,
        callback: &str,
        state: &str,
    ) -> Result<String, WechatFailure> {
        let way = way.name();
        Ok(format!(
            "https://login.work.weixin.qq.com/{account}?way={way}&redirect_uri={callback}&state={state}"
        ))
    }

    async fn visitor(&self, _: &str, code: &str) -> Result<StaffVisitor, WechatFailure> {
        self.staff(StaffCall::Visitor { code: code.to_owned() })?;
        let visitor = lock(&self.script).staff.visitors.remove(code);
        visitor.ok_or_else(|| WechatFailure::Refused {
            code: 40_029,
            kind: RefusalKind::Consent,
            note: "the login code is not good".to_owned(),
        })
    }
}
