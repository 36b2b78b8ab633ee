//! Reply rules.

use domain::ids::ReplyRuleId;
use domain::wechat::Reply;
use domain::wechat::rules::{ActiveWindow, ReplyRule, RuleDetails, Trigger};

use super::{fresh, next_now};

/// A rule of an account that answers a trigger with a text.
#[must_use]
pub fn a_rule(account: &str, trigger: Trigger) -> ReplyRule {
    let details = RuleDetails {
        name: "规则 🌸".to_owned(),
        priority: 7,
        trigger,
        event: None,
        window: ActiveWindow::default(),
        enabled: true,
        answer: Reply::Text("欢迎 {{person.nickname|朋友}} 🍵".to_owned()),
    };
    ReplyRule::create(fresh(ReplyRuleId::from_uuid), account, details, next_now()).0
}
