//! What the client of a mini program hands to the product: codes, signed and encrypted data.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use aes::Aes128;
use aes::cipher::{Array, BlockModeEncrypt, InnerIvInit, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};
use wechat_protocol::mini_program::encrypted_data_hash;

use super::acting::{Answer, Waiting, act, did, interact};
use super::answer::ControlError;
use super::which::Which;
use crate::api::shown_phone;
use crate::callback::Message;
use crate::state::State;
use crate::state::account::Product;
use crate::state::accounts::AccountId;
use crate::state::mini::{ClientCode, Payment, Phone};
use crate::state::windows::Interaction;
use crate::world::World;

/// Seconds a code lives.
const CODE_SECONDS: i64 = 300;
const CODE_LENGTH: usize = 32;
const PHONE_CODE_LENGTH: usize = 64;
const BLOCK: usize = 16;
const MOST_PAYMENTS: usize = 10_000;

/// A person of a mini program, who uses it now.
fn visitor(state: &mut State, which: &Which, open_id: &str) -> Result<AccountId, ControlError> {
    let account = which.find_person(state, open_id)?;
    let now = state.clock.now();
    let known = &mut state.accounts[account];
    if known.identity.product != Product::MiniProgram {
        return Err(ControlError::Invalid("this is no person of a mini program".to_owned()));
    }
    known.mini.visits.insert(open_id.to_owned(), now);
    state.changed = true;
    Ok(account)
}

/// `POST …/mini-program/visit`: uses the program, which content security asks for.
pub async fn visit(world: Data<World>, which: Query<Which>, open_id: Path<String>) -> Answer {
    world.with(|state| {
        visitor(state, &which, &open_id)?;
        Ok(HttpResponse::NoContent().finish())
    })
}

/// Body of `POST …/mini-program/login`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Login {
    /// Whether the session key changes with it.
    rotate: bool,
}

/// `POST …/mini-program/login`: `wx.login`. The first login makes a session key; later ones keep it unless told.
pub async fn login(
    world: Data<World>,
    which: Query<Which>,
    open_id: Path<String>,
    login: Option<Json<Login>>,
) -> Answer {
    world.with(|state| {
        let account = visitor(state, &which, &open_id)?;
        ensure_key(state, account, &open_id, login.is_some_and(|login| login.rotate));
        let code = state.chance.letters(CODE_LENGTH);
        let known = ClientCode {
            open_id: open_id.into_inner(),
            expires_at: state.clock.now() + CODE_SECONDS,
            used: false,
            content: (),
        };
        state.accounts[account].mini.logins.insert(code.clone(), known);
        Ok(HttpResponse::Ok().json(json!({ "code": code })))
    })
}

/// The session key of a person, made when there is none.
fn ensure_key(state: &mut State, account: AccountId, open_id: &str, rotate: bool) -> String {
    let fresh = STANDARD.encode(state.chance.sixteen());
    let sessions = &mut state.accounts[account].mini.sessions;
    if rotate {
        sessions.remove(open_id);
    }
    sessions.entry(open_id.to_owned()).or_insert(fresh).clone()
}

/// Body of `POST …/mini-program/phone-code` and `…/phone-data`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PhoneWish {
    number: Option<String>,
    country: Option<String>,
}

impl PhoneWish {
    fn phone(self, human: u64) -> Phone {
        Phone {
            // Numbers that begin with 1000 are given to nobody.
            number: self.number.unwrap_or_else(|| format!("1000{human:07}")),
            country: self.country.unwrap_or_else(|| "86".to_owned()),
        }
    }
}

/// `POST …/mini-program/phone-code`: taps the button for the phone number.
pub async fn phone_code(
    world: Data<World>,
    which: Query<Which>,
    open_id: Path<String>,
    wish: Option<Json<PhoneWish>>,
) -> Answer {
    let wish = wish.map(Json::into_inner).unwrap_or_default();
    world.with(|state| {
        let account = visitor(state, &which, &open_id)?;
        let content = wish.phone(human(state, account, &open_id));
        let code = state.chance.hex(PHONE_CODE_LENGTH);
        let known = ClientCode {
            open_id: open_id.into_inner(),
            expires_at: state.clock.now() + CODE_SECONDS,
            used: false,
            content,
        };
        state.accounts[account].mini.phone_codes.insert(code.clone(), known);
        Ok(HttpResponse::Ok().json(json!({ "code": code })))
    })
}

fn human(state: &State, account: AccountId, open_id: &str) -> u64 {
    let person = state.accounts[account].people.get(open_id);
    person.map_or(0, |person| person.human)
}

/// `POST …/mini-program/phone-data`: the older form of the button, encrypted with the session key.
pub async fn phone_data(
    world: Data<World>,
    which: Query<Which>,
    open_id: Path<String>,
    wish: Option<Json<PhoneWish>>,
) -> Answer {
    let wish = wish.map(Json::into_inner).unwrap_or_default();
    world.with(|state| {
        let account = visitor(state, &which, &open_id)?;
        let phone = wish.phone(human(state, account, &open_id));
        let app_id = state.accounts[account].identity.app_id.clone();
        let clear = shown_phone(&phone, &app_id, state.clock.wall());
        let sealed = seal(state, account, &open_id, &clear.to_string());
        Ok(HttpResponse::Ok().json(sealed))
    })
}

