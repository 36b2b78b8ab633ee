//! Show a person that somebody writes.

use std::sync::Arc;

use domain::attendance::PersonRef;
use ports::wechat::WechatFailure;
use ports::wechat::messaging::MessagingApi;

/// Shows or hides "typing" (正在输入). It is seen for 15 s, and only where the person said something in the last 30 s.
#[derive(Clone)]
pub struct ShowTyping(pub Arc<dyn MessagingApi>);

impl ShowTyping {
    /// Runs it.
    ///
    /// # Errors
    /// As WeChat answers.
    #[tracing::instrument(name = "use_case.notifications.show_typing", skip_all)]
    pub async fn run(&self, person: &PersonRef, typing: bool) -> Result<(), WechatFailure> {
        self.0.show_typing(person, typing).await
    }
}
