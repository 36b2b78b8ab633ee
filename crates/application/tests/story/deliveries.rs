//! Notices: sent once, whatever fails, and closed by WeChat's report.

use std::time::Duration;

use adapter_memory::WechatCall;
use domain::events::{NoticeTemplate, QrPurpose};
use domain::notifications::{Delivery, DeliveryState};
use ports::PageQuery;
use ports::notifications::DeliveryFilter;
use ports::wechat::{RefusalKind, WechatFailure};

use crate::world::{World, report, scan};

const PAGE: PageQuery = PageQuery::Number { page: 1, size: 50 };

impl World {
    async fn registered(&self, with_template: bool) {
        let event = self
            .event(|draft| {
                draft.wechat.user_tag_id = Some(101);
                draft.wechat.notice_template = with_template.then(|| NoticeTemplate {
                    template_id: "TPL".to_owned(),
                    fields: vec![("thing1".to_owned(), "{{event.title}}".to_owned())],
                });
            })
            .await;
        let code = self.code(event, QrPurpose::Register).await;
        self.arrives(scan("ann", &code)).await;
    }

    async fn deliveries(&self) -> Vec<Delivery> {
        self.cases
            .read_deliveries
            .list(&DeliveryFilter::default(), PAGE)
            .await
            .unwrap()
            .items
    }

    async fn the_delivery(&self) -> Delivery {
        let deliveries = self.deliveries().await;
        assert_eq!(deliveries.len(), 1, "{deliveries:?}");
        deliveries.into_iter().next().unwrap()
    }

    fn templates(&self) -> Vec<String> {
        let id = |call| match call {
            WechatCall::Template { message, .. } => Some(message.client_msg_id),
            _ => None,
        };
        self.wechat.calls().into_iter().filter_map(id).collect()
    }
}

fn unanswered() -> WechatFailure {
    WechatFailure::Unanswered {
        note: "the connection broke".to_owned(),
    }
}

fn later() -> WechatFailure {
    WechatFailure::Later {
        code: Some(-1),
        after: None,
        note: "busy".to_owned(),
    }
}

#[tokio::test]
async fn a_registration_is_followed_by_a_notice_and_a_tag() {
    let world = World::new();
    world.registered(false).await;
    world.works_off().await;
    assert_eq!(world.the_delivery().await.stored().state, DeliveryState::Accepted);
    let texts = world.custom_texts();
    assert!(texts[0].contains("报名成功") && texts[0].contains("NE1-"), "{texts:?}");
    assert!(
        world
            .wechat
            .calls()
            .iter()
            .any(|call| matches!(call, WechatCall::Tag { tag: 101, .. }))
    );
}

#[tokio::test]
async fn a_busy_wechat_is_asked_again_later_and_the_person_reads_it_once() {
    let world = World::new();
    world.registered(false).await;
    world.wechat.fail_always(later());
    world.works_off().await;
    assert_eq!(world.the_delivery().await.stored().state, DeliveryState::Pending);
    world.wechat.recover();
    world.clock.advance(Duration::from_secs(30));
    world.works_off().await;
    let delivery = world.the_delivery().await;
    assert_eq!(delivery.stored().state, DeliveryState::Accepted);
    assert_eq!(delivery.stored().attempts.len(), 2);
    assert_eq!(delivery.stored().attempts[0].code, Some(-1));
}

#[tokio::test]
async fn an_unanswered_customer_service_message_is_unknown_and_never_repeated() {
    let world = World::new();
    world.registered(false).await;
    world.cases.relay_outbox.round().await.unwrap();
    world.wechat.fail_next(unanswered());
    world.wechat.fail_next(unanswered());
    world.works_off().await;
    world.wechat.recover();
    world.clock.advance(Duration::from_hours(1));
    world.works_off().await;
    assert_eq!(world.the_delivery().await.stored().state, DeliveryState::Unknown);
    assert_eq!(world.custom_texts().len(), 1);
}

#[tokio::test]
async fn an_unanswered_template_message_is_repeated_under_the_same_id() {
    let world = World::new();
    world.registered(true).await;
    world.wechat.fail_next(unanswered());
    world.wechat.fail_next(unanswered());
    world.works_off().await;
    world.clock.advance(Duration::from_secs(30));
    world.works_off().await;
    assert_eq!(world.the_delivery().await.stored().state, DeliveryState::Accepted);
    let ids = world.templates();
    assert!(ids.len() >= 2 && ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[tokio::test]
async fn a_template_message_is_not_repeated_after_wechat_forgot_its_id() {
    let world = World::new();
    world.registered(true).await;
    world.wechat.fail_always(unanswered());
    world.works_off().await;
    let sent = world.templates().len();
    world.clock.advance(Duration::from_mins(11));
    world.works_off().await;
    world.clock.advance(Duration::from_mins(11));
    world.works_off().await;
    assert_eq!(world.the_delivery().await.stored().state, DeliveryState::Unknown);
    assert!(world.templates().len() <= sent + 1);
}

#[tokio::test]
async fn a_refusal_is_final_and_shows_its_code() {
    let world = World::new();
    world.registered(false).await;
    let refused = WechatFailure::Refused {
        code: 43004,
        kind: RefusalKind::Recipient,
        note: "must follow".to_owned(),
    };
    world.wechat.fail_always(refused);
    world.works_off().await;
    let delivery = world.the_delivery().await;
    assert_eq!(delivery.stored().state, DeliveryState::Failed);
    assert_eq!(delivery.stored().attempts[0].code, Some(43004));
}

#[tokio::test]
async fn wechats_report_closes_a_delivery_even_when_it_comes_first() {
    let world = World::new();
    world.registered(true).await;
    // The fake numbers its calls; the code was call 1, and the next is either the template or the tag.
    for id in 2..=3 {
        world.arrives(report(id, "success")).await;
    }
    world.works_off().await;
    world.clock.advance(Duration::from_secs(30));
    world.works_off().await;
    assert_eq!(world.the_delivery().await.stored().state, DeliveryState::Delivered);
}

#[tokio::test]
async fn a_failed_report_is_shown() {
    let world = World::new();
    world.registered(true).await;
    world.works_off().await;
    let id = world.the_delivery().await.stored().provider_message_id.clone().unwrap();
    world.arrives(report(id.parse().unwrap(), "failed:user block")).await;
    world.works_off().await;
    let delivery = world.the_delivery().await;
    assert_eq!(delivery.stored().state, DeliveryState::Failed);
    assert_eq!(delivery.stored().attempts[0].note.as_deref(), Some("failed:user block"));
}
