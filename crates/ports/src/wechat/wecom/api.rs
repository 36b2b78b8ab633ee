//! WeCom's side of messages.

use std::fmt;

use async_trait::async_trait;
use domain::wechat::wecom::message::{CardChange, MessageOptions, Recipient, SendReport, StaffMessageKind};

use crate::wechat::WechatFailure;

/// One call that sends a message. `Debug` shows the kind.
#[derive(Clone, Copy)]
pub struct StaffRequest<'a> {
    /// What kind of message.
    pub kind: StaffMessageKind,
    /// What it holds, in WeCom's spelling and with media ids: a JSON object.
    pub content: &'a str,
    /// How it goes out.
    pub options: MessageOptions,
    /// To whom: at most 1000 members, 100 departments and 100 tags, or everyone alone.
    pub recipients: &'a [Recipient],
}

impl fmt::Debug for StaffRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StaffRequest")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// The change of a card for one member. `Debug` shows nothing.
#[derive(Clone, Copy)]
pub struct CardUpdateRequest<'a> {
    /// Who answered.
    pub user_id: &'a str,
    /// The code of the answer.
    pub response_code: &'a str,
    /// What the card becomes.
    pub change: &'a CardChange,
}

impl fmt::Debug for CardUpdateRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardUpdateRequest(…)")
    }
}

/// WeCom's side of messages of an application. Every call MUST fail with `Refused` and `Configuration` for accounts of
/// another product.
#[async_trait]
pub trait StaffMessagesApi: Send + Sync {
    /// What [`Self::send`] will send, duplicate check included. Asks WeCom nothing.
    async fn compose(&self, account: &str, request: StaffRequest<'_>) -> Result<String, WechatFailure>;

    /// Sends what was composed, byte for byte: WeCom drops a repetition only while it is identical. MUST not be repeated
    /// by itself: no answer is `Unanswered`. 81013 (nobody valid) is `Refused` with `Recipient`.
    async fn send(&self, account: &str, composed: &str) -> Result<SendReport, WechatFailure>;

    /// Takes a message back. Twice MUST come out the same.
    async fn recall(&self, account: &str, msg_id: &str) -> Result<(), WechatFailure>;

    /// Changes a card for a member; the code works once. Answers whether WeCom found the member. No answer is
    /// `Unanswered`.
    async fn update_card(&self, account: &str, request: CardUpdateRequest<'_>) -> Result<bool, WechatFailure>;
}
