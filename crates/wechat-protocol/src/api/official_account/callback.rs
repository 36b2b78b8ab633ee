//! The network between WeChat and the account's server.

use serde::{Deserialize, Serialize};

use crate::api::call::api_call;
use crate::api::lenient;

/// Asks from which addresses WeChat pushes. They change: ask daily, and do not take an address for a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetCallbackIps;
api_call!(GetCallbackIps: get "/cgi-bin/getcallbackip" => IpList, repeatable);

/// Asks at which addresses WeChat's API is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetApiIps;
api_call!(GetApiIps: get "/cgi-bin/get_api_domain_ip" => IpList, repeatable);

/// Addresses.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IpList {
    /// Addresses and networks (`192.0.2.0/24`).
    #[serde(default, deserialize_with = "lenient::list")]
    pub ip_list: Vec<String>,
}

/// Has WeChat look whether it reaches the account's server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CheckCallback {
    /// What it looks at.
    pub action: CheckAction,
    /// From where.
    pub check_operator: CheckOperator,
}
api_call!(CheckCallback: post "/cgi-bin/callback/check" => CallbackReport, repeatable);

/// What WeChat looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckAction {
    /// Whether the server's name is known.
    Dns,
    /// Whether the server answers.
    Ping,
    /// Both.
    All,
}

/// From where WeChat looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum CheckOperator {
    /// China Telecom.
    ChinaNet,
    /// China Unicom.
    Unicom,
    /// Tencent's own.
    Cap,
    /// Whichever fits the server.
    Default,
}

/// What WeChat found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CallbackReport {
    /// The addresses of the server's name.
    #[serde(deserialize_with = "lenient::list")]
    pub dns: Vec<DnsReport>,
    /// How the addresses answer.
    #[serde(deserialize_with = "lenient::list")]
    pub ping: Vec<PingReport>,
}

/// An address of the server's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct DnsReport {
    /// The address.
    pub ip: String,
    /// Whose network it is in.
    pub real_operator: String,
}

/// How an address answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct PingReport {
    /// The address.
    pub ip: String,
    /// From whose network it was asked.
    pub from_operator: String,
    /// Lost packets, such as `0%`.
    pub package_loss: String,
    /// Mean time, such as `23.079ms`.
    pub time: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::official_account::testing::{answer, json};

    #[test]
    fn addresses_are_read() {
        let list = answer::<GetCallbackIps>(r#"{"ip_list":["192.0.2.1","192.0.2.0/24"]}"#);
        assert_eq!(list.ip_list, ["192.0.2.1", "192.0.2.0/24"]);
        assert_eq!(answer::<GetApiIps>(r#"{"ip_list":"192.0.2.1"}"#).ip_list, ["192.0.2.1"]);
    }

    #[test]
    fn a_check_is_written_and_read_as_documented() {
        let check = CheckCallback {
            action: CheckAction::All,
            check_operator: CheckOperator::Default,
        };
        assert_eq!(json(&check), r#"{"action":"all","check_operator":"DEFAULT"}"#);
        let check = CheckCallback {
            action: CheckAction::Dns,
            check_operator: CheckOperator::ChinaNet,
        };
        assert_eq!(json(&check), r#"{"action":"dns","check_operator":"CHINANET"}"#);
        let report = answer::<CheckCallback>(
            r#"{"dns":[{"ip":"192.0.2.1","real_operator":"UNICOM"}],
                "ping":{"ip":"192.0.2.1","from_operator":"UNICOM","package_loss":"0%","time":"23.079ms"}}"#,
        );
        assert_eq!(report.ping[0].package_loss, "0%");
    }
}
