//! How a measurement fails.

/// Any error will do: it is only ever shown.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
