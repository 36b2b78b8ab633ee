//! Writing a reply as XML.

use super::{ACKNOWLEDGEMENT, Article, PassiveReply};
use crate::xml::{push_element, push_number, push_text};

impl PassiveReply {
    /// The response body in the clear. `to` is the person's open id, `from` the account's original id (the message's
    /// names swapped), `create_time` unix seconds.
    ///
    /// ```
    /// use wechat_protocol::PassiveReply;
    /// let reply = PassiveReply::Text { content: "你好".into() };
    /// assert_eq!(
    ///     reply.to_xml("openid", "gh_x", 1710000000),
    ///     "<xml><ToUserName><![CDATA[openid]]></ToUserName><FromUserName><![CDATA[gh_x]]></FromUserName>\
    ///      <CreateTime>1710000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content></xml>"
    /// );
    /// ```
    #[must_use]
    pub fn to_xml(&self, to: &str, from: &str, create_time: i64) -> String {
        let Some(msg_type) = self.msg_type() else {
            return ACKNOWLEDGEMENT.to_owned();
        };
        let mut out = String::with_capacity(512);
        push_element(&mut out, "xml", |out| {
            push_text(out, "ToUserName", to);
            push_text(out, "FromUserName", from);
            push_number(out, "CreateTime", create_time);
            push_text(out, "MsgType", msg_type);
            self.push_content(out);
        });
        out
    }

    /// `MsgType`; none for the bare acknowledgement.
    #[must_use]
    pub fn msg_type(&self) -> Option<&'static str> {
        Some(match self {
            Self::Success => return None,
            Self::Text { .. } => "text",
            Self::Image { .. } => "image",
            Self::Voice { .. } => "voice",
            Self::Video { .. } => "video",
            Self::Music { .. } => "music",
            Self::News { .. } => "news",
            Self::TransferCustomerService { .. } => "transfer_customer_service",
        })
    }

    fn push_content(&self, out: &mut String) {
        match self {
            Self::Success => {}
            Self::Text { content } => push_text(out, "Content", content),
            Self::Image { media_id } => push_element(out, "Image", |out| push_text(out, "MediaId", media_id)),
            Self::Voice { media_id } => push_element(out, "Voice", |out| push_text(out, "MediaId", media_id)),
            Self::Video {
                media_id,
                title,
                description,
            } => push_element(out, "Video", |out| {
                push_text(out, "MediaId", media_id);
                push_optional(out, "Title", title.as_deref());
                push_optional(out, "Description", description.as_deref());
            }),
            Self::Music {
                title,
                description,
                music_url,
                hq_music_url,
                thumb_media_id,
            } => {
                push_element(out, "Music", |out| {
                    push_optional(out, "Title", title.as_deref());
                    push_optional(out, "Description", description.as_deref());
                    push_optional(out, "MusicUrl", music_url.as_deref());
                    push_optional(out, "HQMusicUrl", hq_music_url.as_deref());
                    push_text(out, "ThumbMediaId", thumb_media_id);
                });
            }
            Self::News { articles } => push_news(out, articles),
            Self::TransferCustomerService { account } => {
                if let Some(account) = account {
                    push_element(out, "TransInfo", |out| push_text(out, "KfAccount", account));
                }
            }
        }
    }
}

fn push_news(out: &mut String, articles: &[Article]) {
    push_number(out, "ArticleCount", i64::try_from(articles.len()).unwrap_or(i64::MAX));
    push_element(out, "Articles", |out| {
        for article in articles {
            push_element(out, "item", |out| {
                push_text(out, "Title", &article.title);
                push_text(out, "Description", &article.description);
                push_text(out, "PicUrl", &article.pic_url);
                push_text(out, "Url", &article.url);
            });
        }
    });
}

fn push_optional(out: &mut String, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        push_text(out, name, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(reply: &PassiveReply) -> String {
        let xml = reply.to_xml("o", "g", 1);
        let (_, content) = xml.split_once("</MsgType>").expect("a type");
        content
            .strip_suffix("</xml>")
            .expect("an end")
            .replace("<![CDATA[", "")
            .replace("]]>", "")
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn the_acknowledgement_is_the_bare_word() {
        assert_eq!(PassiveReply::Success.to_xml("o", "g", 1), "success");
    }

    #[test]
    fn every_kind_has_the_documented_elements() {
        let cases = [
            (
                PassiveReply::Image { media_id: "m".into() },
                "<Image><MediaId>m</MediaId></Image>",
            ),
            (
                PassiveReply::Voice { media_id: "m".into() },
                "<Voice><MediaId>m</MediaId></Voice>",
            ),
            (
                PassiveReply::Video {
                    media_id: "m".into(),
                    title: some("t"),
                    description: None,
                },
                "<Video><MediaId>m</MediaId><Title>t</Title></Video>",
            ),
            (
                PassiveReply::Music {
                    title: some("t"),
                    description: some("d"),
                    music_url: some("u"),
                    hq_music_url: some("h"),
                    thumb_media_id: "m".into(),
                },
                "<Music><Title>t</Title><Description>d</Description><MusicUrl>u</MusicUrl><HQMusicUrl>h</HQMusicUrl>\
                 <ThumbMediaId>m</ThumbMediaId></Music>",
            ),
            (PassiveReply::TransferCustomerService { account: None }, ""),
            (
                PassiveReply::TransferCustomerService { account: some("a@gh") },
                "<TransInfo><KfAccount>a@gh</KfAccount></TransInfo>",
            ),
            (
                PassiveReply::News {
                    articles: vec![Article {
                        title: "t".into(),
                        description: "d".into(),
                        pic_url: "p".into(),
                        url: "u".into(),
                    }],
                },
                "<ArticleCount>1</ArticleCount><Articles><item><Title>t</Title><Description>d</Description>\
                 <PicUrl>p</PicUrl><Url>u</Url></item></Articles>",
            ),
        ];
        for (reply, expected) in cases {
            assert_eq!(inner(&reply), expected);
        }
    }
}
