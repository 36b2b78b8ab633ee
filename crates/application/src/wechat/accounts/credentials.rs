//! Sealing and opening of credentials, each bound to its account and kind.

use domain::ids::AccountId;
use domain::secret::Secret;
use domain::wechat::account::{SecretChange, SecretChanges, SecretKind};
use ports::system::{SecretSealer, Unsealable};
use ports::wechat::{AccountSecrets, KeptAccount, SealedCredentials};

/// What the credential of an account is sealed for. Stored seals are bound to this text: it never changes.
fn purpose(account: AccountId, kind: SecretKind) -> String {
    format!("wechat_account/{account}/{}", kind.name())
}

/// One credential in the clear; `None` where there is none.
pub(super) fn open(
    sealer: &dyn SecretSealer,
    kept: &KeptAccount,
    kind: SecretKind,
) -> Result<Option<Secret>, Unsealable> {
    let purpose = purpose(kept.account.stored().id, kind);
    kept.sealed
        .of(kind)
        .map(|sealed| sealer.open(&purpose, sealed))
        .transpose()
}

/// Every credential in the clear.
pub(super) fn open_all(sealer: &dyn SecretSealer, kept: &KeptAccount) -> Result<AccountSecrets, Unsealable> {
    Ok(AccountSecrets {
        app_secret: open(sealer, kept, SecretKind::AppSecret)?.ok_or(Unsealable)?,
        token: open(sealer, kept, SecretKind::Token)?,
        encoding_aes_key: open(sealer, kept, SecretKind::EncodingAesKey)?,
        previous_encoding_aes_key: open(sealer, kept, SecretKind::PreviousEncodingAesKey)?,
    })
}

/// The changes that make a difference: a value that is there already stays as it is, and a key that cannot be opened
/// any more becomes nobody's previous key.
pub(super) fn effective(sealer: &dyn SecretSealer, kept: &KeptAccount, wanted: &SecretChanges) -> SecretChanges {
    let mut changes = wanted.clone();
    for kind in SecretKind::ALL {
        if let SecretChange::Set(secret) = wanted.of(kind)
            && open(sealer, kept, kind) == Ok(Some(secret.clone()))
        {
            changes = changes.with(kind, SecretChange::Keep);
        }
    }
    if changes.moves_key() && open(sealer, kept, SecretKind::EncodingAesKey).is_err() {
        changes = changes.with(SecretKind::PreviousEncodingAesKey, SecretChange::Clear);
    }
    changes
}

/// Carries changes out on the seals. A new key makes the old one the previous key.
pub(super) fn apply(sealer: &dyn SecretSealer, kept: &mut KeptAccount, changes: &SecretChanges) {
    let id = kept.account.stored().id;
    if changes.moves_key()
        && let Ok(Some(old)) = open(sealer, kept, SecretKind::EncodingAesKey)
    {
        put(sealer, &mut kept.sealed, id, SecretKind::PreviousEncodingAesKey, &old);
    }
    for kind in SecretKind::ALL {
        match changes.of(kind) {
            SecretChange::Keep => {}
            SecretChange::Clear => kept.sealed.put(kind, None),
            SecretChange::Set(secret) => put(sealer, &mut kept.sealed, id, kind, secret),
        }
    }
}

/// The same credentials under the present key.
///
/// # Errors
/// When one cannot be opened.
pub(super) fn resealed(sealer: &dyn SecretSealer, kept: &KeptAccount) -> Result<SealedCredentials, Unsealable> {
    let mut sealed = SealedCredentials::default();
    for kind in SecretKind::ALL {
        if let Some(secret) = open(sealer, kept, kind)? {
            put(sealer, &mut sealed, kept.account.stored().id, kind, &secret);
        }
    }
    Ok(sealed)
}

fn put(sealer: &dyn SecretSealer, into: &mut SealedCredentials, id: AccountId, kind: SecretKind, secret: &Secret) {
    into.put(kind, Some(sealer.seal(&purpose(id, kind), secret)));
}
