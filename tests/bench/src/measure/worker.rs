//! Jobs that do nothing, beside the broker's own rate of handing out and acknowledging messages.

use std::time::{Duration, Instant};

use futures::StreamExt;
use futures::future::try_join_all;
use lapin::options::{
    BasicAckOptions, BasicConsumeOptions, BasicPublishOptions, BasicQosOptions, ConfirmSelectOptions,
    QueueDeclareOptions,
};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{BasicProperties, Channel, Connection, ConnectionProperties};
use serde_json::json;

use crate::arguments::Plan;
use crate::clock;
use crate::load::rate;
use crate::message::Mode;
use crate::outcome::Outcome;
use crate::system::{Store, System, amqp_url, with_fresh};
use crate::table::{Row, Target, tell};

/// Jobs for each second of a measurement.
const PER_SECOND: u64 = 5_000;
/// Messages that wait for the broker's confirmation together.
const TOGETHER: usize = 500;
const PREFETCH: u16 = 256;
/// AMQP's delivery mode of a message that survives the broker.
const PERSISTENT: u8 = 2;
const LEAST: f64 = 0.7;
const PATIENCE: Duration = Duration::from_secs(120);
/// How often the length of the queue is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// Measures the broker and a worker.
///
/// # Errors
/// When a server does not start or refuses.
pub async fn run(plan: &Plan, rows: &mut Vec<Row>) -> Outcome<()> {
    tell("measuring the worker");
    with_fresh(Store::Servers, Mode::Plain, async |system| {
        ours(plan, system, rows).await
    })
    .await
}

async fn ours(plan: &Plan, system: &mut System, rows: &mut Vec<Row>) -> Outcome<()> {
    let count = PER_SECOND * plan.duration.as_secs();
    let connection = Connection::connect(&amqp_url(), ConnectionProperties::default()).await?;
    let channel = connection.create_channel().await?;
    channel.confirm_select(ConfirmSelectOptions::default()).await?;
    let bare = format!("{}.bare", system.namespace);
    declare_bare(&channel, &bare).await?;
    publish(&channel, &bare, count).await?;
    let own = drained_by_ourselves(&channel, &bare, count).await?;
    rows.push(Row::rate(
        format!("RabbitMQ itself, quorum queue, prefetch {PREFETCH}"),
        own,
    ));
    let jobs = format!("{}.jobs", system.namespace);
    publish(&channel, &jobs, count).await?;
    // With its relay and gauges the api would share the processors.
    system.api.end()?;
    let worker = system.start_worker()?;
    let measured = drained_by_worker(&channel, &jobs, count).await?;
    drop(worker);
    let ratio = measured / own;
    rows.push(
        Row::rate("jobs that find nothing to do, MariaDB", measured)
            .beside(ratio)
            .target(Target::ratio(ratio, LEAST)),
    );
    connection.close(200, "done".into()).await?;
    Ok(())
}

async fn declare_bare(channel: &Channel, queue: &str) -> Outcome<()> {
    let mut arguments = FieldTable::default();
    arguments.insert("x-queue-type".into(), AMQPValue::LongString("quorum".into()));
    let durable = QueueDeclareOptions {
        durable: true,
        ..Default::default()
    };
    channel.queue_declare(queue.into(), durable, arguments).await?;
    Ok(())
}

/// Jobs to tag attendees whom nobody knows, in the wire form of the product.
async fn publish(channel: &Channel, queue: &str, count: u64) -> Outcome<()> {
    let now = clock::unix_millis() * 1000;
    let numbers: Vec<_> = (0..count).collect();
    for part in numbers.chunks(TOGETHER) {
        let mut confirmations = Vec::with_capacity(TOGETHER);
        for number in part {
            let properties = BasicProperties::default().with_delivery_mode(PERSISTENT);
            let options = BasicPublishOptions::default();
            let job = job(*number, now);
            let sent = channel.basic_publish("".into(), queue.into(), options, job.as_bytes(), properties);
            confirmations.push(sent.await?);
        }
        try_join_all(confirmations).await?;
    }
    Ok(())
}

fn job(number: u64, now: i64) -> String {
    json!({
        "v": 1,
        "id": format!("00000000-0000-7000-8000-{number:012x}"),
        "name": "wechat.tag_follower",
        "payload": json!({ "attendeeId": format!("00000000-0000-7000-9000-{number:012x}") }).to_string(),
        "attempt": 1,
        "createdAt": now,
        "notBefore": now,
    })
    .to_string()
}

async fn drained_by_ourselves(channel: &Channel, queue: &str, count: u64) -> Outcome<f64> {
    channel.basic_qos(PREFETCH, BasicQosOptions::default()).await?;
    let options = BasicConsumeOptions::default();
    let begun = Instant::now();
    let mut consumer = channel
        .basic_consume(queue.into(), "bench".into(), options, FieldTable::default())
        .await?;
    for _ in 0..count {
        let delivery = tokio::time::timeout(PATIENCE, consumer.next())
            .await?
            .ok_or("the broker went away")??;
        delivery.acker.ack(BasicAckOptions::default()).await?;
    }
    let rate = rate(count, begun.elapsed());
    channel.basic_cancel("bench".into(), Default::default()).await?;
    Ok(rate)
}

/// From the first job that is gone to the last, so that the worker's start does not count.
async fn drained_by_worker(channel: &Channel, queue: &str, count: u64) -> Outcome<f64> {
    let deadline = Instant::now() + PATIENCE;
    let mut first: Option<(Instant, u64)> = None;
    while Instant::now() < deadline {
        let waiting = waiting(channel, queue).await?;
        match first {
            None if waiting < count => first = Some((Instant::now(), waiting)),
            Some((begun, rest)) if waiting == 0 => return Ok(rate(rest, begun.elapsed())),
            _ => {}
        }
        tokio::time::sleep(GLANCE).await;
    }
    Err(format!("{} of {count} jobs still wait", waiting(channel, queue).await?).into())
}

async fn waiting(channel: &Channel, queue: &str) -> Outcome<u64> {
    let passive = QueueDeclareOptions {
        passive: true,
        ..Default::default()
    };
    let queue = channel
        .queue_declare(queue.into(), passive, FieldTable::default())
        .await?;
    Ok(queue.message_count().into())
}
