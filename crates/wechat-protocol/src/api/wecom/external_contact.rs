//! Customers (external contacts). The app must be listed for customer contact (else 48002).
//!
//! <https://developer.work.weixin.qq.com/document/path/92112>

use serde::{Deserialize, Serialize};

use super::{member::ExternalProfile, wecom_call};
use crate::{
    api::{
        ApiFailure, Empty, Query, bounds,
        call::debug_showing,
        invalid::{Validity, needed, present, rule},
        lenient, loose,
    },
    quirks::optional_number_or_string,
};

/// The code by which a member without customers is told.
pub const NO_CUSTOMERS: i64 = 84061;

/// Lists the members who have customer contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListFollowingMembers;
wecom_call!(ListFollowingMembers: get "/cgi-bin/externalcontact/get_follow_user_list" => FollowingMembers, repeatable);

/// The answer to [`ListFollowingMembers`]. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct FollowingMembers {
    /// The members.
    #[serde(deserialize_with = "lenient::list")]
    pub follow_user: Vec<String>,
}
debug_showing!(FollowingMembers);

/// Lists a member's customers; pass the answer through [`customers`]. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct ListCustomers {
    /// The member.
    pub userid: String,
}
debug_showing!(ListCustomers);
wecom_call!(ListCustomers: get "/cgi-bin/externalcontact/list" => CustomerIds, repeatable {
    fn query(&self) -> Query<'_> { vec![("userid", self.userid.as_str().into())] }
});

/// The answer to [`ListCustomers`]. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct CustomerIds {
    /// The customers.
    #[serde(deserialize_with = "lenient::list")]
    pub external_userid: Vec<String>,
}
debug_showing!(CustomerIds);

/// A member's customers: none is an answer, though the platform tells it as error 84061.
///
/// # Errors
/// Any other failure.
pub fn customers(answer: Result<CustomerIds, ApiFailure>) -> Result<Vec<String>, ApiFailure> {
    match answer {
        Ok(ids) => Ok(ids.external_userid),
        Err(ApiFailure::Refused(refusal)) if refusal.code == NO_CUSTOMERS => Ok(Vec::new()),
        Err(failure) => Err(failure),
    }
}

/// Asks for a customer. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct GetCustomer {
    /// The customer.
    pub external_userid: String,
    /// That of the last answer, when there were more than 500 following members.
    pub cursor: Option<String>,
}
debug_showing!(GetCustomer);
wecom_call!(GetCustomer: get "/cgi-bin/externalcontact/get" => CustomerAnswer, repeatable {
    fn query(&self) -> Query<'_> {
        let mut query: Query<'_> = vec![("external_userid", self.external_userid.as_str().into())];
        query.extend(self.cursor.as_deref().map(|cursor| ("cursor", cursor.into())));
        query
    }
});

/// The answer to [`GetCustomer`]. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct CustomerAnswer {
    /// The customer.
    pub external_contact: Customer,
    /// The members who have the customer.
    #[serde(default, deserialize_with = "lenient::list")]
    pub follow_user: Vec<Follow>,
    /// For the next call.
    #[serde(default, deserialize_with = "loose::optional_text")]
    pub next_cursor: Option<String>,
}
debug_showing!(CustomerAnswer);

/// A customer. `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Customer {
    /// The customer, to this corp.
    pub external_userid: String,
    /// The name.
    #[serde(deserialize_with = "loose::or_default")]
    pub name: String,
    /// The picture's address.
    #[serde(deserialize_with = "loose::optional_text")]
    pub avatar: Option<String>,
    /// 1 of WeChat, 2 of WeCom.
    #[serde(rename = "type", deserialize_with = "lenient::number")]
    pub kind: i64,
    /// 0 unknown, 1 male, 2 female.
    #[serde(deserialize_with = "lenient::number")]
    pub gender: i64,
    /// The person, in every app of the Open Platform account that the corp is bound to.
    #[serde(deserialize_with = "loose::optional_text")]
    pub unionid: Option<String>,
    /// Position.
    #[serde(deserialize_with = "loose::optional_text")]
    pub position: Option<String>,
    /// The corp's short name.
    #[serde(deserialize_with = "loose::optional_text")]
    pub corp_name: Option<String>,
    /// The corp's full name.
    #[serde(deserialize_with = "loose::optional_text")]
    pub corp_full_name: Option<String>,
    /// What the customer shows.
    pub external_profile: Option<ExternalProfile>,
}
debug_showing!(Customer);

