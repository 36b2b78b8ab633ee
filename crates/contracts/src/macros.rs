//! Macros that turn promises into tests.

/// Writes one test for each promise: `promises!(fixture, module: promise, promise, …)`.
///
/// The fixture is an async function without arguments that answers the subject and a guard, which is dropped last, or
/// an option of both; `None` skips the test.
#[macro_export]
macro_rules! promises {
    ($fixture:path, $module:ident: $($promise:ident),+ $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $promise() {
            let Some((subject, guard)) = $crate::Fixture::given($fixture().await) else {
                return;
            };
            $crate::held(Box::pin($crate::$module::$promise(subject))).await;
            drop(guard);
        }
    )+};
}

/// What a fixture answers.
pub trait Fixture {
    /// What is tested.
    type Subject;
    /// What cleans up when it is dropped.
    type Guard;

    /// Both, or `None` where there is nothing to test against.
    fn given(self) -> Option<(Self::Subject, Self::Guard)>;
}

impl<Subject, Guard> Fixture for (Subject, Guard) {
    type Subject = Subject;
    type Guard = Guard;

    fn given(self) -> Option<(Subject, Guard)> {
        Some(self)
    }
}

impl<Subject, Guard> Fixture for Option<(Subject, Guard)> {
    type Subject = Subject;
    type Guard = Guard;

    fn given(self) -> Option<(Subject, Guard)> {
        self
    }
}
