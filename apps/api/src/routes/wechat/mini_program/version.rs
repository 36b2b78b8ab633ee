//! Versions of a Mini Program as the API spells them.

use domain::wechat::mini_program::EnvVersion;
use serde::Deserialize;
use utoipa::ToSchema;

/// Which version opens.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MiniProgramVersion {
    /// The published one.
    #[default]
    Release,
    /// The one testers try.
    Trial,
    /// The one in development.
    Develop,
}

impl From<MiniProgramVersion> for EnvVersion {
    fn from(version: MiniProgramVersion) -> Self {
        match version {
            MiniProgramVersion::Release => Self::Release,
            MiniProgramVersion::Trial => Self::Trial,
            MiniProgramVersion::Develop => Self::Develop,
        }
    }
}
