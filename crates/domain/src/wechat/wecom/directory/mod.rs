//! The directory (通讯录) of a corporation: departments and members.

mod department;
mod member;

pub use department::{Department, DepartmentFacts};
pub use member::{Member, MemberFacts, MemberHappened, MemberState, StoredMember};
