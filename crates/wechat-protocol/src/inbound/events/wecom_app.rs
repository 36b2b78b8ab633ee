//! WeCom (企业微信): what happens around an app.

use crate::{
    hidden::hide_debug,
    inbound::{node::Node, raw::RawFields},
};

/// Something about an app of the corp.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WeComAppEvent {
    /// A member opened the app (`enter_agent`).
    Entered {
        /// `EventKey`; usually none.
        key: Option<String>,
    },
    /// A batch job in the directory ended (`batch_job_result`).
    BatchJob(BatchJobResult),
    /// An approval changed.
    Approval {
        /// Whose approvals they are.
        source: ApprovalSource,
        /// `ApprovalInfo` as sent.
        info: RawFields,
    },
    /// A customer-service account (微信客服) has something new (`kf_msg_or_event`). It names no sender.
    CustomerServiceNews(CustomerServiceNews),
}

/// `BatchJob`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchJobResult {
    /// The job's id.
    pub job_id: String,
    /// `sync_user`, `replace_user`, `invite_user` or `replace_party`.
    pub job_type: String,
    /// 0 when it succeeded.
    pub errcode: i64,
    /// The error in words.
    pub errmsg: String,
}

/// Whose approvals they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApprovalSource {
    /// The built-in approval app (`sys_approval_change`).
    System,
    /// An app's own (`open_approval_change`).
    App,
}

/// The ticket with which to pull what is new (`/cgi-bin/kf/sync_msg`), within ten minutes.
#[derive(Clone, PartialEq, Eq)]
pub struct CustomerServiceNews {
    /// The ticket.
    pub token: String,
    /// The customer-service account.
    pub open_kf_id: String,
}

hide_debug!(CustomerServiceNews);

/// `name` is in lower case. None when it is no event of this family or lacks what its kind must have.
pub(super) fn read(name: &str, push: Node<'_, '_>) -> Option<WeComAppEvent> {
    Some(match name {
        "enter_agent" => WeComAppEvent::Entered {
            key: push.text("EventKey"),
        },
        "batch_job_result" => WeComAppEvent::BatchJob(batch_job(push.child("BatchJob")?)?),
        "sys_approval_change" => approval(ApprovalSource::System, push)?,
        "open_approval_change" => approval(ApprovalSource::App, push)?,
        "kf_msg_or_event" => WeComAppEvent::CustomerServiceNews(CustomerServiceNews {
            token: push.text("Token")?,
            open_kf_id: push.text("OpenKfId")?,
        }),
        _ => return None,
    })
}

fn batch_job(job: Node<'_, '_>) -> Option<BatchJobResult> {
    Some(BatchJobResult {
        job_id: job.text("JobId")?,
        job_type: job.text_or_empty("JobType"),
        errcode: job.number("ErrCode")?,
        errmsg: job.text_or_empty("ErrMsg"),
    })
}

fn approval(source: ApprovalSource, push: Node<'_, '_>) -> Option<WeComAppEvent> {
    let info = push.child("ApprovalInfo")?.raw();
    Some(WeComAppEvent::Approval { source, info })
}
