//! The control API: what tests and the phone page drive the platform with. `README.md` documents it.

mod accounts;
mod acting;
mod actions;
mod answer;
mod faults;
mod hostile;
mod live;
mod people;
mod platform;
mod received;
mod which;

use actix_web::web::{self, ServiceConfig};

/// Routes below `/control`.
pub fn routes(config: &mut ServiceConfig) {
    config.service(
        web::scope("/control")
            .app_data(answer::json_config())
            .app_data(answer::query_config())
            .configure(people_routes)
            .configure(received_routes)
            .configure(platform_routes)
            .route("/live", web::get().to(live::connect))
            .default_service(web::to(answer::unknown)),
    );
}

fn people_routes(config: &mut ServiceConfig) {
    config
        .route("/people", web::post().to(people::add))
        .route("/people", web::get().to(people::list))
        .route("/people/{openId}", web::get().to(people::show))
        .route("/people/{openId}/follow", web::post().to(actions::follow))
        .route("/people/{openId}/unfollow", web::post().to(actions::unfollow))
        .route("/people/{openId}/text", web::post().to(actions::text))
        .route("/people/{openId}/scan", web::post().to(actions::scan))
        .route("/people/{openId}/click", web::post().to(actions::click))
        .route("/people/{openId}/view", web::post().to(actions::view))
        .route("/deliver", web::post().to(hostile::deliver));
}

fn received_routes(config: &mut ServiceConfig) {
    config
        .route("/calls", web::get().to(received::calls))
        .route("/notices", web::get().to(received::notices))
        .route("/callbacks", web::get().to(received::callbacks))
        .route("/exchanges", web::get().to(received::exchanges))
        .route("/codes", web::get().to(received::codes))
        .route("/stats", web::get().to(received::stats));
}

fn platform_routes(config: &mut ServiceConfig) {
    config
        .route("/faults", web::post().to(faults::plant))
        .route("/faults", web::get().to(faults::list))
        .route("/faults", web::delete().to(faults::clear))
        .route("/tokens/expire", web::post().to(platform::expire_tokens))
        .route("/tokens/lifetime", web::post().to(platform::token_lifetime))
        .route("/clock", web::post().to(platform::advance_clock))
        .route("/quota", web::post().to(platform::leave_quota))
        .route("/settings", web::post().to(accounts::change_settings))
        .route("/settings", web::get().to(accounts::settings))
        .route("/accounts", web::post().to(accounts::add))
        .route("/accounts", web::get().to(accounts::list))
        .route("/accounts/{name}", web::get().to(accounts::show))
        .route("/accounts/{name}", web::delete().to(accounts::remove))
        .route("/accounts/{name}/settings", web::get().to(accounts::show))
        .route(
            "/accounts/{name}/settings",
            web::post().to(accounts::change_settings_of),
        )
        .route("/reset", web::post().to(platform::reset));
}
