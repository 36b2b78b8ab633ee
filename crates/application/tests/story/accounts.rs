//! WeChat accounts: added, changed and removed while the system runs; sealed at rest; served while the store is down.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use adapter_memory::MemoryStore;
use application::Context;
use application::wechat::accounts::{
    AccountError, AccountRegistry, AccountSource, AccountTools, AddAccount, AddAccountCommand, ChangeAccount,
    ChangeAccountCommand, ReadAccounts, RemoveAccountCommand, ResealAccounts, Unusable,
};
use async_trait::async_trait;
use domain::ids::AccountId;
use domain::wechat::account::{AccountDraft, SecretChange, SecretChanges, SecretKind};
use domain::wechat::{MessageMode, Product};
use ports::StoreError;
use ports::wechat::{AccountBook as _, AccountStore, AccountTransaction, KeptAccount};
use uuid::Uuid;

use crate::world::{World, configured, rand_like, sealer};

const KEY: &str = "AnAesKeyNotForUse00000000000000000000000000";
const OTHER_KEY: &str = "AnotherAesKeyNotForUse000000000000000000000";

fn set(text: &str) -> SecretChange {
    SecretChange::Set(text.into())
}

fn an_account(name: &str, app_id: &str) -> AddAccountCommand {
    AddAccountCommand {
        id: AccountId::from_uuid(Uuid::from_u128(u128::from(rand_like()))),
        name: name.to_owned(),
        draft: AccountDraft {
            product: Product::OfficialAccount,
            title: "茶会".to_owned(),
            app_id: app_id.to_owned(),
            agent_id: None,
            original_id: None,
            message_mode: MessageMode::Safe,
        },
        enabled: true,
        secrets: SecretChanges::default()
            .with(SecretKind::AppSecret, set("an-app-secret-not-for-use"))
            .with(SecretKind::Token, set("tokenNotForUse"))
            .with(SecretKind::EncodingAesKey, set(KEY)),
        context: Context::of("test"),
    }
}

fn a_change(name: &str, secrets: SecretChanges) -> ChangeAccountCommand {
    ChangeAccountCommand {
        name: name.to_owned(),
        expected_version: None,
        edit: Box::new(|_| {}),
        enabled: None,
        secrets,
        context: Context::of("test"),
    }
}

#[tokio::test]
async fn an_added_account_is_served_at_once_with_its_credentials() {
    let world = World::new();
    let registry = &world.cases.adapters().accounts;
    assert_eq!(registry.setup("shop").await.unwrap(), None);
    let view = world
        .cases
        .add_account
        .run(an_account("shop", "wx0000000000000001"))
        .await
        .unwrap();
    assert_eq!((view.source, view.version), (AccountSource::Stored, 1));
    let setup = registry.setup("shop").await.unwrap().unwrap();
    assert_eq!(setup.secrets.app_secret.expose(), "an-app-secret-not-for-use");
    assert_eq!(setup.secrets.encoding_aes_key.as_ref().unwrap().expose(), KEY);
    let names: Vec<_> = registry
        .all()
        .await
        .unwrap()
        .iter()
        .map(|setup| setup.name.clone())
        .collect();
    assert_eq!(names, ["default", "shop"]);
}

