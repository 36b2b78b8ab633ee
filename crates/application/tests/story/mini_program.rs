//! Signing in to a Mini Program, what its client hands over, codes and links, content security.

use std::time::Duration;

use adapter_memory::{MiniProgramCall, WechatCall};
use application::Context;
use application::wechat::mini_program::{
    AccountRefusal, CheckMediaCommand, CheckTextCommand, ClientError, LogInCommand, LogInError, LoggedIn,
    MakeCodeCommand, MakeCodeError, MakeLinkCommand, MakeLinkError, PhoneProof,
};
use domain::attendance::PersonRef;
use domain::ids::{ContentCheckId, MiniProgramCodeId, MiniProgramLinkId};
use domain::wechat::mini_program::{
    CheckedKind, CodeDraft, CodeKind, CodeLook, ContentCheck, ContentFinding, ContentScene, ContentVerdict, Doubt,
    EnvVersion, LinkDraft, LinkKind, LinkLife, MediaOrder, MiniProgramCode,
};
use domain::wechat::{IncomingKind, MediaVerdict, PrivacyKind, PrivacyNotice, Signal};
use ports::wechat::mini_program::{SealedClientData, SignedRawData};
use ports::wechat::{RefusalKind, WechatFailure};
use uuid::Uuid;

use crate::world::{World, incoming};

const APP_ID: &str = "wx0123456789abcdef";

fn context() -> Context {
    Context::of("test")
}

fn refused(code: i64) -> WechatFailure {
    WechatFailure::Refused {
        code,
        kind: RefusalKind::Consent,
        note: "no".to_owned(),
    }
}

fn later(code: Option<i64>) -> WechatFailure {
    WechatFailure::Later {
        code,
        after: None,
        note: "busy".to_owned(),
    }
}

fn visitor(name: &str) -> PersonRef {
    PersonRef {
        account: "mini".to_owned(),
        open_id: format!("m-{name}"),
    }
}

impl World {
    async fn logs_in(&self, code: &str) -> Result<LoggedIn, LogInError> {
        let command = LogInCommand {
            account: None,
            code: code.to_owned(),
            address: "192.0.2.7".to_owned(),
        };
        self.cases.mini_program.log_in.run(command, &context()).await
    }

    fn mini_calls(&self) -> Vec<MiniProgramCall> {
        let calls = self.wechat.calls().into_iter();
        calls
            .filter_map(|call| match call {
                WechatCall::MiniProgram(call) => Some(call),
                _ => None,
            })
            .collect()
    }

    async fn media_check(&self, number: u128) -> ContentCheckId {
        let command = CheckMediaCommand {
            id: ContentCheckId::from_uuid(Uuid::from_u128(number)),
            order: MediaOrder {
                person: visitor("ann"),
                kind: CheckedKind::Image,
                scene: ContentScene::Comment,
                subject: Some("answer/1".to_owned()),
                url: "https://files.example/1.png".to_owned(),
            },
            context: context(),
        };
        let check = self.cases.mini_program.check_media.run(command).await.unwrap();
        assert!(check.is_waiting());
        check.stored().id
    }

    async fn check(&self, id: ContentCheckId) -> ContentCheck {
        let found = self.cases.mini_program.read_checks.find("mini", id).await;
        found.unwrap().unwrap()
    }

    async fn signals(&self, signal: Signal) {
        let mut message = incoming(
            "platform",
            "event",
            Some("wxa_media_check"),
            None,
            IncomingKind::Signal(signal),
        );
        message.person.account = "mini".to_owned();
        self.arrives(message).await;
        self.works_off().await;
    }

    async fn verdict(&self, trace_id: &str, error_code: i64, suggest: &str) {
        let verdict = MediaVerdict {
            trace_id: trace_id.to_owned(),
            error_code,
            suggest: suggest.to_owned(),
            label: 20_002,
        };
        self.signals(Signal::MediaChecked(verdict)).await;
    }

    async fn phone(&self, login: &LoggedIn) -> Option<String> {
        let read = self.cases.mini_program.read_phone.run(login.session.person).await;
        read.unwrap().map(|(phone, _)| phone.international())
    }
}

