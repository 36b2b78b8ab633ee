//! A call as it arrived.

use std::collections::HashMap;

use actix_web::web::{Bytes, Query};
use serde_json::{Map, Value};

use super::answer::Refusal;

/// Bytes of a JSON body: eight articles of less than a megabyte each. Only uploads are longer.
const LONGEST_JSON: usize = 9 * 1024 * 1024;

/// One call.
#[derive(Debug, Clone)]
pub struct ApiRequest {
    /// Path with the leading slash.
    pub path: String,
    /// HTTP method in capitals.
    pub method: String,
    /// Query parameters.
    pub query: HashMap<String, String>,
    /// The body.
    pub body: Bytes,
    /// `Content-Type`, if there is one.
    pub content_type: Option<String>,
    /// `Host`: addresses of files begin with it.
    pub host: String,
}

impl ApiRequest {
    /// Reads method, path, query and body.
    #[must_use]
    pub fn new(path: &str, method: &str, query: &str, body: Bytes) -> Self {
        let query = Query::<HashMap<String, String>>::from_query(query)
            .map(Query::into_inner)
            .unwrap_or_default();
        Self {
            path: path.to_owned(),
            method: method.to_owned(),
            query,
            body,
            content_type: None,
            host: String::new(),
        }
    }

    /// Called at this host.
    #[must_use]
    pub fn at_host(mut self, host: &str) -> Self {
        host.clone_into(&mut self.host);
        self
    }

    /// With this `Content-Type`, which tells the parts of an upload.
    #[must_use]
    pub fn with_content_type(mut self, content_type: Option<&str>) -> Self {
        self.content_type = content_type.map(str::to_owned);
        self
    }

    /// A query parameter that is there and not empty.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// The body as a JSON object. Escaped non-ASCII characters stay as they were written.
    ///
    /// # Errors
    /// 44002 for an empty body, 47001 for anything but an object.
    pub fn object(&self) -> Result<Map<String, Value>, Refusal> {
        if self.body.is_empty() {
            return Err(Refusal::new(44002));
        }
        if self.body.len() > LONGEST_JSON {
            return Err(Refusal::new(47001));
        }
        let text = std::str::from_utf8(&self.body).map_err(|_| Refusal::new(47001))?;
        match serde_json::from_str(&keep_escapes(text)) {
            Ok(Value::Object(object)) => Ok(object),
            _ => Err(Refusal::new(47001)),
        }
    }

    /// The body as a JSON object, for endpoints that refuse escaped non-ASCII characters.
    ///
    /// # Errors
    /// 40033 for an escape beyond ASCII, otherwise as [`ApiRequest::object`].
    pub fn unescaped_object(&self) -> Result<Map<String, Value>, Refusal> {
        let object = self.object()?;
        let text = std::str::from_utf8(&self.body).unwrap_or_default();
        if keep_escapes(text).len() > text.len() {
            return Err(Refusal::new(40033));
        }
        Ok(object)
    }

    /// The people the call names, for the journal.
    #[must_use]
    pub fn open_ids(&self) -> Vec<String> {
        let Ok(object) = self.object() else {
            let named = ["openid", "userid"].iter().find_map(|name| self.parameter(name));
            return named.map(str::to_owned).into_iter().collect();
        };
        let one = ["touser", "openid", "userid"]
            .iter()
            .find_map(|name| object.get(*name)?.as_str());
        let many = ["openid_list", "touser"]
            .iter()
            .filter_map(|name| object.get(*name)?.as_array())
            .flatten()
            .filter_map(Value::as_str);
        // WeCom joins several people by bars.
        let ones = one.into_iter().flat_map(|one| one.split('|'));
        ones.chain(many)
            .filter(|open_id| !open_id.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

/// Doubles the backslash of every `\uXXXX` beyond ASCII: WeChat shows such escapes to people as they are
/// (a well-known trap of JSON libraries that escape Chinese by default), so the simulator must not decode them.
fn keep_escapes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find('\\') {
        kept.push_str(&rest[..place]);
        let escape = &rest[place..];
        let length = escape.chars().take(2).map(char::len_utf8).sum();
        if is_beyond_ascii(escape) {
            kept.push('\\');
        }
        kept.push_str(&escape[..length]);
        rest = &escape[length..];
    }
    kept.push_str(rest);
    kept
}

fn is_beyond_ascii(escape: &str) -> bool {
    escape
        .strip_prefix("\\u")
        .and_then(|rest| rest.get(..4))
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
        .is_some_and(|code| code > 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(body: &'static str) -> Value {
        let request = ApiRequest::new("/", "POST", "", Bytes::from_static(body.as_bytes()));
        request.object().unwrap().remove("content").unwrap()
    }

    #[test]
    fn escaped_chinese_is_shown_as_it_was_written() {
        assert_eq!(content(r#"{"content":"\u4f60好"}"#), r"\u4f60好");
    }

    #[test]
    fn ordinary_escapes_mean_what_they_mean() {
        assert_eq!(content(r#"{"content":"a\n\"b\"\u0041\\u4f60"}"#), "a\n\"b\"A\\u4f60");
    }

    #[test]
    fn a_body_that_is_no_object_is_refused() {
        let request = |body| ApiRequest::new("/", "POST", "", Bytes::from_static(body));
        assert_eq!(request(b"").object(), Err(Refusal::new(44002)));
        assert_eq!(request(b"[1]").object(), Err(Refusal::new(47001)));
        assert_eq!(request(b"{").object(), Err(Refusal::new(47001)));
    }
}
