//! The log of messages.

use std::collections::BTreeSet;

use domain::attendance::PersonRef;
use domain::ids::MessageId;
use domain::wechat::{Article, Incoming, IncomingKind, Music, Reply};
use ports::Total;
use ports::wechat::{Answer, AnswerMode, MessageFilter, MessageView, NewAnswer, NewMessage, Recorded, StoredState};

use crate::StoreWorld;
use crate::build::{a_job, a_message, a_text_message, after, an_answer, fresh, fresh_id, noted_kinds, now, somebody};
use crate::pages::{FIRST, by_cursor, by_number, nothing};
use crate::race::{persistently, race};

async fn recorded(world: &StoreWorld, message: &NewMessage) {
    let found = world.messages.record(std::slice::from_ref(message)).await.unwrap();
    assert_eq!(found, [Recorded::New]);
}

async fn listed(world: &StoreWorld) -> Vec<MessageView> {
    let page = world
        .message_reads
        .list(&MessageFilter::default(), FIRST)
        .await
        .unwrap();
    page.items
}

/// A redelivery: the same message, but everything that the recorder adds is new.
fn again(message: &NewMessage) -> NewMessage {
    NewMessage {
        id: fresh(MessageId::from_uuid),
        received_at: after(5),
        lease_until: after(10),
        ..message.clone()
    }
}

fn waiting_until(message: &NewMessage) -> Recorded {
    Recorded::Again(StoredState {
        id: message.id,
        answer: None,
        lease_until: Some(message.lease_until),
    })
}

fn text(text: &str) -> Answer {
    Answer {
        reply: Reply::Text(text.to_owned()),
        mode: AnswerMode::Passive,
    }
}

/// Everything that is listed of a message survives, to the byte.
pub async fn a_message_comes_back_unchanged(world: StoreWorld) {
    let plain = a_text_message(somebody(1), "\u{1F375} 茶 \\ ' \" %");
    let scan = a_message(somebody(2));
    let incoming = Incoming {
        msg_id: Some(u64::MAX - 6),
        create_time: i64::from(u32::MAX),
        raw: format!("<xml>\r\n\t {}</xml> ", "🍵".repeat(10_000)),
        ..plain.incoming.clone()
    };
    let full = NewMessage { incoming, ..plain };
    for message in [&full, &scan] {
        recorded(&world, message).await;
    }
    let wanted: Vec<_> = [&scan, &full].into_iter().map(as_listed).collect();
    assert_eq!(listed(&world).await, wanted);
    let found = world.message_reads.find(full.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&wanted[1]));
    let unknown = fresh(MessageId::from_uuid);
    assert_eq!(world.message_reads.find(unknown).await.unwrap(), None);
}

fn as_listed(message: &NewMessage) -> MessageView {
    let incoming = message.incoming.clone();
    MessageView {
        id: message.id,
        account: incoming.person.account,
        from_user: incoming.person.open_id,
        to_user: incoming.to_user,
        msg_type: incoming.msg_type,
        event: incoming.event,
        event_key: incoming.event_key,
        msg_id: incoming.msg_id,
        content: incoming.content,
        create_time: incoming.create_time,
        received_at: message.received_at,
        deliveries: 1,
        raw: incoming.raw,
        answer: message.reply.clone().map(|reply| Answer {
            reply,
            mode: AnswerMode::Passive,
        }),
    }
}

/// A message delivered again is counted and told where the first stands, whatever the second recorder brought.
pub async fn a_redelivery_is_counted_and_told_the_first(world: StoreWorld) {
    let first = a_message(somebody(1));
    recorded(&world, &first).await;
    let found = world.messages.record(&[again(&first)]).await.unwrap();
    assert_eq!(found, [waiting_until(&first)]);
    let only = listed(&world).await;
    assert_eq!(
        (only.len(), only[0].deliveries, only[0].received_at),
        (1, 2, first.received_at)
    );
}

/// Twenty senders deliver one message at the same instant; it is recorded once and counted twenty times.
pub async fn a_message_delivered_by_twenty_is_recorded_once(world: StoreWorld) {
    let message = a_message(somebody(1));
    let outcomes = race(20, |_| {
        let (world, delivery) = (world.clone(), again(&message));
        async move {
            persistently(|| world.messages.record(std::slice::from_ref(&delivery)))
                .await
                .unwrap()
                .remove(0)
        }
    })
    .await;
    let stored = listed(&world).await;
    assert_eq!((stored.len(), stored[0].deliveries), (1, 20));
    let first = outcomes.iter().filter(|outcome| **outcome == Recorded::New).count();
    assert_eq!(first, 1);
    let told = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Recorded::Again(state) if state.id == stored[0].id));
    assert_eq!(told.count(), 19);
}

