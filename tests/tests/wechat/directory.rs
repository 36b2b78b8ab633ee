//! A directory of several hundred: read through failures, kept current by events, and never wiped.

use futures::future::join_all;
use journeys::await_until::eventually;
use serde_json::{Value, json};

use crate::scene::{Account, PATIENCE, Scene, fall_silent, listen_at};

const MEMBERS: usize = 400;
/// Besides the root.
const DEPARTMENTS: usize = 60;
const PAGE: &str = "/cgi-bin/user/list";

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_is_read_through_failures_and_kept_current_by_events() {
    let scene = Scene::enter().await;
    let account = scene.wecom("directory").await;
    let corp = Corp::of(&scene, &account);
    corp.is_founded().await;
    corp.is_read_through_a_failing_page().await;
    corp.is_known_as_it_is().await;
    corp.is_kept_current_by_events().await;
    corp.outlives_a_refusal().await;
    corp.misses_who_left_unnoticed().await;
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

/// The corporation at the simulator, and its directory in the product.
struct Corp<'a> {
    scene: &'a Scene,
    account: &'a Account,
    sync: String,
}

fn member(number: usize) -> String {
    format!("directory-{number:04}")
}

/// The department that a member is in.
const fn department(number: usize) -> usize {
    2 + number % DEPARTMENTS
}

impl<'a> Corp<'a> {
    fn of(scene: &'a Scene, account: &'a Account) -> Self {
        Self {
            scene,
            account,
            sync: account.at("wecom/directory-sync"),
        }
    }

    async fn console(&self, resource: &str, body: Value) {
        let path = self.account.console(resource);
        let done = self.scene.simulator.post(&path, body).await;
        assert!(done.status < 300, "{path}: {}", done.text);
    }

    /// Nobody is told: an address was not entered yet.
    async fn is_founded(&self) {
        fall_silent(&self.scene.simulator, &self.account.name).await;
        for id in 2..2 + DEPARTMENTS {
            let department = json!({ "id": id, "name": format!("第 {id} 部") });
            self.console("corp/departments", department).await;
        }
        let members = (0..MEMBERS).map(|number| {
            json!({ "userId": member(number), "name": format!("员工 {number}"), "departments": [department(number)] })
        });
        join_all(members.map(|member| self.console("corp/members", member))).await;
        listen_at(&self.scene.simulator, &self.scene.url, &self.account.name).await;
    }

    async fn starts(&self) -> Value {
        let started = self.scene.operator.post(&self.sync, json!({})).await;
        assert_eq!(started.status, 202, "{}", started.text);
        started.data().clone()
    }

    async fn shown(&self) -> Value {
        self.scene.operator.get(&self.sync).await.data().clone()
    }

    async fn ended(&self, state: &str) -> Value {
        let ended = eventually("the synchronisation ends", PATIENCE, async || {
            let sync = self.shown().await;
            (sync["state"] != "running").then_some(sync)
        })
        .await;
        assert_eq!(ended["state"], state, "{ended}");
        ended
    }

    async fn members(&self, filter: &str) -> Vec<Value> {
        let path = self.account.at(&format!("wecom/members{filter}"));
        self.scene.operator.all(&path).await
    }

    async fn member(&self, user_id: &str) -> Value {
        let path = self.account.at(&format!("wecom/members/{user_id}"));
        self.scene.operator.get(&path).await.json["data"].clone()
    }

    async fn departments(&self) -> Vec<Value> {
        let departments = self.scene.operator.get(&self.account.at("wecom/departments")).await;
        departments.data()["items"].as_array().unwrap().clone()
    }

    /// Twenty departments are told; then WeCom has no time until it is told otherwise.
    async fn is_read_through_a_failing_page(&self) {
        let busy = json!({ "api": PAGE, "account": self.account.name, "action": { "errcode": -1 }, "after": 20 });
        self.console("faults", busy).await;
        let started = self.starts().await;
        let middle = eventually("some departments are read", PATIENCE, async || {
            let sync = self.shown().await;
            (sync["done"] == 20).then_some(sync)
        })
        .await;
        assert_eq!(
            (&middle["state"], &middle["phase"], &middle["total"]),
            (&json!("running"), &json!("members"), &json!(1 + DEPARTMENTS)),
            "{middle}"
        );
        assert_eq!(
            self.starts().await["id"],
            started["id"],
            "the one that runs is answered"
        );
        let known = self.members("?state=active").await.len();
        assert!((1..MEMBERS).contains(&known), "what was read so far is there: {known}");

        self.scene.simulator.delete(&self.account.console("faults")).await;
        let finished = self.ended("finished").await;
        assert_eq!(
            (&finished["id"], &finished["done"], &finished["complete"]),
            (&started["id"], &json!(1 + DEPARTMENTS), &json!(true)),
            "{finished}"
        );
        assert_eq!(finished["read"], MEMBERS, "each department was read once: {finished}");
    }

