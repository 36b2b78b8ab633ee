//! The queues and how they hang together, declared anew on every link: a broker may come back empty.

use lapin::options::{ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable, LongString};
use lapin::{Channel, ExchangeKind};

use crate::options::RabbitOptions;

/// The dead queue keeps everything. "Unlimited" is written differently in RabbitMQ 3 and 4, whose default is 20 and
/// then to throw away; so many handouts never happen.
const NEVER: i64 = 1_000_000_000;

/// Declares exchange, queues and binding; nothing happens where they are there already. The broker closes the channel
/// with 406 where something of the name has other properties.
pub async fn declare(channel: &Channel, options: &RabbitOptions) -> lapin::Result<()> {
    let dead = options.dead.as_str();
    channel
        .exchange_declare(
            dead.into(),
            ExchangeKind::Direct,
            ExchangeDeclareOptions {
                durable: true,
                ..Default::default()
            },
            FieldTable::default(),
        )
        .await?;
    declare_queue(channel, dead, dead_arguments()).await?;
    channel
        .queue_bind(
            dead.into(),
            dead.into(),
            dead.into(),
            QueueBindOptions::default(),
            FieldTable::default(),
        )
        .await?;
    declare_queue(channel, &options.queue, job_arguments(options)).await
}

async fn declare_queue(channel: &Channel, name: &str, arguments: FieldTable) -> lapin::Result<()> {
    let durable = QueueDeclareOptions {
        durable: true,
        ..Default::default()
    };
    channel.queue_declare(name.into(), durable, arguments).await?;
    Ok(())
}

fn job_arguments(options: &RabbitOptions) -> FieldTable {
    let mut arguments = quorum(i64::from(options.delivery_limit));
    arguments.insert("x-dead-letter-exchange".into(), text(&options.dead));
    arguments.insert("x-dead-letter-routing-key".into(), text(&options.dead));
    // At least once: a dead job stays in its queue until the dead queue has confirmed it. RabbitMQ demands the overflow
    // behaviour with it; without a length limit it never comes to that.
    arguments.insert("x-dead-letter-strategy".into(), text("at-least-once"));
    arguments.insert("x-overflow".into(), text("reject-publish"));
    arguments
}

fn dead_arguments() -> FieldTable {
    quorum(NEVER)
}

fn quorum(delivery_limit: i64) -> FieldTable {
    let mut arguments = FieldTable::default();
    arguments.insert("x-queue-type".into(), text("quorum"));
    arguments.insert("x-delivery-limit".into(), AMQPValue::LongLongInt(delivery_limit));
    arguments
}

fn text(value: &str) -> AMQPValue {
    AMQPValue::LongString(LongString::from(value))
}
