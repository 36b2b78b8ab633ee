//! Who is the same person, and who follows which official account.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create_all, drop_all, flag, id, index, long_text, number, text, time, unique};

/// Creates the tables of people and followers.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_all(manager.get_connection(), &TABLES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager.get_connection(), &TABLES).await
    }
}

const TABLES: [Table; 10] = [
    PEOPLE,
    PERSON_IDENTITIES,
    PERSON_UNIONS,
    PERSON_MERGES,
    FOLLOWERS,
    FOLLOWER_TAGS,
    FOLLOWER_SYNCS,
    WECHAT_TAGS,
    TAG_RUNS,
    TAG_RUN_MEMBERS,
];

const PEOPLE: Table = Table {
    name: "people",
    columns: &[
        id("id"),
        time("created_at"),
        // Always somebody who is not merged away: a merge takes along whoever was merged before.
        id("merged_into").or_null(),
        number("version"),
    ],
    key: "id",
    indexes: &[index("ix_people_merged_into", "merged_into")],
};

const PERSON_IDENTITIES: Table = Table {
    name: "person_identities",
    columns: &[
        id("person_id"),
        text("account", 64),
        text("open_id", 255),
        time("first_seen_at"),
    ],
    key: "open_id, account",
    indexes: &[index("ix_person_identities_person", "person_id")],
};

const PERSON_UNIONS: Table = Table {
    name: "person_unions",
    columns: &[
        id("person_id"),
        text("union_id", 255),
        text("learned_from", 32),
        time("learned_at"),
    ],
    key: "union_id",
    indexes: &[index("ix_person_unions_person", "person_id")],
};

const PERSON_MERGES: Table = Table {
    name: "person_merges",
    columns: &[
        // Nobody is merged away twice.
        id("from_id"),
        id("into_id"),
        // Whose history it is: `into_id` at first, later whoever that one was merged into.
        id("person_id"),
        text("union_id", 255).or_null(),
        text("learned_from", 32),
        time("merged_at"),
    ],
    key: "from_id",
    indexes: &[index("ix_person_merges_person", "person_id, merged_at")],
};

const FOLLOWERS: Table = Table {
    name: "followers",
    columns: &[
        id("id"),
        text("account", 64),
        text("open_id", 255),
        flag("subscribed"),
        // The newest statement about whether the person follows, and the message that made it (nil: a list).
        time("stated_at"),
        id("stated_by"),
        time("subscribed_at").or_null(),
        time("unsubscribed_at").or_null(),
        flag("blocked"),
        text("union_id", 255).or_null(),
        text("language", 32).or_null(),
        text("remark", 64).or_null(),
        text("subscribe_scene", 64).or_null(),
        text("qr_scene", 32).or_null(),
        text("qr_scene_str", 255).or_null(),
        time("profile_read_at").or_null(),
        // The last synchronisation whose list held the person (nil: none). Ids ascend, so older ones are less.
        id("listed_by"),
        time("created_at"),
        number("version"),
    ],
    key: "id",
    indexes: &[
        unique("uq_followers_person", "open_id, account"),
        index("ix_followers_account", "account, id"),
        index("ix_followers_subscribed", "account, subscribed, id"),
        index("ix_followers_blocked", "account, blocked, id"),
        index("ix_followers_scene", "account, subscribe_scene, id"),
        index("ix_followers_remark", "account, remark, id"),
        index("ix_followers_union", "account, union_id, id"),
        index("ix_followers_listed", "account, subscribed, listed_by"),
    ],
};

const FOLLOWER_TAGS: Table = Table {
    name: "follower_tags",
    columns: &[id("follower_id"), text("account", 64), number("tag_id")],
    key: "follower_id, tag_id",
    indexes: &[index("ix_follower_tags_tag", "account, tag_id, follower_id")],
};

/// The present or last synchronisation of each account.
const FOLLOWER_SYNCS: Table = Table {
    name: "follower_syncs",
    columns: &[
        text("account", 64),
        id("id"),
        text("state", 16),
        text("phase", 16),
        text("next_open_id", 255).or_null(),
        id("last_follower").or_null(),
        number("pages"),
        number("fetched"),
        number("total").or_null(),
        number("profiles"),
        number("unfollowed"),
        time("started_at"),
        time("updated_at"),
        time("finished_at").or_null(),
        long_text("error").or_null(),
        number("version"),
    ],
    key: "account",
    indexes: &[],
};

const WECHAT_TAGS: Table = Table {
    name: "wechat_tags",
    columns: &[
        text("account", 64),
        number("tag_id"),
        text("name", 128),
        // WeChat's own count when it was last asked.
        number("followers"),
        time("read_at"),
    ],
    key: "account, tag_id",
    indexes: &[],
};

const TAG_RUNS: Table = Table {
    name: "tag_runs",
    columns: &[
        id("id"),
        text("account", 64),
        number("tag_id"),
        text("action", 16),
        text("state", 16),
        number("total"),
        number("done"),
        number("failed"),
        long_text("error").or_null(),
        time("created_at"),
        time("updated_at"),
        time("finished_at").or_null(),
        number("version"),
    ],
    key: "id",
    indexes: &[index("ix_tag_runs_account", "account, id")],
};

const TAG_RUN_MEMBERS: Table = Table {
    name: "tag_run_members",
    columns: &[
        id("id"),
        id("run_id"),
        text("open_id", 255),
        text("state", 16),
        // WeChat's code, where it refused.
        number("code").or_null(),
    ],
    key: "id",
    indexes: &[
        index("ix_tag_run_members_run", "run_id, id"),
        index("ix_tag_run_members_state", "run_id, state, id"),
    ],
};
