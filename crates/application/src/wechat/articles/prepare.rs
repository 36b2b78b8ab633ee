//! Articles on their way out: our materials get WeChat's names.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::ids::MaterialId;
use domain::wechat::articles::{ArticleBody, DraftArticle};
use ports::wechat::WechatFailure;
use ports::wechat::articles::{OutgoingArticle, OutgoingBody};

use super::html;
use super::push_error::PushError;
use crate::wechat::{ArticleImages, Keeping, MediaIds, NoMediaId};

/// Gives articles WeChat's names of their files.
#[derive(Clone)]
pub(super) struct Preparing {
    pub(super) media: Arc<dyn MediaIds>,
    pub(super) images: Arc<dyn ArticleImages>,
}

/// WeChat's permanent ids by our materials.
pub(super) type MediaNames = HashMap<MaterialId, String>;

impl Preparing {
    /// The articles as they go out, and the names they use. With `refused`, names that WeChat refused, each file among
    /// them is uploaded anew.
    pub(super) async fn outgoing(
        &self,
        account: &str,
        articles: &[DraftArticle],
        refused: Option<&MediaNames>,
    ) -> Result<(Vec<OutgoingArticle>, MediaNames), PushError> {
        let mut names = MediaNames::new();
        let mut outgoing = Vec::with_capacity(articles.len());
        for (index, article) in articles.iter().enumerate() {
            let at = format!("articles[{index}]");
            let body = match &article.body {
                ArticleBody::News {
                    content,
                    source_url,
                    thumb,
                    crops,
                } => OutgoingBody::News {
                    content: self.content(account, content, &at).await?,
                    source_url: source_url.clone(),
                    thumb_media_id: self
                        .name(account, *thumb, &format!("{at}.thumb"), refused, &mut names)
                        .await?,
                    crops: *crops,
                },
                ArticleBody::Pictures { text, images } => {
                    let mut image_media_ids = Vec::with_capacity(images.len());
                    for (place, image) in images.iter().enumerate() {
                        let at = format!("{at}.images[{place}]");
                        image_media_ids.push(self.name(account, *image, &at, refused, &mut names).await?);
                    }
                    OutgoingBody::Pictures {
                        text: text.clone(),
                        image_media_ids,
                    }
                }
            };
            outgoing.push(OutgoingArticle {
                title: article.title.clone(),
                author: article.author.clone(),
                digest: article.digest.clone(),
                comments: article.comments,
                body,
            });
        }
        Ok((outgoing, names))
    }

    async fn name(
        &self,
        account: &str,
        material: MaterialId,
        at: &str,
        refused: Option<&MediaNames>,
        names: &mut MediaNames,
    ) -> Result<String, PushError> {
        if let Some(name) = names.get(&material) {
            return Ok(name.clone());
        }
        let found = match refused.and_then(|refused| refused.get(&material)) {
            Some(refused) => {
                self.media
                    .media_id_instead_of(account, material, Keeping::Permanent, refused)
                    .await
            }
            None => self.media.media_id(account, material, Keeping::Permanent).await,
        };
        let name = found.map_err(|why| unusable(why, at))?;
        names.insert(material, name.clone());
        Ok(name)
    }

    async fn content(&self, account: &str, content: &str, at: &str) -> Result<String, PushError> {
        let materials = html::clean(content).materials;
        if materials.is_empty() {
            return Ok(content.to_owned());
        }
        let mut addresses = BTreeMap::new();
        for material in materials {
            if addresses.contains_key(&material) {
                continue;
            }
            let address = self.images.article_image_url(account, material).await;
            let at = format!("{at}.content: material {material}");
            addresses.insert(material, address.map_err(|why| unusable(why, &at))?);
        }
        Ok(html::with_addresses(content, addresses))
    }
}

fn unusable(why: NoMediaId, at: &str) -> PushError {
    match why {
        NoMediaId::NotFound => PushError::Unusable(format!("{at}: the account has no such material")),
        NoMediaId::WrongKind { found } => PushError::Unusable(format!("{at}: must be an image, not {found}")),
        NoMediaId::Wechat(WechatFailure::Refused { code, kind, note }) => PushError::Wechat(WechatFailure::Refused {
            code,
            kind,
            note: format!("{at}: {note}"),
        }),
        NoMediaId::Wechat(failure) => PushError::Wechat(failure),
        NoMediaId::Store(error) => PushError::Store(error),
    }
}
