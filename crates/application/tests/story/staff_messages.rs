//! Messages to members: sent once whatever dies, told recipient by recipient, answered, changed, taken back.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use adapter_memory::{StaffCall, WechatCall};
use application::Context;
use application::wechat::wecom::WecomRefusal;
use application::wechat::wecom::messages::{
    OrderCardUpdateCommand, OrderStaffMessageCommand, RecallStaffMessageCommand, SendStaffPart, StaffMessageError,
    StaffSending,
};
use application::wechat::{Keeping, MediaIds, NoMediaId};
use async_trait::async_trait;
use domain::ids::{CardUpdateId, MaterialId, StaffMessageId};
use domain::wechat::wecom::message::{
    CardChange, ContentForm, MessageOptions, PartState, RecallRefusal, RecallState, RecipientOutcome, SendReport,
    StaffAudienceDraft, StaffMessage, StaffMessageKind, StaffMessageState, UpdateState,
};
use domain::wechat::{CardTapped, Incoming, IncomingKind, Signal};
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::wecom::{
    CardUpdateRequest, StaffMessageRepository, StaffMessagesApi, StaffMessagesStore, StaffMessagesTransaction,
    StaffRequest,
};
use ports::wechat::{RefusalKind, WechatFailure};
use ports::{PageQuery, StoreError};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::world::{World, incoming};

const PAGE: PageQuery = PageQuery::Number { page: 1, size: 200 };
const ID: u128 = 0x0192_0000_0000_7000_8000_0000_0000_0001;

fn id() -> StaffMessageId {
    StaffMessageId::from_uuid(Uuid::from_u128(ID))
}

fn people(count: usize) -> StaffAudienceDraft {
    StaffAudienceDraft {
        users: (0..count).map(|number| format!("User{number}")).collect(),
        ..StaffAudienceDraft::default()
    }
}

fn order(audience: StaffAudienceDraft) -> OrderStaffMessageCommand {
    OrderStaffMessageCommand {
        id: id(),
        account: "app".to_owned(),
        content: ContentForm {
            kind: StaffMessageKind::TemplateCard,
            ordered: "{}".to_owned(),
            wire: "{\"card\":1}".to_owned(),
            materials: Vec::new(),
            task_id: Some("task".to_owned()),
        },
        options: MessageOptions::default(),
        audience,
        context: Context::of("test"),
    }
}

impl World {
    async fn staff_order(&self, users: usize) -> StaffMessage {
        self.cases.staff.order.run(order(people(users))).await.unwrap()
    }

    async fn staff_message(&self) -> StaffMessage {
        self.cases.staff.read.find("app", id()).await.unwrap().message
    }

    async fn staff_state(&self) -> StaffMessageState {
        self.staff_message().await.stored().state
    }

    async fn with_outcome(&self, outcome: RecipientOutcome) -> Vec<String> {
        let read = &self.cases.staff.read;
        let page = read.recipients("app", id(), Some(outcome), PAGE).await.unwrap();
        page.items.into_iter().map(|recipient| recipient.name).collect()
    }

    fn sends(&self) -> usize {
        let is_send = |call: &WechatCall| matches!(call, WechatCall::Staff(StaffCall::Send { .. }));
        self.wechat.calls().iter().filter(|call| is_send(call)).count()
    }

    async fn taps(&self, user: &str, code: &str) {
        let kind = IncomingKind::Signal(Signal::CardTapped(CardTapped {
            task_id: "task".to_owned(),
            in_menu: false,
            key: "yes".to_owned(),
            response_code: Some(code.to_owned()),
            selected: vec![("q".to_owned(), vec!["a".to_owned()])],
        }));
        let mut message = incoming(user, "event", Some("template_card_event"), None, kind);
        message.person.account = "app".to_owned();
        message.person.open_id = user.to_owned();
        self.hears(message).await;
    }

    async fn hears(&self, message: Incoming) {
        self.arrives(message).await;
        self.works_off().await;
    }

    async fn recalls(&self) -> Result<StaffMessage, StaffMessageError> {
        let command = RecallStaffMessageCommand {
            id: id(),
            account: "app".to_owned(),
            context: Context::of("test"),
        };
        self.cases.staff.recall.run(&command).await
    }

