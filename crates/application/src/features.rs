//! What an account can do beside answering: materials, articles, mass messages, and WeCom's own. Each is put together from
//! its ports and what it shares with the others.

use std::sync::Arc;

use crate::jobs::RelayBell;
use crate::use_cases::{Adapters, Settings, forget_union, learn_identity};
use crate::wechat::TakesNote;
use crate::wechat::articles::{ArticleParts, ArticleUseCases};
use crate::wechat::mass::{MassMedia, MassUseCases};
use crate::wechat::materials::MaterialUseCases;
use crate::wechat::wecom::{CorpCases, CorpParts, StaffParts, StaffUseCases};

/// All of them.
#[derive(Clone)]
pub(crate) struct Features {
    pub(crate) materials: MaterialUseCases,
    pub(crate) articles: ArticleUseCases,
    pub(crate) mass: MassUseCases,
    pub(crate) corp: CorpCases,
    pub(crate) staff: StaffUseCases,
}

impl Features {
    /// Assembles them; whoever sends a material asks the one library for its media id.
    pub(crate) fn new(adapters: &Adapters, settings: &Settings, bell: &RelayBell) -> Self {
        let materials = MaterialUseCases::new(adapters, bell);
        let articles = articles(adapters, settings, bell, &materials);
        let media = MassMedia {
            materials: materials.media_ids(),
            drafts: Arc::new(articles.jobs.pushing.clone()),
        };
        Self {
            mass: MassUseCases::new(adapters, media, Arc::new(bell.clone())),
            corp: corp(adapters, bell, &materials),
            staff: staff(adapters, settings, bell, &materials),
            articles,
            materials,
        }
    }

    /// Everybody here who takes note of what was received.
    pub(crate) fn listeners(&self) -> Vec<Arc<dyn TakesNote>> {
        let mut listeners = self.articles.listeners();
        listeners.extend(self.mass.listeners());
        listeners.extend(self.corp.listeners());
        listeners.extend(self.staff.listeners());
        listeners
    }
}

fn articles(
    adapters: &Adapters,
    settings: &Settings,
    bell: &RelayBell,
    materials: &MaterialUseCases,
) -> ArticleUseCases {
    let parts = ArticleParts {
        media: materials.media_ids(),
        images: materials.article_images(),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        signal: Arc::new(bell.clone()),
        patience: settings.send_patience,
    };
    ArticleUseCases::new(&adapters.articles, parts)
}

fn corp(adapters: &Adapters, bell: &RelayBell, materials: &MaterialUseCases) -> CorpCases {
    let parts = CorpParts {
        media: materials.media_ids(),
        messages: Arc::clone(&adapters.message_reads),
        learn: learn_identity(adapters),
        forget_union: forget_union(adapters),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        signal: Arc::new(bell.clone()),
    };
    CorpCases::new(&adapters.corp, parts)
}

fn staff(adapters: &Adapters, settings: &Settings, bell: &RelayBell, materials: &MaterialUseCases) -> StaffUseCases {
    let parts = StaffParts {
        media: materials.media_ids(),
        tokens: Arc::clone(&adapters.session_tokens),
        limiter: Arc::clone(&adapters.limiter),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        signal: Arc::new(bell.clone()),
        settings: settings.web.clone(),
        session: settings.session,
    };
    StaffUseCases::new(&adapters.staff, parts)
}
