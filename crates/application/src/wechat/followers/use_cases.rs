//! Everything that operators do with followers.

use super::{
    BlockFollowers, FollowerSyncDesk, FollowerTools, ReadFollowers, SetRemark, TagDesk, TagRunDesk, TagRunSteps,
};
use crate::wechat::ReachablePerson;

/// Everything that operators do with followers.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct FollowerUseCases {
    pub read: ReadFollowers,
    pub sync: FollowerSyncDesk,
    pub set_remark: SetRemark,
    pub block: BlockFollowers,
    pub tags: TagDesk,
    pub tag_runs: TagRunDesk,
}

impl FollowerUseCases {
    /// Assembles them.
    #[must_use]
    pub fn new(tools: FollowerTools, reachable: ReachablePerson) -> Self {
        Self {
            read: ReadFollowers {
                tools: tools.clone(),
                reachable,
            },
            sync: FollowerSyncDesk(tools.clone()),
            set_remark: SetRemark(tools.clone()),
            block: BlockFollowers(tools.clone()),
            tags: TagDesk(tools.clone()),
            tag_runs: TagRunDesk {
                steps: TagRunSteps(tools.clone()),
                tools,
            },
        }
    }
}
