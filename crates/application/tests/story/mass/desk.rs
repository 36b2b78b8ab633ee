//! A world with materials, drafts and people for mass messages.

use std::sync::Arc;

use adapter_memory::{FIRST_MASS_NUMBER, MassCall, WechatCall};
use application::jobs::RelayBell;
use application::wechat::mass::{DraftMassCommand, MassCommand, MassError, MassMedia, MassUseCases};
use application::{Adapters, Context};
use domain::ids::{DraftId, MassMessageId};
use domain::wechat::mass::{AudienceDraft, MassContent, MassMessage, MassState};
use domain::wechat::{Incoming, IncomingKind, MassReport, Signal};
use ports::wechat::{RefusalKind, WechatFailure};
use uuid::Uuid;

use super::crowd::Crowd;
use super::library::Library;
use super::mortal::{Death, Mortal};
use crate::world::{World, incoming, person, rand_like};

/// A world for mass messages.
pub struct Desk {
    pub world: World,
    pub library: Arc<Library>,
    pub death: Arc<Death>,
}

pub const LIVES: i64 = i64::MAX;

impl Desk {
    pub fn new() -> Self {
        Self::with_followers(0)
    }

    /// With so many followers who have tag 2.
    pub fn with_followers(followers: u32) -> Self {
        let death = Arc::new(Death::default());
        death.comes_after(LIVES);
        let mortal = Arc::clone(&death);
        let mut world = World::with(|adapters: &mut Adapters| {
            adapters.mass = Mortal::adapters(adapters.mass.clone(), mortal);
            adapters.follower_reads = Arc::new(Crowd(followers));
        });
        let library = Arc::new(Library::default());
        let media = MassMedia {
            materials: library.clone(),
            drafts: library.clone(),
        };
        world.cases.mass = MassUseCases::new(world.cases.adapters(), media, Arc::new(RelayBell::default()));
        world.cases.jobs.mass = world.cases.mass.clone();
        Self { world, library, death }
    }

    /// Drafts and orders it.
    pub async fn ordered(&self, content: MassContent, audience: AudienceDraft) -> MassCommand {
        let on = self.drafted(content, audience).await;
        self.world.cases.mass.order.run(on.clone()).await.unwrap();
        on
    }

    pub async fn drafted(&self, content: MassContent, audience: AudienceDraft) -> MassCommand {
        let command = DraftMassCommand {
            id: MassMessageId::from_uuid(Uuid::from_u128(u128::from(rand_like()))),
            account: "default".to_owned(),
            content,
            audience,
            context: Context::of("test"),
        };
        let message = self.world.cases.mass.draft.run(command).await.unwrap();
        MassCommand {
            account: "default".to_owned(),
            id: message.stored().id,
            expected_version: None,
            context: Context::of("test"),
        }
    }

    pub async fn message(&self, on: &MassCommand) -> MassMessage {
        self.world
            .cases
            .mass
            .read
            .find(&on.account, on.id)
            .await
            .unwrap()
            .message
    }

    pub async fn state(&self, on: &MassCommand) -> MassState {
        self.message(on).await.state()
    }

    pub async fn cancel(&self, on: &MassCommand) -> Result<MassMessage, MassError> {
        self.world.cases.mass.cancel.run(on.clone()).await
    }

    /// How often WeChat was asked to send.
    pub fn send_calls(&self) -> usize {
        let is_send = |call: &&WechatCall| matches!(call, WechatCall::Mass(MassCall::Send { .. }));
        self.world.wechat.calls().iter().filter(is_send).count()
    }

    /// How often WeChat was asked how far it is.
    pub fn look_calls(&self) -> usize {
        let is_look = |call: &&WechatCall| matches!(call, WechatCall::Mass(MassCall::Look(_)));
        self.world.wechat.calls().iter().filter(is_look).count()
    }

    /// WeChat reports on the message that it sent as its `number`th, from 0.
    pub async fn reports(&self, number: u64, status: &str) {
        self.world.arrives(report(number, status)).await;
        self.world.works_off().await;
    }
}

/// See [`Desk::reports`].
pub fn report(number: u64, status: &str) -> Incoming {
    let report = MassReport {
        msg_id: FIRST_MASS_NUMBER + number,
        status: status.to_owned(),
        total: 10,
        filtered: 9,
        sent: 8,
        failed: 1,
        copyright: None,
        articles: vec![(1, "https://mp.weixin.qq.com/s/1".to_owned())],
    };
    let kind = IncomingKind::Signal(Signal::MassReport(report));
    incoming("platform", "event", Some("MASSSENDJOBFINISH"), None, kind)
}

pub fn text() -> MassContent {
    MassContent::Text("您好".to_owned())
}

pub fn articles() -> MassContent {
    MassContent::Articles {
        draft: DraftId::from_uuid(Uuid::from_u128(7)),
        send_reprints: false,
    }
}

pub fn people(count: usize) -> AudienceDraft {
    AudienceDraft::People((0..count).map(|number| person(&number.to_string()).open_id).collect())
}

pub fn refused(code: i64) -> WechatFailure {
    WechatFailure::Refused {
        code,
        kind: RefusalKind::Content,
        note: "no".to_owned(),
    }
}

pub fn unanswered() -> WechatFailure {
    WechatFailure::Unanswered {
        note: "nothing came".to_owned(),
    }
}

pub fn later(code: Option<i64>) -> WechatFailure {
    WechatFailure::Later {
        code,
        after: None,
        note: "busy".to_owned(),
    }
}
