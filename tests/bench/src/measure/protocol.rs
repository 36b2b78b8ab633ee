//! Messages on the wire, on one core: reading each type and writing each reply, beside a reader that only walks the XML.

use std::hint::black_box;
use std::time::{Duration, Instant};

use wechat_protocol::reply::Article;
use wechat_protocol::{InboundMessage, Limits, PassiveReply};

use crate::arguments::Plan;
use crate::outcome::Outcome;
use crate::table::{Row, tell};

/// Readings between two looks at the clock.
const ROUND: u32 = 256;
/// At most so long for each line of the table: there are many.
const LONGEST: Duration = Duration::from_secs(1);

/// A type of message and what stands between its common elements.
const MESSAGES: [(&str, &str, &str); 12] = [
    (
        "text",
        "text",
        "<Content><![CDATA[签到 2026 🎫]]></Content><MsgId>23288331466513091</MsgId>",
    ),
    (
        "image",
        "image",
        "<PicUrl><![CDATA[https://example.com/p.jpg]]></PicUrl><MediaId><![CDATA[media]]></MediaId><MsgId>1</MsgId>",
    ),
    (
        "voice",
        "voice",
        "<MediaId><![CDATA[media]]></MediaId><Format><![CDATA[amr]]></Format><Recognition><![CDATA[你好]]></Recognition><MsgId>1</MsgId>",
    ),
    (
        "location",
        "location",
        "<Location_X>31.23</Location_X><Location_Y>121.47</Location_Y><Scale>15</Scale><Label><![CDATA[上海]]></Label><MsgId>1</MsgId>",
    ),
    (
        "subscribe by scan",
        "event",
        "<Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[qrscene_ne-1]]></EventKey><Ticket><![CDATA[ticket]]></Ticket>",
    ),
    (
        "SCAN",
        "event",
        "<Event><![CDATA[SCAN]]></Event><EventKey><![CDATA[ne-1]]></EventKey><Ticket><![CDATA[ticket]]></Ticket>",
    ),
    (
        "CLICK",
        "event",
        "<Event><![CDATA[CLICK]]></Event><EventKey><![CDATA[key]]></EventKey>",
    ),
    (
        "TEMPLATESENDJOBFINISH",
        "event",
        "<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>200163836</MsgID><Status><![CDATA[success]]></Status>",
    ),
    (
        "scancode_waitmsg",
        "event",
        "<Event><![CDATA[scancode_waitmsg]]></Event><EventKey><![CDATA[k]]></EventKey><ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType><ScanResult><![CDATA[2]]></ScanResult></ScanCodeInfo>",
    ),
    (
        "subscribe_msg_popup_event",
        "event",
        "<Event><![CDATA[subscribe_msg_popup_event]]></Event><SubscribeMsgPopupEvent><List><TemplateId><![CDATA[t1]]></TemplateId><SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString><PopupScene>2</PopupScene></List><List><TemplateId><![CDATA[t2]]></TemplateId><SubscribeStatusString><![CDATA[reject]]></SubscribeStatusString><PopupScene>2</PopupScene></List></SubscribeMsgPopupEvent>",
    ),
    (
        "PUBLISHJOBFINISH",
        "event",
        "<Event><![CDATA[PUBLISHJOBFINISH]]></Event><PublishEventInfo><publish_id>2247503051</publish_id><publish_status>0</publish_status><article_id><![CDATA[article]]></article_id><article_detail><count>1</count><item><idx>1</idx><article_url><![CDATA[https://example.com/a]]></article_url></item></article_detail></PublishEventInfo>",
    ),
    (
        "an unknown event",
        "event",
        "<Event><![CDATA[something_new]]></Event><Deep><A>1</A><B><C>2</C></B></Deep>",
    ),
];

/// Measures every type; the plan's duration is cut short, for there are many.
///
/// # Errors
/// When a message cannot be read.
pub fn run(plan: &Plan, rows: &mut Vec<Row>) -> Outcome<()> {
    tell("measuring the protocol");
    let duration = plan.duration.min(LONGEST);
    for (name, msg_type, inner) in MESSAGES {
        let body = message(msg_type, inner);
        InboundMessage::parse(&body, Limits::default())?;
        let bare = rate(duration, || walk(&body));
        let ours = rate(duration, || InboundMessage::parse(&body, Limits::default()).is_ok());
        rows.push(Row::rate(format!("read {name}"), ours).beside(ours / bare));
    }
    for (name, reply) in replies() {
        let ours = rate(duration, || reply.to_xml("oBench", "gh_bench", 1_796_089_259).len());
        rows.push(Row::rate(format!("write a reply: {name}"), ours));
    }
    Ok(())
}

fn message(msg_type: &str, inner: &str) -> Vec<u8> {
    format!(
        "<xml><ToUserName><![CDATA[gh_bench]]></ToUserName><FromUserName><![CDATA[oBench]]></FromUserName>\
         <CreateTime>1796089259</CreateTime><MsgType><![CDATA[{msg_type}]]></MsgType>{inner}</xml>"
    )
    .into_bytes()
}

fn replies() -> [(&'static str, PassiveReply); 3] {
    let article = || Article {
        title: "标题".to_owned(),
        description: "描述".to_owned(),
        pic_url: "https://example.com/p.jpg".to_owned(),
        url: "https://example.com/".to_owned(),
    };
    [
        (
            "text",
            PassiveReply::Text {
                content: "您已成功报名，期待与您相见！".to_owned(),
            },
        ),
        (
            "picture",
            PassiveReply::Image {
                media_id: "media".to_owned(),
            },
        ),
        (
            "8 articles",
            PassiveReply::News {
                articles: std::iter::repeat_with(article).take(8).collect(),
            },
        ),
    ]
}

/// Walks through the XML and keeps nothing.
fn walk(body: &[u8]) -> usize {
    let mut reader = quick_xml::Reader::from_reader(body);
    let mut events = 0;
    while !matches!(reader.read_event(), Ok(quick_xml::events::Event::Eof) | Err(_)) {
        events += 1;
    }
    events
}

/// How often per second `work` is done.
fn rate<T>(duration: Duration, mut work: impl FnMut() -> T) -> f64 {
    let started = Instant::now();
    let mut done = 0_u64;
    while started.elapsed() < duration {
        for _ in 0..ROUND {
            black_box(work());
        }
        done += u64::from(ROUND);
    }
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    let done = done as f64;
    done / started.elapsed().as_secs_f64()
}
