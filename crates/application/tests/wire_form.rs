//! The event log's wire form, held by one golden file per kind. A difference means that old entries would no longer
//! be understood: make a new kind instead. Run with `UPDATE_GOLDEN=1` only for a kind that was never stored.

#![expect(clippy::unwrap_used, reason = "a test may panic where its ground gives way")]

use application::log_wire::{self, TagHappened, WireEvent};
use domain::attendance::{AttendanceHappened, AttendeeSource, CheckInMethod};
use domain::events::{
    AutoReply, EventDetails, EventDraft, EventHappened, NoticeTemplate, QrPurpose, WechatConfigDraft,
};
use domain::identity::PhoneHappened;
use domain::identity::{LearnedFrom, PersonHappened};
use domain::ids::{
    AccountId, AttendeeId, BroadcastId, ChannelId, CheckInId, ContentCheckId, EventId, FollowerId, FollowerSyncId,
    MessageTemplateId, MiniProgramCodeId, MiniProgramLinkId, PersonId, QrCodeId, TagRunId,
};
use domain::notifications::Link;
use domain::notifications::broadcast::{
    AttendeeGroup, Audience, Broadcast, BroadcastContent, BroadcastHappened, BroadcastState,
};
use domain::notifications::template::{FoundTemplate, MessageTemplate, TemplateHappened, TemplateKind};
use domain::wechat::account::{AccountDetails, AccountDraft, AccountHappened, AccountName, SecretKind};
use domain::wechat::followers::{FollowerHappened, MemberOutcome, SyncHappened, TagAction, TagRun, TagRunHappened};
use domain::wechat::mini_program::{
    CheckHappened, CheckedKind, CodeHappened, CodeKind, ContentFinding, ContentVerdict, Doubt, LinkHappened, LinkKind,
};
use domain::wechat::{ChannelDraft, ChannelHappened, MessageMode, Product};
use serde_json::Value;
use uuid::Uuid;

#[path = "wire_form/articles.rs"]
mod articles;
#[path = "wire_form/mass.rs"]
mod mass;
#[path = "wire_form/materials.rs"]
mod materials;
#[path = "wire_form/menus.rs"]
mod menus;
#[path = "wire_form/rules.rs"]
mod rules;
#[path = "wire_form/staff.rs"]
mod staff;
#[path = "wire_form/wecom.rs"]
mod wecom;

fn event_id() -> EventId {
    EventId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001))
}

fn details() -> Box<EventDetails> {
    let draft = EventDraft {
        title: "春天的音乐会 🎵".to_owned(),
        description: "第一行\n第二行".to_owned(),
        starts_at: "2026-12-01T01:30:00.123456Z".parse().unwrap(),
        ends_at: "2026-12-01T04:00:00Z".parse().unwrap(),
        zone: "Asia/Shanghai".to_owned(),
        location: "上海".to_owned(),
        capacity: Some(300),
        registration_opens_at: Some("2026-11-01T00:00:00Z".parse().unwrap()),
        registration_closes_at: None,
        check_in_opens_at: Some("2026-12-01T00:30:00Z".parse().unwrap()),
        walk_ins: true,
        wechat: WechatConfigDraft {
            interaction_code: Some("SPRING26".to_owned()),
            scan_message: Some("欢迎！".to_owned()),
            user_tag_id: Some(101),
            auto_reply: AutoReply::Text("收到".to_owned()),
            notice_template: Some(NoticeTemplate {
                template_id: "TPL".to_owned(),
                fields: vec![("thing1".to_owned(), "{{event.title}}".to_owned())],
            }),
        },
    };
    Box::new(EventDetails::check(draft).unwrap())
}

fn bare_details() -> Box<EventDetails> {
    let draft = EventDraft {
        title: "T".to_owned(),
        description: String::new(),
        starts_at: "2026-12-01T01:30:00Z".parse().unwrap(),
        ends_at: "2026-12-01T04:00:00Z".parse().unwrap(),
        zone: "UTC".to_owned(),
        location: String::new(),
        capacity: None,
        registration_opens_at: None,
        registration_closes_at: None,
        check_in_opens_at: None,
        walk_ins: false,
        wechat: WechatConfigDraft::default(),
    };
    Box::new(EventDetails::check(draft).unwrap())
}

