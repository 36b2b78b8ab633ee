//! Carry out what a message asks for and say what came of it.

use std::sync::Arc;

use domain::attendance::{AttendeeSource, CheckInMethod, CheckInRefusal, PersonRef, ScanId};
use domain::ids::MessageId;
use domain::wechat::Reply;
use ports::attendance::Tickets;
use ports::events::EventCard;
use ports::system::Clock;

use super::phrases;
use super::plan::Plan;
use super::rules::RuleAnswers;
use crate::attendance::{
    AttendanceDesk, CheckInCommand, CheckInError, DeskFailure, RegisterCommand, RegisterError, Registered, Subject,
};
use crate::context::Context;

/// Carries out plans.
#[derive(Clone)]
pub struct Acting {
    /// Registrations and check-ins.
    pub desk: AttendanceDesk,
    /// Ticket codes.
    pub tickets: Arc<dyn Tickets>,
    /// Answers of reply rules.
    pub answers: RuleAnswers,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

/// One message's act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    pub(super) plan: Plan,
    pub(super) message: MessageId,
    pub(super) person: PersonRef,
    pub(super) context: Context,
}

impl Acting {
    /// Carries it out. Repeated for the same message, it finds what it did before and answers the same.
    pub(super) async fn carry_out(&self, act: &Act) -> Result<Reply, DeskFailure> {
        let Plan::Ruled(plan, candidates) = &act.plan else {
            return self.act_on_event(act, &act.plan).await;
        };
        let said = self.act_on_event(act, plan).await?;
        if said != Reply::Silence {
            return Ok(said);
        }
        let answer = self.answers.first(candidates, Some(&act.person)).await?;
        Ok(answer.unwrap_or(Reply::Silence))
    }

    async fn act_on_event(&self, act: &Act, plan: &Plan) -> Result<Reply, DeskFailure> {
        match plan {
            Plan::Nothing | Plan::Ruled(..) => Ok(Reply::Silence),
            Plan::Settled(reply) => Ok(reply.clone()),
            Plan::Register(card) => Ok(Reply::Text(self.register(act, card, AttendeeSource::QrCode).await?)),
            Plan::CheckIn(card) => Ok(Reply::Text(self.check_in(act, card, CheckInMethod::QrCode).await?)),
            Plan::Code(card) => {
                let as_scanned = self.typed_code(act, card).await?;
                Ok(phrases::for_typed_code(card, as_scanned).map_or(Reply::Silence, Reply::Text))
            }
        }
    }

    async fn register(&self, act: &Act, card: &EventCard, source: AttendeeSource) -> Result<String, DeskFailure> {
        match self.try_register(act, card, source).await {
            Ok(registered) => Ok(self.registration_phrase(card, &registered)),
            Err(RegisterError::Refused(refusal)) => Ok(phrases::not_registered(card, &refusal)),
            Err(RegisterError::Failed(failure)) => Err(failure),
        }
    }

    async fn try_register(
        &self,
        act: &Act,
        card: &EventCard,
        source: AttendeeSource,
    ) -> Result<Registered, RegisterError> {
        let command = RegisterCommand {
            event: card.id,
            person: act.person.clone(),
            source,
            cause: Some(act.message),
            context: act.context.clone(),
        };
        self.desk.register(command).await
    }

    fn registration_phrase(&self, card: &EventCard, registered: &Registered) -> String {
        let code = self.tickets.code_for(registered.attendee.id);
        if registered.is_new {
            phrases::registered(card, &code)
        } else {
            phrases::already_registered(card, &code)
        }
    }

    async fn check_in(&self, act: &Act, card: &EventCard, method: CheckInMethod) -> Result<String, DeskFailure> {
        let now = self.clock.now();
        let refused = |refusal: &CheckInRefusal| phrases::not_checked_in(card, refusal, now);
        match self.desk.check_in(self.check_in_command(act, card, method)).await {
            Ok(came) => Ok(phrases::checked_in(
                card,
                &self.tickets.code_for(came.attendee.id),
                came.check_in.at,
            )),
            Err(CheckInError::Refused(refusal)) => Ok(refused(&refusal)),
            // These concern tickets and scanners' own ids; a message's scan id is its own.
            Err(CheckInError::UnknownTicket | CheckInError::ForeignTicket | CheckInError::ScanIdReused) => {
                Ok(refused(&CheckInRefusal::NoSuchEvent))
            }
            Err(CheckInError::Failed(failure)) => Err(failure),
        }
    }

    fn check_in_command(&self, act: &Act, card: &EventCard, method: CheckInMethod) -> CheckInCommand {
        CheckInCommand {
            event: card.id,
            subject: Subject::Person(act.person.clone(), act.message),
            scan: message_scan(act.message),
            method,
            gate: None,
            operator: None,
            context: act.context.clone(),
        }
    }

    /// A typed code does what the scan of the moment would do: it gives a seat to whoever has none, and checks in
    /// whoever has one once the doors are open.
    async fn typed_code(&self, act: &Act, card: &EventCard) -> Result<String, DeskFailure> {
        match self.try_register(act, card, AttendeeSource::InteractionCode).await {
            Ok(registered) if registered.is_new || !self.doors_are_open(card) => {
                Ok(self.registration_phrase(card, &registered))
            }
            Ok(_) => self.check_in(act, card, CheckInMethod::InteractionCode).await,
            Err(RegisterError::Refused(refusal)) => Ok(phrases::not_registered(card, &refusal)),
            Err(RegisterError::Failed(failure)) => Err(failure),
        }
    }

    fn doors_are_open(&self, card: &EventCard) -> bool {
        card.check_in_opens_at.unwrap_or(card.starts_at) <= self.clock.now()
    }
}

fn message_scan(message: MessageId) -> ScanId {
    // 39 characters of hex digits and dashes: a valid scan id, always.
    ScanId::new(&format!("wx:{message}")).expect("a prefixed UUID is a valid scan id")
}
