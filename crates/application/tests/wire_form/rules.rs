//! Changes of reply rules.

use application::log_wire;
use domain::ids::{EventId, ReplyRuleId};
use domain::wechat::rules::{ReplyRule, RuleDetails, RuleDraft, RuleHappened};
use domain::wechat::{Article, Music, Reply};
use uuid::Uuid;

use crate::check;

fn draft() -> RuleDraft {
    RuleDraft {
        name: "问路 🧭".to_owned(),
        priority: 10,
        trigger: "textContains".to_owned(),
        value: Some("怎么去".to_owned()),
        event: Some(EventId::from_uuid(Uuid::from_u128(
            0x0192_0000_0000_7000_8000_0000_0000_0001,
        ))),
        from: Some("2026-12-01T01:30:00.123456Z".parse().unwrap()),
        until: Some("2026-12-02T00:00:00Z".parse().unwrap()),
        daily: Some(("22:00".to_owned(), "06:30".to_owned(), "Asia/Shanghai".to_owned())),
        enabled: true,
        answer: Reply::Text("{{event.title}}：地铁 2 号线".to_owned()),
    }
}

fn bare(answer: Reply) -> RuleDraft {
    RuleDraft {
        trigger: "default".to_owned(),
        value: None,
        event: None,
        from: None,
        until: None,
        daily: None,
        enabled: false,
        answer,
        ..draft()
    }
}

fn check_created(name: &str, draft: RuleDraft) {
    let details = RuleDetails::check(draft).unwrap();
    let id = ReplyRuleId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0005));
    let now = "2026-12-01T00:00:00Z".parse().unwrap();
    let (rule, happened) = ReplyRule::create(id, "default", details.clone(), now);
    check(name, &log_wire::rule_happened(&rule, &happened));
    if name == "reply_rule.created" {
        let changed = RuleHappened::Changed(Box::new(details));
        check("reply_rule.changed", &log_wire::rule_happened(&rule, &changed));
        check(
            "reply_rule.deleted",
            &log_wire::rule_happened(&rule, &RuleHappened::Deleted),
        );
    }
}

#[test]
fn changes_of_reply_rules_keep_their_wire_form() {
    let text = |text: &str| text.to_owned();
    let article = Article {
        title: text("标题"),
        description: text("摘要"),
        picture_url: text("https://example.com/p.jpg"),
        url: text("https://example.com/"),
    };
    let music = Music {
        title: text("曲"),
        description: text("述"),
        url: text("https://example.com/a.mp3"),
        high_quality_url: text("https://example.com/b.mp3"),
        thumb_media_id: text("THUMB"),
    };
    let media_id = text("MEDIA");
    check_created("reply_rule.created", draft());
    for (name, answer) in [
        ("none", Reply::Silence),
        ("news", Reply::News(vec![article])),
        (
            "image",
            Reply::Image {
                media_id: media_id.clone(),
            },
        ),
        (
            "voice",
            Reply::Voice {
                media_id: media_id.clone(),
            },
        ),
        (
            "video",
            Reply::Video {
                media_id,
                title: text("片"),
                description: text("述"),
            },
        ),
        ("music", Reply::Music(music)),
        (
            "human_service",
            Reply::HumanService {
                agent: Some(text("kf@test")),
            },
        ),
    ] {
        check_created(&format!("reply_rule.created.{name}"), bare(answer));
    }
}
