//! Writing SQL, running it, reading rows.

mod bind;
mod claim;
mod conditions;
mod page;
mod row;
mod run;
mod statement;

pub(crate) use claim::{Claim, claim};
pub(crate) use conditions::Conditions;
pub(crate) use page::{Direction, List, count_up_to_limit, total_unless_known};
pub(crate) use row::{Row, Table};
pub(crate) use run::{all, execute, one, retrying};
pub(crate) use statement::{MOST_ASKED, Sql, asked, filled_up, insert_parts};
