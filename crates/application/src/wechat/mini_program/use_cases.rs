//! All use cases of the Mini Program over its ports and the common ones.

use std::sync::Arc;
use std::time::Duration;

use ports::identity::{PeopleReads, PersonSession, PersonSessions, TokenFault};
use ports::jobs::RelaySignal;
use ports::rate::RateLimiter;
use ports::system::{Clock, Ids};

use super::conclude::CheckTools;
use super::known_person::KnownPeople;
use super::session_keys::SealedKeys;
use super::{
    CheckMedia, CheckSession, CheckText, ExpireContentChecks, ForgetMiniProgramPeople, HearVerdicts, LogIn, MakeCode,
    MakeLink, MiniProgramAdapters, MiniPrograms, OpenProfile, ReadCodes, ReadContentChecks, ReadLinks, ReadPhone,
    SubmitMedia, VerifyPhone,
};
use crate::identity::LearnIdentity;
use crate::wechat::TakesNote;

/// Everything that people and machines can do with Mini Programs.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct MiniProgramCases {
    pub log_in: LogIn,
    pub check_session: CheckSession,
    pub open_profile: OpenProfile,
    pub verify_phone: VerifyPhone,
    pub read_phone: ReadPhone,
    pub make_code: MakeCode,
    pub read_codes: ReadCodes,
    pub make_link: MakeLink,
    pub read_links: ReadLinks,
    pub check_text: CheckText,
    pub check_media: CheckMedia,
    pub read_checks: ReadContentChecks,
    pub submit_media: SubmitMedia,
    pub expire_checks: ExpireContentChecks,
    hear_verdicts: HearVerdicts,
    forget_people: ForgetMiniProgramPeople,
    sessions: Arc<dyn PersonSessions>,
    clock: Arc<dyn Clock>,
}

/// What the use cases share with others.
pub(crate) struct CommonParts {
    pub(crate) people: Arc<dyn PeopleReads>,
    pub(crate) learn: LearnIdentity,
    pub(crate) limiter: Arc<dyn RateLimiter>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) signal: Arc<dyn RelaySignal>,
    /// Our name of the account that is meant where none is named.
    pub(crate) account: String,
    /// How long a person stays signed in.
    pub(crate) session: Duration,
}

impl MiniProgramCases {
    /// Assembles them.
    pub(crate) fn new(own: &MiniProgramAdapters, common: CommonParts) -> Self {
        let CommonParts {
            people,
            learn,
            limiter,
            clock,
            ids,
            signal,
            account,
            session,
        } = common;
        let programs = MiniPrograms {
            book: Arc::clone(&own.accounts),
            default: account,
        };
        let keys = SealedKeys {
            keys: Arc::clone(&own.session_keys),
            sealer: Arc::clone(&own.sealer),
        };
        let known = KnownPeople {
            people: Arc::clone(&people),
            programs: programs.clone(),
            keys: keys.clone(),
        };
        let tools = CheckTools {
            store: Arc::clone(&own.checks),
            reads: Arc::clone(&own.check_reads),
            verdicts: Arc::clone(&own.verdicts),
            clock: Arc::clone(&clock),
            ids: Arc::clone(&ids),
            signal,
        };
        Self {
            log_in: LogIn {
                api: Arc::clone(&own.api),
                programs: programs.clone(),
                keys,
                learn: learn.clone(),
                sessions: Arc::clone(&own.person_sessions),
                limiter,
                clock: Arc::clone(&clock),
                ids: Arc::clone(&ids),
                lifetime: session,
            },
            check_session: CheckSession {
                api: Arc::clone(&own.api),
                people: known.clone(),
            },
            open_profile: OpenProfile {
                people: known.clone(),
                client_data: Arc::clone(&own.client_data),
                learn,
                clock: Arc::clone(&clock),
            },
            verify_phone: VerifyPhone {
                api: Arc::clone(&own.api),
                people: known,
                client_data: Arc::clone(&own.client_data),
                phones: Arc::clone(&own.phones),
                sealer: Arc::clone(&own.sealer),
                clock: Arc::clone(&clock),
                ids: Arc::clone(&ids),
            },
            read_phone: ReadPhone {
                people: Arc::clone(&people),
                phones: Arc::clone(&own.phones),
                sealer: Arc::clone(&own.sealer),
            },
            make_code: MakeCode {
                api: Arc::clone(&own.api),
                programs: programs.clone(),
                codes: Arc::clone(&own.codes),
                reads: Arc::clone(&own.code_reads),
                clock: Arc::clone(&clock),
                ids: Arc::clone(&ids),
            },
            read_codes: ReadCodes {
                programs: programs.clone(),
                reads: Arc::clone(&own.code_reads),
            },
            make_link: MakeLink {
                api: Arc::clone(&own.api),
                programs: programs.clone(),
                links: Arc::clone(&own.links),
                reads: Arc::clone(&own.link_reads),
                clock: Arc::clone(&clock),
                ids: Arc::clone(&ids),
            },
            read_links: ReadLinks {
                reads: Arc::clone(&own.link_reads),
                api: Arc::clone(&own.api),
            },
            check_text: CheckText {
                api: Arc::clone(&own.api),
                programs: programs.clone(),
                tools: tools.clone(),
            },
            check_media: CheckMedia {
                programs,
                tools: tools.clone(),
            },
            read_checks: ReadContentChecks(Arc::clone(&own.check_reads)),
            submit_media: SubmitMedia {
                api: Arc::clone(&own.api),
                tools: tools.clone(),
            },
            expire_checks: ExpireContentChecks { tools: tools.clone() },
            hear_verdicts: HearVerdicts { tools },
            forget_people: ForgetMiniProgramPeople {
                people,
                keys: Arc::clone(&own.session_keys),
                phones: Arc::clone(&own.phones),
                clock: Arc::clone(&clock),
                ids,
            },
            sessions: Arc::clone(&own.person_sessions),
            clock,
        }
    }

    /// Whom a token of a person speaks for.
    ///
    /// # Errors
    /// When it is expired or not ours.
    pub fn session(&self, token: &str) -> Result<PersonSession, TokenFault> {
        self.sessions.read(token, self.clock.now())
    }

    /// Everybody here whom messages concern.
    #[must_use]
    pub fn listeners(&self) -> Vec<Arc<dyn TakesNote>> {
        vec![
            Arc::new(self.hear_verdicts.clone()),
            Arc::new(self.forget_people.clone()),
        ]
    }
}
