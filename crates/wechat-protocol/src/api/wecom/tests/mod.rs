mod cards;
mod chats;
mod customers;
mod directory;
mod messages;

use std::fmt::Debug;

use serde::de::DeserializeOwned;

use super::{login::*, media::*, token::*, *};
use crate::{
    api::{ApiAnswer, ApiCall, ApiFailure, Auth, Body, Media, RawAnswer, TokenResponse, Upload, read_response},
    error_codes::{ErrorClass, Product},
};

fn json(call: &impl ApiCall) -> String {
    match call.body().unwrap() {
        Body::Json(bytes) => String::from_utf8(bytes).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn query(call: &impl ApiCall) -> String {
    let pairs: Vec<_> = call.query().iter().map(|(k, v)| format!("{k}={v}")).collect();
    pairs.join("&")
}

fn answer<T: DeserializeOwned>(json: &str) -> T {
    read_response(json.as_bytes()).unwrap()
}

fn refusal<T: DeserializeOwned>(json: &str) -> i64 {
    match read_response::<T>(json.as_bytes()) {
        Err(ApiFailure::Refused(code)) => code.code,
        _ => panic!("expected a refusal"),
    }
}

fn assert_hidden(value: &impl Debug) {
    let shown = format!("{value:?}");
    assert!(!shown.contains("HIDDEN"), "{shown}");
}

#[test]
fn a_token_is_asked_for_by_corp_and_secret() {
    let call = GetToken {
        corpid: "ww1".into(),
        corpsecret: "HIDDEN".into(),
    };
    assert_eq!(query(&call), "corpid=ww1&corpsecret=HIDDEN");
    assert_eq!((GetToken::HOST, GetToken::AUTH), (WECOM_HOST, Auth::Credentials));
    assert_hidden(&call);
    let token: TokenResponse = answer(r#"{"errcode":0,"errmsg":"ok","access_token":"HIDDEN","expires_in":7200}"#);
    assert_eq!(token.expires_in, 7200);
    let refused = read_response::<TokenResponse>(br#"{"errcode":40001,"errmsg":"invalid credential"}"#);
    let Err(ApiFailure::Refused(code)) = refused else {
        panic!("expected a refusal");
    };
    assert_eq!(code.class_for(Product::WeCom), ErrorClass::RefreshToken);
}

#[test]
fn the_tickets_of_corp_and_app_are_two_calls() {
    assert_eq!(
        (GetCorpTicket::PATH, query(&GetCorpTicket).as_str()),
        ("/cgi-bin/get_jsapi_ticket", "")
    );
    assert_eq!(query(&GetAgentTicket), "type=agent_config");
    let ticket: Ticket = answer(r#"{"errcode":0,"errmsg":"ok","ticket":"HIDDEN","expires_in":7200}"#);
    assert_eq!(ticket.expires_in, 7200);
    assert_hidden(&ticket);
}

#[test]
fn addresses_are_a_list() {
    let ips: IpList = answer(r#"{"errcode":0,"errmsg":"ok","ip_list":["203.0.113.7","203.0.113.0/24"]}"#);
    assert_eq!(ips.ip_list.len(), 2);
    assert_eq!(GetApiIps::PATH, "/cgi-bin/get_api_domain_ip");
    assert_eq!(GetCallbackIps::PATH, "/cgi-bin/getcallbackip");
}

#[test]
fn a_visitor_is_read_in_both_spellings() {
    let visitor = |body: &str| answer::<VisitorAnswer>(body).visitor();
    for body in [
        r#"{"errcode":0,"userid":"u","user_ticket":"t"}"#,
        r#"{"errcode":0,"UserId":"u","DeviceId":"d","user_ticket":"t"}"#,
    ] {
        let member = Visitor::Member {
            userid: "u".into(),
            user_ticket: Some("t".into()),
        };
        assert_eq!(visitor(body), Some(member), "{body}");
    }
    for body in [
        r#"{"errcode":0,"openid":"o","external_userid":"e"}"#,
        r#"{"errcode":0,"OpenId":"o","userid":"","external_userid":"e"}"#,
    ] {
        let outsider = Visitor::Outsider {
            openid: "o".into(),
            external_userid: Some("e".into()),
        };
        assert_eq!(visitor(body), Some(outsider), "{body}");
    }
    assert_eq!(visitor(r#"{"errcode":0}"#), None);
    assert_eq!(query(&GetVisitor { code: "c".into() }), "code=c");
    const { assert!(!GetVisitor::REPEATABLE) };
}

#[test]
fn details_come_only_as_far_as_they_were_consented_to() {
    let call = GetVisitorDetail {
        user_ticket: "HIDDEN".into(),
    };
    assert_eq!(json(&call), r#"{"user_ticket":"HIDDEN"}"#);
    assert_hidden(&call);
    let detail: VisitorDetail = answer(r#"{"errcode":0,"userid":"HIDDEN","gender":"1","mobile":"HIDDEN","email":""}"#);
    assert_eq!((detail.gender.as_str(), detail.email.as_ref()), ("1", None));
    assert_hidden(&detail);
}

#[test]
fn media_are_between_six_bytes_and_the_limit_of_their_kind() {
    let limits = [
        (MediaKind::Image, 5),
        (MediaKind::Voice, 2),
        (MediaKind::Video, 10),
        (MediaKind::File, 20),
    ];
    let bytes = vec![0; 20 * 1024 * 1024 + 1];
    for (kind, megabytes) in limits {
        let limit = megabytes * 1024 * 1024;
        for (size, good) in [(5, false), (6, true), (limit, true), (limit + 1, false)] {
            let file = Upload::media("a.bin", "application/octet-stream", &bytes[..size]);
            assert_eq!(UploadMedia { kind, file }.check().is_ok(), good, "{kind:?} {size}");
        }
    }
    let call = UploadMedia {
        kind: MediaKind::Voice,
        file: Upload::media("a.amr", "audio/amr", b"#!AMR\n"),
    };
    assert_eq!(query(&call), "type=voice");
    assert!(matches!(call.body().unwrap(), Body::Multipart(upload) if upload.field == "media"));
    let article = UploadArticleImage {
        file: Upload::media("a.png", "image/png", &bytes[..2 * 1024 * 1024 + 1]),
    };
    assert!(article.check().is_err());
}

#[test]
fn media_answers_are_read_as_documented() {
    let media: UploadedMedia = answer(r#"{"errcode":0,"type":"image","media_id":"HIDDEN","created_at":"1380000000"}"#);
    assert_eq!(media.created_at, 1_380_000_000);
    assert_hidden(&media);
    assert_eq!(query(&GetMedia { media_id: "m".into() }), "media_id=m");
    let refused = Media::read(RawAnswer::of(br#"{"errcode":40007,"errmsg":"invalid media_id"}"#));
    assert!(matches!(refused, Err(ApiFailure::Refused(code)) if code.code == 40007));
    assert_eq!(
        answer::<ArticleImage>(r#"{"errcode":0,"url":"http://p"}"#).url,
        "http://p"
    );
}