#[tokio::test]
async fn a_code_becomes_a_session_that_names_no_open_id() {
    let world = World::new();
    let LoggedIn { token, session } = world.logs_in("ann").await.unwrap();
    assert_eq!(world.cases.mini_program.session(&token), Ok(session.clone()));
    assert_eq!(session.account, "mini");
    let again = world.logs_in("ann").await.unwrap();
    assert_eq!(again.session.person, session.person);
    assert_ne!(again.session.id, session.id);
    world.clock.advance(Duration::from_hours(24 * 7));
    assert!(world.cases.mini_program.session(&token).is_err());
}

#[tokio::test]
async fn a_common_union_id_makes_a_visitor_and_a_follower_one() {
    let world = World::new();
    let visitor = world.logs_in("ann").await.unwrap().session.person;
    let joined = world.logs_in("ann+u-ann").await.unwrap().session.person;
    assert_eq!(joined, visitor);
    let other = world.logs_in("bob+u-ann").await.unwrap().session.person;
    assert_eq!(other, visitor);
}

#[tokio::test]
async fn a_code_is_asked_for_once_whatever_the_answer() {
    let world = World::new();
    for failure in [
        refused(40029),
        refused(40163),
        refused(40226),
        later(Some(45011)),
        later(None),
        WechatFailure::Unanswered { note: "cut".to_owned() },
    ] {
        world.wechat.fail_next(failure);
    }
    let mut outcomes = Vec::new();
    for _ in 0..6 {
        outcomes.push(world.logs_in("ann").await.unwrap_err());
    }
    assert!(matches!(outcomes[0], LogInError::CodeInvalid));
    assert!(matches!(outcomes[1], LogInError::CodeInvalid));
    assert!(matches!(outcomes[2], LogInError::Blocked));
    assert!(matches!(outcomes[3], LogInError::TooMany { .. }));
    assert!(matches!(outcomes[4], LogInError::Wechat(WechatFailure::Later { .. })));
    assert!(matches!(
        outcomes[5],
        LogInError::Wechat(WechatFailure::Unanswered { .. })
    ));
    assert_eq!(world.mini_calls().len(), 6);
}

#[tokio::test]
async fn a_flood_of_logins_from_one_address_is_slowed_down() {
    let world = World::new();
    for number in 0..600 {
        world.logs_in(&format!("p{number}")).await.unwrap();
    }
    let refused = world.logs_in("late").await;
    assert!(matches!(refused, Err(LogInError::TooMany { .. })), "{refused:?}");
    assert_eq!(world.mini_calls().len(), 600);
}

#[tokio::test]
async fn an_empty_code_and_an_unknown_account_are_refused_without_asking() {
    let world = World::new();
    assert!(matches!(world.logs_in(" ").await, Err(LogInError::Invalid(_))));
    let command = LogInCommand {
        account: Some("default".to_owned()),
        code: "ann".to_owned(),
        address: String::new(),
    };
    let outcome = world.cases.mini_program.log_in.run(command, &context()).await;
    assert!(matches!(outcome, Err(LogInError::Account(AccountRefusal::Unknown))));
    assert_eq!(world.mini_calls(), []);
}

#[tokio::test]
async fn the_newest_session_key_is_the_one_that_is_used() {
    let world = World::new();
    let first = world.logs_in("ann").await.unwrap();
    world.clock.advance(Duration::from_secs(1));
    world.logs_in("ann").await.unwrap();
    let cases = &world.cases.mini_program;
    cases.check_session.run(first.session.clone()).await.unwrap();
    let MiniProgramCall::CheckSession { person, session_key } = &world.mini_calls()[2] else {
        panic!("the session was not checked");
    };
    assert_eq!((person, session_key.expose()), (&visitor("ann"), "session-key-2"));
    world.wechat.fail_next(refused(87009));
    let ended = cases.check_session.run(first.session.clone()).await;
    assert!(matches!(ended, Err(ClientError::LoginRequired)), "{ended:?}");
    world.wechat.fail_next(later(None));
    let down = cases.check_session.run(first.session).await;
    assert!(matches!(down, Err(ClientError::Wechat(_))), "{down:?}");
}

fn data(content: &str, key: &str) -> SealedClientData {
    SealedClientData {
        encrypted_data: format!("{APP_ID}|{content}"),
        iv: key.to_owned(),
    }
}

