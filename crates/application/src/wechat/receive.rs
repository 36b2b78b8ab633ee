//! Receive one message: recorded before it is answered, answered within WeChat's deadline, the same answer every time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use domain::ids::MessageId;
use domain::wechat::{Incoming, Reply};
use futures::FutureExt;
use ports::StoreError;
use ports::jobs::{JobEnvelope, RelaySignal};
use ports::system::{Clock, Ids};
use ports::wechat::{Answer, AnswerMode, MessageLog, NewAnswer, Recorded, StoredState};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until, timeout_at};
use tracing::Instrument;

use super::act::{Act, Acting};
use super::plan::Planning;
use super::record::{Kept, RecordTools, Recorder, ToRecord, recorder};
use crate::attendance::DeskFailure;
use crate::batching::{BatchLimits, GroupCommit, NotTaken};
use crate::context::Context;
use crate::notifications::LateReply;
use crate::retry::retry_on_contention;

/// How long things may take. WeChat hangs up after 5 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceiveBudget {
    /// An answer that is not ready by then goes as a customer-service message.
    pub reply: Duration,
    /// By then the response is given up, so that WeChat delivers the message again and finds the stored answer.
    pub hard: Duration,
    /// How long the process that recorded a message alone may work on it.
    pub lease: Duration,
}

impl Default for ReceiveBudget {
    fn default() -> Self {
        Self {
            reply: Duration::from_secs(3),
            hard: Duration::from_millis(4_500),
            lease: Duration::from_secs(10),
        }
    }
}

/// What receiving works with.
#[derive(Clone)]
pub struct ReceiveTools {
    /// The log of messages.
    pub messages: Arc<dyn MessageLog>,
    /// Matching to events.
    pub planning: Planning,
    /// Registrations and check-ins.
    pub acting: Acting,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Wakes the relay.
    pub signal: Arc<dyn RelaySignal>,
}

/// A message could not be received; WeChat is to deliver it again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiveError {
    /// Too much is waiting.
    #[error(transparent)]
    NotTaken(#[from] NotTaken),
    /// The store failed before the message was recorded, or its answer could not be looked up.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The answer is being stored, but not within the deadline.
    #[error("the answer was not stored in time")]
    TooSlow,
}

type Answers = GroupCommit<NewAnswer, Result<Answer, StoreError>>;

/// Receives messages.
#[derive(Clone)]
pub struct ReceiveMessage {
    tools: ReceiveTools,
    recorder: Arc<Recorder>,
    answers: Arc<Answers>,
    budget: ReceiveBudget,
    /// The runtime this was opened on: acts run there and outlive the server thread that their message came in on.
    home: Handle,
}

/// Who decides how an answer travels: the first of the one who acts and the one who waits.
const OPEN: u8 = 0;
const PASSIVE: u8 = 1;
const LATE: u8 = 2;

impl ReceiveMessage {
    /// Opens for messages on the present runtime.
    #[must_use]
    pub fn open(tools: ReceiveTools, limits: BatchLimits, budget: ReceiveBudget) -> Self {
        let record_tools = RecordTools {
            messages: Arc::clone(&tools.messages),
            planning: tools.planning.clone(),
            clock: Arc::clone(&tools.clock),
            ids: Arc::clone(&tools.ids),
            signal: Arc::clone(&tools.signal),
            lease: budget.lease,
        };
        let messages = Arc::clone(&tools.messages);
        let answers = GroupCommit::start(limits, move |batch: Vec<NewAnswer>| {
            let messages = Arc::clone(&messages);
            async move { store_answers(messages.as_ref(), &batch).await }.boxed()
        });
        Self {
            tools,
            recorder: Arc::new(recorder(record_tools, limits)),
            answers: Arc::new(answers),
            budget,
            home: Handle::current(),
        }
    }

    /// Receives a message that arrived just now; answers what goes into the response.
    ///
    /// # Errors
    /// When it could not be recorded or its answer not be stored in time: WeChat delivers it again then.
    #[tracing::instrument(name = "use_case.wechat.receive_message", skip_all, fields(msg_type = %incoming.msg_type))]
    pub async fn run(&self, incoming: Incoming, context: Context) -> Result<Reply, ReceiveError> {
        let arrived = Instant::now();
        let person = incoming.person.clone();
        let to_record = ToRecord {
            incoming,
            context: context.clone(),
        };
        let kept = timeout_at(arrived + self.budget.hard, self.recorder.submit(to_record));
        let Kept { id, plan, recorded } = kept.await.map_err(|_| ReceiveError::TooSlow)???;
        match recorded {
            Recorded::New => match plan.settled() {
                Some(reply) => {
                    plan.count();
                    Ok(reply.clone())
                }
                None => {
                    let message = id;
                    let act = Act {
                        plan,
                        message,
                        person,
                        context,
                    };
                    self.act(act, arrived).await
                }
            },
            Recorded::Again(state) => {
                let act = Act {
                    plan,
                    message: state.id,
                    person,
                    context,
                };
                self.again(act, state, arrived).await
            }
        }
    }

