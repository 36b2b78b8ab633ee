//! Keep what members answer on cards (`template_card_event`, `template_card_menu_event`).

use async_trait::async_trait;
use domain::time::Timestamp;
use domain::wechat::wecom::message::{AnswerPlace, CardAnswer, StaffSelection, StoredCardAnswer};
use domain::wechat::{IncomingKind, Signal};
use ports::wechat::RecordedMessage;

use super::tools::StaffTools;
use crate::context::Context;
use crate::jobs::JobOutcome;
use crate::wechat::TakesNote;

/// Longest task id (128), user id (64) and key (1024) that WeCom knows, in bytes.
const LONGEST_TASK: usize = 128;
const LONGEST_USER: usize = 64;
const LONGEST_KEY: usize = 1_024;

/// Hears answers. The id of the event is the id of the answer: told twice, it is kept once.
#[derive(Clone)]
pub struct HearCardAnswers(pub StaffTools);

#[async_trait]
impl TakesNote for HearCardAnswers {
    async fn note(&self, message: &RecordedMessage, _: &Context) -> JobOutcome {
        let IncomingKind::Signal(Signal::CardTapped(tapped)) = &message.incoming.kind else {
            return Ok(());
        };
        let person = &message.incoming.person;
        let fits = tapped.task_id.len() <= LONGEST_TASK
            && person.open_id.len() <= LONGEST_USER
            && tapped.key.len() <= LONGEST_KEY;
        if !fits {
            return Ok(()); // No card of ours, and no member.
        }
        let Some(id) = self.0.reads.find_by_task(&person.account, &tapped.task_id).await? else {
            return Ok(());
        };
        let selected = tapped.selected.iter().map(|(question, options)| StaffSelection {
            question: question.clone(),
            options: options.clone(),
        });
        let answer = CardAnswer::restore(StoredCardAnswer {
            id: message.id,
            message: id,
            user_id: person.open_id.clone(),
            place: if tapped.in_menu {
                AnswerPlace::Menu
            } else {
                AnswerPlace::Button
            },
            key: tapped.key.clone(),
            selected: selected.collect(),
            response_code: tapped.response_code.clone(),
            answered_at: Timestamp::from_unix_seconds(message.incoming.create_time),
            update: None,
        });
        let mut tx = self.0.store.begin().await?;
        tx.messages().add_answer(&answer).await?;
        Ok(tx.commit().await?)
    }
}