#[tokio::test]
async fn names_and_app_ids_are_taken_once() {
    let world = World::new();
    let add = &world.cases.add_account;
    let first = an_account("shop", "wx0000000000000001");
    add.run(first.clone()).await.unwrap();
    assert_eq!(add.run(first).await.unwrap().version, 1, "a repeat finds its own work");
    let taken = |outcome| match outcome {
        Err(AccountError::Taken { field }) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(taken(add.run(an_account("shop", "wx0000000000000002")).await), "name");
    assert_eq!(taken(add.run(an_account("other", "wx0000000000000001")).await), "appId");
    let configured = add.run(an_account("other", "wx0000000000000000")).await;
    assert!(matches!(configured, Err(AccountError::Invalid(_))), "{configured:?}");
    let reserved = add.run(an_account("default", "wx0000000000000002")).await;
    assert!(matches!(reserved, Err(AccountError::Invalid(_))), "{reserved:?}");
}

#[tokio::test]
async fn the_configured_account_is_listed_first_and_cannot_be_changed() {
    let world = World::new();
    world
        .cases
        .add_account
        .run(an_account("a", "wx0000000000000001"))
        .await
        .unwrap();
    let list = world.cases.read_accounts.list().await.unwrap();
    let shown: Vec<_> = list.iter().map(|view| (view.name.as_str(), view.source)).collect();
    assert_eq!(
        shown,
        [("default", AccountSource::Configuration), ("a", AccountSource::Stored)]
    );
    let changed = world
        .cases
        .change_account
        .run(a_change("default", SecretChanges::default()))
        .await;
    assert!(matches!(changed, Err(AccountError::Configured)));
    let command = RemoveAccountCommand {
        name: "default".to_owned(),
        expected_version: None,
        context: Context::of("test"),
    };
    assert!(matches!(
        world.cases.remove_account.run(command).await,
        Err(AccountError::Configured)
    ));
}

#[tokio::test]
async fn a_new_key_keeps_the_old_one_until_it_is_dropped() {
    let world = World::new();
    world
        .cases
        .add_account
        .run(an_account("shop", "wx0000000000000001"))
        .await
        .unwrap();
    let registry = &world.cases.adapters().accounts;
    let before = registry.setup("shop").await.unwrap().unwrap();
    let change = |secrets| world.cases.change_account.run(a_change("shop", secrets));
    let same = SecretChanges::default().with(SecretKind::EncodingAesKey, set(KEY));
    assert_eq!(change(same).await.unwrap().version, 1, "the same key is no change");
    assert_eq!(
        registry.setup("shop").await.unwrap().unwrap().generation,
        before.generation
    );
    change(SecretChanges::default().with(SecretKind::EncodingAesKey, set(OTHER_KEY)))
        .await
        .unwrap();
    let after = registry.setup("shop").await.unwrap().unwrap();
    assert_ne!(after.generation, before.generation);
    assert_eq!(after.secrets.encoding_aes_key, Some(OTHER_KEY.into()));
    assert_eq!(after.secrets.previous_encoding_aes_key, Some(KEY.into()));
    let dropped = SecretChanges::default().with(SecretKind::PreviousEncodingAesKey, SecretChange::Clear);
    change(dropped).await.unwrap();
    assert_eq!(
        registry
            .setup("shop")
            .await
            .unwrap()
            .unwrap()
            .secrets
            .previous_encoding_aes_key,
        None
    );
}

#[tokio::test]
async fn a_removed_account_is_gone_and_another_of_its_name_is_another() {
    let world = World::new();
    let registry = &world.cases.adapters().accounts;
    world
        .cases
        .add_account
        .run(an_account("shop", "wx0000000000000001"))
        .await
        .unwrap();
    let first = registry.setup("shop").await.unwrap().unwrap().generation;
    let command = RemoveAccountCommand {
        name: "shop".to_owned(),
        expected_version: Some(1),
        context: Context::of("test"),
    };
    world.cases.remove_account.run(command.clone()).await.unwrap();
    assert_eq!(registry.setup("shop").await.unwrap(), None);
    assert!(matches!(
        world.cases.remove_account.run(command).await,
        Err(AccountError::Unknown)
    ));
    world
        .cases
        .add_account
        .run(an_account("shop", "wx0000000000000001"))
        .await
        .unwrap();
    assert_ne!(registry.setup("shop").await.unwrap().unwrap().generation, first);
}

/// A store that can be taken down.
#[derive(Clone)]
struct Fragile {
    store: MemoryStore,
    down: Arc<AtomicBool>,
}

impl Fragile {
    fn check(&self) -> Result<(), StoreError> {
        if self.down.load(Ordering::SeqCst) {
            Err(StoreError::Unavailable("down".to_owned()))
        } else {
            Ok(())
        }
    }
}

#[async_trait]
impl AccountStore for Fragile {
    async fn begin(&self) -> Result<Box<dyn AccountTransaction>, StoreError> {
        self.check()?;
        AccountStore::begin(&self.store).await
    }

    async fn list(&self) -> Result<Vec<KeptAccount>, StoreError> {
        self.check()?;
        AccountStore::list(&self.store).await
    }

    async fn revision(&self) -> Result<u64, StoreError> {
        self.check()?;
        self.store.revision().await
    }
}

/// One process over a store that others share.
struct Process {
    registry: AccountRegistry,
    tools: AccountTools,
}

fn process(store: &Fragile, key: &str, previous: Option<&str>) -> Process {
    process_comparing_after(Duration::ZERO, store, key, previous)
}

fn process_comparing_after(fresh: Duration, store: &Fragile, key: &str, previous: Option<&str>) -> Process {
    let world = World::new();
    let adapters = world.cases.adapters();
    let store: Arc<dyn AccountStore> = Arc::new(store.clone());
    let registry = AccountRegistry::comparing_after(fresh, Some(configured()), store, Arc::new(sealer(key, previous)));
    let tools = AccountTools {
        registry: registry.clone(),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
    };
    Process { registry, tools }
}

fn fragile() -> Fragile {
    Fragile {
        store: MemoryStore::new(),
        down: Arc::default(),
    }
}

#[tokio::test]
async fn another_process_learns_of_a_change_when_it_compares() {
    let store = fragile();
    let (here, there) = (process(&store, "one", None), process(&store, "one", None));
    assert_eq!(there.registry.setup("shop").await.unwrap(), None);
    AddAccount(here.tools.clone())
        .run(an_account("shop", "wx0000000000000001"))
        .await
        .unwrap();
    assert!(there.registry.setup("shop").await.unwrap().is_some());
    let off = ChangeAccountCommand {
        enabled: Some(false),
        ..a_change("shop", SecretChanges::default())
    };
    ChangeAccount(here.tools.clone()).run(off).await.unwrap();
    assert!(!there.registry.setup("shop").await.unwrap().unwrap().enabled);
}

#[tokio::test]
async fn an_account_that_another_process_added_or_enabled_just_now_is_no_stranger() {
    let store = fragile();
    let here = process(&store, "one", None);
    let there = process_comparing_after(Duration::from_hours(1), &store, "one", None);
    assert_eq!(there.registry.setup("shop").await.unwrap(), None);
    let off = AddAccountCommand {
        enabled: false,
        ..an_account("shop", "wx0000000000000001")
    };
    AddAccount(here.tools.clone()).run(off).await.unwrap();
    assert!(!there.registry.setup("shop").await.unwrap().unwrap().enabled);
    let on = ChangeAccountCommand {
        enabled: Some(true),
        ..a_change("shop", SecretChanges::default())
    };
    ChangeAccount(here.tools.clone()).run(on).await.unwrap();
    assert!(there.registry.setup("shop").await.unwrap().unwrap().enabled);

    store.down.store(true, Ordering::SeqCst);
    assert_eq!(
        there.registry.setup("nobody").await.unwrap(),
        None,
        "as far as is known"
    );
}

#[tokio::test]
async fn while_the_store_is_down_the_known_accounts_are_served() {
    let store = fragile();
    let one = process(&store, "one", None);
    AddAccount(one.tools.clone())
        .run(an_account("shop", "wx0000000000000001"))
        .await
        .unwrap();
    store.down.store(true, Ordering::SeqCst);
    assert!(one.registry.setup("shop").await.unwrap().is_some());
    let newcomer = process(&store, "one", None);
    assert!(
        newcomer.registry.setup("default").await.unwrap().is_some(),
        "it needs no store"
    );
    assert!(matches!(
        newcomer.registry.setup("shop").await,
        Err(StoreError::Unavailable(_))
    ));
    store.down.store(false, Ordering::SeqCst);
    let recovered = async {
        // For a moment it leaves a store alone that failed.
        while newcomer.registry.setup("shop").await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), recovered).await.unwrap();
    assert!(newcomer.registry.setup("shop").await.unwrap().is_some());
}

