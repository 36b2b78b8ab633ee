//! The frame around every request: id, span, panic net, envelope of failures, headers, metrics, one log line.
//!
//! It sits on each resource, where the route is known without asking the router again.

use std::cell::RefCell;
use std::future::{Future, Ready, ready};
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::rc::Rc;
use std::time::{Duration, Instant};

use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{Error, HttpMessage as _, HttpRequest, HttpResponse, web};
use futures::FutureExt as _;
use metrics::{Counter, Histogram};
use tracing::Instrument as _;

use super::request_id::{self, RequestId};
use crate::error::{self, ApiError};
use crate::state::ApiState;

const TRACEPARENT: &str = "traceparent";
const CONTENT_TYPE_OPTIONS: HeaderValue = HeaderValue::from_static("nosniff");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const NOTHING_ALLOWED: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Puts the frame around a resource.
#[derive(Clone)]
pub struct Observe {
    /// The route's pattern: a label, so never a path as it came in.
    pub route: Rc<str>,
    /// Whether successes are too many and too dull for the log: probes, and the webhook, whose messages are kept anyway.
    pub quiet: bool,
}

impl<S> Transform<S, ServiceRequest> for Observe
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error> + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Transform = Observed<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        let frame = Frame {
            route: Rc::clone(&self.route),
            quiet: self.quiet,
            meters: RefCell::default(),
        };
        ready(Ok(Observed {
            service: Rc::new(service),
            frame: Rc::new(frame),
        }))
    }
}

/// A resource in its frame.
pub struct Observed<S> {
    service: Rc<S>,
    frame: Rc<Frame>,
}

struct Frame {
    route: Rc<str>,
    quiet: bool,
    meters: RefCell<Vec<Meter>>,
}

/// Handles of one method and status, kept so that a request costs no look-up by labels.
struct Meter {
    method: &'static str,
    status: u16,
    requests: Counter,
    seconds: Histogram,
}

impl<S> Service<ServiceRequest> for Observed<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error> + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Error>>>>;

    actix_web::dev::forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let started = Instant::now();
        let (service, frame) = (Rc::clone(&self.service), Rc::clone(&self.frame));
        let http = request.request().clone();
        let id = RequestId::of(http.headers(), state_of(&http));
        http.extensions_mut().insert(id.clone());
        let span = tracing::info_span!("http.request", http.route = &*frame.route, request_id = &*id.0);
        let parent = http.headers().get(TRACEPARENT).and_then(|value| value.to_str().ok());
        runtime::telemetry::trace::adopt(&span, parent);
        let answer = async move {
            let served = AssertUnwindSafe(async move { service.call(request).await })
                .catch_unwind()
                .await;
            let mut response = match served {
                Ok(Ok(served)) => enveloped(&http, served.into_parts().1),
                Ok(Err(error)) => enveloped(&http, HttpResponse::from_error(error)),
                // The panic hook has logged it.
                Err(_) => failed(&http, &error::internal()),
            };
            frame.decorate(&http, &id, response.headers_mut());
            frame.record(&http, response.status(), started.elapsed());
            Ok(ServiceResponse::new(http, response))
        };
        Box::pin(answer.instrument(span))
    }
}

impl Frame {
    fn decorate(&self, http: &HttpRequest, id: &RequestId, headers: &mut HeaderMap) {
        if let Ok(value) = HeaderValue::from_str(&id.0) {
            headers.insert(request_id::HEADER, value);
        }
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, CONTENT_TYPE_OPTIONS);
        insert_absent(headers, header::CONTENT_SECURITY_POLICY, NOTHING_ALLOWED);
        if http.path().starts_with("/v2/") {
            insert_absent(headers, header::CACHE_CONTROL, NO_STORE);
        }
    }

    fn record(&self, http: &HttpRequest, status: StatusCode, took: Duration) {
        let method = known_method(http.method());
        self.measure(method, status.as_u16(), took);
        let (status, duration_ms) = (status.as_u16(), took.as_secs_f64() * 1_000.0);
        if self.quiet && status < 400 {
            tracing::debug!(http.method = method, http.status = status, duration_ms, "request");
        } else {
            tracing::info!(http.method = method, http.status = status, duration_ms, "request");
        }
    }

    fn measure(&self, method: &'static str, status: u16, took: Duration) {
        let mut meters = self.meters.borrow_mut();
        let place = meters
            .iter()
            .position(|meter| meter.status == status && meter.method == method);
        let place = place.unwrap_or_else(|| {
            meters.push(Meter::of(method, &self.route, status));
            meters.len() - 1
        });
        meters[place].requests.increment(1);
        meters[place].seconds.record(took);
    }
}

impl Meter {
    fn of(method: &'static str, route: &str, status: u16) -> Self {
        let labels = [
            ("method", method.to_owned()),
            ("route", route.to_owned()),
            ("status", status.to_string()),
        ];
        Self {
            method,
            status,
            requests: metrics::counter!("http_requests_total", &labels),
            seconds: metrics::histogram!("http_request_seconds", &labels),
        }
    }
}

fn state_of(http: &HttpRequest) -> &ApiState {
    http.app_data::<web::Data<ApiState>>()
        .expect("every route is registered with the state")
}

/// Puts a failure, ours or the framework's, into the envelope.
fn enveloped(http: &HttpRequest, response: HttpResponse) -> HttpResponse {
    match response.error() {
        None => response,
        Some(cause) => match cause.as_error::<ApiError>() {
            Some(error) => failed(http, error),
            None => failed(http, &error::of_status(response.status())),
        },
    }
}

fn failed(http: &HttpRequest, error: &ApiError) -> HttpResponse {
    error.render(&request_id::stamp(http)).into_response()
}

fn insert_absent(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, value);
    }
}

/// Labels come from a fixed set: a client could send any word as a method.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::PUT => "PUT",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}
