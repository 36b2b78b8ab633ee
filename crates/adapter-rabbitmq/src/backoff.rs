//! How long to wait before the next try.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(200);
const LAST: Duration = Duration::from_secs(10);

/// 0.2 s doubled with every try up to 10 s, of which a random half is cut off, so that the processes that lost a broker
/// at once do not all return at once.
pub fn before_try(number: u32) -> Duration {
    let whole = FIRST.saturating_mul(2_u32.saturating_pow(number)).min(LAST);
    whole.mul_f64(rand::random_range(0.5..=1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_grow_rarer_up_to_a_limit() {
        assert!(before_try(0) <= FIRST);
        assert!(before_try(3) >= Duration::from_millis(800));
        assert!(before_try(u32::MAX) <= LAST);
    }
}
