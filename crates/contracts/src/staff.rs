//! Messages to members of WeCom corporations, answers on cards, and which member an operator is.

use domain::identity::{Operator, Role, Username, WecomLink, WecomUser};
use domain::ids::{CardUpdateId, MaterialId, MessageId, OperatorId, StaffMessageId};
use domain::wechat::wecom::message::{
    AnswerPlace, CardAnswer, CardChange, CardUpdate, ContentForm, MessageOptions, MessagePart, Recipient,
    RecipientKind, RecipientOutcome, Safe, SendReport, StaffAudience, StaffAudienceDraft, StaffMessage,
    StaffMessageKind, StaffMessageOrder, StaffMessageState, StaffSelection, StoredCardAnswer, UpdateState,
};
use ports::StoreError;
use ports::wechat::wecom::StaffMessageFilter;
use uuid::Uuid;

use crate::StoreWorld;
use crate::build::{after, fresh, now};
use crate::pages::{FIRST, by_cursor, by_number, nothing};
use crate::race::race;

const APP: &str = "app";

fn a_message(account: &str, task: Option<&str>, users: usize) -> (StaffMessage, Vec<MessagePart>, Vec<Recipient>) {
    let audience = StaffAudience::new(StaffAudienceDraft {
        users: (0..users).map(|number| format!("成员{number}")).collect(),
        parties: vec![2],
        ..StaffAudienceDraft::default()
    })
    .unwrap();
    let order = StaffMessageOrder {
        id: fresh(StaffMessageId::from_uuid),
        account: account.to_owned(),
        content: ContentForm {
            kind: StaffMessageKind::TemplateCard,
            ordered: "{\"a\":\"🎪\"}".to_owned(),
            wire: format!("{{\"b\":\"{}\"}}", "签".repeat(30_000)),
            materials: vec![MaterialId::from_uuid(Uuid::from_u128(7))],
            task_id: task.map(str::to_owned),
        },
        options: MessageOptions {
            safe: Safe::Confidential,
            duplicate_check_seconds: 600,
        },
        audience: audience.clone(),
    };
    let (message, parts, _) = StaffMessage::order(order, now()).unwrap();
    let mut recipients = Vec::new();
    for (part, number) in audience.parts().into_iter().zip(1..) {
        recipients.extend(part.0.into_iter().map(|(kind, name)| Recipient {
            id: fresh(std::convert::identity),
            part: number,
            kind,
            name,
            outcome: RecipientOutcome::Waiting,
        }));
    }
    (message, parts, recipients)
}

async fn store(world: &StoreWorld, all: &(StaffMessage, Vec<MessagePart>, Vec<Recipient>)) -> Result<(), StoreError> {
    let mut tx = world.staff.messages.begin().await?;
    tx.messages().add(&all.0, &all.1, &all.2).await?;
    tx.commit().await
}

/// A message comes back unchanged with its parts and recipients, and belongs to its account.
pub async fn a_message_to_members_comes_back_unchanged(world: StoreWorld) {
    let all = a_message(APP, Some("task"), 1_001);
    store(&world, &all).await.unwrap();
    let (id, reads) = (all.0.stored().id, &world.staff.reads);
    assert_eq!(reads.find(APP, id).await.unwrap().as_ref(), Some(&all.0));
    assert_eq!(reads.find("other", id).await.unwrap(), None);
    assert_eq!(reads.parts(id).await.unwrap(), all.1);
    let found = by_cursor(200, |page| reads.recipients(id, None, page), nothing).await;
    assert_eq!(found.len(), 1_002);
    assert_eq!(found, all.2);
}

/// A task id names one message of its account; other accounts and messages without one are free.
pub async fn a_task_id_names_one_message_of_an_account(world: StoreWorld) {
    let first = a_message(APP, Some("task"), 1);
    store(&world, &first).await.unwrap();
    let twin = store(&world, &a_message(APP, Some("task"), 1)).await;
    assert!(matches!(twin, Err(StoreError::Duplicate(_))), "{twin:?}");
    store(&world, &a_message("other", Some("task"), 1)).await.unwrap();
    store(&world, &a_message(APP, Some("Task"), 1)).await.unwrap();
    for _ in 0..2 {
        store(&world, &a_message(APP, None, 1)).await.unwrap();
    }
    let id = first.0.stored().id;
    assert_eq!(world.staff.reads.find_by_task(APP, "task").await.unwrap(), Some(id));
    assert_eq!(world.staff.reads.find_by_task(APP, "none").await.unwrap(), None);
}

