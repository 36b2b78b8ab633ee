//! Structs that are stored field by field under the same names.

/// A struct that is stored field by field under the same names.
macro_rules! mirrored {
    ($($domain:ident, $json:ident { $($field:ident),+ })+) => {$(
        impl From<$domain> for $json {
            fn from($domain { $($field),+ }: $domain) -> Self {
                Self { $($field),+ }
            }
        }

        impl From<$json> for $domain {
            fn from($json { $($field),+ }: $json) -> Self {
                Self { $($field),+ }
            }
        }
    )+};
}

pub(crate) use mirrored;
