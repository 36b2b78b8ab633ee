//! Accounts: add, list, look at, remove, and their settings.

use std::collections::BTreeSet;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::answer::ControlError;
use super::which::Which;
use crate::callback;
use crate::settings::is_http_address;
use crate::state::State;
use crate::state::account::{Account, AccountSetup, AesKey, Identity, Product};
use crate::state::accounts::AccountId;
use crate::state::live::LiveEvent;
use crate::state::platform::{BodyFormat, MessageMode, Platform};
use crate::world::World;

const LONGEST_NAME: usize = 64;

/// Body of `POST /control/accounts`; ids and secrets are drawn when they are absent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAccount {
    name: String,
    product: Product,
    /// App id, or corp id of a WeCom app.
    app_id: Option<String>,
    agent_id: Option<i64>,
    secret: Option<String>,
    token: Option<String>,
    encoding_aes_key: Option<String>,
    original_id: Option<String>,
    union_group: Option<String>,
    #[serde(default)]
    settings: Change,
}

/// `POST /control/accounts`: answers what the product needs to be configured with, secrets included.
pub async fn add(world: Data<World>, new: Json<NewAccount>) -> Result<HttpResponse, ControlError> {
    let new = new.into_inner();
    let settings = new.settings.checked()?;
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    if new.name.is_empty() || new.name.len() > LONGEST_NAME || !new.name.chars().all(is_plain) {
        return Err(ControlError::Invalid(
            "name must have 1 to 64 letters, digits, - or _".to_owned(),
        ));
    }
    let key = new.encoding_aes_key.as_deref().map(AesKey::parse).transpose();
    let key = key.map_err(|error| ControlError::Invalid(format!("encodingAesKey: {error}")))?;
    let answer = world.with(|state| {
        if state.accounts.named(&new.name).is_some() {
            return Err(ControlError::AccountExists);
        }
        let setup = setup(state, &new, key)?;
        let id = state.accounts.add(Account::new(setup));
        let id = id.ok_or(ControlError::TooManyAccounts)?;
        settings.apply(&mut state.accounts[id].platform);
        state.changed = true;
        state.live.publish(&LiveEvent::Settings);
        Ok(with_secrets(state, id))
    })?;
    Ok(HttpResponse::Created().json(answer))
}

fn setup(state: &mut State, new: &NewAccount, key: Option<AesKey>) -> Result<AccountSetup, ControlError> {
    let chance = &mut state.chance;
    let prefix = if new.product == Product::WeCom { "ww" } else { "wx" };
    let app_id = new
        .app_id
        .clone()
        .unwrap_or_else(|| format!("{prefix}{}", chance.hex(16)));
    let key = match key {
        Some(key) => key,
        None => AesKey::parse(&chance.aes_key()).map_err(|error| ControlError::Invalid(error.to_string()))?,
    };
    let original_id = new.original_id.clone().unwrap_or_else(|| match new.product {
        Product::WeCom => app_id.clone(),
        _ => format!("gh_{}", chance.hex(12)),
    });
    let identity = Identity {
        product: new.product,
        agent_id: new.agent_id,
        app_secret: new.secret.clone().unwrap_or_else(|| chance.hex(32)),
        token: new.token.clone().unwrap_or_else(|| chance.hex(16)),
        aes_key: key,
        original_id,
        union_group: new.union_group.clone(),
        app_id,
    };
    let taken = state.accounts.find(|account| is_same(&account.identity, &identity));
    if taken.is_some() {
        return Err(ControlError::AccountExists);
    }
    let format = match new.product {
        Product::MiniProgram => BodyFormat::Json,
        Product::OfficialAccount | Product::WeCom => BodyFormat::Xml,
    };
    Ok(AccountSetup {
        name: new.name.as_str().into(),
        identity: identity.into(),
        platform: Platform::new(MessageMode::Safe, format),
    })
}

/// Apps of one corp share its id and differ in their secrets.
fn is_same(one: &Identity, other: &Identity) -> bool {
    let share_an_id = one.product == Product::WeCom && other.product == Product::WeCom;
    one.app_id == other.app_id && (!share_an_id || one.app_secret == other.app_secret)
}

/// `GET /control/accounts`
pub async fn list(world: Data<World>) -> HttpResponse {
    world.with(|state| {
        let ids: Vec<_> = state.accounts.iter().map(|(id, _)| id).collect();
        let items: Vec<_> = ids.into_iter().map(|id| shown(state, id)).collect();
        HttpResponse::Ok().json(json!({ "items": items }))
    })
}

/// `GET /control/accounts/{name}`
pub async fn show(world: Data<World>, name: Path<String>) -> Result<HttpResponse, ControlError> {
    settings_of(&world, &Which::named(&name))
}

/// `DELETE /control/accounts/{name}`: with all it knows.
pub async fn remove(world: Data<World>, name: Path<String>) -> Result<HttpResponse, ControlError> {
    world.with(|state| {
        let id = Which::named(&name).find(state)?;
        state.accounts.remove(id).ok_or(ControlError::DefaultAccount)?;
        state.humans.forget_account(&name);
        state.changed = true;
        state.live.publish(&LiveEvent::Reset);
        Ok(HttpResponse::NoContent().finish())
    })
}