/// Within one batch, too, one of equal messages is new.
pub async fn a_message_twice_in_a_batch_is_recorded_once(world: StoreWorld) {
    let (one, other) = (a_message(somebody(1)), a_message(somebody(2)));
    let batch = [one.clone(), other.clone(), again(&one), again(&other), again(&one)];
    let found = world.messages.record(&batch).await.unwrap();
    let wanted = [
        Recorded::New,
        Recorded::New,
        waiting_until(&one),
        waiting_until(&other),
        waiting_until(&one),
    ];
    assert_eq!(found, wanted);
    let deliveries: Vec<_> = listed(&world).await.iter().map(|view| view.deliveries).collect();
    assert_eq!(deliveries, [2, 3]);
}

/// Twenty batches of the same messages, in different orders, at the same instant: each message is recorded once.
pub async fn overlapping_batches_of_twenty_record_each_message_once(world: StoreWorld) {
    let messages: Vec<_> = (0..8).map(|number| a_message(somebody(number))).collect();
    let outcomes = race(20, |number| {
        let mut batch: Vec<_> = messages.iter().map(again).collect();
        batch.rotate_left(number % 8);
        if number % 2 == 0 {
            batch.reverse();
        }
        let world = world.clone();
        async move { persistently(|| world.messages.record(&batch)).await.unwrap() }
    })
    .await;
    let new = outcomes
        .iter()
        .flatten()
        .filter(|outcome| **outcome == Recorded::New)
        .count();
    assert_eq!(new, 8);
    let stored = listed(&world).await;
    assert_eq!(stored.len(), 8);
    assert!(
        stored.iter().all(|view| view.deliveries == 20),
        "{:?}",
        stored.iter().map(|v| v.deliveries).collect::<Vec<_>>()
    );
}

/// Two events of one person in the same second are two, and so is the same key at two accounts.
pub async fn different_messages_of_one_second_are_both_recorded(world: StoreWorld) {
    let (one, other) = (a_message(somebody(1)), a_message(somebody(1)));
    let elsewhere = Incoming {
        person: PersonRef {
            account: "other".to_owned(),
            ..one.incoming.person.clone()
        },
        ..one.incoming.clone()
    };
    let elsewhere = NewMessage {
        id: fresh(MessageId::from_uuid),
        incoming: elsewhere,
        ..one.clone()
    };
    let found = world.messages.record(&[one, other, elsewhere]).await.unwrap();
    assert_eq!(found, [Recorded::New, Recorded::New, Recorded::New]);
    assert_eq!(listed(&world).await.len(), 3);
}

/// A message recorded with its answer waits for nothing.
pub async fn a_message_recorded_with_its_answer_is_settled(world: StoreWorld) {
    let answered = NewMessage {
        reply: Some(Reply::Silence),
        ..a_message(somebody(1))
    };
    recorded(&world, &answered).await;
    let state = world.messages.state(answered.id).await.unwrap().unwrap();
    let silence = Answer {
        reply: Reply::Silence,
        mode: AnswerMode::Passive,
    };
    assert_eq!(state.answer, Some(silence.clone()));
    let stale = world
        .messages
        .take_over_stale(after(3_600), after(7_200), 10)
        .await
        .unwrap();
    assert_eq!(stale, []);
    let found = world.messages.record(&[again(&answered)]).await.unwrap();
    assert!(matches!(&found[0], Recorded::Again(state) if state.answer == Some(silence)));
}

