//! Errors of the broker, by whether it may work later.

use lapin::ErrorKind;
use ports::jobs::QueueError;

/// Refused by rights or vhost, something is missing, or something is there with other properties.
const FOR_AN_OPERATOR: [u16; 4] = [403, 404, 406, 530];

/// Classifies an error of the AMQP library. Its texts hold the broker's words, which never include messages or
/// passwords.
pub fn classified(doing: &str, error: &lapin::Error) -> QueueError {
    let text = format!("{doing}: {error}");
    match error.kind() {
        ErrorKind::ProtocolError(amqp) if FOR_AN_OPERATOR.contains(&amqp.get_id()) => QueueError::Failed(text),
        ErrorKind::ChannelsLimitReached
        | ErrorKind::InvalidProtocolVersion(_)
        | ErrorKind::SerialisationError(_)
        | ErrorKind::AuthProviderError(_)
        | ErrorKind::NoDefaultRuntime => QueueError::Failed(text),
        _ => QueueError::Unavailable(text),
    }
}

/// The broker was silent for too long.
pub fn too_slow(doing: &str) -> QueueError {
    QueueError::Unavailable(format!("{doing}: the broker gave no answer in time"))
}
