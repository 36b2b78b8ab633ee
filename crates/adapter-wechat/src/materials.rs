//! [`MaterialsApi`]: files at official accounts, Mini Programs and WeCom.

use async_trait::async_trait;
use domain::wechat::Product;
use domain::wechat::materials::MaterialKind;
use ports::wechat::materials::{MaterialFile, MaterialsApi, PermanentCopy, PermanentCounts};
use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::Upload;
use wechat_protocol::api::official_account::material::{AddMaterial, CountMaterial, DeleteMaterial};
use wechat_protocol::api::official_account::media::{self, File, MediaKind};
use wechat_protocol::api::wecom::media as wecom;

use crate::client::WechatClient;
use crate::failure::refused;

/// There is no such media id.
const NO_MEDIA: i64 = 40_007;

#[async_trait]
impl MaterialsApi for WechatClient {
    async fn upload_temporary(&self, account: &str, file: &MaterialFile) -> Result<String, WechatFailure> {
        if self.product(account).await? == Product::WeCom {
            let call = wecom::UploadMedia {
                kind: wecom_kind(file.kind)?,
                file: form(file),
            };
            call.check().map_err(unsound)?;
            return Ok(self.call(account, &call).await?.media_id);
        }
        let call = media::UploadMedia::new(kind(file.kind)?, part(file)).map_err(unsound)?;
        Ok(self.call(account, &call).await?.media_id)
    }

    async fn upload_permanent(&self, account: &str, file: &MaterialFile) -> Result<PermanentCopy, WechatFailure> {
        self.require_official_account(account).await?;
        let call = match kind(file.kind)? {
            MediaKind::Video => AddMaterial::video(part(file), &file.title, &file.introduction),
            kind => AddMaterial::new(kind, part(file)),
        };
        let added = self.call(account, &call.map_err(unsound)?).await?;
        Ok(PermanentCopy {
            media_id: added.media_id,
            url: added.url.filter(|url| !url.is_empty()),
        })
    }

    async fn upload_article_image(&self, account: &str, file: &MaterialFile) -> Result<String, WechatFailure> {
        match self.product(account).await? {
            Product::OfficialAccount => {
                let call = media::UploadArticleImage::new(part(file)).map_err(unsound)?;
                Ok(self.call(account, &call).await?.url)
            }
            Product::WeCom => {
                let call = wecom::UploadArticleImage { file: form(file) };
                call.check().map_err(unsound)?;
                Ok(self.call(account, &call).await?.url)
            }
            Product::MiniProgram => Err(not_here("a Mini Program has no articles")),
        }
    }

    async fn delete_permanent(&self, account: &str, media_id: &str) -> Result<(), WechatFailure> {
        self.require_official_account(account).await?;
        match self.order(account, &DeleteMaterial::new(media_id)).await {
            Ok(_) | Err(WechatFailure::Refused { code: NO_MEDIA, .. }) => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    async fn permanent_counts(&self, account: &str) -> Result<PermanentCounts, WechatFailure> {
        self.require_official_account(account).await?;
        let counts = self.call(account, &CountMaterial).await?;
        Ok(PermanentCounts {
            image: counts.image_count,
            news: counts.news_count,
            voice: counts.voice_count,
            video: counts.video_count,
        })
    }
}

impl WechatClient {
    async fn require_official_account(&self, account: &str) -> Result<(), WechatFailure> {
        match self.product(account).await? {
            Product::OfficialAccount => Ok(()),
            _ => Err(not_here("only official accounts have permanent copies")),
        }
    }
}

fn not_here(note: &str) -> WechatFailure {
    refused(RefusalKind::Configuration, note)
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn unsound(fault: impl ToString) -> WechatFailure {
    refused(RefusalKind::Content, fault.to_string())
}

fn kind(kind: MaterialKind) -> Result<MediaKind, WechatFailure> {
    Ok(match kind {
        MaterialKind::Image => MediaKind::Image,
        MaterialKind::Voice => MediaKind::Voice,
        MaterialKind::Video => MediaKind::Video,
        MaterialKind::Thumb => MediaKind::Thumb,
        MaterialKind::File => return Err(not_here("only WeCom takes plain files")),
    })
}

fn wecom_kind(kind: MaterialKind) -> Result<wecom::MediaKind, WechatFailure> {
    Ok(match kind {
        MaterialKind::Image => wecom::MediaKind::Image,
        MaterialKind::Voice => wecom::MediaKind::Voice,
        MaterialKind::Video => wecom::MediaKind::Video,
        MaterialKind::File => wecom::MediaKind::File,
        MaterialKind::Thumb => return Err(not_here("WeCom takes no previews")),
    })
}

fn part(file: &MaterialFile) -> File<'_> {
    File {
        name: &file.name,
        content_type: file.content_type,
        bytes: &file.bytes,
    }
}

fn form(file: &MaterialFile) -> Upload<'_> {
    Upload::media(&file.name, file.content_type, &file.bytes)
}
