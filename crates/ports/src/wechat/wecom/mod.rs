//! What WeCom (企业微信) needs from outside: messages of applications, who of the staff signs in, the store of directory and
//! external contacts, and WeCom's APIs about them.

mod api;
mod contacts;
mod contacts_api;
mod directory;
mod directory_api;
mod messages;
mod reads;
mod records;
mod staff_login;

pub use api::{CardUpdateRequest, StaffMessagesApi, StaffRequest};
pub use contacts::{ContactFilter, ContactReads, ContactRepository, WelcomeRepository};
pub use contacts_api::{
    ContactIds, ContactPage, ContactsApi, OutgoingAttachment, OutgoingWelcome, USERS_AT_ONCE, WelcomeTaken,
};
pub use directory::{DepartmentRepository, DirectoryReads, MemberFilter, MemberRepository};
pub use directory_api::{DirectoryApi, MemberIdPage, MemberTold, MembersTold};
pub use messages::{StaffMessageRepository, StaffMessagesStore, StaffMessagesTransaction};
pub use reads::{StaffMessageFilter, StaffMessageReads};
pub use records::{CorpRecords, CorpSyncRepository, CorpTransaction};
pub use staff_login::{LoginWay, StaffLoginApi, StaffVisitor};
