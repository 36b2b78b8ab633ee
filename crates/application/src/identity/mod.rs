//! Signing in, and who may; who is the same person in WeChat.

mod add_operator;
mod forget_union;
mod know_person;
mod learn_identity;
mod link_wecom;
mod read_operators;
mod read_people;
mod sign_in;
mod who_am_i;

pub use add_operator::{AddOperator, AddOperatorCommand, AddOperatorError};
pub use forget_union::{ForgetUnion, UnionGoes};
pub use know_person::{KnowPerson, KnowPersonError};
pub use learn_identity::{LearnIdentity, LearnIdentityCommand, LearnIdentityError};
pub use link_wecom::{LinkWecom, LinkWecomCommand, LinkWecomError};
pub use read_operators::ReadOperators;
pub use read_people::{ReadPeople, ReadPersonError};
pub use sign_in::{SignIn, SignInCommand, SignInError, SignedIn};
pub use who_am_i::{Authenticate, AuthenticateError};
