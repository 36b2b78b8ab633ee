//! Which family reads which event.

use super::{
    EventKind, customer_service, mass_send, media_check, menu, mini_program, privacy, publishing, subscription,
    verification, wecom_app, wecom_card, wecom_directory, wecom_external,
};
use crate::inbound::node::Node;

/// Events that the platform sends without `FromUserName`.
pub(in crate::inbound) fn has_no_sender(event: &str) -> bool {
    event.eq_ignore_ascii_case("kf_msg_or_event")
}

/// `name` is in lower case. None when no family knows the event, or it lacks what its type must have: unlike the events
/// an account acts on at once, these are kept whole rather than refused.
pub(super) fn read(name: &str, push: Node<'_, '_>) -> Option<EventKind> {
    Some(match name {
        "masssendjobfinish" => EventKind::MassSendJobFinish(Box::new(mass_send::read(push)?)),
        "publishjobfinish" => EventKind::PublishJobFinish(publishing::read(push)?),
        "wxa_media_check" => EventKind::MediaCheck(Box::new(media_check::read(push)?)),
        "wxa_punish_event" => EventKind::Penalty(Box::new(mini_program::read_penalty(push)?)),
        "change_contact" => EventKind::Directory(wecom_directory::read(push)?),
        "change_external_contact" => EventKind::ExternalContact(Box::new(wecom_external::read_contact(push)?)),
        "change_external_chat" => EventKind::ExternalChat(wecom_external::read_chat(push)?),
        "change_external_tag" => EventKind::ExternalTag(wecom_external::read_tag(push)?),
        _ => return read_group(name, push),
    })
}

/// The families of several events, in order of how often they come.
fn read_group(name: &str, push: Node<'_, '_>) -> Option<EventKind> {
    menu::read(name, push)
        .map(EventKind::Menu)
        .or_else(|| subscription::read(name, push).map(EventKind::Subscription))
        .or_else(|| customer_service::read(name, push).map(EventKind::CustomerService))
        .or_else(|| wecom_app::read(name, push).map(EventKind::WeComApp))
        .or_else(|| wecom_card::read(name, push).map(EventKind::Card))
        .or_else(|| privacy::read(name, push).map(|event| EventKind::Privacy(Box::new(event))))
        .or_else(|| verification::read(name, push).map(EventKind::Verification))
        .or_else(|| mini_program::read_review(name, push).map(EventKind::Review))
}
