//! The account's own verification (认证). Times are unix seconds.

use crate::inbound::node::Node;

/// A step of the account's verification.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerificationEvent {
    /// The qualification was verified (`qualification_verify_success`).
    QualificationVerified {
        /// When it ends.
        expires_at: i64,
    },
    /// The qualification was refused (`qualification_verify_fail`).
    QualificationRefused(VerificationRefusal),
    /// The name was verified (`naming_verify_success`).
    NameVerified {
        /// When it ends.
        expires_at: i64,
    },
    /// The name was refused (`naming_verify_fail`).
    NameRefused(VerificationRefusal),
    /// The yearly renewal is due (`annual_renew`).
    RenewalDue {
        /// When it ends.
        expires_at: i64,
    },
    /// The verification has ended (`verify_expired`).
    Expired {
        /// When it ended.
        expires_at: i64,
    },
}

/// Why a verification was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationRefusal {
    /// When.
    pub failed_at: i64,
    /// The reason in words.
    pub reason: String,
}

/// `name` is in lower case. None when it is no event of this family or lacks what its kind must have.
pub(super) fn read(name: &str, push: Node<'_, '_>) -> Option<VerificationEvent> {
    let expires_at = push.number("ExpiredTime");
    Some(match name {
        "qualification_verify_success" => VerificationEvent::QualificationVerified {
            expires_at: expires_at?,
        },
        "qualification_verify_fail" => VerificationEvent::QualificationRefused(refusal(push)?),
        "naming_verify_success" => VerificationEvent::NameVerified {
            expires_at: expires_at?,
        },
        "naming_verify_fail" => VerificationEvent::NameRefused(refusal(push)?),
        "annual_renew" => VerificationEvent::RenewalDue {
            expires_at: expires_at?,
        },
        "verify_expired" => VerificationEvent::Expired {
            expires_at: expires_at?,
        },
        _ => return None,
    })
}

fn refusal(push: Node<'_, '_>) -> Option<VerificationRefusal> {
    Some(VerificationRefusal {
        failed_at: push.number("FailTime")?,
        reason: push.text_or_empty("FailReason"),
    })
}
