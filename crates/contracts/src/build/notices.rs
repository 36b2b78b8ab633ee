//! Deliveries.

use domain::ids::DeliveryId;
use domain::notifications::{Channel, DeliveryState, Link, NoticeKind, StoredDelivery};

use super::{fresh, now, somebody};

/// A customer-service message still to be sent.
#[must_use]
pub fn a_delivery(cause: &str) -> StoredDelivery {
    StoredDelivery {
        id: fresh(DeliveryId::from_uuid),
        cause: cause.to_owned(),
        person: somebody(1),
        event: None,
        attendee: None,
        broadcast: None,
        kind: NoticeKind::Registered,
        channel: Channel::text("报名成功 🎉"),
        skipped: None,
        state: DeliveryState::Pending,
        attempts: Vec::new(),
        provider_message_id: None,
        created_at: now(),
        updated_at: now(),
        version: 1,
    }
}

/// A template message still to be sent.
#[must_use]
pub fn a_template_delivery(cause: &str) -> StoredDelivery {
    StoredDelivery {
        channel: Channel::Template {
            template_id: "ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY".to_owned(),
            fields: vec![
                ("thing9".to_owned(), "茶会 🍵".to_owned()),
                ("thing1".to_owned(), "第二".to_owned()),
            ],
            link: Link::Nowhere,
        },
        ..a_delivery(cause)
    }
}
