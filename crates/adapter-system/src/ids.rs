//! UUIDv7s that ascend within the process (RFC 9562 §6.2, method 2: a random counter below the milliseconds).

use std::sync::{Arc, Mutex, PoisonError};

use ports::system::{Clock, Ids};
use uuid::Uuid;

/// Bits below the milliseconds: 12 of `rand_a` and 62 of `rand_b`.
const COUNTER_BITS: u32 = 74;
/// A fresh counter leaves its highest bit free, so that it has room to grow within its millisecond.
const FRESH: u128 = (1 << (COUNTER_BITS - 1)) - 1;
/// Steps are random, so that nobody guesses one id from another: up to 2⁴⁰, which leaves 2³³ steps in a millisecond.
const STEP: u128 = (1 << 40) - 1;

/// Makes UUIDv7s, each greater than all before it, even when the clock is set back.
pub struct UuidV7Ids {
    clock: Arc<dyn Clock>,
    last: Mutex<Mark>,
}

/// Milliseconds since the Unix epoch and the counter below them.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    millis: u64,
    counter: u128,
}

impl UuidV7Ids {
    /// Ids that bear the time of `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            last: Mutex::default(),
        }
    }
}

impl Ids for UuidV7Ids {
    fn next(&self) -> Uuid {
        let millis = u64::try_from(self.clock.now().unix_micros() / 1_000).unwrap_or(0);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = last.successor(millis, rand::random());
        last.uuid()
    }
}

impl Mark {
    fn successor(self, millis: u64, random: u128) -> Self {
        let fresh = |millis| Self {
            millis,
            counter: random & FRESH,
        };
        if millis > self.millis {
            return fresh(millis);
        }
        let counter = self.counter + 1 + (random & STEP);
        if counter >> COUNTER_BITS == 0 {
            Self { counter, ..self }
        } else {
            // The millisecond is used up: the ids run ahead of the clock.
            fresh(self.millis + 1)
        }
    }

    fn uuid(self) -> Uuid {
        let rand_a = self.counter >> 62;
        let rand_b = self.counter & ((1 << 62) - 1);
        Uuid::from_u128(u128::from(self.millis) << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::time::Timestamp;

    use super::*;

    struct SteppingClock(Mutex<Vec<i64>>);

    impl Clock for SteppingClock {
        fn now(&self) -> Timestamp {
            let mut times = self.0.lock().unwrap();
            let now = if times.len() > 1 { times.remove(0) } else { times[0] };
            Timestamp::from_unix_micros(now)
        }
    }

    fn ids_at(times: &[i64]) -> UuidV7Ids {
        UuidV7Ids::new(Arc::new(SteppingClock(Mutex::new(times.to_vec()))))
    }

    #[test]
    fn an_id_bears_version_variant_and_the_milliseconds() {
        let id = ids_at(&[1_796_089_260_123_999]).next();
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
        let (seconds, nanos) = id.get_timestamp().unwrap().to_unix();
        assert_eq!((seconds, nanos), (1_796_089_260, 123_000_000));
    }

    #[test]
    fn ids_ascend_within_a_millisecond_and_when_the_clock_is_set_back() {
        let ids = ids_at(&[9_000_000, 9_000_000, 1_000_000, 9_000_500, 9_001_000, -5]);
        let made: Vec<_> = (0..1_000).map(|_| ids.next()).collect();
        assert!(made.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn a_used_up_millisecond_runs_into_the_next() {
        let full = Mark {
            millis: 7,
            counter: (1 << COUNTER_BITS) - 1,
        };
        let next = full.successor(7, 0);
        assert_eq!(next.millis, 8);
        assert!(next.uuid() > full.uuid());
    }

    #[test]
    fn ids_of_many_threads_are_all_different() {
        let ids = ids_at(&[1_796_089_260_123_999]);
        let made: Vec<Uuid> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| (0..2_000).map(|_| ids.next()).collect::<Vec<_>>()))
                .collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), 16_000);
    }
}
