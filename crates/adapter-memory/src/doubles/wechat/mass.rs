//! Mass messages at the fake WeChat.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::wechat::mass::Looked;
use ports::wechat::WechatFailure;
use ports::wechat::mass::{MassApi, MassPayload, MassRecipients, MassSpeed, MassTaken, PreviewPayload, PreviewPerson};

use super::{FakeWechat, WechatCall};
use crate::lock;

/// What the fake WeChat was asked about mass messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MassCall {
    /// To send one.
    Send {
        /// To whom.
        recipients: MassRecipients,
        /// What.
        payload: MassPayload,
        /// What it is recognised by.
        client_msg_id: String,
    },
    /// To show one.
    Preview {
        /// To whom.
        person: PreviewPerson,
        /// What.
        payload: PreviewPayload,
    },
    /// To take one back.
    Withdraw {
        /// Which.
        msg_id: u64,
        /// Only this article.
        article: Option<u32>,
    },
    /// How far one is.
    Look(u64),
    /// How fast they are sent.
    Speed,
    /// To send them that fast.
    SetSpeed(u8),
}

/// Mass messages of all accounts alike.
#[derive(Debug, Default)]
pub(super) struct MassThere {
    /// Client id → number.
    sent: HashMap<String, u64>,
    looked: Option<Looked>,
    speed: u8,
}

/// The number of the first mass message.
pub const FIRST_MASS_NUMBER: u64 = 9_007_199_254_740_993;

impl FakeWechat {
    /// Every message that was sent, each once however often it was handed over: to whom and what, oldest first.
    #[must_use]
    pub fn mass_sent(&self) -> Vec<(MassRecipients, MassPayload)> {
        let mut seen = Vec::new();
        let mut sent = Vec::new();
        let carried_out = lock(&self.script).mass.sent.clone();
        for call in self.calls() {
            if let WechatCall::Mass(MassCall::Send {
                recipients,
                payload,
                client_msg_id,
            }) = call
                && carried_out.contains_key(&client_msg_id)
                && !seen.contains(&client_msg_id)
            {
                seen.push(client_msg_id);
                sent.push((recipients, payload));
            }
        }
        sent
    }

    /// What the coming looks at mass messages answer.
    pub fn mass_is(&self, looked: Looked) {
        lock(&self.script).mass.looked = Some(looked);
    }

    /// Carries out what was asked; an unanswered call was carried out all the same.
    fn about_mass<T>(&self, call: MassCall, change: impl FnOnce(&mut MassThere) -> T) -> Result<T, WechatFailure> {
        match self.answer(WechatCall::Mass(call)) {
            Ok(_) => Ok(change(&mut lock(&self.script).mass)),
            Err(failure @ WechatFailure::Unanswered { .. }) => {
                change(&mut lock(&self.script).mass);
                Err(failure)
            }
            Err(failure) => Err(failure),
        }
    }
}

#[async_trait]
impl MassApi for FakeWechat {
    async fn send(
        &self,
        _: &str,
        recipients: &MassRecipients,
        payload: &MassPayload,
        client_msg_id: &str,
    ) -> Result<MassTaken, WechatFailure> {
        let call = MassCall::Send {
            recipients: recipients.clone(),
            payload: payload.clone(),
            client_msg_id: client_msg_id.to_owned(),
        };
        let msg_id = self.about_mass(call, |there| {
            let next = FIRST_MASS_NUMBER + there.sent.len() as u64;
            *there.sent.entry(client_msg_id.to_owned()).or_insert(next)
        })?;
        let has_articles = matches!(payload, MassPayload::Articles { .. });
        Ok(MassTaken {
            msg_id,
            msg_data_id: has_articles.then_some(msg_id % 1_000_000),
        })
    }

    async fn preview(&self, _: &str, person: &PreviewPerson, payload: &PreviewPayload) -> Result<u64, WechatFailure> {
        let call = MassCall::Preview {
            person: person.clone(),
            payload: payload.clone(),
        };
        self.about_mass(call, |_| FIRST_MASS_NUMBER - 1)
    }

    async fn withdraw(&self, _: &str, msg_id: u64, article: Option<u32>) -> Result<(), WechatFailure> {
        self.about_mass(MassCall::Withdraw { msg_id, article }, |_| ())
    }

    async fn look(&self, _: &str, msg_id: u64) -> Result<Looked, WechatFailure> {
        self.about_mass(MassCall::Look(msg_id), |there| there.looked.unwrap_or(Looked::UnderWay))
    }

    async fn speed(&self, _: &str) -> Result<MassSpeed, WechatFailure> {
        self.about_mass(MassCall::Speed, |there| MassSpeed {
            level: there.speed,
            per_minute: [800_000, 600_000, 450_000, 300_000, 100_000][usize::from(there.speed.min(4))],
        })
    }

    async fn set_speed(&self, _: &str, level: u8) -> Result<(), WechatFailure> {
        self.about_mass(MassCall::SetSpeed(level), |there| there.speed = level)
    }
}
