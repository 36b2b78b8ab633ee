//! Tickets for pages.

use ports::wechat::TicketKind;

use super::WechatWorld;
use crate::race::race;

/// Everybody who asks gets the same ticket; another kind is another ticket.
pub async fn a_ticket_is_the_same_for_everybody_who_asks(world: WechatWorld) {
    let account = world.account.clone();
    let first = world.tickets.ticket(&account, TicketKind::Page).await.unwrap();
    assert!(!first.value.is_empty());
    let shared = world.clone();
    let tickets = race(16, move |_| {
        let world = shared.clone();
        async move { world.tickets.ticket(&world.account, TicketKind::Page).await.unwrap() }
    })
    .await;
    assert!(tickets.iter().all(|ticket| *ticket == first));
    let card = world.tickets.ticket(&account, TicketKind::Card).await.unwrap();
    assert_ne!(card.value, first.value);
}

/// What is printed of a ticket does not hold it.
pub async fn a_ticket_is_not_shown(world: WechatWorld) {
    let ticket = world.tickets.ticket(&world.account, TicketKind::Page).await.unwrap();
    assert!(!format!("{ticket:?}").contains(&ticket.value));
}
