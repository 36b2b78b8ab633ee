//! Messages of WeCom applications to members, answers on cards, and which member an operator is.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create_all, drop_all, id, index, long_text, number, text, time, unique};

/// Creates the tables.
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

const TABLES: [Table; 6] = [MESSAGES, PARTS, RECIPIENTS, CARD_UPDATES, ANSWERS, OPERATOR_LINKS];

const MESSAGES: Table = Table {
    name: "staff_messages",
    columns: &[
        id("id"),
        text("account", 64),
        text("kind", 32),
        // As it was ordered, and as WeCom takes it.
        long_text("ordered"),
        long_text("wire"),
        long_text("materials"),
        text("task_id", 128).or_null(),
        text("safe", 16),
        number("duplicate_check_seconds"),
        text("state", 16),
        number("parts"),
        number("recipients"),
        number("accepted"),
        number("invalid"),
        number("unlicensed"),
        number("failed"),
        number("unknown"),
        text("recall", 16).or_null(),
        long_text("error").or_null(),
        time("created_at"),
        time("updated_at"),
        time("finished_at").or_null(),
        number("version"),
    ],
    key: "id",
    indexes: &[
        index("ix_staff_messages_account", "account, id"),
        index("ix_staff_messages_state", "account, state, id"),
        unique("uq_staff_messages_task", "task_id, account"),
    ],
};

const PARTS: Table = Table {
    name: "staff_message_parts",
    columns: &[
        id("message_id"),
        number("part"),
        text("state", 16),
        // The bytes of an attempt whose end is open.
        long_text("request").or_null(),
        time("first_attempt_at").or_null(),
        number("attempts"),
        time("settled_at").or_null(),
        text("msg_id", 255).or_null(),
        number("code").or_null(),
        long_text("note").or_null(),
    ],
    key: "message_id, part",
    indexes: &[],
};

const RECIPIENTS: Table = Table {
    name: "staff_message_recipients",
    columns: &[
        id("id"),
        id("message_id"),
        number("part"),
        text("kind", 16),
        text("name", 64),
        text("outcome", 16),
    ],
    key: "id",
    indexes: &[
        index("ix_staff_message_recipients_message", "message_id, id"),
        index("ix_staff_message_recipients_part", "message_id, part, outcome, id"),
        index("ix_staff_message_recipients_outcome", "message_id, outcome, id"),
    ],
};

const CARD_UPDATES: Table = Table {
    name: "staff_card_updates",
    columns: &[
        id("id"),
        id("message_id"),
        text("kind", 16),
        long_text("content"),
        number("people"),
        time("created_at"),
    ],
    key: "id",
    indexes: &[index("ix_staff_card_updates_message", "message_id, id")],
};

const ANSWERS: Table = Table {
    name: "staff_card_answers",
    columns: &[
        // The event that told it.
        id("id"),
        id("message_id"),
        text("user_id", 64),
        text("place", 16),
        text("answer_key", 1024),
        long_text("selected"),
        long_text("response_code").or_null(),
        time("answered_at"),
        // Null while nobody has taken the code.
        id("update_id").or_null(),
        text("update_state", 16).or_null(),
        number("update_code").or_null(),
    ],
    key: "id",
    indexes: &[
        index("ix_staff_card_answers_message", "message_id, id"),
        index("ix_staff_card_answers_update", "update_id, update_state, id"),
    ],
};

const OPERATOR_LINKS: Table = Table {
    name: "operator_wecom_links",
    columns: &[
        id("operator_id"),
        // Null once the link ended; user ids are in lower case.
        text("account", 64).or_null(),
        text("user_id", 64).or_null(),
        time("changed_at"),
        number("version"),
    ],
    key: "operator_id",
    indexes: &[unique("uq_operator_wecom_links_user", "user_id, account")],
};