/// A member who has a customer. `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Follow {
    /// The member.
    pub userid: String,
    /// The member's name for the customer.
    #[serde(deserialize_with = "loose::or_default")]
    pub remark: String,
    /// The member's note.
    #[serde(deserialize_with = "loose::or_default")]
    pub description: String,
    /// Since when, in unix seconds.
    #[serde(deserialize_with = "optional_number_or_string")]
    pub createtime: Option<i64>,
    /// Tags.
    #[serde(deserialize_with = "lenient::list")]
    pub tags: Vec<FollowTag>,
    /// Tags' ids, in lists of customers.
    #[serde(deserialize_with = "lenient::list")]
    pub tag_id: Vec<String>,
    /// The member's name for the customer's corp.
    #[serde(deserialize_with = "loose::or_default")]
    pub remark_corp_name: String,
    /// The member's numbers of the customer.
    #[serde(deserialize_with = "lenient::list")]
    pub remark_mobiles: Vec<String>,
    /// Through which channel the customer came.
    #[serde(deserialize_with = "loose::optional_text")]
    pub state: Option<String>,
    /// How the customer came.
    #[serde(deserialize_with = "optional_number_or_string")]
    pub add_way: Option<i64>,
    /// Who began.
    #[serde(deserialize_with = "loose::optional_text")]
    pub oper_userid: Option<String>,
}
debug_showing!(Follow);

/// A tag on a customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FollowTag {
    /// The tag's group.
    #[serde(deserialize_with = "loose::or_default")]
    pub group_name: String,
    /// The tag.
    #[serde(deserialize_with = "loose::or_default")]
    pub tag_name: String,
    /// The tag's id; none for a personal one.
    #[serde(deserialize_with = "loose::optional_text")]
    pub tag_id: Option<String>,
    /// 1 the corp's, 2 personal, 3 of a rule.
    #[serde(rename = "type", deserialize_with = "lenient::number")]
    pub kind: i64,
}

/// Asks for the customers of several members. `Debug` shows the limit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetCustomersOf {
    /// 1 to 100 members.
    pub userid_list: Vec<String>,
    /// Empty at first, then that of the last answer.
    #[serde(default)]
    pub cursor: String,
    /// 1 to 100.
    pub limit: u32,
}
debug_showing!(GetCustomersOf, limit);
wecom_call!(GetCustomersOf: post "/cgi-bin/externalcontact/batch/get_by_user" => CustomersOf, repeatable);

impl GetCustomersOf {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the number of members or the limit is outside.
    pub fn check(&self) -> Validity {
        bounds::items("userid_list", &self.userid_list, 1..=100)?;
        Ok(bounds::value("limit", self.limit, 1..=100)?)
    }
}

/// The answer to [`GetCustomersOf`]. `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CustomersOf {
    /// The customers.
    #[serde(deserialize_with = "lenient::list")]
    pub external_contact_list: Vec<CustomerOf>,
    /// For the next call; none at the end.
    #[serde(deserialize_with = "loose::optional_text")]
    pub next_cursor: Option<String>,
    /// Members who could not be asked about.
    pub fail_info: FailInfo,
}
debug_showing!(CustomersOf);

/// A customer of one member. `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CustomerOf {
    /// The customer.
    pub external_contact: Customer,
    /// The member.
    pub follow_info: Follow,
}
debug_showing!(CustomerOf);

/// Members who could not be asked about. `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FailInfo {
    /// For lack of a licence; when all lack it, the call fails with 701008.
    #[serde(deserialize_with = "lenient::list")]
    pub unlicensed_userid_list: Vec<String>,
}
debug_showing!(FailInfo);

/// Changes what a member notes of a customer. `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RemarkCustomer {
    /// The member.
    pub userid: String,
    /// The customer.
    pub external_userid: String,
    /// At most 20 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// At most 150 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// At most 20 characters; of customers of WeChat only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark_company: Option<String>,
    /// Replaces all numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark_mobiles: Option<Vec<String>>,
    /// A picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark_pic_mediaid: Option<String>,
}
debug_showing!(RemarkCustomer);
wecom_call!(RemarkCustomer: post "/cgi-bin/externalcontact/remark" => Empty, repeatable);

