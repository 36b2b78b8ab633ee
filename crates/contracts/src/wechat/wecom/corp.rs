//! A corporation at WeCom, as a test sees and bends it.

use async_trait::async_trait;
use domain::attendance::PersonRef;

/// Our name of the corporation's application.
pub const CORP: &str = "wecom";
/// Our name of the account with the secret of the directory (通讯录同步), which alone is told the ids of all members.
pub const CORP_DIRECTORY: &str = "wecom-directory";

/// Somebody outside whom members know.
#[derive(Clone)]
pub struct Customer {
    /// WeCom's id of them.
    pub external_user_id: String,
    /// Lets them be welcomed once.
    pub welcome_code: String,
}

/// The other side. It begins with the root department, and nobody in it.
#[async_trait]
pub trait Corp: Send + Sync {
    /// A new member of a department.
    async fn member_of(&self, department: i64) -> PersonRef;

    /// An id that no member has.
    async fn nobody(&self) -> String;

    /// A new department of this name, below the root.
    async fn department(&self, name: &str) -> i64;

    /// The member leaves the corporation.
    async fn leaves(&self, member: &PersonRef);

    /// The texts of the application that the member sees now, oldest first.
    async fn sees(&self, member: &PersonRef) -> Vec<String>;

    /// WeCom's id of a message that the application sent just now.
    async fn sent_message(&self) -> String;

    /// The code of the member's answer on a card.
    async fn card_code(&self, member: &PersonRef) -> String;

    /// What WeCom's page brings back for the member.
    async fn staff_code(&self, member: &PersonRef) -> String;

    /// What it brings back for somebody who is no member.
    async fn outsider_code(&self) -> String;

    /// A new customer of this member.
    async fn customer_of(&self, member: &PersonRef) -> Customer;

    /// The customer is known to another member, too.
    async fn is_shared(&self, customer: &Customer, member: &PersonRef);

    /// The member and the customer part.
    async fn part(&self, customer: &Customer, member: &PersonRef);
}
