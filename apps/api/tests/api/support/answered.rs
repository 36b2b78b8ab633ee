//! A response, looked at.

use actix_web::body::to_bytes;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use serde_json::Value;

use super::description;

/// A response with its body.
#[derive(Debug)]
pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The path as it is described.
    pub path: Option<String>,
}

impl Answered {
    pub async fn read(response: ServiceResponse) -> Self {
        let (request, response) = response.into_parts();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body()).await.unwrap();
        let answered = Self {
            status,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            path: request.match_pattern(),
        };
        let is_json = answered.header("content-type") == Some("application/json");
        if let Some(path) = answered.path.as_ref().filter(|_| is_json) {
            description::check_answer(request.method(), path, status.as_u16(), &answered.body);
        }
        answered
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// `data` of a success of that status, whose envelope is as it should be.
    pub fn data(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        let json = self.json();
        assert_eq!(json["success"], true);
        assert!(json["message"].is_string());
        assert_eq!(json["requestId"], self.header("x-request-id").unwrap());
        assert!(json["timestamp"].as_str().unwrap().ends_with('Z'));
        json["data"].clone()
    }

    /// `error` of a failure of that status and code, whose envelope is as it should be.
    #[track_caller]
    pub fn error(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        let json = self.json();
        assert_eq!(json["success"], false);
        let error = &json["error"];
        assert_eq!(error["code"], code, "{}", self.body);
        assert!(!error["message"].as_str().unwrap().is_empty());
        assert!(error["details"].is_object());
        assert_eq!(error["requestId"], self.header("x-request-id").unwrap());
        assert!(error["timestamp"].as_str().unwrap().ends_with('Z'));
        assert_eq!(self.header("content-type"), Some("application/json"));
        error.clone()
    }

    /// That the request was refused for this field.
    #[track_caller]
    pub fn refuses_field(&self, field: &str) -> String {
        let error = self.error(400, "VALIDATION_ERROR");
        let reasons = error["details"][field]
            .as_array()
            .unwrap_or_else(|| panic!("{field} is not named: {}", self.body));
        reasons[0].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The body without what differs between two requests.
    pub fn body_without_stamp(&self) -> String {
        let mut json = self.json();
        for field in ["timestamp", "requestId"] {
            json["error"].as_object_mut().unwrap().remove(field);
        }
        json.to_string()
    }
}
