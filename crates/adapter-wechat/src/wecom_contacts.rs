//! [`ContactsApi`]: the external contacts of WeCom members.

use async_trait::async_trait;
use domain::identity::UnionId;
use domain::text::single_line;
use domain::time::Timestamp;
use domain::wechat::wecom::contacts::{ContactFacts, ContactKind, ContactProfile, RelationFacts};
use ports::wechat::wecom::{
    ContactIds, ContactPage, ContactsApi, OutgoingAttachment, OutgoingWelcome, USERS_AT_ONCE, WelcomeTaken,
};
use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::wecom::external_contact as wire;

use crate::client::WechatClient;
use crate::failure::refused;
use crate::wecom_directory::{HIDDEN, NO_MEMBER, is_code, line};

/// There is no such customer, or no relation to them.
const NO_CONTACT: [i64; 3] = [40_096, 84_061, 84_084];
/// The member has no licence.
const UNLICENSED: i64 = 701_008;
/// The customer was welcomed before.
const WELCOMED: i64 = 41_051;
/// Most contacts in one answer.
const CONTACTS_AT_ONCE: u32 = 100;
/// Pages of 500 relations of one contact: nobody has more.
const PAGES: usize = 40;

#[async_trait]
impl ContactsApi for WechatClient {
    async fn users(&self, account: &str) -> Result<Vec<String>, WechatFailure> {
        Ok(self.call(account, &wire::ListFollowingMembers).await?.follow_user)
    }

    async fn contacts_of(
        &self,
        account: &str,
        user_ids: &[String],
        next: Option<&str>,
    ) -> Result<ContactPage, WechatFailure> {
        debug_assert!(user_ids.len() <= USERS_AT_ONCE as usize, "the caller keeps the bound");
        let call = wire::GetCustomersOf {
            userid_list: user_ids.to_vec(),
            cursor: next.unwrap_or_default().to_owned(),
            limit: CONTACTS_AT_ONCE,
        };
        let told = self.call(account, &call).await?;
        let one = |told: wire::CustomerOf| facts(told.external_contact, vec![told.follow_info]);
        Ok(ContactPage {
            contacts: told.external_contact_list.into_iter().map(one).collect(),
            unlicensed: told.fail_info.unlicensed_userid_list.len() as u64,
            next: told.next_cursor.filter(|cursor| !cursor.is_empty()),
        })
    }

    async fn contact_ids(&self, account: &str, user_id: &str) -> Result<ContactIds, WechatFailure> {
        let call = wire::ListCustomers {
            userid: user_id.to_owned(),
        };
        match self.call(account, &call).await {
            Ok(told) => Ok(ContactIds::Known(told.external_userid)),
            Err(failure) if is_code(&failure, &[wire::NO_CUSTOMERS]) || is_code(&failure, &NO_MEMBER) => {
                Ok(ContactIds::Known(Vec::new()))
            }
            Err(failure) if is_code(&failure, &HIDDEN) || is_code(&failure, &[UNLICENSED]) => Ok(ContactIds::Hidden),
            Err(failure) => Err(failure),
        }
    }

    async fn contact(&self, account: &str, external_user_id: &str) -> Result<Option<ContactFacts>, WechatFailure> {
        let mut call = wire::GetCustomer {
            external_userid: external_user_id.to_owned(),
            cursor: None,
        };
        let mut follows = Vec::new();
        for _ in 0..PAGES {
            let told = match self.call(account, &call).await {
                Ok(told) => told,
                Err(failure) if is_code(&failure, &NO_CONTACT) => return Ok(None),
                Err(failure) => return Err(failure),
            };
            follows.extend(told.follow_user);
            let next = told.next_cursor.filter(|cursor| !cursor.is_empty());
            if next.is_none() || next == call.cursor {
                return Ok(Some(facts(told.external_contact, follows)));
            }
            call.cursor = next;
        }
        // A part of the relations would count as all of them.
        Err(refused(RefusalKind::Content, "more relations than a contact can have"))
    }

    async fn welcome(&self, account: &str, welcome: &OutgoingWelcome) -> Result<WelcomeTaken, WechatFailure> {
        let call = wire::SendWelcome {
            welcome_code: welcome.code.expose().to_owned(),
            text: welcome.text.clone().map(|content| wire::WelcomeText { content }),
            attachments: welcome.attachments.iter().cloned().map(attachment).collect(),
        };
        call.check()
            .map_err(|fault| refused(RefusalKind::Content, fault.to_string()))?;
        let done = self.order(account, &call).await?;
        Ok(if done.code() == WELCOMED {
            WelcomeTaken::SentBefore
        } else {
            WelcomeTaken::Sent
        })
    }
}

fn attachment(outgoing: OutgoingAttachment) -> wire::Attachment {
    let medium = |media_id| wire::AttachedMedia { media_id };
    match outgoing {
        OutgoingAttachment::Image(id) => wire::Attachment::Image { image: medium(id) },
        OutgoingAttachment::Video(id) => wire::Attachment::Video { video: medium(id) },
        OutgoingAttachment::File(id) => wire::Attachment::File { file: medium(id) },
        OutgoingAttachment::Link {
            title,
            description,
            url,
            picture_url,
        } => wire::Attachment::Link {
            link: wire::AttachedLink {
                title,
                picurl: picture_url,
                desc: description,
                url,
            },
        },
        OutgoingAttachment::MiniProgram {
            title,
            picture,
            app_id,
            page,
        } => wire::Attachment::MiniProgram {
            miniprogram: wire::AttachedMiniProgram {
                title,
                pic_media_id: picture,
                appid: app_id,
                page,
            },
        },
    }
}

fn facts(told: wire::Customer, follows: Vec<wire::Follow>) -> ContactFacts {
    ContactFacts {
        profile: ContactProfile {
            name: line(Some(&told.name)),
            kind: ContactKind::of_wecom(told.kind),
            position: line(told.position.as_deref()),
            corp_name: line(told.corp_name.as_deref()),
        },
        union_id: told.unionid.as_deref().and_then(|text| UnionId::new(text).ok()),
        relations: follows
            .into_iter()
            .filter(|follow| is_id(&follow.userid))
            .map(relation)
            .collect(),
        external_user_id: told.external_userid,
    }
}

fn is_id(text: &str) -> bool {
    single_line(text, 1..=64).as_deref() == Ok(text)
}

/// Personal tags have no id and are the member's own business.
fn relation(told: wire::Follow) -> RelationFacts {
    let tags = told.tags.into_iter().filter_map(|tag| tag.tag_id).chain(told.tag_id);
    RelationFacts {
        remark: line(Some(&told.remark)).unwrap_or_default(),
        tags: tags.filter(|tag| is_id(tag)).collect(),
        state: line(told.state.as_deref()),
        add_way: told.add_way,
        added_at: told.createtime.filter(|at| *at > 0).map(Timestamp::from_unix_seconds),
        user_id: told.userid,
    }
}
