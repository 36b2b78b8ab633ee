//! The first schema.
//!
//! Lists are read by `(what they belong to, id)`: ids are UUIDv7, so their order is that of age. Columns that hold
//! JSON are long text: nobody searches inside, and it must come back byte by byte.

use sea_orm_migration::prelude::*;

use crate::schema::{
    Table, create_all, digest, drop_all, flag, id, index, long_text, number, position, text, time, unique,
};

/// Creates every table of the first schema.
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

const TABLES: [Table; 13] = [
    EVENTS,
    EVENT_ROLLS,
    QR_CODES,
    ATTENDEES,
    CHECK_INS,
    EVENT_LOG,
    OUTBOX,
    JOBS,
    DEAD_LETTERS,
    WECHAT_MESSAGES,
    DELIVERIES,
    OPERATORS,
    ONCE_REQUESTS,
];

const EVENTS: Table = Table {
    name: "events",
    columns: &[
        id("id"),
        text("title", 200),
        long_text("description"),
        text("location", 300),
        // Title and location in lower case: databases differ in what lower case is, and SQLite knows ASCII only.
        long_text("search_text"),
        time("starts_at"),
        time("ends_at"),
        text("zone", 64),
        number("capacity").or_null(),
        time("registration_opens_at").or_null(),
        time("registration_closes_at").or_null(),
        time("check_in_opens_at").or_null(),
        flag("walk_ins"),
        long_text("wechat"),
        // In the form in which typed texts are compared.
        text("interaction_code", 32).or_null(),
        text("state", 16),
        long_text("cancel_reason").or_null(),
        time("published_at").or_null(),
        time("deleted_at").or_null(),
        time("created_at"),
        time("updated_at"),
        number("version"),
    ],
    key: "id",
    indexes: &[
        index("ix_events_created", "created_at, id"),
        index("ix_events_starts", "starts_at, id"),
        index("ix_events_title", "title, id"),
        index("ix_events_interaction_code", "interaction_code, starts_at"),
    ],
};

/// Apart from the event, so that counting seats does not rewrite its long row.
const EVENT_ROLLS: Table = Table {
    name: "event_rolls",
    columns: &[
        id("event_id"),
        number("taken"),
        number("checked_in"),
        time("last_registration_at").or_null(),
        time("last_check_in_at").or_null(),
    ],
    key: "event_id",
    indexes: &[],
};

const QR_CODES: Table = Table {
    name: "qr_codes",
    columns: &[
        id("id"),
        id("event_id"),
        text("account", 64),
        text("purpose", 16),
        text("scene", 128),
        long_text("ticket"),
        long_text("url"),
        long_text("image_url"),
        time("expires_at").or_null(),
        time("created_at"),
    ],
    key: "id",
    indexes: &[
        unique("uq_qr_codes_scene", "account, scene"),
        index("ix_qr_codes_event", "event_id, id"),
    ],
};

const ATTENDEES: Table = Table {
    name: "attendees",
    columns: &[
        id("id"),
        id("event_id"),
        text("account", 64),
        text("open_id", 255),
        text("source", 32),
        id("cause").or_null(),
        time("registered_at"),
        // Says the same as `checked_in_at`, in a form that an index on `(event, who came, id)` can use.
        flag("came"),
        time("checked_in_at").or_null(),
        text("checked_in_gate", 64).or_null(),
        number("version"),
    ],
    key: "id",
    indexes: &[
        // In this order it also serves the search by the beginning of an open id.
        unique("uq_attendees_person", "event_id, open_id, account"),
        index("ix_attendees_event", "event_id, id"),
        index("ix_attendees_came", "event_id, came, id"),
    ],
};

const CHECK_INS: Table = Table {
    name: "check_ins",
    columns: &[
        id("id"),
        id("event_id"),
        id("attendee_id"),
        text("scan_id", 64),
        text("method", 32),
        text("gate", 64).or_null(),
        id("operator_id").or_null(),
        time("checked_in_at"),
    ],
    key: "id",
    indexes: &[
        unique("uq_check_ins_scan", "event_id, scan_id"),
        unique("uq_check_ins_attendee", "attendee_id"),
        index("ix_check_ins_event", "event_id, id"),
        index("ix_check_ins_gate", "event_id, gate, id"),
    ],
};

/// Append-only: nobody updates or deletes a row.
const EVENT_LOG: Table = Table {
    name: "event_log",
    columns: &[
        position("position"),
        id("id"),
        text("stream_type", 32),
        id("stream_id"),
        number("version"),
        text("kind", 64),
        long_text("data"),
        long_text("metadata"),
        id("about").or_null(),
        time("occurred_at"),
    ],
    key: "position",
    indexes: &[
        unique("uq_event_log_id", "id"),
        unique("uq_event_log_stream_version", "stream_id, stream_type, version"),
        index("ix_event_log_about", "about, id"),
        index("ix_event_log_about_stream", "about, stream_type, id"),
    ],
};

