//! Answers that say nothing, and answers that say it oddly.

use futures::future::join_all;
use ports::wechat::WechatFailure;

use super::{Ask, Fault, WechatWorld};

/// Whether it was done is unknown: what may be repeated simply comes later, what reaches people is not said to be unsent.
async fn leaves_it_open(world: WechatWorld, fault: Fault) {
    for ask in Ask::every() {
        let Some(failure) = world.failure(ask, fault).await else {
            return;
        };
        assert_open(ask, &failure);
    }
}

fn assert_open(ask: Ask, failure: &WechatFailure) {
    let is_right = match failure {
        WechatFailure::Later { code: None, .. } => ask.is_repeatable(),
        WechatFailure::Unanswered { .. } => !ask.is_repeatable(),
        _ => false,
    };
    assert!(is_right, "{ask:?}: {failure:?}");
}

/// A proxy's page.
pub async fn a_page_leaves_it_open(world: WechatWorld) {
    leaves_it_open(world, Fault::Page).await;
}

/// A gateway's error.
pub async fn an_error_of_a_gateway_leaves_it_open(world: WechatWorld) {
    leaves_it_open(world, Fault::Http(502)).await;
}

/// Half of an answer.
pub async fn a_truncated_answer_leaves_it_open(world: WechatWorld) {
    leaves_it_open(world, Fault::Truncated).await;
}

/// JSON of other types.
pub async fn an_answer_of_other_types_leaves_it_open(world: WechatWorld) {
    leaves_it_open(world, Fault::WrongTypes).await;
}

/// A connection that is lost before the call took effect, which nobody can see from outside.
pub async fn a_connection_lost_before_the_effect_leaves_it_open(world: WechatWorld) {
    leaves_it_open(world, Fault::CutOffBefore).await;
}

/// A connection that is lost after the call took effect.
pub async fn a_connection_lost_after_the_effect_leaves_it_open(world: WechatWorld) {
    leaves_it_open(world, Fault::CutOffAfter).await;
}

/// An answer that takes too long.
pub async fn a_slow_answer_leaves_it_open(world: WechatWorld) {
    let mut asked = Vec::new();
    for ask in Ask::every() {
        asked.push((ask, world.subject(ask).await));
    }
    for ask in Ask::every() {
        if !world.faults.strike_next(ask, Fault::Slow).await {
            return;
        }
    }
    // All wait at the same time.
    let outcomes = join_all(asked.iter().map(|(ask, about)| world.ask(*ask, about))).await;
    for ((ask, _), outcome) in asked.iter().zip(outcomes) {
        assert_open(*ask, &outcome.unwrap_err());
    }
}

/// Numbers that come as texts are numbers, and a label changes nothing.
pub async fn odd_but_good_answers_are_good(world: WechatWorld) {
    for fault in [Fault::NumbersAsText, Fault::WrongContentType] {
        for ask in Ask::every() {
            let about = world.subject(ask).await;
            if world.faults.strike_next(ask, fault).await {
                world.ask(ask, &about).await.unwrap();
            }
        }
    }
}
