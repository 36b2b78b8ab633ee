//! Receiving messages: matched, acted on, answered the same every time.

use std::sync::Arc;
use std::time::Duration;

use application::Context;
use domain::events::{AutoReply, QrPurpose};
use domain::wechat::Reply;
use futures::future::join_all;
use ports::PageQuery;
use ports::attendance::AttendeeFilter;
use ports::wechat::{AnswerMode, MessageFilter};
use tokio::sync::Semaphore;

use crate::world::{World, scan, text};

const PAGE: PageQuery = PageQuery::Number { page: 1, size: 50 };

#[tokio::test]
async fn a_scan_registers_and_the_next_one_says_so() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    assert_eq!(world.arrives(scan("ann", &code)).await, "欢迎！");
    assert!(world.arrives(scan("ann", &code)).await.contains("已报名"));
    assert_eq!(world.cases.read_attendance.counts(event).await.unwrap().taken, 1);
}

#[tokio::test]
async fn a_check_in_scan_lets_a_stranger_in_and_tells_the_second_time_when_the_first_was() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::CheckIn).await;
    assert!(world.arrives(scan("ann", &code)).await.contains("签到成功：09:41"));
    world.clock.advance(Duration::from_mins(20));
    assert!(world.arrives(scan("ann", &code)).await.contains("已于 09:41"));
    let counts = world.cases.read_attendance.counts(event).await.unwrap();
    assert_eq!((counts.taken, counts.checked_in), (1, 1));
}

#[tokio::test]
async fn an_event_without_walk_ins_sends_strangers_to_registration() {
    let world = World::new();
    let event = world.event(|draft| draft.walk_ins = false).await;
    let code = world.code(event, QrPurpose::CheckIn).await;
    assert!(world.arrives(scan("ann", &code)).await.contains("还没有报名"));
}

#[tokio::test]
async fn a_typed_code_does_what_the_scan_of_the_moment_would_do() {
    let world = World::new();
    world.event(|_| {}).await;
    assert_eq!(world.arrives(text("ann", " spring26 ")).await, "欢迎！");
    assert!(
        world.arrives(text("ann", "SPRING26")).await.contains("签到成功"),
        "the event runs: the doors are open"
    );
    assert_eq!(
        world.arrives(text("ann", "hello")).await,
        "",
        "other texts are not ours to answer"
    );
}

#[tokio::test]
async fn a_typed_code_before_the_doors_open_does_not_check_in() {
    let world = World::new();
    let now = crate::world::morning();
    world
        .event(|draft| draft.starts_at = now.plus(Duration::from_hours(1)))
        .await;
    world.arrives(text("ann", "SPRING26")).await;
    assert!(world.arrives(text("ann", "SPRING26")).await.contains("已报名"));
}

#[tokio::test]
async fn the_running_event_wins_among_several_with_one_code() {
    let world = World::new();
    let now = crate::world::morning();
    let later = |hours| now.plus(Duration::from_hours(hours));
    world
        .event(|draft| (draft.starts_at, draft.ends_at) = (later(24), later(25)))
        .await;
    let running = world.event(|draft| draft.title = "正在进行".to_owned()).await;
    world
        .event(|draft| (draft.starts_at, draft.ends_at) = (later(48), later(49)))
        .await;
    world.arrives(text("ann", "SPRING26")).await;
    assert_eq!(world.cases.read_attendance.counts(running).await.unwrap().taken, 1);
}

#[tokio::test]
async fn a_typed_code_can_be_answered_with_its_own_text_or_silently() {
    let world = World::new();
    world
        .event(|draft| draft.wechat.auto_reply = AutoReply::Text("收到：{{event.title}}".to_owned()))
        .await;
    assert_eq!(world.arrives(text("ann", "SPRING26")).await, "收到：春天的音乐会");
    let silent = World::new();
    let event = silent.event(|draft| draft.wechat.auto_reply = AutoReply::Silent).await;
    assert_eq!(silent.arrives(text("ann", "SPRING26")).await, "");
    assert_eq!(silent.cases.read_attendance.counts(event).await.unwrap().taken, 1);
}

#[tokio::test]
async fn twenty_deliveries_of_one_message_get_one_answer_and_make_one_registration() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    let message = scan("ann", &code);
    let answers = join_all((0..20).map(|_| world.arrives(message.clone()))).await;
    assert!(answers.iter().all(|answer| answer == "欢迎！"), "{answers:?}");
    let messages = world
        .cases
        .read_messages
        .list(&MessageFilter::default(), PAGE)
        .await
        .unwrap();
    assert_eq!(messages.items.len(), 1);
    assert_eq!(messages.items[0].deliveries, 20);
}

#[tokio::test]
async fn the_last_seat_is_given_once_to_many_who_scan_at_once() {
    let world = World::new();
    let event = world.event(|draft| draft.capacity = Some(3)).await;
    let code = world.code(event, QrPurpose::Register).await;
    let people = (0..50).map(|n| scan(&format!("p{n}"), &code));
    let answers = join_all(people.map(|message| world.arrives(message))).await;
    assert_eq!(answers.iter().filter(|answer| *answer == "欢迎！").count(), 3);
    assert_eq!(answers.iter().filter(|answer| answer.contains("名额已满")).count(), 47);
    let filter = AttendeeFilter::default();
    assert_eq!(
        world
            .cases
            .read_attendance
            .attendees(event, &filter, PAGE)
            .await
            .unwrap()
            .items
            .len(),
        3
    );
}

