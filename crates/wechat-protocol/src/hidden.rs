//! Values that no log may show.

/// `Debug` that says which kind of value it is and no more: it names people or holds a secret.
macro_rules! hide_debug {
    ($($type:ident),+) => {$(
        impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($type), "(…)"))
            }
        }
    )+};
}

pub(crate) use hide_debug;