    /// Acts in a task of its own, which goes on when WeChat hangs up, and waits for it as long as WeChat does.
    async fn act(&self, act: Act, arrived: Instant) -> Result<Reply, ReceiveError> {
        let way = Arc::new(AtomicU8::new(OPEN));
        let (tell, mut told) = oneshot::channel();
        let (this, chosen) = (self.clone(), Arc::clone(&way));
        let task = async move {
            if let Some(answer) = this.act_and_answer(act, &chosen).await {
                let _ = tell.send(answer);
            }
        };
        self.home.spawn(task.in_current_span());
        let in_time = tokio::select! {
            answer = &mut told => Some(answer),
            () = sleep_until(arrived + self.budget.reply) => None,
        };
        match in_time {
            Some(Ok(answer)) => Ok(passive_part(answer)),
            // It failed; the message waits in the log and is finished later.
            Some(Err(_)) => Ok(Reply::Silence),
            None if way
                .compare_exchange(OPEN, LATE, Ordering::SeqCst, Ordering::SeqCst)
                .is_ok() =>
            {
                Ok(Reply::Silence)
            }
            None => match timeout_at(arrived + self.budget.hard, told).await {
                Ok(Ok(answer)) => Ok(passive_part(answer)),
                Ok(Err(_)) => Ok(Reply::Silence),
                Err(_) => Err(ReceiveError::TooSlow),
            },
        }
    }

    async fn act_and_answer(&self, act: Act, way: &AtomicU8) -> Option<Answer> {
        let reply = match self.tools.acting.carry_out(&act).await {
            Ok(reply) => reply,
            Err(error) => {
                log_failure(act.message, &error);
                return None;
            }
        };
        let passive = way
            .compare_exchange(OPEN, PASSIVE, Ordering::SeqCst, Ordering::SeqCst)
            .is_ok();
        let mode = if passive { AnswerMode::Passive } else { AnswerMode::Late };
        self.answer(act.message, Answer { reply, mode }, &act.context).await
    }

    async fn answer(&self, message: MessageId, answer: Answer, context: &Context) -> Option<Answer> {
        let jobs = self.tools.late_jobs(message, &answer, context);
        let is_late = !jobs.is_empty();
        match self
            .answers
            .submit(NewAnswer {
                id: message,
                answer,
                jobs,
            })
            .await
        {
            Ok(Ok(stored)) => {
                if is_late {
                    self.tools.signal.wake();
                }
                Some(stored)
            }
            Ok(Err(error)) => {
                tracing::error!(message.id = %message, error = %error, "an answer was not stored; it is given later");
                None
            }
            Err(error) => {
                tracing::error!(message.id = %message, error = %error, "an answer was not stored; it is given later");
                None
            }
        }
    }

    /// A message that was delivered before: the stored answer, or the one that somebody is working on.
    async fn again(&self, act: Act, mut state: StoredState, arrived: Instant) -> Result<Reply, ReceiveError> {
        let mut pause = Duration::from_millis(10);
        loop {
            if let Some(answer) = state.answer {
                return Ok(passive_part(answer));
            }
            let now = self.tools.clock.now();
            if state.lease_until.is_none_or(|until| until <= now) && self.take_over(act.message).await? {
                return self.act(act, arrived).await;
            }
            if arrived.elapsed() + pause >= self.budget.reply {
                return Ok(Reply::Silence);
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(200));
            state = self
                .tools
                .messages
                .state(act.message)
                .await?
                .ok_or(ReceiveError::TooSlow)?;
        }
    }

    async fn take_over(&self, message: MessageId) -> Result<bool, StoreError> {
        let now = self.tools.clock.now();
        Ok(self
            .tools
            .messages
            .take_over(message, now, now.plus(self.budget.lease))
            .await?
            .is_some())
    }
}

impl ReceiveTools {
    /// The jobs that follow from an answer: a late one that says something is sent by the worker.
    pub(super) fn late_jobs(&self, message: MessageId, answer: &Answer, context: &Context) -> Vec<JobEnvelope> {
        if answer.mode != AnswerMode::Late || answer.reply == Reply::Silence {
            return Vec::new();
        }
        let job = LateReply {
            message_id: message.uuid(),
        };
        vec![context.job(&job, self.clock.now(), self.ids.as_ref())]
    }
}

async fn store_answers(messages: &dyn MessageLog, batch: &[NewAnswer]) -> Vec<Result<Answer, StoreError>> {
    match retry_on_contention(|| messages.answer(batch)).await {
        Ok(answers) => answers.into_iter().map(Ok).collect(),
        Err(error) => {
            tracing::error!(error = %error, detail = error.detail(), "storing answers failed");
            batch.iter().map(|_| Err(error.clone())).collect()
        }
    }
}

/// What of an answer goes into the response: a late one goes another way.
fn passive_part(answer: Answer) -> Reply {
    match answer.mode {
        AnswerMode::Passive => answer.reply,
        AnswerMode::Late => Reply::Silence,
    }
}

pub(super) fn log_failure(message: MessageId, error: &DeskFailure) {
    tracing::error!(message.id = %message, error = %error, "a message was recorded but not acted on; it is finished later");
}
