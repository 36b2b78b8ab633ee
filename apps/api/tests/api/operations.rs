//! Probes, metrics, pages.

use actix_web::test::TestRequest;
use runtime::HealthRegistry;

use crate::support::House;

#[actix_web::test]
async fn the_process_lives_whatever_else_is_wrong() {
    let house = House::open().await;
    house.shutdown.trigger();
    let answered = house.send(TestRequest::get().uri("/healthz")).await;
    assert_eq!(answered.status, 200);
    assert_eq!(answered.json(), serde_json::json!({"status": "ok"}));
}

#[actix_web::test]
async fn a_stopping_process_is_not_ready() {
    let house = House::open().await;
    let ready = house.send(TestRequest::get().uri("/readyz")).await;
    assert_eq!((ready.status.as_u16(), &ready.json()["ready"]), (200, &true.into()));
    house.shutdown.trigger();
    let stopping = house.send(TestRequest::get().uri("/readyz")).await;
    assert_eq!(
        (stopping.status.as_u16(), &stopping.json()["stopping"]),
        (503, &true.into())
    );
}

#[actix_web::test]
async fn the_report_of_each_check_has_the_documented_shape() {
    let health = HealthRegistry::new(runtime::Shutdown::new());
    health
        .register("database", || async { Err("not reached".to_owned()) })
        .await;
    let shown = serde_json::to_value(health.report().await).unwrap();
    assert_eq!(shown["ready"], false);
    assert_eq!(shown["checks"][0]["name"], "database");
    assert!(shown["checks"][0]["durationMs"].is_u64());
}

#[actix_web::test]
async fn metrics_name_routes_and_never_paths() {
    let house = House::open().await;
    house
        .get("/v2/events/019ad3a5-7c4b-7000-8000-0000000000e1")
        .await
        .error(404, "NOT_FOUND");
    house.get("/v2/secret-path").await.error(404, "NOT_FOUND");
    let text = house.send(TestRequest::get().uri("/metrics")).await.body;
    let labels = "http_requests_total{method=\"GET\",route=\"/v2/events/{eventId}\",status=\"404\"}";
    assert!(text.contains(labels), "{text}");
    assert!(text.contains("route=\"unmatched\""));
    assert!(text.contains("http_request_seconds_bucket"));
    assert!(!text.contains("secret-path") && !text.contains("019ad3a5"));
}

#[actix_web::test]
async fn the_documentation_comes_from_this_process_alone() {
    let house = House::open().await;
    let way = house.send(TestRequest::get().uri("/docs")).await;
    assert_eq!((way.status.as_u16(), way.header("location")), (308, Some("/docs/")));
    let page = house.send(TestRequest::get().uri("/docs/")).await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self';") && policy.contains("frame-ancestors 'none'"));
    for part in page
        .body
        .split(['"', '\''])
        .filter(|part| part.ends_with(".js") || part.ends_with(".css"))
    {
        assert!(!part.contains("//"), "{part} comes from elsewhere");
        let file = part.trim_start_matches("./");
        assert_eq!(
            house
                .send(TestRequest::get().uri(&format!("/docs/{file}")))
                .await
                .status,
            200,
            "{file}"
        );
    }
    let start = house
        .send(TestRequest::get().uri("/docs/swagger-initializer.js"))
        .await
        .body;
    assert!(start.contains("/v2/openapi.json"), "{start}");
    assert!(!start.contains("http"), "{start}");
    assert!(
        !page.body.contains("<script>"),
        "the policy forbids scripts inside the page"
    );
}

#[actix_web::test]
async fn the_first_page_leads_to_the_documentation() {
    let house = House::open().await;
    let page = house.send(TestRequest::get().uri("/")).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("href=\"/docs/\""));
}
