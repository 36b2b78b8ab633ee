use super::*;

fn is_good(key: &str, value: &str) -> bool {
    check(key, value).is_ok()
}

#[test]
fn lengths_are_counted_in_characters_up_to_the_limit() {
    for (key, letter, limit) in [
        ("thing1", "长", 20),
        ("letter2", "a", 32),
        ("symbol3", "！", 5),
        ("character_string4", "-", 32),
        ("phone_number5", "1", 17),
        ("car_number6", "京", 8),
        ("name7", "名", 10),
        ("name7", "n", 20),
        ("phrase8", "词", 5),
        ("number9", "1", 32),
        ("amount10", "1", 10),
    ] {
        assert!(is_good(key, &letter.repeat(limit)), "{key}");
        assert!(!is_good(key, &letter.repeat(limit + 1)), "{key}");
    }
    assert_eq!(
        check("thing1", &"😀".repeat(21)).unwrap_err().fault,
        FieldFault::TooLong { limit: 20, actual: 21 }
    );
}

#[test]
fn forms_are_those_of_the_type() {
    for (key, value) in [
        ("number1", "3.14"),
        ("time1", "15:01"),
        ("time1", "2024-01-01 10:00"),
        ("time1", "2019年10月1日 15:01~16:30"),
        ("date1", "2019年10月1日"),
        ("date1", "2019-10-01 15:01~2019-10-02"),
        ("amount1", "￥99.50元"),
        ("amount1", "100"),
        ("phone_number1", "+86-0766-66888866"),
        ("const1", "anything"),
        ("new_type1", "anything"),
        ("name1", "Zhang 三"),
    ] {
        assert_eq!(check(key, value), Ok(()), "{key} {value}");
    }
    for (key, value) in [
        ("number1", "1.2.3"),
        ("number1", "-"),
        ("letter1", "a1"),
        ("symbol1", "a"),
        ("character_string1", "中"),
        ("time1", "下午三点"),
        ("time1", "25:00"),
        ("time1", "10:60"),
        ("time1", "10:00~"),
        ("date1", "10月1日"),
        ("date1", "2019-13-01"),
        ("amount1", "￥￥1"),
        ("phone_number1", "+-"),
        ("phrase1", "OK"),
    ] {
        assert!(
            matches!(check(key, value).unwrap_err().fault, FieldFault::Form(_)),
            "{key} {value}"
        );
    }
}

#[test]
fn nothing_is_refused_by_every_type() {
    for key in ["thing1", "enum1", "", "7"] {
        assert_eq!(check(key, " \n").unwrap_err().fault, FieldFault::Empty, "{key}");
    }
}

#[test]
fn what_was_cut_is_accepted() {
    for (key, value) in [
        ("thing1", "活动🎉".repeat(20)),
        ("name1", "名".repeat(20)),
        ("name1", "n".repeat(50)),
        ("phrase1", "成功".repeat(9)),
        ("character_string1", "x".repeat(99)),
    ] {
        assert_eq!(check(key, &truncate(key, &value)), Ok(()), "{key}");
    }
    assert_eq!(truncate("thing1", &"长".repeat(20)), "长".repeat(20));
    assert_eq!(truncate("amount1", "12345678901"), "12345678901");
    assert_eq!(truncate("thing1", ""), "");
}