#[tokio::test]
async fn a_lost_key_disables_its_accounts_and_says_so() {
    let store = fragile();
    AddAccount(process(&store, "one", None).tools)
        .run(an_account("shop", "wx0000000000000001"))
        .await
        .unwrap();
    let lost = process(&store, "another", None);
    let setup = lost.registry.setup("shop").await.unwrap().unwrap();
    assert!(!setup.enabled);
    let view = ReadAccounts(lost.registry.clone()).find("shop").await.unwrap();
    assert_eq!((view.enabled, view.problem), (true, Some(Unusable::Unsealable)));
    let resealed = ResealAccounts(lost.registry.clone()).run().await.unwrap();
    assert_eq!((resealed.done, resealed.unsealable), (0, vec!["shop".to_owned()]));
    let anew = SecretChanges::default()
        .with(SecretKind::AppSecret, set("an-app-secret-not-for-use"))
        .with(SecretKind::Token, set("tokenNotForUse"))
        .with(SecretKind::EncodingAesKey, set(OTHER_KEY));
    ChangeAccount(lost.tools).run(a_change("shop", anew)).await.unwrap();
    let setup = lost.registry.setup("shop").await.unwrap().unwrap();
    assert!(setup.enabled, "entering the credentials again mends it");
    assert_eq!(
        setup.secrets.previous_encoding_aes_key, None,
        "a key that nobody can open is nobody's previous key"
    );
}

#[tokio::test]
async fn after_resealing_the_key_before_is_needed_no_more() {
    let store = fragile();
    AddAccount(process(&store, "old", None).tools)
        .run(an_account("shop", "wx0000000000000001"))
        .await
        .unwrap();
    let both = process(&store, "new", Some("old"));
    let before = both.registry.setup("shop").await.unwrap().unwrap();
    assert!(before.enabled);
    for _ in 0..2 {
        let resealed = ResealAccounts(both.registry.clone()).run().await.unwrap();
        assert_eq!((resealed.done, resealed.unsealable), (1, vec![]));
    }
    let after = both.registry.setup("shop").await.unwrap().unwrap();
    assert_eq!(
        after.generation, before.generation,
        "what the account is did not change"
    );
    let new_alone = process(&store, "new", None);
    assert!(new_alone.registry.setup("shop").await.unwrap().unwrap().enabled);
    let old_alone = process(&store, "old", None);
    assert!(!old_alone.registry.setup("shop").await.unwrap().unwrap().enabled);
}
