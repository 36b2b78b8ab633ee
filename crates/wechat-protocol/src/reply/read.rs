//! Reading a reply, as the platform does.

use std::fmt;

use super::{ACKNOWLEDGEMENT, Article, PassiveReply, TextNoticeCard};
use crate::{
    document::{self, BodyFormat},
    inbound::Node,
    limits::Limits,
    parse_error::ParseError,
};

/// A reply with the names around it. `Debug` shows only its kind and when it was made.
#[derive(Clone, PartialEq, Eq)]
pub struct AddressedReply {
    /// Whom it is for.
    pub to_user: String,
    /// Who answers.
    pub from_user: String,
    /// Unix seconds.
    pub create_time: i64,
    /// The reply, which is never the bare acknowledgement.
    pub reply: PassiveReply,
    /// The language it was written in.
    pub format: BodyFormat,
}

impl AddressedReply {
    /// Reads a response body in the clear; none when it is `success` or empty.
    ///
    /// # Errors
    /// When it is malformed, exceeds the limits, lacks a field, or is no reply the platform knows.
    pub fn parse(body: &[u8], limits: Limits) -> Result<Option<Self>, ParseError> {
        let word = body.trim_ascii();
        if word.is_empty() || word == ACKNOWLEDGEMENT.as_bytes() {
            return Ok(None);
        }
        let (root, format) = document::parse(body, limits)?;
        let name = |field| {
            root.get(field)
                .map(str::to_owned)
                .ok_or(ParseError::MissingField(field))
        };
        Ok(Some(Self {
            to_user: name("ToUserName")?,
            from_user: name("FromUserName")?,
            create_time: name("CreateTime")?
                .parse()
                .map_err(|_| ParseError::InvalidField("CreateTime"))?,
            reply: reply(&name("MsgType")?, Node(&root))?,
            format,
        }))
    }
}

impl fmt::Debug for AddressedReply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AddressedReply")
            .field("msg_type", &self.reply.msg_type())
            .field("create_time", &self.create_time)
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

impl PassiveReply {
    /// Reads a response body in the clear, without the names around it; see [`AddressedReply`].
    ///
    /// ```
    /// use wechat_protocol::{Limits, PassiveReply};
    /// # fn main() -> Result<(), wechat_protocol::ParseError> {
    /// let reply = PassiveReply::Image { media_id: "m".into() };
    /// assert_eq!(PassiveReply::parse(reply.to_json("o_1", "gh_1", 1_710_000_000).as_bytes(), Limits::default())?, reply);
    /// assert_eq!(PassiveReply::parse(b"success", Limits::default())?, PassiveReply::Success);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`AddressedReply::parse`].
    pub fn parse(body: &[u8], limits: Limits) -> Result<Self, ParseError> {
        Ok(AddressedReply::parse(body, limits)?.map_or(Self::Success, |addressed| addressed.reply))
    }
}

fn reply(msg_type: &str, root: Node<'_, '_>) -> Result<PassiveReply, ParseError> {
    Ok(match msg_type {
        "text" => PassiveReply::Text {
            content: must(root, "Content")?,
        },
        "image" => PassiveReply::Image {
            media_id: must(part(root, "Image")?, "MediaId")?,
        },
        "voice" => PassiveReply::Voice {
            media_id: must(part(root, "Voice")?, "MediaId")?,
        },
        "video" => video(part(root, "Video")?)?,
        "music" => music(part(root, "Music")?)?,
        "news" => news(root)?,
        "transfer_customer_service" => PassiveReply::TransferCustomerService {
            account: root.child("TransInfo").and_then(|info| info.as_written("KfAccount")),
        },
        "update_button" => PassiveReply::UpdateButton {
            replace_name: must(part(root, "Button")?, "ReplaceName")?,
        },
        "update_template_card" => {
            let card = TextNoticeCard::read(part(root, "TemplateCard")?);
            PassiveReply::UpdateTemplateCard(Box::new(card.ok_or(ParseError::InvalidField("CardType"))?))
        }
        _ => return Err(ParseError::InvalidField("MsgType")),
    })
}

