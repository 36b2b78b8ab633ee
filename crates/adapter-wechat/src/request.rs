//! A call as it is sent.

use std::borrow::Cow;

use ports::wechat::{RefusalKind, WechatFailure};
use reqwest::header::HeaderValue;
use wechat_protocol::api::{ApiCall, Body, Method, Upload};

use crate::failure::refused;
use crate::hosts::Hosts;

/// Above the largest file of any API, which is WeCom's 20 MB.
const LARGEST_UPLOAD: usize = 32 * 1024 * 1024;
const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// A request, built anew for each attempt: its body is used up by sending it.
pub(crate) struct Request<'a> {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) query: Vec<(&'static str, Cow<'a, str>)>,
    pub(crate) body: Option<Payload>,
    /// Whether it carries a file and may take as long as one.
    pub(crate) is_upload: bool,
}

/// Bytes with their type.
pub(crate) struct Payload {
    pub(crate) content_type: HeaderValue,
    pub(crate) bytes: Vec<u8>,
}

impl<'a> Request<'a> {
    /// The request of a call, with the account's token where it needs one.
    ///
    /// # Errors
    /// `Refused` when it cannot be written; nothing is sent then.
    pub(crate) fn of<C: ApiCall>(call: &'a C, token: Option<&'a str>, hosts: &Hosts) -> Result<Self, WechatFailure> {
        let host = hosts.address(C::HOST).ok_or_else(|| {
            refused(
                RefusalKind::Configuration,
                "there is no address for the host of this API",
            )
        })?;
        let body = call
            .body()
            .map_err(|error| refused(RefusalKind::Content, error.to_string()))?;
        let token = token.map(|token| ("access_token", token.into()));
        Ok(Self {
            method: C::METHOD,
            url: format!("{host}{}", C::PATH),
            query: token.into_iter().chain(call.query()).collect(),
            is_upload: matches!(body, Body::Multipart(_)),
            body: payload(body)?,
        })
    }
}

fn payload(body: Body<'_>) -> Result<Option<Payload>, WechatFailure> {
    match body {
        Body::Empty => Ok(None),
        Body::Json(bytes) => Ok(Some(Payload {
            content_type: JSON,
            bytes,
        })),
        Body::Multipart(upload) => multipart(&upload).map(Some),
    }
}

/// `multipart/form-data` with a known length: the platform refuses chunked uploads, and takes the file's name from
/// `filename` (41005 without).
fn multipart(upload: &Upload<'_>) -> Result<Payload, WechatFailure> {
    if upload.bytes.len() > LARGEST_UPLOAD {
        return Err(refused(
            RefusalKind::Content,
            "the file is larger than any that is taken",
        ));
    }
    let boundary = format!("{:032x}", rand::random::<u128>());
    let content_type = HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}"))
        .map_err(|_| refused(RefusalKind::Content, "the form cannot be written"))?;
    Ok(Payload {
        content_type,
        bytes: form(upload, &boundary),
    })
}

fn form(upload: &Upload<'_>, boundary: &str) -> Vec<u8> {
    let mut form = Vec::with_capacity(upload.bytes.len() + 512);
    for (name, value) in &upload.extra {
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        form.extend_from_slice(head.as_bytes());
        form.extend_from_slice(value.as_bytes());
        form.extend_from_slice(b"\r\n");
    }
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"; filelength={}\r\n\
         Content-Type: {}\r\n\r\n",
        upload.field,
        in_quotes(&upload.filename),
        upload.bytes.len(),
        in_quotes(&upload.content_type),
    );
    form.extend_from_slice(head.as_bytes());
    form.extend_from_slice(upload.bytes);
    form.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    form
}

/// Nothing that would end a quoted text or a header line.
fn in_quotes(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && *c != '"').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_holds_its_fields_and_its_file_unchanged() {
        let upload = Upload::media("a.png", "image/png", b"\x89PNG\r\n--\x00")
            .with("description", "{\"title\":\"年会\"}".into());
        let form = String::from_utf8_lossy(&form(&upload, "B")).into_owned();
        assert_eq!(
            form,
            "--B\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n{\"title\":\"年会\"}\r\n\
             --B\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"; filelength=9\r\n\
             Content-Type: image/png\r\n\r\n\u{fffd}PNG\r\n--\0\r\n--B--\r\n"
        );
    }

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        assert_eq!(in_quotes("a\"\r\nX: y"), "aX: y");
    }

    #[test]
    fn a_file_beyond_all_limits_is_refused_here() {
        let bytes = vec![0; LARGEST_UPLOAD + 1];
        assert!(multipart(&Upload::media("a", "image/png", &bytes)).is_err());
    }
}
