//! The description and the server say the same.

use std::collections::BTreeSet;
use std::path::PathBuf;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::Value;

use crate::support::House;

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../openapi/openapi.json")
}

fn described() -> Value {
    serde_json::from_str(&api::openapi_json()).unwrap()
}

#[test]
fn the_checked_in_description_is_the_generated_one() {
    let generated = api::openapi_json();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(file(), &generated).unwrap();
    }
    let checked_in = std::fs::read_to_string(file()).unwrap_or_default();
    let first = generated
        .lines()
        .zip(checked_in.lines())
        .find(|(generated, checked_in)| generated != checked_in);
    assert!(
        generated == checked_in,
        "openapi/openapi.json is not what the code says. Run `make generate` (or `cargo run -p cli -- openapi > \
         openapi/openapi.json`) and look at the difference. First difference: {first:?}"
    );
}

#[test]
fn every_endpoint_is_described_and_everything_described_is_an_endpoint() {
    let served: BTreeSet<_> = api::endpoints()
        .iter()
        .map(|endpoint| format!("{} {}", endpoint.method, endpoint.path))
        .collect();
    let described = described();
    let mut names = BTreeSet::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        names.extend(
            item.as_object()
                .unwrap()
                .keys()
                .map(|method| format!("{} {path}", method.to_uppercase())),
        );
    }
    assert_eq!(served, names);
    assert_eq!(served.len(), api::endpoints().len(), "no endpoint is registered twice");
}

#[actix_web::test]
async fn everything_described_is_reached_by_the_router() {
    let house = House::open().await;
    for endpoint in api::endpoints() {
        let path = endpoint.path.replace("{eventId}", "x").replace("{file}", "index.html");
        let path = path
            .replace("{attendeeId}", "x")
            .replace("{jobId}", "x")
            .replace("{ruleId}", "x")
            .replace("{menuId}", "x")
            .replace("{materialId}", "x")
            .replace("{account}", "default")
            .replace("{scene}", "x")
            .replace("{codeId}", "x")
            .replace("{linkId}", "x")
            .replace("{checkId}", "x")
            .replace("{personId}", "x");
        let request = TestRequest::default().method(endpoint.method.clone()).uri(&path);
        let answered = house.send(request).await;
        let status = answered.status.as_u16();
        // Its handler was reached and looked for the scene, or shows a page.
        let is_page = answered
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("text/html"));
        let is_looked_for = is_page || answered.body.contains("no such scene");
        assert!(
            is_looked_for || ![404, 405, 500].contains(&status),
            "{} {path}: {status}",
            endpoint.method
        );
    }
}

#[test]
fn every_operation_is_complete() {
    let described = described();
    let mut ids = BTreeSet::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = format!("{method} {path}");
            assert!(
                ids.insert(operation["operationId"].as_str().unwrap().to_owned()),
                "{name}: id used twice"
            );
            assert!(
                !operation["summary"].as_str().unwrap_or_default().is_empty(),
                "{name} has no summary"
            );
            assert_eq!(
                operation["tags"].as_array().map(Vec::len),
                Some(1),
                "{name} has one tag"
            );
            assert!(operation["security"].is_array(), "{name} says whether it needs a token");
            let responses = operation["responses"].as_object().unwrap();
            assert!(
                responses.keys().any(|status| status.starts_with(['2', '3'])),
                "{name} can succeed"
            );
            for (status, response) in responses {
                if let Some(reference) = response["$ref"].as_str() {
                    let response = described.pointer(reference.trim_start_matches('#')).unwrap();
                    let content = &response["content"]["application/json"];
                    assert_eq!(
                        content["schema"]["$ref"], "#/components/schemas/Failure",
                        "{name} {status}"
                    );
                    assert!(!content["examples"].as_object().unwrap().is_empty(), "{name} {status}");
                } else {
                    assert!(!response["description"].as_str().unwrap().is_empty(), "{name} {status}");
                    assert!(path == "/readyz" || status.starts_with(['2', '3']), "{name} {status}");
                }
            }
            for parameter in path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()) {
                let known = operation["parameters"].as_array().unwrap();
                let is_known = known.iter().any(|one| one["name"] == parameter && one["in"] == "path");
                assert!(is_known, "{name} describes {parameter}");
            }
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let described = described();
    let text = described.to_string();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(
            described["components"]["schemas"][name].is_object(),
            "{name} is missing"
        );
    }
}

#[actix_web::test]
async fn the_description_is_served_to_anybody() {
    let house = House::open().await;
    let answered = house.send(TestRequest::get().uri("/v2/openapi.json")).await;
    assert_eq!(answered.status, 200);
    assert_eq!(answered.body, api::openapi_json());
    assert_eq!(
        house
            .send(TestRequest::default().method(Method::PUT).uri("/v2/openapi.json"))
            .await
            .status,
        405
    );
}

/// Two types of one name would be described as one of them: the description has them by name.
#[test]
fn no_two_types_share_a_name_in_the_description() {
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut names = std::collections::BTreeMap::<String, Vec<String>>::new();
    let mut folders = vec![sources];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                for name in described_types(&text) {
                    names.entry(name).or_default().push(path.display().to_string());
                }
            }
        }
    }
    assert!(names.len() > 100, "the types were not found");
    names.retain(|_, places| places.len() > 1);
    assert_eq!(names, std::collections::BTreeMap::new());
}

/// The types of a file that derive `ToSchema`.
fn described_types(text: &str) -> Vec<String> {
    let mut derived = text.split("ToSchema)]").skip(1);
    let named = derived.by_ref().filter_map(|rest| {
        let mut words = rest.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.find(|word| ["struct", "enum"].contains(word))?;
        words.find(|word| !word.is_empty()).map(str::to_owned)
    });
    named.collect()
}

/// Field names are in camel case everywhere: another one is a type whose description and wire form differ.
#[test]
fn every_field_is_described_in_camel_case() {
    fn names(described: &Value, found: &mut Vec<String>) {
        match described {
            Value::Object(object) => {
                let properties = object.get("properties").and_then(Value::as_object);
                found.extend(properties.into_iter().flatten().map(|(name, _)| name.clone()));
                object.values().for_each(|value| names(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| names(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    names(&described(), &mut found);
    found.retain(|name| !name.chars().all(|one| one.is_ascii_alphanumeric()));
    assert!(found.is_empty(), "{found:?}");
}
