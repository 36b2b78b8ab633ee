//! What the worker does, and who takes note of what was received.

use std::sync::Arc;

use super::Adapters;
use super::tools::{follower_tools, forget_person, forget_union, learn_identity};
use crate::features::Features;
use crate::jobs::{JobUseCases, RelayBell};
use crate::notifications::{CloseDeliveries, Delivering, FollowUps, LateReplies, MessagingUseCases, Tagging};
use crate::wechat::channels::CountScans;
use crate::wechat::followers::{FollowerTools, NoteFollowers, RefreshFollower, SyncSteps, TagRunSteps};
use crate::wechat::menus::{MenuTools, Publishing};
use crate::wechat::mini_program::MiniProgramCases;
use crate::wechat::{Noting, TakesNote};

/// Everybody who takes note of what was received.
fn listeners(
    adapters: &Adapters,
    followers: &FollowerTools,
    mini_program: &MiniProgramCases,
    features: &Features,
) -> Vec<Arc<dyn TakesNote>> {
    let mut listeners = MessagingUseCases::listeners(adapters);
    listeners.extend(mini_program.listeners());
    listeners.extend(features.listeners());
    listeners.push(Arc::new(CountScans::open(Arc::clone(&adapters.scan_counts))));
    listeners.push(Arc::new(NoteFollowers {
        tools: followers.clone(),
        forget: forget_person(adapters),
        accounts: Arc::new(adapters.accounts.clone()),
    }));
    listeners
}

pub(super) fn job_use_cases(
    adapters: &Adapters,
    bell: &RelayBell,
    messaging: MessagingUseCases,
    mini_program: &MiniProgramCases,
    features: &Features,
) -> JobUseCases {
    let signal = Arc::new(bell.clone());
    let followers = follower_tools(adapters, bell);
    JobUseCases {
        follow_ups: FollowUps {
            attendance: Arc::clone(&adapters.attendance_reads),
            events: Arc::clone(&adapters.directory),
            deliveries: Arc::clone(&adapters.deliveries),
            tickets: Arc::clone(&adapters.tickets),
            clock: Arc::clone(&adapters.clock),
            ids: Arc::clone(&adapters.ids),
            signal: signal.clone(),
        },
        delivering: Delivering {
            deliveries: Arc::clone(&adapters.deliveries),
            sender: messaging.sender.clone(),
        },
        close_deliveries: CloseDeliveries {
            deliveries: Arc::clone(&adapters.deliveries),
            clock: Arc::clone(&adapters.clock),
        },
        late_replies: LateReplies {
            messages: Arc::clone(&adapters.message_reads),
            deliveries: Arc::clone(&adapters.deliveries),
            clock: Arc::clone(&adapters.clock),
            ids: Arc::clone(&adapters.ids),
            signal,
        },
        tagging: Tagging {
            attendance: Arc::clone(&adapters.attendance_reads),
            events: Arc::clone(&adapters.directory),
            wechat: Arc::clone(&adapters.wechat),
        },
        noting: Noting {
            messages: Arc::clone(&adapters.message_reads),
            listeners: listeners(adapters, &followers, mini_program, features),
        },
        messaging,
        publishing: Publishing {
            tools: MenuTools::new(adapters),
            wechat: Arc::clone(&adapters.menu_api),
        },
        articles: features.articles.jobs.clone(),
        refresh_follower: RefreshFollower {
            tools: followers.clone(),
            learn: learn_identity(adapters),
            forget: forget_union(adapters),
        },
        forget_person: forget_person(adapters),
        follower_sync: SyncSteps {
            tools: followers.clone(),
            learn: learn_identity(adapters),
        },
        tag_runs: TagRunSteps(followers),
        mass: features.mass.clone(),
        materials: features.materials.clone(),
        submit_media: mini_program.submit_media.clone(),
        expire_checks: mini_program.expire_checks.clone(),
        corp: features.corp.clone(),
        staff: features.staff.clone(),
        clock: Arc::clone(&adapters.clock),
    }
}
