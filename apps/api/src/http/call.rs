//! One authenticated or public request as handlers see it.

use std::future::{Ready, ready};
use std::str::FromStr;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::HeaderName;
use actix_web::{Error, FromRequest, HttpMessage as _, HttpRequest, web};
use application::{Context, UseCases};
use domain::ids::{AttendeeId, EventId, JobId};
use ports::identity::{PersonSession, Session};
use ports::log::LogMetadata;
use runtime::telemetry::trace;

use super::{Params, request_id};
use crate::answer::Stamp;
use crate::error::ApiError;
use crate::state::ApiState;

/// What a handler needs to know of its request.
pub struct Call {
    state: web::Data<ApiState>,
    http: HttpRequest,
}

impl Call {
    /// The use cases.
    pub fn app(&self) -> &UseCases {
        &self.state.app
    }

    /// The state of the process.
    pub fn state(&self) -> &ApiState {
        &self.state
    }

    /// The request.
    pub const fn http(&self) -> &HttpRequest {
        &self.http
    }

    /// Time and request id for an answer.
    pub fn stamp(&self) -> Stamp {
        request_id::stamp(&self.http)
    }

    /// A header as text.
    pub fn header(&self, name: HeaderName) -> Option<&str> {
        self.http.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// When nobody is, which the guard of the route has excluded.
    pub fn session(&self) -> Result<Session, ApiError> {
        self.http
            .extensions()
            .get::<Session>()
            .cloned()
            .ok_or_else(crate::auth::no_token)
    }

    /// Who signed in through WeChat.
    ///
    /// # Errors
    /// When nobody did, which the guard of the route has excluded.
    pub fn person(&self) -> Result<PersonSession, ApiError> {
        let person = self.http.extensions().get::<PersonSession>().cloned();
        person.ok_or_else(crate::auth::no_person)
    }

    /// The caller's network address, for limits.
    pub fn address(&self) -> String {
        let forwarded = self.http.headers().get_all("x-forwarded-for");
        // A header that is no text counts as one that cannot be read.
        let forwarded: Vec<_> = forwarded.map(|header| header.to_str().unwrap_or("?")).collect();
        self.http.peer_addr().map_or_else(
            || "unknown".to_owned(),
            |peer| {
                let proxies = &self.state.proxies;
                proxies.client(peer.ip(), forwarded.into_iter()).to_string()
            },
        )
    }

    /// Who and what, for the event log and for jobs.
    pub fn context(&self) -> Context {
        let extensions = self.http.extensions();
        let session = extensions.get::<Session>();
        let metadata = LogMetadata {
            user_id: session.map(|session| session.operator.to_string()),
            session_id: session.map(|session| session.id.clone()),
            source: "api".to_owned(),
            trace_id: trace::current_trace_id(),
            request_id: extensions.get::<request_id::RequestId>().map(|id| id.0.to_string()),
        };
        Context {
            metadata,
            traceparent: trace::current_traceparent(),
        }
    }

    /// The query.
    pub fn params(&self) -> Params {
        Params::parse(self.http.query_string())
    }

    /// `{eventId}` of the path.
    pub fn event_id(&self) -> Result<EventId, ApiError> {
        self.id("eventId")
    }

    /// `{attendeeId}` of the path.
    pub fn attendee_id(&self) -> Result<AttendeeId, ApiError> {
        self.id("attendeeId")
    }

    /// `{jobId}` of the path.
    pub fn job_id(&self) -> Result<JobId, ApiError> {
        self.id("jobId")
    }

    /// An id in the path, under this name.
    ///
    /// # Errors
    /// When it is none.
    pub fn id<T: FromStr>(&self, name: &str) -> Result<T, ApiError> {
        let text = self.http.match_info().get(name).unwrap_or_default();
        text.parse().map_err(|_| ApiError::invalid(name, "must be a UUID"))
    }

    /// Runs a use case, see [`ApiState::work`].
    pub async fn work<T, E, F>(&self, run: impl FnOnce(Arc<UseCases>) -> F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        E: Into<ApiError> + Send + 'static,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        self.state.work(run).await
    }
}

impl FromRequest for Call {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request
            .app_data::<web::Data<ApiState>>()
            .expect("every route is registered with the state");
        ready(Ok(Self {
            state: web::Data::clone(state),
            http: request.clone(),
        }))
    }
}
