//! The Mini Program: session keys, phone numbers, codes, links, content checks.

use domain::attendance::PersonRef;
use domain::identity::PhoneRecord;
use domain::ids::{ContentCheckId, MiniProgramCodeId, MiniProgramLinkId, PersonId};
use domain::time::Timestamp;
use domain::wechat::MediaVerdict;
use domain::wechat::mini_program::{
    CheckedKind, CodeDraft, CodeKind, CodeLook, ContentCheck, ContentFinding, ContentScene, ContentVerdict, Doubt,
    EnvVersion, LinkDraft, LinkKind, LinkLife, MediaOrder, MiniProgramCode, MiniProgramLink, Rgb,
};
use ports::StoreError;
use ports::wechat::mini_program::{CheckFilter, CodeFilter, CodePicture, LinkFilter, StoredSessionKey};

use crate::StoreWorld;
use crate::build::{after, fresh, now};
use crate::pages::{FIRST, by_cursor, by_number, nothing};
use crate::race::{persistently, race};

const MINI: &str = "mini";

fn visitor(name: &str) -> PersonRef {
    PersonRef {
        account: MINI.to_owned(),
        open_id: format!("mPerson_{name}"),
    }
}

fn a_key(name: &str, sealed: &str, asked_at: Timestamp) -> StoredSessionKey {
    StoredSessionKey {
        person: visitor(name),
        sealed: sealed.to_owned(),
        asked_at,
    }
}

fn a_code(kind: CodeKind, target: Option<&str>) -> MiniProgramCode {
    let draft = CodeDraft {
        kind,
        page: "pages/event/index".to_owned(),
        scene: (kind == CodeKind::Unlimited && target.is_none()).then(|| "e=1".to_owned()),
        target: target.map(str::to_owned),
        look: CodeLook {
            width: 1_280,
            line_color: Some(Rgb(7, 193, 96)),
            transparent: true,
        },
        version: EnvVersion::Trial,
        check_page: false,
    };
    MiniProgramCode::plan(fresh(MiniProgramCodeId::from_uuid), MINI, &draft, now()).unwrap()
}

fn a_picture() -> CodePicture {
    CodePicture {
        content_type: "image/png".to_owned(),
        bytes: (0..=255).cycle().take(300_000).collect(),
    }
}

async fn store_code(world: &StoreWorld, code: &MiniProgramCode) -> Result<(), StoreError> {
    let mut tx = world.mini_program.codes.begin().await?;
    tx.codes().add(code, &a_picture()).await?;
    tx.commit().await
}

fn a_link(kind: LinkKind) -> MiniProgramLink {
    let draft = LinkDraft {
        kind,
        page: String::new(),
        query: "a=1&b=%E6%B4%BB".to_owned(),
        version: EnvVersion::Release,
        life: LinkLife::Days(30),
    };
    let url = "https://wxaurl.cn/example".to_owned();
    MiniProgramLink::made(fresh(MiniProgramLinkId::from_uuid), MINI, draft, url, now()).0
}

fn a_media_check() -> ContentCheck {
    let order = MediaOrder {
        person: visitor("ann"),
        kind: CheckedKind::Image,
        scene: ContentScene::SocialLog,
        subject: Some("answer/🎪".to_owned()),
        url: "https://files.example/1.png".to_owned(),
    };
    ContentCheck::of_media(fresh(ContentCheckId::from_uuid), order, now())
        .unwrap()
        .0
}

fn a_text_check(finding: ContentFinding) -> ContentCheck {
    let id = fresh(ContentCheckId::from_uuid);
    ContentCheck::of_text(id, visitor("ben"), ContentScene::Comment, None, finding, now())
        .unwrap()
        .0
}

async fn store_check(world: &StoreWorld, check: &ContentCheck) -> Result<(), StoreError> {
    let mut tx = world.mini_program.checks.begin().await?;
    tx.checks().add(check).await?;
    tx.commit().await
}

fn a_verdict(trace: &str, suggest: &str) -> MediaVerdict {
    MediaVerdict {
        trace_id: trace.to_owned(),
        error_code: -1008,
        suggest: suggest.to_owned(),
        label: 20_001,
    }
}

