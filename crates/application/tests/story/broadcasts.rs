//! Broadcasts: everybody gets one delivery, each delivery gets a true state, whatever WeChat does.

use std::collections::BTreeMap;
use std::time::Duration;

use adapter_memory::{MessagingCall, WechatCall};
use application::Context;
use application::notifications::broadcasts::{AudienceDraft, BroadcastError, ContentDraft, CreateBroadcastCommand};
use application::notifications::templates::{MapTemplateCommand, TemplateCommand};
use domain::events::QrPurpose;
use domain::ids::{BroadcastId, MessageTemplateId};
use domain::notifications::broadcast::{AttendeeGroup, Broadcast, BroadcastState};
use domain::notifications::template::{FoundTemplate, TemplateKind};
use domain::notifications::{CustomMessage, Link, SkipReason};
use domain::wechat::{ConsentGiven, IncomingKind, Signal, SubscriptionReport};
use ports::wechat::{RefusalKind, WechatFailure};
use uuid::Uuid;

use crate::world::{World, incoming, person, scan, text};

fn found(kind: TemplateKind, content: &str) -> FoundTemplate {
    FoundTemplate {
        template_id: "TPL".to_owned(),
        kind,
        title: "提醒".to_owned(),
        content: content.to_owned(),
        example: String::new(),
        choices: Vec::new(),
    }
}

impl World {
    /// A template that is brought over and mapped to this text.
    async fn template(&self, kind: TemplateKind, mapped: &str) -> MessageTemplateId {
        self.wechat.has_templates(vec![found(kind, "活动：{{thing1.DATA}}")]);
        let context = Context::of("test");
        let messaging = &self.cases.messaging;
        messaging.sync_templates.run("default", &context).await.unwrap();
        let template = messaging.read_templates.list("default", false).await.unwrap()[0].id;
        let command = MapTemplateCommand {
            on: TemplateCommand {
                account: "default".to_owned(),
                template,
                expected_version: None,
                context,
            },
            fields: BTreeMap::from([("thing1".to_owned(), mapped.to_owned())]),
        };
        messaging.map_template.run(command).await.unwrap();
        template
    }

    async fn orders(&self, content: ContentDraft, audience: AudienceDraft) -> Result<Broadcast, BroadcastError> {
        let command = CreateBroadcastCommand {
            id: BroadcastId::from_uuid(Uuid::from_u128(77)),
            account: "default".to_owned(),
            title: "明天见".to_owned(),
            content,
            audience,
            about: None,
            context: Context::of("test"),
        };
        self.cases.messaging.create_broadcast.run(command).await
    }

    async fn sends_template_to(&self, people: usize) -> BroadcastId {
        let template = self.template(TemplateKind::Template, "明天见").await;
        let content = ContentDraft::Template {
            template,
            link: Link::Nowhere,
        };
        let list = AudienceDraft::List(people_named(people));
        self.orders(content, list).await.unwrap().id
    }

    /// State of the broadcast, and deliveries by state and reason.
    async fn progress(&self, id: BroadcastId) -> (BroadcastState, BTreeMap<String, u64>) {
        let view = self.cases.messaging.read_broadcasts.find("default", id).await.unwrap();
        let counts = view.counts.iter().map(|count| {
            let reason = count.reason.map_or("", SkipReason::name);
            (format!("{}{reason}", count.state.name()), count.count)
        });
        (view.broadcast.state, counts.collect())
    }

    fn template_ids(&self) -> Vec<String> {
        let id = |call| match call {
            WechatCall::Template { message, .. } => Some(message.client_msg_id),
            _ => None,
        };
        self.wechat.calls().into_iter().filter_map(id).collect()
    }
}

fn people_named(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("o-{number}")).collect()
}

fn counts(pairs: &[(&str, u64)]) -> BTreeMap<String, u64> {
    pairs
        .iter()
        .map(|(state, count)| ((*state).to_owned(), *count))
        .collect()
}

#[tokio::test]
async fn everybody_on_a_list_gets_one_message_and_the_broadcast_is_done() {
    let world = World::new();
    let id = world.sends_template_to(1_250).await;
    world.works_off().await;
    assert_eq!(
        world.progress(id).await,
        (BroadcastState::Done, counts(&[("accepted", 1_250)]))
    );
    let mut ids = world.template_ids();
    assert_eq!(ids.len(), 1_250);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 1_250, "each under an id of its own");
}

