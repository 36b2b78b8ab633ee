//! Uploads over time.

use super::*;

const APP: &str = "wx1";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(seconds)
}

fn hours(hours: i64) -> Timestamp {
    at(hours * 3_600)
}

fn claim(number: u128, until: i64) -> Claim {
    Claim {
        token: Uuid::from_u128(number),
        until: at(until),
    }
}

fn uploaded(place: UploadPlace) -> MaterialUpload {
    let mut upload = MaterialUpload::open(MaterialId::from_uuid(Uuid::from_u128(9)), place, APP, at(0));
    assert_eq!(upload.ask(APP, None, at(0)), Asked::Free);
    upload.claim(claim(1, 40), at(0));
    assert!(upload.succeed(Uuid::from_u128(1), Some("M1"), None, at(0)));
    upload
}

fn known(asked: Asked) -> String {
    match asked {
        Asked::Known(copy) => copy.handle().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_temporary_copy_is_renewed_in_its_last_six_hours() {
    let mut upload = uploaded(UploadPlace::Temporary);
    assert_eq!(known(upload.ask(APP, None, hours(65))), "M1");
    assert_eq!(upload.ask(APP, None, hours(66)), Asked::Free);
    upload.claim(claim(2, 66 * 3_600 + 40), hours(66));
    let Asked::Busy { before, .. } = upload.ask(APP, None, hours(66)) else {
        panic!("somebody is uploading");
    };
    assert_eq!(before.unwrap().handle(), "M1", "the old one is good until then");
    assert!(upload.fail(Uuid::from_u128(2), "later", false, false, hours(66)));
    assert_eq!(upload.state, UploadState::Uploaded);
    assert_eq!(upload.usable(hours(72)), None);
}

#[test]
fn a_permanent_copy_stays() {
    let mut upload = uploaded(UploadPlace::Permanent);
    assert_eq!(known(upload.ask(APP, None, hours(24 * 3650))), "M1");
}

#[test]
fn a_refused_id_is_replaced_unless_somebody_did_already() {
    let mut upload = uploaded(UploadPlace::Permanent);
    assert_eq!(known(upload.ask(APP, Some("M0"), at(1))), "M1");
    assert_eq!(upload.ask(APP, Some("M1"), at(1)), Asked::Free);
    assert_eq!(upload.usable(at(1)), None);
}

#[test]
fn another_app_knows_none_of_the_ids() {
    let mut upload = uploaded(UploadPlace::Permanent);
    assert_eq!(upload.ask("wx2", None, at(1)), Asked::Free);
    assert_eq!((upload.app_id.as_str(), upload.copy), ("wx2", None));
}

#[test]
fn who_died_while_uploading_is_followed_and_counted() {
    for (place, unanswered) in [(UploadPlace::Permanent, 1), (UploadPlace::Temporary, 0)] {
        let mut upload = MaterialUpload::open(MaterialId::from_uuid(Uuid::nil()), place, APP, at(0));
        upload.claim(claim(1, 40), at(0));
        assert!(matches!(
            upload.ask(APP, None, at(39)),
            Asked::Busy { before: None, .. }
        ));
        assert_eq!(upload.ask(APP, None, at(40)), Asked::Free);
        upload.claim(claim(2, 80), at(40));
        assert_eq!(upload.unanswered, unanswered);
        // The dead one was only slow: what it uploaded is one copy too many.
        assert!(!upload.succeed(Uuid::from_u128(1), Some("M0"), None, at(41)));
        assert_eq!(upload.unanswered, unanswered * 2);
        assert!(upload.is_busy(at(41)), "its successor goes on");
    }
}

#[test]
fn a_failure_shows_whether_it_goes_on() {
    for (goes_on, state) in [(true, UploadState::Pending), (false, UploadState::Failed)] {
        let mut upload = MaterialUpload::open(MaterialId::from_uuid(Uuid::nil()), UploadPlace::Permanent, APP, at(0));
        upload.claim(claim(1, 40), at(0));
        assert!(upload.fail(Uuid::from_u128(1), &"很".repeat(900), true, goes_on, at(1)));
        assert_eq!((upload.state, upload.unanswered), (state, 1));
        assert_eq!(upload.last_error.as_ref().unwrap().chars().count(), 500);
        assert_eq!(upload.give_up(at(2)), goes_on);
        assert_eq!(upload.state, UploadState::Failed);
    }
}