    async fn is_known_as_it_is(&self) {
        let mut known: Vec<_> = self
            .members("?state=active")
            .await
            .iter()
            .map(|one| one["userId"].as_str().unwrap().to_owned())
            .collect();
        known.sort_unstable();
        assert!(known.into_iter().eq((0..MEMBERS).map(member)), "the same people");
        let one = self.member(&member(7)).await;
        assert_eq!(
            (&one["name"], &one["departments"]),
            (&json!("员工 7"), &json!([{ "id": department(7), "leads": false }])),
            "{one}"
        );
        let departments = self.departments().await;
        assert_eq!(departments.len(), 1 + DEPARTMENTS);
        assert_eq!(
            (&departments[1]["name"], &departments[1]["parentId"]),
            (&json!("第 2 部"), &json!(1))
        );
    }

    async fn is_kept_current_by_events(&self) {
        self.console("corp/departments", json!({ "id": 900, "name": "新部门", "parent": 2 }))
            .await;
        let newcomer = json!({ "userId": "directory-newcomer", "name": "新同事", "departments": [900] });
        self.console("corp/members", newcomer).await;
        self.console("corp/members", json!({ "userId": member(1), "name": "改名了" }))
            .await;
        let left = format!("corp/members/{}", member(2));
        self.scene.simulator.delete(&self.account.console(&left)).await;

        eventually("the newcomer is listed in the new department", PATIENCE, async || {
            let listed = self.members("?department=900&state=active").await;
            (listed.len() == 1 && listed[0]["name"] == "新同事").then_some(())
        })
        .await;
        eventually("the new department is there", PATIENCE, async || {
            let departments = self.departments().await;
            let new = departments.iter().find(|department| department["id"] == 900)?;
            (new["name"] == "新部门" && new["parentId"] == 2).then_some(())
        })
        .await;
        eventually("the new name is known", PATIENCE, async || {
            (self.member(&member(1)).await["name"] == "改名了").then_some(())
        })
        .await;
        self.has_lost(&member(2)).await;
    }

    async fn has_lost(&self, user_id: &str) {
        let gone = eventually("who left is marked", PATIENCE, async || {
            let member = self.member(user_id).await;
            (member["state"] == "left").then_some(member)
        })
        .await;
        assert!(gone["leftAt"].is_string(), "{gone}");
        let active = self.members("?state=active").await;
        assert_eq!(active.len(), MEMBERS, "one came, one left");
        assert!(active.iter().all(|one| one["userId"] != user_id), "{user_id} is listed");
    }

    /// WeCom refuses half way, with an empty list as failures have one.
    async fn outlives_a_refusal(&self) {
        let refusal = json!({
            "api": PAGE, "account": self.account.name, "action": { "errcode": 60_020 }, "after": 20, "times": 1,
        });
        self.console("faults", refusal).await;
        self.starts().await;
        let failed = self.ended("failed").await;
        assert!(failed["error"].as_str().unwrap().contains("60020"), "{failed}");
        assert_eq!((&failed["gone"], &failed["complete"]), (&json!(0), &Value::Null));
        assert_eq!(self.members("?state=active").await.len(), MEMBERS, "nobody is gone");
        assert_eq!(self.departments().await.len(), 2 + DEPARTMENTS);
    }

    async fn misses_who_left_unnoticed(&self) {
        fall_silent(&self.scene.simulator, &self.account.name).await;
        let left = format!("corp/members/{}", member(3));
        self.scene.simulator.delete(&self.account.console(&left)).await;
        self.starts().await;
        let finished = self.ended("finished").await;
        assert_eq!(finished["gone"], 1, "{finished}");
        assert_eq!(self.member(&member(3)).await["state"], "left");
        assert_eq!(self.members("?state=active").await.len(), MEMBERS - 1);
    }
}
