//! The cookies of people in browsers. No script reads them; other sites' pages send them only with plain links.
//!
//! Over TLS their names begin with `__Host-`: browsers then take them from this host alone and over TLS alone
//! (RFC 6265bis §4.1.3.2). Without TLS, on a developer's machine, they could not be set that way.

use std::time::Duration;

use actix_web::HttpRequest;

use crate::state::ApiState;

/// How cookies of this process are written.
#[derive(Debug, Clone, Copy)]
pub struct Cookies {
    secure: bool,
}

/// What a cookie is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keepsake {
    /// The token of a person who is signed in.
    Person,
    /// The secret of a browser in which somebody signs in.
    Login,
    /// The same for staff.
    StaffLogin,
    /// The token of staff on its way to the page that asked for it; opens nothing by itself.
    StaffToken,
}

impl Cookies {
    /// Of this process.
    pub fn of(state: &ApiState) -> Self {
        Self {
            secure: state.app.web.is_secure,
        }
    }

    const fn name(self, keepsake: Keepsake) -> &'static str {
        match (keepsake, self.secure) {
            (Keepsake::Person, true) => "__Host-nextevent-person",
            (Keepsake::Person, false) => "nextevent-person",
            (Keepsake::Login, true) => "__Host-nextevent-login",
            (Keepsake::Login, false) => "nextevent-login",
            (Keepsake::StaffLogin, true) => "__Host-nextevent-staff-login",
            (Keepsake::StaffLogin, false) => "nextevent-staff-login",
            (Keepsake::StaffToken, true) => "__Host-nextevent-staff-token",
            (Keepsake::StaffToken, false) => "nextevent-staff-token",
        }
    }

    /// The value that a request brought along.
    pub fn read(self, request: &HttpRequest, keepsake: Keepsake) -> Option<String> {
        let cookie = request.cookie(self.name(keepsake))?;
        Some(cookie.value().to_owned()).filter(|value| !value.is_empty())
    }

    /// The header that sets it. `value` consists of characters that cookies take as they are.
    pub fn set(self, keepsake: Keepsake, value: &str, lasts: Duration) -> String {
        let name = self.name(keepsake);
        let seconds = lasts.as_secs();
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
    }

    /// The header that removes it.
    pub fn clear(self, keepsake: Keepsake) -> String {
        self.set(keepsake, "", Duration::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_tls_a_cookie_belongs_to_this_host_alone() {
        let cookie = Cookies { secure: true }.set(Keepsake::Person, "a.b-c_d", Duration::from_mins(1));
        assert_eq!(
            cookie,
            "__Host-nextevent-person=a.b-c_d; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
        );
    }

    #[test]
    fn without_tls_it_can_be_set_all_the_same() {
        let cookie = Cookies { secure: false }.clear(Keepsake::Login);
        assert_eq!(cookie, "nextevent-login=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }
}
