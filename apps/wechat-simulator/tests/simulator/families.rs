//! What is the same for every endpoint: tokens, methods, bodies that are no JSON objects, wrong types.

use serde_json::{Value, json};

use crate::harness::{Bench, errcode};

const POSTS: &[&str] = &[
    "/cgi-bin/menu/create",
    "/cgi-bin/menu/addconditional",
    "/cgi-bin/menu/delconditional",
    "/cgi-bin/menu/trymatch",
    "/cgi-bin/user/info/batchget",
    "/cgi-bin/user/info/updateremark",
    "/cgi-bin/user/tag/get",
    "/cgi-bin/tags/create",
    "/cgi-bin/tags/update",
    "/cgi-bin/tags/delete",
    "/cgi-bin/tags/getidlist",
    "/cgi-bin/tags/members/batchtagging",
    "/cgi-bin/tags/members/batchuntagging",
    "/cgi-bin/tags/members/getblacklist",
    "/cgi-bin/tags/members/batchblacklist",
    "/cgi-bin/tags/members/batchunblacklist",
    "/cgi-bin/qrcode/create",
    "/cgi-bin/template/api_add_template",
    "/cgi-bin/template/del_private_template",
    "/cgi-bin/template/api_set_industry",
    "/cgi-bin/message/template/send",
    "/cgi-bin/message/template/subscribe",
    "/cgi-bin/message/subscribe/bizsend",
    "/cgi-bin/message/custom/send",
    "/cgi-bin/message/custom/typing",
    "/wxaapi/newtmpl/addtemplate",
    "/wxaapi/newtmpl/deltemplate",
    "/cgi-bin/openapi/quota/get",
    "/cgi-bin/openapi/quota/clear",
    "/cgi-bin/openapi/rid/get",
    "/cgi-bin/clear_quota",
    "/cgi-bin/callback/check",
    "/cgi-bin/shorten/gen",
    "/cgi-bin/shorten/fetch",
    "/customservice/kfaccount/add",
    "/customservice/kfaccount/update",
    "/customservice/kfaccount/inviteworker",
    "/customservice/kfsession/create",
    "/customservice/kfsession/close",
    "/customservice/msgrecord/getmsglist",
];

const GETS: &[&str] = &[
    "/cgi-bin/menu/get",
    "/cgi-bin/menu/delete",
    "/cgi-bin/get_current_selfmenu_info",
    "/cgi-bin/user/info",
    "/cgi-bin/user/get",
    "/cgi-bin/tags/get",
    "/cgi-bin/template/get_all_private_template",
    "/cgi-bin/template/get_industry",
    "/wxaapi/newtmpl/gettemplate",
    "/wxaapi/newtmpl/getcategory",
    "/wxaapi/newtmpl/getpubtemplatetitles",
    "/wxaapi/newtmpl/getpubtemplatekeywords",
    "/cgi-bin/ticket/getticket",
    "/cgi-bin/getcallbackip",
    "/cgi-bin/get_api_domain_ip",
    "/cgi-bin/get_current_autoreply_info",
    "/cgi-bin/customservice/getkflist",
    "/cgi-bin/customservice/getonlinekflist",
    "/customservice/kfsession/getsession",
    "/customservice/kfsession/getsessionlist",
    "/customservice/kfsession/getwaitcase",
];

#[tokio::test]
async fn every_post_wants_a_token_a_post_and_a_json_object() {
    let bench = Bench::start().await;
    let token = bench.token().await;
    for path in POSTS {
        let post = async |query: &str, body: &'static [u8]| -> Value {
            let url = format!("{}{path}{query}", bench.url);
            let answer = bench.http.post(url).body(body).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{path}");
            serde_json::from_str(&answer.text().await.unwrap()).unwrap()
        };
        let with = format!("?access_token={token}");
        assert_eq!(errcode(&post("", b"{}").await), 41001, "{path}");
        assert_eq!(errcode(&post("?access_token=x", b"{}").await), 40001, "{path}");
        assert_eq!(errcode(&bench.call_get(path).await), 43002, "{path}");
        assert_eq!(errcode(&post(&with, b"").await), 44002, "{path}");
        for body in [&b"{"[..], b"[]", b"7", b"null", b"{\"a\":\xff}", b"{}{}"] {
            assert_eq!(errcode(&post(&with, body).await), 47001, "{path} {body:?}");
        }
    }
    bench.stop().await;
}

#[tokio::test]
async fn every_get_wants_a_token_and_a_get() {
    let bench = Bench::start().await;
    for path in GETS {
        assert_eq!(errcode(&bench.api_get(path).await), 41001, "{path}");
        assert_eq!(errcode(&bench.call_post(path, json!({})).await), 43001, "{path}");
    }
    bench.stop().await;
}

#[tokio::test]
async fn fields_of_the_wrong_type_are_refused_and_break_nothing() {
    let bench = Bench::start().await;
    let names = [
        "touser",
        "openid",
        "openid_list",
        "tagid",
        "tag",
        "button",
        "matchrule",
        "menuid",
        "user_id",
        "user_list",
        "remark",
        "template_id",
        "data",
        "action_name",
        "action_info",
        "expire_seconds",
        "cgi_path",
        "rid",
        "appid",
        "kf_account",
        "nickname",
        "msgtype",
        "text",
        "command",
        "tid",
        "kidList",
        "long_data",
        "short_key",
        "action",
        "starttime",
        "endtime",
        "msgid",
        "number",
        "industry_id1",
        "scene",
        "title",
        "priTmplId",
        "begin_openid",
    ];
    for odd in [
        json!(null),
        json!(-1),
        json!(1.5),
        json!("💥"),
        json!([[]]),
        json!({"id": {}, "name": 7}),
        json!(true),
    ] {
        let body: Value = names
            .iter()
            .map(|&name| (name.to_owned(), odd.clone()))
            .collect::<serde_json::Map<_, _>>()
            .into();
        for path in POSTS.iter().filter(|path| !path.ends_with("getblacklist")) {
            let answer = bench.call_post(path, body.clone()).await;
            assert_ne!(errcode(&answer), 0, "{path} took {body}: {answer}");
        }
    }
    bench.stop().await;
}

#[tokio::test]
async fn a_mini_program_or_wecom_token_gets_nothing_of_an_official_account() {
    let bench = Bench::start().await;
    let mini = bench.token_of("miniprogram").await;
    let answer = bench.api_get(&format!("/cgi-bin/menu/get?access_token={mini}")).await;
    assert_eq!(errcode(&answer), 48001);
    let wecom = bench.token_of("wecom").await;
    let url = format!("{}/cgi-bin/tags/get?access_token={wecom}", bench.url);
    assert_eq!(bench.http.get(url).send().await.unwrap().status(), 404);
    bench.stop().await;
}
