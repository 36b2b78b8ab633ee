//! WeChat's rules about stable tokens, and calls that follow a script.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use super::{Act, Seen, TestClock};

pub const STABLE_TOKEN: &str = "/cgi-bin/stable_token";
pub const WECOM_TOKEN: &str = "/cgi-bin/gettoken";
const LIFETIME: i64 = 7_200;
const OVERLAP: i64 = 300;

#[derive(Default)]
struct State {
    serial: u32,
    current: Option<String>,
    ends: HashMap<String, i64>,
    fetches: u32,
    forced: u32,
    rejections: u32,
    revoked: u32,
    token_script: VecDeque<Act>,
    script: VecDeque<Act>,
    always: Option<Act>,
    done: Vec<Seen>,
    /// Login codes by what they say, with whose they are until they are used.
    codes: HashMap<String, Option<String>>,
}

/// The platform.
pub struct Platform {
    clock: Arc<TestClock>,
    state: Mutex<State>,
}

impl Platform {
    pub fn new(clock: Arc<TestClock>) -> Self {
        Self {
            clock,
            state: Mutex::default(),
        }
    }

    /// What the next calls meet, one each; afterwards "ok".
    pub fn next(&self, acts: impl IntoIterator<Item = Act>) {
        self.state.lock().unwrap().script.extend(acts);
    }

    /// What the next questions for a token meet.
    pub fn next_token(&self, acts: impl IntoIterator<Item = Act>) {
        self.state.lock().unwrap().token_script.extend(acts);
    }

    /// What every call meets.
    pub fn always(&self, act: Act) {
        self.state.lock().unwrap().always = Some(act);
    }

    /// A login code of somebody, good for once.
    pub fn code_of(&self, open_id: &str) -> String {
        let mut state = self.state.lock().unwrap();
        let code = format!("CODE{}", state.codes.len());
        state.codes.insert(code.clone(), Some(open_id.to_owned()));
        code
    }

    /// The calls that were granted.
    pub fn done(&self) -> Vec<Seen> {
        self.state.lock().unwrap().done.clone()
    }

    /// Questions for a token, unforced.
    pub fn fetches(&self) -> u32 {
        self.state.lock().unwrap().fetches
    }

    /// Questions for a token with force.
    pub fn forced(&self) -> u32 {
        self.state.lock().unwrap().forced
    }

    /// Calls that were refused because of their token.
    pub fn rejections(&self) -> u32 {
        self.state.lock().unwrap().rejections
    }

    /// Tokens that were ever issued.
    pub fn issued(&self) -> u32 {
        self.state.lock().unwrap().serial
    }

    /// Ends the current token as if somebody else had forced a new one, and those of all applications.
    pub fn revoke(&self) {
        let mut state = self.state.lock().unwrap();
        state.revoked += 1;
        state.ends.retain(|token, _| !token.starts_with("WECOM-"));
        if let Some(current) = state.current.take() {
            state.ends.remove(&current);
        }
    }

    pub fn handle(&self, seen: &Seen) -> Act {
        let mut state = self.state.lock().unwrap();
        if seen.path == WECOM_TOKEN {
            state.issue_to_app(seen, self.clock.seconds())
        } else if seen.path == STABLE_TOKEN {
            state.issue(seen, self.clock.seconds())
        } else {
            state.call(seen, self.clock.seconds())
        }
    }
}

