//! Deliveries.

use domain::attendance::PersonRef;
use domain::ids::{AttendeeId, DeliveryId, EventId};
use domain::notifications::{Attempt, Delivery, DeliveryState, NoticeKind, StoredDelivery};
use ports::notifications::DeliveryFilter;
use ports::{StoreError, Total};

use crate::StoreWorld;
use crate::build::{a_delivery, a_job, a_template_delivery, after, fresh, now, somebody};
use crate::pages::{FIRST, by_cursor, by_number, nothing};
use crate::race::{persistently, race};

async fn added(world: &StoreWorld, stored: StoredDelivery) -> Delivery {
    let delivery = Delivery::restore(stored);
    world
        .deliveries
        .add(std::slice::from_ref(&delivery), &[])
        .await
        .unwrap();
    delivery
}

/// Every fact of a delivery survives, whatever its channel, kind and state, with all of its attempts.
pub async fn a_delivery_comes_back_unchanged(world: StoreWorld) {
    let attempts = vec![
        Attempt {
            started_at: after(1),
            ended_at: Some(after(2)),
            code: Some(-1),
            note: Some("system busy 📵".to_owned()),
        },
        Attempt {
            started_at: after(3),
            ended_at: None,
            code: None,
            note: None,
        },
    ];
    for (number, state) in DeliveryState::ALL.into_iter().enumerate() {
        let full = StoredDelivery {
            person: PersonRef {
                account: "品牌号".to_owned(),
                open_id: "oÄ".to_owned(),
            },
            event: Some(fresh(EventId::from_uuid)),
            attendee: Some(fresh(AttendeeId::from_uuid)),
            kind: NoticeKind::LateReply,
            state,
            attempts: attempts.clone(),
            provider_message_id: Some((u64::MAX - 6).to_string()),
            updated_at: after(3),
            version: 7,
            ..a_template_delivery(&format!("full {number}"))
        };
        for stored in [
            full,
            StoredDelivery {
                state,
                ..a_delivery(&format!("bare {number}"))
            },
        ] {
            let delivery = added(&world, stored).await;
            let cause = &delivery.stored().cause;
            assert_eq!(
                world.deliveries.find(delivery.stored().id).await.unwrap().as_ref(),
                Some(&delivery)
            );
            assert_eq!(
                world.deliveries.find_by_cause(cause).await.unwrap().as_ref(),
                Some(&delivery)
            );
        }
    }
}

/// What nobody added is not found.
pub async fn an_unknown_delivery_is_none(world: StoreWorld) {
    let deliveries = &world.deliveries;
    assert_eq!(deliveries.find(fresh(DeliveryId::from_uuid)).await.unwrap(), None);
    assert_eq!(deliveries.find_by_cause("nothing").await.unwrap(), None);
    assert_eq!(deliveries.find_by_provider_message("default", "1").await.unwrap(), None);
}

/// A cause makes one delivery; the rest of the batch and all jobs are stored.
pub async fn a_known_cause_makes_no_second_delivery(world: StoreWorld) {
    let first = added(&world, a_delivery("cause")).await;
    let batch = [
        Delivery::restore(a_template_delivery("cause")),
        Delivery::restore(a_delivery("new")),
        Delivery::restore(a_template_delivery("new")),
    ];
    world.deliveries.add(&batch, &[a_job("carry out")]).await.unwrap();
    assert_eq!(world.deliveries.find_by_cause("cause").await.unwrap(), Some(first));
    assert_eq!(
        world.deliveries.find_by_cause("new").await.unwrap(),
        Some(batch[1].clone())
    );
    assert_eq!(world.deliveries.find(batch[0].stored().id).await.unwrap(), None);
    let jobs = world.relay_all(now()).await;
    assert_eq!(
        jobs.iter().map(|job| job.name.as_str()).collect::<Vec<_>>(),
        ["carry out"]
    );
}

/// Causes that a forgiving collation takes for one are several.
pub async fn causes_compare_exactly(world: StoreWorld) {
    let causes = [
        "registered:a",
        "registered:A",
        "registered:a ",
        "registered:á",
        "🍵",
        "🍺",
    ];
    for cause in causes {
        let delivery = added(&world, a_delivery(cause)).await;
        assert_eq!(world.deliveries.find_by_cause(cause).await.unwrap(), Some(delivery));
    }
}

/// Twenty processes add a delivery for one cause; it is there once, and nobody fails.
pub async fn a_cause_added_by_twenty_makes_one_delivery(world: StoreWorld) {
    let outcomes = race(20, |_| {
        let world = world.clone();
        async move {
            let delivery = Delivery::restore(a_delivery("contended"));
            persistently(|| world.deliveries.add(std::slice::from_ref(&delivery), &[])).await
        }
    })
    .await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    let page = world
        .delivery_reads
        .list(&DeliveryFilter::default(), FIRST)
        .await
        .unwrap();
    assert_eq!(page.items.len(), 1);
}

/// Nothing added changes nothing, and jobs may come alone.
pub async fn adding_no_deliveries_does_nothing(world: StoreWorld) {
    world.deliveries.add(&[], &[]).await.unwrap();
    world.deliveries.add(&[], &[a_job("alone")]).await.unwrap();
    let page = world
        .delivery_reads
        .list(&DeliveryFilter::default(), FIRST)
        .await
        .unwrap();
    assert_eq!((page.items, page.total), (vec![], Total::Exactly(0)));
    assert_eq!(world.relay_all(now()).await.len(), 1);
}

