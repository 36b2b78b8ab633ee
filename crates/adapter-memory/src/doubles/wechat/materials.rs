//! Files at WeChat.

use async_trait::async_trait;
use domain::wechat::materials::MaterialKind;
use ports::wechat::WechatFailure;
use ports::wechat::materials::{MaterialFile, MaterialsApi, PermanentCopy, PermanentCounts};

use super::{FakeWechat, WechatCall};
use crate::lock;

/// What the fake WeChat was asked about files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MaterialCall {
    /// To keep a copy for three days.
    Temporary(MaterialFile),
    /// To keep a copy.
    Permanent(MaterialFile),
    /// To keep a picture for article texts.
    ArticleImage(MaterialFile),
    /// To delete a permanent copy.
    Delete(String),
    /// How many there are.
    Count,
}

/// The permanent copies of all accounts alike.
pub(super) type PermanentCopies = Vec<(String, MaterialKind)>;

impl FakeWechat {
    /// Media ids of the permanent copies that are there now, oldest first.
    #[must_use]
    pub fn permanent_copies(&self) -> Vec<String> {
        let script = lock(&self.script);
        script.copies.iter().map(|(media_id, _)| media_id.clone()).collect()
    }

    /// Every call about files so far.
    #[must_use]
    pub fn material_calls(&self) -> Vec<MaterialCall> {
        let calls = self.calls().into_iter();
        calls
            .filter_map(|call| match call {
                WechatCall::Material(call) => Some(call),
                _ => None,
            })
            .collect()
    }

    /// A permanent copy that is kept although the call may stay without an answer.
    fn keep_copy(&self, kind: MaterialKind) -> String {
        let mut script = lock(&self.script);
        let media_id = format!("permanent-{}", script.calls.len());
        script.copies.push((media_id.clone(), kind));
        media_id
    }
}

#[async_trait]
impl MaterialsApi for FakeWechat {
    async fn upload_temporary(&self, _: &str, file: &MaterialFile) -> Result<String, WechatFailure> {
        let number = self.answer(WechatCall::Material(MaterialCall::Temporary(file.clone())))?;
        Ok(format!("temporary-{number}"))
    }

    async fn upload_permanent(&self, _: &str, file: &MaterialFile) -> Result<PermanentCopy, WechatFailure> {
        let outcome = self.answer(WechatCall::Material(MaterialCall::Permanent(file.clone())));
        if let Err(failure @ (WechatFailure::Refused { .. } | WechatFailure::Later { .. })) = outcome {
            return Err(failure);
        }
        let media_id = self.keep_copy(file.kind);
        outcome?;
        let url = format!("https://mmbiz.qpic.cn/{media_id}");
        Ok(PermanentCopy {
            url: (file.kind == MaterialKind::Image).then_some(url),
            media_id,
        })
    }

    async fn upload_article_image(&self, _: &str, file: &MaterialFile) -> Result<String, WechatFailure> {
        let number = self.answer(WechatCall::Material(MaterialCall::ArticleImage(file.clone())))?;
        Ok(format!("https://mmbiz.qpic.cn/article-{number}"))
    }

    async fn delete_permanent(&self, _: &str, media_id: &str) -> Result<(), WechatFailure> {
        self.answer(WechatCall::Material(MaterialCall::Delete(media_id.to_owned())))?;
        let mut script = lock(&self.script);
        script.copies.retain(|(there, _)| there != media_id);
        script.articles.loses_file(media_id);
        Ok(())
    }

    async fn permanent_counts(&self, _: &str) -> Result<PermanentCounts, WechatFailure> {
        self.answer(WechatCall::Material(MaterialCall::Count))?;
        let script = lock(&self.script);
        let of = |wanted| script.copies.iter().filter(|(_, kind)| *kind == wanted).count() as u64;
        Ok(PermanentCounts {
            image: of(MaterialKind::Image) + of(MaterialKind::Thumb),
            news: 0,
            voice: of(MaterialKind::Voice),
            video: of(MaterialKind::Video),
        })
    }
}
