//! Reading external contacts and welcome messages.

use async_trait::async_trait;
use domain::ids::{ContactSyncId, ExternalContactId};
use domain::wechat::wecom::contacts::{Contact, WelcomeEnd, WelcomeSetting};
use domain::wechat::wecom::user_key;
use ports::wechat::wecom::{ContactFilter, ContactReads};
use ports::{Page, PageQuery, StoreError, Total};

use super::contact_rows::{COLUMNS, CONTACTS, with_relations};
use super::welcomes::{SETTING_COLUMNS, SETTINGS, to_setting};
use crate::sql::{Conditions, Direction, List, Row, Sql, Table, all, one, total_unless_known};
use crate::store::SqlStore;
use crate::telemetry::call;

const USERS: Table = Table {
    name: "corp_contact_users",
    key: "sync_id",
};
const COUNTS: Table = Table {
    name: "welcome_counts",
    key: "account",
};

#[async_trait]
impl ContactReads for SqlStore {
    async fn contact(&self, account: &str, external_user_id: &str) -> Result<Option<Contact>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM external_contacts WHERE external_user_id = ? AND account = ?");
        let sql = Sql::new(self.dialect(), text).with(external_user_id).with(account);
        call("external_contacts.find", self.one_contact(sql)).await
    }

    async fn contact_by_id(&self, id: ExternalContactId) -> Result<Option<Contact>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM external_contacts WHERE id = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        call("external_contacts.find_by_id", self.one_contact(sql)).await
    }

    async fn contacts(
        &self,
        account: &str,
        filter: &ContactFilter,
        page: PageQuery,
    ) -> Result<Page<Contact>, StoreError> {
        call("external_contacts.list", self.list_contacts(account, filter, page)).await
    }

    async fn users_after(
        &self,
        account: &str,
        sync: ContactSyncId,
        last: Option<&str>,
        max: u32,
    ) -> Result<Vec<String>, StoreError> {
        let text = "SELECT user_id FROM corp_contact_users WHERE account = ? AND user_key > ? AND sync_id = ? \
             ORDER BY user_key LIMIT ?";
        let sql = Sql::new(self.dialect(), text)
            .with(account)
            .with(last.unwrap_or_default())
            .with(sync.uuid())
            .with(max);
        let rows = call("corp_contact_users.after", all(self.reader(), USERS, sql)).await?;
        rows.iter().map(|row| row.text("user_id")).collect()
    }

    async fn welcome(&self, account: &str) -> Result<Option<WelcomeSetting>, StoreError> {
        let text = format!("SELECT {SETTING_COLUMNS} FROM welcome_messages WHERE account = ?");
        let sql = Sql::new(self.dialect(), text).with(account);
        let row = call("welcome_messages.find", one(self.reader(), SETTINGS, sql)).await?;
        row.as_ref().map(to_setting).transpose()
    }

    async fn welcome_counts(&self, account: &str) -> Result<Vec<(WelcomeEnd, u64)>, StoreError> {
        let text = "SELECT ended_as, counted FROM welcome_counts WHERE account = ?";
        let sql = Sql::new(self.dialect(), text).with(account);
        let rows = call("welcome_counts.find", all(self.reader(), COUNTS, sql)).await?;
        let read = |row: &Row| Ok((row.parsed("ended_as", WelcomeEnd::from_name)?, row.number("counted")?));
        rows.iter().map(read).collect()
    }
}

impl SqlStore {
    async fn one_contact(&self, sql: Sql) -> Result<Option<Contact>, StoreError> {
        let rows = all(self.reader(), CONTACTS, sql).await?;
        let found = with_relations(self.reader(), self.dialect(), &rows).await?;
        Ok(found.into_iter().next())
    }

