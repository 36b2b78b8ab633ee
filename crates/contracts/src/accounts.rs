//! Accounts at WeChat, and what was last seen of them.

use std::collections::BTreeSet;

use domain::ids::AccountId;
use domain::wechat::account::{
    Account, AccountChange, AccountDetails, AccountDraft, AccountName, SecretChange, SecretChanges, SecretKind,
};
use domain::wechat::{MessageMode, Product};
use ports::StoreError;
use ports::wechat::{Check, CheckKind, ConnectionTest, KeptAccount, NewMessage, Sightings};

use crate::StoreWorld;
use crate::build::{a_log_entry, a_text_message, after, an_account, an_account_change, before, fresh, now, somebody};
use crate::race::{persistently, race};

async fn add(world: &StoreWorld, kept: &KeptAccount) -> Result<(), StoreError> {
    let mut tx = world.accounts.begin().await?;
    tx.accounts().add(kept).await?;
    tx.commit().await
}

async fn find(world: &StoreWorld, name: &str) -> Option<KeptAccount> {
    let mut tx = world.accounts.begin().await.unwrap();
    tx.accounts()
        .find_for_update(&AccountName::new(name).unwrap())
        .await
        .unwrap()
}

fn a_wecom_application(agent: i64) -> KeptAccount {
    let draft = AccountDraft {
        product: Product::WeCom,
        title: "T".to_owned(),
        app_id: "ww0000000000000000".to_owned(),
        agent_id: Some(agent),
        original_id: None,
        message_mode: MessageMode::Safe,
    };
    let secret = SecretChange::Set("an-app-secret-not-for-use".into());
    let wanted = AccountChange {
        details: AccountDetails::check(draft).unwrap(),
        enabled: false,
        secrets: SecretChanges::default().with(SecretKind::AppSecret, secret),
    };
    let name = AccountName::new(&format!("corp-{agent}")).unwrap();
    let (account, _) = Account::add(fresh(AccountId::from_uuid), name, wanted, before(1)).unwrap();
    let mut sealed = ports::wechat::SealedCredentials::default();
    sealed.put(SecretKind::AppSecret, Some("s1.x".to_owned()));
    KeptAccount { account, sealed }
}

/// An account is read as stored, with every credential or with few, by name and in the list.
pub async fn an_account_comes_back_unchanged(world: StoreWorld) {
    assert_eq!(find(&world, "shop").await, None);
    let (full, bare) = (
        an_account("shop", "wx0000000000000001"),
        a_wecom_application(4_294_967_295),
    );
    add(&world, &full).await.unwrap();
    add(&world, &bare).await.unwrap();
    assert_eq!(find(&world, "shop").await.as_ref(), Some(&full));
    assert_eq!(world.accounts.list().await.unwrap(), [bare, full]);
}

/// Applications of one corporation are accounts of their own.
pub async fn applications_of_one_corporation_are_several_accounts(world: StoreWorld) {
    for agent in [1, 2] {
        add(&world, &a_wecom_application(agent)).await.unwrap();
    }
    assert_eq!(world.accounts.list().await.unwrap().len(), 2);
}

/// A name is taken once, and so is an app id.
pub async fn a_known_account_is_a_duplicate(world: StoreWorld) {
    let first = an_account("shop", "wx0000000000000001");
    add(&world, &first).await.unwrap();
    for again in [
        an_account("shop", "wx0000000000000002"),
        an_account("other", "wx0000000000000001"),
    ] {
        let outcome = add(&world, &again).await;
        assert!(matches!(outcome, Err(StoreError::Duplicate(_))), "{outcome:?}");
    }
    assert_eq!(world.accounts.list().await.unwrap(), [first]);
}

/// Ten administrators add the same account at once; one of them does.
pub async fn an_account_is_added_once_by_ten(world: StoreWorld) {
    let outcomes = race(10, |number| {
        let world = world.clone();
        async move {
            let kept = an_account(&format!("shop-{number}"), "wx0000000000000001");
            persistently(|| add(&world, &kept)).await
        }
    })
    .await;
    assert_eq!(
        outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
        1,
        "{outcomes:?}"
    );
    assert_eq!(world.accounts.list().await.unwrap().len(), 1);
}

/// A removed account is gone with its credentials; its name and app id are free.
pub async fn a_removed_account_is_gone(world: StoreWorld) {
    let first = an_account("shop", "wx0000000000000001");
    add(&world, &first).await.unwrap();
    let id = first.account.stored().id;
    let mut tx = world.accounts.begin().await.unwrap();
    let stale = tx.accounts().remove(id, 7).await;
    assert_eq!(stale, Err(StoreError::VersionConflict));
    drop(tx);
    let mut tx = world.accounts.begin().await.unwrap();
    tx.accounts().remove(id, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find(&world, "shop").await, None);
    let second = an_account("shop", "wx0000000000000001");
    add(&world, &second).await.unwrap();
    assert_eq!(world.accounts.list().await.unwrap(), [second]);
}

