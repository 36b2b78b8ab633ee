//! External contacts inside a transaction.

use async_trait::async_trait;
use domain::ids::ContactSyncId;
use domain::wechat::wecom::contacts::Contact;
use domain::wechat::wecom::user_key;
use ports::StoreError;
use ports::wechat::wecom::ContactRepository;

use super::contact_rows::{
    CHANGEABLE, COLUMNS, CONTACTS, RELATION_COLUMNS, RELATION_WIDTH, RELATIONS, Relations, WIDTH, bind_changeable,
    bind_contact, bind_relation, gather, labels, select_relations, to_contacts,
};
use crate::sql::{Sql, asked, insert_parts};
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl ContactRepository for SqlTransaction {
    async fn find_for_update(
        &mut self,
        account: &str,
        external_user_ids: &[String],
    ) -> Result<Vec<Contact>, StoreError> {
        let mut found = Vec::with_capacity(external_user_ids.len());
        for ids in asked(external_user_ids) {
            let mut sql = self.sql(format!(
                "SELECT {COLUMNS} FROM external_contacts{} WHERE external_user_id IN (",
                self.dialect.using_index("uq_external_contacts_person")
            ));
            sql.marks(ids.len()).push(") AND account = ? ORDER BY external_user_id");
            sql.push(self.dialect.for_update());
            for id in ids {
                sql.bind(id.as_str());
            }
            sql.bind(account);
            found.extend(call("external_contacts.find_for_update", self.contacts_of(sql)).await?);
        }
        Ok(found)
    }

    async fn add(&mut self, contacts: &[Contact]) -> Result<(), StoreError> {
        for part in insert_parts(contacts.len()) {
            let rows = &contacts[part];
            let mut sql = self.sql(format!("INSERT INTO external_contacts ({COLUMNS}) VALUES "));
            sql.rows(rows.len(), WIDTH);
            for contact in rows {
                bind_contact(&mut sql, contact);
            }
            call("external_contacts.add", self.execute(sql)).await?;
        }
        for contact in contacts {
            self.add_relations_of(contact).await?;
        }
        Ok(())
    }

    async fn save(&mut self, contact: &Contact, expected_version: u64) -> Result<(), StoreError> {
        let id = contact.stored().id.uuid();
        let changed = CHANGEABLE.join(" = ?, ");
        let mut sql = self.sql(format!("UPDATE external_contacts SET {changed} = ?"));
        bind_changeable(&mut sql, contact);
        sql.push(" WHERE id = ? AND version = ?")
            .bind(id)
            .bind(expected_version);
        if call("external_contacts.save", self.execute(sql)).await? != 1 {
            return Err(self.fail(StoreError::VersionConflict));
        }
        for table in ["external_contact_relations", "external_contact_labels"] {
            let sql = self.sql(format!("DELETE FROM {table} WHERE contact_id = ?")).with(id);
            call("external_contacts.replace_relations", self.execute(sql)).await?;
        }
        self.add_relations_of(contact).await
    }

    async fn unlisted_for_update(
        &mut self,
        account: &str,
        sync: ContactSyncId,
        max: u32,
    ) -> Result<Vec<Contact>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM external_contacts{} WHERE account = ? AND known = ? AND oldest_listing < ? \
             ORDER BY oldest_listing LIMIT ?{}",
            self.dialect.using_index("ix_external_contacts_listed"),
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(account).with(true).with(sync.uuid()).with(max);
        call("external_contacts.unlisted_for_update", self.contacts_of(sql)).await
    }

    async fn of_user_for_update(&mut self, account: &str, user_id: &str, max: u32) -> Result<Vec<Contact>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM external_contacts WHERE id IN (SELECT contact_id FROM (SELECT contact_id \
             FROM external_contact_labels WHERE account = ? AND kind = 'user' AND value = ? \
             ORDER BY contact_id LIMIT ?) AS of_user) ORDER BY id{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(account).with(user_key(user_id)).with(max);
        call("external_contacts.of_user_for_update", self.contacts_of(sql)).await
    }

    async fn replace_users(
        &mut self,
        account: &str,
        sync: ContactSyncId,
        user_ids: &[String],
    ) -> Result<(), StoreError> {
        let sql = self
            .sql("DELETE FROM corp_contact_users WHERE account = ?")
            .with(account);
        call("corp_contact_users.forget", self.execute(sql)).await?;
        for part in insert_parts(user_ids.len()) {
            let rows = &user_ids[part];
            let mut sql = self.sql("INSERT INTO corp_contact_users (account, user_key, user_id, sync_id) VALUES ");
            sql.rows(rows.len(), 4);
            for user_id in rows {
                sql.bind(account)
                    .bind(user_key(user_id))
                    .bind(user_id.as_str())
                    .bind(sync.uuid());
            }
            call("corp_contact_users.add", self.execute(sql)).await?;
        }
        Ok(())
    }
}

impl SqlTransaction {
    async fn contacts_of(&mut self, sql: Sql) -> Result<Vec<Contact>, StoreError> {
        let rows = self.all(CONTACTS, sql).await?;
        let mut relations = Relations::new();
        for sql in select_relations(self.dialect, &rows)? {
            gather(&mut relations, &self.all(RELATIONS, sql).await?)?;
        }
        to_contacts(&rows, &mut relations)
    }

    async fn add_relations_of(&mut self, contact: &Contact) -> Result<(), StoreError> {
        let stored = contact.stored();
        let relations: Vec<_> = stored.relations.values().collect();
        for part in insert_parts(relations.len()) {
            let rows = &relations[part];
            let mut sql = self.sql(format!(
                "INSERT INTO external_contact_relations ({RELATION_COLUMNS}) VALUES "
            ));
            sql.rows(rows.len(), RELATION_WIDTH);
            for relation in rows {
                bind_relation(&mut sql, stored.id.uuid(), relation)?;
            }
            call("external_contacts.add_relations", self.execute(sql)).await?;
        }
        let labels: Vec<_> = labels(contact).into_iter().collect();
        for part in insert_parts(labels.len()) {
            let rows = &labels[part];
            let mut sql = self.sql("INSERT INTO external_contact_labels (account, kind, value, contact_id) VALUES ");
            sql.rows(rows.len(), 4);
            for (kind, value) in rows {
                sql.bind(stored.account.as_str())
                    .bind(*kind)
                    .bind(value.as_str())
                    .bind(stored.id.uuid());
            }
            call("external_contacts.add_labels", self.execute(sql)).await?;
        }
        Ok(())
    }
}
