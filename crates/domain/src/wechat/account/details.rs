//! What is known of an account besides its credentials.

use crate::text::single_line;
use crate::validation::FieldFaults;
use crate::wechat::{MessageMode, Product};

/// What is submitted about an account, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDraft {
    /// What kind of account it is.
    pub product: Product,
    /// What people call it.
    pub title: String,
    /// App id; corp id for WeCom.
    pub app_id: String,
    /// The application of the corporation, for WeCom only.
    pub agent_id: Option<i64>,
    /// The account's own id in messages (`gh_…`).
    pub original_id: Option<String>,
    /// How messages travel.
    pub message_mode: MessageMode,
}

/// What is known of an account, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDetails {
    product: Product,
    title: String,
    app_id: String,
    agent_id: Option<u32>,
    original_id: Option<String>,
    message_mode: MessageMode,
}

impl AccountDetails {
    /// Checks a draft: title 1 to 100 characters; app id `wx…`, corp id `ww…` (older ones `wx…`), 6 to 64 letters,
    /// digits, dashes and underscores; an agent id from 1 on for WeCom and for nobody else; WeCom in safe mode only.
    /// Shapes are held loosely, for WeChat documents none.
    ///
    /// # Errors
    /// Every fault, by field.
    pub fn check(draft: AccountDraft) -> Result<Self, FieldFaults> {
        let mut faults = FieldFaults::default();
        let title = faults.keep("title", single_line(&draft.title, 1..=100));
        let app_id = draft.app_id.trim().to_owned();
        if let Some(reason) = fault_of_app_id(draft.product, &app_id) {
            faults.add("appId", reason);
        }
        let agent_id = faults
            .keep("agentId", agent_id(draft.product, draft.agent_id))
            .flatten();
        let original_id = draft.original_id.map(|id| id.trim().to_owned());
        let original_id = original_id.filter(|id| !id.is_empty());
        if let Some(id) = &original_id
            && let Some(reason) = fault_of_original_id(draft.product, id)
        {
            faults.add("originalId", reason);
        }
        if draft.product == Product::WeCom && draft.message_mode != MessageMode::Safe {
            faults.add("messageMode", "must be safe: WeCom knows no other");
        }
        faults.check()?;
        Ok(Self {
            product: draft.product,
            title: title.unwrap_or_default(),
            app_id,
            agent_id,
            original_id,
            message_mode: draft.message_mode,
        })
    }

    /// The draft these came from.
    #[must_use]
    pub fn to_draft(&self) -> AccountDraft {
        AccountDraft {
            product: self.product,
            title: self.title.clone(),
            app_id: self.app_id.clone(),
            agent_id: self.agent_id.map(i64::from),
            original_id: self.original_id.clone(),
            message_mode: self.message_mode,
        }
    }

    /// What kind of account it is.
    #[must_use]
    pub const fn product(&self) -> Product {
        self.product
    }

    /// What people call it.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// App id; corp id for WeCom.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.app_id
    }

    /// The application of the corporation, for WeCom only.
    #[must_use]
    pub const fn agent_id(&self) -> Option<u32> {
        self.agent_id
    }

    /// The account's own id in messages, where it is known.
    #[must_use]
    pub fn original_id(&self) -> Option<&str> {
        self.original_id.as_deref()
    }

    /// How messages travel.
    #[must_use]
    pub const fn message_mode(&self) -> MessageMode {
        self.message_mode
    }

    /// Names the account at WeChat: two accounts of ours never share it.
    #[must_use]
    pub fn identity(&self) -> String {
        let agent = self.agent_id.map(|id| format!("/{id}")).unwrap_or_default();
        format!("{}/{}{agent}", self.product.name(), self.app_id)
    }
}

