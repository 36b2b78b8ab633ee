//! Making codes anew before they end.

use async_trait::async_trait;
use domain::ids::QrCodeId;
use domain::time::Timestamp;
use domain::wechat::{SceneCode, ScenePrint, SceneTarget};
use ports::StoreError;
use ports::wechat::SceneCodeRenewals;

use super::codes::{CODES, COLUMNS, to_code, to_print};
use crate::sql::{Claim, Sql, Table, all, claim, execute, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

const DUE: Claim<'static> = Claim {
    table: CODES,
    key: &["id"],
    due: "renew_at",
    due_at: "<=",
    columns: COLUMNS,
    counts: None,
};

const HISTORY: Table = Table {
    name: "scene_code_history",
    key: "code_id",
};

#[async_trait]
impl SceneCodeRenewals for SqlStore {
    async fn claim(&self, now: Timestamp, until: Timestamp, max: u32) -> Result<Vec<SceneCode>, StoreError> {
        let rows = call("scene_codes.claim", retrying(|| claim(self, &DUE, now, until, max))).await?;
        rows.iter().map(to_code).collect()
    }

    async fn renewed(&self, code: &SceneCode) -> Result<bool, StoreError> {
        call("scene_codes.renewed", retrying(|| self.store_renewal(code))).await
    }

    async fn retire(&self, id: QrCodeId) -> Result<(), StoreError> {
        let text = "UPDATE scene_codes SET renew_at = NULL WHERE id = ?";
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let retire = retrying(|| execute(self.writer(), sql.clone()));
        call("scene_codes.retire", retire).await.map(drop)
    }

    async fn history(&self, id: QrCodeId) -> Result<Vec<ScenePrint>, StoreError> {
        let text = "SELECT ticket, url, image_url, expires_at, made_at FROM scene_code_history WHERE code_id = ? \
             ORDER BY renewal DESC";
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let rows = call("scene_codes.history", all(self.reader(), HISTORY, sql)).await?;
        rows.iter().map(to_print).collect()
    }
}

impl SqlStore {
    /// The history is written first: its key lets one renewal of a number through.
    async fn store_renewal(&self, code: &SceneCode) -> Result<bool, StoreError> {
        let before = i64::from(code.renewals) - 1;
        let transaction = self.begin_raw().await?;
        let update = self.update_code(code).with(before);
        let keep = Sql::new(
            self.dialect(),
            "INSERT INTO scene_code_history (code_id, renewal, ticket, url, image_url, expires_at, made_at) \
             SELECT id, renewals, ticket, url, image_url, expires_at, made_at FROM scene_codes \
             WHERE id = ? AND renewals = ?",
        )
        .with(code.id.uuid())
        .with(before);
        let kept = match execute(&transaction, keep).await {
            Err(StoreError::Duplicate(_)) => return Ok(false),
            kept => kept?,
        };
        if kept == 0 || execute(&transaction, update).await? == 0 {
            return Ok(false);
        }
        if let SceneTarget::Event { .. } = code.target {
            execute(&transaction, self.update_event_code(code)).await?;
        }
        transaction.commit().await.map_err(crate::errors::store_error)?;
        Ok(true)
    }

    fn update_code(&self, code: &SceneCode) -> Sql {
        Sql::new(
            self.dialect(),
            "UPDATE scene_codes SET ticket = ?, url = ?, image_url = ?, expires_at = ?, made_at = ?, renew_at = ?, \
             renewals = ? WHERE id = ? AND renewals = ?",
        )
        .with(code.print.ticket.as_str())
        .with(code.print.url.as_str())
        .with(code.print.image_url.as_str())
        .with(code.print.expires_at)
        .with(code.print.made_at)
        .with(code.renew_at())
        .with(code.renewals)
        .with(code.id.uuid())
    }

    fn update_event_code(&self, code: &SceneCode) -> Sql {
        Sql::new(
            self.dialect(),
            "UPDATE qr_codes SET ticket = ?, url = ?, image_url = ?, expires_at = ? WHERE id = ?",
        )
        .with(code.print.ticket.as_str())
        .with(code.print.url.as_str())
        .with(code.print.image_url.as_str())
        .with(code.print.expires_at)
        .with(code.id.uuid())
    }
}
