//! Mass messages at the fake WeChat.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::wechat::mass::Looked;
use ports::wechat::mass::{MassApi, MassPayload, MassRecipients, MassSpeed, MassTaken, PreviewPayload, PreviewPerson};
use ports::wechat::{RefusalKind, WechatFailure};

use super::{FakeWechat, Script, WechatCall};
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
    withdrawn: Vec<u64>,
    looked: Option<Looked>,
    speed: u8,
}

impl MassThere {
    fn require(&self, msg_id: u64) -> Result<(), WechatFailure> {
        let is_there = self.sent.values().any(|sent| *sent == msg_id);
        is_there.then_some(()).ok_or_else(|| WechatFailure::Refused {
            code: 40_059,
            kind: RefusalKind::Content,
            note: "the fake has no such mass message".to_owned(),
        })
    }
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
    fn about_mass<T>(
        &self,
        call: MassCall,
        change: impl FnOnce(&mut Script) -> Result<T, WechatFailure>,
    ) -> Result<T, WechatFailure> {
        match self.answer(WechatCall::Mass(call)) {
            Ok(_) => change(&mut lock(&self.script)),
            Err(failure @ WechatFailure::Unanswered { .. }) => {
                let _ = change(&mut lock(&self.script));
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
        let msg_id = self.about_mass(call, |script| {
            if let MassPayload::Articles { media_id, .. } = payload {
                script.articles.use_up(media_id);
            }
            let sent = &mut script.mass.sent;
            let next = FIRST_MASS_NUMBER + sent.len() as u64;
            Ok(*sent.entry(client_msg_id.to_owned()).or_insert(next))
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
        self.about_mass(call, |_| Ok(FIRST_MASS_NUMBER - 1))
    }

    async fn withdraw(&self, _: &str, msg_id: u64, article: Option<u32>) -> Result<(), WechatFailure> {
        self.about_mass(MassCall::Withdraw { msg_id, article }, |script| {
            script.mass.require(msg_id)?;
            if article.is_none() {
                script.mass.withdrawn.push(msg_id);
            }
            Ok(())
        })
    }

    async fn look(&self, _: &str, msg_id: u64) -> Result<Looked, WechatFailure> {
        self.about_mass(MassCall::Look(msg_id), |script| {
            let there = &script.mass;
            there.require(msg_id)?;
            if there.withdrawn.contains(&msg_id) {
                return Ok(Looked::Withdrawn);
            }
            Ok(there.looked.unwrap_or(Looked::UnderWay))
        })
    }

    async fn speed(&self, _: &str) -> Result<MassSpeed, WechatFailure> {
        self.about_mass(MassCall::Speed, |script| {
            let level = script.mass.speed;
            Ok(MassSpeed {
                level,
                per_minute: [800_000, 600_000, 450_000, 300_000, 100_000][usize::from(level.min(4))],
            })
        })
    }

    async fn set_speed(&self, _: &str, level: u8) -> Result<(), WechatFailure> {
        self.about_mass(MassCall::SetSpeed(level), |script| {
            script.mass.speed = level;
            Ok(())
        })
    }
}
