//! What an official account alone knows.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::bounded::Bounded;
use super::content::Content;
use super::kf::KfDesk;
use super::menus::Menus;
use super::oauth::OAuth;
use super::subscriptions::SubscribeTemplates;
use super::tag_book::TagBook;
use super::template_book::TemplateBook;
use super::tickets::Tickets;

/// Everything of an official account beyond people, codes and tokens. Saved with the account; a field that an older
/// state file lacks gets its default.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OfficialData {
    /// 自定义菜单
    pub menus: Menus,
    /// 标签
    pub tags: TagBook,
    /// 模板消息
    pub templates: TemplateBook,
    /// 订阅通知
    pub subscribe_templates: SubscribeTemplates,
    /// 网页授权
    pub oauth: OAuth,
    /// 素材、草稿、发布、群发
    pub content: Content,
    /// JS-SDK
    pub tickets: Tickets,
    /// 客服
    pub kf: KfDesk,
    /// 短key托管
    pub short_keys: Bounded<ShortKey>,
    /// 自动回复, as the console has it: the answer of `get_current_autoreply_info`.
    pub autoreply: Option<Value>,
}

/// Data kept under a short key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShortKey {
    /// What was given.
    pub long_data: String,
    /// Unix seconds, simulated time.
    pub created_at: i64,
    /// Seconds it lives.
    pub expire_seconds: i64,
}