    async fn changes_cards(&self, number: u128) -> Result<u64, StaffMessageError> {
        let command = OrderCardUpdateCommand {
            id: CardUpdateId::from_uuid(Uuid::from_u128(number)),
            account: "app".to_owned(),
            message: id(),
            change: CardChange::ButtonText("好".to_owned()),
            context: Context::of("test"),
        };
        Ok(self.cases.staff.update_card.run(&command).await?.people)
    }

    async fn updates(&self) -> Vec<(String, UpdateState)> {
        let page = self.cases.staff.read.answers("app", id(), PAGE).await.unwrap();
        let answers = page.items.into_iter().map(|answer| answer.stored().clone());
        answers
            .filter_map(|stored| Some((stored.user_id, stored.update?.state)))
            .collect()
    }
}

fn unanswered() -> WechatFailure {
    WechatFailure::Unanswered {
        note: "the connection broke".to_owned(),
    }
}

fn later(seconds: u64) -> WechatFailure {
    WechatFailure::Later {
        code: Some(45_009),
        after: Some(Duration::from_secs(seconds)),
        note: "too often".to_owned(),
    }
}

fn refused(code: i64, kind: RefusalKind) -> WechatFailure {
    WechatFailure::Refused {
        code,
        kind,
        note: "refused".to_owned(),
    }
}

#[tokio::test]
async fn a_message_goes_out_a_thousand_at_a_time_and_tells_who_was_missed() {
    let world = World::new();
    world.wechat.has_no_member("user7");
    let ordered = world.staff_order(1_001).await;
    assert_eq!((ordered.stored().parts, ordered.stored().recipients), (2, 1_001));
    assert_eq!(world.staff_order(1_001).await, ordered, "a repetition answers the same");
    world.works_off().await;
    let message = world.staff_message().await;
    assert_eq!(message.stored().state, StaffMessageState::PartlySent);
    assert_eq!(
        (message.stored().counts.accepted, message.stored().counts.invalid),
        (1_000, 1)
    );
    assert_eq!(world.with_outcome(RecipientOutcome::Invalid).await, ["User7"]);
    assert_eq!((world.sends(), world.wechat.staff_messages().len()), (2, 2));
}

#[tokio::test]
async fn only_wecom_accounts_send_and_a_task_id_is_used_once() {
    let world = World::new();
    for (account, expected) in [("default", WecomRefusal::WrongProduct), ("none", WecomRefusal::Unknown)] {
        let mut command = order(people(1));
        command.account = account.to_owned();
        let refusal = world.cases.staff.order.run(command).await.unwrap_err();
        assert!(
            matches!(refusal, StaffMessageError::Account(ref found) if *found == expected),
            "{refusal:?}"
        );
    }
    world.staff_order(1).await;
    let mut twin = order(people(1));
    twin.id = StaffMessageId::from_uuid(Uuid::from_u128(ID + 1));
    let refusal = world.cases.staff.order.run(twin).await.unwrap_err();
    assert!(matches!(refusal, StaffMessageError::TaskIdTaken), "{refusal:?}");
    let nobody = world.cases.staff.order.run(OrderStaffMessageCommand {
        id: StaffMessageId::from_uuid(Uuid::from_u128(ID + 2)),
        ..order(people(0))
    });
    assert!(matches!(nobody.await, Err(StaffMessageError::Invalid(_))));
}

#[tokio::test]
async fn an_unanswered_call_is_repeated_byte_for_byte_while_wecom_drops_repetitions() {
    let world = World::new();
    world.staff_order(3).await;
    world.wechat.fail_next(unanswered());
    world.works_off().await;
    assert_eq!(world.staff_state().await, StaffMessageState::Sending);
    world.clock.advance(Duration::from_secs(10));
    world.works_off().await;
    assert_eq!(world.staff_state().await, StaffMessageState::Sent);
    assert_eq!((world.sends(), world.wechat.staff_messages().len()), (2, 1));
}