    async fn list_contacts(
        &self,
        account: &str,
        filter: &ContactFilter,
        page: PageQuery,
    ) -> Result<Page<Contact>, StoreError> {
        let labels = labels_of(filter);
        let (rows, total) = if labels.is_empty() {
            self.plain_contacts(account, filter, page).await?
        } else {
            self.labelled_contacts(account, &labels, filter, page).await?
        };
        let contacts = with_relations(self.reader(), self.dialect(), &rows).await?;
        Ok(Page::from_probe(contacts, page.size(), total, |contact| {
            contact.stored().id.uuid()
        }))
    }

    async fn plain_contacts(
        &self,
        account: &str,
        filter: &ContactFilter,
        page: PageQuery,
    ) -> Result<(Vec<Row>, Total), StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions.and_with("account = ?", account).and_with("known = ?", true);
        narrow(&mut conditions, filter, "");
        // The beginning of a name may leave one row or all: there the optimizer knows better.
        let index = filter.name.is_none().then_some("ix_external_contacts_known");
        let list = List {
            table: CONTACTS,
            columns: COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index,
            conditions,
        };
        let rows = list.probe(self.reader(), page).await?;
        let hint = index.map(|index| self.dialect().using_index(index)).unwrap_or_default();
        let source = format!("external_contacts{hint}");
        let total = total_unless_known(self.reader(), &source, &list.conditions, page, rows.len()).await?;
        Ok((rows, total))
    }

    /// Walks the index of the first label, so that a rare one costs what it has and not what the account has.
    async fn labelled_contacts(
        &self,
        account: &str,
        labels: &[(&str, String)],
        filter: &ContactFilter,
        page: PageQuery,
    ) -> Result<(Vec<Row>, Total), StoreError> {
        let source = format!(
            "external_contact_labels l{} {} external_contacts c ON c.id = l.contact_id",
            self.dialect().using_index("PRIMARY"),
            self.dialect().ordered_join()
        );
        let mut conditions = Conditions::none(self.dialect());
        conditions.and_with("l.account = ?", account);
        for (index, (kind, value)) in labels.iter().enumerate() {
            if index == 0 {
                conditions
                    .and_with("l.kind = ?", *kind)
                    .and_with("l.value = ?", value.as_str());
                continue;
            }
            let also = "EXISTS (SELECT 1 FROM external_contact_labels o WHERE o.account = ? AND o.kind = ? \
                 AND o.value = ? AND o.contact_id = l.contact_id)";
            conditions.and_with(also, account).bind(*kind).bind(value.as_str());
        }
        narrow(&mut conditions, filter, "c.");
        let columns = COLUMNS.replace(", ", ", c.");
        let mut sql = Sql::new(self.dialect(), format!("SELECT c.{columns} FROM {source}"));
        let mut narrowed = conditions.clone();
        narrowed.and_if("l.contact_id < ?", page.cursor());
        narrowed.write(&mut sql);
        sql.push(" ORDER BY l.contact_id DESC LIMIT ? OFFSET ?")
            .bind(i64::from(page.size()) + 1)
            .bind(page.offset());
        let rows = all(self.reader(), CONTACTS, sql).await?;
        let total = total_unless_known(self.reader(), &source, &conditions, page, rows.len()).await?;
        Ok((rows, total))
    }
}

/// What is looked for, the rarest first as a rule.
fn labels_of(filter: &ContactFilter) -> Vec<(&'static str, String)> {
    let state = filter.state.clone().map(|state| ("state", state));
    let tag = filter.tag.clone().map(|tag| ("tag", tag));
    let user = filter.user_id.as_deref().map(|user_id| ("user", user_key(user_id)));
    state.into_iter().chain(tag).chain(user).collect()
}

fn narrow(conditions: &mut Conditions, filter: &ContactFilter, table: &str) {
    if let Some(name) = filter.name.as_deref() {
        conditions
            .and_with(&format!("{table}name >= ?"), name)
            .and_with(&format!("{table}name < ?"), format!("{name}{}", char::MAX));
    }
}
