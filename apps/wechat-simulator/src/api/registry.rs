//! All endpoints, by path.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::endpoint::Endpoint;
use super::{common, mini_program, official_account, wecom};

/// The families of endpoints.
const FAMILIES: &[&[&[Endpoint]]] = &[
    common::FAMILIES,
    official_account::FAMILIES,
    mini_program::FAMILIES,
    wecom::FAMILIES,
];

static BY_PATH: LazyLock<HashMap<&'static str, Vec<&'static Endpoint>>> = LazyLock::new(|| {
    let mut by_path: HashMap<_, Vec<_>> = HashMap::new();
    for endpoint in FAMILIES.iter().copied().flatten().copied().flatten() {
        by_path.entry(endpoint.path).or_default().push(endpoint);
    }
    by_path
});

/// The endpoints at this path: at most one for each product.
#[must_use]
pub fn at(path: &str) -> &'static [&'static Endpoint] {
    BY_PATH.get(path).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::account::Product;

    #[test]
    fn no_product_has_two_endpoints_at_one_path() {
        for (path, endpoints) in BY_PATH.iter() {
            for product in [Product::OfficialAccount, Product::MiniProgram, Product::WeCom] {
                let own = endpoints.iter().filter(|endpoint| endpoint.products.contains(&product));
                assert!(own.count() <= 1, "{product:?} {path}");
            }
        }
    }
}
