//! Signing in: one answer for every wrong credential, and guessing is slow.

use std::time::Duration;

use application::identity::{AddOperatorCommand, AddOperatorError, SignInCommand, SignInError};

use crate::world::World;

const PASSWORD: &str = "correct horse";

impl World {
    async fn with_ann(self) -> Self {
        let command = AddOperatorCommand {
            username: "Ann".to_owned(),
            password: PASSWORD.to_owned(),
        };
        self.cases.add_operator.run(command).await.unwrap();
        self
    }

    async fn try_as(&self, username: &str, password: &str, address: &str) -> Result<String, SignInError> {
        let command = SignInCommand {
            username: username.to_owned(),
            password: password.to_owned(),
            address: address.to_owned(),
        };
        self.cases.sign_in.run(command).await.map(|signed_in| signed_in.token)
    }
}

#[tokio::test]
async fn the_right_password_gives_a_session_that_ends() {
    let world = World::new().with_ann().await;
    let token = world.try_as(" ANN ", PASSWORD, "::1").await.unwrap();
    assert_eq!(world.cases.authenticate.session(&token).unwrap().username, "ann");
    world.clock.advance(Duration::from_hours(2));
    assert!(world.cases.authenticate.session(&token).is_err());
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_are_told_alike() {
    let world = World::new().with_ann().await;
    for (name, password) in [
        ("ann", "wrong"),
        ("nobody", PASSWORD),
        ("", ""),
        ("ann", &"x".repeat(1_000)),
    ] {
        let refused = world.try_as(name, password, "::1").await;
        assert!(
            matches!(refused, Err(SignInError::WrongCredentials)),
            "{name}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn ten_thousand_wrong_passwords_are_stopped_early_and_lock_nobody_else_out() {
    let world = World::new().with_ann().await;
    let mut checked = 0;
    for n in 0..10_000 {
        match world.try_as("ann", &format!("guess {n}"), "203.0.113.9").await {
            Err(SignInError::WrongCredentials) => checked += 1,
            Err(SignInError::TooMany { retry_after }) => assert!(retry_after <= Duration::from_mins(1)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(checked, 10);
    assert!(
        world.try_as("ann", PASSWORD, "203.0.113.9").await.is_err(),
        "that address has to wait"
    );
    assert!(
        world.try_as("ann", PASSWORD, "198.51.100.7").await.is_ok(),
        "Ann elsewhere does not"
    );
    world.clock.advance(Duration::from_secs(61));
    assert!(world.try_as("ann", PASSWORD, "203.0.113.9").await.is_ok());
}

#[tokio::test]
async fn a_name_is_taken_once_whatever_its_case() {
    let world = World::new().with_ann().await;
    let again = AddOperatorCommand {
        username: "aNN".to_owned(),
        password: PASSWORD.to_owned(),
    };
    assert!(matches!(
        world.cases.add_operator.run(again).await,
        Err(AddOperatorError::NameTaken)
    ));
    let short = AddOperatorCommand {
        username: "bob".to_owned(),
        password: "short".to_owned(),
    };
    assert!(matches!(
        world.cases.add_operator.run(short).await,
        Err(AddOperatorError::Invalid(_))
    ));
}
