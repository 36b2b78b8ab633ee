//! What belongs to one product refuses accounts of the others.

use actix_web::test::TestRequest;
use api::Endpoint;
use domain::wechat::Product;
use serde_json::{Value, json};

use crate::support::{House, KEY};

/// Paths of any account, whatever its product.
const OF_EVERY_PRODUCT: [&str; 8] = [
    "/v2/wechat/accounts/{account}",
    "/v2/wechat/accounts/{account}/test",
    "/v2/wechat/accounts/{account}/health",
    "/v2/wechat/accounts/{account}/materials",
    "/v2/wechat/accounts/{account}/materials/quota",
    "/v2/wechat/accounts/{account}/materials/{materialId}",
    "/v2/wechat/accounts/{account}/materials/{materialId}/content",
    "/v2/wechat/accounts/{account}/materials/{materialId}/upload",
];
pub const SOME_ID: &str = "019ad3a5-7c4b-7000-8000-0000000000a1";

fn account_of(product: Product) -> Value {
    let (app_id, agent_id) = match product {
        Product::OfficialAccount => ("wx0000000000000011", Value::Null),
        Product::MiniProgram => ("wx0000000000000012", Value::Null),
        Product::WeCom => ("ww0000000000000013", json!(1_000_002)),
    };
    json!({
        "name": name_of(product), "product": product.name(), "title": "账号", "appId": app_id, "agentId": agent_id,
        "appSecret": "an-app-secret-not-for-use", "token": "aToken", "encodingAesKey": KEY,
    })
}

pub fn name_of(product: Product) -> &'static str {
    match product {
        Product::OfficialAccount => "official",
        Product::MiniProgram => "program",
        Product::WeCom => "staff",
    }
}

fn path_of(endpoint: &Endpoint, account: &str) -> String {
    let segments = endpoint.path.split('/').map(|segment| match segment {
        "{account}" => account,
        segment if segment.starts_with('{') => SOME_ID,
        segment => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

pub async fn with_accounts() -> House {
    let house = House::open().await;
    for product in Product::ALL {
        house.post("/v2/wechat/accounts", account_of(product)).await.data(201);
    }
    house
}

#[actix_web::test]
async fn an_account_of_another_product_is_refused_before_anything_else() {
    let house = with_accounts().await;
    let below = "/v2/wechat/accounts/{account}";
    for endpoint in api::endpoints() {
        if !endpoint.path.starts_with(below) {
            continue;
        }
        let (method, path) = (&endpoint.method, &endpoint.path);
        let is_common = OF_EVERY_PRODUCT.contains(&path.as_str());
        assert_eq!(endpoint.products.is_empty(), is_common, "{method} {path}");
        let strangers = Product::ALL
            .into_iter()
            .filter(|product| !endpoint.products.contains(product));
        for product in strangers.filter(|_| !is_common) {
            let request = house.signed_in(method.clone(), &path_of(&endpoint, name_of(product)));
            let error = house.send(request).await.error(409, "WRONG_PRODUCT");
            assert_eq!(error["details"]["product"], product.name(), "{method} {path}");
            let message = error["message"].as_str().unwrap();
            for needed in endpoint.products {
                assert!(message.contains(needed.name()), "{message}");
            }
        }
        for product in endpoint.products {
            let request = house.signed_in(method.clone(), &path_of(&endpoint, name_of(*product)));
            let answered = house.send(request).await;
            assert!(!answered.body.contains("WRONG_PRODUCT"), "{method} {path}");
        }
    }
}

#[actix_web::test]
async fn strangers_learn_no_product_and_an_unknown_account_is_unknown() {
    let house = with_accounts().await;
    let stranger = TestRequest::get().uri("/v2/wechat/accounts/staff/menu");
    house.send(stranger).await.error(401, "UNAUTHENTICATED");
    house
        .get("/v2/wechat/accounts/nobody/menu")
        .await
        .error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn followers_of_official_accounts_only_are_reached_by_tag() {
    let house = with_accounts().await;
    let broadcast = json!({
        "title": "提醒", "message": {"type": "custom", "content": {"type": "text", "text": "明天见"}},
        "audience": {"type": "tag", "tagId": 2},
    });
    let broadcasts = |product| format!("/v2/wechat/accounts/{}/broadcasts", name_of(product));
    house
        .post(&broadcasts(Product::OfficialAccount), broadcast.clone())
        .await
        .data(201);
    let refused = house.post(&broadcasts(Product::MiniProgram), broadcast).await;
    let reason = refused.refuses_field("audience");
    assert!(reason.contains("tag"), "{reason}");
}