impl RemarkCustomer {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When member or customer is missing, nothing changes, or a text is too long.
    pub fn check(&self) -> Validity {
        present("userid", &self.userid)?;
        present("external_userid", &self.external_userid)?;
        let texts = [
            ("remark", &self.remark, 20),
            ("description", &self.description, 150),
            ("remark_company", &self.remark_company, 20),
        ];
        for (field, text, limit) in texts {
            bounds::characters(field, text.as_deref().unwrap_or_default(), 0..=limit)?;
        }
        let is_text = texts.iter().any(|(_, text, _)| text.is_some());
        needed(
            "remark",
            is_text || self.remark_mobiles.is_some() || self.remark_pic_mediaid.is_some(),
        )
    }
}

/// Puts a member's tags on a customer and takes others away. `Debug` shows the tags. Several calls about one customer at
/// the same time are refused with 45035.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MarkTags {
    /// The member.
    pub userid: String,
    /// The customer.
    pub external_userid: String,
    /// Put on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_tag: Vec<String>,
    /// Taken away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove_tag: Vec<String>,
}
debug_showing!(MarkTags, add_tag, remove_tag);
wecom_call!(MarkTags: post "/cgi-bin/externalcontact/mark_tag" => Empty, repeatable);

impl MarkTags {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When member, customer or tags are missing.
    pub fn check(&self) -> Validity {
        present("userid", &self.userid)?;
        present("external_userid", &self.external_userid)?;
        needed(
            "add_tag or remove_tag",
            !(self.add_tag.is_empty() && self.remove_tag.is_empty()),
        )
    }
}

/// Welcomes a new customer within 20 seconds (41050), once (41051 counts as done). `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SendWelcome {
    /// From the event; absent there when the administrator set a welcome.
    pub welcome_code: String,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<WelcomeText>,
    /// At most 9.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
debug_showing!(SendWelcome);
wecom_call!(SendWelcome: post "/cgi-bin/externalcontact/send_welcome_msg" => Empty, once);

/// The text of a welcome.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WelcomeText {
    /// At most 4000 bytes.
    pub content: String,
}

/// What comes with a welcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "msgtype", rename_all = "lowercase")]
pub enum Attachment {
    /// A picture.
    Image {
        /// The picture.
        image: AttachedMedia,
    },
    /// A card that leads to a page.
    Link {
        /// The card.
        link: AttachedLink,
    },
    /// A card that leads to a Mini Program.
    MiniProgram {
        /// The card.
        miniprogram: AttachedMiniProgram,
    },
    /// A video.
    Video {
        /// The video.
        video: AttachedMedia,
    },
    /// A file.
    File {
        /// The file.
        file: AttachedMedia,
    },
}

/// A temporary medium.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AttachedMedia {
    /// The medium.
    pub media_id: String,
}

/// A card that leads to a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AttachedLink {
    /// 1 to 128 bytes.
    pub title: String,
    /// The picture's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picurl: Option<String>,
    /// At most 512 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desc: Option<String>,
    /// The page.
    pub url: String,
}

/// A card that leads to a Mini Program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AttachedMiniProgram {
    /// 1 to 64 bytes.
    pub title: String,
    /// The picture.
    pub pic_media_id: String,
    /// The Mini Program.
    pub appid: String,
    /// Its page.
    pub page: String,
}

impl SendWelcome {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the code or everything to say is missing, or a field is outside its limits.
    pub fn check(&self) -> Validity {
        present("welcome_code", &self.welcome_code)?;
        needed(
            "text or attachments",
            self.text.is_some() || !self.attachments.is_empty(),
        )?;
        if let Some(text) = &self.text {
            bounds::bytes("text.content", &text.content, 1..=4000)?;
        }
        bounds::items("attachments", &self.attachments, 0..=9)?;
        crate::api::invalid::each("attachments", &self.attachments, Attachment::check)
    }
}

impl Attachment {
    fn check(&self) -> Validity {
        match self {
            Self::Image { image: media } | Self::Video { video: media } | Self::File { file: media } => {
                present("media_id", &media.media_id)
            }
            Self::Link { link } => {
                bounds::bytes("link.title", &link.title, 1..=128)?;
                bounds::bytes("link.desc", link.desc.as_deref().unwrap_or_default(), 0..=512)?;
                present("link.url", &link.url)
            }
            Self::MiniProgram { miniprogram: card } => {
                bounds::bytes("miniprogram.title", &card.title, 1..=64)?;
                let is_whole = ![&card.pic_media_id, &card.appid, &card.page]
                    .iter()
                    .any(|text| text.is_empty());
                rule("miniprogram", is_whole, "needs picture, app and page")
            }
        }
    }
}
