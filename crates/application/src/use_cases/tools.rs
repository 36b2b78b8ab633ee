//! What several use cases work with, each made of its ports.

use std::sync::Arc;
use std::time::Duration;

use super::{Adapters, Settings};
use crate::attendance::{AttendanceDesk, DeskTools};
use crate::events::EventTools;
use crate::identity::{ForgetUnion, KnowPerson, LearnIdentity, SignIn};
use crate::jobs::RelayBell;
use crate::notifications::{MessagingTools, MessagingUseCases};
use crate::wechat::accounts::AccountTools;
use crate::wechat::channels::ChannelTools;
use crate::wechat::followers::{FollowerTools, ForgetPerson};
use crate::wechat::mini_program::{CommonParts, MiniProgramCases};
use crate::wechat::rules::{RuleAnswers, RuleBook};
use crate::wechat::web::{WebParts, WebUseCases};
use crate::wechat::{Acting, Planning, ReachablePerson, ReceiveTools};

pub(super) fn event_tools(adapters: &Adapters) -> EventTools {
    EventTools {
        store: Arc::clone(&adapters.events),
        reads: Arc::clone(&adapters.event_reads),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
    }
}

pub(super) fn channel_tools(adapters: &Adapters) -> ChannelTools {
    ChannelTools {
        store: Arc::clone(&adapters.channels),
        reads: Arc::clone(&adapters.channel_reads),
        events: Arc::clone(&adapters.event_reads),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
    }
}

pub(super) fn account_tools(adapters: &Adapters) -> AccountTools {
    AccountTools {
        registry: adapters.accounts.clone(),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
    }
}

pub(super) fn desk_tools(adapters: &Adapters, bell: &RelayBell) -> DeskTools {
    DeskTools {
        store: Arc::clone(&adapters.attendance),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        signal: Arc::new(bell.clone()),
    }
}

pub(super) fn receive_tools(adapters: &Adapters, desk: &AttendanceDesk, bell: &RelayBell) -> ReceiveTools {
    ReceiveTools {
        messages: Arc::clone(&adapters.messages),
        planning: Planning {
            directory: Arc::clone(&adapters.directory),
            rules: RuleBook::new(Arc::clone(&adapters.rule_reads), Arc::clone(&adapters.clock)),
        },
        acting: Acting {
            desk: desk.clone(),
            tickets: Arc::clone(&adapters.tickets),
            answers: RuleAnswers {
                directory: Arc::clone(&adapters.directory),
                people: adapters.person_facts.clone(),
            },
            clock: Arc::clone(&adapters.clock),
        },
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        signal: Arc::new(bell.clone()),
    }
}

pub(super) fn web(adapters: &Adapters, settings: &Settings) -> WebUseCases {
    let parts = WebParts {
        learn: learn_identity(adapters),
        limiter: Arc::clone(&adapters.limiter),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        settings: settings.web.clone(),
        account: settings.account.clone(),
        session: settings.person_session,
    };
    WebUseCases::new(&adapters.web, parts)
}

pub(super) fn know_person(adapters: &Adapters) -> KnowPerson {
    KnowPerson {
        sessions: Arc::clone(&adapters.web.person_sessions),
        people: Arc::clone(&adapters.people_reads),
        clock: Arc::clone(&adapters.clock),
    }
}

pub(crate) fn learn_identity(adapters: &Adapters) -> LearnIdentity {
    LearnIdentity {
        people: Arc::clone(&adapters.people),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
    }
}

pub(crate) fn forget_union(adapters: &Adapters) -> ForgetUnion {
    ForgetUnion {
        people: Arc::clone(&adapters.people),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
    }
}

pub(super) fn reachable_person(adapters: &Adapters) -> ReachablePerson {
    ReachablePerson {
        interactions: Arc::clone(&adapters.interactions),
        deliveries: Arc::clone(&adapters.delivery_reads),
        clock: Arc::clone(&adapters.clock),
    }
}

pub(super) fn follower_tools(adapters: &Adapters, bell: &RelayBell) -> FollowerTools {
    FollowerTools {
        store: Arc::clone(&adapters.followers),
        reads: Arc::clone(&adapters.follower_reads),
        api: Arc::clone(&adapters.followers_api),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        signal: Arc::new(bell.clone()),
    }
}

pub(super) fn forget_person(adapters: &Adapters) -> ForgetPerson {
    ForgetPerson {
        reads: Arc::clone(&adapters.follower_reads),
        data: Arc::clone(&adapters.personal_data),
        union: forget_union(adapters),
    }
}

pub(super) fn sign_in(adapters: &Adapters, session: Duration) -> SignIn {
    SignIn {
        operators: Arc::clone(&adapters.operators),
        hasher: Arc::clone(&adapters.hasher),
        tokens: Arc::clone(&adapters.session_tokens),
        limiter: Arc::clone(&adapters.limiter),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        session,
    }
}

pub(super) fn messaging(adapters: &Adapters, bell: &RelayBell, settings: &Settings) -> MessagingUseCases {
    let tools = MessagingTools {
        limits: settings.messages,
        patience: settings.send_patience,
        signal: Arc::new(bell.clone()),
        reachable: reachable_person(adapters),
    };
    MessagingUseCases::new(adapters, &tools)
}

pub(super) fn mini_program(adapters: &Adapters, settings: &Settings, bell: &RelayBell) -> MiniProgramCases {
    let common = CommonParts {
        people: Arc::clone(&adapters.people_reads),
        learn: learn_identity(adapters),
        limiter: Arc::clone(&adapters.limiter),
        clock: Arc::clone(&adapters.clock),
        ids: Arc::clone(&adapters.ids),
        signal: Arc::new(bell.clone()),
        account: settings.account.clone(),
        session: settings.person_session,
    };
    MiniProgramCases::new(&adapters.mini_program, common)
}
