//! `/control/live`: the WebSocket of the phone page.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use actix_ws::{Closed, Message, MessageStream, Session};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::state::live::{LiveEvent, to_text};
use crate::world::World;

/// A page that has gone without saying so is noticed by the failing ping.
const PING_EVERY: Duration = Duration::from_secs(20);

/// Accepts the connection and tells it what happens from now on.
pub async fn connect(world: Data<World>, request: HttpRequest, body: Payload) -> actix_web::Result<HttpResponse> {
    let (response, session, messages) = actix_ws::handle(&request, body)?;
    let events = world.with(|state| state.live.subscribe());
    actix_web::rt::spawn(talk(session, messages, events));
    Ok(response)
}

async fn talk(mut session: Session, mut messages: MessageStream, mut events: Receiver<Arc<str>>) {
    let mut ping = tokio::time::interval(PING_EVERY);
    loop {
        let told = tokio::select! {
            event = events.recv() => tell(&mut session, event).await,
            message = messages.recv() => match message {
                Some(Ok(Message::Ping(payload))) => session.pong(&payload).await,
                Some(Ok(Message::Close(_)) | Err(_)) | None => Err(Closed),
                Some(Ok(_)) => Ok(()),
            },
            _ = ping.tick() => session.ping(b"").await,
        };
        if told.is_err() {
            break;
        }
    }
    // The page may be gone already.
    let _ = session.close(None).await;
}

async fn tell(session: &mut Session, event: Result<Arc<str>, RecvError>) -> Result<(), Closed> {
    match event {
        Ok(event) => session.text(event.as_ref()).await,
        Err(RecvError::Lagged(_)) => session.text(to_text(&LiveEvent::Resync).unwrap_or_default()).await,
        Err(RecvError::Closed) => Err(Closed),
    }
}
