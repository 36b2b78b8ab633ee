//! Reply rules in the chat: who answers, from what memory, and what becomes of a late answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use adapter_memory::{MessagingCall, WechatCall};
use application::Context;
use application::wechat::rules::{CreateRuleCommand, RuleBook};
use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::events::QrPurpose;
use domain::ids::ReplyRuleId;
use domain::notifications::{CustomMessage, DeliveryState};
use domain::wechat::Reply;
use domain::wechat::rules::{Heard, ReplyRule, RuleDraft, RuleSet, Scope};
use ports::notifications::DeliveryFilter;
use ports::system::Clock;
use ports::wechat::rules::{PersonCard, PersonFacts, RuleBookView, RuleReads};
use ports::{PageQuery, StoreError};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::world::{World, followed, morning, scan, text};

const PAGE: PageQuery = PageQuery::Number { page: 1, size: 50 };

fn draft(trigger: &str, value: Option<&str>, answer: Reply) -> RuleDraft {
    RuleDraft {
        name: trigger.to_owned(),
        priority: 0,
        trigger: trigger.to_owned(),
        value: value.map(str::to_owned),
        event: None,
        from: None,
        until: None,
        daily: None,
        enabled: true,
        answer,
    }
}

async fn made(world: &World, number: u128, draft: RuleDraft) -> ReplyRule {
    let command = CreateRuleCommand {
        id: ReplyRuleId::from_uuid(Uuid::from_u128(number)),
        account: "default".to_owned(),
        draft,
        context: Context::of("test"),
    };
    world.cases.reply_rules.create.run(command).await.unwrap()
}

fn says(text: &str) -> Reply {
    Reply::Text(text.to_owned())
}

#[tokio::test]
async fn a_welcome_greets_a_follower_by_name_where_it_is_known() {
    struct OneName;

    #[async_trait]
    impl PersonFacts for OneName {
        async fn card(&self, person: &PersonRef) -> Result<Option<PersonCard>, StoreError> {
            match person.open_id.as_str() {
                "o-ann" => Ok(Some(PersonCard {
                    nickname: Some("小安".to_owned()),
                    remark: None,
                })),
                "o-ben" => Err(StoreError::Unavailable("down".to_owned())),
                _ => Ok(None),
            }
        }
    }

    let world = World::with(|adapters| adapters.person_facts = Some(Arc::new(OneName)));
    made(
        &world,
        1,
        draft("subscribe", None, says("欢迎，{{person.nickname|朋友}}！")),
    )
    .await;
    assert_eq!(world.arrives(followed("ann")).await, "欢迎，小安！");
    assert_eq!(
        world.arrives(followed("ben")).await,
        "欢迎，朋友！",
        "a store that is down keeps nobody from a welcome"
    );
    assert_eq!(world.arrives(followed("cat")).await, "欢迎，朋友！");
}

#[tokio::test]
async fn a_long_name_is_cut_to_what_wechat_takes() {
    struct LongName;

    #[async_trait]
    impl PersonFacts for LongName {
        async fn card(&self, _: &PersonRef) -> Result<Option<PersonCard>, StoreError> {
            Ok(Some(PersonCard {
                nickname: Some("𠮷".repeat(1_000)),
                remark: None,
            }))
        }
    }

    let world = World::with(|adapters| adapters.person_facts = Some(Arc::new(LongName)));
    made(&world, 1, draft("default", None, says("{{person.nickname}}"))).await;
    let answer = world.arrives(text("ann", "hi")).await;
    assert!(answer.len() <= 2_048 && answer.ends_with("𠮷…"), "{}", answer.len());
}

#[tokio::test]
async fn a_registration_is_never_shadowed_by_a_rule() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    let mut loud = draft("scan", Some(&code.scene), says("shadow"));
    loud.priority = 1_000;
    made(&world, 1, loud).await;
    made(&world, 2, draft("textExact", Some("SPRING26"), says("shadow"))).await;
    assert_eq!(world.arrives(scan("ann", &code)).await, "欢迎！");
    assert_eq!(world.arrives(text("ben", "spring26")).await, "欢迎！");
    assert_eq!(world.cases.read_attendance.counts(event).await.unwrap().taken, 2);
}

