//! Identity (身份): who signs in to the admin side, and what they may do; and who is the same person in WeChat.

mod operator;
mod person;
mod phone;
mod wecom_link;

pub use operator::{NewPassword, Operator, Role, Username};
pub use person::{LearnedFrom, MergeRefusal, Person, PersonHappened, PersonMerge, StoredPerson, UnionId};
pub use phone::{NoPhoneNumber, PhoneHappened, PhoneNumber, PhoneRecord};
pub use wecom_link::{WecomLink, WecomLinkHappened, WecomUser};
