//! Media ids of materials: known ones while they are good, otherwise those of new uploads.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::ids::MaterialId;
use domain::wechat::materials::{Material, MaterialKind, UploadPlace, UploadedCopy};
use ports::files::FileError;
use ports::wechat::materials::MaterialFile;
use ports::wechat::{RefusalKind, WechatFailure};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::claiming::{Mine, Outcome, Turn, Wanted};
use super::tools::MaterialTools;
use crate::context::Context;
use crate::retry::AsStoreError;
use crate::wechat::{ArticleImages, Keeping, MediaIds, NoMediaId};

/// Files in the memory of this process on their way to WeChat at once; each has up to 20 MB.
const AT_ONCE: usize = 4;
/// How long somebody waits for another's upload before it is their caller's turn to come again.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Has WeChat keep copies of materials. Of many who want the same copy, in whichever process, one uploads it.
#[derive(Clone)]
pub struct MediaLibrary {
    tools: MaterialTools,
    uploads: Arc<Semaphore>,
}

impl AsStoreError for NoMediaId {
    fn as_store_error(&self) -> Option<&ports::StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

impl MediaLibrary {
    pub(super) fn new(tools: MaterialTools) -> Self {
        Self {
            tools,
            uploads: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// The copy of a material. `goes_on` says that a job tries again when WeChat wants it later.
    pub(super) async fn copy(
        &self,
        wanted: Wanted<'_>,
        goes_on: bool,
        context: &Context,
    ) -> Result<UploadedCopy, NoMediaId> {
        let setup = self.tools.accounts.setup(wanted.account).await?;
        let app_id = setup.ok_or(NoMediaId::NotFound)?.app_id.clone();
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.tools.take_turn(wanted, &app_id).await? {
                Turn::Known(copy) => return Ok(copy),
                Turn::Ours(mine) => return self.upload(wanted, *mine, goes_on, context).await,
                Turn::Busy(_) if Instant::now() < deadline => tokio::time::sleep(LOOK_AGAIN).await,
                Turn::Busy(until) => {
                    return Err(NoMediaId::Wechat(WechatFailure::Later {
                        code: None,
                        after: Some(until.since(self.tools.clock.now())),
                        note: "another process is uploading the file".to_owned(),
                    }));
                }
            }
        }
    }

    async fn upload(
        &self,
        wanted: Wanted<'_>,
        mine: Mine,
        goes_on: bool,
        context: &Context,
    ) -> Result<UploadedCopy, NoMediaId> {
        let outcome = self.send(wanted, &mine.material).await;
        count(wanted.place, &outcome);
        let concluded = self.tools.conclude(wanted, &mine, &outcome, goes_on, context).await;
        match (outcome, mine.before) {
            (Ok((media_id, url)), _) => {
                // What is not noted is uploaded again; this copy is good all the same.
                if let Err(error) = concluded {
                    tracing::warn!(error = %error, detail = error.detail(), "an upload was not noted");
                }
                Ok(UploadedCopy {
                    media_id,
                    url,
                    expires_at: None,
                })
            }
            (Err(WechatFailure::Later { .. } | WechatFailure::Unanswered { .. }), Some(before)) => Ok(before),
            (Err(failure), _) => {
                concluded?;
                Err(failure.into())
            }
        }
    }

    async fn send(&self, wanted: Wanted<'_>, material: &Material) -> Outcome {
        let Ok(_place) = self.uploads.acquire().await else {
            return Err(not_now("the process is stopping"));
        };
        let stored = material.stored();
        let file = MaterialFile {
            kind: stored.kind,
            name: material.upload_name(),
            content_type: stored.file.file_type.content_type(),
            title: stored.title.clone().unwrap_or_default(),
            introduction: stored.introduction.clone().unwrap_or_default(),
            bytes: self.bytes(material).await?,
        };
        let api = &self.tools.api;
        match wanted.place {
            UploadPlace::Temporary => {
                let media_id = api.upload_temporary(wanted.account, &file).await?;
                Ok((Some(media_id), None))
            }
            UploadPlace::Permanent => {
                let copy = api.upload_permanent(wanted.account, &file).await?;
                Ok((Some(copy.media_id), copy.url))
            }
            UploadPlace::Article => {
                let url = api.upload_article_image(wanted.account, &file).await?;
                Ok((None, Some(url)))
            }
        }
    }

    async fn bytes(&self, material: &Material) -> Result<Vec<u8>, WechatFailure> {
        let found = self.tools.files.get(material.stored().file.hash).await;
        let lost = |why: &str| WechatFailure::Refused {
            code: 0,
            kind: RefusalKind::Configuration,
            note: format!("our own file {why}"),
        };
        match found {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(lost("is lost")),
            Err(error) => {
                tracing::warn!(error = %error, detail = error.detail(), "a file could not be fetched");
                Err(match error {
                    FileError::Unavailable(_) => not_now("our own file storage is unavailable"),
                    FileError::Damaged(_) => lost("is damaged: bring it again"),
                    FileError::Failed(_) => lost("cannot be fetched"),
                })
            }
        }
    }
}

fn not_now(note: &str) -> WechatFailure {
    WechatFailure::Later {
        code: None,
        after: None,
        note: note.to_owned(),
    }
}

fn count(place: UploadPlace, outcome: &Outcome) {
    let outcome = match outcome {
        Ok(_) => "uploaded",
        Err(WechatFailure::Refused { .. }) => "refused",
        Err(WechatFailure::Later { .. }) => "later",
        Err(WechatFailure::Unanswered { .. }) => "unanswered",
    };
    metrics::counter!("wechat_material_uploads_total", "place" => place.name(), "outcome" => outcome).increment(1);
}

const fn place_of(keeping: Keeping) -> UploadPlace {
    match keeping {
        Keeping::Temporary => UploadPlace::Temporary,
        Keeping::Permanent => UploadPlace::Permanent,
    }
}

fn media_id_of(copy: UploadedCopy) -> Result<String, NoMediaId> {
    copy.media_id.ok_or(NoMediaId::NotFound)
}

#[async_trait]
impl MediaIds for MediaLibrary {
    async fn media_id(&self, account: &str, material: MaterialId, keeping: Keeping) -> Result<String, NoMediaId> {
        let wanted = Wanted {
            account,
            material,
            place: place_of(keeping),
            refused: None,
        };
        media_id_of(self.copy(wanted, false, &Context::of("worker")).await?)
    }

    async fn media_id_instead_of(
        &self,
        account: &str,
        material: MaterialId,
        keeping: Keeping,
        refused: &str,
    ) -> Result<String, NoMediaId> {
        let wanted = Wanted {
            account,
            material,
            place: place_of(keeping),
            refused: Some(refused),
        };
        media_id_of(self.copy(wanted, false, &Context::of("worker")).await?)
    }
}

#[async_trait]
impl ArticleImages for MediaLibrary {
    async fn article_image_url(&self, account: &str, material: MaterialId) -> Result<String, NoMediaId> {
        let found = self.tools.reads.find(account, material).await?;
        let kind = found.ok_or(NoMediaId::NotFound)?.material.stored().kind;
        if kind != MaterialKind::Image {
            return Err(NoMediaId::WrongKind { found: kind.name() });
        }
        let wanted = Wanted {
            account,
            material,
            place: UploadPlace::Article,
            refused: None,
        };
        let copy = self.copy(wanted, false, &Context::of("worker")).await?;
        copy.url.ok_or(NoMediaId::NotFound)
    }
}