/// Every form of answer survives.
pub async fn every_answer_comes_back_unchanged(world: StoreWorld) {
    let article = |number: usize| Article {
        title: format!("标题 🍵 {number}"),
        description: "第一行\n第二行 \" \\ '".to_owned(),
        picture_url: String::new(),
        url: "https://example.com/?a=1&b=茶".to_owned(),
    };
    let replies = [
        Reply::Silence,
        Reply::Text("🍵".repeat(512)),
        Reply::Text(String::new()),
        Reply::News((0..8).map(article).collect()),
        Reply::Image {
            media_id: "image".to_owned(),
        },
        Reply::Voice {
            media_id: "voice".to_owned(),
        },
        Reply::Video {
            media_id: "video".to_owned(),
            title: "标题".to_owned(),
            description: String::new(),
        },
        Reply::Music(Music {
            title: "歌".to_owned(),
            description: String::new(),
            url: "https://example.com/a.mp3".to_owned(),
            high_quality_url: String::new(),
            thumb_media_id: "cover".to_owned(),
        }),
        Reply::HumanService { agent: None },
        Reply::HumanService {
            agent: Some("a@gh".to_owned()),
        },
    ];
    for reply in replies {
        for mode in [AnswerMode::Passive, AnswerMode::Late] {
            let message = a_message(somebody(1));
            recorded(&world, &message).await;
            let answer = Answer {
                reply: reply.clone(),
                mode,
            };
            let counted = world
                .messages
                .answer(&[NewAnswer {
                    id: message.id,
                    answer: answer.clone(),
                    jobs: Vec::new(),
                }])
                .await
                .unwrap();
            assert_eq!(counted, std::slice::from_ref(&answer));
            let state = world.messages.state(message.id).await.unwrap().unwrap();
            assert_eq!(state.answer.as_ref(), Some(&answer));
            assert_eq!(listed(&world).await[0].answer, Some(answer));
        }
    }
}

/// What must be noted is read back with what it asks for, also once it is answered, at once or later.
pub async fn what_must_be_noted_is_read_back(world: StoreWorld) {
    for (kind, at_once) in noted_kinds()
        .into_iter()
        .flat_map(|kind| [(kind.clone(), true), (kind, false)])
    {
        assert!(kind.is_noted(), "{kind:?}");
        let mut message = a_message(somebody(1));
        message.incoming.kind = kind;
        message.reply = at_once.then_some(Reply::Silence);
        recorded(&world, &message).await;
        if !at_once {
            world.messages.answer(&[an_answer(message.id, "later")]).await.unwrap();
        }
        let found = world.message_reads.recorded(message.id).await.unwrap().unwrap();
        assert_eq!(found.incoming, message.incoming, "answered at once: {at_once}");
        assert_eq!((found.id, found.received_at), (message.id, message.received_at));
    }
    let nobody = world.message_reads.recorded(MessageId::from_uuid(fresh_id())).await;
    assert_eq!(nobody.unwrap(), None);
}

/// The first answer stays, and who comes later is told it.
pub async fn the_first_answer_of_a_message_stays(world: StoreWorld) {
    let message = a_message(somebody(1));
    recorded(&world, &message).await;
    for attempt in ["first", "second"] {
        let counted = world.messages.answer(&[an_answer(message.id, attempt)]).await.unwrap();
        assert_eq!(counted, [text("first")]);
    }
    let found = world.messages.record(&[again(&message)]).await.unwrap();
    assert!(matches!(&found[0], Recorded::Again(state) if state.answer == Some(text("first"))));
}

/// Answers are told in the order of the batch; of two for one message in it the first stays.
pub async fn answers_come_in_the_order_of_the_batch(world: StoreWorld) {
    let messages: Vec<_> = (0..4).map(|number| a_message(somebody(number))).collect();
    world.messages.record(&messages).await.unwrap();
    world
        .messages
        .answer(&[an_answer(messages[2].id, "before")])
        .await
        .unwrap();
    let batch = [
        an_answer(messages[3].id, "three"),
        an_answer(messages[2].id, "too late"),
        an_answer(messages[0].id, "zero"),
        an_answer(messages[3].id, "not again"),
        an_answer(messages[1].id, "one"),
    ];
    let counted = world.messages.answer(&batch).await.unwrap();
    assert_eq!(
        counted,
        [text("three"), text("before"), text("zero"), text("three"), text("one")]
    );
}

/// Twenty answer one message at the same instant; all are told the same answer, and its jobs alone are enqueued.
pub async fn one_of_twenty_answers_counts(world: StoreWorld) {
    let message = a_message(somebody(1));
    recorded(&world, &message).await;
    let outcomes = race(20, |number| {
        let (world, id) = (world.clone(), message.id);
        async move {
            let answer = NewAnswer {
                jobs: vec![a_job(&number.to_string())],
                ..an_answer(id, &number.to_string())
            };
            persistently(|| world.messages.answer(std::slice::from_ref(&answer)))
                .await
                .unwrap()
                .remove(0)
        }
    })
    .await;
    let told: BTreeSet<_> = outcomes.iter().map(|answer| format!("{:?}", answer.reply)).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    let jobs = world.relay_all(now()).await;
    assert_eq!(jobs.len(), 1);
    assert_eq!(outcomes[0], text(&jobs[0].name));
}

