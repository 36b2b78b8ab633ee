//! Stored templates.

use async_trait::async_trait;
use domain::ids::MessageTemplateId;
use domain::notifications::template::{FoundTemplate, MessageTemplate, TemplateKind};
use ports::StoreError;
use ports::log::{EventLog as _, LogEntry};
use ports::notifications::templates::{TemplateChange, TemplateStore};

use crate::log::to_json;
use crate::sql::{Row, Sql, Table, all, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const TEMPLATES: Table = Table {
    name: "message_templates",
    key: "id",
};
const COLUMNS: &str =
    "id, account, template_id, kind, title, content, example, choices, mapping, synced_at, gone_at, version";
const WIDTH: usize = 12;

#[async_trait]
impl TemplateStore for SqlStore {
    async fn list(&self, account: &str) -> Result<Vec<MessageTemplate>, StoreError> {
        let sql = self.select_template("account = ?").with(account);
        let rows = call("templates.list", all(self.reader(), TEMPLATES, sql)).await?;
        let mut templates = rows.iter().map(to_domain).collect::<Result<Vec<_>, _>>()?;
        templates.sort_by(|one, other| (&one.found.title, one.id).cmp(&(&other.found.title, other.id)));
        Ok(templates)
    }

    async fn find(&self, account: &str, id: MessageTemplateId) -> Result<Option<MessageTemplate>, StoreError> {
        let sql = self
            .select_template("id = ? AND account = ?")
            .with(id.uuid())
            .with(account);
        let row = call("templates.find", one(self.reader(), TEMPLATES, sql)).await?;
        row.as_ref().map(to_domain).transpose()
    }

    async fn save(&self, changes: &[TemplateChange], log: &[LogEntry]) -> Result<(), StoreError> {
        call("templates.save", retrying(|| self.save_templates(changes, log))).await
    }
}

impl SqlStore {
    async fn save_templates(&self, changes: &[TemplateChange], log: &[LogEntry]) -> Result<(), StoreError> {
        let mut transaction = self.begin_transaction().await?;
        // In order of id, so that two of these lock in one order.
        let mut sorted: Vec<_> = changes.iter().collect();
        sorted.sort_unstable_by_key(|change| change.template.id);
        for change in sorted {
            match change.expected_version {
                None => add(&mut transaction, &change.template).await?,
                Some(version) => update(&mut transaction, &change.template, version).await?,
            }
        }
        transaction.append(log).await?;
        transaction.commit_all().await
    }

    fn select_template(&self, condition: &str) -> Sql {
        Sql::new(
            self.dialect(),
            format!("SELECT {COLUMNS} FROM message_templates WHERE {condition}"),
        )
    }
}

async fn add(transaction: &mut SqlTransaction, template: &MessageTemplate) -> Result<(), StoreError> {
    let found = &template.found;
    let mut sql = transaction.sql(format!("INSERT INTO message_templates ({COLUMNS}) VALUES "));
    sql.rows(1, WIDTH)
        .bind(template.id.uuid())
        .bind(template.account.as_str())
        .bind(found.template_id.as_str())
        .bind(found.kind.name())
        .bind(found.title.as_str())
        .bind(found.content.as_str())
        .bind(found.example.as_str())
        .bind(to_json(&found.choices)?)
        .bind(to_json(&template.mapping)?)
        .bind(template.synced_at)
        .bind(template.gone_at)
        .bind(template.version);
    transaction.execute(sql).await.map(drop)
}

async fn update(transaction: &mut SqlTransaction, template: &MessageTemplate, version: u64) -> Result<(), StoreError> {
    let found = &template.found;
    let sql = transaction
        .sql(
            "UPDATE message_templates SET kind = ?, title = ?, content = ?, example = ?, choices = ?, mapping = ?, \
             synced_at = ?, gone_at = ?, version = ? WHERE id = ? AND version = ?",
        )
        .with(found.kind.name())
        .with(found.title.as_str())
        .with(found.content.as_str())
        .with(found.example.as_str())
        .with(to_json(&found.choices)?)
        .with(to_json(&template.mapping)?)
        .with(template.synced_at)
        .with(template.gone_at)
        .with(template.version)
        .with(template.id.uuid())
        .with(version);
    match transaction.execute(sql).await? {
        1 => Ok(()),
        _ => Err(transaction.fail(StoreError::VersionConflict)),
    }
}

fn to_domain(row: &Row) -> Result<MessageTemplate, StoreError> {
    Ok(MessageTemplate {
        id: MessageTemplateId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        found: FoundTemplate {
            template_id: row.text("template_id")?,
            kind: row.parsed("kind", TemplateKind::from_name)?,
            title: row.text("title")?,
            content: row.text("content")?,
            example: row.text("example")?,
            choices: row.json("choices")?,
        },
        mapping: row.json("mapping")?,
        synced_at: row.time("synced_at")?,
        gone_at: row.time_or_null("gone_at")?,
        version: row.number("version")?,
    })
}