const OUTBOX: Table = Table {
    name: "outbox",
    columns: &[
        id("job_id"),
        number("attempt"),
        text("name", 128),
        long_text("payload"),
        time("created_at"),
        time("not_before"),
        text("traceparent", 255).or_null(),
        // When a relay may take it: `not_before` at first, the end of the claim while a relay has it.
        time("due_at"),
    ],
    key: "job_id, attempt",
    indexes: &[index("ix_outbox_due", "due_at, job_id")],
};

/// The durable queue for when there is no broker.
const JOBS: Table = Table {
    name: "jobs",
    columns: &[
        position("position"),
        id("job_id"),
        number("attempt"),
        text("name", 128),
        long_text("payload"),
        time("created_at"),
        time("not_before"),
        text("traceparent", 255).or_null(),
        // When a worker may take it: the push at first, the end of the lease while a worker has it.
        time("due_at"),
        number("handouts"),
    ],
    key: "position",
    indexes: &[index("ix_jobs_due", "due_at, position")],
};

const DEAD_LETTERS: Table = Table {
    name: "dead_letters",
    columns: &[
        id("job_id"),
        number("attempt"),
        text("name", 128),
        long_text("payload"),
        time("created_at"),
        time("not_before"),
        text("traceparent", 255).or_null(),
        long_text("reason"),
        time("died_at"),
    ],
    key: "job_id",
    indexes: &[index("ix_dead_letters_name", "name, job_id")],
};

const WECHAT_MESSAGES: Table = Table {
    name: "wechat_messages",
    columns: &[
        id("id"),
        text("account", 64),
        digest("dedupe"),
        text("from_user", 255),
        text("to_user", 255),
        text("msg_type", 255),
        text("event", 255).or_null(),
        // `event` in lower case, for the filter.
        text("event_folded", 255).or_null(),
        long_text("event_key").or_null(),
        // Text, because WeChat's ids fill 64 bits without a sign.
        text("msg_id", 20).or_null(),
        long_text("content").or_null(),
        number("create_time"),
        time("received_at"),
        number("deliveries"),
        long_text("raw"),
        long_text("intent").or_null(),
        long_text("reply").or_null(),
        text("reply_mode", 16).or_null(),
        // Null once there is an answer: what has a lease waits.
        time("lease_until").or_null(),
    ],
    key: "id",
    indexes: &[
        unique("uq_wechat_messages_dedupe", "dedupe, account"),
        index("ix_wechat_messages_from_user", "from_user, id"),
        index("ix_wechat_messages_msg_type", "msg_type, id"),
        index("ix_wechat_messages_event", "event_folded, id"),
        index("ix_wechat_messages_waiting", "lease_until, id"),
    ],
};

const DELIVERIES: Table = Table {
    name: "deliveries",
    columns: &[
        id("id"),
        text("cause", 255),
        text("account", 64),
        text("open_id", 255),
        id("event_id").or_null(),
        id("attendee_id").or_null(),
        text("kind", 32),
        long_text("channel"),
        text("state", 16),
        long_text("attempts"),
        text("provider_message_id", 255).or_null(),
        time("created_at"),
        time("updated_at"),
        number("version"),
    ],
    key: "id",
    indexes: &[
        unique("uq_deliveries_cause", "cause"),
        index("ix_deliveries_provider_message", "provider_message_id, account"),
        index("ix_deliveries_event", "event_id, id"),
        index("ix_deliveries_attendee", "attendee_id, id"),
        index("ix_deliveries_state", "state, id"),
        index("ix_deliveries_open_id", "open_id, id"),
    ],
};

const OPERATORS: Table = Table {
    name: "operators",
    columns: &[
        id("id"),
        text("username", 255),
        long_text("password_hash"),
        text("role", 32),
        time("created_at"),
    ],
    key: "id",
    indexes: &[unique("uq_operators_username", "username")],
};

const ONCE_REQUESTS: Table = Table {
    name: "once_requests",
    columns: &[
        text("scope", 255),
        text("request_key", 128),
        digest("fingerprint"),
        id("resource"),
        // How often it was asked for: the first asker is the one who finds 1.
        number("requests"),
        time("began_at"),
        time("lease_until"),
        number("status").or_null(),
        long_text("headers").or_null(),
        long_text("body").or_null(),
    ],
    key: "scope, request_key",
    indexes: &[index("ix_once_requests_began", "began_at")],
};
