//! Odd input at every endpoint there is, made from the description: it is answered, and never with a fault of ours.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use api::Endpoint;
use domain::wechat::Product;
use serde_json::{Map, Value, json};

use crate::products::{SOME_ID, name_of, with_accounts};
use crate::support::House;

/// How deep a schema is followed; some describe themselves.
const DEEP: usize = 6;

fn described() -> Value {
    serde_json::from_str(&api::openapi_json()).unwrap()
}

fn odd_texts() -> Vec<String> {
    let long = "长".repeat(20_000);
    let texts = [
        "",
        " ",
        "\u{0}",
        "a\nb",
        "\u{202e}x",
        "😀",
        "-1",
        "0",
        "null",
        "%",
        "../..",
        "'\"<>&",
        "9999-12-31T23:59:59Z",
        SOME_ID,
    ];
    texts.into_iter().map(str::to_owned).chain([long]).collect()
}

fn odd_values() -> Vec<Value> {
    let mut values = vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(1e300),
        json!(i64::MAX),
        json!(u64::MAX),
        json!([]),
        json!([null]),
        json!([[]]),
        json!({}),
        json!({"type": "nonsense"}),
        json!(vec!["x"; 2_000]),
    ];
    values.extend(odd_texts().into_iter().map(Value::from));
    values
}

/// Bodies that are no JSON, or none that any endpoint takes.
fn broken_bodies() -> Vec<Vec<u8>> {
    let deep = [vec![b'['; 5_000], vec![b']'; 5_000]].concat();
    let texts: [&[u8]; 9] = [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\"x\"",
        b"1e999",
        b"{\"a\":1,\"a\":2}",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
    ];
    texts.into_iter().map(<[u8]>::to_vec).chain([deep]).collect()
}

/// Something that the schema describes, all fields given.
fn sample(schema: &Value, description: &Value, depth: usize) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = description.pointer(reference.trim_start_matches('#')).unwrap();
        return sample(target, description, depth);
    }
    if depth > DEEP {
        return Value::Null;
    }
    if let Some(example) = schema.get("example") {
        return example.clone();
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(cases) = schema[key].as_array() {
            return sample(&cases[0], description, depth + 1);
        }
    }
    let mut object = Map::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        let part = sample(part, description, depth + 1);
        object.extend(part.as_object().cloned().unwrap_or_default());
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        object.insert(name.clone(), sample(field, description, depth + 1));
    }
    if !object.is_empty() {
        return Value::Object(object);
    }
    if let Some(word) = schema["enum"].get(0) {
        return word.clone();
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.clone(),
        kind => vec![kind.clone()],
    };
    match kinds[0].as_str() {
        Some("array") => json!([sample(&schema["items"], description, depth + 1)]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("string") => match schema["format"].as_str() {
            Some("uuid") => json!(SOME_ID),
            Some("date-time") => json!("2026-12-01T08:00:00Z"),
            _ => json!("x"),
        },
        _ => json!({}),
    }
}

/// Every place in a body, as JSON pointers.
fn places(body: &Value, at: &str, found: &mut Vec<String>) {
    match body {
        Value::Object(object) => {
            for (name, value) in object {
                let place = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                places(value, &place, found);
                found.push(place);
            }
        }
        Value::Array(list) => {
            for (number, value) in list.iter().enumerate() {
                let place = format!("{at}/{number}");
                places(value, &place, found);
                found.push(place);
            }
        }
        _ => {}
    }
}

