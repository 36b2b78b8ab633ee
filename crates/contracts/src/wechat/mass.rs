//! Mass messages.

use domain::attendance::PersonRef;
use domain::wechat::mass::Looked;
use ports::wechat::WechatFailure;
use ports::wechat::mass::{MassPayload, MassRecipients, MassTaken, PreviewPayload, PreviewPerson};

use super::{Ask, Fault, Subject, WechatWorld};

/// An API of mass messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MassAsk {
    /// A message to all followers.
    Everybody,
    /// A message to people who are named.
    People,
    /// A message shown to one person.
    Preview,
    /// The end of a message that was sent.
    Withdraw,
    /// How far a message is.
    Look,
    /// How fast messages are sent.
    Speed,
    /// Another speed.
    SetSpeed,
}

impl MassAsk {
    /// See [`Ask::path`].
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Everybody => "/cgi-bin/message/mass/sendall",
            Self::People => "/cgi-bin/message/mass/send",
            Self::Preview => "/cgi-bin/message/mass/preview",
            Self::Withdraw => "/cgi-bin/message/mass/delete",
            Self::Look => "/cgi-bin/message/mass/get",
            Self::Speed => "/cgi-bin/message/mass/speed/get",
            Self::SetSpeed => "/cgi-bin/message/mass/speed/set",
        }
    }

    /// See [`Ask::is_repeatable`].
    pub(super) const fn is_repeatable(self) -> bool {
        !matches!(self, Self::Preview)
    }
}

impl From<MassAsk> for Ask {
    fn from(ask: MassAsk) -> Self {
        Self::Mass(ask)
    }
}

impl WechatWorld {
    /// WeChat's ids of whom or what this is asked about, besides a person.
    pub(super) async fn named_mass(&self, ask: MassAsk) -> Vec<String> {
        match ask {
            MassAsk::People => vec![self.faults.follower().await.open_id],
            MassAsk::Withdraw | MassAsk::Look => vec![self.sent_articles().await.msg_id.to_string()],
            _ => Vec::new(),
        }
    }

    pub(super) async fn ask_mass(&self, ask: MassAsk, about: &Subject) -> Result<(), WechatFailure> {
        let (api, account, open_id) = (&self.mass, &self.account, about.person.open_id.clone());
        match ask {
            MassAsk::Everybody => {
                let everybody = MassRecipients::Everybody;
                api.send(account, &everybody, &text("开场了"), &open_id).await.map(drop)
            }
            MassAsk::People => {
                let people = MassRecipients::People(vec![open_id.clone(), about.named[0].clone()]);
                api.send(account, &people, &text("开场了"), &open_id).await.map(drop)
            }
            MassAsk::Preview => {
                let (person, text) = (
                    PreviewPerson::OpenId(open_id),
                    PreviewPayload::Text("开场了".to_owned()),
                );
                api.preview(account, &person, &text).await.map(drop)
            }
            MassAsk::Withdraw => api.withdraw(account, number(&about.named[0]), None).await,
            MassAsk::Look => api.look(account, number(&about.named[0])).await.map(drop),
            MassAsk::Speed => api.speed(account).await.map(drop),
            MassAsk::SetSpeed => api.set_speed(account, 1).await,
        }
    }

    /// Sends a text to these people under this name.
    async fn send_to(&self, people: &[PersonRef], words: &str, name: &str) -> Result<MassTaken, WechatFailure> {
        let people = MassRecipients::People(people.iter().map(|person| person.open_id.clone()).collect());
        self.mass.send(&self.account, &people, &text(words), name).await
    }

    /// Sends a draft to two followers.
    async fn sent_articles(&self) -> MassTaken {
        let (people, draft) = (self.two().await, self.draft(&["周六"]).await);
        let people = MassRecipients::People(people.map(|person| person.open_id).into());
        // As long as WeChat takes names, and as different as drafts are.
        let name = &draft[..draft.len().min(32)];
        let taken = self.mass.send(&self.account, &people, &articles(&draft), name).await;
        taken.unwrap()
    }

    async fn two(&self) -> [PersonRef; 2] {
        [self.faults.follower().await, self.faults.follower().await]
    }
}

/// A number that WeChat gave.
fn number(text: &str) -> u64 {
    text.parse().unwrap()
}

