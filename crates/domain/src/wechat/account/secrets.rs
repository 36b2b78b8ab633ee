//! The credentials of an account, as far as an account knows of them: which it has, and since when. Their values are
//! kept beside it.

use crate::secret::Secret;
use crate::time::Timestamp;
use crate::validation::FieldFaults;

/// One of an account's credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretKind {
    /// Buys access tokens (AppSecret; Secret of a WeCom application).
    AppSecret,
    /// Signs messages (Token).
    Token,
    /// Encrypts messages (EncodingAESKey).
    EncodingAesKey,
    /// The key before, accepted while WeChat changes over.
    PreviousEncodingAesKey,
}

impl SecretKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::AppSecret,
        Self::Token,
        Self::EncodingAesKey,
        Self::PreviousEncodingAesKey,
    ];

    /// The stable name, used in storage and in what a sealed secret is bound to.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AppSecret => "app_secret",
            Self::Token => "token",
            Self::EncodingAesKey => "encoding_aes_key",
            Self::PreviousEncodingAesKey => "previous_encoding_aes_key",
        }
    }

    /// The name in the API.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::AppSecret => "appSecret",
            Self::Token => "token",
            Self::EncodingAesKey => "encodingAesKey",
            Self::PreviousEncodingAesKey => "previousEncodingAesKey",
        }
    }

    fn fault(self, secret: &str) -> Option<&'static str> {
        let all = |is_good: fn(&u8) -> bool| secret.as_bytes().iter().all(is_good);
        match self {
            Self::AppSecret if !(8..=128).contains(&secret.len()) || !all(u8::is_ascii_graphic) => {
                Some("must have 8 to 128 visible ASCII characters")
            }
            Self::Token if !(3..=32).contains(&secret.len()) || !all(u8::is_ascii_alphanumeric) => {
                Some("must have 3 to 32 letters and digits")
            }
            Self::EncodingAesKey | Self::PreviousEncodingAesKey
                if secret.len() != 43 || !all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte)) =>
            {
                Some("must have 43 letters and digits")
            }
            _ => None,
        }
    }
}

/// What happens to one credential.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SecretChange {
    /// It stays.
    #[default]
    Keep,
    /// It is taken away.
    Clear,
    /// It gets this value.
    Set(Secret),
}

/// What happens to the credentials of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecretChanges([SecretChange; 4]);

impl SecretChanges {
    /// The same changes and this one.
    #[must_use]
    pub fn with(mut self, kind: SecretKind, change: SecretChange) -> Self {
        self.0[kind as usize] = change;
        self
    }

    /// What happens to one.
    #[must_use]
    pub const fn of(&self, kind: SecretKind) -> &SecretChange {
        &self.0[kind as usize]
    }

    /// Where new values are not of their shapes (消息加解密说明: token 3 to 32 letters and digits, key 43 letters and
    /// digits).
    #[must_use]
    pub fn faults(&self) -> FieldFaults {
        let mut faults = FieldFaults::default();
        for kind in SecretKind::ALL {
            match self.of(kind) {
                SecretChange::Set(secret) => {
                    if let Some(reason) = kind.fault(secret.expose()) {
                        faults.add(kind.field(), reason);
                    }
                }
                SecretChange::Clear if kind == SecretKind::AppSecret => faults.add(kind.field(), "is required"),
                SecretChange::Clear | SecretChange::Keep => {}
            }
        }
        faults
    }

    pub(super) fn set(&self) -> Vec<SecretKind> {
        let is_set = |kind: &SecretKind| matches!(self.of(*kind), SecretChange::Set(_));
        SecretKind::ALL.into_iter().filter(is_set).collect()
    }
}

/// Which credentials there are: each with the instant it was last set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SecretsHeld([Option<Timestamp>; 4]);

impl SecretsHeld {
    /// From instants in the order of [`SecretKind::ALL`].
    #[must_use]
    pub const fn since(instants: [Option<Timestamp>; 4]) -> Self {
        Self(instants)
    }

    /// When one was last set; `None` where there is none.
    #[must_use]
    pub const fn set_at(&self, kind: SecretKind) -> Option<Timestamp> {
        self.0[kind as usize]
    }

    /// Whether there is one.
    #[must_use]
    pub const fn has(&self, kind: SecretKind) -> bool {
        self.set_at(kind).is_some()
    }

    /// As changed. A new key makes the old one the previous key, unless that is changed itself.
    pub(super) fn changed(mut self, changes: &SecretChanges, now: Timestamp) -> Self {
        let before = self;
        for kind in SecretKind::ALL {
            match changes.of(kind) {
                SecretChange::Keep => {}
                SecretChange::Clear => self.0[kind as usize] = None,
                SecretChange::Set(_) => self.0[kind as usize] = Some(now),
            }
        }
        if moves_key(changes) && before.has(SecretKind::EncodingAesKey) {
            self.0[SecretKind::PreviousEncodingAesKey as usize] = Some(now);
        }
        self
    }
}

impl SecretChanges {
    /// Whether the present key becomes the previous one.
    #[must_use]
    pub const fn moves_key(&self) -> bool {
        moves_key(self)
    }
}

const fn moves_key(changes: &SecretChanges) -> bool {
    matches!(changes.of(SecretKind::EncodingAesKey), SecretChange::Set(_))
        && matches!(changes.of(SecretKind::PreviousEncodingAesKey), SecretChange::Keep)
}