fn check(name: &str, wire: &WireEvent) {
    let data: Value = serde_json::from_str(&wire.data).expect("the wire form is JSON");
    let written = serde_json::to_string_pretty(&serde_json::json!({
        "streamType": wire.stream_type,
        "streamId": wire.stream_id,
        "about": wire.about.map(|event| event.to_string()),
        "kind": wire.kind,
        "data": data,
    }))
    .unwrap()
        + "\n";
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        std::fs::write(&path, &written).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, golden, "{name}: the wire form changed");
}

#[test]
fn changes_of_events_keep_their_wire_form() {
    let qr_code = QrCodeId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0002));
    let cases = [
        ("event.created", EventHappened::Created(details())),
        ("event.created.bare", EventHappened::Created(bare_details())),
        ("event.details_changed", EventHappened::DetailsChanged(details())),
        ("event.published", EventHappened::Published),
        (
            "event.cancelled",
            EventHappened::Cancelled {
                reason: Some("台风".to_owned()),
            },
        ),
        (
            "event.cancelled.without_reason",
            EventHappened::Cancelled { reason: None },
        ),
        ("event.completed", EventHappened::Completed),
        ("event.deleted", EventHappened::Deleted),
        (
            "event.qr_code_issued",
            EventHappened::QrCodeIssued {
                qr_code,
                purpose: QrPurpose::CheckIn,
            },
        ),
    ];
    for (name, happened) in cases {
        check(name, &log_wire::event_happened(event_id(), &happened));
    }
}

#[test]
fn changes_of_registrations_keep_their_wire_form() {
    let attendee = AttendeeId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0003));
    let check_in = CheckInId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0004));
    let event = event_id();
    let cases = [
        (
            "attendee.registered",
            AttendanceHappened::Registered {
                event,
                source: AttendeeSource::InteractionCode,
            },
        ),
        (
            "attendee.checked_in",
            AttendanceHappened::CheckedIn {
                event,
                check_in,
                method: CheckInMethod::Ticket,
                gate: Some("北门".to_owned()),
            },
        ),
    ];
    for (name, happened) in cases {
        check(name, &log_wire::attendance_happened(attendee, &happened));
    }
}

#[test]
fn changes_of_people_keep_their_wire_form() {
    let person = PersonId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0005));
    let from = PersonId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0006));
    let learned_from = LearnedFrom::WebLogin;
    let cases = [
        ("person.appeared", PersonHappened::Appeared { learned_from }),
        ("person.identity_added", PersonHappened::IdentityAdded { learned_from }),
        ("person.union_learned", PersonHappened::UnionLearned { learned_from }),
        ("person.merged", PersonHappened::Merged { from, learned_from }),
        ("person.union_forgotten", PersonHappened::UnionForgotten),
    ];
    for (name, happened) in cases {
        check(name, &log_wire::person_happened(person, &happened));
    }
}

#[test]
fn changes_of_followers_keep_their_wire_form() {
    let follower = FollowerId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0007));
    let cases = [
        ("follower.followed", FollowerHappened::Followed),
        ("follower.unfollowed", FollowerHappened::Unfollowed),
        ("follower.forgotten", FollowerHappened::Forgotten),
        ("follower.remark_changed", FollowerHappened::RemarkChanged),
        ("follower.blocked", FollowerHappened::Blocked),
        ("follower.unblocked", FollowerHappened::Unblocked),
    ];
    for (name, happened) in cases {
        check(name, &log_wire::follower_happened(follower, happened));
    }
}

