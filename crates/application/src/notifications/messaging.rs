//! Use cases of messaging over one set of ports.

use std::sync::Arc;
use std::time::Duration;

use ports::jobs::RelaySignal;
use tokio::sync::Semaphore;

use super::broadcasts::{
    Audiences, BroadcastTools, CancelBroadcast, Composing, CreateBroadcast, Finishing, Gathering, ReadBroadcasts,
    SendingBatches, Settling,
};
use super::consents::{ConsentListener, ReadConsents, SubscriptionReportListener};
use super::desk::DeliveryDesk;
use super::direct::{SendMessage, SendNow, ShowTyping};
use super::sending::Sender;
use super::templates::{DeleteTemplate, MapTemplate, ReadTemplates, SyncTemplates, TemplateTools, TestSend};
use crate::batching::BatchLimits;
use crate::use_cases::Adapters;
use crate::wechat::{ReachablePerson, TakesNote};

/// Deliveries of broadcasts under way in one process: what a client calls WeChat with at the same time, less some for
/// others.
const PLACES: usize = 48;

/// What messaging stands on besides the ports.
#[derive(Clone)]
pub struct MessagingTools {
    /// The group commit of deliveries.
    pub limits: BatchLimits,
    /// How long a call to WeChat takes at most.
    pub patience: Duration,
    /// Wakes the relay.
    pub signal: Arc<dyn RelaySignal>,
    /// Who may be written to.
    pub reachable: ReachablePerson,
}

/// What operators and jobs do about messages to people.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct MessagingUseCases {
    pub sync_templates: SyncTemplates,
    pub map_template: MapTemplate,
    pub test_send: TestSend,
    pub delete_template: DeleteTemplate,
    pub read_templates: ReadTemplates,
    pub read_consents: ReadConsents,
    pub create_broadcast: CreateBroadcast,
    pub cancel_broadcast: CancelBroadcast,
    pub read_broadcasts: ReadBroadcasts,
    pub send_message: SendMessage,
    pub show_typing: ShowTyping,
    pub sender: Sender,
    pub gathering: Gathering,
    pub sending: SendingBatches,
    pub settling: Settling,
    pub finishing: Finishing,
}

impl MessagingUseCases {
    /// Assembles them; call it on a runtime, for group commits start there.
    #[must_use]
    pub fn new(adapters: &Adapters, tools: &MessagingTools) -> Self {
        let sender = sender(adapters, tools);
        let templates = TemplateTools {
            templates: Arc::clone(&adapters.templates),
            clock: Arc::clone(&adapters.clock),
            ids: Arc::clone(&adapters.ids),
        };
        let broadcasts = BroadcastTools {
            broadcasts: Arc::clone(&adapters.broadcasts),
            clock: Arc::clone(&adapters.clock),
            ids: Arc::clone(&adapters.ids),
            signal: Arc::clone(&tools.signal),
        };
        let now = SendNow {
            deliveries: Arc::clone(&adapters.deliveries),
            sender: sender.clone(),
            clock: Arc::clone(&adapters.clock),
            ids: Arc::clone(&adapters.ids),
        };
        let finishing = Finishing(broadcasts.clone());
        Self {
            sync_templates: SyncTemplates {
                tools: templates.clone(),
                wechat: Arc::clone(&adapters.messaging),
            },
            map_template: MapTemplate(templates.clone()),
            test_send: TestSend {
                tools: templates.clone(),
                now: now.clone(),
                events: Arc::clone(&adapters.directory),
            },
            delete_template: DeleteTemplate {
                tools: templates,
                wechat: Arc::clone(&adapters.messaging),
            },
            read_templates: ReadTemplates {
                templates: Arc::clone(&adapters.templates),
                consents: Arc::clone(&adapters.consents),
            },
            read_consents: ReadConsents(Arc::clone(&adapters.consents)),
            create_broadcast: CreateBroadcast {
                tools: broadcasts.clone(),
                templates: Arc::clone(&adapters.templates),
                events: Arc::clone(&adapters.directory),
                accounts: Arc::new(adapters.accounts.clone()),
            },
            cancel_broadcast: CancelBroadcast(broadcasts.clone()),
            read_broadcasts: ReadBroadcasts {
                broadcasts: Arc::clone(&adapters.broadcasts),
                deliveries: Arc::clone(&adapters.delivery_reads),
            },
            send_message: SendMessage {
                now,
                reachable: tools.reachable.clone(),
            },
            show_typing: ShowTyping(Arc::clone(&adapters.messaging)),
            gathering: gathering(adapters, tools, broadcasts.clone()),
            sending: SendingBatches {
                tools: broadcasts.clone(),
                deliveries: Arc::clone(&adapters.deliveries),
                sender: sender.clone(),
                finishing: finishing.clone(),
                places: Arc::new(Semaphore::new(PLACES)),
            },
            settling: Settling {
                tools: broadcasts,
                deliveries: Arc::clone(&adapters.deliveries),
            },
            finishing,
            sender,
        }
    }

    /// Who takes note of what was received.
    #[must_use]
    pub fn listeners(adapters: &Adapters) -> Vec<Arc<dyn TakesNote>> {
        vec![
            Arc::new(ConsentListener(Arc::clone(&adapters.consents))),
            Arc::new(SubscriptionReportListener {
                deliveries: Arc::clone(&adapters.deliveries),
                reads: Arc::clone(&adapters.delivery_reads),
                clock: Arc::clone(&adapters.clock),
            }),
        ]
    }
}

fn sender(adapters: &Adapters, tools: &MessagingTools) -> Sender {
    let (deliveries, consents) = (Arc::clone(&adapters.deliveries), Arc::clone(&adapters.consents));
    Sender {
        desk: DeliveryDesk::open(deliveries, consents, tools.limits),
        messaging: Arc::clone(&adapters.messaging),
        clock: Arc::clone(&adapters.clock),
        patience: tools.patience,
    }
}

fn gathering(adapters: &Adapters, tools: &MessagingTools, broadcasts: BroadcastTools) -> Gathering {
    Gathering {
        tools: broadcasts,
        audiences: Audiences {
            attendance: Arc::clone(&adapters.attendance_reads),
            broadcasts: Arc::clone(&adapters.broadcasts),
            wechat: Arc::clone(&adapters.messaging),
        },
        composing: Composing {
            events: Arc::clone(&adapters.directory),
            tickets: Arc::clone(&adapters.tickets),
            consents: Arc::clone(&adapters.consents),
            reachable: tools.reachable.clone(),
            clock: Arc::clone(&adapters.clock),
            ids: Arc::clone(&adapters.ids),
        },
    }
}
