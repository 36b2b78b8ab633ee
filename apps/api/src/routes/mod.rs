//! All endpoints: one folder per context, one file per endpoint.

mod attendance;
mod events;
mod identity;
mod jobs;
mod me;
mod notifications;
mod operations;
pub mod wechat;

use std::collections::BTreeMap;
use std::future::ready;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::guard;
use actix_web::http::{Method, header};
use actix_web::web::{self, Data, ServiceConfig};

use crate::answer::Rendered;
use crate::auth::guarded;
use crate::endpoint::Endpoint;
use crate::error::{ApiError, Code};
use crate::http::Ignored;
use crate::http::observe::Observe;
use crate::state::ApiState;

/// Every endpoint; WeChat's come first, for the router asks in this order and they are called most.
#[must_use]
pub fn endpoints() -> Vec<Endpoint> {
    [
        wechat::endpoints(),
        attendance::endpoints(),
        events::endpoints(),
        identity::endpoints(),
        me::endpoints(),
        notifications::endpoints(),
        jobs::endpoints(),
        operations::endpoints(),
    ]
    .concat()
}

/// Serves every endpoint, and an envelope for every other path and method.
pub fn configure(config: &mut ServiceConfig, state: &Arc<ApiState>) {
    config.app_data(Data::from(Arc::clone(state)));
    for (pattern, endpoints) in by_path() {
        register(config, &pattern, endpoints);
    }
    let nowhere = |_: Ignored| ready(Err::<Rendered, _>(ApiError::not_found("path")));
    config.default_service(web::route().to(nowhere).wrap(Observe {
        route: "unmatched".into(),
        quiet: false,
    }));
}

fn by_path() -> Vec<(String, Vec<Endpoint>)> {
    let mut places = BTreeMap::new();
    let mut paths: Vec<(String, Vec<Endpoint>)> = Vec::new();
    for endpoint in endpoints() {
        let pattern = endpoint.pattern();
        let place = *places.entry(pattern.clone()).or_insert_with(|| {
            paths.push((pattern, Vec::new()));
            paths.len() - 1
        });
        paths[place].1.push(endpoint);
    }
    paths
}

fn register(config: &mut ServiceConfig, pattern: &str, endpoints: Vec<Endpoint>) {
    let allowed: Vec<_> = endpoints.iter().map(|endpoint| endpoint.method.as_str()).collect();
    // What can be read can be asked about without its content (RFC 9110 9.3.2), which the server leaves out.
    let allowed = allowed.join(", ").replace("GET", "GET, HEAD");
    let frame = Observe {
        route: Rc::from(endpoints.first().map_or(pattern, |endpoint| &endpoint.path)),
        quiet: endpoints.iter().any(|endpoint| endpoint.traits.quiet),
    };
    let mut resource = web::resource(pattern);
    for endpoint in endpoints {
        let route = match endpoint.method {
            Method::GET => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
            ref method => web::method(method.clone()),
        };
        let route = (endpoint.serve)(route);
        resource = resource.route(guarded(route, endpoint.access, endpoint.products));
    }
    let refuse = move |_: Ignored| {
        let error = ApiError::new(Code::MethodNotAllowed, format!("This path takes {allowed}."));
        ready(Err::<Rendered, _>(error.header(header::ALLOW, &allowed)))
    };
    config.service(resource.default_service(web::route().to(refuse)).wrap(frame));
}
