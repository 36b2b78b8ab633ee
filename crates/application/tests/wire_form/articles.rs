//! Changes of drafts and publications.

use application::log_wire;
use domain::ids::{DraftId, MaterialId, PublicationId};
use domain::wechat::Comments;
use domain::wechat::articles::{
    ArticleBody, Draft, DraftArticle, DraftHappened, FailureReason, Publication, PublicationHappened,
};
use uuid::Uuid;

use crate::check;

fn id(last: u128) -> Uuid {
    Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 + last)
}

fn articles() -> Vec<DraftArticle> {
    let news = DraftArticle {
        title: "春天的音乐会".to_owned(),
        author: Some("编辑部".to_owned()),
        digest: None,
        comments: Comments::Followers,
        body: ArticleBody::News {
            content: "<p>正文</p>".to_owned(),
            source_url: None,
            thumb: MaterialId::from_uuid(id(21)),
            crops: None,
        },
    };
    let pictures = DraftArticle {
        title: "图".to_owned(),
        body: ArticleBody::Pictures {
            text: "文字".to_owned(),
            images: vec![MaterialId::from_uuid(id(22))],
        },
        ..news.clone()
    };
    vec![news, pictures]
}

fn draft() -> Draft {
    let now = "2026-12-01T00:00:00Z".parse().unwrap();
    Draft::write(DraftId::from_uuid(id(23)), "default", articles(), now).0
}

#[test]
fn changes_of_drafts_keep_their_wire_form() {
    let media_id = "MEDIA".to_owned();
    let cases = [
        ("wechat_draft.created", DraftHappened::Created(articles())),
        (
            "wechat_draft.edited",
            DraftHappened::Edited {
                edition: 2,
                articles: articles(),
            },
        ),
        (
            "wechat_draft.push_requested",
            DraftHappened::PushRequested { edition: 2 },
        ),
        (
            "wechat_draft.pushed",
            DraftHappened::Pushed {
                edition: 2,
                media_id: media_id.clone(),
            },
        ),
        (
            "wechat_draft.push_failed",
            DraftHappened::PushFailed {
                note: "WeChat refused (45003)".to_owned(),
            },
        ),
        ("wechat_draft.used_up", DraftHappened::UsedUp { media_id }),
        ("wechat_draft.deleted", DraftHappened::Deleted),
    ];
    for (name, happened) in cases {
        check(name, &log_wire::draft_happened(&draft(), &happened));
    }
}

#[test]
fn changes_of_publications_keep_their_wire_form() {
    let now = "2026-12-01T00:00:00Z".parse().unwrap();
    let (publication, requested) = Publication::request(PublicationId::from_uuid(id(24)), &draft(), now);
    let cases = [
        ("wechat_publication.requested", requested),
        (
            "wechat_publication.submitted",
            PublicationHappened::Submitted {
                publish_id: "100000001".to_owned(),
            },
        ),
        (
            "wechat_publication.published",
            PublicationHappened::Published {
                article_id: Some("ARTICLE".to_owned()),
                urls: vec!["http://mp.weixin.qq.com/s/1".to_owned()],
            },
        ),
        (
            "wechat_publication.failed",
            PublicationHappened::Failed {
                reason: FailureReason::NotOriginal,
                failed: vec![2],
            },
        ),
        ("wechat_publication.doubted", PublicationHappened::Doubted),
        (
            "wechat_publication.withdrawal_requested",
            PublicationHappened::WithdrawalRequested { index: Some(1) },
        ),
        (
            "wechat_publication.withdrawn",
            PublicationHappened::Withdrawn { index: None },
        ),
        (
            "wechat_publication.withdrawal_failed",
            PublicationHappened::WithdrawalFailed {
                note: "WeChat refused (48001)".to_owned(),
            },
        ),
        ("wechat_publication.removed", PublicationHappened::Removed),
    ];
    for (name, happened) in cases {
        check(name, &log_wire::publication_happened(&publication, &happened));
    }
}
