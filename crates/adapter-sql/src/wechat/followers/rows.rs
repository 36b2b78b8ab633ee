//! Rows of followers and what they mean.

use std::collections::{BTreeSet, HashMap};

use domain::attendance::PersonRef;
use domain::identity::UnionId;
use domain::ids::{FollowerId, FollowerSyncId};
use domain::wechat::followers::{Follower, FollowerProfile, Remark, Statement, StoredFollower};
use ports::StoreError;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::dialect::Dialect;
use crate::sql::{Row, Sql, Table, all, asked};

pub(super) const FOLLOWERS: Table = Table {
    name: "followers",
    key: "id",
};
pub(super) const FOLLOWER_TAGS: Table = Table {
    name: "follower_tags",
    key: "follower_id",
};

pub(super) const FOLLOWER_COLUMNS: &str = "id, account, open_id, created_at, listed_by, subscribed, stated_at, stated_by, \
     subscribed_at, unsubscribed_at, blocked, union_id, language, remark, subscribe_scene, qr_scene, qr_scene_str, \
     profile_read_at, version";
pub(super) const FOLLOWER_WIDTH: usize = 19;

/// All that an update writes, in the order of [`bind_changeable`].
pub(super) const CHANGEABLE: [&str; 14] = [
    "subscribed",
    "stated_at",
    "stated_by",
    "subscribed_at",
    "unsubscribed_at",
    "blocked",
    "union_id",
    "language",
    "remark",
    "subscribe_scene",
    "qr_scene",
    "qr_scene_str",
    "profile_read_at",
    "version",
];

/// Binds a row of [`FOLLOWER_COLUMNS`].
pub(super) fn bind_follower(sql: &mut Sql, follower: &StoredFollower) {
    sql.bind(follower.id.uuid())
        .bind(follower.person.account.as_str())
        .bind(follower.person.open_id.as_str())
        .bind(follower.created_at)
        .bind(follower.listed_by.map_or(Uuid::nil(), FollowerSyncId::uuid));
    bind_changeable(sql, follower);
}

/// Binds the values of [`CHANGEABLE`].
pub(super) fn bind_changeable(sql: &mut Sql, follower: &StoredFollower) {
    let profile = &follower.profile;
    let remark = profile.remark.as_str();
    sql.bind(follower.subscribed)
        .bind(follower.stated.at())
        .bind(follower.stated.by())
        .bind(profile.subscribed_at)
        .bind(follower.unsubscribed_at)
        .bind(follower.blocked)
        .bind(profile.union_id.as_ref().map(UnionId::as_str))
        .bind(profile.language.as_deref())
        .bind((!remark.is_empty()).then_some(remark))
        .bind(profile.subscribe_scene.as_deref())
        .bind(profile.qr_scene.as_deref())
        .bind(profile.qr_scene_str.as_deref())
        .bind(follower.profile_read_at)
        .bind(follower.version);
}

/// Followers of rows, with their tags.
pub(super) fn to_followers(rows: &[Row], tags: &mut Tags) -> Result<Vec<Follower>, StoreError> {
    rows.iter().map(|row| to_follower(row, tags)).collect()
}

fn to_follower(row: &Row, tags: &mut Tags) -> Result<Follower, StoreError> {
    let id = row.id("id")?;
    let listed_by = row.id("listed_by")?;
    Ok(Follower::restore(StoredFollower {
        id: FollowerId::from_uuid(id),
        person: PersonRef {
            account: row.text("account")?,
            open_id: row.text("open_id")?,
        },
        subscribed: row.flag("subscribed")?,
        stated: Statement::restore(row.time("stated_at")?, row.id("stated_by")?),
        unsubscribed_at: row.time_or_null("unsubscribed_at")?,
        blocked: row.flag("blocked")?,
        profile: FollowerProfile {
            subscribed_at: row.time_or_null("subscribed_at")?,
            union_id: row.parsed_or_null("union_id", |text| UnionId::new(text).ok())?,
            language: row.text_or_null("language")?,
            remark: row
                .parsed_or_null("remark", |text| Remark::new(text).ok())?
                .unwrap_or_default(),
            tags: tags.remove(&id).unwrap_or_default(),
            subscribe_scene: row.text_or_null("subscribe_scene")?,
            qr_scene: row.text_or_null("qr_scene")?,
            qr_scene_str: row.text_or_null("qr_scene_str")?,
        },
        profile_read_at: row.time_or_null("profile_read_at")?,
        listed_by: (!listed_by.is_nil()).then(|| FollowerSyncId::from_uuid(listed_by)),
        created_at: row.time("created_at")?,
        version: row.number("version")?,
    }))
}

/// Tags by follower.
pub(super) type Tags = HashMap<Uuid, BTreeSet<i64>>;

/// The statements that ask for the tags of followers.
pub(super) fn select_tags(dialect: Dialect, rows: &[Row]) -> Result<Vec<Sql>, StoreError> {
    let ids = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<_>, _>>()?;
    let statements = asked(&ids).map(|ids| {
        let mut sql = Sql::new(
            dialect,
            "SELECT follower_id, tag_id FROM follower_tags WHERE follower_id IN (",
        );
        sql.marks(ids.len()).push(")");
        for id in ids {
            sql.bind(*id);
        }
        sql
    });
    Ok(statements.collect())
}

/// Adds the tags of rows.
pub(super) fn gather(tags: &mut Tags, rows: &[Row]) -> Result<(), StoreError> {
    for row in rows {
        let tag = row.number("tag_id")?;
        tags.entry(row.id("follower_id")?).or_default().insert(tag);
    }
    Ok(())
}

/// Reads followers of rows with their tags.
pub(super) async fn with_tags(
    connection: &impl ConnectionTrait,
    dialect: Dialect,
    rows: &[Row],
) -> Result<Vec<Follower>, StoreError> {
    let mut tags = Tags::new();
    for sql in select_tags(dialect, rows)? {
        gather(&mut tags, &all(connection, FOLLOWER_TAGS, sql).await?)?;
    }
    to_followers(rows, &mut tags)
}
