//! Who is the same person.

use application::Context;
use application::identity::LearnIdentityCommand;
use domain::attendance::PersonRef;
use domain::identity::LearnedFrom;
use serde_json::json;

use crate::support::House;

async fn learned(house: &House, account: &str, open_id: &str, union_id: Option<&str>) -> String {
    let command = LearnIdentityCommand {
        identity: PersonRef {
            account: account.to_owned(),
            open_id: open_id.to_owned(),
        },
        union_id: union_id.map(str::to_owned),
        learned_from: LearnedFrom::WebLogin,
    };
    let learn = &house.use_cases.learn_identity;
    learn.run(command, &Context::of("test")).await.unwrap().to_string()
}

#[actix_web::test]
async fn a_person_is_found_by_every_id_they_ever_had() {
    let house = House::open().await;
    let survivor = learned(&house, "default", "oPerson_000001", None).await;
    let merged = learned(&house, "mini", "mPerson_000001", Some("uPerson_000001")).await;
    learned(&house, "default", "oPerson_000001", Some("uPerson_000001")).await;
    let person = house.get(&format!("/v2/people/{merged}")).await.data(200);
    assert_eq!(person["id"], json!(survivor));
    assert_eq!(person["unionIds"], json!(["uPerson_000001"]));
    assert_eq!(person["identities"].as_array().unwrap().len(), 2);
    assert_eq!(person["merges"][0]["from"], json!(merged));
    assert_eq!(person["merges"][0]["learnedFrom"], "web-login");
    for query in ["unionId=uPerson_000001", "account=mini&openId=mPerson_000001"] {
        let found = house.get(&format!("/v2/people?{query}")).await.data(200);
        assert_eq!(found["items"], json!([person]), "{query}");
    }
    for query in ["unionId=UPerson_000001", "account=second&openId=oPerson_000001"] {
        let found = house.get(&format!("/v2/people?{query}")).await.data(200);
        assert_eq!(found["items"], json!([]), "{query}");
    }
}

#[actix_web::test]
async fn questions_that_name_nobody_are_told_so() {
    let house = House::open().await;
    let nobody = "019ad3a5-7c4b-7000-8000-0000000000ff";
    house.get(&format!("/v2/people/{nobody}")).await.error(404, "NOT_FOUND");
    house.get("/v2/people/zoe").await.refuses_field("personId");
    for query in ["", "openId=o", "account=default", "unionId=u&account=default&openId=o"] {
        house.get(&format!("/v2/people?{query}")).await.refuses_field("unionId");
    }
    let long = "x".repeat(129);
    house
        .get(&format!("/v2/people?unionId={long}"))
        .await
        .refuses_field("unionId");
    house.get("/v2/people?unionId=a%00b").await.refuses_field("unionId");
}