/// What an attempt stores is there for its successor, byte for byte; a stale save is refused.
pub async fn an_attempt_to_send_is_kept_for_a_successor(world: StoreWorld) {
    let (message, parts, recipients) = a_message(APP, None, 1);
    store(&world, &(message.clone(), parts.clone(), recipients))
        .await
        .unwrap();
    let (mut message, mut part) = (message, parts[0].clone());
    let request = "{\"touser\":\"成员0\",\"x\":\"🎪\\n\"}".repeat(2_000);
    part.begin(request, after(1));
    message.begin(after(1));
    let mut tx = world.staff.messages.begin().await.unwrap();
    tx.messages().save_part(&part).await.unwrap();
    tx.messages().save(&message, 1).await.unwrap();
    tx.commit().await.unwrap();
    let id = message.stored().id;
    assert_eq!(world.staff.reads.parts(id).await.unwrap(), [part.clone()]);
    let mut tx = world.staff.messages.begin().await.unwrap();
    assert_eq!(tx.messages().parts(id).await.unwrap(), [part.clone()]);
    let stale = tx.messages().save(&message, 1).await;
    assert!(matches!(stale, Err(StoreError::VersionConflict)), "{stale:?}");
    drop(tx);
    part.failed(Some(-1), "no".to_owned(), after(2));
    let mut tx = world.staff.messages.begin().await.unwrap();
    tx.messages().save_part(&part).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.staff.reads.parts(id).await.unwrap(), [part]);
}

/// Recipients are settled one by one and by part, and found by what became of them.
pub async fn recipients_are_settled_and_found_by_outcome(world: StoreWorld) {
    let (mut message, mut parts, recipients) = a_message(APP, None, 1_002);
    store(&world, &(message.clone(), parts.clone(), recipients))
        .await
        .unwrap();
    let (id, reads) = (message.stored().id, world.staff.reads.clone());
    let mut tx = world.staff.messages.begin().await.unwrap();
    let first = tx.messages().recipients_of(id, 1).await.unwrap();
    assert_eq!(first.len(), 1_001);
    assert_eq!(first[1_000].kind, RecipientKind::Party);
    let report = SendReport {
        invalid_users: vec!["成员3".to_owned()],
        msg_id: Some("m".to_owned()),
        ..SendReport::default()
    };
    let outcomes = report.outcomes(&first);
    tx.messages().settle(&outcomes).await.unwrap();
    let waiting = tx
        .messages()
        .settle_waiting(id, 2, RecipientOutcome::Unknown)
        .await
        .unwrap();
    assert_eq!(waiting, 2);
    let again = tx
        .messages()
        .settle_waiting(id, 1, RecipientOutcome::Failed)
        .await
        .unwrap();
    assert_eq!(again, 0);
    parts[0].sent(report.msg_id, after(1));
    parts[1].lost(after(1));
    message.settle(outcomes.iter().map(|(_, outcome)| (*outcome, 1)), after(1));
    message.settle([(RecipientOutcome::Unknown, 2)], after(1));
    message.conclude(&parts, after(1));
    for part in &parts {
        tx.messages().save_part(part).await.unwrap();
    }
    tx.messages().save(&message, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reads.find(APP, id).await.unwrap(), Some(message));
    for (outcome, count) in [
        (RecipientOutcome::Accepted, 1_000),
        (RecipientOutcome::Invalid, 1),
        (RecipientOutcome::Unknown, 2),
        (RecipientOutcome::Waiting, 0),
    ] {
        let found = by_number(200, |page| reads.recipients(id, Some(outcome), page)).await;
        assert_eq!(found.len(), count, "{outcome:?}");
    }
    let invalid = reads
        .recipients(id, Some(RecipientOutcome::Invalid), FIRST)
        .await
        .unwrap();
    assert_eq!(invalid.items[0].name, "成员3");
}

/// Messages are listed newest first, by account and state.
pub async fn messages_to_members_are_listed_newest_first(world: StoreWorld) {
    let mut ids = Vec::new();
    for _ in 0..5 {
        let all = a_message(APP, None, 1);
        store(&world, &all).await.unwrap();
        ids.insert(0, all.0.stored().id.uuid());
    }
    store(&world, &a_message("other", None, 1)).await.unwrap();
    let reads = &world.staff.reads;
    let pending = StaffMessageFilter {
        state: Some(StaffMessageState::Pending),
    };
    for filter in [StaffMessageFilter::default(), pending] {
        let found = by_cursor(2, |page| reads.list(APP, filter, page), nothing).await;
        let found: Vec<_> = found.iter().map(|message| message.stored().id.uuid()).collect();
        assert_eq!(found, ids);
    }
    let sent = StaffMessageFilter {
        state: Some(StaffMessageState::Sent),
    };
    assert!(reads.list(APP, sent, FIRST).await.unwrap().items.is_empty());
}

fn an_answer(message: StaffMessageId, user: &str, code: Option<&str>) -> CardAnswer {
    CardAnswer::restore(StoredCardAnswer {
        id: fresh(MessageId::from_uuid),
        message,
        user_id: user.to_owned(),
        place: AnswerPlace::Menu,
        key: "是".repeat(341),
        selected: vec![StaffSelection {
            question: "q".to_owned(),
            options: vec!["一".to_owned(), "🎪".to_owned()],
        }],
        response_code: code.map(str::to_owned),
        answered_at: after(1),
        update: None,
    })
}