#[tokio::test]
async fn a_busy_wechat_delays_and_nobody_reads_it_twice() {
    let world = World::new();
    let id = world.sends_template_to(150).await;
    for _ in 0..15 {
        world.wechat.fail_next(WechatFailure::Later {
            code: Some(-1),
            after: None,
            note: "busy".to_owned(),
        });
    }
    world.works_off().await;
    for _ in 0..6 {
        world.clock.advance(Duration::from_secs(60));
        world.works_off().await;
    }
    assert_eq!(
        world.progress(id).await,
        (BroadcastState::Done, counts(&[("accepted", 150)]))
    );
}

#[tokio::test]
async fn a_quota_that_is_used_up_stops_the_broadcast_until_midnight() {
    let world = World::new();
    let id = world.sends_template_to(250).await;
    world.wechat.fail_always(WechatFailure::Later {
        code: Some(45_009),
        after: Some(Duration::from_hours(14)),
        note: "the daily quota of this API is used up".to_owned(),
    });
    world.works_off().await;
    let asked = world.template_ids().len();
    let (state, waiting) = world.progress(id).await;
    assert_eq!((state, waiting), (BroadcastState::Sending, counts(&[("pending", 250)])));
    world.wechat.recover();
    world.clock.advance(Duration::from_hours(13));
    world.works_off().await;
    assert_eq!(world.template_ids().len(), asked, "nothing is asked before midnight");
    world.clock.advance(Duration::from_hours(2));
    world.works_off().await;
    assert_eq!(
        world.progress(id).await,
        (BroadcastState::Done, counts(&[("accepted", 250)]))
    );
}

#[tokio::test]
async fn a_cancelled_broadcast_leaves_each_delivery_in_a_true_state() {
    let world = World::new();
    let id = world.sends_template_to(250).await;
    world.cases.relay_outbox.round().await.unwrap();
    let worker = world.worker();
    worker.round(Duration::ZERO).await.unwrap();
    worker.drained().await;
    let context = Context::of("test");
    let cancel = &world.cases.messaging.cancel_broadcast;
    cancel.run("default", id, &context).await.unwrap();
    cancel.run("default", id, &context).await.unwrap();
    world.works_off().await;
    let (state, counted) = world.progress(id).await;
    assert_eq!(state, BroadcastState::Cancelled);
    assert_eq!(counted, counts(&[("skippedcancelled", 250)]));
    assert!(world.template_ids().is_empty());
}

#[tokio::test]
async fn attendees_read_their_own_facts_and_only_those_meant_get_it() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    let door = world.code(event, QrPurpose::CheckIn).await;
    for name in ["ann", "bob"] {
        world.arrives(scan(name, &code)).await;
    }
    world.arrives(scan("bob", &door)).await;
    world.works_off().await;
    let template = world
        .template(TemplateKind::Template, "{{event.title}} {{ticket.code}}")
        .await;
    let content = ContentDraft::Template {
        template,
        link: Link::Nowhere,
    };
    let audience = AudienceDraft::Event {
        event,
        group: AttendeeGroup::NotCheckedIn,
    };
    let id = world.orders(content, audience).await.unwrap().id;
    world.works_off().await;
    assert_eq!(
        world.progress(id).await,
        (BroadcastState::Done, counts(&[("accepted", 1)]))
    );
    let sent = world.wechat.calls().into_iter().find_map(|call| match call {
        WechatCall::Template { person, message } => Some((person, message.fields)),
        _ => None,
    });
    let (to, fields) = sent.unwrap();
    assert_eq!(to, person("ann"));
    assert!(
        fields[0].1.starts_with("春天的音乐会 NE1-") && fields[0].1.chars().count() == 20,
        "{fields:?}"
    );
}

#[tokio::test]
async fn a_tag_is_gathered_over_wechats_pages() {
    let world = World::new();
    world.wechat.has_tagged(people_named(2_500), 1_100);
    let template = world.template(TemplateKind::Template, "明天见").await;
    let content = ContentDraft::Template {
        template,
        link: Link::Nowhere,
    };
    let id = world.orders(content, AudienceDraft::Tag(101)).await.unwrap().id;
    world.works_off().await;
    assert_eq!(
        world.progress(id).await,
        (BroadcastState::Done, counts(&[("accepted", 2_500)]))
    );
}

#[tokio::test]
async fn only_who_wrote_of_late_gets_a_customer_service_message() {
    let world = World::new();
    world.arrives(text("0", "你好")).await;
    let content = ContentDraft::Custom(CustomMessage::Text("您好".to_owned()));
    let id = world
        .orders(content, AudienceDraft::List(people_named(2)))
        .await
        .unwrap()
        .id;
    world.works_off().await;
    let expected = counts(&[("accepted", 1), ("skippedwindow-closed", 1)]);
    assert_eq!(world.progress(id).await, (BroadcastState::Done, expected));
}