impl State {
    fn issue(&mut self, seen: &Seen, now: i64) -> Act {
        let is_forced = seen.body.contains(r#""force_refresh":true"#);
        *(if is_forced { &mut self.forced } else { &mut self.fetches }) += 1;
        if let Some(act) = self.token_script.pop_front() {
            return act;
        }
        let left = self.current.as_ref().map_or(0, |current| self.ends[current] - now);
        if is_forced {
            self.current.take().and_then(|current| self.ends.remove(&current));
        } else if left > OVERLAP {
            return granted(self.current.as_deref().unwrap(), left);
        }
        self.serial += 1;
        let token = format!("TOKEN{}", self.serial);
        self.ends.insert(token.clone(), now + LIFETIME);
        self.current = Some(token.clone());
        granted(&token, LIFETIME)
    }

    /// One token per secret, the same to every asker until it ends.
    fn issue_to_app(&mut self, seen: &Seen, now: i64) -> Act {
        self.fetches += 1;
        if let Some(act) = self.token_script.pop_front() {
            return act;
        }
        let secret = seen.query.rsplit('=').next().unwrap();
        let token = format!("WECOM-{secret}-{}", self.revoked);
        let ends = *self.ends.entry(token.clone()).or_insert(now + LIFETIME);
        granted(&token, ends - now)
    }

    fn call(&mut self, seen: &Seen, now: i64) -> Act {
        // These come with a secret, or with a person's token.
        let is_without_token = seen.path == "/cgi-bin/clear_quota/v2" || seen.path.starts_with("/sns/");
        let code = match self.ends.get(seen.token().unwrap_or_default()) {
            _ if is_without_token => None,
            None => Some(40001),
            Some(ends) if *ends <= now => Some(42001),
            Some(_) => None,
        };
        if let Some(code) = code {
            self.rejections += 1;
            return Act::code(code);
        }
        if let Some(act) = self.script.pop_front().or_else(|| self.always.clone()) {
            return act;
        }
        self.done.push(seen.clone());
        match seen.path.as_str() {
            "/cgi-bin/ticket/getticket" => {
                let kind = seen.query.rsplit('=').next().unwrap();
                Act::Json(format!(r#"{{"errcode":0,"ticket":"TICKET-{kind}","expires_in":7200}}"#))
            }
            "/cgi-bin/qrcode/create" => {
                Act::json(r#"{"ticket":"gQ==/+","expire_seconds":60,"url":"http://weixin.qq.com/q/x"}"#)
            }
            "/cgi-bin/message/template/send" => Act::json(r#"{"errcode":0,"errmsg":"ok","msgid":200228332}"#),
            "/sns/jscode2session" | "/sns/oauth2/access_token" => self.exchange(seen),
            path => plain(path),
        }
    }

    /// Gives a person's tokens or session for their code, once.
    fn exchange(&mut self, seen: &Seen) -> Act {
        let mut pairs = seen.query.split('&').filter_map(|pair| pair.split_once('='));
        let code = pairs.find(|(name, _)| *name == "code" || *name == "js_code");
        let known = code.and_then(|(_, code)| self.codes.get_mut(code));
        let Some(known) = known else {
            return Act::code(40029);
        };
        let Some(open_id) = known.take() else {
            return Act::code(40163);
        };
        Act::Json(format!(
            r#"{{"openid":"{open_id}","session_key":"AAAAAAAAAAAAAAAAAAAAAA==","access_token":"PERSONAL","expires_in":7200,"refresh_token":"R","scope":"snsapi_base"}}"#
        ))
    }
}

/// What is answered to anybody.
fn plain(path: &str) -> Act {
    Act::json(match path {
        // Followers of an official account, and a member of a corporation.
        "/cgi-bin/user/get" => r#"{"total":0,"count":0,"next_openid":"","errcode":0,"userid":"lin"}"#,
        "/cgi-bin/auth/getuserinfo" => r#"{"errcode":0,"userid":"lin"}"#,
        "/cgi-bin/department/list" => r#"{"errcode":0,"department":[]}"#,
        "/cgi-bin/department/get" => r#"{"errcode":0,"department":{"id":1}}"#,
        "/cgi-bin/user/list" => r#"{"errcode":0,"userlist":[]}"#,
        "/cgi-bin/user/list_id" => r#"{"errcode":0,"dept_user":[]}"#,
        "/cgi-bin/externalcontact/get_follow_user_list" => r#"{"errcode":0,"follow_user":[]}"#,
        "/cgi-bin/externalcontact/list" => r#"{"errcode":0,"external_userid":[]}"#,
        "/cgi-bin/externalcontact/batch/get_by_user" => r#"{"errcode":0,"external_contact_list":[]}"#,
        "/cgi-bin/externalcontact/get" => {
            r#"{"errcode":0,"external_contact":{"external_userid":"wm","name":"n","type":1},"follow_user":[]}"#
        }
        "/cgi-bin/user/tag/get" => r#"{"count":0,"next_openid":""}"#,
        "/cgi-bin/user/info/batchget" => r#"{"user_info_list":[{"subscribe":0,"openid":"oOPENID"}]}"#,
        "/cgi-bin/menu/get" => r#"{"menu":{"button":[{"type":"click","name":"n","key":"k"}],"menuid":1}}"#,
        "/wxa/msg_sec_check" => {
            r#"{"errcode":0,"errmsg":"ok","result":{"suggest":"pass","label":100},"detail":[],"trace_id":"t"}"#
        }
        "/wxa/media_check_async" => r#"{"errcode":0,"errmsg":"ok","trace_id":"t"}"#,
        "/cgi-bin/media/upload" | "/cgi-bin/material/add_material" | "/cgi-bin/draft/add" => {
            r#"{"type":"image","media_id":"MEDIA","created_at":1780000000,"url":"https://mmbiz.qpic.cn/m"}"#
        }
        "/cgi-bin/media/uploadimg" => r#"{"errcode":0,"url":"https://mmbiz.qpic.cn/a"}"#,
        "/cgi-bin/material/get_materialcount" => r#"{"voice_count":0,"video_count":0,"image_count":1,"news_count":0}"#,
        "/cgi-bin/draft/batchget" | "/cgi-bin/freepublish/batchget" => r#"{"total_count":0,"item_count":0,"item":[]}"#,
        "/cgi-bin/freepublish/submit" => r#"{"errcode":0,"publish_id":"100000001","msg_data_id":206227730}"#,
        "/cgi-bin/freepublish/get" => {
            r#"{"publish_id":"100000001","publish_status":0,"article_id":"ARTICLE","fail_idx":[]}"#
        }
        "/cgi-bin/message/mass/send" | "/cgi-bin/message/mass/sendall" | "/cgi-bin/message/mass/preview" => {
            r#"{"errcode":0,"errmsg":"ok","msg_id":9007199254740993,"msg_data_id":206227730}"#
        }
        "/cgi-bin/message/mass/get" => r#"{"msg_id":9007199254740993,"msg_status":"SEND_SUCCESS"}"#,
        "/cgi-bin/message/mass/speed/get" => r#"{"speed":0,"realspeed":80}"#,
        "/wxa/generate_urllink" => r#"{"errcode":0,"errmsg":"ok","url_link":"https://wxaurl.cn/x"}"#,
        _ => r#"{"errcode":0,"errmsg":"ok"}"#,
    })
}

fn granted(token: &str, expires_in: i64) -> Act {
    Act::Json(format!(r#"{{"access_token":"{token}","expires_in":{expires_in}}}"#))
}
