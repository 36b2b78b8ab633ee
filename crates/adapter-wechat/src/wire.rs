//! One exchange: a typed call out, what became of it back.

use ports::wechat::WechatFailure;
use wechat_protocol::api::ApiCall;

use crate::dialect::Dialect;
use crate::hosts::Hosts;
use crate::outcome::Outcome;
use crate::request::Request;
use crate::settings::{SetupError, WechatSettings};
use crate::transport::Transport;

/// The way to every host of the platform.
#[derive(Clone)]
pub(crate) struct Wire {
    pub(crate) transport: Transport,
    pub(crate) hosts: Hosts,
}

impl Wire {
    pub(crate) fn new(settings: &WechatSettings) -> Result<Self, SetupError> {
        Ok(Self {
            transport: Transport::new(settings)?,
            hosts: Hosts::new(settings)?,
        })
    }

    /// Sends a call once.
    ///
    /// # Errors
    /// Only when the call cannot be written.
    pub(crate) async fn send<C: ApiCall>(
        &self,
        call: &C,
        token: Option<&str>,
        dialect: Dialect,
    ) -> Result<Outcome<C::Answer>, WechatFailure> {
        let request = Request::of(call, token, &self.hosts)?;
        let exchange = self.transport.exchange(request).await;
        Ok(Outcome::read(exchange, dialect))
    }
}
