//! Changing, recalling and counting messages.

use serde::{Deserialize, Serialize, Serializer};

use crate::api::{
    Empty, bounds,
    call::debug_showing,
    invalid::{Validity, needed, present},
    lenient, loose,
    wecom::{card::TemplateCard, task_id, wecom_call},
};

/// Changes an interactive card for some of those who got it. The response code works once. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct UpdateTemplateCard {
    /// At most 1000 members.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub userids: Vec<String>,
    /// At most 100 departments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partyids: Vec<i64>,
    /// At most 100 tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tagids: Vec<i64>,
    /// Whether it changes for all who got it.
    #[serde(serialize_with = "loose::as_digit")]
    pub atall: bool,
    /// The app.
    pub agentid: i64,
    /// From the answer to the send, or from a tap.
    pub response_code: String,
    /// What changes.
    #[serde(flatten)]
    pub update: CardUpdate,
}
debug_showing!(UpdateTemplateCard);
wecom_call!(UpdateTemplateCard: post "/cgi-bin/message/update_template_card" => UpdatedMessage, once);

/// What changes of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CardUpdate {
    /// The buttons become this text and cannot be tapped.
    Button {
        /// The text.
        replace_name: String,
    },
    /// Everything.
    TemplateCard(Box<TemplateCard>),
}

impl UpdateTemplateCard {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the recipients, the code or the new card is missing or outside its limits.
    pub fn check(&self) -> Validity {
        bounds::items("userids", &self.userids, 0..=1000)?;
        bounds::items("partyids", &self.partyids, 0..=100)?;
        bounds::items("tagids", &self.tagids, 0..=100)?;
        let is_anybody = !(self.userids.is_empty() && self.partyids.is_empty() && self.tagids.is_empty());
        needed("userids, partyids, tagids or atall", self.atall || is_anybody)?;
        present("response_code", &self.response_code)?;
        match &self.update {
            CardUpdate::Button { replace_name } => present("button.replace_name", replace_name),
            CardUpdate::TemplateCard(card) => card.check().map_err(|error| error.within("template_card")),
        }
    }
}

/// The answer to a change of a card. `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct UpdatedMessage {
    /// Members for whom it did not change; a list here, and not joined by `|`, but either is read.
    #[serde(deserialize_with = "loose::joined")]
    pub invaliduser: Vec<String>,
}
debug_showing!(UpdatedMessage);

/// Takes a message back within 24 hours, in the WeCom client only. 40058: another app sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecallMessage {
    /// From the answer to the send.
    pub msgid: String,
}
wecom_call!(RecallMessage: post "/cgi-bin/message/recall" => Empty, repeatable);

/// Marks a button of an old card as tapped, for some of those who got it. `Debug` shows the task.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateTaskCard {
    /// 1 to 1000 members.
    pub userids: Vec<String>,
    /// The app.
    pub agentid: i64,
    /// The card.
    pub task_id: String,
    /// The button.
    pub clicked_key: String,
}
debug_showing!(UpdateTaskCard, task_id);
wecom_call!(UpdateTaskCard: post "/cgi-bin/message/update_taskcard" => UpdatedMessage, repeatable);

impl UpdateTaskCard {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the members, the card or the button is missing or outside its limits.
    pub fn check(&self) -> Validity {
        bounds::items("userids", &self.userids, 1..=1000)?;
        task_id("task_id", &self.task_id)?;
        task_id("clicked_key", &self.clicked_key)
    }
}

/// Asks how many messages each app sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct GetStatistics {
    /// Which day.
    pub time_type: StatisticsDay,
}
wecom_call!(GetStatistics: post "/cgi-bin/message/get_statistics" => Statistics, repeatable);

/// Which day is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum StatisticsDay {
    /// Today.
    Today = 0,
    /// Yesterday.
    Yesterday = 1,
}

impl Serialize for StatisticsDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(*self as u8)
    }
}

/// The answer to [`GetStatistics`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Statistics {
    /// One for each app.
    #[serde(deserialize_with = "lenient::list")]
    pub statistics: Vec<Statistic>,
}

/// How many messages an app sent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Statistic {
    /// The app.
    #[serde(deserialize_with = "lenient::number")]
    pub agentid: i64,
    /// Its name.
    #[serde(default)]
    pub app_name: String,
    /// How many.
    #[serde(deserialize_with = "lenient::number")]
    pub count: u64,
}
