//! Send one delivery while somebody waits for it.

use std::sync::Arc;

use domain::ids::DeliveryId;
use domain::notifications::{Delivery, Notice};
use ports::StoreError;
use ports::jobs::JobEnvelope;
use ports::notifications::DeliveryStore;
use ports::system::{Clock, Ids};

use crate::context::Context;
use crate::notifications::deliver::Deliver;
use crate::notifications::sending::{Carried, Sender};

/// Makes a delivery and carries it out at once. A job stands by that finishes it when this process dies, or when WeChat
/// has no time for it now.
#[derive(Clone)]
pub struct SendNow {
    /// Deliveries.
    pub deliveries: Arc<dyn DeliveryStore>,
    /// Sends them.
    pub sender: Sender,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

impl SendNow {
    /// Runs it; answers the delivery as it is afterwards. A cause that is known is carried out no second time.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run(&self, notice: Notice, context: &Context) -> Result<Delivery, StoreError> {
        let cause = notice.cause.clone();
        let delivery = Delivery::pending(DeliveryId::from_uuid(self.ids.next()), notice, self.clock.now());
        self.deliveries
            .add(&[delivery], &[self.stand_by(&cause, context)])
            .await?;
        let missing = || StoreError::Failed("the delivery just stored is gone".to_owned());
        let stored = self.deliveries.find_by_cause(&cause).await?.ok_or_else(missing)?;
        match self.sender.carry_out(stored).await {
            Ok(Carried::Settled(delivery) | Carried::Later { delivery, .. }) => Ok(*delivery),
            Ok(Carried::InFlight) | Err(StoreError::VersionConflict) => {
                self.deliveries.find_by_cause(&cause).await?.ok_or_else(missing)
            }
            Err(error) => Err(error),
        }
    }

    fn stand_by(&self, cause: &str, context: &Context) -> JobEnvelope {
        let now = self.clock.now();
        let deliver = Deliver {
            cause: cause.to_owned(),
        };
        JobEnvelope {
            not_before: now.plus(self.sender.patience),
            ..context.job(&deliver, now, self.ids.as_ref())
        }
    }
}