/// The key that WeChat was asked for last stays, in whichever order they are kept.
pub async fn the_newest_session_key_stays(world: StoreWorld) {
    let keys = &world.mini_program.session_keys;
    assert_eq!(keys.find(&visitor("ann")).await.unwrap(), None);
    keys.keep(&a_key("ann", "second", after(2))).await.unwrap();
    keys.keep(&a_key("ann", "first", after(1))).await.unwrap();
    let kept = keys.find(&visitor("ann")).await.unwrap();
    assert_eq!(kept, Some(a_key("ann", "second", after(2))));
    keys.keep(&a_key("ann", "third", after(3))).await.unwrap();
    let kept = keys.find(&visitor("ann")).await.unwrap();
    assert_eq!(kept, Some(a_key("ann", "third", after(3))));
    assert_eq!(keys.find(&visitor("Ann")).await.unwrap(), None);
}

/// Of twenty keys that are kept at once the newest stays.
pub async fn the_newest_of_twenty_session_keys_stays(world: StoreWorld) {
    let outcomes = race(20, |number| {
        let keys = world.mini_program.session_keys.clone();
        async move {
            let key = a_key("ann", &number.to_string(), after(number as u64));
            keys.keep(&key).await
        }
    });
    assert!(outcomes.await.into_iter().all(|outcome| outcome.is_ok()));
    let kept = world.mini_program.session_keys.find(&visitor("ann")).await.unwrap();
    assert_eq!(kept, Some(a_key("ann", "19", after(19))));
}

/// A forgotten key is gone, and forgetting it again harms nobody.
pub async fn a_forgotten_session_key_is_gone(world: StoreWorld) {
    let keys = &world.mini_program.session_keys;
    keys.keep(&a_key("ann", "one", now())).await.unwrap();
    keys.keep(&a_key("ben", "other", now())).await.unwrap();
    keys.forget(&visitor("ann")).await.unwrap();
    keys.forget(&visitor("ann")).await.unwrap();
    assert_eq!(keys.find(&visitor("ann")).await.unwrap(), None);
    assert!(keys.find(&visitor("ben")).await.unwrap().is_some());
}

async fn store_phone(world: &StoreWorld, record: &PhoneRecord) -> Result<(), StoreError> {
    let mut tx = world.mini_program.phones.begin().await?;
    tx.phones().add(record).await?;
    tx.commit().await
}