fn consents(name: &str, accepted: bool, in_dialog: bool) -> domain::wechat::Incoming {
    let given = ConsentGiven {
        template_id: "TPL".to_owned(),
        accepted,
        in_dialog,
    };
    let kind = IncomingKind::Signal(Signal::Consents(vec![given]));
    incoming(name, "event", Some("subscribe_msg_popup_event"), None, kind)
}

#[tokio::test]
async fn a_consent_allows_one_message_which_wechats_report_closes() {
    let world = World::new();
    world.arrives(consents("0", true, true)).await;
    world.arrives(consents("1", false, true)).await;
    world.works_off().await;
    let template = world.template(TemplateKind::SubscribeOnce, "明天见").await;
    let content = ContentDraft::Template {
        template,
        link: Link::Nowhere,
    };
    let id = world
        .orders(content, AudienceDraft::List(people_named(2)))
        .await
        .unwrap()
        .id;
    world.works_off().await;
    let expected = counts(&[("accepted", 1), ("skippedno-consent", 1)]);
    assert_eq!(world.progress(id).await, (BroadcastState::Done, expected));
    let left = world
        .cases
        .messaging
        .read_consents
        .of_person(&person("0"))
        .await
        .unwrap();
    assert_eq!(left[0].remaining, 0, "the message used it up");
    let report = SubscriptionReport {
        template_id: "TPL".to_owned(),
        msg_id: "1864323726461255680".to_owned(),
        error_code: 0,
        status: "success".to_owned(),
    };
    let kind = IncomingKind::Signal(Signal::SubscriptionReports(vec![report]));
    world
        .arrives(incoming("0", "event", Some("subscribe_msg_sent_event"), None, kind))
        .await;
    world.works_off().await;
    let (_, counted) = world.progress(id).await;
    assert_eq!(counted, counts(&[("delivered", 1), ("skippedno-consent", 1)]));
}

#[tokio::test]
async fn a_refusal_for_want_of_consent_forgets_what_we_believed() {
    let world = World::new();
    world.arrives(consents("0", true, true)).await;
    world.arrives(consents("0", true, true)).await;
    world.works_off().await;
    let template = world.template(TemplateKind::SubscribeOnce, "明天见").await;
    world.wechat.fail_next(WechatFailure::Refused {
        code: 43_101,
        kind: RefusalKind::Consent,
        note: "the receiver has not accepted this message".to_owned(),
    });
    let content = ContentDraft::Template {
        template,
        link: Link::Nowhere,
    };
    let id = world
        .orders(content, AudienceDraft::List(people_named(1)))
        .await
        .unwrap()
        .id;
    world.works_off().await;
    assert_eq!(world.progress(id).await.1, counts(&[("failed", 1)]));
    let left = world
        .cases
        .messaging
        .read_consents
        .of_person(&person("0"))
        .await
        .unwrap();
    assert_eq!(left[0].remaining, 0);
}

#[tokio::test]
async fn an_order_that_cannot_be_carried_out_is_refused_with_its_fields() {
    let world = World::new();
    let custom = |words: &str| ContentDraft::Custom(CustomMessage::Text(words.to_owned()));
    for (content, audience, field) in [
        (custom("x"), AudienceDraft::List(vec![]), "audience"),
        (custom("x"), AudienceDraft::List(people_named(10_001)), "audience"),
        (custom("x"), AudienceDraft::List(vec![" o".to_owned()]), "audience"),
        (custom(""), AudienceDraft::Tag(1), "text"),
        (custom("{{ticket.code}}"), AudienceDraft::Tag(1), "message"),
        (custom("{{event.title}}"), AudienceDraft::Tag(1), "message"),
    ] {
        match world.orders(content, audience).await {
            Err(BroadcastError::Invalid(faults)) => {
                assert_eq!(faults.iter().map(|(field, _)| field).collect::<Vec<_>>(), [field]);
            }
            other => panic!("{field}: {other:?}"),
        }
    }
    world
        .wechat
        .has_templates(vec![found(TemplateKind::Template, "{{thing1.DATA}}")]);
    let messaging = &world.cases.messaging;
    messaging
        .sync_templates
        .run("default", &Context::of("test"))
        .await
        .unwrap();
    let template = messaging.read_templates.list("default", false).await.unwrap()[0].id;
    let content = ContentDraft::Template {
        template,
        link: Link::Nowhere,
    };
    let unmapped = world.orders(content, AudienceDraft::Tag(1)).await;
    assert!(
        matches!(unmapped, Err(BroadcastError::TemplateNotReady)),
        "{unmapped:?}"
    );
    assert!(
        !world.wechat.calls().iter().any(|call| matches!(
            call,
            WechatCall::Messaging(MessagingCall::Custom { .. } | MessagingCall::TagMembers { .. })
        )),
        "nothing was sent"
    );
}
