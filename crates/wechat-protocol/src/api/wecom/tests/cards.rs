use super::super::card::*;

fn common() -> Common {
    Common {
        source: None,
        main_title: Some(MainTitle {
            title: Some("欢迎".into()),
            desc: None,
        }),
        task_id: Some("t1".into()),
        card_action: Some(Link::url("https://e.example")),
    }
}

fn text_notice() -> TextNotice {
    TextNotice {
        common: common(),
        ..TextNotice::default()
    }
}

fn news_notice() -> NewsNotice {
    NewsNotice {
        common: common(),
        card_image: Some(CardImage {
            url: "u".into(),
            aspect_percent: Some(225),
        }),
        ..NewsNotice::default()
    }
}

fn buttons() -> ButtonInteraction {
    let button = Button {
        text: "按钮".into(),
        style: Some(1),
        key: Some("k".into()),
        ..Button::default()
    };
    ButtonInteraction {
        common: common(),
        button_list: vec![button],
        ..ButtonInteraction::default()
    }
}

fn submit() -> SubmitButton {
    SubmitButton {
        text: "提交".into(),
        key: "k".into(),
    }
}

fn vote() -> VoteInteraction {
    let option = CheckboxOption {
        id: "1".into(),
        text: "选项".into(),
        is_checked: true,
    };
    let checkbox = Checkbox {
        question_key: "q".into(),
        mode: 1,
        option_list: vec![option],
    };
    VoteInteraction {
        common: common(),
        checkbox,
        submit_button: submit(),
    }
}

fn choices(count: usize) -> Vec<Choice> {
    (0..count)
        .map(|n| Choice {
            id: n.to_string(),
            text: "t".into(),
        })
        .collect()
}

fn select(key: &str) -> Select {
    Select {
        question_key: key.into(),
        title: None,
        selected_id: Some("0".into()),
        option_list: choices(2),
    }
}

fn multiple() -> MultipleInteraction {
    MultipleInteraction {
        common: common(),
        select_list: vec![select("a")],
        submit_button: submit(),
    }
}

