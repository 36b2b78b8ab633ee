//! What goes on after a call was answered, and comes out as the control API decides: publications, mass messages,
//! checks of media.

pub mod mass;
pub mod media_checks;
pub mod publishing;