/// Who saves what somebody else changed meanwhile is told; who changes nothing is not.
pub async fn a_lost_update_of_an_account_is_a_conflict(world: StoreWorld) {
    let mut kept = an_account("shop", "wx0000000000000001");
    add(&world, &kept).await.unwrap();
    let mut tx = world.accounts.begin().await.unwrap();
    tx.accounts().save(&kept, 1).await.unwrap();
    tx.commit().await.unwrap();
    let off = AccountChange {
        enabled: false,
        secrets: SecretChanges::default(),
        ..an_account_change("wx0000000000000001")
    };
    kept.account.change(off, after(1)).unwrap();
    kept.sealed.put(SecretKind::Token, Some("s1.resealed".to_owned()));
    let mut tx = world.accounts.begin().await.unwrap();
    tx.accounts().save(&kept, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find(&world, "shop").await.as_ref(), Some(&kept));
    let mut tx = world.accounts.begin().await.unwrap();
    assert_eq!(tx.accounts().save(&kept, 1).await, Err(StoreError::VersionConflict));
    assert!(tx.commit().await.is_err());
}

/// Of twenty who change one account at once, each builds on the one before.
pub async fn twenty_writers_of_one_account_lose_no_update(world: StoreWorld) {
    add(&world, &an_account("shop", "wx0000000000000001")).await.unwrap();
    race(20, |_| {
        let world = world.clone();
        async move {
            persistently(|| async {
                let mut tx = world.accounts.begin().await?;
                let name = AccountName::new("shop").unwrap();
                let mut kept = tx.accounts().find_for_update(&name).await?.unwrap();
                let version = kept.account.version();
                let wanted = AccountChange {
                    enabled: !kept.account.stored().enabled,
                    secrets: SecretChanges::default(),
                    ..an_account_change("wx0000000000000001")
                };
                kept.account.change(wanted, now()).unwrap();
                tx.accounts().save(&kept, version).await?;
                tx.commit().await
            })
            .await
            .unwrap();
        }
    })
    .await;
    assert_eq!(find(&world, "shop").await.unwrap().account.version(), 21);
}

/// Account and log entry are stored together or not at all.
pub async fn a_dropped_account_transaction_leaves_nothing(world: StoreWorld) {
    let revision = world.accounts.revision().await.unwrap();
    let kept = an_account("shop", "wx0000000000000001");
    let entry = a_log_entry(kept.account.stored().id.uuid(), 1, None);
    let mut tx = world.accounts.begin().await.unwrap();
    tx.accounts().add(&kept).await.unwrap();
    tx.log().append(std::slice::from_ref(&entry)).await.unwrap();
    drop(tx);
    assert_eq!(world.accounts.list().await.unwrap(), []);
    assert_eq!(world.accounts.revision().await.unwrap(), revision);
    let mut tx = world.accounts.begin().await.unwrap();
    tx.accounts().add(&kept).await.unwrap();
    tx.log().append(&[entry]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Every change gives another revision; reading gives none.
pub async fn each_change_of_accounts_has_its_revision(world: StoreWorld) {
    let mut revisions = BTreeSet::from([world.accounts.revision().await.unwrap()]);
    let kept = an_account("shop", "wx0000000000000001");
    add(&world, &kept).await.unwrap();
    assert!(revisions.insert(world.accounts.revision().await.unwrap()));
    world.accounts.list().await.unwrap();
    assert!(!revisions.insert(world.accounts.revision().await.unwrap()));
    let mut tx = world.accounts.begin().await.unwrap();
    tx.accounts().save(&kept, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert!(revisions.insert(world.accounts.revision().await.unwrap()));
    let mut tx = world.accounts.begin().await.unwrap();
    tx.accounts().remove(kept.account.stored().id, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert!(revisions.insert(world.accounts.revision().await.unwrap()));
    add(&world, &kept).await.unwrap();
    assert!(revisions.insert(world.accounts.revision().await.unwrap()));
}

/// The newest message is told for each account by itself.
pub async fn the_newest_message_of_an_account_is_told(world: StoreWorld) {
    assert_eq!(world.arrivals.latest("default").await.unwrap(), None);
    let message = |account: &str, number: usize| {
        let mut message: NewMessage = a_text_message(somebody(number), "你好");
        account.clone_into(&mut message.incoming.person.account);
        message.received_at = after(number as u64);
        message.incoming.create_time = i64::try_from(number).unwrap();
        message
    };
    let batch = [message("default", 1), message("shop", 2), message("default", 3)];
    world.messages.record(&batch).await.unwrap();
    for (account, number) in [("default", 3), ("shop", 2)] {
        let latest = world.arrivals.latest(account).await.unwrap().unwrap();
        assert_eq!((latest.received_at, latest.create_time), (after(number), number as i64));
    }
    assert_eq!(world.arrivals.latest("Shop").await.unwrap(), None);
}

/// What was last seen of an account is remembered, each kind by itself.
pub async fn sightings_are_remembered(world: StoreWorld) {
    let store = &world.sightings;
    assert_eq!(store.sightings("shop").await.unwrap(), Sightings::default());
    store.note_confirmed("shop", now()).await.unwrap();
    let check = |kind, ok| Check {
        kind,
        ok,
        code: (!ok).then_some(40_164),
        note: "地址不在白名单".to_owned(),
        number: ok.then_some(-3),
    };
    let test = ConnectionTest {
        tested_at: after(1),
        checks: CheckKind::ALL
            .into_iter()
            .enumerate()
            .map(|(place, kind)| check(kind, place % 2 == 0))
            .collect(),
    };
    store.note_test("shop", &test).await.unwrap();
    store.note_confirmed("shop", after(2)).await.unwrap();
    let expected = Sightings {
        confirmed_at: Some(after(2)),
        test: Some(test),
    };
    assert_eq!(store.sightings("shop").await.unwrap(), expected);
    assert_eq!(store.sightings("default").await.unwrap(), Sightings::default());
}
