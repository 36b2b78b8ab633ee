//! The bare webhook: signature, decryption and parse by the same library on the same server framework, and `success`.
//! It records nothing and knows nobody.

use actix_web::web::{self, Bytes, Data, Query};
use actix_web::{App, HttpResponse, HttpServer};
use runtime::config::development::{APP_ID, ENCODING_AES_KEY, TOKEN};
use serde::Deserialize;
use wechat_protocol::{EncodingAesKey, InboundMessage, KeyRing, Limits, OuterBody, signature};

use crate::message::Mode;
use crate::outcome::Outcome;

#[derive(Deserialize)]
struct Signed {
    signature: String,
    timestamp: String,
    nonce: String,
    msg_signature: Option<String>,
}

struct Account {
    keys: KeyRing,
    mode: Mode,
}

/// Serves until it is killed, with as many workers as the framework takes by itself, which is what the api has.
///
/// # Errors
/// When the port is taken.
pub fn serve(port: u16, mode: Mode) -> Outcome<()> {
    let account = Data::new(Account {
        keys: KeyRing::new(EncodingAesKey::parse(ENCODING_AES_KEY)?),
        mode,
    });
    let server = HttpServer::new(move || {
        App::new()
            .app_data(account.clone())
            .route("/v2/wechat/webhook", web::post().to(receive))
            .route("/healthz", web::get().to(HttpResponse::Ok))
    });
    actix_web::rt::System::new().block_on(server.bind(("127.0.0.1", port))?.run())?;
    Ok(())
}

async fn receive(signed: Query<Signed>, body: Bytes, account: Data<Account>) -> HttpResponse {
    match understand(&signed, &body, &account) {
        Some(()) => HttpResponse::Ok().content_type("text/plain").body("success"),
        None => HttpResponse::Forbidden().finish(),
    }
}

fn understand(signed: &Signed, body: &[u8], account: &Account) -> Option<()> {
    match account.mode {
        Mode::Plain => {
            let right = signature::verify_url_signature(TOKEN, &signed.timestamp, &signed.nonce, &signed.signature);
            let message = InboundMessage::parse(body, Limits::default()).ok()?;
            (right && !message.from_user.is_empty()).then_some(())
        }
        Mode::Safe => {
            let outer = OuterBody::parse(body, Limits::default()).ok()?;
            let sealed = outer.encrypt.as_deref()?;
            let own = signed.msg_signature.as_deref()?;
            if !signature::verify_message_signature(TOKEN, &signed.timestamp, &signed.nonce, sealed, own) {
                return None;
            }
            let opened = account.keys.decrypt(sealed, APP_ID).ok()?;
            let message = InboundMessage::parse(&opened.message, Limits::default()).ok()?;
            (!message.from_user.is_empty()).then_some(())
        }
    }
}
