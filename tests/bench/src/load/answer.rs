//! As much of HTTP/1.1 as is needed to know where an answer ends.

/// The head of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Status code.
    pub status: u16,
    /// Where the body begins.
    pub body: usize,
    /// Where the answer ends.
    pub end: usize,
}

/// Why an answer cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

const BLANK_LINE: &[u8] = b"\r\n\r\n";
const LENGTH: &[u8] = b"content-length:";

/// Reads the head; `None` while it is incomplete.
///
/// # Errors
/// When it is no answer whose length is told.
pub fn head(bytes: &[u8]) -> Result<Option<Head>, Unreadable> {
    let Some(blank) = bytes.windows(BLANK_LINE.len()).position(|window| window == BLANK_LINE) else {
        return Ok(None);
    };
    let lines = &bytes[..blank];
    let status = lines.get(9..12).and_then(number).ok_or(Unreadable)?;
    let length = lines
        .split(|byte| *byte == b'\n')
        .find_map(content_length)
        .ok_or(Unreadable)?;
    let body = blank + BLANK_LINE.len();
    Ok(Some(Head {
        status: u16::try_from(status).map_err(|_| Unreadable)?,
        body,
        end: body + length,
    }))
}

fn content_length(line: &[u8]) -> Option<usize> {
    let (name, value) = line.split_at_checked(LENGTH.len())?;
    if name.eq_ignore_ascii_case(LENGTH) {
        number(value.trim_ascii())
    } else {
        None
    }
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_where_its_length_says() {
        let bytes = b"HTTP/1.1 201 Created\r\nserver: x\r\nContent-Length: 5\r\n\r\nhelloHTTP";
        let head = head(bytes).unwrap().unwrap();
        assert_eq!((head.status, &bytes[head.body..head.end]), (201, &b"hello"[..]));
    }

    #[test]
    fn half_a_head_is_waited_for_and_none_is_refused() {
        assert_eq!(head(b"HTTP/1.1 200 OK\r\ncontent-le"), Ok(None));
        assert_eq!(head(b"HTTP/1.1 200 OK\r\nserver: x\r\n\r\n"), Err(Unreadable));
        assert_eq!(head(b"SSH-2.0\r\n\r\n"), Err(Unreadable));
    }
}
