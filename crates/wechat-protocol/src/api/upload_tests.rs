use super::*;

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Video {
    video_url: String,
}

fn labelled<'a>(body: &'a [u8], content_type: &'a str) -> RawAnswer<'a> {
    RawAnswer {
        body,
        content_type: Some(content_type),
        content_disposition: Some(r#"attachment; filename="../MEDIA_ID.jpg""#),
    }
}

fn malformed<T>(reason: MalformedReason) -> Result<T, ApiFailure> {
    Err(ApiFailure::Malformed { reason })
}

#[test]
fn bytes_are_a_file_whatever_their_label() {
    for label in ["image/jpeg", "text/plain"] {
        let Ok(MediaOr::Media(media)) = read_media::<Video>(labelled(b"\xFF\xD8\xFF{", label)) else {
            panic!("{label}");
        };
        assert_eq!(media.bytes, b"\xFF\xD8\xFF{");
        assert_eq!(media.filename.as_deref(), Some("MEDIA_ID.jpg"));
    }
    let braced = read_media::<Video>(labelled(b"{\x00\x01", "audio/amr"));
    assert!(matches!(braced, Ok(MediaOr::Media(_))));
}

#[test]
fn json_is_json_whatever_its_label() {
    let answer = read_media::<Video>(labelled(br#"{"video_url":"http://v"}"#, "image/jpeg"));
    assert_eq!(
        answer,
        Ok(MediaOr::Json(Video {
            video_url: "http://v".into()
        }))
    );
    let refused = Media::read(labelled(
        br#"{"errcode":40007,"errmsg":"invalid media_id"}"#,
        "image/jpeg",
    ));
    assert!(matches!(refused, Err(ApiFailure::Refused(code)) if code.code == 40007));
    let blanks = Media::read(RawAnswer::of(b"\x0C{\"errcode\":40007}\x0C"));
    assert!(matches!(blanks, Err(ApiFailure::Refused(code)) if code.code == 40007));
    assert_eq!(
        Media::read(RawAnswer::of(br#"{"errcode":0}"#)),
        malformed(MalformedReason::NotAFile)
    );
}

#[test]
fn nothing_and_pages_are_no_files() {
    assert_eq!(Media::read(RawAnswer::of(b" \n")), malformed(MalformedReason::Empty));
    for (body, label) in [
        (&b"<html>502</html>"[..], "text/html; charset=utf-8"),
        (b"{\"errcode\":40", "text/plain"),
    ] {
        assert_eq!(Media::read(labelled(body, label)), malformed(MalformedReason::NotAFile));
    }
}

#[test]
fn names_are_ascii_short_and_have_an_extension() {
    assert_eq!(ascii_filename("", "image/png"), "file.png");
    assert_eq!(ascii_filename("...", ""), "file.bin");
    assert_eq!(ascii_filename("照片.", "image/gif; x=1"), "file.gif");
    let long = ascii_filename(&"a".repeat(500), "video/mp4");
    assert_eq!((long.len(), long.ends_with(".mp4")), (MAX_FILENAME, true));
    let long = ascii_filename(&format!("a.{}", "b".repeat(500)), "");
    assert_eq!(long, "a.bbbbbbbb");
}

#[test]
fn names_of_answers_are_read_in_both_spellings() {
    assert_eq!(
        disposition_filename("attachment; filename*=utf-8''b.amr").as_deref(),
        Some("b.amr")
    );
    assert_eq!(
        disposition_filename("attachment; FileName=a.jpg").as_deref(),
        Some("a.jpg")
    );
    for header in [
        "attachment",
        "inline; filename=",
        "attachment; filename=\"..\"",
        "a; filename=..\0",
    ] {
        assert_eq!(disposition_filename(header), None, "{header}");
    }
}
