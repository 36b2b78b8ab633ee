//! Uploads: the parts of a `multipart/form-data` body (RFC 7578).

use actix_web::web::Bytes;

use super::answer::Refusal;
use super::request::ApiRequest;

/// More parts than any endpoint knows.
const MOST_PARTS: usize = 20;
const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// The name of a file.
    pub filename: Option<String>,
    /// What is in it.
    pub content: Bytes,
}

/// A form.
#[derive(Debug)]
pub struct Form(Vec<Part>);

impl Form {
    /// Reads the body.
    ///
    /// # Errors
    /// 41005 when it is no form, or a broken one.
    pub fn read(request: &ApiRequest) -> Result<Self, Refusal> {
        let boundary = request.content_type.as_deref().and_then(boundary);
        let parts = boundary.and_then(|boundary| split(&request.body, boundary));
        parts.map(Self).ok_or_else(|| Refusal::new(41005))
    }

    /// The file in this field.
    ///
    /// # Errors
    /// 41005 without one or without a name, 44001 for an empty one.
    pub fn file(&self, name: &str) -> Result<&Part, Refusal> {
        let part = self.0.iter().find(|part| part.name == name);
        let part = part.filter(|part| part.filename.as_ref().is_some_and(|name| !name.is_empty()));
        match part {
            None => Err(Refusal::new(41005)),
            Some(part) if part.content.is_empty() => Err(Refusal::new(44001)),
            Some(part) => Ok(part),
        }
    }

    /// The text of a field.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        let part = self.0.iter().find(|part| part.name == name)?;
        std::str::from_utf8(&part.content).ok()
    }
}

fn boundary(content_type: &str) -> Option<&str> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let mut parameters = parameters.split(';').map(str::trim);
    let boundary = parameters.find_map(|parameter| parameter.strip_prefix("boundary="))?;
    Some(boundary.trim_matches('"')).filter(|boundary| !boundary.is_empty())
}

fn split(body: &Bytes, boundary: &str) -> Option<Vec<Part>> {
    let delimiter = format!("\r\n--{boundary}");
    let delimiter = delimiter.as_bytes();
    // The first delimiter has no line break in front of it.
    let mut at = find(body, &delimiter[2..], 0)? + delimiter.len() - 2;
    let mut parts = Vec::new();
    loop {
        match body.get(at..at + 2)? {
            b"--" => return Some(parts),
            b"\r\n" if parts.len() < MOST_PARTS => {}
            _ => return None,
        }
        let end = find(body, delimiter, at)?;
        let head_end = find(body, END_OF_HEAD, at).filter(|head_end| *head_end <= end)?;
        let head = String::from_utf8_lossy(body.get(at..head_end)?).into_owned();
        let content = body.slice((head_end + END_OF_HEAD.len()).min(end)..end);
        parts.push(part(&head, content)?);
        at = end + delimiter.len();
    }
}

fn part(head: &str, content: Bytes) -> Option<Part> {
    let disposition = head
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let parameter = |name: &str| {
        let start = format!("{name}=");
        let mut parameters = disposition.split(';').map(str::trim);
        let value = parameters.find_map(|parameter| parameter.strip_prefix(&start))?;
        Some(value.trim_matches('"').to_owned())
    };
    Some(Part {
        name: parameter("name")?,
        filename: parameter("filename"),
        content,
    })
}

/// Where `needle` begins at or after `from`.
fn find(hay: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = from;
    loop {
        at += hay.get(at..)?.iter().position(|byte| *byte == first)?;
        if hay[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(body: &'static str) -> Result<Form, Refusal> {
        let request = ApiRequest::new("/", "POST", "", Bytes::from_static(body.as_bytes()));
        Form::read(&request.with_content_type(Some("multipart/form-data; boundary=\"b\"")))
    }

    const TWO: &str = "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n\
        Content-Type: image/png\r\n\r\none\r\n--two\r\n--b\r\n\
        content-disposition: form-data; name=\"description\"\r\n\r\n{}\r\n--b--\r\n";

    #[test]
    fn parts_are_found_between_the_boundaries() {
        let form = form(TWO).unwrap();
        let file = form.file("media").unwrap();
        assert_eq!(
            (file.filename.as_deref(), &file.content[..]),
            (Some("a.png"), &b"one\r\n--two"[..])
        );
        assert_eq!(form.text("description"), Some("{}"));
        assert_eq!(form.file("description"), Err(Refusal::new(41005)));
    }

    #[test]
    fn a_broken_form_is_no_form() {
        let broken = ["", "--b", "--b\r\n", "--b\r\nx\r\n--b--", "--b\r\n\r\n--b--"];
        for body in broken {
            assert_eq!(form(body).err(), Some(Refusal::new(41005)), "{body:?}");
        }
        assert!(form(TWO.split_at(TWO.len() - 6).0).is_err());
        let plain = ApiRequest::new("/", "POST", "", Bytes::from_static(b"x"));
        assert!(Form::read(&plain).is_err());
    }

    #[test]
    fn an_empty_file_is_told_from_none() {
        let empty = "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a\"\r\n\r\n\r\n--b--";
        assert_eq!(form(empty).unwrap().file("media"), Err(Refusal::new(44001)));
    }
}
