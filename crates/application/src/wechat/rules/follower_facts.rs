//! What is known of a person who follows.

use std::sync::Arc;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use ports::StoreError;
use ports::wechat::followers::FollowerReads;
use ports::wechat::rules::{PersonCard, PersonFacts};

/// Knows people from the list of followers. WeChat tells no nicknames any more (since December 2021), so what we call a
/// person is all there is.
#[derive(Clone)]
pub struct FollowerFacts(pub Arc<dyn FollowerReads>);

#[async_trait]
impl PersonFacts for FollowerFacts {
    async fn card(&self, person: &PersonRef) -> Result<Option<PersonCard>, StoreError> {
        let follower = self.0.find(person).await?;
        Ok(follower.map(|follower| {
            let remark = follower.stored().profile.remark.as_str();
            PersonCard {
                nickname: None,
                remark: (!remark.is_empty()).then(|| remark.to_owned()),
            }
        }))
    }
}
