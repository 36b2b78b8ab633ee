//! WeChat's report on a mass message as stored: JSON.

use domain::wechat::{CopyrightFinding, MassCopyright, MassReport};
use serde::{Deserialize, Serialize};

use crate::wechat::mirrored::mirrored;

#[derive(Serialize, Deserialize)]
pub(in crate::wechat) struct MassReportJson {
    msg_id: u64,
    status: String,
    total: u64,
    filtered: u64,
    sent: u64,
    failed: u64,
    #[serde(default)]
    copyright: Option<CopyrightJson>,
    #[serde(default)]
    articles: Vec<(u32, String)>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct CopyrightJson {
    state: u32,
    findings: Vec<FindingJson>,
}

#[derive(Serialize, Deserialize)]
struct FindingJson {
    index: u32,
    original_url: Option<String>,
    can_reprint: bool,
    replaces_content: bool,
    shows_source: bool,
}

mirrored! {
    CopyrightFinding, FindingJson { index, original_url, can_reprint, replaces_content, shows_source }
}

impl From<MassCopyright> for CopyrightJson {
    fn from(MassCopyright { state, findings }: MassCopyright) -> Self {
        let findings = findings.into_iter().map(FindingJson::from).collect();
        Self { state, findings }
    }
}

impl From<CopyrightJson> for MassCopyright {
    fn from(CopyrightJson { state, findings }: CopyrightJson) -> Self {
        let findings = findings.into_iter().map(CopyrightFinding::from).collect();
        Self { state, findings }
    }
}

impl From<MassReport> for MassReportJson {
    fn from(report: MassReport) -> Self {
        Self {
            msg_id: report.msg_id,
            status: report.status,
            total: report.total,
            filtered: report.filtered,
            sent: report.sent,
            failed: report.failed,
            copyright: report.copyright.map(CopyrightJson::from),
            articles: report.articles,
        }
    }
}

impl From<MassReportJson> for MassReport {
    fn from(json: MassReportJson) -> Self {
        Self {
            msg_id: json.msg_id,
            status: json.status,
            total: json.total,
            filtered: json.filtered,
            sent: json.sent,
            failed: json.failed,
            copyright: json.copyright.map(MassCopyright::from),
            articles: json.articles,
        }
    }
}
