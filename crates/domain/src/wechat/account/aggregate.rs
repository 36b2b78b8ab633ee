//! An account over its life.

use super::{AccountDetails, AccountHappened, AccountName, SecretChange, SecretChanges, SecretKind, SecretsHeld};
use crate::ids::AccountId;
use crate::time::Timestamp;
use crate::validation::FieldFaults;
use crate::wechat::MessageMode;

/// An account of ours at WeChat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account(StoredAccount);

/// An account as it is stored, credentials apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAccount {
    /// Its id, which no later account of its name has.
    pub id: AccountId,
    /// Our name of it.
    pub name: AccountName,
    /// What is known of it.
    pub details: AccountDetails,
    /// Whether calls are made and messages taken for it.
    pub enabled: bool,
    /// Which credentials it has.
    pub secrets: SecretsHeld,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts its changes.
    pub version: u64,
}

/// What an account shall be like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountChange {
    /// What is known of it. Product, app id and agent id are the account itself and do not change.
    pub details: AccountDetails,
    /// Whether it is in use.
    pub enabled: bool,
    /// What happens to its credentials.
    pub secrets: SecretChanges,
}

impl Account {
    /// Adds an account.
    ///
    /// # Errors
    /// When a credential is missing or not of its shape.
    pub fn add(
        id: AccountId,
        name: AccountName,
        wanted: AccountChange,
        now: Timestamp,
    ) -> Result<(Self, AccountHappened), FieldFaults> {
        let secrets = SecretsHeld::default().changed(&wanted.secrets, now);
        check_secrets(&wanted, &secrets)?;
        let happened = AccountHappened::Added {
            name: name.clone(),
            details: Box::new(wanted.details.clone()),
            enabled: wanted.enabled,
            secrets: wanted.secrets.set(),
        };
        let account = StoredAccount {
            id,
            name,
            details: wanted.details,
            enabled: wanted.enabled,
            secrets,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        Ok((Self(account), happened))
    }

    /// Takes an account from storage.
    #[must_use]
    pub const fn restore(stored: StoredAccount) -> Self {
        Self(stored)
    }

    /// As it is stored.
    #[must_use]
    pub const fn stored(&self) -> &StoredAccount {
        &self.0
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.0.version
    }

    /// Changes it. Each of what happened is a version of its own; nothing happened when all is as wanted.
    ///
    /// # Errors
    /// When it would become another account, or a credential is missing or not of its shape.
    pub fn change(&mut self, wanted: AccountChange, now: Timestamp) -> Result<Vec<AccountHappened>, FieldFaults> {
        if wanted.details.identity() != self.0.details.identity() {
            let mut faults = FieldFaults::default();
            faults.add("appId", "cannot be changed: add another account");
            return Err(faults);
        }
        let secrets = self.0.secrets.changed(&wanted.secrets, now);
        check_secrets(&wanted, &secrets)?;
        let mut happened = Vec::new();
        if wanted.details != self.0.details {
            self.0.details = wanted.details.clone();
            happened.push(AccountHappened::DetailsChanged(Box::new(wanted.details)));
        }
        if let Some(changed) = credentials_changed(&self.0.secrets, &secrets, &wanted.secrets) {
            self.0.secrets = secrets;
            happened.push(changed);
        }
        if wanted.enabled != self.0.enabled {
            self.0.enabled = wanted.enabled;
            happened.push(if wanted.enabled {
                AccountHappened::Enabled
            } else {
                AccountHappened::Disabled
            });
        }
        if !happened.is_empty() {
            self.0.version += happened.len() as u64;
            self.0.updated_at = now;
        }
        Ok(happened)
    }

    /// Ends it.
    pub fn remove(&mut self, now: Timestamp) -> AccountHappened {
        self.0.version += 1;
        self.0.updated_at = now;
        AccountHappened::Removed
    }
}

fn check_secrets(wanted: &AccountChange, held: &SecretsHeld) -> Result<(), FieldFaults> {
    let mut faults = wanted.secrets.faults();
    if !held.has(SecretKind::AppSecret) && !matches!(wanted.secrets.of(SecretKind::AppSecret), SecretChange::Clear) {
        faults.add(SecretKind::AppSecret.field(), "is required");
    }
    // An account without a token takes no messages, so that there is nothing to encrypt.
    let takes_messages = held.has(SecretKind::Token);
    let is_encrypted = wanted.details.message_mode() != MessageMode::Plain;
    if takes_messages && is_encrypted && !held.has(SecretKind::EncodingAesKey) {
        faults.add(SecretKind::EncodingAesKey.field(), "is required by this message mode");
    }
    faults.check()
}

fn credentials_changed(before: &SecretsHeld, after: &SecretsHeld, changes: &SecretChanges) -> Option<AccountHappened> {
    let is_gone = |kind: &SecretKind| before.has(*kind) && !after.has(*kind);
    let set = changes.set();
    let cleared: Vec<_> = SecretKind::ALL.into_iter().filter(is_gone).collect();
    (!set.is_empty() || !cleared.is_empty()).then_some(AccountHappened::CredentialsChanged { set, cleared })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::wechat::account::AccountDraft;
    use crate::wechat::{MessageMode, Product};

    const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    fn now() -> Timestamp {
        Timestamp::from_unix_seconds(1_796_089_260)
    }

    fn details(mode: MessageMode) -> AccountDetails {
        AccountDetails::check(AccountDraft {
            product: Product::OfficialAccount,
            title: "茶会".to_owned(),
            app_id: "wx0000000000000000".to_owned(),
            agent_id: None,
            original_id: None,
            message_mode: mode,
        })
        .unwrap()
    }

    fn set(pairs: &[(SecretKind, &str)]) -> SecretChanges {
        pairs.iter().fold(SecretChanges::default(), |changes, (kind, text)| {
            changes.with(*kind, SecretChange::Set(Secret::from(*text)))
        })
    }

    use crate::secret::Secret;

    fn wanted(secrets: SecretChanges) -> AccountChange {
        AccountChange {
            details: details(MessageMode::Safe),
            enabled: true,
            secrets,
        }
    }

    fn complete() -> SecretChanges {
        set(&[
            (SecretKind::AppSecret, "secret-not-for-use"),
            (SecretKind::Token, "token1"),
            (SecretKind::EncodingAesKey, KEY),
        ])
    }

    fn add(wanted: AccountChange) -> Result<(Account, AccountHappened), FieldFaults> {
        let (id, name) = (AccountId::from_uuid(Uuid::nil()), AccountName::new("shop").unwrap());
        Account::add(id, name, wanted, now())
    }

    fn an_account() -> Account {
        add(wanted(complete())).unwrap().0
    }

    fn fields(faults: &FieldFaults) -> Vec<&'static str> {
        faults.iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn an_account_knows_which_credentials_it_has_but_not_their_values() {
        let (account, happened) = add(wanted(complete())).unwrap();
        assert!(account.stored().secrets.has(SecretKind::Token));
        assert!(!account.stored().secrets.has(SecretKind::PreviousEncodingAesKey));
        let shown = format!("{account:?} {happened:?} {:?}", complete());
        assert!(!shown.contains("not-for-use") && !shown.contains(KEY) && !shown.contains("token1"));
    }

    #[test]
    fn an_app_secret_is_required_and_the_key_where_messages_are_encrypted() {
        let faults = add(wanted(SecretChanges::default())).unwrap_err();
        assert_eq!(fields(&faults), ["appSecret"]);
        let without_key = set(&[
            (SecretKind::AppSecret, "secret-not-for-use"),
            (SecretKind::Token, "token1"),
        ]);
        assert_eq!(
            fields(&add(wanted(without_key.clone())).unwrap_err()),
            ["encodingAesKey"]
        );
        let plain = AccountChange {
            details: details(MessageMode::Plain),
            ..wanted(without_key)
        };
        assert!(add(plain).is_ok());
        let silent = set(&[(SecretKind::AppSecret, "secret-not-for-use")]);
        assert!(add(wanted(silent)).is_ok(), "who takes no messages needs no key");
    }

    #[test]
    fn credentials_are_held_to_their_shapes() {
        let long_token = "t".repeat(33);
        let short_key = &KEY[1..];
        for (kind, text) in [
            (SecretKind::AppSecret, "short"),
            (SecretKind::AppSecret, "with a blank in it"),
            (SecretKind::Token, "ab"),
            (SecretKind::Token, "a-b-c"),
            (SecretKind::Token, long_token.as_str()),
            (SecretKind::EncodingAesKey, short_key),
            (SecretKind::EncodingAesKey, "签到"),
            (SecretKind::PreviousEncodingAesKey, ""),
        ] {
            let secrets = complete().with(kind, SecretChange::Set(Secret::from(text)));
            assert_eq!(fields(&add(wanted(secrets)).unwrap_err()), [kind.field()], "{text}");
        }
    }

    #[test]
    fn a_new_key_keeps_the_old_one_as_the_previous() {
        let mut account = an_account();
        let later = now().plus(std::time::Duration::from_secs(5));
        let happened = account
            .change(wanted(set(&[(SecretKind::EncodingAesKey, KEY)])), later)
            .unwrap();
        assert_eq!(
            happened,
            [AccountHappened::CredentialsChanged {
                set: vec![SecretKind::EncodingAesKey],
                cleared: vec![]
            }]
        );
        let held = account.stored().secrets;
        assert_eq!(held.set_at(SecretKind::PreviousEncodingAesKey), Some(later));
        assert_eq!((account.version(), account.stored().updated_at), (2, later));
        let dropped = SecretChanges::default().with(SecretKind::PreviousEncodingAesKey, SecretChange::Clear);
        let happened = account.change(wanted(dropped), later).unwrap();
        let cleared = vec![SecretKind::PreviousEncodingAesKey];
        assert_eq!(happened, [AccountHappened::CredentialsChanged { set: vec![], cleared }]);
    }

    #[test]
    fn what_is_as_wanted_does_not_happen() {
        let mut account = an_account();
        let cleared = SecretChanges::default().with(SecretKind::PreviousEncodingAesKey, SecretChange::Clear);
        assert_eq!(account.change(wanted(cleared), now()), Ok(vec![]));
        assert_eq!(account, an_account());
    }

    #[test]
    fn each_change_is_a_version() {
        let mut account = an_account();
        let all = AccountChange {
            details: details(MessageMode::Compatible),
            enabled: false,
            secrets: set(&[(SecretKind::Token, "token2")]),
        };
        assert_eq!(account.change(all, now()).unwrap().len(), 3);
        assert_eq!(account.version(), 4);
        assert_eq!(account.remove(now()), AccountHappened::Removed);
        assert_eq!(account.version(), 5);
    }

    #[test]
    fn an_account_does_not_become_another() {
        let other = AccountDraft {
            app_id: "wx1111111111111111".to_owned(),
            ..details(MessageMode::Safe).to_draft()
        };
        let change = AccountChange {
            details: AccountDetails::check(other).unwrap(),
            ..wanted(SecretChanges::default())
        };
        assert_eq!(fields(&an_account().change(change, now()).unwrap_err()), ["appId"]);
    }

    #[test]
    fn the_app_secret_cannot_be_taken_away() {
        let cleared = SecretChanges::default().with(SecretKind::AppSecret, SecretChange::Clear);
        assert_eq!(
            fields(&an_account().change(wanted(cleared), now()).unwrap_err()),
            ["appSecret"]
        );
    }
}