#[tokio::test]
async fn a_rules_answer_is_stored_before_it_is_sent_and_outlives_the_rule() {
    let world = World::new();
    made(&world, 1, draft("textContains", Some("hi"), says("one"))).await;
    let message = text("ann", "HI there");
    assert_eq!(world.arrives(message.clone()).await, "one");
    made(&world, 2, draft("textExact", Some("hi there"), says("two"))).await;
    assert_eq!(world.arrives(message).await, "one", "the first answer stays");
    assert_eq!(world.arrives(text("ann", "HI there")).await, "two");
}

#[tokio::test]
async fn an_answer_that_needs_no_facts_is_recorded_together_with_its_message() {
    let world = World::new();
    made(&world, 1, draft("textExact", Some("plain"), says("one"))).await;
    made(&world, 2, draft("textExact", Some("quiet"), Reply::Silence)).await;
    made(&world, 3, draft("default", None, says("other"))).await;
    let log = &world.cases.adapters().message_reads;
    assert_eq!(world.arrives(text("ann", "plain")).await, "one");
    assert_eq!(
        world.arrives(text("ann", "quiet")).await,
        "",
        "a rule may choose silence"
    );
    assert_eq!(world.arrives(text("ann", "?")).await, "other");
    let stored = log
        .list(&ports::wechat::MessageFilter::default(), PAGE)
        .await
        .unwrap()
        .items;
    let replies: Vec<_> = stored.into_iter().rev().map(|one| one.answer.unwrap().reply).collect();
    assert_eq!(replies, [says("one"), Reply::Silence, says("other")]);
}

#[tokio::test]
async fn a_picture_that_comes_too_late_follows_as_a_message() {
    let gate = Arc::new(Semaphore::new(0));
    let world = World::hurried_behind(Arc::clone(&gate));
    let event = world
        .event(|draft| draft.wechat.auto_reply = domain::events::AutoReply::Silent)
        .await;
    let picture = Reply::Image {
        media_id: "MEDIA".to_owned(),
    };
    let mut bound = draft("textExact", Some("spring26"), picture);
    bound.event = Some(event);
    made(&world, 1, bound).await;
    assert_eq!(
        world.arrives(text("ann", "SPRING26")).await,
        "",
        "the store lets nobody in yet"
    );
    gate.add_permits(1_000);
    let delivery = loop {
        world.works_off().await;
        let page = world
            .cases
            .read_deliveries
            .list(&DeliveryFilter::default(), PAGE)
            .await
            .unwrap();
        let late = page
            .items
            .into_iter()
            .find(|one| one.stored().cause.ends_with(":late-reply"));
        if let Some(delivery) = late {
            break delivery;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(delivery.stored().state, DeliveryState::Accepted);
    let sent = world.wechat.calls().into_iter().any(|call| {
        let WechatCall::Messaging(MessagingCall::Custom { message, .. }) = call else {
            return false;
        };
        message
            == CustomMessage::Image {
                media_id: "MEDIA".to_owned(),
            }
    });
    assert!(sent, "the picture follows as a customer-service message");
}

/// A store of one account's rules that counts how often it is asked, and can be down.
struct Counted {
    rules: std::sync::Mutex<RuleBookView>,
    asked: AtomicUsize,
    down: AtomicBool,
}

impl Counted {
    fn change(&self, rules: Vec<ReplyRule>) {
        let mut view = self.rules.lock().unwrap();
        view.revision += 1;
        view.rules = rules;
    }

    fn answer<T>(&self, read: impl FnOnce(&RuleBookView) -> T) -> Result<T, StoreError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if self.down.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable("down".to_owned()));
        }
        Ok(read(&self.rules.lock().unwrap()))
    }
}

#[async_trait]
impl RuleReads for Counted {
    async fn find(&self, _: &str, id: ReplyRuleId) -> Result<Option<ReplyRule>, StoreError> {
        self.answer(|view| view.rules.iter().find(|rule| rule.id() == id).cloned())
    }

    async fn revision(&self, _: &str) -> Result<u64, StoreError> {
        self.answer(|view| view.revision)
    }

    async fn book(&self, _: &str) -> Result<RuleBookView, StoreError> {
        self.answer(RuleBookView::clone)
    }
}