/// The path with an account of the right product, and ids of nothing.
fn path_of(endpoint: &Endpoint) -> String {
    let product = endpoint.products.first().copied().unwrap_or(Product::OfficialAccount);
    let segments = endpoint.path.split('/').map(|segment| match segment {
        "{account}" => name_of(product),
        segment if segment.starts_with('{') => SOME_ID,
        segment => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

fn operation<'a>(endpoint: &Endpoint, description: &'a Value) -> &'a Value {
    &description["paths"][&endpoint.path][endpoint.method.as_str().to_lowercase()]
}

/// Whatever it answers, it is no fault of ours, and a refusal says why.
async fn is_answered(house: &House, request: TestRequest, what: &str) {
    let answered = house.send(request).await;
    // What WeChat refuses is told as its refusal.
    let status = answered.status.as_u16();
    assert!(status < 500 || status == 502, "{what}: {status} {}", answered.body);
    let is_json = answered.header("content-type") == Some("application/json");
    if is_json && answered.status.is_client_error() {
        let error = answered.json()["error"].clone();
        assert!(
            error["code"].is_string() && error["message"].is_string(),
            "{what}: {}",
            answered.body
        );
    }
}

fn with_body(house: &House, endpoint: &Endpoint, body: Vec<u8>) -> TestRequest {
    house
        .signed_in(endpoint.method.clone(), &path_of(endpoint))
        .insert_header(("content-type", "application/json"))
        .set_payload(body)
}

#[actix_web::test]
async fn bodies() {
    let (house, description) = (with_accounts().await, described());
    let mut sent = 0;
    for endpoint in api::endpoints() {
        let schema = &operation(&endpoint, &description)["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() {
            continue;
        }
        let name = format!("{} {}", endpoint.method, endpoint.path);
        for body in broken_bodies() {
            let what = format!("{name} {}", String::from_utf8_lossy(&body[..body.len().min(20)]));
            is_answered(&house, with_body(&house, &endpoint, body), &what).await;
        }
        let whole = sample(schema, &description, 0);
        let mut found = Vec::new();
        places(&whole, "", &mut found);
        for place in found {
            for value in odd_values() {
                let mut body = whole.clone();
                *body.pointer_mut(&place).unwrap() = value;
                let body = body.to_string();
                let what = format!("{name} {place} {}", body.chars().take(300).collect::<String>());
                is_answered(&house, with_body(&house, &endpoint, body.into_bytes()), &what).await;
                sent += 1;
            }
        }
    }
    assert!(sent > 5_000, "{sent} bodies");
}

#[actix_web::test]
async fn query_parameters() {
    let (house, description) = (with_accounts().await, described());
    for endpoint in api::endpoints() {
        let parameters = operation(&endpoint, &description)["parameters"].as_array().cloned();
        for parameter in parameters
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "query")
        {
            let name = parameter["name"].as_str().unwrap();
            for text in odd_texts()
                .into_iter()
                .filter(|text| text.len() < 10_000)
                .chain(["x".repeat(5_000)])
            {
                let value: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
                for query in [
                    format!("{name}={value}"),
                    format!("{name}={value}&{name}=1"),
                    format!("{name}=%FF%FE"),
                ] {
                    let path = format!("{}?{query}", path_of(&endpoint));
                    let request = house.signed_in(endpoint.method.clone(), &path);
                    is_answered(&house, request, &format!("{} {path}", endpoint.method)).await;
                }
            }
        }
    }
}

#[actix_web::test]
async fn paths() {
    let house = with_accounts().await;
    for endpoint in api::endpoints() {
        let count = endpoint.path.matches('{').count();
        for odd in [
            "%00",
            "%FF%FE",
            "..%2F..",
            "%F0%9F%98%80",
            "-",
            "0",
            &"a".repeat(1_000),
            "null",
            "%25",
        ] {
            for place in 0..count {
                let mut number = 0;
                let segments = endpoint.path.split('/').map(|segment| {
                    if !segment.starts_with('{') {
                        return segment;
                    }
                    number += 1;
                    match segment {
                        _ if number == place + 1 => odd,
                        "{account}" => name_of(endpoint.products.first().copied().unwrap_or(Product::OfficialAccount)),
                        _ => SOME_ID,
                    }
                });
                let path = segments.collect::<Vec<_>>().join("/");
                let mut request = house.signed_in(endpoint.method.clone(), &path);
                if endpoint.method != Method::GET {
                    request = request.set_json(json!({}));
                }
                is_answered(&house, request, &format!("{} {path}", endpoint.method)).await;
            }
        }
    }
}