#[test]
fn each_kind_is_written_and_acceptable() {
    let cards = [
        (TemplateCard::TextNotice(text_notice()), "text_notice"),
        (TemplateCard::NewsNotice(news_notice()), "news_notice"),
        (TemplateCard::ButtonInteraction(buttons()), "button_interaction"),
        (TemplateCard::VoteInteraction(vote()), "vote_interaction"),
        (TemplateCard::MultipleInteraction(multiple()), "multiple_interaction"),
    ];
    for (card, name) in cards {
        assert_eq!(card.check(), Ok(()), "{name}");
        let written = serde_json::to_string(&card).unwrap();
        let start = format!(
            r#"{{"card_type":"{name}","main_title":{{"title":"欢迎"}},"task_id":"t1","card_action":{{"type":1,"url":"https://e.example"}}"#
        );
        assert!(written.starts_with(&start), "{written}");
    }
    let written = serde_json::to_string(&multiple()).unwrap();
    assert!(written.ends_with(
        r#""select_list":[{"question_key":"a","selected_id":"0","option_list":[{"id":"0","text":"t"},{"id":"1","text":"t"}]}],"submit_button":{"text":"提交","key":"k"}}"#
    ));
    assert!(
        serde_json::to_string(&news_notice())
            .unwrap()
            .contains(r#""aspect_ratio":2.25"#)
    );
}

#[expect(clippy::needless_pass_by_value, reason = "cards are built where they are tried")]
fn refused(card: TemplateCard) -> bool {
    card.check().is_err()
}

#[test]
fn a_notice_needs_an_action_and_something_to_say() {
    let text = |change: fn(&mut TextNotice)| {
        let mut card = text_notice();
        change(&mut card);
        refused(TemplateCard::TextNotice(card))
    };
    assert!(text(|card| card.common.card_action = None));
    assert!(text(|card| card.common.card_action = Some(Link::none())));
    assert!(text(|card| card.common.card_action = Some(Link::url(""))));
    assert!(!text(
        |card| card.common.card_action = Some(Link::mini_program("wx1", None))
    ));
    assert!(text(|card| card.common.main_title = None));
    assert!(!text(|card| {
        card.common.main_title = None;
        card.sub_title_text = Some("s".into());
    }));
    let news = |change: fn(&mut NewsNotice)| {
        let mut card = news_notice();
        change(&mut card);
        refused(TemplateCard::NewsNotice(card))
    };
    assert!(news(|card| card.card_image = None));
    assert!(!news(|card| {
        card.card_image = None;
        card.image_text_area = Some(ImageTextArea {
            image_url: "u".into(),
            ..ImageTextArea::default()
        });
    }));
    assert!(news(|card| card.common.main_title = None));
}

#[test]
fn interaction_and_menus_need_a_task() {
    let without = Common {
        task_id: None,
        ..common()
    };
    assert!(refused(TemplateCard::ButtonInteraction(ButtonInteraction {
        common: without.clone(),
        ..buttons()
    })));
    assert!(refused(TemplateCard::VoteInteraction(VoteInteraction {
        common: without.clone(),
        ..vote()
    })));
    assert!(refused(TemplateCard::MultipleInteraction(MultipleInteraction {
        common: without.clone(),
        ..multiple()
    })));
    let notice = TextNotice {
        common: without,
        ..text_notice()
    };
    assert!(!refused(TemplateCard::TextNotice(notice.clone())));
    let menu = |keys: &[&str]| ActionMenu {
        desc: None,
        action_list: keys
            .iter()
            .map(|key| MenuAction {
                text: "t".into(),
                key: (*key).into(),
            })
            .collect(),
    };
    assert!(refused(TemplateCard::TextNotice(TextNotice {
        action_menu: Some(menu(&["a"])),
        ..notice
    })));
    for (keys, good) in [
        (&["a", "b", "c"][..], true),
        (&[], false),
        (&["a", "a"], false),
        (&["a", "b", "c", "d"], false),
    ] {
        let card = TextNotice {
            action_menu: Some(menu(keys)),
            ..text_notice()
        };
        assert_eq!(!refused(TemplateCard::TextNotice(card)), good, "{keys:?}");
    }
}

/// Whether a card with a text of a length is acceptable.
fn accepts(length: usize, place: fn(&mut TextNotice, String)) -> bool {
    let mut card = text_notice();
    place(&mut card, "字".repeat(length));
    !refused(TemplateCard::TextNotice(card))
}

type Place = fn(&mut TextNotice, String);

#[test]
fn texts_of_notices_are_limited_in_characters() {
    let places: [(usize, Place); 8] = [
        (20, |card, text| {
            card.common.source = Some(Source {
                desc: Some(text),
                ..Source::default()
            })
        }),
        (36, |card, text| {
            card.common.main_title = Some(MainTitle {
                title: Some(text),
                desc: None,
            })
        }),
        (44, |card, text| {
            card.common.main_title.as_mut().unwrap().desc = Some(text)
        }),
        (14, |card, text| {
            card.emphasis_content = Some(Emphasis {
                title: Some(text),
                desc: None,
            })
        }),
        (22, |card, text| {
            card.emphasis_content = Some(Emphasis {
                title: None,
                desc: Some(text),
            })
        }),
        (160, |card, text| card.sub_title_text = Some(text)),
        (5, |card, text| {
            card.horizontal_content_list = vec![HorizontalContent {
                keyname: text,
                ..HorizontalContent::default()
            }]
        }),
        (18, |card, text| {
            card.jump_list = vec![Jump {
                link: Link::url("u"),
                title: text,
            }]
        }),
    ];
    for (limit, place) in places {
        assert!(accepts(limit, place) && !accepts(limit + 1, place), "{limit}");
    }
    let value: Place = |card, text| {
        card.horizontal_content_list = vec![HorizontalContent {
            keyname: "k".into(),
            value: Some(text),
            ..HorizontalContent::default()
        }];
    };
    assert!(accepts(30, value) && !accepts(31, value));
}

#[test]
fn lists_of_blocks_are_limited() {
    let line = HorizontalContent {
        keyname: "k".into(),
        ..HorizontalContent::default()
    };
    let jump = Jump {
        link: Link::none(),
        title: "t".into(),
    };
    let notice = |lines: usize, jumps: usize| {
        !refused(TemplateCard::TextNotice(TextNotice {
            horizontal_content_list: vec![line.clone(); lines],
            jump_list: vec![jump.clone(); jumps],
            ..text_notice()
        }))
    };
    assert!(notice(6, 3) && !notice(7, 0) && !notice(0, 4));
    let paragraphs = |count: usize, title: usize, desc: usize| {
        let paragraph = VerticalContent {
            title: "字".repeat(title),
            desc: Some("字".repeat(desc)),
        };
        let card = NewsNotice {
            vertical_content_list: vec![paragraph; count],
            ..news_notice()
        };
        !refused(TemplateCard::NewsNotice(card))
    };
    assert!(paragraphs(4, 38, 160) && !paragraphs(5, 1, 1) && !paragraphs(1, 39, 1) && !paragraphs(1, 1, 161));
    for (percent, good) in [(129, false), (130, true), (225, true), (226, false)] {
        let card_image = Some(CardImage {
            url: "u".into(),
            aspect_percent: Some(percent),
        });
        assert_eq!(
            !refused(TemplateCard::NewsNotice(NewsNotice {
                card_image,
                ..news_notice()
            })),
            good
        );
    }
    for (kind, good) in [(0, true), (1, false), (2, false), (3, false), (4, false)] {
        let line = HorizontalContent { kind, ..line.clone() };
        let card = TextNotice {
            horizontal_content_list: vec![line],
            ..text_notice()
        };
        assert_eq!(!refused(TemplateCard::TextNotice(card)), good, "{kind}");
    }
}

#[test]
fn buttons_are_limited() {
    let card = |count: usize, text: usize, key: usize| {
        let button = Button {
            text: "字".repeat(text),
            key: Some("k".repeat(key)),
            ..Button::default()
        };
        !refused(TemplateCard::ButtonInteraction(ButtonInteraction {
            button_list: vec![button; count],
            ..buttons()
        }))
    };
    assert!(card(6, 10, 1024) && card(1, 1, 1));
    assert!(
        !card(0, 1, 1) && !card(7, 1, 1) && !card(1, 11, 1) && !card(1, 0, 1) && !card(1, 1, 0) && !card(1, 1, 1025)
    );
    let selection = |count: usize, selected: &str| {
        let selection = ButtonSelection {
            question_key: "q".into(),
            title: None,
            option_list: choices(count),
            selected_id: Some(selected.into()),
        };
        !refused(TemplateCard::ButtonInteraction(ButtonInteraction {
            button_selection: Some(selection),
            ..buttons()
        }))
    };
    assert!(selection(10, "9") && !selection(0, "0") && !selection(11, "0") && !selection(2, "2"));
}

#[test]
fn votes_and_choices_are_limited() {
    let card = |count: usize, text: usize, mode: u8| {
        let option = |n: usize| CheckboxOption {
            id: n.to_string(),
            text: "字".repeat(text),
            is_checked: false,
        };
        let checkbox = Checkbox {
            question_key: "q".into(),
            mode,
            option_list: (0..count).map(option).collect(),
        };
        !refused(TemplateCard::VoteInteraction(VoteInteraction { checkbox, ..vote() }))
    };
    assert!(card(20, 17, 0) && !card(0, 1, 0) && !card(21, 1, 0) && !card(1, 18, 0) && !card(1, 1, 2));
    let many = |keys: &[&str]| {
        let select_list = keys.iter().map(|key| select(key)).collect();
        !refused(TemplateCard::MultipleInteraction(MultipleInteraction {
            select_list,
            ..multiple()
        }))
    };
    assert!(many(&["a", "b", "c"]) && !many(&[]) && !many(&["a", "a"]) && !many(&["a", "b", "c", "d"]));
    let submit = |text: usize, key: usize| {
        let submit_button = SubmitButton {
            text: "字".repeat(text),
            key: "k".repeat(key),
        };
        !refused(TemplateCard::VoteInteraction(VoteInteraction {
            submit_button,
            ..vote()
        }))
    };
    assert!(submit(10, 1024) && !submit(11, 1) && !submit(1, 1025) && !submit(0, 1));
}