fn a_default(number: u128) -> ReplyRule {
    let details = domain::wechat::rules::RuleDetails::check(draft("default", None, says(&number.to_string()))).unwrap();
    ReplyRule::create(
        ReplyRuleId::from_uuid(Uuid::from_u128(number)),
        "default",
        details,
        morning(),
    )
    .0
}

fn first(set: &RuleSet) -> Option<u128> {
    let rules = set.answering(&Heard::text("x"), Scope::Open, morning());
    rules.first().map(|rule| rule.id().uuid().as_u128())
}

#[tokio::test]
async fn rules_are_asked_for_once_in_two_seconds_however_many_messages_come() {
    let world = World::new();
    let store = Arc::new(Counted {
        rules: std::sync::Mutex::new(RuleBookView {
            revision: 0,
            rules: Vec::new(),
        }),
        asked: AtomicUsize::new(0),
        down: AtomicBool::new(false),
    });
    store.change(vec![a_default(1)]);
    let clock: Arc<dyn Clock> = world.clock.clone();
    let book = RuleBook::new(store.clone(), clock);
    for _ in 0..1_000 {
        assert_eq!(first(&book.rules("default").await.unwrap()), Some(1));
    }
    assert_eq!(store.asked.load(Ordering::SeqCst), 1);
    world.clock.advance(Duration::from_secs(2));
    for _ in 0..1_000 {
        book.rules("default").await.unwrap();
    }
    assert_eq!(
        store.asked.load(Ordering::SeqCst),
        2,
        "the revision is the same: no rule was read"
    );

    store.change(vec![a_default(2)]);
    assert_eq!(first(&book.rules("default").await.unwrap()), Some(1), "not yet");
    world.clock.advance(Duration::from_secs(2));
    assert_eq!(
        first(&book.rules("default").await.unwrap()),
        Some(2),
        "seen after two seconds"
    );
    store.change(vec![a_default(3)]);
    book.changed("default").await;
    assert_eq!(
        first(&book.rules("default").await.unwrap()),
        Some(3),
        "own changes are seen at once"
    );
}

#[tokio::test]
async fn rules_that_cannot_be_understood_keep_no_message_from_being_recorded() {
    struct Broken;

    #[async_trait]
    impl RuleReads for Broken {
        async fn find(&self, _: &str, _: ReplyRuleId) -> Result<Option<ReplyRule>, StoreError> {
            Err(StoreError::Corrupt("wechat_reply_rules.answer".to_owned()))
        }

        async fn revision(&self, _: &str) -> Result<u64, StoreError> {
            Ok(1)
        }

        async fn book(&self, _: &str) -> Result<RuleBookView, StoreError> {
            Err(StoreError::Corrupt("wechat_reply_rules.answer".to_owned()))
        }
    }

    let world = World::with(|adapters| adapters.rule_reads = Arc::new(Broken));
    let event = world.event(|_| {}).await;
    assert_eq!(world.arrives(text("ann", "hello")).await, "");
    assert_eq!(world.arrives(text("ann", "SPRING26")).await, "欢迎！");
    assert_eq!(world.cases.read_attendance.counts(event).await.unwrap().taken, 1);
}

#[tokio::test]
async fn the_last_known_rules_answer_while_the_store_is_down() {
    let world = World::new();
    let store = Arc::new(Counted {
        rules: std::sync::Mutex::new(RuleBookView {
            revision: 1,
            rules: vec![a_default(1)],
        }),
        asked: AtomicUsize::new(0),
        down: AtomicBool::new(true),
    });
    let clock: Arc<dyn Clock> = world.clock.clone();
    let book = RuleBook::new(store.clone(), clock);
    book.rules("default").await.unwrap_err();
    store.down.store(false, Ordering::SeqCst);
    book.rules("default").await.unwrap();
    store.down.store(true, Ordering::SeqCst);
    world.clock.advance(Duration::from_mins(10));
    for _ in 0..100 {
        assert_eq!(first(&book.rules("default").await.unwrap()), Some(1));
    }
    assert_eq!(
        store.asked.load(Ordering::SeqCst),
        3,
        "a store that is down is left alone for two seconds, too"
    );
}
