//! What a code means depends on the product and on who asked.

use domain::wechat::Product;
use wechat_protocol::api::Auth;
use wechat_protocol::error_codes::{
    self, ErrorClass, PermanentKind, QuotaPeriod, classify_for, classify_token_call_for, needs_operator_for,
};

/// Who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asker {
    /// An account with its token.
    Account,
    /// An account with its secret in the call itself.
    Secret,
    /// A person with their own token or code.
    Person,
    /// The keeper of an account's token.
    TokenKeeper,
}

impl Asker {
    pub(crate) const fn of(auth: Auth) -> Self {
        match auth {
            Auth::AccessToken => Self::Account,
            Auth::Credentials => Self::Secret,
            Auth::User => Self::Person,
        }
    }
}

/// The table in which codes are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) product: Product,
    pub(crate) asker: Asker,
}

impl Dialect {
    /// What to do about a code. Only a call that carries the account's token can have an old one.
    pub(crate) fn class(self, code: i64) -> ErrorClass {
        let product = self.table();
        match (self.asker, classify_for(product, code)) {
            (Asker::TokenKeeper, _) => classify_token_call_for(product, code),
            (Asker::Secret, ErrorClass::RefreshToken) => ErrorClass::Permanent(PermanentKind::Configuration),
            (Asker::Person, ErrorClass::RefreshToken) => ErrorClass::NeedsConsent,
            (_, class) => class,
        }
    }

    /// What a code means, in English.
    pub(crate) fn meaning(self, code: i64) -> Option<&'static str> {
        let known = error_codes::find(self.table(), code);
        let known = match self.product {
            Product::WeCom => known,
            Product::OfficialAccount | Product::MiniProgram => known.or_else(|| error_codes::find_on_platform(code)),
        };
        known.map(|entry| entry.meaning)
    }

    /// Whether a human should hear of it.
    pub(crate) fn needs_operator(self, code: i64) -> bool {
        match self.asker {
            Asker::Account | Asker::Person => needs_operator_for(self.table(), code),
            Asker::Secret => needs_operator_for(self.table(), code) || self.is_configuration(code),
            Asker::TokenKeeper => {
                needs_operator_for(self.table(), code)
                    || matches!(self.class(code), ErrorClass::Permanent(_) | ErrorClass::Unknown)
            }
        }
    }

    /// Whether it says that this API is called too often, whoever is meant: a daily quota, or a rate. 43108 and its like
    /// are about one person and hold back nobody else.
    pub(crate) fn is_about_rate(self, code: i64) -> bool {
        let is_named = match self.product {
            Product::WeCom => matches!(code, 45009 | 45033),
            Product::OfficialAccount | Product::MiniProgram => matches!(code, 45011 | 44990 | 44991),
        };
        is_named || self.class(code) == ErrorClass::Quota(QuotaPeriod::Day)
    }

    fn is_configuration(self, code: i64) -> bool {
        self.class(code) == ErrorClass::Permanent(PermanentKind::Configuration)
    }

    const fn table(self) -> error_codes::Product {
        match self.product {
            Product::OfficialAccount => error_codes::Product::OfficialAccount,
            Product::MiniProgram => error_codes::Product::MiniProgram,
            Product::WeCom => error_codes::Product::WeCom,
        }
    }
}

/// Codes by which any product says that it is busy.
pub(crate) const fn is_busy(code: i64) -> bool {
    matches!(code, -1 | 268_487_001 | 268_487_002 | 268_488_001)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(product: Product, asker: Asker, code: i64) -> ErrorClass {
        Dialect { product, asker }.class(code)
    }

    #[test]
    fn an_old_token_is_one_thing_a_wrong_secret_another_and_a_persons_code_a_third() {
        for product in Product::ALL {
            assert_eq!(class(product, Asker::Account, 40001), ErrorClass::RefreshToken);
            let configuration = ErrorClass::Permanent(PermanentKind::Configuration);
            assert_eq!(class(product, Asker::Secret, 40001), configuration);
            assert_eq!(class(product, Asker::TokenKeeper, 40001), configuration);
            assert_eq!(class(product, Asker::Person, 42001), ErrorClass::NeedsConsent);
        }
    }

    #[test]
    fn one_number_means_different_things() {
        let of = |product| Dialect {
            product,
            asker: Asker::Account,
        };
        assert_eq!(
            of(Product::OfficialAccount).class(45009),
            ErrorClass::Quota(QuotaPeriod::Day)
        );
        assert!(matches!(of(Product::WeCom).class(45009), ErrorClass::Retry { .. }));
        assert!(of(Product::OfficialAccount).is_about_rate(45009) && of(Product::WeCom).is_about_rate(45009));
        assert!(!of(Product::OfficialAccount).is_about_rate(43108));
    }
}
