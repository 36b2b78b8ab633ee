//! The control API: what tests and the phone page drive the platform with. `README.md` documents it.

mod accounts;
mod acting;
mod actions;
mod answer;
mod cards;
mod client;
mod consents;
mod console;
mod corp;
mod corp_contacts;
mod faults;
mod hostile;
mod jobs;
mod live;
mod menu;
mod messages;
mod mini_console;
mod people;
mod platform;
mod received;
mod templates;
mod which;

use actix_web::web::{self, ServiceConfig};

/// Routes below `/control`.
pub fn routes(config: &mut ServiceConfig) {
    config.service(
        web::scope("/control")
            .app_data(answer::json_config())
            .app_data(answer::query_config())
            .configure(people_routes)
            .configure(message_routes)
            .configure(console_routes)
            .configure(job_routes)
            .configure(client_routes)
            .configure(corp_routes)
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

fn message_routes(config: &mut ServiceConfig) {
    config
        .route("/people/{openId}/image", web::post().to(messages::image))
        .route("/people/{openId}/voice", web::post().to(messages::voice))
        .route("/people/{openId}/video", web::post().to(messages::video))
        .route("/people/{openId}/short-video", web::post().to(messages::short_video))
        .route("/people/{openId}/location", web::post().to(messages::location))
        .route("/people/{openId}/link", web::post().to(messages::link))
        .route("/people/{openId}/message-menu", web::post().to(messages::message_menu))
        .route("/people/{openId}/menu", web::get().to(menu::seen))
        .route("/people/{openId}/menu", web::post().to(menu::tap))
        .route("/people/{openId}/consent", web::post().to(consents::consent))
        .route(
            "/people/{openId}/one-time-consent",
            web::post().to(consents::one_time_consent),
        )
        .route("/people/{openId}/whereabouts", web::post().to(consents::whereabouts))
        .route("/people/{openId}/profile", web::post().to(consents::profile))
        .route("/people/{openId}/pay", web::post().to(consents::pay))
        .route("/people/{openId}/wait", web::post().to(console::wait_for_helper))
        .route("/people/{openId}/hand-over", web::post().to(console::hand_over));
}

fn console_routes(config: &mut ServiceConfig) {
    config
        .route("/oauth", web::post().to(console::decide))
        .route("/oauth", web::delete().to(console::ask))
        .route("/templates", web::get().to(templates::list))
        .route("/templates", web::post().to(console::add_template))
        .route("/autoreply", web::post().to(console::set_autoreply))
        .route("/helpers/{kfAccount}", web::post().to(console::change_helper));
}

fn job_routes(config: &mut ServiceConfig) {
    config
        .route("/publishing", web::post().to(jobs::decide_publishing))
        .route("/publishing/{publishId}", web::post().to(jobs::end_publishing))
        .route("/mass", web::post().to(jobs::decide_mass))
        .route("/mass/{msgId}", web::post().to(jobs::end_mass))
        .route("/media-checks", web::post().to(jobs::decide_media_checks))
        .route("/media-checks/{traceId}", web::post().to(jobs::end_media_check))
        .route("/mini-program", web::post().to(mini_console::change));
}

fn client_routes(config: &mut ServiceConfig) {
    config
        .route("/people/{openId}/enter", web::post().to(client::enter))
        .route("/people/{openId}/page", web::post().to(client::page))
        .route("/people/{openId}/card", web::post().to(cards::press))
        .service(
            web::scope("/people/{openId}/mini-program")
                .route("/visit", web::post().to(client::visit))
                .route("/login", web::post().to(client::login))
                .route("/phone-code", web::post().to(client::phone_code))
                .route("/phone-data", web::post().to(client::phone_data))
                .route("/user-info", web::post().to(client::user_info))
                .route("/pay", web::post().to(client::pay)),
        );
}

fn corp_routes(config: &mut ServiceConfig) {
    config
        .route("/corp", web::get().to(corp::show))
        .route("/corp", web::post().to(corp::switch))
        .route("/corp/members", web::post().to(corp::put_member))
        .route("/corp/members/{userId}", web::delete().to(corp::remove_member))
        .route("/corp/departments", web::post().to(corp::put_department))
        .route("/corp/departments/{id}", web::delete().to(corp::remove_department))
        .route("/corp/tags/{id}", web::post().to(corp::change_tag))
        .route("/corp/outsiders", web::post().to(corp::add_outsider))
        .route("/corp/contacts", web::post().to(corp_contacts::add))
        .route("/corp/contacts/{externalUserId}", web::post().to(corp_contacts::alter))
        .route("/corp/groups", web::post().to(corp_contacts::add_group))
        .route("/robots", web::post().to(corp_contacts::add_robot))
        .route("/robots/{key}", web::get().to(corp_contacts::show_robot))
        .route("/robots/{key}", web::delete().to(corp_contacts::remove_robot));
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
        .route("/accounts/{name}/verify", web::post().to(accounts::verify))
        .route("/accounts/{name}/verify-callback", web::post().to(accounts::verify))
        .route("/accounts/{name}/settings", web::get().to(accounts::show))
        .route(
            "/accounts/{name}/settings",
            web::post().to(accounts::change_settings_of),
        )
        .route("/reset", web::post().to(platform::reset));
}
