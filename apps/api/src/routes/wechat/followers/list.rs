//! `GET /v2/wechat/accounts/{account}/followers`

use ports::wechat::followers::FollowerFilter;

use super::account;
use super::body::FollowerBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Params};
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers), NotFound).paged()
}

/// List followers, last seen first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/followers",
    operation_id = "listFollowers",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("status" = Option<String>, Query, description = "`subscribed` or `unsubscribed`."),
        ("blocked" = Option<String>, Query, description = "`true`: only those on the black list; `false`: only others."),
        ("tag" = Option<i64>, Query, description = "Only with this tag.", example = 100),
        ("scene" = Option<String>, Query, description = "Only those who came this way, as WeChat writes it.", example = "ADD_SCENE_QR_CODE"),
        ("openId" = Option<String>, Query, description = "Only this open id; case matters."),
        ("unionId" = Option<String>, Query, description = "Only this union id; case matters."),
        ("search" = Option<String>, Query, description = "The beginning of the remark; case matters.", example = "小")
    ),
    responses((status = 200, description = "Followers.", body = Success<PageBody<FollowerBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<FollowerBody>>, ApiError> {
    let (account, mut params) = (account(&call).await?, call.params());
    let filter = filter(&mut params);
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.followers.read.list(&account, &filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, |follower| {
        FollowerBody::from(&follower)
    })))
}

fn filter(params: &mut Params) -> FollowerFilter {
    FollowerFilter {
        subscribed: params.choice("status", &[("subscribed", true), ("unsubscribed", false)]),
        blocked: params.choice("blocked", &[("true", true), ("false", false)]),
        tag: params.whole("tag"),
        subscribe_scene: params.text("scene", 64),
        open_id: params.text("openId", 128),
        union_id: params.text("unionId", 128),
        remark: params.text("search", 64),
    }
}
