//! Staff sign in as members of a WeCom corporation (扫码登录): whoever is linked to an operator gets that operator's
//! session.

mod begin;
mod finish;

pub use begin::{BeginStaffLogin, BeginStaffLoginCommand};
pub use finish::{FinishStaffLogin, StaffLoginFinished};
