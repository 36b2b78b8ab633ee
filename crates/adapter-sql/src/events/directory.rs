//! Which event a message means.

use async_trait::async_trait;
use domain::events::QrPurpose;
use domain::ids::EventId;
use ports::StoreError;
use ports::events::{EventCard, EventDirectory, SceneRoute};

use super::rows::{CARD_COLUMNS, EVENTS, to_card};
use crate::sql::{Row, Sql, all, asked, one};
use crate::store::SqlStore;
use crate::telemetry::call;

/// Most events of one interaction code.
const MOST_PER_CODE: u32 = 20;

#[async_trait]
impl EventDirectory for SqlStore {
    async fn routes(&self, scenes: &[(String, String)]) -> Result<Vec<SceneRoute>, StoreError> {
        let mut routes = Vec::with_capacity(scenes.len());
        for scenes in asked(scenes) {
            let text = format!(
                "SELECT q.account, q.scene, q.purpose, {CARD_COLUMNS} FROM qr_codes q \
                 JOIN events e ON e.id = q.event_id WHERE (q.account, q.scene) IN ("
            );
            let mut sql = Sql::new(self.dialect(), text);
            sql.rows(scenes.len(), 2).push(")");
            for (account, scene) in scenes {
                sql.bind(account.as_str()).bind(scene.as_str());
            }
            let rows = call("directory.routes", all(self.reader(), EVENTS, sql)).await?;
            for row in &rows {
                routes.push(to_route(row)?);
            }
        }
        if routes.len() < scenes.len() {
            self.add_channel_routes(scenes, &mut routes).await?;
        }
        Ok(routes)
    }

    async fn by_interaction_codes(&self, codes: &[String]) -> Result<Vec<EventCard>, StoreError> {
        let mut cards = Vec::new();
        for codes in asked(codes) {
            let mut sql = Sql::new(
                self.dialect(),
                format!(
                    "SELECT {CARD_COLUMNS} FROM (SELECT id, ROW_NUMBER() OVER \
                     (PARTITION BY interaction_code ORDER BY starts_at DESC, id DESC) AS place \
                     FROM events WHERE interaction_code IN ("
                ),
            );
            sql.marks(codes.len());
            for code in codes {
                sql.bind(code.as_str());
            }
            sql.push(
                ") AND deleted_at IS NULL) AS placed JOIN events e ON e.id = placed.id WHERE placed.place <= ? \
                 ORDER BY e.starts_at DESC, e.id DESC",
            )
            .bind(MOST_PER_CODE);
            let rows = call("directory.by_interaction_codes", all(self.reader(), EVENTS, sql)).await?;
            for row in &rows {
                cards.push(to_card(row)?);
            }
        }
        Ok(cards)
    }

    async fn card(&self, id: EventId) -> Result<Option<EventCard>, StoreError> {
        let text = format!("SELECT {CARD_COLUMNS} FROM events e WHERE e.id = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let row = call("directory.card", one(self.reader(), EVENTS, sql)).await?;
        row.as_ref().map(to_card).transpose()
    }
}

impl SqlStore {
    /// Scenes of channels that register for an event.
    async fn add_channel_routes(
        &self,
        scenes: &[(String, String)],
        routes: &mut Vec<SceneRoute>,
    ) -> Result<(), StoreError> {
        for scenes in asked(scenes) {
            let text = format!(
                "SELECT s.account, s.scene, ? AS purpose, {CARD_COLUMNS} FROM scene_codes s \
                 JOIN channels c ON c.id = s.target_id AND c.deleted_at IS NULL \
                 JOIN events e ON e.id = c.event_id WHERE s.kind = 'channel' AND (s.account, s.scene) IN ("
            );
            let mut sql = Sql::new(self.dialect(), text).with(QrPurpose::Register.name());
            sql.rows(scenes.len(), 2).push(")");
            for (account, scene) in scenes {
                sql.bind(account.as_str()).bind(scene.as_str());
            }
            let rows = call("directory.channel_routes", all(self.reader(), EVENTS, sql)).await?;
            for row in &rows {
                routes.push(to_route(row)?);
            }
        }
        Ok(())
    }
}

fn to_route(row: &Row) -> Result<SceneRoute, StoreError> {
    Ok(SceneRoute {
        account: row.text("account")?,
        scene: row.text("scene")?,
        purpose: row.parsed("purpose", QrPurpose::from_name)?,
        event: to_card(row)?,
    })
}
