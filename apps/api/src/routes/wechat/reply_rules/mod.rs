//! Reply rules (回复规则): what an account answers when no event does.

mod body;
mod change;
mod create;
mod delete;
mod draft;
mod dry_run;
mod error;
mod judged;
mod list;
mod read;

use actix_web::http::header;
use application::wechat::rules::RuleCommand;
use domain::ids::ReplyRuleId;
use domain::wechat::rules::ReplyRule;

use super::administered::account;
use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::{Call, etag};

use body::RuleBody;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        list::endpoint(),
        create::endpoint(),
        // Before the path that takes an id there.
        dry_run::endpoint(),
        read::endpoint(),
        change::endpoint(),
        delete::endpoint(),
    ]
}

/// The command about the rule of the path, in the version that the request demands.
async fn command(call: &Call) -> Result<RuleCommand, ApiError> {
    let (account, rule): (_, ReplyRuleId) = (account(call).await?, call.id("ruleId")?);
    let asked = account.clone();
    let present = || async move {
        let found = call
            .work(move |app| async move { app.reply_rules.read.find(&asked, rule).await })
            .await?;
        Ok(found.version())
    };
    Ok(RuleCommand {
        expected_version: etag::demanded_version(call, present).await?,
        account,
        rule,
        context: call.context(),
    })
}

/// The rule as it is now, with its tag.
fn present(rule: &ReplyRule) -> Answer<RuleBody> {
    Answer::ok(RuleBody::from(rule)).header(header::ETAG, &etag::tag(rule.version()))
}