/// `POST …/mini-program/user-info`: `wx.getUserProfile`, as it is since 2022: nobody's name and picture. With a body,
/// its fields are told in their place.
pub async fn user_info(
    world: Data<World>,
    which: Query<Which>,
    open_id: Path<String>,
    fields: Option<Json<Value>>,
) -> Answer {
    world.with(|state| {
        let account = visitor(state, &which, &open_id)?;
        let mut info = json!({
            "nickName": "微信用户",
            "gender": 0,
            "language": "",
            "city": "",
            "province": "",
            "country": "",
            "avatarUrl": "https://thirdwx.qlogo.cn/mmopen/vi_32/simulated/132",
        });
        let given = fields.map(Json::into_inner);
        for (name, value) in given.as_ref().and_then(Value::as_object).into_iter().flatten() {
            info[name] = value.clone();
        }
        let raw = info.to_string();
        let key = ensure_key(state, account, &open_id, false);
        let digest = Sha1::new().chain_update(&raw).chain_update(&key).finalize();
        let signature: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        info["openId"] = open_id.as_str().into();
        if let Some(union_id) = state.union_id(account, &open_id) {
            info["unionId"] = union_id.into();
        }
        let app_id = state.accounts[account].identity.app_id.as_str();
        info["watermark"] = json!({"timestamp": state.clock.wall(), "appid": app_id});
        let mut answer = seal(state, account, &open_id, &info.to_string());
        answer["rawData"] = raw.into();
        answer["signature"] = signature.into();
        Ok(HttpResponse::Ok().json(answer))
    })
}

/// AES-128-CBC with the session key and PKCS#7 padding to blocks of 16; the platform remembers that it made it.
fn seal(state: &mut State, account: AccountId, open_id: &str, clear: &str) -> Value {
    let key = ensure_key(state, account, open_id, false);
    let key: [u8; 16] = STANDARD
        .decode(key)
        .ok()
        .and_then(|key| key.try_into().ok())
        .unwrap_or_default();
    let iv = state.chance.sixteen();
    let padding = BLOCK - clear.len() % BLOCK;
    let mut bytes = clear.as_bytes().to_vec();
    bytes.resize(clear.len() + padding, u8::try_from(padding).unwrap_or_default());
    let (blocks, _) = Array::slice_as_chunks_mut(&mut bytes);
    let cipher = Aes128::new(&key.into());
    cbc::Encryptor::<&Aes128>::inner_iv_init(&cipher, &iv.into()).encrypt_blocks(blocks);
    let sealed = STANDARD.encode(bytes);
    let now = state.clock.now();
    let known = &mut state.accounts[account].mini.encrypted;
    known.insert(encrypted_data_hash(&sealed), now);
    json!({"encryptedData": sealed, "iv": STANDARD.encode(iv)})
}

/// Body of `POST …/mini-program/pay`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Paid {
    transaction_id: Option<String>,
    mch_id: Option<String>,
    out_trade_no: Option<String>,
}

/// `POST …/mini-program/pay`: a payment, after which the union id can be asked for.
pub async fn pay(world: Data<World>, which: Query<Which>, open_id: Path<String>, paid: Option<Json<Paid>>) -> Answer {
    let paid = paid.map(Json::into_inner).unwrap_or_default();
    world.with(|state| {
        let account = visitor(state, &which, &open_id)?;
        let transaction = state.chance.message_id();
        let payment = Payment {
            open_id: open_id.into_inner(),
            at: state.clock.now(),
            transaction_id: paid.transaction_id.unwrap_or_else(|| transaction.to_string()),
            mch_id: paid.mch_id.unwrap_or_else(|| "1000000000".to_owned()),
            out_trade_no: paid.out_trade_no.unwrap_or_else(|| format!("order-{transaction}")),
        };
        let payments = &mut state.accounts[account].mini.payments;
        if payments.len() >= MOST_PAYMENTS {
            payments.remove(0);
        }
        payments.push(payment.clone());
        Ok(HttpResponse::Ok().json(payment))
    })
}

/// Body of `POST …/page`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Page {
    title: String,
    page_path: String,
    #[serde(default)]
    thumb_url: String,
}

/// `POST …/page`: sends a card of the program to its customer service.
pub async fn page(world: Data<World>, open_id: Path<String>, query: Query<Waiting>, page: Json<Page>) -> Answer {
    act(world, &open_id, &query, |state, actor| {
        let identity = &state.accounts[actor.account].identity;
        if identity.product != Product::MiniProgram {
            return Err(ControlError::Invalid("this is no person of a mini program".to_owned()));
        }
        let app_id = identity.app_id.clone();
        interact(state, actor, Some(Interaction::Message))?;
        let message = Message::of_type("miniprogrampage")
            .with("Title", page.title.as_str())
            .with("AppId", app_id)
            .with("PagePath", page.page_path.as_str())
            .with("ThumbUrl", page.thumb_url.as_str())
            .with("ThumbMediaId", state.chance.name(PHONE_CODE_LENGTH));
        Ok((message, did("page", Some(page.page_path.clone()))))
    })
    .await
}

/// Body of `POST …/enter`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Entry {
    session_from: String,
}

/// `POST …/enter`: opens the customer service of a mini program, or an app of WeCom.
pub async fn enter(
    world: Data<World>,
    open_id: Path<String>,
    query: Query<Waiting>,
    entry: Option<Json<Entry>>,
) -> Answer {
    let entry = entry.map(Json::into_inner).unwrap_or_default();
    act(world, &open_id, &query, |state, actor| {
        let message = match state.accounts[actor.account].identity.product {
            Product::MiniProgram => {
                Message::event("user_enter_tempsession").with("SessionFrom", entry.session_from.as_str())
            }
            Product::WeCom => Message::event("enter_agent").with("EventKey", ""),
            Product::OfficialAccount => {
                return Err(ControlError::Invalid("an official account is not entered".to_owned()));
            }
        };
        interact(state, actor, Some(Interaction::Enter))?;
        Ok((message, did("enter", None)))
    })
    .await
}
