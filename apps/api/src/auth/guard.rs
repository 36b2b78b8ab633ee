//! Lets a request through to its handler, or not.

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, HttpMessage as _, Route, web};
use domain::wechat::Product;
use ports::identity::{Session, TokenFault};
use ports::wechat::AccountBook as _;
use serde_json::json;

use super::{Permission, bearer, no_token, person};
use crate::error::{ApiError, Code};
use crate::http::body;
use crate::state::ApiState;

/// Who may call an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody who can sign as WeChat does; the handler checks it.
    Signature,
    /// Whoever is signed in with this permission.
    Require(Permission),
    /// Whoever signed in through WeChat.
    Person,
}

/// The route behind its guards: first who calls, then whether the account of the path is of one of these products.
pub fn guarded(route: Route, access: Access, products: &'static [Product]) -> Route {
    let route = match products {
        [] => route,
        products => route.wrap(from_fn(move |request, next| admit_account(products, request, next))),
    };
    match access {
        Access::Public | Access::Signature => route,
        Access::Require(permission) => route.wrap(from_fn(move |request, next| admit(permission, request, next))),
        Access::Person => route.wrap(from_fn(admit_person)),
    }
}

async fn admit(
    permission: Permission,
    mut request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match session_of(&request, permission) {
        Ok(session) => {
            request.extensions_mut().insert(session);
            next.call(request).await
        }
        Err(error) => {
            read_to_its_end(&mut request).await;
            Ok(request.error_response(error))
        }
    }
}

async fn admit_person(mut request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    match person::session_of(request.request(), state_of(&request)) {
        Ok(session) => {
            request.extensions_mut().insert(session);
            next.call(request).await
        }
        Err(error) => {
            read_to_its_end(&mut request).await;
            Ok(request.error_response(error))
        }
    }
}

async fn admit_account(
    products: &'static [Product],
    mut request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match check_product(&request, products).await {
        Ok(()) => next.call(request).await,
        Err(error) => {
            read_to_its_end(&mut request).await;
            Ok(request.error_response(error))
        }
    }
}

/// An account that does not exist is the handler's to refuse.
async fn check_product(request: &ServiceRequest, products: &[Product]) -> Result<(), ApiError> {
    let name = request.match_info().get("account").unwrap_or_default().to_owned();
    let found = state_of(request)
        .work(move |app| async move { app.adapters().accounts.setup(&name).await })
        .await?;
    match found.map(|setup| setup.product) {
        Some(product) if !products.contains(&product) => Err(wrong_product(product, products)),
        _ => Ok(()),
    }
}

fn wrong_product(found: Product, products: &[Product]) -> ApiError {
    let wanted: Vec<_> = products.iter().map(|product| product.name()).collect();
    let message = format!(
        "The account is of the product {}; this needs one of {}.",
        found.name(),
        wanted.join(" or ")
    );
    ApiError::new(Code::WrongProduct, message)
        .detail("product", json!(found.name()))
        .detail("needed", json!(wanted))
}

/// A body left unread would cost the client its connection, and perhaps the answer.
async fn read_to_its_end(request: &mut ServiceRequest) {
    let mut payload = request.take_payload();
    let limits = state_of(request).limits;
    // Whatever is wrong with the body, the answer is that there is no way in.
    let _ = body::read(&mut payload, limits.json_body, limits.body_patience).await;
}

fn state_of(request: &ServiceRequest) -> &ApiState {
    request
        .app_data::<web::Data<ApiState>>()
        .expect("every route is registered with the state")
}

fn session_of(request: &ServiceRequest, permission: Permission) -> Result<Session, ApiError> {
    let state = state_of(request);
    let token = bearer::token(request.headers()).ok_or_else(no_token)?;
    let session = state.app.authenticate.session(token)?;
    if permission.belongs_to(session.role) {
        Ok(session)
    } else {
        Err(ApiError::new(Code::Forbidden, "Your role does not allow this."))
    }
}

impl From<TokenFault> for ApiError {
    fn from(fault: TokenFault) -> Self {
        match fault {
            TokenFault::Expired => Self::new(Code::Unauthenticated, "The token has expired: sign in again."),
            TokenFault::Invalid => Self::new(Code::Unauthenticated, "The token is not valid."),
        }
    }
}
