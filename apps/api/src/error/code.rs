//! The stable codes of failures. A code, once published, is never renamed.

use actix_web::http::StatusCode;

macro_rules! codes {
    ($($variant:ident $text:literal $status:ident $meaning:literal;)+) => {
        /// What went wrong, in a word that outlives its message.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)+
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status),+ }
            }

            /// What it means, for the documentation.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),+ }
            }
        }
    };
}

codes! {
    Validation "VALIDATION_ERROR" BAD_REQUEST "Something submitted is not acceptable; `details` names each field with its reasons.";
    PhoneCodeInvalid "PHONE_CODE_INVALID" BAD_REQUEST "The code of the phone-number button is wrong, old or used: let the person tap again.";
    TicketUnreadable "TICKET_UNREADABLE" BAD_REQUEST "The code is no ticket code, or characters of it were lost or misread.";
    TicketForged "TICKET_FORGED" BAD_REQUEST "The code reads well but was not issued here.";
    Unauthenticated "UNAUTHENTICATED" UNAUTHORIZED "No token, an expired one, or one that is not ours.";
    InvalidCredentials "INVALID_CREDENTIALS" UNAUTHORIZED "Username or password are wrong; which one is not told.";
    LoginCodeInvalid "LOGIN_CODE_INVALID" UNAUTHORIZED "The login code is wrong, old or used: get a new one with `wx.login`.";
    LoginRequired "LOGIN_REQUIRED" UNAUTHORIZED "The session with WeChat is over, or the data does not belong to it: log in again.";
    LoginBlocked "LOGIN_BLOCKED" FORBIDDEN "WeChat holds the person for a risk and does not let them in.";
    Forbidden "FORBIDDEN" FORBIDDEN "The caller may not do this.";
    NotFound "NOT_FOUND" NOT_FOUND "There is no such thing, or it was deleted.";
    TicketUnknown "TICKET_UNKNOWN" NOT_FOUND "The code was issued here, but there is no registration for it.";
    MethodNotAllowed "METHOD_NOT_ALLOWED" METHOD_NOT_ALLOWED "The path does not take this method; `Allow` names those it takes.";
    RequestTimeout "REQUEST_TIMEOUT" REQUEST_TIMEOUT "The body did not arrive in time.";
    Conflict "CONFLICT" CONFLICT "Somebody else was faster, or the idempotency key belongs to another request.";
    WrongState "WRONG_EVENT_STATE" CONFLICT "The event's status does not allow it; `details.status` names it.";
    CapacityBelowRegistered "CAPACITY_BELOW_REGISTERED" CONFLICT "More people are registered than the new capacity holds.";
    TicketForeign "TICKET_FOREIGN" CONFLICT "The ticket is for another event.";
    AlreadyCheckedIn "ALREADY_CHECKED_IN" CONFLICT "The person was checked in before; `details` say when and where.";
    CheckInNotOpen "CHECK_IN_NOT_OPEN" CONFLICT "Check-in has not opened yet; `details.opensAt` says when, where that is known.";
    EventOver "EVENT_OVER" CONFLICT "The event is over.";
    EventCancelled "EVENT_CANCELLED" CONFLICT "The event was called off.";
    EventFull "EVENT_FULL" CONFLICT "Every seat is taken.";
    RegistrationNotOpen "REGISTRATION_NOT_OPEN" CONFLICT "Registration has not opened yet.";
    RegistrationClosed "REGISTRATION_CLOSED" CONFLICT "Registration is closed.";
    NotRegistered "NOT_REGISTERED" CONFLICT "The person is not registered, and the event takes nobody on the spot.";
    CodesExhausted "CODES_EXHAUSTED" CONFLICT "The account has made all the codes of the limited kinds that it may ever make; unlimited ones go on.";
    ScanIdReused "SCAN_ID_REUSED" CONFLICT "The scan id was used for somebody else.";
    MaterialGoing "MATERIAL_BEING_DELETED" CONFLICT "The material is being deleted, at WeChat first.";
    LimitReached "LIMIT_REACHED" CONFLICT "There are as many as there may be; `details.limit` says how many.";
    SyncRunning "SYNC_RUNNING" CONFLICT "A synchronisation of this account is running.";
    SyncNotRunning "SYNC_NOT_RUNNING" CONFLICT "No synchronisation of this account is running.";
    NothingToResume "NOTHING_TO_RESUME" CONFLICT "The last synchronisation did not stop half-way.";
    TagExists "TAG_EXISTS" CONFLICT "A tag of this name exists.";
    TagFixed "TAG_FIXED" CONFLICT "It is one of WeChat's own tags, or more than 100,000 people have it.";
    TooManyTags "TOO_MANY_TAGS" CONFLICT "The account has all 100 tags it may have.";
    CodesUsedUp "QR_CODES_USED_UP" CONFLICT "The account has made all the permanent QR codes that WeChat allows.";
    TemplateNotReady "TEMPLATE_NOT_READY" CONFLICT "The template is gone at WeChat, or not every field is mapped.";
    BroadcastOver "BROADCAST_OVER" CONFLICT "The broadcast is done.";
    WrongMassState "WRONG_MASS_MESSAGE_STATE" CONFLICT "The mass message's state does not allow it; `details.state` names it.";
    NotWithdrawable "NOT_WITHDRAWABLE" CONFLICT "WeChat takes back articles and videos only.";
    MediaUnavailable "MEDIA_UNAVAILABLE" CONFLICT "A material or draft that is named is not there, or is of another kind.";
    TaskIdTaken "TASK_ID_TAKEN" CONFLICT "Another card of the account has this task id.";
    MessageUnderWay "MESSAGE_UNDER_WAY" CONFLICT "The message is still being sent, or being taken back.";
    NothingToRecall "NOTHING_TO_RECALL" CONFLICT "No part of the message went out, or all of it was taken back.";
    RecallTooLate "RECALL_TOO_LATE" CONFLICT "WeCom takes messages back for 24 hours only.";
    NobodyAnswered "NOBODY_ANSWERED" CONFLICT "Nobody answered on the card whose answer can still change it.";
    UserLinked "USER_LINKED" CONFLICT "Another operator is this member of the corporation.";
    WindowClosed "WINDOW_CLOSED" CONFLICT "WeChat allows no message to the person now; `details` say what the person must do first.";
    WrongProduct "WRONG_PRODUCT" CONFLICT "The account is of another product; `details` name it and those that have this.";
    DraftBeingPublished "DRAFT_BEING_PUBLISHED" CONFLICT "The draft cannot be changed until its publication is decided; `details.publicationId` names it.";
    NothingToWithdraw "NOTHING_TO_WITHDRAW" CONFLICT "The publication, or the article of it, cannot be read, so it cannot be taken back.";
    AccountConfigured "ACCOUNT_CONFIGURED" CONFLICT "The WeChat account is set in the configuration and can only be changed there.";
    CredentialsUnreadable "CREDENTIALS_UNREADABLE" CONFLICT "The account's stored credentials cannot be opened with the configured keys: enter them again.";
    PreconditionFailed "PRECONDITION_FAILED" PRECONDITION_FAILED "The resource is not in the version that `If-Match` names.";
    PayloadTooLarge "PAYLOAD_TOO_LARGE" PAYLOAD_TOO_LARGE "The body is longer than allowed.";
    UnsupportedMediaType "UNSUPPORTED_MEDIA_TYPE" UNSUPPORTED_MEDIA_TYPE "The body is not declared as what the endpoint takes, mostly `application/json`.";
    RateLimited "RATE_LIMITED" TOO_MANY_REQUESTS "Too many attempts; `Retry-After` says when to come back.";
    Internal "INTERNAL" INTERNAL_SERVER_ERROR "A fault of ours; `requestId` finds it in the log.";
    Upstream "UPSTREAM" BAD_GATEWAY "WeChat did not do what it was asked; `details.wechatCode` is its own code.";
    Unavailable "UNAVAILABLE" SERVICE_UNAVAILABLE "Not at this moment; `Retry-After` says when to try again.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Code;

    #[test]
    fn no_word_is_used_twice() {
        let words: BTreeSet<_> = Code::ALL.iter().map(|code| code.text()).collect();
        assert_eq!(words.len(), Code::ALL.len());
    }
}
