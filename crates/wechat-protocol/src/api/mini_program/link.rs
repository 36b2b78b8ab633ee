//! Links that open the Mini Program from outside WeChat: URL schemes and URL links.
//!
//! Both live at most 30 days and count together: 500,000 made a day, 100 a second.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};

use super::EnvVersion;
use crate::{
    api::{
        bounds,
        call::{api_call, debug_showing},
        invalid::{Validity, present, rule},
        loose,
    },
    quirks::optional_number_or_string,
};

/// Longest life of a link, in days.
pub const MAX_DAYS: u32 = 30;
const DAY_SECONDS: i64 = 86_400;
const MINUTE_SECONDS: i64 = 60;

/// When a link ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// At a time, in unix seconds: 1 minute to 30 days from now.
    At(i64),
    /// After 1 to 30 days.
    AfterDays(u32),
}

impl Expiry {
    fn check(self, now: i64) -> Validity {
        match self {
            Self::AfterDays(days) => Ok(bounds::value("expire_interval", days, 1..=MAX_DAYS.into())?),
            Self::At(time) => {
                let life = time.saturating_sub(now);
                let allowed = MINUTE_SECONDS..=i64::from(MAX_DAYS) * DAY_SECONDS;
                rule("expire_time", allowed.contains(&life), "1 minute to 30 days from now")
            }
        }
    }

    fn write<M: SerializeMap>(self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::At(time) => {
                map.serialize_entry("expire_type", &0)?;
                map.serialize_entry("expire_time", &time)
            }
            Self::AfterDays(days) => {
                map.serialize_entry("expire_type", &1)?;
                map.serialize_entry("expire_interval", &days)
            }
        }
    }
}

/// The page a link opens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// A published page, without query; the start page when it is empty.
    #[serde(default)]
    pub path: String,
    /// Raw `a=1&b=2`, at most 1024 characters.
    #[serde(default)]
    pub query: String,
    /// Which version opens.
    #[serde(default)]
    pub env_version: EnvVersion,
}

impl Page {
    fn check(&self) -> Validity {
        rule(
            "path",
            !self.path.contains(['?', '#']),
            "the query has a field of its own",
        )?;
        Ok(bounds::characters("query", &self.query, 0..=1024)?)
    }
}

/// Makes a `weixin://dl/business/` scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerateScheme {
    /// What it opens.
    pub page: Page,
    /// When it ends.
    pub expiry: Expiry,
}
api_call!(GenerateScheme: post "/wxa/generatescheme" => Scheme, once);

impl Serialize for GenerateScheme {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("jump_wxa", &self.page)?;
        map.serialize_entry("is_expire", &true)?;
        self.expiry.write(&mut map)?;
        map.end()
    }
}

impl GenerateScheme {
    /// Finds what the platform would refuse; `now` is in unix seconds.
    ///
    /// # Errors
    /// When the page (40165, 40212) or the expiry (85401) is outside its limits.
    pub fn check(&self, now: i64) -> Validity {
        self.page.check().map_err(|error| error.within("jump_wxa"))?;
        self.expiry.check(now)
    }
}

/// The answer to [`GenerateScheme`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Scheme {
    /// `weixin://dl/business/?t=…`
    pub openlink: String,
}

/// Makes a `https://wxaurl.cn/` link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerateUrlLink {
    /// What it opens.
    pub page: Page,
    /// When it ends.
    pub expiry: Expiry,
    /// A page in cloud hosting to be shown instead of WeChat's own.
    pub cloud_base: Option<CloudBase>,
}
api_call!(GenerateUrlLink: post "/wxa/generate_urllink" => UrlLink, once);

/// A page in cloud hosting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloudBase {
    /// The hosting environment.
    pub env: String,
    /// Its own domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The page's path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The page's query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// The environment's owner, when that is another app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_appid: Option<String>,
}

impl Serialize for GenerateUrlLink {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("path", &self.page.path)?;
        map.serialize_entry("query", &self.page.query)?;
        self.expiry.write(&mut map)?;
        map.serialize_entry("env_version", &self.page.env_version)?;
        if let Some(cloud_base) = &self.cloud_base {
            map.serialize_entry("cloud_base", cloud_base)?;
        }
        map.end()
    }
}

impl GenerateUrlLink {
    /// Finds what the platform would refuse; `now` is in unix seconds.
    ///
    /// # Errors
    /// When the page (40165, 40212) or the expiry (85401) is outside its limits, or a cloud page has no environment.
    pub fn check(&self, now: i64) -> Validity {
        self.page.check()?;
        if let Some(cloud_base) = &self.cloud_base {
            present("env", &cloud_base.env).map_err(|error| error.within("cloud_base"))?;
        }
        self.expiry.check(now)
    }
}

/// The answer to [`GenerateUrlLink`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UrlLink {
    /// `https://wxaurl.cn/…`
    pub url_link: String,
}

/// Asks what a scheme opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryScheme {
    /// The scheme.
    pub scheme: String,
}
api_call!(QueryScheme: post "/wxa/queryscheme" => SchemeState, repeatable);

/// Asks what a link opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryUrlLink {
    /// The link.
    pub url_link: String,
}
api_call!(QueryUrlLink: post "/wxa/query_urllink" => UrlLinkState, repeatable);

/// The answer to [`QueryScheme`]. `Debug` shows the link only.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct SchemeState {
    /// What it opens.
    pub scheme_info: LinkInfo,
    /// Who opened it, where it was for one person.
    #[serde(default, deserialize_with = "loose::optional_text")]
    pub visit_openid: Option<String>,
}
debug_showing!(SchemeState, scheme_info);

/// The answer to [`QueryUrlLink`]. `Debug` shows the link only.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct UrlLinkState {
    /// What it opens.
    pub url_link_info: LinkInfo,
    /// Who opened it, where it was for one person.
    #[serde(default, deserialize_with = "loose::optional_text")]
    pub visit_openid: Option<String>,
}
debug_showing!(UrlLinkState, url_link_info);

/// What a link opens.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct LinkInfo {
    /// The Mini Program.
    pub appid: String,
    /// The page.
    #[serde(default, deserialize_with = "loose::or_default")]
    pub path: String,
    /// Its query.
    #[serde(default, deserialize_with = "loose::or_default")]
    pub query: String,
    /// Which version opens.
    #[serde(default, deserialize_with = "loose::or_default")]
    pub env_version: String,
    /// Unix seconds.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub create_time: Option<i64>,
    /// Unix seconds; 0 for never.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub expire_time: Option<i64>,
}