/// Jobs travel with the record and the answer that are stored, and with no other.
pub async fn jobs_of_repeated_records_and_late_answers_are_not_enqueued(world: StoreWorld) {
    let with_job = |message: NewMessage, name: &str| NewMessage {
        jobs: vec![a_job(name)],
        ..message
    };
    let answer = |id, name: &str| NewAnswer {
        jobs: vec![a_job(name)],
        ..an_answer(id, name)
    };
    let message = a_message(somebody(1));
    let batch = [
        with_job(message.clone(), "recorded"),
        with_job(again(&message), "same batch"),
    ];
    world.messages.record(&batch).await.unwrap();
    world
        .messages
        .record(&[with_job(again(&message), "redelivered")])
        .await
        .unwrap();
    let answers = [answer(message.id, "answered"), answer(message.id, "same batch")];
    world.messages.answer(&answers).await.unwrap();
    world.messages.answer(&[answer(message.id, "late")]).await.unwrap();

    let mut names: Vec<_> = world.relay_all(now()).await.into_iter().map(|job| job.name).collect();
    names.sort_unstable();
    assert_eq!(names, ["answered", "recorded"]);
}

/// A message tells where it stands; an unknown one does not.
pub async fn a_message_tells_where_it_stands(world: StoreWorld) {
    let message = a_message(somebody(1));
    assert_eq!(world.messages.state(message.id).await.unwrap(), None);
    recorded(&world, &message).await;
    let state = world.messages.state(message.id).await.unwrap().unwrap();
    assert_eq!(Recorded::Again(state), waiting_until(&message));
}

/// A waiting message is taken over with all that its handling needs, but not before its lease ran out, nor twice.
pub async fn a_stale_message_is_taken_over_whole(world: StoreWorld) {
    let kinds = [
        IncomingKind::Scan {
            scene: "场景 🎟".to_owned(),
            followed: true,
        },
        IncomingKind::Followed,
        IncomingKind::Text,
        IncomingKind::TemplateReport {
            msg_id: u64::MAX - 6,
            delivered: false,
            status: "failed:user block".to_owned(),
        },
        IncomingKind::Other,
    ];
    for kind in kinds {
        let message = a_text_message(somebody(1), "茶 🍵");
        let message = NewMessage {
            incoming: Incoming {
                kind,
                ..message.incoming.clone()
            },
            ..message
        };
        recorded(&world, &message).await;
        let take_over = |at| world.messages.take_over(message.id, at, after(60));
        assert_eq!(take_over(after(4)).await.unwrap(), None, "its lease lasts");
        let taken = take_over(after(6)).await.unwrap().unwrap();
        assert_eq!((taken.id, &taken.incoming), (message.id, &message.incoming));
        assert_eq!(taken.received_at, message.received_at);
        assert_eq!(take_over(after(59)).await.unwrap(), None, "the new lease lasts");
        assert!(take_over(after(61)).await.unwrap().is_some());
        world.messages.answer(&[an_answer(message.id, "done")]).await.unwrap();
        assert_eq!(take_over(after(600)).await.unwrap(), None, "it is answered");
    }
}

/// Stale messages are found without being named; fresh and answered ones are left.
pub async fn stale_messages_are_found(world: StoreWorld) {
    let messages: Vec<_> = (0..4).map(|number| a_message(somebody(number))).collect();
    let fresh_one = NewMessage {
        lease_until: after(100),
        ..a_message(somebody(9))
    };
    world.messages.record(&messages).await.unwrap();
    recorded(&world, &fresh_one).await;
    world
        .messages
        .answer(&[an_answer(messages[0].id, "done")])
        .await
        .unwrap();

    let take = |max| world.messages.take_over_stale(after(6), after(60), max);
    let mut taken = take(2).await.unwrap();
    assert_eq!(taken.len(), 2);
    taken.extend(take(10).await.unwrap());
    taken.sort_by_key(|message| message.id);
    let ids: Vec<_> = taken.iter().map(|message| message.id).collect();
    assert_eq!(ids, messages[1..].iter().map(|message| message.id).collect::<Vec<_>>());
    assert_eq!(take(10).await.unwrap(), []);
}

