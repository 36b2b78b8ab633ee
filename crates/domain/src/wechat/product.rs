//! What kind of account it is.

/// A product of the WeChat platform; each has its own API, identifiers and rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Product {
    /// An official account (公众号, 服务号): people follow it and talk to it.
    OfficialAccount,
    /// A mini program (小程序): people open it inside WeChat.
    MiniProgram,
    /// An application of a WeCom corporation (企业微信): staff use it.
    WeCom,
}

impl Product {
    /// Every product.
    pub const ALL: [Self; 3] = [Self::OfficialAccount, Self::MiniProgram, Self::WeCom];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OfficialAccount => "official_account",
            Self::MiniProgram => "mini_program",
            Self::WeCom => "wecom",
        }
    }

    /// The product of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|product| product.name() == name)
    }
}

/// How messages of an account travel (消息加解密方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageMode {
    /// In the clear: the signature does not cover the body.
    Plain,
    /// Encrypted and in the clear side by side; only what is encrypted counts.
    Compatible,
    /// Encrypted. The only mode of WeCom.
    Safe,
}

impl MessageMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Compatible, Self::Safe];

    /// The stable name, used in configuration, in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Compatible => "compatible",
            Self::Safe => "safe",
        }
    }

    /// The mode of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}