/// A change is stored with its version; saving over somebody else's fails and changes nothing.
pub async fn a_lost_update_of_a_delivery_is_a_conflict(world: StoreWorld) {
    let mut delivery = added(&world, a_delivery("cause")).await;
    let stale = delivery.clone();
    delivery.begin(after(1), std::time::Duration::from_secs(30)).unwrap();
    world.deliveries.save(&delivery, 1).await.unwrap();
    let id = delivery.stored().id;
    assert_eq!(world.deliveries.find(id).await.unwrap().as_ref(), Some(&delivery));

    let mut late = stale;
    late.give_up(after(2));
    let lost = world.deliveries.save(&late, 1).await;
    assert!(matches!(lost, Err(StoreError::VersionConflict)), "{lost:?}");
    assert_eq!(world.deliveries.find(id).await.unwrap(), Some(delivery));
}

/// Twenty workers begin an attempt at the same instant; one of them may send.
pub async fn one_of_twenty_workers_begins_an_attempt(world: StoreWorld) {
    let delivery = added(&world, a_delivery("contended")).await;
    let outcomes = race(20, |_| {
        let (world, mut mine) = (world.clone(), delivery.clone());
        async move {
            mine.begin(after(1), std::time::Duration::from_secs(30)).unwrap();
            loop {
                match world.deliveries.save(&mine, 1).await {
                    Err(StoreError::Contention(_)) => tokio::task::yield_now().await,
                    Err(StoreError::VersionConflict) => return false,
                    saved => return saved.map(|()| true).unwrap(),
                }
            }
        }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|begun| **begun).count(), 1);
    let stored = world.deliveries.find(delivery.stored().id).await.unwrap().unwrap();
    assert_eq!(stored.stored().attempts.len(), 1);
}

/// WeChat's report finds its delivery by account and message id.
pub async fn a_report_finds_its_delivery(world: StoreWorld) {
    let sent = |account: &str, id: &str| StoredDelivery {
        person: PersonRef {
            account: account.to_owned(),
            ..somebody(1)
        },
        provider_message_id: Some(id.to_owned()),
        ..a_template_delivery(&format!("{account} {id}"))
    };
    let mine = added(&world, sent("default", "200163836")).await;
    let elses = added(&world, sent("other", "200163836")).await;
    added(&world, sent("default", "200163837")).await;
    let find = |account: &'static str| world.deliveries.find_by_provider_message(account, "200163836");
    assert_eq!(find("default").await.unwrap(), Some(mine));
    assert_eq!(find("other").await.unwrap(), Some(elses));
    assert_eq!(find("third").await.unwrap(), None);
}

/// Filters hold alone and together, and open ids compare exactly.
pub async fn deliveries_are_filtered(world: StoreWorld) {
    let (event, attendee) = (fresh(EventId::from_uuid), fresh(AttendeeId::from_uuid));
    let to = |open_id: &str| PersonRef {
        account: "default".to_owned(),
        open_id: open_id.to_owned(),
    };
    let one = added(
        &world,
        StoredDelivery {
            event: Some(event),
            attendee: Some(attendee),
            person: to("oAb"),
            ..a_delivery("one")
        },
    )
    .await;
    let two = added(
        &world,
        StoredDelivery {
            event: Some(event),
            state: DeliveryState::Failed,
            person: to("oab"),
            ..a_delivery("two")
        },
    )
    .await;
    added(&world, a_delivery("three")).await;
    let none = DeliveryFilter::default;
    for (filter, wanted) in [
        (
            DeliveryFilter {
                event: Some(event),
                ..none()
            },
            vec![&two, &one],
        ),
        (
            DeliveryFilter {
                attendee: Some(attendee),
                ..none()
            },
            vec![&one],
        ),
        (
            DeliveryFilter {
                state: Some(DeliveryState::Failed),
                ..none()
            },
            vec![&two],
        ),
        (
            DeliveryFilter {
                open_id: Some("oab".to_owned()),
                ..none()
            },
            vec![&two],
        ),
        (
            DeliveryFilter {
                open_id: Some("oA".to_owned()),
                ..none()
            },
            vec![],
        ),
        (
            DeliveryFilter {
                event: Some(event),
                state: Some(DeliveryState::Pending),
                ..none()
            },
            vec![&one],
        ),
    ] {
        let page = world.delivery_reads.list(&filter, FIRST).await.unwrap();
        assert_eq!(page.items.iter().collect::<Vec<_>>(), wanted, "{:?}", filter.state);
        assert_eq!(page.total, Total::Exactly(wanted.len() as u64));
    }
}

/// Newest first, by numbers and by cursors alike, also while deliveries are added.
pub async fn delivery_pages_by_number_and_cursor_agree(world: StoreWorld) {
    let mut wanted = Vec::new();
    for number in 0..11 {
        wanted.insert(0, added(&world, a_delivery(&number.to_string())).await);
    }
    let filter = DeliveryFilter::default();
    let list = |page| world.delivery_reads.list(&filter, page);
    assert_eq!(by_number(4, list).await, wanted);
    assert_eq!(by_cursor(4, list, nothing).await, wanted);
    let adding = || async {
        let delivery = a_delivery("");
        added(
            &world,
            StoredDelivery {
                cause: delivery.id.to_string(),
                ..delivery
            },
        )
        .await;
    };
    assert_eq!(by_cursor(4, list, adding).await, wanted);
}
