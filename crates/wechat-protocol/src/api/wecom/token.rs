//! The access token of an app, tickets for its pages, and the platform's addresses.

use serde::Deserialize;

use super::wecom_call;
use crate::{
    api::{Auth, Query, TokenResponse, call::debug_showing},
    quirks::number_or_string,
};

/// Asks for the token of one app. Within its life every asker gets the same one. Wrong secrets block the caller's address
/// for an hour (45009), so a 40001 here is never a reason to ask again. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct GetToken {
    /// The corp.
    pub corpid: String,
    /// The secret of the app.
    pub corpsecret: String,
}
debug_showing!(GetToken);
wecom_call!(GetToken: get "/cgi-bin/gettoken" => TokenResponse, repeatable {
    const AUTH: Auth = Auth::Credentials;
    fn query(&self) -> Query<'_> {
        vec![("corpid", self.corpid.as_str().into()), ("corpsecret", self.corpsecret.as_str().into())]
    }
});

/// Asks for the corp's ticket, which signs `wx.config`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetCorpTicket;
wecom_call!(GetCorpTicket: get "/cgi-bin/get_jsapi_ticket" => Ticket, repeatable);

/// Asks for the app's ticket, which signs `wx.agentConfig`. Not interchangeable with the corp's (42012).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetAgentTicket;
wecom_call!(GetAgentTicket: get "/cgi-bin/ticket/get" => Ticket, repeatable {
    fn query(&self) -> Query<'_> { vec![("type", "agent_config".into())] }
});

/// A ticket. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Ticket {
    /// The ticket.
    pub ticket: String,
    /// Seconds until it ends.
    #[serde(deserialize_with = "number_or_string")]
    pub expires_in: u64,
}
debug_showing!(Ticket, expires_in);

/// Asks from which addresses callbacks come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetCallbackIps;
wecom_call!(GetCallbackIps: get "/cgi-bin/getcallbackip" => IpList, repeatable);

/// Asks at which addresses the API is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetApiIps;
wecom_call!(GetApiIps: get "/cgi-bin/get_api_domain_ip" => IpList, repeatable);

/// Addresses, some with a prefix length.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IpList {
    /// The addresses.
    pub ip_list: Vec<String>,
}
