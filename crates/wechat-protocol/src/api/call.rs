//! One shape for every call, so that a client sends any of them with the same code.

use std::borrow::Cow;

use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;

use super::{API_HOST, ApiFailure, Upload, read_response};

/// One call of the platform's HTTP API.
pub trait ApiCall {
    /// What a successful answer holds: any type that reads itself from JSON, or [`super::Media`].
    type Answer: ApiAnswer;
    /// Where the call goes, without path.
    const HOST: &'static str = API_HOST;
    /// Path below the host, such as `/cgi-bin/menu/create`; also the name under which quotas count.
    const PATH: &'static str;
    /// The HTTP method.
    const METHOD: Method;
    /// Whether the call may simply be made again when no answer came: reads, and writes that come out the same.
    const REPEATABLE: bool;
    /// Who the call says it comes from.
    const AUTH: Auth = Auth::AccessToken;

    /// Query parameters besides the account's token, unescaped. Those of [`Auth::Credentials`] and [`Auth::User`] hold
    /// secrets: never log them.
    fn query(&self) -> Query<'_> {
        Query::new()
    }

    /// What is sent; nothing for `GET`.
    ///
    /// # Errors
    /// When the request cannot be written as JSON.
    fn body(&self) -> Result<Body<'_>, UnwritableRequest> {
        Ok(Body::Empty)
    }
}

/// Query parameters, unescaped.
pub type Query<'a> = Vec<(&'static str, Cow<'a, str>)>;

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads; has no body.
    Get,
    /// Has a body.
    Post,
}

/// Who a call says it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// The account, by its token in the query parameter `access_token`.
    AccessToken,
    /// The account, by app id and secret in the call itself. A 40001 means a wrong secret, not an old token.
    Credentials,
    /// A person, by their own token or code in the call itself. A refusal of it means to authorise again.
    User,
}

/// What a call sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body<'a> {
    /// Nothing.
    Empty,
    /// `application/json`: raw UTF-8, since some endpoints show `\uXXXX` escapes as they are or refuse them (40033).
    Json(Vec<u8>),
    /// `multipart/form-data`.
    Multipart(Upload<'a>),
}

impl Body<'_> {
    /// The value as JSON.
    ///
    /// # Errors
    /// When it cannot be written, such as a map with keys that are no text.
    pub fn json(value: &impl Serialize) -> Result<Self, UnwritableRequest> {
        serde_json::to_vec(value).map(Self::Json).map_err(|_| UnwritableRequest)
    }
}

/// A request cannot be written as JSON. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the request cannot be written as JSON")]
pub struct UnwritableRequest;

/// What came back over HTTP. The status does not matter: failures come with 200.
#[derive(Clone, Copy)]
pub struct RawAnswer<'a> {
    /// The body.
    pub body: &'a [u8],
    /// `Content-Type`; believed only of files.
    pub content_type: Option<&'a str>,
    /// `Content-Disposition`, which holds a file's name.
    pub content_disposition: Option<&'a str>,
}

impl<'a> RawAnswer<'a> {
    /// A body whose headers say nothing.
    #[must_use]
    pub fn of(body: &'a [u8]) -> Self {
        Self {
            body,
            content_type: None,
            content_disposition: None,
        }
    }
}