#[tokio::test]
async fn a_phone_number_is_kept_and_replaced_and_forgotten() {
    let world = World::new();
    let login = world.logs_in("ann").await.unwrap();
    let verify = &world.cases.mini_program.verify_phone;
    assert_eq!(world.phone(&login).await, None);
    let by_code = PhoneProof::Code("button".to_owned());
    verify.run(&login.session, by_code, &context()).await.unwrap();
    assert_eq!(world.phone(&login).await.as_deref(), Some("+86 13000000000"));
    let by_data = PhoneProof::Data(data("13000009999", "session-key-1"));
    verify.run(&login.session, by_data, &context()).await.unwrap();
    assert_eq!(world.phone(&login).await.as_deref(), Some("+86 13000009999"));
    let notice = |kind, revoked| {
        Signal::Privacy(PrivacyNotice {
            kind,
            open_id: "m-ann".to_owned(),
            revoked,
        })
    };
    world.signals(notice(PrivacyKind::Revoked, vec![1, 13])).await;
    assert!(
        world.phone(&login).await.is_some(),
        "only plate and location were withdrawn"
    );
    world.signals(notice(PrivacyKind::Revoked, vec![8])).await;
    assert_eq!(world.phone(&login).await, None);
    let by_code = PhoneProof::Code("button".to_owned());
    verify.run(&login.session, by_code, &context()).await.unwrap();
    world.signals(notice(PrivacyKind::Cancelled, vec![])).await;
    assert_eq!(world.phone(&login).await, None);
    let gone = world.cases.mini_program.check_session.run(login.session).await;
    assert!(
        matches!(gone, Err(ClientError::LoginRequired)),
        "the session key went, too"
    );
}

#[tokio::test]
async fn a_number_stays_with_somebody_who_turns_out_to_be_somebody_else() {
    let world = World::new();
    let older = world.logs_in("bob+u-ann").await.unwrap();
    let login = world.logs_in("ann").await.unwrap();
    let by_code = PhoneProof::Code("button".to_owned());
    let verify = &world.cases.mini_program.verify_phone;
    verify.run(&login.session, by_code, &context()).await.unwrap();
    world.logs_in("ann+u-ann").await.unwrap();
    assert_eq!(world.phone(&older).await.as_deref(), Some("+86 13000000000"));
    assert_eq!(world.phone(&login).await, world.phone(&older).await);
}

#[tokio::test]
async fn codes_of_the_button_fail_in_their_own_way() {
    let world = World::new();
    let login = world.logs_in("ann").await.unwrap();
    let verify = &world.cases.mini_program.verify_phone;
    for failure in [refused(40029), refused(40013), later(Some(45011))] {
        world.wechat.fail_next(failure);
    }
    let mut outcomes = Vec::new();
    for _ in 0..3 {
        let proof = PhoneProof::Code("button".to_owned());
        outcomes.push(verify.run(&login.session, proof, &context()).await.unwrap_err());
    }
    assert!(matches!(outcomes[0], ClientError::CodeInvalid));
    assert!(matches!(outcomes[1], ClientError::CodeInvalid));
    assert!(matches!(outcomes[2], ClientError::RateLimited { .. }));
}

#[tokio::test]
async fn every_fault_of_client_data_means_to_log_in_again() {
    let world = World::new();
    let login = world.logs_in("ann").await.unwrap();
    let verify = &world.cases.mini_program.verify_phone;
    for wrong in [
        data("13000009999", "another key"),
        data("no number", "session-key-1"),
        SealedClientData {
            encrypted_data: "another app|13000009999".to_owned(),
            iv: "session-key-1".to_owned(),
        },
    ] {
        let outcome = verify.run(&login.session, PhoneProof::Data(wrong), &context()).await;
        assert!(matches!(outcome, Err(ClientError::LoginRequired)), "{outcome:?}");
    }
    let profile = &world.cases.mini_program.open_profile;
    let raw = |signature: &str| SignedRawData {
        raw_data: "{}".to_owned(),
        signature: signature.to_owned(),
    };
    let theirs = data("m-ann,u-ann", "session-key-1");
    let opened = profile
        .run(&login.session, &raw("session-key-1"), &theirs, &context())
        .await;
    assert_eq!(opened.unwrap().person, login.session.person);
    for (signature, content) in [("forged", "m-ann"), ("session-key-1", "m-somebody-else")] {
        let content = data(content, "session-key-1");
        let outcome = profile.run(&login.session, &raw(signature), &content, &context()).await;
        assert!(matches!(outcome, Err(ClientError::LoginRequired)), "{outcome:?}");
    }
}