#[test]
fn changes_of_synchronisations_keep_their_wire_form() {
    let sync = FollowerSyncId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0008));
    let cases = [
        ("follower_sync.started", SyncHappened::Started),
        ("follower_sync.resumed", SyncHappened::Resumed),
        (
            "follower_sync.finished",
            SyncHappened::Finished {
                fetched: 10_002,
                unfollowed: 3,
            },
        ),
        (
            "follower_sync.failed",
            SyncHappened::Failed {
                error: "WeChat refused (45009): quota".to_owned(),
            },
        ),
        ("follower_sync.cancelled", SyncHappened::Cancelled),
    ];
    for (name, happened) in cases {
        check(name, &log_wire::sync_happened(sync, "default", &happened));
    }
}

#[test]
fn changes_of_tags_keep_their_wire_form() {
    let id = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0009);
    let now = "2026-12-01T01:30:00Z".parse().unwrap();
    let mut run = TagRun::start(TagRunId::from_uuid(id), "default", 100, TagAction::Give, 2, now);
    check(
        "tag_run.started",
        &log_wire::tag_run_happened(&run, TagRunHappened::Started),
    );
    let ended = run.came_on(&[MemberOutcome::Done, MemberOutcome::Refused(45_059)], now);
    check("tag_run.ended", &log_wire::tag_run_happened(&run, ended.unwrap()));
    for (name, happened) in [
        ("wechat_tag.created", TagHappened::Created("嘉宾")),
        ("wechat_tag.renamed", TagHappened::Renamed("讲师")),
        ("wechat_tag.deleted", TagHappened::Deleted),
    ] {
        check(name, &log_wire::tag_happened(id, "default", 100, happened));
    }
}

#[test]
fn changes_of_channels_keep_their_wire_form() {
    let channel = ChannelId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0005));
    let draft = |event| ChannelDraft {
        name: "地铁海报".to_owned(),
        note: "3 号口".to_owned(),
        event,
    };
    let cases = [
        ("channel.created", ChannelHappened::Created(draft(None))),
        ("channel.changed", ChannelHappened::Changed(draft(Some(event_id())))),
        (
            "channel.code_issued",
            ChannelHappened::CodeIssued {
                scene: "ch-1".to_owned(),
            },
        ),
        ("channel.deleted", ChannelHappened::Deleted),
    ];
    for (name, happened) in cases {
        check(name, &log_wire::channel_happened(channel, &happened));
    }
}

#[test]
fn changes_of_templates_and_broadcasts_keep_their_wire_form() {
    let template = MessageTemplate {
        mapping: vec![("thing1".to_owned(), "{{event.title}}".to_owned())],
        ..MessageTemplate::found(
            MessageTemplateId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0007)),
            "default".to_owned(),
            FoundTemplate {
                template_id: "TPL".to_owned(),
                kind: TemplateKind::SubscribeOnce,
                title: "报名通知".to_owned(),
                content: "活动：{{thing1.DATA}}".to_owned(),
                example: String::new(),
                choices: Vec::new(),
            },
            "2026-12-01T01:00:00Z".parse().unwrap(),
        )
    };
    for (name, happened) in [
        ("message_template.found", TemplateHappened::Found),
        ("message_template.changed", TemplateHappened::Changed),
        ("message_template.mapped", TemplateHappened::Mapped),
        ("message_template.gone", TemplateHappened::Gone),
    ] {
        check(name, &log_wire::template_happened(&template, &happened));
    }
    for (name, happened) in [
        ("broadcast.created", BroadcastHappened::Created),
        ("broadcast.prepared", BroadcastHappened::Prepared { people: 3 }),
        (
            "broadcast.paused",
            BroadcastHappened::Paused {
                until: "2026-12-01T16:00:00Z".parse().unwrap(),
            },
        ),
        ("broadcast.done", BroadcastHappened::Done),
        ("broadcast.cancelled", BroadcastHappened::Cancelled),
    ] {
        check(name, &log_wire::broadcast_happened(&broadcast(), &happened));
    }
}

