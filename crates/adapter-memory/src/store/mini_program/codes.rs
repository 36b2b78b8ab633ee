//! Codes, their pictures, and what their scenes stand for.

use async_trait::async_trait;
use domain::ids::MiniProgramCodeId;
use domain::wechat::mini_program::MiniProgramCode;
use ports::log::EventLog;
use ports::wechat::mini_program::{
    CodeFilter, CodePicture, CodeReads, CodeRepository, CodesStore, CodesTransaction, SceneMeaning, StoredPicture,
};
use ports::{Page, PageQuery, StoreError};

use super::{MemoryStore, Transaction, duplicate, newest_first};

#[async_trait]
impl CodesStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn CodesTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl CodesTransaction for Transaction {
    fn codes(&mut self) -> &mut dyn CodeRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.finish()
    }
}

#[async_trait]
impl CodeRepository for Transaction {
    async fn add(&mut self, code: &MiniProgramCode, picture: &CodePicture) -> Result<(), StoreError> {
        self.change(|state| {
            let mini = &mut state.mini_program;
            if mini.codes.insert(code.id, (code.clone(), picture.clone())).is_some() {
                return Err(duplicate("mini_program_codes.id"));
            }
            let (Some(scene), Some(_)) = (&code.scene, &code.target) else {
                return Ok(());
            };
            let known = mini.scenes.insert((code.account.clone(), scene.clone()), code.id);
            known.map_or(Ok(()), |_| Err(duplicate("mini_program_scenes.scene")))
        })
    }
}

#[async_trait]
impl CodeReads for MemoryStore {
    async fn find(&self, account: &str, id: MiniProgramCodeId) -> Result<Option<MiniProgramCode>, StoreError> {
        let state = self.read();
        let found = state.mini().codes.get(&id).map(|(code, _)| code);
        Ok(found.filter(|code| code.account == account).cloned())
    }

    async fn list(
        &self,
        account: &str,
        filter: CodeFilter,
        page: PageQuery,
    ) -> Result<Page<MiniProgramCode>, StoreError> {
        let state = self.read();
        let codes = state.mini().codes.values().map(|(code, _)| code);
        let codes = codes
            .filter(|code| code.account == account)
            .filter(|code| filter.kind.is_none_or(|kind| code.kind == kind));
        Ok(newest_first(codes, page, |code| code.id.uuid()).map(Clone::clone))
    }

    async fn picture(&self, account: &str, id: MiniProgramCodeId) -> Result<Option<StoredPicture>, StoreError> {
        let state = self.read();
        let found = state.mini().codes.get(&id);
        Ok(found
            .filter(|(code, _)| code.account == account)
            .map(|(code, picture)| StoredPicture {
                code: code.id,
                picture: picture.clone(),
            }))
    }

    async fn meaning(&self, account: &str, scene: &str) -> Result<Option<SceneMeaning>, StoreError> {
        let state = self.read();
        let mini = state.mini();
        let id = mini.scenes.get(&(account.to_owned(), scene.to_owned()));
        let code = id.and_then(|id| mini.codes.get(id)).map(|(code, _)| code);
        Ok(code.and_then(|code| {
            Some(SceneMeaning {
                page: code.page.clone(),
                target: code.target.clone()?,
            })
        }))
    }

    async fn counted(&self, account: &str) -> Result<u64, StoreError> {
        let state = self.read();
        let codes = state.mini().codes.values().map(|(code, _)| code);
        let counted = codes.filter(|code| code.account == account && code.kind.is_counted());
        Ok(counted.count() as u64)
    }
}
