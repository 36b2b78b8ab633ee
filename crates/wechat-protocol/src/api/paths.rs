//! Where each call goes.

/// `GET`: a new access token, which ends the one before.
pub const TOKEN: &str = "/cgi-bin/token";
/// `POST`: the current access token, the same to every asker.
pub const STABLE_TOKEN: &str = "/cgi-bin/stable_token";
/// `POST`: a scene code.
pub const QRCODE_CREATE: &str = "/cgi-bin/qrcode/create";
/// `GET` on [`super::MP_HOST`]: the picture of a scene code.
pub const SHOW_QRCODE: &str = "/cgi-bin/showqrcode";
/// `POST`: a customer-service message.
pub const CUSTOM_SEND: &str = "/cgi-bin/message/custom/send";
/// `POST`: the typing indicator.
pub const CUSTOM_TYPING: &str = "/cgi-bin/message/custom/typing";
/// `POST`: a template message.
pub const TEMPLATE_SEND: &str = "/cgi-bin/message/template/send";
/// `POST`: put a tag on people.
pub const BATCH_TAGGING: &str = "/cgi-bin/tags/members/batchtagging";
/// `POST`: take a tag from people.
pub const BATCH_UNTAGGING: &str = "/cgi-bin/tags/members/batchuntagging";
/// `GET`: what the account knows of a follower.
pub const USER_INFO: &str = "/cgi-bin/user/info";
/// `GET`: the ticket that signs pages for the JS-SDK.
pub const JSAPI_TICKET: &str = "/cgi-bin/ticket/getticket";
/// `POST`: explains a `rid` for seven days.
pub const RID_GET: &str = "/cgi-bin/openapi/rid/get";
/// `GET`: exchanges the code of a web authorization.
pub const OAUTH_ACCESS_TOKEN: &str = "/sns/oauth2/access_token";
