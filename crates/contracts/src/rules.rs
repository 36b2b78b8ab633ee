//! Reply rules.

use std::time::Duration;

use domain::ids::{EventId, ReplyRuleId};
use domain::wechat::rules::{ActiveWindow, DailyHours, ReplyRule, RuleDetails, TextMatch, Trigger};
use domain::wechat::{Article, Music, Reply};
use ports::StoreError;
use ports::wechat::rules::{RuleCounts, RulesTransaction};

use crate::StoreWorld;
use crate::build::{a_rule, after, before, fresh, next_now};
use crate::race::{persistently, race};

async fn begin(world: &StoreWorld) -> Box<dyn RulesTransaction> {
    world.rules.begin().await.unwrap()
}

async fn stored(world: &StoreWorld, rule: &ReplyRule) {
    let mut tx = begin(world).await;
    tx.rules().turn_over(&rule.stored().account).await.unwrap();
    tx.rules().add(rule).await.unwrap();
    tx.commit().await.unwrap();
}

async fn read(world: &StoreWorld, rule: &ReplyRule) -> Option<ReplyRule> {
    world.rule_reads.find(&rule.stored().account, rule.id()).await.unwrap()
}

async fn comes_back(world: &StoreWorld, rule: ReplyRule) {
    stored(world, &rule).await;
    assert_eq!(read(world, &rule).await.as_ref(), Some(&rule));
    let mut tx = begin(world).await;
    let found = tx.rules().find(&rule.stored().account, rule.id()).await.unwrap();
    assert_eq!(found.as_ref(), Some(&rule));
}

fn with(change: impl FnOnce(&mut RuleDetails)) -> ReplyRule {
    let mut rule = a_rule("default", Trigger::Default);
    let mut details = rule.details().clone();
    change(&mut details);
    rule.change(details, next_now());
    rule
}

/// Every trigger survives, and so does a window with microseconds, hours and an event.
pub async fn a_rule_of_every_kind_comes_back_unchanged(world: StoreWorld) {
    let text = |text: &str| text.to_owned();
    let triggers = [
        Trigger::Subscribe,
        Trigger::Scan {
            scene: text("ne-春 A")
        },
        Trigger::MenuKey { key: text("K \"'\\") },
        Trigger::Text(TextMatch::Exact(text("Ｈello 🍵"))),
        Trigger::Text(TextMatch::Contains("春".repeat(200))),
        Trigger::Text(TextMatch::Pattern(text(r"^\d+?$"))),
        Trigger::Default,
    ];
    for trigger in triggers {
        comes_back(&world, a_rule("default", trigger)).await;
    }
    let everything = with(|details| {
        details.priority = ReplyRule::MAX_PRIORITY;
        details.event = Some(fresh(EventId::from_uuid));
        details.enabled = false;
        details.window = ActiveWindow {
            from: Some(before(1)),
            until: Some(after(1)),
            daily: Some(DailyHours {
                from: 0,
                until: DailyHours::DAY,
                zone: "Europe/Paris".parse().unwrap(),
            }),
        };
    });
    comes_back(&world, everything).await;
}

/// Every type of answer survives.
pub async fn every_answer_of_a_rule_comes_back_unchanged(world: StoreWorld) {
    let text = |text: &str| text.to_owned();
    let article = Article {
        title: text("标题 🎵"),
        description: String::new(),
        picture_url: text("https://example.com/p?a=b&c=d"),
        url: text("https://example.com/?n={{person.nickname}}"),
    };
    let music = Music {
        title: text("t"),
        description: String::new(),
        url: String::new(),
        high_quality_url: text("https://example.com/hq"),
        thumb_media_id: text("thumb"),
    };
    let media_id = text("MEDIA");
    let (title, description) = (text("t"), text("d\n第二行"));
    let answers = [
        Reply::Silence,
        Reply::News(vec![article; 8]),
        Reply::Image {
            media_id: media_id.clone(),
        },
        Reply::Voice {
            media_id: media_id.clone(),
        },
        Reply::Video {
            media_id,
            title,
            description,
        },
        Reply::Music(music),
        Reply::HumanService { agent: None },
        Reply::HumanService {
            agent: Some(text("kf@test")),
        },
    ];
    for answer in answers {
        comes_back(&world, with(|details| details.answer = answer)).await;
    }
}

/// A rule is found at its own account only, and each account has its own book.
pub async fn rules_belong_to_their_account(world: StoreWorld) {
    let (one, other) = (a_rule("one", Trigger::Default), a_rule("One", Trigger::Default));
    stored(&world, &one).await;
    stored(&world, &other).await;
    assert_eq!(world.rule_reads.find("One", one.id()).await.unwrap(), None);
    assert_eq!(world.rule_reads.book("one").await.unwrap().rules, [one]);
    assert_eq!(world.rule_reads.revision("one").await.unwrap(), 1);
    assert_eq!(world.rule_reads.revision("nobody").await.unwrap(), 0);
    assert!(world.rule_reads.book("nobody").await.unwrap().rules.is_empty());
}