/// An answer is kept once; its code is taken by one change, which comes on answer by answer.
pub async fn answers_on_cards_are_kept_once_and_changed_one_by_one(world: StoreWorld) {
    let all = a_message(APP, Some("task"), 1);
    store(&world, &all).await.unwrap();
    let (id, reads) = (all.0.stored().id, &world.staff.reads);
    let (mut one, two) = (an_answer(id, "li", Some("c1")), an_answer(id, "wang", None));
    for answer in [&one, &two, &one] {
        let mut tx = world.staff.messages.begin().await.unwrap();
        tx.messages().add_answer(answer).await.unwrap();
        tx.commit().await.unwrap();
    }
    let listed = reads.answers(id, FIRST).await.unwrap().items;
    assert_eq!(listed, [two, one.clone()]);
    let update = CardUpdate {
        id: fresh(CardUpdateId::from_uuid),
        message: id,
        change: CardChange::Card("{\"card_type\":\"text_notice\"}".to_owned()),
        people: 1,
        created_at: after(2),
    };
    let mut tx = world.staff.messages.begin().await.unwrap();
    let free = tx.messages().answers_without_update(id, 10).await.unwrap();
    assert_eq!(free, [one.clone()]);
    one.take_code(update.id);
    tx.messages()
        .add_update(&update, std::slice::from_ref(&one))
        .await
        .unwrap();
    assert!(tx.messages().answers_without_update(id, 10).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    assert_eq!(reads.update(update.id).await.unwrap(), Some(update.clone()));
    assert_eq!(reads.open_answers(update.id, 10).await.unwrap(), [one.clone()]);
    one.begin_update();
    one.settle_update(UpdateState::Failed, Some(40_058));
    let mut tx = world.staff.messages.begin().await.unwrap();
    tx.messages().save_answer(&one).await.unwrap();
    assert_eq!(
        tx.messages().find_answer(one.stored().id).await.unwrap(),
        Some(one.clone())
    );
    tx.commit().await.unwrap();
    assert!(reads.open_answers(update.id, 10).await.unwrap().is_empty());
}

async fn an_operator(world: &StoreWorld, name: &str) -> OperatorId {
    let operator = Operator {
        id: fresh(OperatorId::from_uuid),
        username: Username::new(name).unwrap(),
        password_hash: "$argon2id$".to_owned(),
        role: Role::Administrator,
        created_at: now(),
    };
    world.operators.add(&operator).await.unwrap();
    operator.id
}

fn linked(before: Option<&WecomLink>, operator: OperatorId, user: &str) -> WecomLink {
    WecomLink::linked(before, operator, WecomUser::new(APP, user).unwrap(), after(1)).0
}

async fn save(world: &StoreWorld, link: &WecomLink, expected: Option<u64>) -> Result<(), StoreError> {
    let mut tx = world.staff.links.begin().await?;
    tx.links().save(link, expected).await?;
    tx.commit().await
}

/// An operator is found by the member they are, until the link ends; the versions go on.
pub async fn an_operator_is_found_by_the_member_they_are(world: StoreWorld) {
    let (ann, ben) = (an_operator(&world, "ann").await, an_operator(&world, "ben").await);
    let reads = &world.staff.operators;
    let user = WecomUser::new(APP, "ZhangSan").unwrap();
    let mut link = linked(None, ann, "zhangsan");
    save(&world, &link, None).await.unwrap();
    assert_eq!(reads.find_by_wecom(&user).await.unwrap().unwrap().id, ann);
    let elsewhere = WecomUser::new("other", "zhangsan").unwrap();
    assert_eq!(reads.find_by_wecom(&elsewhere).await.unwrap(), None);
    let taken = save(&world, &linked(None, ben, "zhangsan"), None).await;
    assert!(matches!(taken, Err(StoreError::Duplicate(_))), "{taken:?}");
    let views = reads.list(FIRST).await.unwrap().items;
    let seen: Vec<_> = views.iter().map(|view| (view.operator.id, view.link.clone())).collect();
    assert_eq!(seen, [(ann, Some(link.clone())), (ben, None)]);
    link.unlink(after(2));
    save(&world, &link, Some(1)).await.unwrap();
    let stale = save(&world, &link, Some(1)).await;
    assert!(matches!(stale, Err(StoreError::VersionConflict)), "{stale:?}");
    assert_eq!(reads.find_by_wecom(&user).await.unwrap(), None);
    assert_eq!(reads.view(ann).await.unwrap().unwrap().link, Some(link.clone()));
    save(&world, &linked(None, ben, "zhangsan"), None).await.unwrap();
    let mut tx = world.staff.links.begin().await.unwrap();
    assert_eq!(tx.links().holder(&user).await.unwrap(), Some(ben));
    assert_eq!(tx.links().find_for_update(ann).await.unwrap(), Some(link));
}

/// Of ten operators who are linked to one member at once, one is that member.
pub async fn a_member_is_one_of_ten_operators(world: StoreWorld) {
    let mut operators = Vec::new();
    for number in 0..10 {
        operators.push(an_operator(&world, &format!("operator-{number}")).await);
    }
    let outcomes = race(10, |number| {
        let (world, operator) = (world.clone(), operators[number]);
        async move { save(&world, &linked(None, operator, "zhangsan"), None).await }
    });
    let won = outcomes.await.into_iter().filter(Result::is_ok).count();
    assert_eq!(won, 1);
}
