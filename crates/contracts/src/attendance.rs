//! Rolls, registrations and check-ins inside transactions.

use std::collections::BTreeSet;

use domain::attendance::{
    Attendee, AttendeeSource, CheckIn, CheckInMethod, PersonRef, RegisterRefusal, Registration, ScanId,
};
use domain::events::EventState;
use domain::ids::{AttendeeId, EventId, MessageId, OperatorId};
use ports::StoreError;
use ports::attendance::AttendanceTransaction;

use crate::StoreWorld;
use crate::build::{a_check_in, a_job, a_log_entry, a_seeker, after, an_attendee, an_event, fresh, now, somebody};
use crate::race::{persistently, race};
use crate::world::lock_roll;

/// One attempt to get a seat, as the use case makes it.
pub(crate) async fn seek_a_seat(
    world: &StoreWorld,
    event: EventId,
    number: usize,
) -> Result<Result<Registration, RegisterRefusal>, StoreError> {
    let mut tx = world.attendance.begin().await?;
    let mut roll = lock_roll(&mut *tx, event).await?;
    let person = somebody(number);
    let held = tx.book().attendees_of(&[(event, person.clone())]).await?;
    tokio::task::yield_now().await;
    let outcome = roll.register(a_seeker(person), held.first(), now());
    if let Ok(Registration::Registered(attendee)) = &outcome {
        tx.book().add_attendees(std::slice::from_ref(attendee)).await?;
        tx.book().save_rolls(&[roll]).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}

async fn a_published_event(world: &StoreWorld) -> EventId {
    world.with_event(&an_event().published().build()).await
}

async fn stored_attendee(tx: &mut dyn AttendanceTransaction, id: AttendeeId) -> Attendee {
    let mut found = tx.book().attendees(&[id]).await.unwrap();
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn is_duplicate<T>(outcome: &Result<T, StoreError>) -> bool {
    matches!(outcome, Err(StoreError::Duplicate(_)))
}

/// Rolls come with the rules in force, in order of id; unknown events are left out and deleted ones are not.
pub async fn rolls_come_with_the_rules_in_force(world: StoreWorld) {
    let ruled = an_event()
        .with_capacity(9)
        .with(|draft| {
            draft.walk_ins = true;
            draft.registration_opens_at = Some(after(1));
            draft.registration_closes_at = Some(after(2));
            draft.check_in_opens_at = Some(after(3));
        })
        .published()
        .build();
    let deleted = an_event().deleted().build();
    world.with_event(&deleted).await;
    world.with_event(&ruled).await;
    let unknown = fresh(EventId::from_uuid);
    let mut tx = world.begin_attendance().await;
    let asked = BTreeSet::from([ruled.id(), unknown, deleted.id()]);
    let rolls = tx.book().lock_rolls(&asked).await.unwrap();

    let mut wanted = [ruled.id(), deleted.id()];
    wanted.sort_unstable();
    assert_eq!(rolls.iter().map(|roll| roll.event).collect::<Vec<_>>(), wanted);
    let rules = &rolls.iter().find(|roll| roll.event == ruled.id()).unwrap().rules;
    assert_eq!(
        (rules.state, rules.deleted, rules.capacity),
        (EventState::Published, false, Some(9))
    );
    assert_eq!(rules.ends_at, ruled.details().ends_at);
    assert_eq!(rules.registration_opens_at, Some(after(1)));
    assert_eq!(rules.registration_closes_at, Some(after(2)));
    assert_eq!(rules.check_in_opens_at, Some(after(3)));
    assert!(rules.walk_ins);
    let gone = &rolls.iter().find(|roll| roll.event == deleted.id()).unwrap().rules;
    assert_eq!(
        (gone.state, gone.deleted, gone.capacity),
        (EventState::Draft, true, None)
    );
}

/// Saved counters are read back, each for its own event.
pub async fn saved_rolls_are_read_back(world: StoreWorld) {
    let (one, other) = (a_published_event(&world).await, a_published_event(&world).await);
    let both = BTreeSet::from([one, other]);
    let mut tx = world.begin_attendance().await;
    let mut rolls = tx.book().lock_rolls(&both).await.unwrap();
    for (number, roll) in (1..).zip(&mut rolls) {
        roll.taken = number * 1_000_000;
        roll.checked_in = number;
    }
    tx.book().save_rolls(&rolls).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.begin_attendance().await;
    assert_eq!(tx.book().lock_rolls(&both).await.unwrap(), rolls);
}

/// Twenty people want the one seat at the same instant; one gets it.
pub async fn the_last_seat_is_taken_once_by_twenty(world: StoreWorld) {
    let id = world.with_event(&an_event().with_capacity(1).published().build()).await;
    let outcomes = race(20, |number| {
        let world = world.clone();
        async move { persistently(|| seek_a_seat(&world, id, number)).await.unwrap() }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let refused = outcomes
        .iter()
        .filter(|outcome| **outcome == Err(RegisterRefusal::Full));
    assert_eq!(refused.count(), 19);
    let counts = world.attendance_reads.counts(id).await.unwrap().unwrap();
    assert_eq!(counts.taken, 1);
}

/// Twenty people find twenty seats; no counter loses one.
pub async fn twenty_seats_are_taken_by_twenty(world: StoreWorld) {
    let id = world
        .with_event(&an_event().with_capacity(20).published().build())
        .await;
    let outcomes = race(20, |number| {
        let world = world.clone();
        async move { persistently(|| seek_a_seat(&world, id, number)).await.unwrap() }
    })
    .await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    let counts = world.attendance_reads.counts(id).await.unwrap().unwrap();
    assert_eq!(counts.taken, 20);
}

/// Ten requests of one person at the same instant make one registration.
pub async fn one_person_asking_ten_times_at_once_has_one_seat(world: StoreWorld) {
    let id = a_published_event(&world).await;
    let outcomes = race(10, |_| {
        let world = world.clone();
        async move { persistently(|| seek_a_seat(&world, id, 1)).await.unwrap().unwrap() }
    })
    .await;
    let registered = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Registration::Registered(_)));
    assert_eq!(registered.count(), 1);
    let counts = world.attendance_reads.counts(id).await.unwrap().unwrap();
    assert_eq!(counts.taken, 1);
}

/// Transactions over the same two events, named in either order, all come to an end.
pub async fn rolls_of_two_events_locked_by_twenty_do_not_hang(world: StoreWorld) {
    let (one, other) = (a_published_event(&world).await, a_published_event(&world).await);
    race(20, |_| {
        let world = world.clone();
        async move {
            persistently(|| count_one_in_each(&world, BTreeSet::from([one, other])))
                .await
                .unwrap()
        }
    })
    .await;
    for id in [one, other] {
        assert_eq!(world.attendance_reads.counts(id).await.unwrap().unwrap().taken, 20);
    }
}

async fn count_one_in_each(world: &StoreWorld, events: BTreeSet<EventId>) -> Result<(), StoreError> {
    let mut tx = world.attendance.begin().await?;
    let mut rolls = tx.book().lock_rolls(&events).await?;
    tokio::task::yield_now().await;
    for roll in &mut rolls {
        roll.taken += 1;
    }
    tx.book().save_rolls(&rolls).await?;
    tx.commit().await
}

/// Every fact of a registration survives, by each way of looking it up.
pub async fn a_registration_comes_back_unchanged(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let sources = [
        AttendeeSource::QrCode,
        AttendeeSource::InteractionCode,
        AttendeeSource::WalkIn,
    ];
    for (number, source) in sources.into_iter().enumerate() {
        let attendee = Attendee {
            source,
            cause: (source != AttendeeSource::WalkIn).then(|| fresh(MessageId::from_uuid)),
            registered_at: after(1),
            ..an_attendee(event, somebody(number))
        };
        world.with_attendees(std::slice::from_ref(&attendee)).await;
        let mut tx = world.begin_attendance().await;
        assert_eq!(stored_attendee(&mut *tx, attendee.id).await, attendee);
        let held = tx
            .book()
            .attendees_of(&[(event, attendee.person.clone())])
            .await
            .unwrap();
        assert_eq!(held, std::slice::from_ref(&attendee));
        drop(tx);
        let read = world.attendance_reads.attendee(event, attendee.id).await.unwrap();
        assert_eq!(read.as_ref(), Some(&attendee));
        assert_eq!(
            world.attendance_reads.find_attendee(attendee.id).await.unwrap(),
            Some(attendee)
        );
    }
}

/// Somebody may be stored as having come already, such as a walk-in.
pub async fn a_registration_of_somebody_who_came_comes_back_unchanged(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let (came, check_in) = a_check_in(&an_attendee(event, somebody(1)), Some("北门 ⛩"), after(1));
    let mut tx = world.begin_attendance().await;
    lock_roll(&mut *tx, event).await.unwrap();
    tx.book().add_attendees(std::slice::from_ref(&came)).await.unwrap();
    tx.book().add_check_ins(&[check_in]).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.begin_attendance().await;
    assert_eq!(stored_attendee(&mut *tx, came.id).await, came);
}

/// A second registration of a person for an event fails, in another transaction and in the same batch.
pub async fn one_person_has_one_registration_per_event(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let first = world.with_registered(event, &[somebody(1)]).await.remove(0);
    let batches = [
        vec![an_attendee(event, somebody(1))],
        vec![an_attendee(event, somebody(2)), an_attendee(event, somebody(2))],
    ];
    for batch in batches {
        let mut tx = world.begin_attendance().await;
        let refused = tx.book().add_attendees(&batch).await;
        assert!(is_duplicate(&refused), "{refused:?}");
    }
    let kept = world.attendance_reads.find_attendee(first.id).await.unwrap();
    assert_eq!(kept, Some(first));
    let elsewhere = a_published_event(&world).await;
    world.with_registered(elsewhere, &[somebody(1)]).await;
}

/// Ten transactions that forgot the lock store the same person; one of them does.
pub async fn a_registration_is_stored_once_by_ten_without_a_lock(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let outcomes = race(10, |_| {
        let world = world.clone();
        async move {
            let attendee = an_attendee(event, somebody(1));
            persistently(|| async {
                let mut tx = world.attendance.begin().await?;
                tx.book().add_attendees(std::slice::from_ref(&attendee)).await?;
                tx.commit().await
            })
            .await
        }
    })
    .await;
    assert_eq!(
        outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
        1,
        "{outcomes:?}"
    );
    assert_eq!(
        outcomes.iter().filter(|outcome| is_duplicate(outcome)).count(),
        9,
        "{outcomes:?}"
    );
}

/// Open ids that a forgiving collation takes for one are several people; so are the same ones at two accounts.
pub async fn people_compare_exactly(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let mut people: Vec<_> = ["oAbC", "oabc", "oAbC ", "oÁbC", "o🍵", "o🍺"]
        .into_iter()
        .map(|open_id| PersonRef {
            account: "default".to_owned(),
            open_id: open_id.to_owned(),
        })
        .collect();
    for account in ["Default", "default "] {
        people.push(PersonRef {
            account: account.to_owned(),
            open_id: "oAbC".to_owned(),
        });
    }
    let registered = world.with_registered(event, &people).await;
    let mut tx = world.begin_attendance().await;
    for (person, attendee) in people.iter().zip(&registered) {
        let held = tx.book().attendees_of(&[(event, person.clone())]).await.unwrap();
        assert_eq!(held, std::slice::from_ref(attendee));
    }
}

/// Asked about pairs of event and person, the book does not mix them.
pub async fn people_are_found_by_pairs_not_by_parts(world: StoreWorld) {
    let (one, other) = (a_published_event(&world).await, a_published_event(&world).await);
    let at_one = world.with_registered(one, &[somebody(1), somebody(2)]).await;
    let at_other = world.with_registered(other, &[somebody(1), somebody(2)]).await;
    let mut tx = world.begin_attendance().await;
    let asked = [(one, somebody(1)), (other, somebody(2)), (one, somebody(3))];
    let mut found = tx.book().attendees_of(&asked).await.unwrap();
    found.sort_by_key(|attendee| attendee.id);
    assert_eq!(found, [at_one[0].clone(), at_other[1].clone()]);
}

/// Asked twice about one person or id, the book answers once.
pub async fn a_repeated_question_has_one_answer(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let attendee = world.with_registered(event, &[somebody(1)]).await.remove(0);
    let mut tx = world.begin_attendance().await;
    let asked = [(event, somebody(1)), (event, somebody(1))];
    assert_eq!(
        tx.book().attendees_of(&asked).await.unwrap(),
        std::slice::from_ref(&attendee)
    );
    let ids = [attendee.id, attendee.id];
    assert_eq!(tx.book().attendees(&ids).await.unwrap(), [attendee]);
}

/// Every fact of a check-in survives.
pub async fn a_check_in_comes_back_unchanged(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let registered = world
        .with_registered(event, &[somebody(1), somebody(2), somebody(3)])
        .await;
    let methods = [
        CheckInMethod::QrCode,
        CheckInMethod::InteractionCode,
        CheckInMethod::Ticket,
    ];
    for (attendee, method) in registered.iter().zip(methods) {
        let is_ticket = method == CheckInMethod::Ticket;
        let (came, check_in) = a_check_in(attendee, is_ticket.then_some("北门 ⛩"), after(9));
        let check_in = CheckIn {
            method,
            operator: is_ticket.then(|| fresh(OperatorId::from_uuid)),
            ..check_in
        };
        let mut tx = world.begin_attendance().await;
        lock_roll(&mut *tx, event).await.unwrap();
        tx.book().save_checked_in(std::slice::from_ref(&came)).await.unwrap();
        tx.book().add_check_ins(std::slice::from_ref(&check_in)).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = world.begin_attendance().await;
        let found = tx.book().check_ins_of(&[(event, check_in.scan.clone())]).await.unwrap();
        assert_eq!(found, [check_in]);
        assert_eq!(stored_attendee(&mut *tx, attendee.id).await, came);
    }
}

/// Scans are found by pairs of event and scan.
pub async fn scans_are_found_by_pairs_not_by_parts(world: StoreWorld) {
    let (one, other) = (a_published_event(&world).await, a_published_event(&world).await);
    let mut made = Vec::new();
    for (event, scan) in [(one, "x"), (one, "y"), (other, "x"), (other, "y"), (one, "X")] {
        let attendee = world.with_registered(event, &[somebody(made.len())]).await.remove(0);
        let (_, check_in) = a_check_in(&attendee, None, after(1));
        let check_in = CheckIn {
            scan: ScanId::new(scan).unwrap(),
            ..check_in
        };
        let mut tx = world.begin_attendance().await;
        tx.book().add_check_ins(std::slice::from_ref(&check_in)).await.unwrap();
        tx.commit().await.unwrap();
        made.push(check_in);
    }
    let mut tx = world.begin_attendance().await;
    let asked = [(one, ScanId::new("x").unwrap()), (other, ScanId::new("y").unwrap())];
    let mut found = tx.book().check_ins_of(&asked).await.unwrap();
    found.sort_by_key(|check_in| check_in.id);
    assert_eq!(found, [made[0].clone(), made[3].clone()]);
}

/// A second check-in of an attendee or of a scan fails.
pub async fn an_attendee_and_a_scan_check_in_once(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let registered = world.with_registered(event, &[somebody(1), somebody(2)]).await;
    let (_, first) = world.with_checked_in(&registered[0], None, after(1)).await;
    let (_, same_attendee) = a_check_in(&registered[0], None, after(2));
    let (_, fresh_one) = a_check_in(&registered[1], None, after(2));
    let same_scan = CheckIn {
        scan: first.scan.clone(),
        ..fresh_one
    };
    for check_in in [same_attendee, same_scan] {
        let mut tx = world.begin_attendance().await;
        let refused = tx.book().add_check_ins(&[check_in]).await;
        assert!(is_duplicate(&refused), "{refused:?}");
    }
}

/// A check-in over another one fails and leaves the first as it was.
pub async fn a_lost_check_in_is_a_conflict(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let registered = world.with_registered(event, &[somebody(1), somebody(2)]).await;
    let (first, _) = world.with_checked_in(&registered[0], Some("North"), after(1)).await;

    let (second, _) = a_check_in(&registered[0], Some("South"), after(2));
    let (innocent, _) = a_check_in(&registered[1], None, after(2));
    let mut tx = world.begin_attendance().await;
    let lost = tx.book().save_checked_in(&[innocent.clone(), second]).await;
    assert!(matches!(lost, Err(StoreError::VersionConflict)), "{lost:?}");
    drop(tx);
    let mut tx = world.begin_attendance().await;
    assert_eq!(stored_attendee(&mut *tx, first.id).await, first);
    assert_eq!(stored_attendee(&mut *tx, innocent.id).await.checked_in_at, None);
}

/// Twenty gates scan one ticket at the same instant; one lets the person in.
pub async fn a_ticket_lets_in_once_at_twenty_gates(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let attendee = world.with_registered(event, &[somebody(1)]).await.remove(0);
    let outcomes = race(20, |_| {
        let (world, id) = (world.clone(), attendee.id);
        async move { persistently(|| let_in(&world, event, id)).await.unwrap() }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|let_in| **let_in).count(), 1);
    let counts = world.attendance_reads.counts(event).await.unwrap().unwrap();
    assert_eq!(counts.checked_in, 1);
}

async fn let_in(world: &StoreWorld, event: EventId, id: AttendeeId) -> Result<bool, StoreError> {
    let mut tx = world.attendance.begin().await?;
    let mut roll = lock_roll(&mut *tx, event).await?;
    let attendee = tx.book().attendees(&[id]).await?.remove(0);
    tokio::task::yield_now().await;
    if attendee.checked_in_at.is_some() {
        return Ok(false);
    }
    let (came, check_in) = a_check_in(&attendee, None, after(1));
    roll.checked_in += 1;
    tx.book().save_checked_in(&[came]).await?;
    tx.book().add_check_ins(&[check_in]).await?;
    tx.book().save_rolls(&[roll]).await?;
    tx.commit().await?;
    Ok(true)
}

/// What was never committed was never there: registration, counter, check-in, log, job.
pub async fn a_dropped_attendance_transaction_leaves_nothing(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let (came, check_in) = a_check_in(&an_attendee(event, somebody(1)), None, after(1));
    let mut tx = world.begin_attendance().await;
    let mut roll = lock_roll(&mut *tx, event).await.unwrap();
    roll.taken += 1;
    tx.book().add_attendees(std::slice::from_ref(&came)).await.unwrap();
    tx.book().add_check_ins(std::slice::from_ref(&check_in)).await.unwrap();
    tx.book().save_rolls(&[roll]).await.unwrap();
    tx.log()
        .append(&[a_log_entry(came.id.uuid(), 1, Some(event))])
        .await
        .unwrap();
    tx.outbox().enqueue(&[a_job("dropped")]).await.unwrap();
    drop(tx);

    assert_eq!(world.attendance_reads.find_attendee(came.id).await.unwrap(), None);
    assert_eq!(world.attendance_reads.counts(event).await.unwrap().unwrap().taken, 0);
    assert_eq!(world.relay_all(after(60)).await, []);
    let history = world.history.history(event, None, crate::pages::FIRST).await.unwrap();
    assert_eq!(history.items, []);
    let mut tx = world.begin_attendance().await;
    assert_eq!(tx.book().check_ins_of(&[(event, check_in.scan)]).await.unwrap(), []);
}

/// A transaction sees its own registrations and check-ins.
pub async fn a_book_reads_its_own_writes(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let attendee = an_attendee(event, somebody(1));
    let (came, check_in) = a_check_in(&attendee, None, after(1));
    let mut tx = world.begin_attendance().await;
    let mut roll = lock_roll(&mut *tx, event).await.unwrap();
    roll.taken = 1;
    tx.book().add_attendees(std::slice::from_ref(&attendee)).await.unwrap();
    tx.book().save_checked_in(std::slice::from_ref(&came)).await.unwrap();
    tx.book().add_check_ins(std::slice::from_ref(&check_in)).await.unwrap();
    tx.book().save_rolls(std::slice::from_ref(&roll)).await.unwrap();
    assert_eq!(stored_attendee(&mut *tx, came.id).await, came);
    let scans = [(event, check_in.scan.clone())];
    assert_eq!(tx.book().check_ins_of(&scans).await.unwrap(), [check_in]);
    assert_eq!(lock_roll(&mut *tx, event).await.unwrap(), roll);
    tx.commit().await.unwrap();
}

/// Nothing asked, nothing answered; nothing given, nothing stored.
pub async fn empty_slices_do_nothing(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let mut tx = world.begin_attendance().await;
    assert_eq!(tx.book().lock_rolls(&BTreeSet::new()).await.unwrap(), []);
    assert_eq!(tx.book().attendees_of(&[]).await.unwrap(), []);
    assert_eq!(tx.book().attendees(&[]).await.unwrap(), []);
    assert_eq!(tx.book().check_ins_of(&[]).await.unwrap(), []);
    tx.book().save_rolls(&[]).await.unwrap();
    tx.book().add_attendees(&[]).await.unwrap();
    tx.book().save_checked_in(&[]).await.unwrap();
    tx.book().add_check_ins(&[]).await.unwrap();
    tx.log().append(&[]).await.unwrap();
    tx.outbox().enqueue(&[]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.attendance_reads.counts(event).await.unwrap().unwrap().taken, 0);
}

/// A thousand registrations and check-ins fit into one call each.
pub async fn a_thousand_people_fit_into_one_transaction(world: StoreWorld) {
    let event = a_published_event(&world).await;
    let people: Vec<_> = (0..1_000).map(somebody).collect();
    let registered = world.with_registered(event, &people).await;
    let (came, check_ins): (Vec<_>, Vec<_>) = registered
        .iter()
        .map(|attendee| a_check_in(attendee, Some("North"), after(1)))
        .unzip();
    let mut tx = world.begin_attendance().await;
    lock_roll(&mut *tx, event).await.unwrap();
    tx.book().save_checked_in(&came).await.unwrap();
    tx.book().add_check_ins(&check_ins).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = world.begin_attendance().await;
    let asked: Vec<_> = people.into_iter().map(|person| (event, person)).collect();
    let mut found = tx.book().attendees_of(&asked).await.unwrap();
    found.sort_by_key(|attendee| attendee.id);
    assert_eq!(found, came);
    let ids: Vec<_> = came.iter().map(|attendee| attendee.id).collect();
    assert_eq!(tx.book().attendees(&ids).await.unwrap().len(), 1_000);
    let scans: Vec<_> = check_ins
        .iter()
        .map(|check_in| (event, check_in.scan.clone()))
        .collect();
    assert_eq!(tx.book().check_ins_of(&scans).await.unwrap().len(), 1_000);
}
