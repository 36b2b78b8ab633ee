use super::*;

type Table<'a> = &'a [(ErrorClass, &'a [i64])];

const C_RETRY: ErrorClass = ErrorClass::RETRY;

fn assert_classes(product: Product, table: Table<'_>) {
    for (class, codes) in table {
        for code in *codes {
            assert_eq!(classify_for(product, *code), *class, "{product:?} {code}");
        }
    }
    let tested: usize = table.iter().map(|(_, codes)| codes.len()).sum();
    assert_eq!(tested, all(product).len(), "{product:?}: a code is in one table only");
}

const PLATFORM: Table<'static> = &[
    (C_RETRY, &[-1]),
    (ErrorClass::AlreadyDone, &[0]),
    (ErrorClass::RefreshToken, &[40001, 40014, 42001]),
    (ErrorClass::RETRY_SECOND, &[43108]),
    (
        ErrorClass::RETRY_MINUTE,
        &[44990, 44991, 45011, 268_487_001, 268_487_002, 268_488_001],
    ),
    (ErrorClass::RETRY_HOUR, &[89501, 89503, 89506, 89507]),
    (ErrorClass::DAY, &[45009]),
    (ErrorClass::MONTH, &[48006]),
    (ErrorClass::LIFETIME, &[45029]),
    (ErrorClass::NeedsConsent, &[40029, 40163, 43101, 45015, 45047]),
    (
        ErrorClass::CONFIGURATION,
        &[
            40002, 40013, 40037, 40125, 40164, 41002, 41004, 41030, 43107, 48001, 48004, 50002, 50004,
        ],
    ),
    (ErrorClass::RECIPIENT, &[40003]),
    (
        ErrorClass::CONTENT,
        &[40004, 40005, 40006, 40007, 40008, 40009, 40010, 40011, 40012, 47003],
    ),
    (ErrorClass::BUG, &[40033, 40097, 41001, 47001, 76003, 76021, 76022]),
];

#[test]
fn every_code_of_an_official_account_has_its_class() {
    let own: Table<'_> = &[
        (ErrorClass::AlreadyDone, &[45065, 45081]),
        (ErrorClass::RETRY_SECOND, &[45169]),
        (ErrorClass::RETRY_MINUTE, &[45066]),
        (ErrorClass::LIFETIME, &[45056]),
        (ErrorClass::MONTH, &[45028]),
        (ErrorClass::NeedsConsent, &[40030, 42002, 42003, 42007, 45080]),
        (
            ErrorClass::CONFIGURATION,
            &[
                40036, 45159, 61451, 61452, 61453, 61454, 61455, 61456, 61457, 61458, 61459, 65303, 88000, 89504, 89505,
            ],
        ),
        (ErrorClass::RECIPIENT, &[43004, 43005, 43019, 45171, 48002, 50005]),
        (ErrorClass::BUG, &[40052, 40053, 45058, 45067]),
        (
            ErrorClass::CONTENT,
            &[
                40016, 40017, 40018, 40019, 40020, 40021, 40022, 40023, 40024, 40025, 40026, 40027, 40054, 40055,
                40118, 40121, 40249, 43116, 45001, 45002, 45003, 45004, 45005, 45006, 45007, 45008, 45010, 45059,
                45113, 46003, 53503, 53504, 53505, 53600, 65320,
            ],
        ),
    ];
    assert_classes(Product::OfficialAccount, &[PLATFORM, own].concat());
}

#[test]
fn every_code_of_a_mini_program_has_its_class() {
    let own: Table<'_> = &[
        (C_RETRY, &[-1008]),
        (ErrorClass::DAY, &[44993]),
        (ErrorClass::LIFETIME, &[85406, 85407, 85408]),
        (ErrorClass::NeedsConsent, &[61010, 87007, 87009]),
        (ErrorClass::CONFIGURATION, &[40165, 85079]),
        (ErrorClass::RECIPIENT, &[40226, 43104]),
        (ErrorClass::CONTENT, &[40129, 40159, 40212, 45168, 87014]),
        (ErrorClass::BUG, &[40169, 85096, 85401, 85402, 87008]),
    ];
    assert_classes(Product::MiniProgram, &[PLATFORM, own].concat());
}

