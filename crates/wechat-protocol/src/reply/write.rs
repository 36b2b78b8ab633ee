//! Writing a reply as XML or JSON.

use super::{
    ACKNOWLEDGEMENT, Article, PassiveReply,
    sink::{JsonSink, Sink, XmlSink},
};
use crate::document::BodyFormat;

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
        let mut sink = XmlSink(String::with_capacity(512));
        sink.element("xml", |sink| self.write(sink, msg_type, to, from, create_time));
        sink.0
    }

    /// As [`Self::to_xml`], for accounts whose pushes come as JSON.
    ///
    /// ```
    /// use wechat_protocol::PassiveReply;
    /// let reply = PassiveReply::TransferCustomerService { account: None };
    /// assert_eq!(
    ///     reply.to_json("openid", "gh_x", 1710000000),
    ///     r#"{"ToUserName":"openid","FromUserName":"gh_x","CreateTime":1710000000,"MsgType":"transfer_customer_service"}"#
    /// );
    /// ```
    #[must_use]
    pub fn to_json(&self, to: &str, from: &str, create_time: i64) -> String {
        let Some(msg_type) = self.msg_type() else {
            return ACKNOWLEDGEMENT.to_owned();
        };
        let mut sink = JsonSink(String::with_capacity(512));
        sink.object(|sink| self.write(sink, msg_type, to, from, create_time));
        sink.0
    }

    /// The response body in the language of the push.
    #[must_use]
    pub fn to_body(&self, format: BodyFormat, to: &str, from: &str, create_time: i64) -> String {
        match format {
            BodyFormat::Xml => self.to_xml(to, from, create_time),
            BodyFormat::Json => self.to_json(to, from, create_time),
        }
    }

    fn write(&self, sink: &mut impl Sink, msg_type: &str, to: &str, from: &str, create_time: i64) {
        sink.text("ToUserName", to);
        sink.text("FromUserName", from);
        sink.number("CreateTime", create_time);
        sink.text("MsgType", msg_type);
        self.write_content(sink);
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
            Self::UpdateButton { .. } => "update_button",
            Self::UpdateTemplateCard(_) => "update_template_card",
        })
    }

    fn write_content(&self, sink: &mut impl Sink) {
        match self {
            Self::Success => {}
            Self::Text { content } => sink.text("Content", content),
            Self::Image { media_id } => sink.element("Image", |sink| sink.text("MediaId", media_id)),
            Self::Voice { media_id } => sink.element("Voice", |sink| sink.text("MediaId", media_id)),
            Self::Video {
                media_id,
                title,
                description,
            } => sink.element("Video", |sink| {
                sink.text("MediaId", media_id);
                sink.optional("Title", title.as_deref());
                sink.optional("Description", description.as_deref());
            }),
            Self::Music {
                title,
                description,
                music_url,
                hq_music_url,
                thumb_media_id,
            } => sink.element("Music", |sink| {
                sink.optional("Title", title.as_deref());
                sink.optional("Description", description.as_deref());
                sink.optional("MusicUrl", music_url.as_deref());
                sink.optional("HQMusicUrl", hq_music_url.as_deref());
                sink.text("ThumbMediaId", thumb_media_id);
            }),
            Self::News { articles } => write_news(sink, articles),
            Self::TransferCustomerService { account: None } => {}
            Self::TransferCustomerService { account: Some(account) } => {
                sink.element("TransInfo", |sink| sink.text("KfAccount", account));
            }
            Self::UpdateButton { replace_name } => {
                sink.element("Button", |sink| sink.text("ReplaceName", replace_name));
            }
            Self::UpdateTemplateCard(card) => sink.element("TemplateCard", |sink| card.write(sink)),
        }
    }
}

fn write_news(sink: &mut impl Sink, articles: &[Article]) {
    sink.number("ArticleCount", i64::try_from(articles.len()).unwrap_or(i64::MAX));
    sink.list("Articles", "item", articles, |sink, article| {
        sink.text("Title", &article.title);
        sink.text("Description", &article.description);
        sink.text("PicUrl", &article.pic_url);
        sink.text("Url", &article.url);
    });
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
                PassiveReply::UpdateButton {
                    replace_name: "r".into(),
                },
                "<Button><ReplaceName>r</ReplaceName></Button>",
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

    #[test]
    fn json_holds_the_same_as_raw_utf8() {
        let article = Article {
            title: "签到\n\"".into(),
            ..Article::default()
        };
        let news = PassiveReply::News {
            articles: vec![article.clone(), article],
        };
        let item = r#"{"Title":"签到\n\"","Description":"","PicUrl":"","Url":""}"#;
        let expected = format!(
            r#"{{"ToUserName":"o","FromUserName":"g","CreateTime":1,"MsgType":"news","ArticleCount":2,"Articles":[{item},{item}]}}"#
        );
        assert_eq!(news.to_body(BodyFormat::Json, "o", "g", 1), expected);
    }
}
