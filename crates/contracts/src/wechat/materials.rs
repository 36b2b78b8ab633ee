//! Files at WeChat.

use domain::wechat::materials::MaterialKind;
use ports::wechat::WechatFailure;
use ports::wechat::materials::{MaterialFile, PermanentCounts};

use super::articles::{GONE, article, refused_with};
use super::{Ask, WechatWorld};

/// An API of WeChat's keeping of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MaterialsAsk {
    /// A copy for three days.
    Temporary,
    /// A copy that stays.
    Permanent,
    /// A picture inside articles.
    ArticleImage,
    /// The end of a permanent copy.
    Delete,
    /// How many there are.
    Counts,
}

impl MaterialsAsk {
    /// See [`Ask::path`].
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Temporary => "/cgi-bin/media/upload",
            Self::Permanent => "/cgi-bin/material/add_material",
            Self::ArticleImage => "/cgi-bin/media/uploadimg",
            Self::Delete => "/cgi-bin/material/del_material",
            Self::Counts => "/cgi-bin/material/get_materialcount",
        }
    }

    /// See [`Ask::is_repeatable`].
    pub(super) const fn is_repeatable(self) -> bool {
        !matches!(self, Self::Permanent)
    }
}

impl From<MaterialsAsk> for Ask {
    fn from(ask: MaterialsAsk) -> Self {
        Self::Materials(ask)
    }
}

impl WechatWorld {
    /// WeChat's ids of what this is asked about.
    pub(super) async fn named_files(&self, ask: MaterialsAsk) -> Vec<String> {
        match ask {
            MaterialsAsk::Delete => vec![self.keep("海报").await],
            _ => Vec::new(),
        }
    }

    pub(super) async fn ask_materials(&self, ask: MaterialsAsk, named: &[String]) -> Result<(), WechatFailure> {
        let (api, account, file) = (&self.materials, &self.account, picture("海报"));
        match ask {
            MaterialsAsk::Temporary => api.upload_temporary(account, &file).await.map(drop),
            MaterialsAsk::Permanent => api.upload_permanent(account, &file).await.map(drop),
            MaterialsAsk::ArticleImage => api.upload_article_image(account, &file).await.map(drop),
            MaterialsAsk::Delete => api.delete_permanent(account, &named[0]).await,
            MaterialsAsk::Counts => api.permanent_counts(account).await.map(drop),
        }
    }

    /// Has a picture kept; answers its media id.
    pub(super) async fn keep(&self, content: &str) -> String {
        let copy = self.materials.upload_permanent(&self.account, &picture(content)).await;
        copy.unwrap().media_id
    }

    async fn counts(&self) -> PermanentCounts {
        self.materials.permanent_counts(&self.account).await.unwrap()
    }
}

/// A picture as far as its first bytes tell.
pub(super) fn picture(content: &str) -> MaterialFile {
    MaterialFile {
        kind: MaterialKind::Image,
        name: "picture.png".to_owned(),
        content_type: "image/png",
        title: String::new(),
        introduction: String::new(),
        bytes: [b"\x89PNG\r\n\x1a\n".as_slice(), content.as_bytes()].concat(),
    }
}

/// A permanent copy has an address, and counts until it is deleted, however often.
pub async fn a_permanent_copy_counts_until_it_is_deleted(world: WechatWorld) {
    let before = world.counts().await;
    let copy = world
        .materials
        .upload_permanent(&world.account, &picture("海报"))
        .await
        .unwrap();
    assert!(copy.url.is_some_and(|url| url.starts_with("http")));
    assert_eq!(world.counts().await.image, before.image + 1);
    for _ in 0..2 {
        world
            .materials
            .delete_permanent(&world.account, &copy.media_id)
            .await
            .unwrap();
        assert_eq!(world.counts().await, before);
    }
}

/// The same file again is another copy, and only permanent ones count.
pub async fn every_copy_of_a_file_has_a_name_of_its_own(world: WechatWorld) {
    let (account, file) = (&world.account, picture("海报"));
    let mut names = vec![world.keep("海报").await, world.keep("海报").await];
    let before = world.counts().await;
    for _ in 0..2 {
        names.push(world.materials.upload_temporary(account, &file).await.unwrap());
    }
    let address = world.materials.upload_article_image(account, &file).await.unwrap();
    assert!(address.starts_with("http"), "{address}");
    assert_eq!(world.counts().await, before);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 4, "{names:?}");
}

/// What names a deleted copy is refused.
pub async fn a_deleted_copy_is_unknown(world: WechatWorld) {
    let (deleted, other) = (world.keep("封面").await, world.keep("封面").await);
    world
        .materials
        .delete_permanent(&world.account, &deleted)
        .await
        .unwrap();
    let named = world
        .articles
        .add_draft(&world.account, &[article("周六", &deleted)])
        .await;
    refused_with(GONE, &named);
    let named = world
        .articles
        .add_draft(&world.account, &[article("周六", &other)])
        .await;
    assert!(named.is_ok(), "{named:?}");
}