fn fault_of_app_id(product: Product, app_id: &str) -> Option<&'static str> {
    let is_plain = app_id
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let begins_well = match product {
        Product::OfficialAccount | Product::MiniProgram => app_id.starts_with("wx"),
        Product::WeCom => app_id.starts_with("ww") || app_id.starts_with("wx"),
    };
    if is_plain && begins_well && (6..=64).contains(&app_id.len()) {
        return None;
    }
    Some(match product {
        Product::OfficialAccount | Product::MiniProgram => "must be an app id: wx and 4 to 62 letters and digits",
        Product::WeCom => "must be a corp id: ww and 4 to 62 letters and digits",
    })
}

fn agent_id(product: Product, id: Option<i64>) -> Result<Option<u32>, &'static str> {
    match (product, id) {
        (Product::WeCom, None) => Err("is required for WeCom"),
        (Product::WeCom, Some(id)) => match u32::try_from(id) {
            Ok(id) if id > 0 => Ok(Some(id)),
            _ => Err("must be a number from 1 to 4294967295"),
        },
        (_, None) => Ok(None),
        (_, Some(_)) => Err("is for WeCom only"),
    }
}

fn fault_of_original_id(product: Product, id: &str) -> Option<&'static str> {
    let is_plain = id
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    match product {
        Product::WeCom => Some("is for Official Accounts and Mini Programs only"),
        _ if !is_plain || id.len() > 64 => Some("must be an original id: gh_ and letters and digits"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(product: Product) -> AccountDraft {
        AccountDraft {
            product,
            title: " 茶会 🍵 ".to_owned(),
            app_id: "wx0000000000000000".to_owned(),
            agent_id: (product == Product::WeCom).then_some(1_000_002),
            original_id: None,
            message_mode: MessageMode::Safe,
        }
    }

    fn faulty_fields(draft: AccountDraft) -> Vec<&'static str> {
        let faults = AccountDetails::check(draft).unwrap_err();
        faults.iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn sound_drafts_of_every_product_are_taken() {
        for product in Product::ALL {
            let details = AccountDetails::check(draft(product)).unwrap();
            assert_eq!(details.title(), "茶会 🍵");
            assert_eq!(AccountDetails::check(details.to_draft()), Ok(details));
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let faulty = AccountDraft {
            title: String::new(),
            app_id: "ww0000000000000000".to_owned(),
            agent_id: Some(1),
            original_id: Some("gh 1".to_owned()),
            ..draft(Product::OfficialAccount)
        };
        assert_eq!(faulty_fields(faulty), ["agentId", "appId", "originalId", "title"]);
    }

    #[test]
    fn app_ids_have_letters_and_digits_and_a_length() {
        let long = format!("wx{}", "0".repeat(63));
        for app_id in [
            "",
            "wx1",
            "wx 000000",
            "wx000000\0",
            "WX0000000",
            "wx签到签到",
            long.as_str(),
        ] {
            let app_id = app_id.to_owned();
            let faulty = AccountDraft {
                app_id,
                ..draft(Product::MiniProgram)
            };
            assert_eq!(faulty_fields(faulty), ["appId"]);
        }
    }

    #[test]
    fn wecom_needs_an_agent_and_safe_mode_and_has_no_original_id() {
        let faulty = AccountDraft {
            agent_id: None,
            original_id: Some("gh_1".to_owned()),
            message_mode: MessageMode::Plain,
            ..draft(Product::WeCom)
        };
        assert_eq!(faulty_fields(faulty), ["agentId", "messageMode", "originalId"]);
        for id in [0, -1, i64::from(u32::MAX) + 1] {
            let faulty = AccountDraft {
                agent_id: Some(id),
                ..draft(Product::WeCom)
            };
            assert_eq!(faulty_fields(faulty), ["agentId"]);
        }
    }

    #[test]
    fn two_applications_of_a_corporation_are_two_accounts() {
        let first = AccountDetails::check(draft(Product::WeCom)).unwrap();
        let other = AccountDraft {
            agent_id: Some(7),
            ..draft(Product::WeCom)
        };
        assert_ne!(first.identity(), AccountDetails::check(other).unwrap().identity());
        assert_eq!(first.identity(), "wecom/wx0000000000000000/1000002");
    }
}
