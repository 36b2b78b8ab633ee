//! All use cases of mass messages.

use std::sync::Arc;

use ports::jobs::RelaySignal;

use super::{
    CancelMass, DeleteMass, DraftMass, EditMass, HearMassReports, LookingAtMass, MassMedia, MassSpeeds, MassTools,
    OrderMass, PreviewMass, ReadMass, SendingMass, WithdrawMass,
};
use crate::use_cases::Adapters;
use crate::wechat::TakesNote;

/// Everything about mass messages.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct MassUseCases {
    pub draft: DraftMass,
    pub edit: EditMass,
    pub delete: DeleteMass,
    pub preview: PreviewMass,
    pub order: OrderMass,
    pub cancel: CancelMass,
    pub withdraw: WithdrawMass,
    pub read: ReadMass,
    pub speeds: MassSpeeds,
    pub sending: SendingMass,
    pub looking: LookingAtMass,
    hear: HearMassReports,
}

impl MassUseCases {
    /// Assembles them.
    #[must_use]
    pub fn new(adapters: &Adapters, media: MassMedia, signal: Arc<dyn RelaySignal>) -> Self {
        let own = &adapters.mass;
        let tools = MassTools {
            store: Arc::clone(&own.store),
            reports: Arc::clone(&own.reports),
            clock: Arc::clone(&adapters.clock),
            ids: Arc::clone(&adapters.ids),
            signal,
        };
        let (api, followers) = (&own.api, &adapters.follower_reads);
        Self {
            draft: DraftMass(tools.clone()),
            edit: EditMass(tools.clone()),
            delete: DeleteMass(tools.clone()),
            preview: PreviewMass {
                tools: tools.clone(),
                api: Arc::clone(api),
                media: media.clone(),
                limiter: Arc::clone(&adapters.limiter),
            },
            order: OrderMass(tools.clone()),
            cancel: CancelMass(tools.clone()),
            withdraw: WithdrawMass {
                tools: tools.clone(),
                api: Arc::clone(api),
            },
            read: ReadMass {
                store: Arc::clone(&own.store),
                followers: Arc::clone(followers),
            },
            speeds: MassSpeeds {
                tools: tools.clone(),
                api: Arc::clone(api),
            },
            sending: SendingMass {
                tools: tools.clone(),
                api: Arc::clone(api),
                media,
                followers: Arc::clone(followers),
            },
            looking: LookingAtMass {
                tools: tools.clone(),
                api: Arc::clone(api),
            },
            hear: HearMassReports { tools },
        }
    }

    /// Everybody here whom messages concern.
    #[must_use]
    pub fn listeners(&self) -> Vec<Arc<dyn TakesNote>> {
        vec![Arc::new(self.hear.clone())]
    }
}
