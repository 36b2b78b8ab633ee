//! `GET /v2/events`

use domain::events::EventState;
use ports::PageQuery;
use ports::events::{EventFilter, EventSort};

use super::EventBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Params};
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

const SORTS: [(&str, EventSort); 6] = [
    ("-createdAt", EventSort::CreatedDescending),
    ("createdAt", EventSort::CreatedAscending),
    ("start", EventSort::StartAscending),
    ("-start", EventSort::StartDescending),
    ("title", EventSort::TitleAscending),
    ("-title", EventSort::TitleDescending),
];

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadEvents)).paged()
}

/// List events, newest first unless asked otherwise.
#[utoipa::path(
    get,
    path = "/v2/events",
    operation_id = "listEvents",
    tag = "events",
    params(
        ("search" = Option<String>, Query, description = "Part of title or location, any case.", example = "音乐"),
        ("status" = Option<String>, Query, description = "`draft`, `published`, `cancelled` or `completed`."),
        ("endsAfter" = Option<crate::wire::Instant>, Query, description = "Only events that end after this."),
        ("startsBefore" = Option<crate::wire::Instant>, Query, description = "Only events that start before this."),
        ("sort" = Option<String>, Query, description = "`-createdAt` (default; the only one with a cursor), `createdAt`, `start`, `-start`, `title`, `-title`.")
    ),
    responses((status = 200, description = "Events.", body = Success<PageBody<EventBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<EventBody>>, ApiError> {
    let (filter, query) = read(call.params())?;
    let has_cursor = filter.sort == EventSort::CreatedDescending;
    let page = call
        .work(move |app| async move { app.read_events.list(&filter, query).await })
        .await?;
    let page = PageBody::of(page, query, |view| EventBody::from(&view));
    Ok(Answer::ok(if has_cursor { page } else { page.without_cursor() }))
}

fn read(mut params: Params) -> Result<(EventFilter, PageQuery), ApiError> {
    let filter = EventFilter {
        search: params.text("search", 200),
        state: params.choice("status", &EventState::NAMES.map(|(state, name)| (name, state))),
        ends_after: params.instant("endsAfter"),
        starts_before: params.instant("startsBefore"),
        sort: params.choice("sort", &SORTS).unwrap_or_default(),
    };
    let page = params.page();
    if filter.sort != EventSort::CreatedDescending {
        params.require_no_cursor(page);
    }
    params.finish()?;
    Ok((filter, page))
}
