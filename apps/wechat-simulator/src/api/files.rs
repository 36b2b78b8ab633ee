//! `GET /files/{key}`: files by their public address, as WeChat's image and video hosts serve them.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::call::Call;
use crate::state::State;
use crate::state::media::StoredFile;
use crate::world::World;

impl Call<'_> {
    /// The public address of a file with this key.
    #[must_use]
    pub fn file_address(&self, key: &str) -> String {
        format!("http://{}/files/{key}", self.request.host)
    }
}

/// The file, or 404.
pub async fn serve(world: Data<World>, key: Path<String>) -> HttpResponse {
    world.with(|state| {
        let now = state.clock.now();
        match find(state, &key).filter(|file| !file.has_expired(now)) {
            Some(file) => HttpResponse::Ok()
                .content_type(file.content_type.as_str())
                .body(file.content.bytes()),
            None => HttpResponse::NotFound().finish(),
        }
    })
}

fn find<'a>(state: &'a State, key: &str) -> Option<&'a StoredFile> {
    let of_accounts = state.accounts.iter().flat_map(|(_, account)| {
        let content = &account.official.content;
        [&account.media, &content.materials, &content.images]
    });
    let of_corps = state.corps.iter().flat_map(|corp| [&corp.media, &corp.images]);
    of_accounts.chain(of_corps).find_map(|library| library.by_key(key))
}
