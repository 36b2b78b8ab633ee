//! Codes, their pictures, and what their scenes stand for.

use async_trait::async_trait;
use domain::ids::MiniProgramCodeId;
use domain::wechat::mini_program::{CodeKind, MiniProgramCode};
use ports::log::EventLog;
use ports::wechat::mini_program::{
    CodeFilter, CodePicture, CodeReads, CodeRepository, CodesStore, CodesTransaction, SceneMeaning, StoredPicture,
};
use ports::{Page, PageQuery, StoreError};

use super::code_rows::{CODES, COLUMNS, WIDTH, bind, to_code};
use crate::sql::{Conditions, Direction, List, Sql, Table, one};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const SCENES: Table = Table {
    name: "mini_program_scenes",
    key: "code_id",
};
const PICTURES: Table = Table {
    name: "mini_program_code_pictures",
    key: "code_id",
};
const COUNTED: Table = Table {
    name: "mini_program_codes",
    key: "counted",
};

#[async_trait]
impl CodesStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn CodesTransaction>, StoreError> {
        Ok(Box::new(
            call("mini_program_codes.begin", self.begin_transaction()).await?,
        ))
    }
}

#[async_trait]
impl CodesTransaction for SqlTransaction {
    fn codes(&mut self) -> &mut dyn CodeRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("mini_program_codes.commit", self.commit_all()).await
    }
}

#[async_trait]
impl CodeRepository for SqlTransaction {
    async fn add(&mut self, code: &MiniProgramCode, picture: &CodePicture) -> Result<(), StoreError> {
        let mut row = self.sql(format!("INSERT INTO mini_program_codes ({COLUMNS}) VALUES "));
        row.rows(1, WIDTH);
        bind(&mut row, code);
        call("mini_program_codes.add", self.execute(row)).await?;
        let mut file = self.sql("INSERT INTO mini_program_code_pictures (code_id, content_type, picture) VALUES ");
        file.rows(1, 3)
            .bind(code.id.uuid())
            .bind(picture.content_type.as_str())
            .bind(picture.bytes.as_slice());
        call("mini_program_codes.add_picture", self.execute(file)).await?;
        let (Some(scene), Some(target)) = (&code.scene, &code.target) else {
            return Ok(());
        };
        let mut meaning = self.sql("INSERT INTO mini_program_scenes (account, scene, page, target, code_id) VALUES ");
        meaning
            .rows(1, 5)
            .bind(code.account.as_str())
            .bind(scene.as_str())
            .bind(code.page.as_str())
            .bind(target.as_str())
            .bind(code.id.uuid());
        call("mini_program_codes.add_scene", self.execute(meaning))
            .await
            .map(drop)
    }
}

#[async_trait]
impl CodeReads for SqlStore {
    async fn find(&self, account: &str, id: MiniProgramCodeId) -> Result<Option<MiniProgramCode>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM mini_program_codes WHERE id = ? AND account = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid()).with(account);
        let row = call("mini_program_codes.find", one(self.reader(), CODES, sql)).await?;
        row.as_ref().map(to_code).transpose()
    }

    async fn list(
        &self,
        account: &str,
        filter: CodeFilter,
        page: PageQuery,
    ) -> Result<Page<MiniProgramCode>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("account = ?", account)
            .and_if("kind = ?", filter.kind.map(CodeKind::name));
        let list = List {
            table: CODES,
            columns: COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some(match filter.kind {
                Some(_) => "ix_mini_program_codes_kind",
                None => "ix_mini_program_codes_account",
            }),
            conditions,
        };
        let codes = list.page(self.reader(), page, to_code, |code| code.id.uuid());
        call("mini_program_codes.list", codes).await
    }

    async fn picture(&self, account: &str, id: MiniProgramCodeId) -> Result<Option<StoredPicture>, StoreError> {
        let text = "SELECT p.code_id, p.content_type, p.picture FROM mini_program_code_pictures p \
             JOIN mini_program_codes c ON c.id = p.code_id WHERE p.code_id = ? AND c.account = ?";
        let sql = Sql::new(self.dialect(), text).with(id.uuid()).with(account);
        let Some(row) = call("mini_program_codes.picture", one(self.reader(), PICTURES, sql)).await? else {
            return Ok(None);
        };
        Ok(Some(StoredPicture {
            code: id,
            picture: CodePicture {
                content_type: row.text("content_type")?,
                bytes: row.bytes("picture")?,
            },
        }))
    }

    async fn meaning(&self, account: &str, scene: &str) -> Result<Option<SceneMeaning>, StoreError> {
        let text = "SELECT code_id, page, target FROM mini_program_scenes WHERE scene = ? AND account = ?";
        let sql = Sql::new(self.dialect(), text).with(scene).with(account);
        let Some(row) = call("mini_program_codes.meaning", one(self.reader(), SCENES, sql)).await? else {
            return Ok(None);
        };
        Ok(Some(SceneMeaning {
            page: row.text("page")?,
            target: row.text("target")?,
        }))
    }

    async fn counted(&self, account: &str) -> Result<u64, StoreError> {
        let counted: Vec<_> = CodeKind::ALL.into_iter().filter(|kind| kind.is_counted()).collect();
        let mut sql = Sql::new(
            self.dialect(),
            "SELECT COUNT(*) AS counted FROM mini_program_codes WHERE account = ? AND kind IN (",
        )
        .with(account);
        sql.marks(counted.len()).push(")");
        for kind in counted {
            sql.bind(kind.name());
        }
        let row = call("mini_program_codes.counted", one(self.reader(), COUNTED, sql)).await?;
        row.map_or(Ok(0), |row| row.number("counted"))
    }
}