/// Ten processes look for stale messages at the same instant; each message goes to one.
pub async fn a_stale_message_is_taken_over_by_one_of_ten(world: StoreWorld) {
    let messages: Vec<_> = (0..6).map(|number| a_message(somebody(number))).collect();
    world.messages.record(&messages).await.unwrap();
    let named = messages[0].id;
    let outcomes = race(10, |number| {
        let world = world.clone();
        async move {
            if number % 2 == 0 {
                persistently(|| world.messages.take_over_stale(after(6), after(60), 3))
                    .await
                    .unwrap()
            } else {
                let taken = persistently(|| world.messages.take_over(named, after(6), after(60)))
                    .await
                    .unwrap();
                taken.into_iter().collect()
            }
        }
    })
    .await;
    let mut taken: Vec<_> = outcomes.into_iter().flatten().map(|message| message.id).collect();
    // A store that skips rows others have locked may overlook some for now.
    let rest = world.messages.take_over_stale(after(6), after(60), 10).await.unwrap();
    taken.extend(rest.into_iter().map(|message| message.id));
    taken.sort_unstable();
    assert_eq!(taken, messages.iter().map(|message| message.id).collect::<Vec<_>>());
}

/// Nothing recorded or answered changes nothing.
pub async fn empty_batches_of_messages_do_nothing(world: StoreWorld) {
    assert_eq!(world.messages.record(&[]).await.unwrap(), []);
    assert_eq!(world.messages.answer(&[]).await.unwrap(), []);
    assert_eq!(listed(&world).await, []);
}

/// Five hundred messages fit into one batch, recorded and answered.
pub async fn five_hundred_messages_fit_into_one_batch(world: StoreWorld) {
    let messages: Vec<_> = (0..500).map(|number| a_message(somebody(number))).collect();
    let found = world.messages.record(&messages).await.unwrap();
    assert!(found.iter().all(|outcome| *outcome == Recorded::New));
    let answers: Vec<_> = messages
        .iter()
        .map(|message| an_answer(message.id, &message.id.to_string()))
        .collect();
    let counted = world.messages.answer(&answers).await.unwrap();
    assert_eq!(
        counted,
        answers.into_iter().map(|answer| answer.answer).collect::<Vec<_>>()
    );
    let again: Vec<_> = messages.iter().map(again).collect();
    let found = world.messages.record(&again).await.unwrap();
    assert!(
        found
            .iter()
            .all(|outcome| matches!(outcome, Recorded::Again(state) if state.answer.is_some()))
    );
}

/// Filters compare open ids exactly and events without regard to case.
pub async fn messages_are_filtered(world: StoreWorld) {
    let called = |open_id: &str| PersonRef {
        account: "default".to_owned(),
        open_id: open_id.to_owned(),
    };
    let scan = a_message(called("oAb"));
    let other = a_message(called("oab"));
    let typed = a_text_message(called("oAb"), "hi");
    world
        .messages
        .record(&[scan.clone(), other.clone(), typed.clone()])
        .await
        .unwrap();
    let none = MessageFilter::default;
    let from = |open_id: &str| MessageFilter {
        from_user: Some(open_id.to_owned()),
        ..none()
    };
    let of_type = |name: &str| MessageFilter {
        msg_type: Some(name.to_owned()),
        ..none()
    };
    let of_event = |name: &str| MessageFilter {
        event: Some(name.to_owned()),
        ..none()
    };
    for (filter, wanted) in [
        (from("oAb"), vec![typed.id, scan.id]),
        (from("oab"), vec![other.id]),
        (from("oA"), vec![]),
        (of_type("text"), vec![typed.id]),
        (of_event("scan"), vec![other.id, scan.id]),
        (of_event("SCAN"), vec![other.id, scan.id]),
        (
            MessageFilter {
                from_user: Some("oAb".to_owned()),
                ..of_event("Scan")
            },
            vec![scan.id],
        ),
    ] {
        let page = world.message_reads.list(&filter, FIRST).await.unwrap();
        let found: Vec<_> = page.items.iter().map(|view| view.id).collect();
        assert_eq!(found, wanted);
        assert_eq!(page.total, Total::Exactly(wanted.len() as u64));
    }
}

/// Newest first, by numbers and by cursors alike, also while messages arrive.
pub async fn message_pages_by_number_and_cursor_agree(world: StoreWorld) {
    let messages: Vec<_> = (0..11).map(|number| a_message(somebody(number))).collect();
    world.messages.record(&messages).await.unwrap();
    let wanted: Vec<_> = messages.iter().rev().map(|message| message.id).collect();
    let filter = MessageFilter::default();
    let list = |page| world.message_reads.list(&filter, page);
    let ids = |views: Vec<MessageView>| views.into_iter().map(|view| view.id).collect::<Vec<_>>();
    assert_eq!(ids(by_number(4, list).await), wanted);
    assert_eq!(ids(by_cursor(4, list, nothing).await), wanted);
    let arriving = || async { recorded(&world, &a_message(somebody(99))).await };
    assert_eq!(ids(by_cursor(4, list, arriving).await), wanted);
}