#[test]
fn every_code_of_wecom_has_its_class() {
    let table: Table<'_> = &[
        (C_RETRY, &[-1]),
        (ErrorClass::AlreadyDone, &[0, 41051]),
        (ErrorClass::RefreshToken, &[40001, 40014, 42001]),
        (ErrorClass::RETRY_SECOND, &[41096, 45033, 45035]),
        (ErrorClass::RETRY_MINUTE, &[45009]),
        (ErrorClass::NeedsConsent, &[40029, 41050, 84014, 84015]),
        (
            ErrorClass::CONFIGURATION,
            &[
                40013, 40056, 40057, 40091, 48002, 48004, 48006, 48009, 50001, 50003, 60020, 93000, 301_002, 701_008,
                2_000_002,
            ],
        ),
        (
            ErrorClass::RECIPIENT,
            &[
                40003, 40066, 40068, 40070, 40096, 43004, 46004, 50002, 60003, 60011, 60111, 60123, 81013, 84061,
                84084, 86003, 301_021,
            ],
        ),
        (
            ErrorClass::CONTENT,
            &[
                40004, 40005, 40006, 40007, 40008, 40009, 40010, 40011, 44004, 45001, 45002, 45007, 45008, 60005,
                60006, 60007, 60008, 60102, 60104, 60106, 60129,
            ],
        ),
        (
            ErrorClass::BUG,
            &[
                40031, 40032, 40033, 40035, 40058, 40074, 41001, 41019, 41033, 42012, 42014, 45029, 82001, 82002, 82003,
            ],
        ),
    ];
    assert_classes(Product::WeCom, table);
}

#[test]
fn tables_are_in_order_and_say_what_each_code_means_in_both_languages() {
    for product in Product::ALL {
        let entries = all(product);
        assert!(
            entries.windows(2).all(|pair| pair[0].code < pair[1].code),
            "{product:?}"
        );
        for entry in entries {
            assert!(entry.meaning.is_ascii() && !entry.meaning.is_empty(), "{entry:?}");
            assert!(
                entry.meaning_zh.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)),
                "{entry:?}"
            );
            assert_eq!(find(product, entry.code), Some(entry));
        }
    }
}

#[test]
fn official_accounts_and_mini_programs_contradict_each_other_nowhere() {
    for entry in all(Product::MiniProgram) {
        assert_eq!(classify(entry.code), entry.class, "{entry:?}");
    }
    for entry in all(Product::OfficialAccount) {
        assert_eq!(classify(entry.code), entry.class, "{entry:?}");
    }
}

#[test]
fn the_same_number_can_mean_something_else_in_wecom() {
    for code in [45009, 45029, 48002, 48006, 50002] {
        assert_ne!(classify(code), classify_for(Product::WeCom, code), "{code}");
    }
}

#[test]
fn a_number_in_no_table_is_unknown() {
    for code in [1, -2, 99_999, i64::MAX, i64::MIN] {
        assert_eq!(classify(code), ErrorClass::Unknown);
        for product in Product::ALL {
            assert_eq!(classify_for(product, code), ErrorClass::Unknown);
            assert!(!needs_operator_for(product, code));
        }
    }
}

#[test]
fn a_bad_secret_at_the_token_endpoint_asks_for_no_new_token() {
    assert_eq!(classify_token_call(40001), ErrorClass::CONFIGURATION);
    assert_eq!(classify_token_call(-1), classify(-1));
    for product in Product::ALL {
        assert_eq!(classify_token_call_for(product, 40001), ErrorClass::CONFIGURATION);
    }
    assert_eq!(classify_token_call_for(Product::WeCom, 45009), ErrorClass::RETRY_HOUR);
}

#[test]
fn the_operator_hears_of_the_account_but_not_of_a_person() {
    for code in [40164, 89503, 43116, 48001, 45009] {
        assert!(needs_operator(code), "{code}");
        assert!(needs_operator_for(Product::OfficialAccount, code), "{code}");
    }
    for code in [0, -1, 40003, 43101, 45015, 40001] {
        assert!(!needs_operator(code), "{code}");
    }
    assert!(needs_operator_for(Product::WeCom, 60020));
    assert!(!needs_operator_for(Product::WeCom, 45009));
}