fn code(number: u128, kind: CodeKind, target: Option<&str>) -> MakeCodeCommand {
    MakeCodeCommand {
        id: MiniProgramCodeId::from_uuid(Uuid::from_u128(number)),
        account: "mini".to_owned(),
        draft: CodeDraft {
            kind,
            page: "pages/event/index".to_owned(),
            scene: None,
            target: target.map(str::to_owned),
            look: CodeLook {
                width: CodeLook::DEFAULT_WIDTH,
                line_color: None,
                transparent: false,
            },
            version: EnvVersion::Release,
            check_page: true,
        },
        context: context(),
    }
}

#[tokio::test]
async fn a_short_scene_leads_to_its_target_and_its_picture_is_kept() {
    let world = World::new();
    let cases = &world.cases.mini_program;
    let target = "event/019ad3a5-7c4b-7000-8000-0000000000a1?from=poster";
    let command = code(7, CodeKind::Unlimited, Some(target));
    let made: MiniProgramCode = cases.make_code.run(command.clone()).await.unwrap();
    let scene = made.scene.clone().unwrap();
    let meaning = cases.read_codes.meaning(None, &scene).await.unwrap().unwrap();
    assert_eq!(
        (meaning.target.as_str(), meaning.page.as_str()),
        (target, "pages/event/index")
    );
    assert_eq!(cases.read_codes.meaning(Some("mini"), "nowhere").await.unwrap(), None);
    let picture = cases.read_codes.picture("mini", made.id).await.unwrap().unwrap();
    assert_eq!(picture.picture.content_type, "image/png");
    assert_eq!(cases.make_code.run(command).await.unwrap(), made);
    assert_eq!(world.mini_calls().len(), 1, "the code is made once");
}

#[tokio::test]
async fn an_account_without_codes_left_is_told_so() {
    let world = World::new();
    let cases = &world.cases.mini_program;
    world.wechat.fail_next(refused(45029));
    let outcome = cases.make_code.run(code(1, CodeKind::Limited, None)).await;
    assert!(matches!(outcome, Err(MakeCodeError::Exhausted)), "{outcome:?}");
    assert_eq!(cases.read_codes.total("mini").await.unwrap().made, 0);
    cases.make_code.run(code(1, CodeKind::Limited, None)).await.unwrap();
    assert_eq!(cases.read_codes.total("mini").await.unwrap().made, 1);
}

#[tokio::test]
async fn a_link_is_made_once_and_its_life_is_bounded() {
    let world = World::new();
    let cases = &world.cases.mini_program;
    let command = |days| MakeLinkCommand {
        id: MiniProgramLinkId::from_uuid(Uuid::from_u128(1)),
        account: "mini".to_owned(),
        draft: LinkDraft {
            kind: LinkKind::Scheme,
            page: String::new(),
            query: "a=1".to_owned(),
            version: EnvVersion::Release,
            life: LinkLife::Days(days),
        },
        context: context(),
    };
    let outcome = cases.make_link.run(command(31)).await;
    assert!(matches!(outcome, Err(MakeLinkError::Invalid(_))), "{outcome:?}");
    let link = cases.make_link.run(command(2)).await.unwrap();
    assert_eq!(link.expires_at, link.created_at.plus(Duration::from_hours(48)));
    assert_eq!(cases.make_link.run(command(2)).await.unwrap(), link);
    assert_eq!(world.mini_calls().len(), 1);
}

fn text(number: u128, content: &str) -> CheckTextCommand {
    CheckTextCommand {
        id: ContentCheckId::from_uuid(Uuid::from_u128(number)),
        person: visitor("ann"),
        scene: ContentScene::Comment,
        content: content.to_owned(),
        title: None,
        nickname: None,
        subject: None,
        context: context(),
    }
}

