//! The directory of a corporation: departments and members.

mod note;
mod read;
mod refresh_department;
mod refresh_member;
mod steps;

pub use read::ReadDirectory;
pub use refresh_department::{ReadDepartment, RefreshDepartment};
pub use refresh_member::{ReadMember, RefreshMember};