#[tokio::test]
async fn beyond_that_time_nobody_knows_and_nothing_is_sent_again() {
    let world = World::new();
    world.staff_order(1_001).await;
    world.wechat.fail_next(unanswered());
    world.works_off().await;
    world.clock.advance(Duration::from_mins(31));
    world.works_off().await;
    let message = world.staff_message().await;
    assert_eq!(message.stored().state, StaffMessageState::PartlySent);
    assert_eq!(
        (message.stored().counts.unknown, message.stored().counts.accepted),
        (1_000, 1)
    );
    assert_eq!(
        (world.sends(), world.wechat.staff_messages().len()),
        (2, 2),
        "one call for each part"
    );
}

#[tokio::test]
async fn a_limit_is_waited_for_and_a_refusal_ends_it() {
    let world = World::new();
    world.staff_order(1).await;
    world.wechat.fail_next(later(60));
    world.works_off().await;
    world.clock.advance(Duration::from_secs(50));
    world.works_off().await;
    assert_eq!(world.sends(), 1, "not before the unit of the limit is over");
    world.clock.advance(Duration::from_secs(40));
    world.works_off().await;
    assert_eq!(world.staff_state().await, StaffMessageState::Sent);

    for (failure, outcome, sends) in [
        (refused(81_013, RefusalKind::Recipient), RecipientOutcome::Invalid, 2),
        (refused(60_011, RefusalKind::Recipient), RecipientOutcome::Failed, 2),
        (refused(40_008, RefusalKind::Content), RecipientOutcome::Failed, 1),
        (refused(60_020, RefusalKind::Configuration), RecipientOutcome::Failed, 1),
    ] {
        let world = World::new();
        world.staff_order(1_001).await;
        world.wechat.fail_next(failure);
        world.works_off().await;
        assert_eq!(
            world.sends(),
            sends,
            "what all parts would be refused for is asked once"
        );
        assert!(world.with_outcome(outcome).await.len() >= 200);
        assert!(world.with_outcome(RecipientOutcome::Waiting).await.is_empty());
        assert!(!world.staff_message().await.is_open());
    }
}

#[tokio::test]
async fn a_message_that_cannot_be_sent_for_a_day_ends_all_the_same() {
    let world = World::new();
    world.staff_order(1_001).await;
    world.wechat.fail_always(later(60));
    for _ in 0..400 {
        world.works_off().await;
        world.clock.advance(Duration::from_mins(13));
    }
    let message = world.staff_message().await;
    assert_eq!(message.stored().state, StaffMessageState::Failed);
    assert_eq!(message.stored().counts.failed, 1_001);
}

/// Stops whoever passes once it has burnt down, for ever.
#[derive(Default)]
struct Fuse {
    left: Mutex<Option<u32>>,
    burnt: Notify,
}

impl Fuse {
    fn set(&self, left: Option<u32>) {
        *self.left.lock().unwrap() = left;
    }

    async fn pass(&self) {
        let is_burnt = {
            let mut left = self.left.lock().unwrap();
            let is_burnt = *left == Some(0);
            *left = left.map(|left| left.saturating_sub(1));
            is_burnt
        };
        if is_burnt {
            self.burnt.notify_one();
            std::future::pending::<()>().await;
        }
    }
}

struct Fused<T: ?Sized> {
    fuse: Arc<Fuse>,
    inner: Arc<T>,
}

struct FusedTransaction {
    fuse: Arc<Fuse>,
    inner: Box<dyn StaffMessagesTransaction>,
}

#[async_trait]
impl StaffMessagesStore for Fused<dyn StaffMessagesStore> {
    async fn begin(&self) -> Result<Box<dyn StaffMessagesTransaction>, StoreError> {
        self.fuse.pass().await;
        Ok(Box::new(FusedTransaction {
            fuse: Arc::clone(&self.fuse),
            inner: self.inner.begin().await?,
        }))
    }
}

#[async_trait]
impl StaffMessagesTransaction for FusedTransaction {
    fn messages(&mut self) -> &mut dyn StaffMessageRepository {
        self.inner.messages()
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self.inner.log()
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self.inner.outbox()
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.fuse.pass().await;
        self.inner.commit().await?;
        self.fuse.pass().await;
        Ok(())
    }
}