fn broadcast() -> Broadcast {
    let at = "2026-12-01T01:00:00Z".parse().unwrap();
    Broadcast {
        id: BroadcastId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0008)),
        account: "default".to_owned(),
        title: "明天见".to_owned(),
        content: BroadcastContent::Template {
            kind: TemplateKind::Template,
            template_id: "TPL".to_owned(),
            mapping: vec![("thing1".to_owned(), "{{event.title}}".to_owned())],
            link: Link::Nowhere,
        },
        audience: Audience::Event {
            event: event_id(),
            group: AttendeeGroup::All,
        },
        about: Some(event_id()),
        state: BroadcastState::Preparing,
        cursor: None,
        people: 0,
        paused_until: None,
        created_at: at,
        updated_at: at,
        version: 1,
    }
}

#[test]
fn changes_of_wechat_accounts_keep_their_wire_form_and_tell_no_credential() {
    let account = AccountId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0005));
    let details = AccountDetails::check(AccountDraft {
        product: Product::WeCom,
        title: "茶会 🍵".to_owned(),
        app_id: "ww0000000000000000".to_owned(),
        agent_id: Some(1_000_002),
        original_id: None,
        message_mode: MessageMode::Safe,
    });
    let details = Box::new(details.unwrap());
    let cases = [
        (
            "wechat_account.added",
            AccountHappened::Added {
                name: AccountName::new("tea-shop").unwrap(),
                details: details.clone(),
                enabled: true,
                secrets: vec![SecretKind::AppSecret, SecretKind::Token, SecretKind::EncodingAesKey],
            },
        ),
        (
            "wechat_account.details_changed",
            AccountHappened::DetailsChanged(details),
        ),
        (
            "wechat_account.credentials_changed",
            AccountHappened::CredentialsChanged {
                set: vec![SecretKind::EncodingAesKey],
                cleared: vec![SecretKind::PreviousEncodingAesKey],
            },
        ),
        ("wechat_account.enabled", AccountHappened::Enabled),
        ("wechat_account.disabled", AccountHappened::Disabled),
        ("wechat_account.removed", AccountHappened::Removed),
    ];
    for (name, happened) in cases {
        check(name, &log_wire::account_happened(account, &happened));
    }
}

#[test]
fn changes_of_mini_programs_keep_their_wire_form() {
    let id = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0007);
    let person = PersonId::from_uuid(id);
    let account = "mini".to_owned();
    let verified = PhoneHappened::Verified { account };
    check("person_phone.verified", &log_wire::phone_happened(person, &verified));
    check(
        "person_phone.forgotten",
        &log_wire::phone_happened(person, &PhoneHappened::Forgotten),
    );
    let made = CodeHappened::Made {
        kind: CodeKind::Unlimited,
        page: "pages/event/index".to_owned(),
        scene: Some("e=1".to_owned()),
    };
    let code = MiniProgramCodeId::from_uuid(id);
    check(
        "mini_program_code.made",
        &log_wire::mini_program_code_happened(code, &made),
    );
    let made = LinkHappened::Made {
        kind: LinkKind::Scheme,
        page: "pages/event/index".to_owned(),
        expires_at: "2026-12-01T01:41:00Z".parse().unwrap(),
    };
    let link = MiniProgramLinkId::from_uuid(id);
    check(
        "mini_program_link.made",
        &log_wire::mini_program_link_happened(link, &made),
    );
}

#[test]
fn changes_of_content_checks_keep_their_wire_form() {
    let id = ContentCheckId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0008));
    let (kind, subject) = (CheckedKind::Image, Some("answer/1".to_owned()));
    let concluded = |finding| CheckHappened::Concluded {
        kind,
        subject: subject.clone(),
        finding,
    };
    let risky = ContentFinding::of_wechat(ContentVerdict::Risky, Some(20_002));
    let requested = CheckHappened::Requested {
        kind,
        subject: subject.clone(),
    };
    for (name, happened) in [
        ("content_check.requested", requested),
        ("content_check.submitted", CheckHappened::Submitted { submissions: 2 }),
        ("content_check.sent_back", CheckHappened::SentBack),
        ("content_check.concluded", concluded(risky)),
        (
            "content_check.concluded.doubtful",
            concluded(ContentFinding::doubtful(Doubt::TimedOut)),
        ),
    ] {
        check(name, &log_wire::content_check_happened(id, &happened));
    }
}
