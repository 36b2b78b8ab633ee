//! Operators (操作员): who they are, and which members of WeCom corporations.

mod body;
mod error;
mod link;
mod list;
mod unlink;

use domain::ids::OperatorId;

use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::{Call, etag};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![list::endpoint(), link::endpoint(), unlink::endpoint()]
}

/// The version of an operator's link that a request demands.
async fn demanded(call: &Call, operator: OperatorId) -> Result<Option<u64>, ApiError> {
    etag::demanded_version(call, || async move {
        let view = call
            .work(move |app| async move { app.staff.operators.find(operator).await })
            .await?;
        let view = view.ok_or_else(|| ApiError::not_found("operator"))?;
        Ok(view.link.map_or(0, |link| link.version))
    })
    .await
}
