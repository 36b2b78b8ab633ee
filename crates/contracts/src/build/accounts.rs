//! Accounts of ours at WeChat.

use domain::ids::AccountId;
use domain::secret::Secret;
use domain::wechat::account::{
    Account, AccountChange, AccountDetails, AccountDraft, AccountName, SecretChange, SecretChanges, SecretKind,
};
use domain::wechat::{MessageMode, Product};
use ports::wechat::{KeptAccount, SealedCredentials};

use super::{fresh, now};

/// What an Official Account with this app id is like, in safe mode, with every credential.
///
/// # Panics
/// When the app id breaks a rule.
#[must_use]
pub fn an_account_change(app_id: &str) -> AccountChange {
    let draft = AccountDraft {
        product: Product::OfficialAccount,
        title: "茶会 🍵".to_owned(),
        app_id: app_id.to_owned(),
        agent_id: None,
        original_id: Some("gh_0000000000".to_owned()),
        message_mode: MessageMode::Safe,
    };
    let set = |text: &str| SecretChange::Set(Secret::from(text));
    AccountChange {
        details: AccountDetails::check(draft).unwrap(),
        enabled: true,
        secrets: SecretChanges::default()
            .with(SecretKind::AppSecret, set("an-app-secret-not-for-use"))
            .with(SecretKind::Token, set("tokenNotForUse"))
            .with(
                SecretKind::EncodingAesKey,
                set("AnAesKeyNotForUse00000000000000000000000000"),
            ),
    }
}

/// An account of that name, whose seals are plain words.
///
/// # Panics
/// When name or app id breaks a rule.
#[must_use]
pub fn an_account(name: &str, app_id: &str) -> KeptAccount {
    let (id, name) = (fresh(AccountId::from_uuid), AccountName::new(name).unwrap());
    let (account, _) = Account::add(id, name, an_account_change(app_id), now()).unwrap();
    let mut sealed = SealedCredentials::default();
    for kind in SecretKind::ALL {
        let held = account.stored().secrets.has(kind);
        sealed.put(kind, held.then(|| format!("s1.sealed/{}+=", kind.name())));
    }
    KeptAccount { account, sealed }
}
