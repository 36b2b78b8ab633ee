//! Messages to members of a corporation, from the order to each phone and back.

use journeys::await_until::eventually;
use serde_json::{Value, json};

use crate::scene::{Account, PATIENCE, Scene};

/// What pictures begin with; nobody looks further.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\nof the journeys";

#[tokio::test(flavor = "multi_thread")]
async fn a_message_reaches_every_member_once_says_whom_not_and_is_taken_back() {
    let scene = Scene::enter().await;
    let account = scene.wecom("staff").await;
    let office = Office::of(&scene, &account);
    let [sales, trainee, tagged, other] = ["staff-sales", "staff-trainee", "staff-tagged", "staff-other"];
    office.has_department(2).await;
    office.has_member(sales, &[2]).await;
    office.has_member(trainee, &[2]).await;
    office.has_member(tagged, &[1]).await;
    office.has_member(other, &[1]).await;
    office.has_tag(7, tagged).await;
    office.loses_an_answer("/cgi-bin/message/send").await;

    let text = "明早 8:30 在大厅集合";
    let recipients = json!({ "users": ["Staff-SALES", "staff-nobody"], "parties": [2], "tags": [7, 99] });
    let content = json!({ "type": "text", "text": text });
    let message = office.orders(recipients, content).await;
    let settled = office.settled(&message, "partly-sent").await;
    assert_eq!(settled["parts"][0]["attempts"], 2, "an answer was lost: {settled}");
    office
        .names_outcomes(
            &message,
            &[
                ("Staff-SALES", "accepted"),
                ("staff-nobody", "invalid"),
                ("2", "accepted"),
                ("7", "accepted"),
                ("99", "invalid"),
            ],
        )
        .await;
    for member in [sales, trainee, tagged] {
        let received = scene.simulator.notices(member).await;
        assert_eq!(received.len(), 1, "{member}: {received:?}");
        assert_eq!(received[0]["content"], text);
    }
    assert!(scene.simulator.notices(other).await.is_empty());
    office.takes_back(&message, &[sales, trainee, tagged]).await;
    let private: Vec<_> = account.secrets().into_iter().chain([text]).collect();
    scene.printed_nothing_of(&account.name, &private).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_answered_on_the_phone_and_changes_there() {
    let scene = Scene::enter().await;
    let account = scene.wecom("cards").await;
    let office = Office::of(&scene, &account);
    let (member, silent) = ("cards-answering", "cards-silent");
    office.has_member(member, &[1]).await;
    office.has_member(silent, &[1]).await;
    let message = office.orders(json!({ "users": [member, silent] }), shift()).await;
    office.settled(&message, "sent").await;

    let pressed = json!({ "taskId": "shift-1", "key": "accept" });
    scene.simulator.act(member, "card", pressed).await;
    let answer = office
        .answered(&message, |answer| answer["canChangeCard"] == true)
        .await;
    assert_eq!(
        (&answer["key"], &answer["place"]),
        (&json!("accept"), &json!("button")),
        "{answer}"
    );
    assert!(answer["userId"].as_str().unwrap().eq_ignore_ascii_case(member));
    let update = scene
        .operator
        .post(&format!("{message}/card-update"), json!({ "buttonText": "已确认" }))
        .await;
    assert_eq!(
        (update.status, &update.data()["people"]),
        (202, &json!(1)),
        "{}",
        update.text
    );
    office.answered(&message, |answer| answer["update"] == "updated").await;
    let last = office.chat(member).await.pop().unwrap();
    assert_eq!(last["msgType"], "card_update", "{last}");
    assert_eq!(last["message"]["change"]["button"]["replace_name"], "已确认");
    assert_eq!(office.chat(silent).await.len(), 1, "only the card");
    let again = scene
        .operator
        .post(&format!("{message}/card-update"), json!({ "buttonText": "又一次" }))
        .await;
    assert_eq!(again.code(), "NOBODY_ANSWERED", "an answer allows one change");
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_arrives_as_it_was_taken_in() {
    let scene = Scene::enter().await;
    let account = scene.wecom("pictures").await;
    let office = Office::of(&scene, &account);
    let member = "pictures-member";
    office.has_member(member, &[1]).await;
    let material = picture(&scene, &account).await;
    let content = json!({ "type": "image", "materialId": material });
    let message = office.orders(json!({ "users": [member] }), content).await;
    office.settled(&message, "sent").await;
    let received = scene.simulator.notices(member).await;
    assert_eq!(received.len(), 1, "{received:?}");
    let file = office
        .medium(received[0]["content"]["media_id"].as_str().unwrap())
        .await;
    assert_eq!(file, String::from_utf8_lossy(PICTURE));
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

/// Takes a picture in; answers the material's id.
pub async fn picture(scene: &Scene, account: &Account) -> String {
    let added = scene
        .operator
        .post_form(&account.at("materials"), &[("kind", "image")], "poster.png", PICTURE)
        .await;
    assert_eq!(added.status, 201, "{}", added.text);
    added.data()["id"].as_str().unwrap().to_owned()
}

fn shift() -> Value {
    json!({ "type": "template-card", "card": {
        "type": "button-interaction", "taskId": "shift-1", "title": { "title": "明早的班次" },
        "buttons": [
            { "type": "callback", "text": "我来", "key": "accept" },
            { "type": "callback", "text": "来不了", "key": "decline" },
        ],
    }})
}

/// The corporation at the simulator, and its messages in the product.
struct Office<'a> {
    scene: &'a Scene,
    account: &'a Account,
}

impl<'a> Office<'a> {
    const fn of(scene: &'a Scene, account: &'a Account) -> Self {
        Self { scene, account }
    }

    async fn console(&self, resource: &str, body: Value) {
        let path = self.account.console(resource);
        let done = self.scene.simulator.post(&path, body).await;
        assert!(done.status < 300, "{path}: {}", done.text);
    }

    async fn has_department(&self, id: i64) {
        self.console("corp/departments", json!({ "id": id })).await;
    }

    async fn has_member(&self, user_id: &str, departments: &[i64]) {
        let member = json!({ "userId": user_id, "departments": departments });
        self.console("corp/members", member).await;
    }

    async fn has_tag(&self, id: i64, user_id: &str) {
        self.console(&format!("corp/tags/{id}"), json!({ "addUsers": [user_id] }))
            .await;
    }

    /// The next call of this API is carried out, and its answer lost.
    async fn loses_an_answer(&self, api: &str) {
        let fault = json!({
            "api": api, "account": self.account.name, "action": { "dropConnection": "after" }, "times": 1,
        });
        self.console("faults", fault).await;
    }

    /// Orders a message; answers its path.
    async fn orders(&self, recipients: Value, content: Value) -> String {
        let messages = self.account.at("wecom/messages");
        let body = json!({ "recipients": recipients, "content": content });
        let ordered = self.scene.operator.post(&messages, body).await;
        assert_eq!(ordered.status, 202, "{}", ordered.text);
        format!("{messages}/{}", ordered.data()["id"].as_str().unwrap())
    }

    async fn settled(&self, message: &str, state: &str) -> Value {
        let settled = eventually("the message is settled", PATIENCE, async || {
            let shown = self.scene.operator.get(message).await.data().clone();
            (shown["finishedAt"].is_string()).then_some(shown)
        })
        .await;
        assert_eq!(settled["state"], state, "{settled}");
        settled
    }

    async fn names_outcomes(&self, message: &str, expected: &[(&str, &str)]) {
        let recipients = self.scene.operator.all(&format!("{message}/recipients")).await;
        let mut found: Vec<_> = recipients
            .iter()
            .map(|one| (one["id"].as_str().unwrap(), one["outcome"].as_str().unwrap()))
            .collect();
        let mut expected = expected.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }

    async fn takes_back(&self, message: &str, members: &[&str]) {
        let recall = self.scene.operator.post(&format!("{message}/recall"), json!({})).await;
        assert_eq!(recall.status, 202, "{}", recall.text);
        eventually("the message is taken back", PATIENCE, async || {
            let shown = self.scene.operator.get(message).await.data().clone();
            (shown["state"] == "recalled").then_some(())
        })
        .await;
        for member in members {
            let chat = self.chat(member).await;
            assert!(
                chat.len() == 1 && chat[0]["msgType"] == "recall",
                "{member} sees it no more: {chat:?}"
            );
        }
    }

    /// The one answer on a card, once it is so.
    async fn answered(&self, message: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        eventually("the answer is listed", PATIENCE, async || {
            let answers = self.scene.operator.all(&format!("{message}/answers")).await;
            assert!(answers.len() <= 1, "{answers:?}");
            answers.into_iter().next().filter(&is_so)
        })
        .await
    }

    /// The member's chat with the application.
    async fn chat(&self, member: &str) -> Vec<Value> {
        self.scene.simulator.known(member).await["chat"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// A file that the corporation has, as text.
    async fn medium(&self, media_id: &str) -> String {
        let simulator = &self.scene.simulator;
        let login = format!(
            "/cgi-bin/gettoken?corpid={}&corpsecret={}",
            self.account.app_id, self.account.secret
        );
        let token = simulator.get(&login).await.json["access_token"].clone();
        let path = format!(
            "/cgi-bin/media/get?access_token={}&media_id={media_id}",
            token.as_str().unwrap()
        );
        simulator.get(&path).await.text
    }
}