/// What can be read from an answer.
pub trait ApiAnswer: Sized {
    /// Reads an answer.
    ///
    /// # Errors
    /// [`ApiFailure::Refused`] for an `errcode` other than 0, [`ApiFailure::Malformed`] for anything unreadable.
    fn read(answer: RawAnswer<'_>) -> Result<Self, ApiFailure>;

    /// Reads an answer whose `errcode` says that an earlier attempt did it already, such as 45065.
    fn read_already_done(answer: RawAnswer<'_>) -> Option<Self>;
}

impl<T: DeserializeOwned> ApiAnswer for T {
    fn read(answer: RawAnswer<'_>) -> Result<Self, ApiFailure> {
        read_response(answer.body)
    }

    fn read_already_done(answer: RawAnswer<'_>) -> Option<Self> {
        serde_json::from_slice(answer.body).ok()
    }
}

/// Says what a request type calls. The method decides the body: `get` has none, `post` writes the value itself as JSON,
/// `upload` sends the `Upload` of the type's method `upload`. Items in braces override the rest of [`ApiCall`].
///
/// ```ignore
/// api_call!(AddDraft: post "/cgi-bin/draft/add" => AddedDraft, once);
/// api_call!(GetUser: get "/cgi-bin/user/info" => User, repeatable {
///     fn query(&self) -> Query<'_> { vec![("openid", self.openid.as_str().into())] }
/// });
/// ```
macro_rules! api_call {
    ($call:ident $(<$life:lifetime>)?: $kind:ident $path:expr => $answer:ty, $again:ident $({ $($item:item)* })?) => {
        impl $(<$life>)? $crate::api::ApiCall for $call $(<$life>)? {
            type Answer = $answer;
            const PATH: &'static str = $path;
            const METHOD: $crate::api::Method = $crate::api::call::api_call!(@method $kind);
            const REPEATABLE: bool = $crate::api::call::api_call!(@again $again);
            $crate::api::call::api_call!(@body $kind);
            $($($item)*)?
        }
    };
    (@method get) => { $crate::api::Method::Get };
    (@method $post:ident) => { $crate::api::Method::Post };
    (@again repeatable) => { true };
    (@again once) => { false };
    (@body get) => {};
    (@body post) => {
        fn body(&self) -> Result<$crate::api::Body<'_>, $crate::api::UnwritableRequest> {
            $crate::api::Body::json(self)
        }
    };
    (@body upload) => {
        fn body(&self) -> Result<$crate::api::Body<'_>, $crate::api::UnwritableRequest> {
            Ok($crate::api::Body::Multipart(self.upload()))
        }
    };
}
pub(crate) use api_call;

/// A `Debug` that shows the named fields only, for types that hold tokens, tickets, open ids or people's words.
macro_rules! debug_showing {
    ($name:ident $(<$life:lifetime>)? $(, $field:ident)* $(,)?) => {
        impl $(<$life>)? ::std::fmt::Debug for $name $(<$life>)? {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter
                    .debug_struct(stringify!($name))
                    $(.field(stringify!($field), &self.$field))*
                    .finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use debug_showing;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Empty;

    #[derive(Serialize)]
    struct Rename {
        name: &'static str,
    }
    api_call!(Rename: post "/cgi-bin/rename" => Empty, repeatable);

    struct Look;
    api_call!(Look: get "/cgi-bin/look" => Empty, repeatable {
        const AUTH: Auth = Auth::User;
        fn query(&self) -> Query<'_> { vec![("q", "a b".into())] }
    });

    #[test]
    fn a_call_says_all_a_client_needs() {
        let body = Rename { name: "活动" }.body().unwrap();
        assert_eq!(body, Body::Json("{\"name\":\"活动\"}".as_bytes().to_vec()));
        assert_eq!((Rename::METHOD, Rename::AUTH), (Method::Post, Auth::AccessToken));
        assert_eq!(Look.body().unwrap(), Body::Empty);
        assert_eq!(Look.query(), [("q", Cow::Borrowed("a b"))]);
        assert_eq!((Look::METHOD, Look::AUTH), (Method::Get, Auth::User));
        assert_eq!(Look::HOST, API_HOST);
    }

    #[test]
    fn an_answer_is_read_by_its_type() {
        assert_eq!(<Rename as ApiCall>::Answer::read(RawAnswer::of(b"{}")), Ok(Empty {}));
        let done = <Rename as ApiCall>::Answer::read_already_done(RawAnswer::of(br#"{"errcode":45065}"#));
        assert_eq!(done, Some(Empty {}));
    }
}