fn part<'t, 'a>(root: Node<'t, 'a>, name: &'static str) -> Result<Node<'t, 'a>, ParseError> {
    root.child(name).ok_or(ParseError::MissingField(name))
}

fn must(part: Node<'_, '_>, name: &'static str) -> Result<String, ParseError> {
    part.as_written(name).ok_or(ParseError::MissingField(name))
}

fn video(video: Node<'_, '_>) -> Result<PassiveReply, ParseError> {
    Ok(PassiveReply::Video {
        media_id: must(video, "MediaId")?,
        title: video.as_written("Title"),
        description: video.as_written("Description"),
    })
}

fn music(music: Node<'_, '_>) -> Result<PassiveReply, ParseError> {
    Ok(PassiveReply::Music {
        title: music.as_written("Title"),
        description: music.as_written("Description"),
        music_url: music.as_written("MusicUrl"),
        hq_music_url: music.as_written("HQMusicUrl"),
        thumb_media_id: must(music, "ThumbMediaId")?,
    })
}

/// The platform refuses news whose count is not the number of its articles.
fn news(root: Node<'_, '_>) -> Result<PassiveReply, ParseError> {
    let count: usize = root
        .number("ArticleCount")
        .ok_or(ParseError::MissingField("ArticleCount"))?;
    let items = root.items("Articles", "item");
    if count != items.len() {
        return Err(ParseError::InvalidField("ArticleCount"));
    }
    Ok(PassiveReply::News {
        articles: items.into_iter().map(article).collect(),
    })
}

fn article(item: Node<'_, '_>) -> Article {
    let text = |name| item.as_written(name).unwrap_or_default();
    Article {
        title: text("Title"),
        description: text("Description"),
        pic_url: text("PicUrl"),
        url: text("Url"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: &str = "<ToUserName>o_secret</ToUserName><FromUserName>gh</FromUserName><CreateTime>1</CreateTime>";

    fn read(fields: &str) -> Result<PassiveReply, ParseError> {
        PassiveReply::parse(format!("<xml>{FRAME}{fields}</xml>").as_bytes(), Limits::default())
    }

    #[test]
    fn silence_is_read_however_it_is_written() {
        for silence in ["", " \n", "success", "success\n"] {
            let read = PassiveReply::parse(silence.as_bytes(), Limits::default());
            assert_eq!(read, Ok(PassiveReply::Success), "{silence:?}");
        }
        let refused = PassiveReply::parse(b"SUCCESS", Limits::default());
        assert_eq!(refused, Err(ParseError::UnknownFormat));
    }

    #[test]
    fn what_the_platform_would_not_show_is_refused() {
        assert_eq!(read(""), Err(ParseError::MissingField("MsgType")));
        assert_eq!(
            read("<MsgType>hologram</MsgType>"),
            Err(ParseError::InvalidField("MsgType"))
        );
        assert_eq!(
            read("<MsgType>text</MsgType>"),
            Err(ParseError::MissingField("Content"))
        );
        assert_eq!(read("<MsgType>image</MsgType>"), Err(ParseError::MissingField("Image")));
        let miscounted =
            "<MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles><item><Title>t</Title></item></Articles>";
        assert_eq!(read(miscounted), Err(ParseError::InvalidField("ArticleCount")));
        let other_card =
            "<MsgType>update_template_card</MsgType><TemplateCard><CardType>news_notice</CardType></TemplateCard>";
        assert_eq!(read(other_card), Err(ParseError::InvalidField("CardType")));
    }

    #[test]
    fn debug_names_nobody() {
        let body = format!("<xml>{FRAME}<MsgType>text</MsgType><Content>private</Content></xml>");
        let addressed = AddressedReply::parse(body.as_bytes(), Limits::default())
            .unwrap()
            .unwrap();
        let shown = format!("{addressed:?}");
        assert!(shown.contains("text") && !shown.contains("o_secret") && !shown.contains("private"));
    }
}