/// `POST /control/accounts/{name}/verify`: checks the callback's address as the console does.
pub async fn verify(world: Data<World>, name: Path<String>) -> Result<HttpResponse, ControlError> {
    let account = world.with(|state| Which::named(&name).find(state))?;
    let verification = callback::verify(&world.into_inner(), account).await;
    let verification =
        verification.ok_or_else(|| ControlError::Invalid("the account has no callbackUrl".to_owned()))?;
    Ok(HttpResponse::Ok().json(verification))
}

/// Body of `POST …/settings`; what is absent stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Change {
    /// `null` stops all callbacks.
    #[serde(default, deserialize_with = "present")]
    callback_url: Option<Option<String>>,
    mode: Option<MessageMode>,
    format: Option<BodyFormat>,
    retry_timeout_ms: Option<u64>,
    report_templates: Option<bool>,
    /// `null` accepts any host again.
    #[serde(default, deserialize_with = "present")]
    oauth_domain: Option<Option<String>>,
    /// `null` accepts any template again.
    #[serde(default, deserialize_with = "present")]
    templates: Option<Option<BTreeSet<String>>>,
    /// `null` accepts any tag again.
    #[serde(default, deserialize_with = "present")]
    tags: Option<Option<BTreeSet<i64>>>,
}

/// Tells an absent field from one that is `null`.
#[expect(clippy::option_option, reason = "absent and null mean different things")]
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

impl Change {
    fn checked(&self) -> Result<&Self, ControlError> {
        let url = self.callback_url.as_ref().and_then(Option::as_deref);
        if url.is_some_and(|url| !is_http_address(url)) {
            return Err(ControlError::Invalid(
                "callbackUrl must be an http or https address".to_owned(),
            ));
        }
        Ok(self)
    }

    fn apply(&self, platform: &mut Platform) {
        let Self {
            callback_url,
            mode,
            format,
            retry_timeout_ms,
            report_templates,
            oauth_domain,
            templates,
            tags,
        } = self;
        set(&mut platform.callback_url, callback_url.as_ref());
        set(&mut platform.mode, mode.as_ref());
        set(&mut platform.format, format.as_ref());
        let timeout = retry_timeout_ms.map(Duration::from_millis);
        set(&mut platform.retry_timeout, timeout.as_ref());
        set(&mut platform.reports_templates, report_templates.as_ref());
        set(&mut platform.oauth_domain, oauth_domain.as_ref());
        set(&mut platform.templates, templates.as_ref());
        set(&mut platform.tags, tags.as_ref());
    }
}

fn set<T: Clone>(place: &mut T, value: Option<&T>) {
    if let Some(value) = value {
        place.clone_from(value);
    }
}

/// `POST /control/accounts/{name}/settings`
pub async fn change_settings_of(
    world: Data<World>,
    name: Path<String>,
    change: Json<Change>,
) -> Result<HttpResponse, ControlError> {
    change_settings_at(&world, &Which::named(&name), &change)
}

/// `POST /control/settings`
pub async fn change_settings(
    world: Data<World>,
    which: Query<Which>,
    change: Json<Change>,
) -> Result<HttpResponse, ControlError> {
    change_settings_at(&world, &which, &change)
}

fn change_settings_at(world: &World, which: &Which, change: &Change) -> Result<HttpResponse, ControlError> {
    let change = change.checked()?;
    world.with(|state| {
        let id = which.find(state)?;
        change.apply(&mut state.accounts[id].platform);
        state.changed = true;
        state.live.publish(&LiveEvent::Settings);
        Ok(HttpResponse::Ok().json(shown(state, id)))
    })
}

/// `GET /control/settings`
pub async fn settings(world: Data<World>, which: Query<Which>) -> Result<HttpResponse, ControlError> {
    settings_of(&world, &which)
}

fn settings_of(world: &World, which: &Which) -> Result<HttpResponse, ControlError> {
    world.with(|state| Ok(HttpResponse::Ok().json(shown(state, which.find(state)?))))
}

fn shown(state: &State, id: AccountId) -> Value {
    let account = &state.accounts[id];
    let (identity, platform) = (&account.identity, &account.platform);
    json!({
        "account": account.name,
        "product": identity.product,
        "appId": identity.app_id,
        "agentId": identity.agent_id,
        "originalId": identity.original_id,
        "unionGroup": identity.union_group,
        "callbackUrl": platform.callback_url,
        "mode": platform.mode,
        "format": platform.format,
        "retryTimeoutMs": u64::try_from(platform.retry_timeout.as_millis()).unwrap_or(u64::MAX),
        "reportTemplates": platform.reports_templates,
        "oauthDomain": platform.oauth_domain,
        "templates": platform.templates,
        "tags": platform.tags,
        "people": account.people.list().len(),
        "clockOffsetSeconds": state.clock.offset(),
    })
}

fn with_secrets(state: &State, id: AccountId) -> Value {
    let identity = &state.accounts[id].identity;
    let mut all = shown(state, id);
    all["secret"] = identity.app_secret.as_str().into();
    all["token"] = identity.token.as_str().into();
    all["encodingAesKey"] = identity.aes_key.text().into();
    all
}
