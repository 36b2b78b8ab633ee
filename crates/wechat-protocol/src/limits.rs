//! How much of a body a parser is willing to look at.

/// Bounds that hold before and while a body is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest body, in bytes.
    pub max_bytes: usize,
    /// Deepest nesting of elements, objects or lists; the root is 1.
    pub max_depth: usize,
}

impl Default for Limits {
    /// 256 KiB and 16 levels: the largest push WeChat documents is a few KiB and five levels deep.
    fn default() -> Self {
        Self {
            max_bytes: 256 * 1024,
            max_depth: 16,
        }
    }
}