fn text(words: &str) -> MassPayload {
    MassPayload::Text(words.to_owned())
}

fn articles(draft: &str) -> MassPayload {
    MassPayload::Articles {
        media_id: draft.to_owned(),
        send_reprints: false,
    }
}

/// The same name is the same message: everybody gets it once. Another name is another one.
pub async fn a_mass_message_of_one_name_is_sent_once(world: WechatWorld) {
    let (people, other) = (world.two().await, world.faults.follower().await);
    let first = world.send_to(&people, "开场了🎉", "a-name").await.unwrap();
    assert_eq!(world.send_to(&people, "开场了🎉", "a-name").await.unwrap(), first);
    let second = world.send_to(&people, "散场了", "another-name").await.unwrap();
    assert_ne!(second.msg_id, first.msg_id);
    for person in &people {
        assert_eq!(world.faults.reached(person).await, ["开场了🎉", "散场了"]);
    }
    assert!(world.faults.reached(&other).await.is_empty());
}

/// One whose answer was lost is not sent again when it is repeated.
pub async fn a_mass_message_without_an_answer_is_repeated_and_sent_once(world: WechatWorld) {
    let people = world.two().await;
    if !world
        .faults
        .strike_next(MassAsk::People.into(), Fault::CutOffAfter)
        .await
    {
        return;
    }
    let lost = world.send_to(&people, "开场了🎉", "a-name").await;
    assert!(matches!(lost, Err(WechatFailure::Later { code: None, .. })), "{lost:?}");
    world.send_to(&people, "开场了🎉", "a-name").await.unwrap();
    for person in &people {
        assert_eq!(world.faults.reached(person).await, ["开场了🎉"]);
    }
}

/// A draft is used up by sending it, and a repetition is recognised all the same.
pub async fn a_mass_message_uses_its_draft_up_and_is_recognised_without_it(world: WechatWorld) {
    let (people, draft) = (world.two().await, world.draft(&["周六"]).await);
    let people = MassRecipients::People(people.map(|person| person.open_id).into());
    let send = || async {
        let sent = world
            .mass
            .send(&world.account, &people, &articles(&draft), "a-name")
            .await;
        sent.unwrap()
    };
    let first = send().await;
    assert!(first.msg_data_id.is_some());
    assert!(world.drafts().await.is_empty());
    assert_eq!(send().await.msg_id, first.msg_id);
}

/// A message is looked at under its number, also when it was taken back, however often; other numbers are refused.
pub async fn a_mass_message_is_looked_at_until_it_is_taken_back(world: WechatWorld) {
    let taken = world.sent_articles().await;
    let (api, account) = (&world.mass, &world.account);
    let looked = api.look(account, taken.msg_id).await.unwrap();
    assert!(matches!(looked, Looked::Sent | Looked::UnderWay), "{looked:?}");
    for _ in 0..2 {
        api.withdraw(account, taken.msg_id, None).await.unwrap();
        assert_eq!(api.look(account, taken.msg_id).await.unwrap(), Looked::Withdrawn);
    }
    let unknown = [
        api.look(account, 404).await.map(drop),
        api.withdraw(account, 404, None).await,
    ];
    for outcome in unknown {
        assert!(matches!(outcome, Err(WechatFailure::Refused { .. })), "{outcome:?}");
    }
}

/// A preview reaches the person who looks at it, and nobody else.
pub async fn a_preview_reaches_its_person_alone(world: WechatWorld) {
    let [person, other] = world.two().await;
    let (to, words) = (
        PreviewPerson::OpenId(person.open_id.clone()),
        PreviewPayload::Text("开场了🎉".to_owned()),
    );
    for shown in 1..=2 {
        world.mass.preview(&world.account, &to, &words).await.unwrap();
        assert_eq!(world.faults.reached(&person).await, vec!["开场了🎉"; shown]);
    }
    assert!(world.faults.reached(&other).await.is_empty());
}

/// The speed is what was set.
pub async fn mass_messages_are_as_fast_as_was_set(world: WechatWorld) {
    for (level, per_minute) in [(3, 300_000), (0, 800_000)] {
        world.mass.set_speed(&world.account, level).await.unwrap();
        let speed = world.mass.speed(&world.account).await.unwrap();
        assert_eq!((speed.level, speed.per_minute), (level, per_minute));
    }
}