#[async_trait]
impl StaffMessagesApi for Fused<dyn StaffMessagesApi> {
    async fn compose(&self, account: &str, request: StaffRequest<'_>) -> Result<String, WechatFailure> {
        self.inner.compose(account, request).await
    }

    async fn send(&self, account: &str, composed: &str) -> Result<SendReport, WechatFailure> {
        self.fuse.pass().await;
        let report = self.inner.send(account, composed).await;
        self.fuse.pass().await;
        report
    }

    async fn recall(&self, account: &str, msg_id: &str) -> Result<(), WechatFailure> {
        self.inner.recall(account, msg_id).await
    }

    async fn update_card(&self, account: &str, request: CardUpdateRequest<'_>) -> Result<bool, WechatFailure> {
        self.inner.update_card(account, request).await
    }
}

#[tokio::test]
async fn a_job_that_dies_between_any_two_steps_is_finished_and_nobody_gets_it_twice() {
    for steps in 0.. {
        assert!(steps < 50, "a job has an end");
        let fuse = Arc::new(Fuse::default());
        let world = World::with(|adapters| {
            adapters.staff.messages = Arc::new(Fused {
                fuse: Arc::clone(&fuse),
                inner: Arc::clone(&adapters.staff.messages),
            });
            adapters.staff.messages_api = Arc::new(Fused {
                fuse: Arc::clone(&fuse),
                inner: Arc::clone(&adapters.staff.messages_api),
            });
        });
        world.staff_order(1_001).await;
        fuse.set(Some(steps));
        let both = async {
            for part in [1, 2] {
                let job = SendStaffPart {
                    account: "app".to_owned(),
                    message_id: id().uuid(),
                    part,
                };
                world
                    .cases
                    .staff
                    .sending
                    .run(&job, &Context::of("worker"))
                    .await
                    .unwrap();
            }
        };
        let died = tokio::select! {
            biased;
            () = fuse.burnt.notified() => true,
            () = both => false,
        };
        fuse.set(None);
        world.clock.advance(Duration::from_secs(40));
        world.works_off().await;
        let message = world.staff_message().await;
        assert_eq!(message.stored().state, StaffMessageState::Sent, "after {steps} steps");
        assert_eq!(message.stored().counts.accepted, 1_001, "after {steps} steps");
        assert_eq!(world.wechat.staff_messages().len(), 2, "after {steps} steps");
        assert!((2..=3).contains(&world.sends()), "after {steps} steps");
        if !died {
            assert!(steps > 8, "a job has several steps");
            return;
        }
    }
}

/// One medium whose first id is too old.
#[derive(Default)]
struct OldMedia(Mutex<u32>);

#[async_trait]
impl MediaIds for OldMedia {
    async fn media_id(&self, _: &str, _: MaterialId, keeping: Keeping) -> Result<String, NoMediaId> {
        assert_eq!(keeping, Keeping::Temporary);
        Ok("OLD".to_owned())
    }

    async fn media_id_instead_of(
        &self,
        _: &str,
        _: MaterialId,
        _: Keeping,
        refused: &str,
    ) -> Result<String, NoMediaId> {
        assert_eq!(refused, "OLD");
        *self.0.lock().unwrap() += 1;
        Ok("NEW".to_owned())
    }
}