#[tokio::test]
async fn an_answer_that_is_not_ready_in_time_goes_as_a_customer_service_message() {
    let gate = Arc::new(Semaphore::new(0));
    let world = World::hurried_behind(Arc::clone(&gate));
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    let message = scan("ann", &code);
    assert_eq!(world.arrives(message.clone()).await, "", "WeChat hears success");
    gate.add_permits(1);
    let answered = async {
        loop {
            let list = world
                .cases
                .read_messages
                .list(&MessageFilter::default(), PAGE)
                .await
                .unwrap();
            match list.items[0].answer.clone() {
                Some(answer) => break answer,
                None => tokio::task::yield_now().await,
            }
        }
    };
    let answer = tokio::time::timeout(Duration::from_secs(10), answered)
        .await
        .expect("the message is answered");
    assert_eq!(
        (answer.mode, answer.reply),
        (AnswerMode::Late, Reply::Text("欢迎！".to_owned()))
    );
    world.works_off().await;
    let texts: Vec<_> = world.custom_texts();
    assert_eq!(texts.iter().filter(|text| *text == "欢迎！").count(), 1, "{texts:?}");
    assert_eq!(world.arrives(message).await, "", "a redelivery does not say it twice");
}

#[tokio::test]
async fn a_message_whose_process_died_is_finished_by_the_next_delivery_with_the_first_answer() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    let message = scan("ann", &code);
    world.left_waiting(&message).await;
    world.clock.advance(Duration::from_secs(11));
    assert_eq!(world.arrives(message.clone()).await, "欢迎！");
    assert_eq!(world.arrives(message).await, "欢迎！", "and it stays the answer");
}

#[tokio::test]
async fn a_message_that_nobody_delivers_again_is_finished_by_the_worker() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    world.left_waiting(&scan("ann", &code)).await;
    assert_eq!(
        world.cases.finish_stale.round().await.unwrap(),
        0,
        "its process may still live"
    );
    world.clock.advance(Duration::from_secs(11));
    assert_eq!(world.cases.finish_stale.round().await.unwrap(), 1);
    world.works_off().await;
    assert!(world.custom_texts().contains(&"欢迎！".to_owned()));
    assert_eq!(world.cases.read_attendance.counts(event).await.unwrap().taken, 1);
}

#[tokio::test]
async fn a_registration_whose_answer_was_lost_gives_its_first_answer_again() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    let message = scan("ann", &code);
    let id = world.left_waiting(&message).await;
    world.register_for(event, &message, id).await;
    world.clock.advance(Duration::from_secs(11));
    assert_eq!(
        world.arrives(message).await,
        "欢迎！",
        "not: you are registered already"
    );
}

#[tokio::test]
async fn a_scan_of_a_deleted_event_is_told_so() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    let command = application::events::EventCommand {
        event,
        expected_version: None,
        context: Context::of("test"),
    };
    world.cases.delete_event.run(command).await.unwrap();
    assert!(world.arrives(scan("ann", &code)).await.contains("已不存在"));
}

#[tokio::test]
async fn an_unknown_scene_is_recorded_and_answered_with_silence() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let mut code = world.code(event, QrPurpose::Register).await;
    code.scene = "nobody".to_owned();
    assert_eq!(world.arrives(scan("ann", &code)).await, "");
    let messages = world
        .cases
        .read_messages
        .list(&MessageFilter::default(), PAGE)
        .await
        .unwrap();
    assert_eq!(messages.items.len(), 1);
}

impl World {
    /// Records a message as a process does that dies right afterwards.
    async fn left_waiting(&self, message: &domain::wechat::Incoming) -> domain::ids::MessageId {
        let adapters = self.cases.adapters();
        let now = adapters.clock.now();
        let id = domain::ids::MessageId::from_uuid(adapters.ids.next());
        let new = ports::wechat::NewMessage {
            id,
            incoming: message.clone(),
            received_at: now,
            reply: None,
            lease_until: now.plus(Duration::from_secs(10)),
            jobs: Vec::new(),
        };
        Arc::clone(&adapters.messages).record(&[new]).await.unwrap();
        id
    }

    /// Registers as the process does that dies before it stores the answer.
    async fn register_for(
        &self,
        event: domain::ids::EventId,
        message: &domain::wechat::Incoming,
        id: domain::ids::MessageId,
    ) {
        let command = application::attendance::RegisterCommand {
            event,
            person: message.person.clone(),
            source: domain::attendance::AttendeeSource::QrCode,
            cause: Some(id),
            context: Context::of("wechat"),
        };
        assert!(self.cases.desk.register(command).await.unwrap().is_new);
    }

    pub(crate) fn custom_texts(&self) -> Vec<String> {
        let text = |call| match call {
            adapter_memory::WechatCall::CustomText { text, .. } => Some(text),
            _ => None,
        };
        self.wechat.calls().into_iter().filter_map(text).collect()
    }
}
