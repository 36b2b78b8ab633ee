//! Creates a sample event with its QR codes, for somebody who looks at the product for the first time.

use std::process::ExitCode;
use std::time::Duration;

use application::Context;
use application::events::{CreateEventCommand, EventCommand, IssueQrCodeCommand};
use assembly::Platform;
use domain::events::{AutoReply, EventDraft, QrLifetime, QrPurpose, WechatConfigDraft};
use domain::ids::{EventId, QrCodeId};
use domain::time::{Timestamp, Zone};
use runtime::config::Config;
use uuid::Uuid;

use crate::output::{complain, say};

/// Fixed ids make a second run find what the first made.
const EVENT: Uuid = Uuid::from_u128(0x0193_5000_0000_7000_8000_0000_0000_5a01);
const CODES: [(QrPurpose, Uuid); 2] = [
    (
        QrPurpose::Register,
        Uuid::from_u128(0x0193_5000_0000_7000_8000_0000_0000_5a02),
    ),
    (
        QrPurpose::CheckIn,
        Uuid::from_u128(0x0193_5000_0000_7000_8000_0000_0000_5a03),
    ),
];

/// Runs it.
pub async fn run(config: &Config, platform: &Platform) -> ExitCode {
    if config.environment.is_production() {
        return complain(&"a sample event has no place in production");
    }
    match attempt(config, platform).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&error),
    }
}

async fn attempt(config: &Config, platform: &Platform) -> Result<(), Box<dyn std::error::Error>> {
    platform.prepare(config).await?;
    let cases = &platform.use_cases;
    let (event, context) = (EventId::from_uuid(EVENT), Context::of("cli"));
    let now = cases.adapters().clock.now();
    let view = cases
        .create_event
        .run(CreateEventCommand {
            id: event,
            draft: draft(now),
            context: context.clone(),
        })
        .await?;
    if view.event.stored().published_at.is_none() {
        let publish = EventCommand {
            event,
            expected_version: None,
            context: context.clone(),
        };
        cases.publish_event.run(publish).await?;
    }
    say(format_args!("sample event  {event}  {}", view.event.details().title));
    for (purpose, id) in CODES {
        let command = IssueQrCodeCommand {
            id: QrCodeId::from_uuid(id),
            event,
            purpose,
            lifetime: QrLifetime::Permanent,
            context: context.clone(),
        };
        let code = cases.issue_qr_code.run(command).await?;
        say(format_args!(
            "{:<12}  ticket {}  scene {}",
            purpose.name(),
            code.ticket,
            code.scene
        ));
    }
    Ok(())
}

/// Begins today and lasts for years, so that it can be tried at any time.
fn draft(now: Timestamp) -> EventDraft {
    EventDraft {
        title: "NextEvent 体验日".to_owned(),
        description: "一个示例活动：扫码报名，扫码签到。".to_owned(),
        starts_at: now,
        ends_at: now.plus(Duration::from_hours(24 * 365 * 5)),
        zone: Zone::DEFAULT_NAME.to_owned(),
        location: "上海".to_owned(),
        capacity: Some(500),
        registration_opens_at: None,
        registration_closes_at: None,
        check_in_opens_at: None,
        walk_ins: true,
        wechat: WechatConfigDraft {
            interaction_code: Some("HELLO".to_owned()),
            scan_message: Some(
                "欢迎参加《{{event.title}}》！\n时间：{{event.start}}\n票码：{{ticket.code}}".to_owned(),
            ),
            user_tag_id: Some(101),
            auto_reply: AutoReply::ScanMessage,
            notice_template: None,
        },
    }
}
