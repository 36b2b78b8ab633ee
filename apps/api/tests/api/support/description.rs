//! Whether what was asked and answered is what the description says.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use actix_web::http::Method;
use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

const NAME: &str = "urn:nextevent:description";

static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| {
    let open: Value = serde_json::from_str(&api::openapi_json()).unwrap();
    let mut closed = open.clone();
    close(&mut closed, &open, false);
    closed
});

static SCHEMAS: LazyLock<Registry<'static>> = LazyLock::new(|| {
    let registry = Registry::new().add(NAME, &*DESCRIPTION).unwrap();
    registry.prepare().unwrap()
});

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// The body of an answer is described under its path, method and status.
#[track_caller]
pub fn check_answer(method: &Method, path: &str, status: u16, body: &str) {
    let Some(operation) = operation(method, path) else {
        return;
    };
    let responses = format!("{operation}/responses/{status}");
    let Some(response) = DESCRIPTION.pointer(&responses) else {
        // What any path may answer, and a store that tests break on purpose.
        let is_common = matches!(status, 404 | 405 | 500..) || (status == 409 && method == Method::GET);
        assert!(is_common, "{method} {path} is not said to answer {status}: {body}");
        return;
    };
    let place = match response["$ref"].as_str() {
        Some(reference) => reference.trim_start_matches('#').to_owned(),
        None => responses,
    };
    check(&format!("{place}/content/application~1json/schema"), body, method, path);
}

/// A body that was taken is one that the description allows.
#[track_caller]
pub fn check_taken(method: &Method, path: &str, body: &str) {
    if let Some(operation) = operation(method, path) {
        let schema = format!("{operation}/requestBody/content/application~1json/schema");
        check(&schema, body, method, path);
    }
}

fn operation(method: &Method, path: &str) -> Option<String> {
    let method = method.as_str().to_lowercase();
    let operation = format!("/paths/{}/{method}", path.replace('/', "~1"));
    DESCRIPTION.pointer(&operation).map(|_| operation)
}

#[track_caller]
fn check(schema: &str, body: &str, method: &Method, path: &str) {
    if DESCRIPTION.pointer(schema).is_none() {
        return;
    }
    let body: Value = serde_json::from_str(body).unwrap();
    let errors: Vec<_> = validator(schema)
        .iter_errors(&body)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{method} {path}, {schema}: {errors:?}\n{body}");
}

fn validator(schema: &str) -> Arc<Validator> {
    let mut validators = VALIDATORS.lock().unwrap();
    let made = validators.entry(schema.to_owned()).or_insert_with(|| {
        let reference = json!({ "$ref": format!("{NAME}#{}", schema.replace('{', "%7B").replace('}', "%7D")) });
        let options = jsonschema::options().with_registry(&SCHEMAS);
        Arc::new(options.build(&reference).unwrap())
    });
    Arc::clone(made)
}

/// Lets objects have no fields but those described. What is part of a composition knows only its own, so it is closed where
/// it is used as a whole.
fn close(schema: &mut Value, description: &Value, is_part: bool) {
    let has_fields = !is_part && has_fields(schema, description);
    match schema {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match (key.as_str(), value) {
                    ("allOf", Value::Array(parts)) => parts.iter_mut().for_each(|part| close(part, description, true)),
                    ("oneOf" | "anyOf", Value::Array(cases)) => {
                        cases.iter_mut().for_each(|case| close(case, description, is_part));
                    }
                    ("schemas", Value::Object(named)) => {
                        named.values_mut().for_each(|named| close(named, description, true));
                    }
                    (_, value) => close(value, description, false),
                }
            }
            if has_fields {
                object.insert("unevaluatedProperties".to_owned(), json!(false));
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|item| close(item, description, false)),
        _ => {}
    }
}

fn has_fields(schema: &Value, description: &Value) -> bool {
    let target = schema["$ref"]
        .as_str()
        .map(|reference| reference.trim_start_matches('#'));
    match target.and_then(|place| description.pointer(place)) {
        Some(target) => has_fields(target, description),
        None => ["properties", "allOf", "oneOf"]
            .iter()
            .any(|key| schema[key].is_object() || schema[key].is_array()),
    }
}