#[tokio::test]
async fn a_text_that_wechat_cannot_check_is_left_to_people() {
    let world = World::new();
    let check_text = &world.cases.mini_program.check_text;
    let finding = async |command| check_text.run(command).await.unwrap().stored().finding.unwrap();
    assert_eq!(finding(text(1, "hello")).await.verdict, ContentVerdict::Pass);
    let risky = ContentFinding::of_wechat(ContentVerdict::Risky, Some(20_001));
    assert_eq!(finding(text(2, "a risky text")).await, risky);
    world.wechat.fail_always(later(None));
    assert_eq!(
        finding(text(3, "hello")).await,
        ContentFinding::doubtful(Doubt::Unavailable)
    );
    assert_eq!(finding(text(2, "a risky text")).await, risky, "what was found stays");
    world.wechat.fail_always(refused(61010));
    assert_eq!(
        finding(text(4, "hello")).await,
        ContentFinding::doubtful(Doubt::Refused)
    );
    for content in ["", &"字".repeat(2_501)] {
        assert!(check_text.run(text(5, content)).await.is_err());
    }
}

#[tokio::test]
async fn a_verdict_concludes_the_check_it_names_however_often_it_comes() {
    let world = World::new();
    let id = world.media_check(1).await;
    world.works_off().await;
    assert_eq!(world.check(id).await.stored().trace_id.as_deref(), Some("trace-1"));
    world.verdict("trace-1", 0, "risky").await;
    let found = ContentFinding::of_wechat(ContentVerdict::Risky, Some(20_002));
    assert_eq!(world.check(id).await.stored().finding, Some(found));
    world.verdict("trace-1", 0, "pass").await;
    assert_eq!(world.check(id).await.stored().finding, Some(found));
}

#[tokio::test]
async fn a_verdict_that_is_faster_than_the_answer_is_not_lost() {
    let world = World::new();
    let id = world.media_check(1).await;
    world.verdict("trace-1", 0, "pass").await;
    world.works_off().await;
    let found = world.check(id).await.stored().finding.unwrap();
    assert_eq!(found.verdict, ContentVerdict::Pass);
}

#[tokio::test]
async fn a_medium_that_cannot_be_fetched_is_submitted_again_and_then_left_to_people() {
    let world = World::new();
    let id = world.media_check(1).await;
    world.works_off().await;
    for (number, minutes) in [(1, 1), (2, 2)] {
        world.verdict(&format!("trace-{number}"), -1008, "").await;
        assert!(world.check(id).await.is_to_be_submitted());
        world.clock.advance(Duration::from_mins(minutes));
        world.works_off().await;
        let trace = format!("trace-{}", number + 1);
        assert_eq!(world.check(id).await.stored().trace_id, Some(trace));
    }
    world.verdict("trace-3", -1008, "").await;
    let found = world.check(id).await.stored().finding;
    assert_eq!(found, Some(ContentFinding::doubtful(Doubt::Unfetchable)));
}

#[tokio::test]
async fn a_medium_without_a_verdict_is_left_to_people_after_thirty_minutes() {
    let world = World::new();
    let id = world.media_check(1).await;
    world.clock.advance(Duration::from_mins(10));
    world.works_off().await;
    world.clock.advance(Duration::from_mins(29));
    world.works_off().await;
    assert!(world.check(id).await.is_waiting(), "it was submitted 29 minutes ago");
    world.clock.advance(Duration::from_mins(1));
    world.works_off().await;
    let found = world.check(id).await.stored().finding;
    assert_eq!(found, Some(ContentFinding::doubtful(Doubt::TimedOut)));
    world.verdict("trace-1", 0, "pass").await;
    assert_eq!(world.check(id).await.stored().finding, found, "people have it now");
}

#[tokio::test]
async fn a_medium_waits_while_wechat_is_down_and_is_left_to_people_in_time() {
    let world = World::new();
    world.wechat.fail_always(later(None));
    let id = world.media_check(1).await;
    world.works_off().await;
    assert!(world.check(id).await.is_to_be_submitted());
    world.clock.advance(Duration::from_mins(30));
    world.works_off().await;
    let found = world.check(id).await.stored().finding;
    assert_eq!(found, Some(ContentFinding::doubtful(Doubt::TimedOut)));
}

#[tokio::test]
async fn a_medium_that_wechat_refuses_is_left_to_people_at_once() {
    let world = World::new();
    world.wechat.fail_next(refused(61010));
    let id = world.media_check(1).await;
    world.works_off().await;
    let found = world.check(id).await.stored().finding;
    assert_eq!(found, Some(ContentFinding::doubtful(Doubt::Refused)));
}