/// An id is taken once, also by another account.
pub async fn a_known_rule_is_a_duplicate(world: StoreWorld) {
    let rule = a_rule("default", Trigger::Default);
    stored(&world, &rule).await;
    let mut tx = begin(&world).await;
    let error = tx.rules().add(&rule).await.unwrap_err();
    assert!(matches!(error, StoreError::Duplicate(_)), "{error:?}");
}

/// A change of an old version is refused, and the transaction with it.
pub async fn a_lost_update_of_a_rule_is_a_conflict(world: StoreWorld) {
    let mut rule = a_rule("default", Trigger::Default);
    stored(&world, &rule).await;
    let mut details = rule.details().clone();
    details.name = "新".to_owned();
    rule.change(details, next_now());
    let mut tx = begin(&world).await;
    tx.rules().save(&rule, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(read(&world, &rule).await, Some(rule.clone()));
    let mut tx = begin(&world).await;
    assert_eq!(tx.rules().save(&rule, 1).await, Err(StoreError::VersionConflict));
    tx.commit().await.unwrap_err();
}

/// A deleted rule is out of sight; deleting it again is a conflict.
pub async fn a_deleted_rule_is_gone_and_is_deleted_once(world: StoreWorld) {
    let rule = a_rule("default", Trigger::Default);
    stored(&world, &rule).await;
    let mut tx = begin(&world).await;
    tx.rules().remove(rule.id(), 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(read(&world, &rule).await, None);
    let mut tx = begin(&world).await;
    assert_eq!(tx.rules().remove(rule.id(), 1).await, Err(StoreError::VersionConflict));
}

/// The revision rises with every change that commits.
pub async fn each_change_turns_the_book_over(world: StoreWorld) {
    for expected in 1..=3 {
        stored(&world, &a_rule("default", Trigger::Default)).await;
        assert_eq!(world.rule_reads.revision("default").await.unwrap(), expected);
        let book = world.rule_reads.book("default").await.unwrap();
        assert_eq!((book.revision, book.rules.len() as u64), (expected, expected));
    }
}

/// What is not committed leaves neither a rule nor a revision.
pub async fn a_dropped_rules_transaction_leaves_nothing(world: StoreWorld) {
    let rule = a_rule("default", Trigger::Default);
    let mut tx = begin(&world).await;
    tx.rules().turn_over("default").await.unwrap();
    tx.rules().add(&rule).await.unwrap();
    drop(tx);
    assert_eq!(read(&world, &rule).await, None);
    assert_eq!(world.rule_reads.revision("default").await.unwrap(), 0);
}

/// Twenty who count before they add, at once, do not exceed a limit of five.
pub async fn rules_are_counted_and_never_more_than_twenty_let_in(world: StoreWorld) {
    let racers = world.clone();
    let added = race(20, move |number| {
        let world = racers.clone();
        async move {
            let pattern = Trigger::Text(TextMatch::Pattern("a".to_owned()));
            let trigger = if number % 2 == 0 { pattern } else { Trigger::Default };
            let rule = a_rule("default", trigger);
            persistently(|| async {
                let mut tx = world.rules.begin().await?;
                tx.rules().turn_over("default").await?;
                if tx.rules().counts("default").await?.rules >= 5 {
                    return Ok(false);
                }
                tx.rules().add(&rule).await?;
                tx.commit().await?;
                Ok(true)
            })
            .await
            .unwrap()
        }
    })
    .await;
    assert_eq!(added.into_iter().filter(|added| *added).count(), 5);
    let book = world.rule_reads.book("default").await.unwrap();
    let patterns = book
        .rules
        .iter()
        .filter(|rule| rule.details().trigger.is_pattern())
        .count();
    let mut tx = begin(&world).await;
    let counts = tx.rules().counts("default").await.unwrap();
    assert_eq!(
        counts,
        RuleCounts {
            rules: 5,
            patterns: u32::try_from(patterns).unwrap()
        }
    );
    assert_eq!(tx.rules().counts("nobody").await.unwrap(), RuleCounts::default());
}

/// As many rules as an account may have are read at once.
pub async fn five_hundred_rules_are_one_book(world: StoreWorld) {
    let mut tx = begin(&world).await;
    tx.rules().turn_over("default").await.unwrap();
    for _ in 0..ReplyRule::MOST_PER_ACCOUNT {
        tx.rules().add(&a_rule("default", Trigger::Default)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let book = world.rule_reads.book("default").await.unwrap();
    assert_eq!(book.rules.len(), ReplyRule::MOST_PER_ACCOUNT as usize);
    let unknown = fresh(ReplyRuleId::from_uuid);
    assert_eq!(world.rule_reads.find("default", unknown).await.unwrap(), None);
    // A snapshot that outlived its commit would show now.
    tokio::time::timeout(Duration::from_secs(30), world.rule_reads.revision("default"))
        .await
        .unwrap()
        .unwrap();
}