/// Of the numbers that a person was known with the newest that was not forgotten counts.
pub async fn the_newest_phone_number_counts(world: StoreWorld) {
    let phones = &world.mini_program.phones;
    let (ann, ben) = (fresh(PersonId::from_uuid), fresh(PersonId::from_uuid));
    let (old, _) = PhoneRecord::verified(None, ann, MINI, "old".to_owned(), now());
    let (mut new, _) = PhoneRecord::verified(None, ben, MINI, "new".to_owned(), after(1));
    store_phone(&world, &old).await.unwrap();
    store_phone(&world, &new).await.unwrap();
    assert_eq!(phones.newest(&[]).await.unwrap(), None);
    assert_eq!(phones.newest(&[ann, ben]).await.unwrap(), Some(new.clone()));
    new.forget(after(2)).unwrap();
    let mut tx = phones.begin().await.unwrap();
    assert!(tx.phones().find_for_update(ben).await.unwrap().is_some());
    tx.phones().save(&new, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(phones.newest(&[ann, ben]).await.unwrap(), Some(old));
    assert_eq!(phones.newest(&[ben]).await.unwrap(), None);
    let mut tx = phones.begin().await.unwrap();
    assert_eq!(tx.phones().find_for_update(ben).await.unwrap(), Some(new.clone()));
    assert_eq!(tx.phones().save(&new, 1).await, Err(StoreError::VersionConflict));
}

/// A person has one record of a number.
pub async fn a_person_has_one_phone_record(world: StoreWorld) {
    let (record, _) = PhoneRecord::verified(None, fresh(PersonId::from_uuid), MINI, "s".to_owned(), now());
    store_phone(&world, &record).await.unwrap();
    let again = store_phone(&world, &record).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
}

/// A code comes back with its picture and the meaning of its scene, to its own account.
pub async fn a_mini_program_code_comes_back_with_its_picture(world: StoreWorld) {
    let code = a_code(CodeKind::Unlimited, Some("活动/019ad3a5-7c4b-7000-8000-0000000000a1"));
    store_code(&world, &code).await.unwrap();
    let reads = &world.mini_program.code_reads;
    assert_eq!(reads.find(MINI, code.id).await.unwrap(), Some(code.clone()));
    assert_eq!(reads.find("other", code.id).await.unwrap(), None);
    let picture = reads.picture(MINI, code.id).await.unwrap().unwrap();
    assert_eq!(picture.picture, a_picture());
    assert_eq!(reads.picture("other", code.id).await.unwrap(), None);
    let scene = code.scene.as_deref().unwrap();
    let meaning = reads.meaning(MINI, scene).await.unwrap().unwrap();
    assert_eq!(
        (Some(meaning.target), meaning.page),
        (code.target.clone(), code.page.clone())
    );
    assert_eq!(reads.meaning("other", scene).await.unwrap(), None);
    assert_eq!(reads.meaning(MINI, &swapped_case(scene)).await.unwrap(), None);
}

fn swapped_case(text: &str) -> String {
    let swap = |c: char| {
        if c.is_ascii_lowercase() {
            c.to_ascii_uppercase()
        } else {
            c.to_ascii_lowercase()
        }
    };
    text.chars().map(swap).collect()
}

/// A code is there once, and a scene of the caller's own stands for nothing and may be used for many.
pub async fn only_scenes_of_ours_have_a_meaning(world: StoreWorld) {
    let (one, other) = (a_code(CodeKind::Unlimited, None), a_code(CodeKind::Unlimited, None));
    store_code(&world, &one).await.unwrap();
    store_code(&world, &other).await.unwrap();
    assert_eq!(world.mini_program.code_reads.meaning(MINI, "e=1").await.unwrap(), None);
    let again = store_code(&world, &one).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
}

/// Codes are listed newest first, by kind too, and those that WeChat counts are counted.
pub async fn mini_program_codes_are_listed_and_counted(world: StoreWorld) {
    let kinds = [
        CodeKind::Limited,
        CodeKind::Unlimited,
        CodeKind::Square,
        CodeKind::Limited,
        CodeKind::Unlimited,
    ];
    let mut codes: Vec<_> = kinds.into_iter().map(|kind| a_code(kind, None)).collect();
    for code in &codes {
        store_code(&world, code).await.unwrap();
    }
    codes.reverse();
    let reads = &world.mini_program.code_reads;
    let list = |filter| move |page| async move { reads.list(MINI, filter, page).await };
    let all = CodeFilter::default();
    assert_eq!(by_number(2, list(all)).await, codes);
    assert_eq!(by_cursor(2, list(all), nothing).await, codes);
    let filter = CodeFilter {
        kind: Some(CodeKind::Limited),
    };
    codes.retain(|code| code.kind == CodeKind::Limited);
    assert_eq!(by_cursor(1, list(filter), nothing).await, codes);
    assert_eq!(reads.counted(MINI).await.unwrap(), 3);
    assert_eq!(reads.counted("other").await.unwrap(), 0);
    assert_eq!(reads.list("other", all, FIRST).await.unwrap().items, []);
}

/// A code whose transaction is dropped was never there.
pub async fn a_dropped_code_transaction_leaves_nothing(world: StoreWorld) {
    let code = a_code(CodeKind::Unlimited, Some("target"));
    let mut tx = world.mini_program.codes.begin().await.unwrap();
    tx.codes().add(&code, &a_picture()).await.unwrap();
    drop(tx);
    let reads = &world.mini_program.code_reads;
    assert_eq!(reads.find(MINI, code.id).await.unwrap(), None);
    assert_eq!(reads.picture(MINI, code.id).await.unwrap(), None);
}

/// Links come back and are listed newest first, by kind too.
pub async fn mini_program_links_are_listed(world: StoreWorld) {
    let mut links = [LinkKind::Link, LinkKind::Scheme, LinkKind::Link].map(a_link).to_vec();
    for link in &links {
        let mut tx = world.mini_program.links.begin().await.unwrap();
        tx.links().add(link).await.unwrap();
        tx.commit().await.unwrap();
    }
    links.reverse();
    let reads = &world.mini_program.link_reads;
    assert_eq!(reads.find(MINI, links[0].id).await.unwrap().as_ref(), Some(&links[0]));
    assert_eq!(reads.find("other", links[0].id).await.unwrap(), None);
    let list = |filter| move |page| async move { reads.list(MINI, filter, page).await };
    assert_eq!(by_cursor(2, list(LinkFilter::default()), nothing).await, links);
    let filter = LinkFilter {
        kind: Some(LinkKind::Link),
    };
    links.retain(|link| link.kind == LinkKind::Link);
    assert_eq!(by_number(1, list(filter)).await, links);
}

/// A check comes back in each of its states, and a lost update fails.
pub async fn a_content_check_comes_back_and_changes_by_version(world: StoreWorld) {
    let reads = &world.mini_program.check_reads;
    let mut check = a_media_check();
    let id = check.stored().id;
    store_check(&world, &check).await.unwrap();
    assert_eq!(reads.find(MINI, id).await.unwrap(), Some(check.clone()));
    assert_eq!(reads.find("other", id).await.unwrap(), None);
    assert_eq!(reads.find_by_trace(MINI, "Trace-1").await.unwrap(), None);
    check.submitted("Trace-1", after(1)).unwrap();
    save_check(&world, &check, 1).await.unwrap();
    assert_eq!(reads.find_by_trace(MINI, "Trace-1").await.unwrap(), Some(id));
    assert_eq!(reads.find_by_trace(MINI, "trace-1").await.unwrap(), None);
    assert_eq!(reads.find_by_trace("other", "Trace-1").await.unwrap(), None);
    check.doubt(Doubt::TimedOut, after(2)).unwrap();
    save_check(&world, &check, 2).await.unwrap();
    assert_eq!(reads.find(MINI, id).await.unwrap(), Some(check.clone()));
    assert_eq!(save_check(&world, &check, 2).await, Err(StoreError::VersionConflict));
    let again = store_check(&world, &check).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
}

async fn save_check(world: &StoreWorld, check: &ContentCheck, expected: u64) -> Result<(), StoreError> {
    let mut tx = world.mini_program.checks.begin().await?;
    let stored = tx.checks().find_for_update(check.stored().id).await?;
    assert!(stored.is_some());
    tx.checks().save(check, expected).await?;
    tx.commit().await
}

/// Checks are listed newest first, by outcome too.
pub async fn content_checks_are_listed_by_outcome(world: StoreWorld) {
    let risky = ContentFinding::of_wechat(ContentVerdict::Risky, Some(20_002));
    let mut checks = vec![
        a_text_check(risky),
        a_media_check(),
        a_text_check(ContentFinding::doubtful(Doubt::Unavailable)),
        a_text_check(risky),
    ];
    for check in &checks {
        store_check(&world, check).await.unwrap();
    }
    checks.reverse();
    let reads = &world.mini_program.check_reads;
    let list = |filter| move |page| async move { reads.list(MINI, filter, page).await };
    assert_eq!(by_cursor(3, list(CheckFilter::default()), nothing).await, checks);
    let of = |verdict| CheckFilter { verdict: Some(verdict) };
    let found = by_number(1, list(of(Some(ContentVerdict::Risky)))).await;
    assert_eq!(found, [checks[0].clone(), checks[3].clone()]);
    assert_eq!(by_number(9, list(of(None))).await, [checks[2].clone()]);
    assert_eq!(by_number(9, list(of(Some(ContentVerdict::Pass)))).await, []);
}

/// Of twenty who conclude a check at once one does.
pub async fn a_content_check_is_concluded_by_one_of_twenty(world: StoreWorld) {
    let check = a_media_check();
    let id = check.stored().id;
    store_check(&world, &check).await.unwrap();
    let outcomes = race(20, |number| {
        let checks = world.mini_program.checks.clone();
        async move {
            persistently(async || {
                let mut tx = checks.begin().await?;
                let mut check = tx.checks().find_for_update(id).await?.unwrap();
                let version = check.stored().version;
                if check.doubt(Doubt::TimedOut, after(number as u64)).is_none() {
                    return Ok(false);
                }
                tx.checks().save(&check, version).await?;
                tx.commit().await?;
                Ok(true)
            })
            .await
            .unwrap()
        }
    });
    assert_eq!(outcomes.await.into_iter().filter(|concluded| *concluded).count(), 1);
}

/// The first verdict under a trace id stays, each account has its own, and old ones are forgotten.
pub async fn the_first_verdict_stays_until_it_is_old(world: StoreWorld) {
    let verdicts = &world.mini_program.verdicts;
    verdicts.keep(MINI, &a_verdict("t1", "pass"), now()).await.unwrap();
    verdicts.keep(MINI, &a_verdict("t1", "risky"), after(1)).await.unwrap();
    verdicts
        .keep("other", &a_verdict("t1", "review"), after(2))
        .await
        .unwrap();
    assert_eq!(verdicts.find(MINI, "t1").await.unwrap(), Some(a_verdict("t1", "pass")));
    assert_eq!(verdicts.find(MINI, "t2").await.unwrap(), None);
    assert_eq!(verdicts.forget(now()).await.unwrap(), 0);
    assert_eq!(verdicts.forget(after(1)).await.unwrap(), 1);
    assert_eq!(verdicts.find(MINI, "t1").await.unwrap(), None);
    assert!(verdicts.find("other", "t1").await.unwrap().is_some());
}
