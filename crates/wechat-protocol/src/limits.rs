//! How much of a body a parser is willing to look at.

/// Bounds that hold before and while a body is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest body, in bytes.
    pub max_bytes: usize,
    /// Deepest nesting of elements, objects or lists; the root is 1.
    pub max_depth: usize,
    /// Most elements, members and list items in all, the root included; each costs some hundred bytes of memory.
    pub max_elements: usize,
}

impl Default for Limits {
    /// 256 KiB, 16 levels and 4096 elements: the largest push WeChat documents is a few KiB, five levels deep and has some
    /// hundred elements.
    fn default() -> Self {
        Self {
            max_bytes: 256 * 1024,
            max_depth: 16,
            max_elements: 4096,
        }
    }
}