#[tokio::test]
async fn a_material_is_uploaded_anew_once_and_a_missing_one_ends_the_message() {
    let material = MaterialId::from_uuid(Uuid::from_u128(7));
    let mut command = order(people(1));
    command.content.wire = format!("{{\"media_id\":\"{}\"}}", ContentForm::place_of(material));
    command.content.materials = vec![material];
    let job = SendStaffPart {
        account: "app".to_owned(),
        message_id: id().uuid(),
        part: 1,
    };

    let world = World::new();
    world.cases.staff.order.run(command.clone()).await.unwrap();
    let media = Arc::new(OldMedia::default());
    let sending = StaffSending {
        media: media.clone(),
        ..world.cases.staff.sending.clone()
    };
    world.wechat.fail_next(refused(40_007, RefusalKind::Content));
    sending.run(&job, &Context::of("worker")).await.unwrap();
    assert_eq!(world.staff_state().await, StaffMessageState::Sent);
    assert!(world.wechat.staff_messages()[0].ends_with("{\"media_id\":\"NEW\"}"));
    assert_eq!(*media.0.lock().unwrap(), 1);

    let world = World::new();
    world.cases.staff.order.run(command).await.unwrap();
    world.works_off().await;
    let message = world.staff_message().await;
    assert_eq!((message.stored().state, world.sends()), (StaffMessageState::Failed, 0));
    assert!(message.stored().error.as_deref().unwrap().contains("has no material"));
}

#[tokio::test]
async fn a_message_is_taken_back_part_by_part_within_a_day() {
    let world = World::new();
    world.staff_order(1_001).await;
    let early = world.recalls().await.unwrap_err();
    assert!(
        matches!(early, StaffMessageError::Recall(RecallRefusal::UnderWay)),
        "{early:?}"
    );
    world.works_off().await;
    world.wechat.fail_after(1, refused(40_058, RefusalKind::Content));
    world.recalls().await.unwrap();
    world.works_off().await;
    let details = world.cases.staff.read.find("app", id()).await.unwrap();
    assert_eq!(details.message.stored().recall, Some(RecallState::Incomplete));
    let states: Vec<_> = details.parts.iter().map(|part| part.stored().state).collect();
    assert_eq!(states, [PartState::Recalled, PartState::Sent]);
    assert_eq!(details.parts[1].stored().code, Some(40_058));
    world.wechat.fail_next(later(1));
    world.recalls().await.unwrap();
    world.works_off().await;
    world.clock.advance(Duration::from_secs(5));
    world.works_off().await;
    assert_eq!(world.staff_state().await, StaffMessageState::Recalled);
    let again = world.recalls().await.unwrap_err();
    assert!(
        matches!(again, StaffMessageError::Recall(RecallRefusal::NothingSent)),
        "{again:?}"
    );

    let world = World::new();
    world.staff_order(1).await;
    world.works_off().await;
    world.clock.advance(Duration::from_hours(24));
    let late = world.recalls().await.unwrap_err();
    assert!(
        matches!(late, StaffMessageError::Recall(RecallRefusal::TooLate)),
        "{late:?}"
    );
}

#[tokio::test]
async fn cards_change_once_for_those_who_answered() {
    let world = World::new();
    world.staff_order(3).await;
    world.works_off().await;
    let nobody = world.changes_cards(1).await.unwrap_err();
    assert!(matches!(nobody, StaffMessageError::NobodyAnswered), "{nobody:?}");
    world.taps("User0", "code-0").await;
    world.taps("User0", "code-1").await;
    world.taps("User1", "code-2").await;
    assert_eq!(world.changes_cards(2).await.unwrap(), 2);
    assert_eq!(
        world.changes_cards(2).await.unwrap(),
        2,
        "a repetition answers the same"
    );
    world.wechat.fail_next(unanswered());
    world.works_off().await;
    world.clock.advance(Duration::from_secs(10));
    world.works_off().await;
    let mut updates = world.updates().await;
    updates.sort_by(|one, other| one.0.cmp(&other.0));
    let states: Vec<_> = updates.iter().map(|(user, state)| (user.as_str(), *state)).collect();
    assert_eq!(
        states,
        [("User0", UpdateState::Unknown), ("User1", UpdateState::Updated)]
    );
    assert_eq!(
        world.changes_cards(3).await.unwrap(),
        1,
        "the older code of the first is left"
    );
}

#[tokio::test]
async fn what_happened_is_in_the_log_without_naming_members() {
    let world = World::new();
    world.staff_order(1).await;
    world.works_off().await;
    world.recalls().await.unwrap();
    world.works_off().await;
    let version = world.staff_message().await.stored().version;
    assert!(version >= 4, "every change has its version: {version}");
    assert!(!format!("{:?}", world.staff_message().await).contains("User0"));
}
