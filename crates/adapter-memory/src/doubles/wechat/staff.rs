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
    /// Request → the number of the message: what members received.
    received: HashMap<String, usize>,
    taken_back: HashSet<String>,
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

    /// The contents of texts that name this member and were not taken back, oldest first.
    #[must_use]
    pub fn staff_texts_of(&self, user_id: &str) -> Vec<String> {
        let script = lock(&self.script);
        let staff = &script.staff;
        let is_theirs = |request: &str| named(request).any(|named| named.eq_ignore_ascii_case(user_id));
        let mut seen: Vec<_> = staff
            .received
            .iter()
            .filter(|(request, number)| is_theirs(request) && !staff.taken_back.contains(&msg_id(**number)))
            .filter_map(|(request, number)| Some((*number, text_of(request)?)))
            .collect();
        seen.sort_unstable();
        seen.into_iter().map(|(_, text)| text).collect()
    }

    fn staff(&self, call: StaffCall) -> Result<usize, WechatFailure> {
        self.answer(WechatCall::Staff(call))
    }

    fn receive(&self, request: &str) -> String {
        let mut script = lock(&self.script);
        let next = script.staff.received.len() + 1;
        msg_id(*script.staff.received.entry(request.to_owned()).or_insert(next))
    }

    /// Those of the members named whom it cannot reach; 81013 when there is nobody else.
    fn check(&self, request: &str) -> Result<Vec<String>, WechatFailure> {
        let script = lock(&self.script);
        let users = named(request).map(str::to_lowercase);
        let (invalid, valid): (Vec<_>, Vec<_>) = users.partition(|user| script.staff.invalid.contains(user));
        let names_others = recipients(request).any(|line| !line.starts_with("user "));
        if valid.is_empty() && !invalid.is_empty() && !names_others {
            return Err(WechatFailure::Refused {
                code: 81_013,
                kind: RefusalKind::Recipient,
                note: "none of the receivers is valid".to_owned(),
            });
        }
        Ok(invalid)
    }
}

fn msg_id(number: usize) -> String {
    format!("msg-{number}")
}

/// The lines of a request that say to whom it goes.
fn recipients(request: &str) -> impl Iterator<Item = &str> {
    let lines = request.lines().skip(2);
    lines
        .take_while(|line| *line == "everyone" || ["user ", "party ", "tag "].iter().any(|kind| line.starts_with(kind)))
}

fn named(request: &str) -> impl Iterator<Item = &str> {
    recipients(request).filter_map(|line| line.strip_prefix("user "))
}

/// What a text says.
fn text_of(request: &str) -> Option<String> {
    let content = request.lines().last()?;
    let quoted = content.strip_prefix(r#"{"content":""#)?.strip_suffix(r#""}"#)?;
    Some(quoted.replace("\\\"", "\""))
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
            Ok(_) => Ok(SendReport {
                invalid_users: self.check(composed)?,
                msg_id: Some(self.receive(composed)),
                ..SendReport::default()
            }),
            Err(failure @ WechatFailure::Unanswered { .. }) => {
                self.receive(composed);
                Err(failure)
            }
            Err(failure) => Err(failure),
        }
    }

    async fn recall(&self, _: &str, msg_id: &str) -> Result<(), WechatFailure> {
        let msg_id = msg_id.to_owned();
        self.staff(StaffCall::Recall { msg_id: msg_id.clone() })?;
        lock(&self.script).staff.taken_back.insert(msg_id);
        Ok(())
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
