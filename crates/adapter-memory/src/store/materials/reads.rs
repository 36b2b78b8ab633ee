//! Reading materials.

use async_trait::async_trait;
use domain::files::FileHash;
use domain::ids::MaterialId;
use domain::wechat::materials::MaterialKind;
use ports::wechat::materials::{MaterialFilter, MaterialReads, MaterialView};
use ports::{Page, PageQuery, StoreError};

use super::{MemoryStore, newest_first};

#[async_trait]
impl MaterialReads for MemoryStore {
    async fn find(&self, account: &str, id: MaterialId) -> Result<Option<MaterialView>, StoreError> {
        let state = self.read();
        let found = state.materials.materials.get(&id);
        Ok(found
            .filter(|material| material.stored().account == account)
            .map(|material| state.materials.view(material)))
    }

    async fn find_by_file(
        &self,
        account: &str,
        kind: MaterialKind,
        hash: FileHash,
    ) -> Result<Option<MaterialView>, StoreError> {
        let state = self.read();
        let mut all = state.materials.materials.values();
        let found = all.find(|material| {
            let stored = material.stored();
            stored.account == account && stored.kind == kind && stored.file.hash == hash
        });
        Ok(found.map(|material| state.materials.view(material)))
    }

    async fn list(
        &self,
        account: &str,
        filter: MaterialFilter,
        page: PageQuery,
    ) -> Result<Page<MaterialView>, StoreError> {
        let state = self.read();
        let all = state.materials.materials.values();
        let wanted = all
            .filter(|material| material.stored().account == account)
            .filter(|material| filter.kind.is_none_or(|kind| material.stored().kind == kind));
        let found = newest_first(wanted, page, |material| material.id().uuid());
        Ok(found.map(|material| state.materials.view(material)))
    }
}
