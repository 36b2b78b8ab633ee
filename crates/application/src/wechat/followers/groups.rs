//! Calls about several people, of whom WeChat refuses all because of one.

use std::future::Future;

use ports::wechat::WechatFailure;

/// A group, and what WeChat said about it: an answer, or the code with which it refused one person who stood alone.
pub(super) type Answered<T, A> = (Vec<T>, Result<A, i64>);

/// Asks about a group. WeChat does not say whom a refusal means, so a refused group is halved until the person stands
/// alone: one person of a hundred costs 15 calls, a hundred of a hundred 199.
///
/// # Errors
/// A failure that is not about people.
pub(super) async fn halving<T, A, F, Answer>(people: Vec<T>, ask: F) -> Result<Vec<Answered<T, A>>, WechatFailure>
where
    F: Fn(&[T]) -> Answer,
    Answer: Future<Output = Result<A, WechatFailure>>,
{
    let mut answered = Vec::new();
    let mut groups = vec![people];
    while let Some(mut group) = groups.pop() {
        if group.is_empty() {
            continue;
        }
        match ask(&group).await {
            Ok(answer) => answered.push((group, Ok(answer))),
            Err(WechatFailure::Refused { code, .. }) if is_about_people(code) => {
                if group.len() > 1 {
                    groups.push(group.split_off(group.len() / 2));
                    groups.push(group);
                } else {
                    answered.push((group, Err(code)));
                }
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(answered)
}

/// Codes that speak of one of the people: unknown or of another account (40003, 40032, 49003), with all tags a person may
/// have (45059), refused in part (45171).
const fn is_about_people(code: i64) -> bool {
    matches!(code, 40_003 | 40_032 | 49_003 | 45_059 | 45_171)
}
