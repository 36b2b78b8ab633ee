//! From a welcome message to what WeCom is sent for one contact.

use domain::ids::MaterialId;
use domain::secret::Secret;
use domain::wechat::wecom::contacts::{Welcome, WelcomeAttachment};
use ports::wechat::wecom::{OutgoingAttachment, OutgoingWelcome};

use crate::wechat::wecom::CorpTools;
use crate::wechat::{Keeping, NoMediaId};

/// For whom a welcome is filled in.
pub(super) struct Addressee<'a> {
    pub(super) account: &'a str,
    pub(super) external_user_id: &'a str,
    pub(super) code: &'a str,
}

impl CorpTools {
    /// The welcome for one contact. The files of `refused` are brought to WeCom anew.
    pub(super) async fn fill_in(
        &self,
        welcome: &Welcome,
        to: &Addressee<'_>,
        refused: Option<&OutgoingWelcome>,
    ) -> Result<OutgoingWelcome, NoMediaId> {
        let mut attachments = Vec::with_capacity(welcome.attachments.len());
        for (index, attachment) in welcome.attachments.iter().enumerate() {
            let refused = refused.and_then(|refused| medium_of(refused.attachments.get(index)?));
            attachments.push(self.fill_in_one(attachment, to.account, refused).await?);
        }
        let name = if welcome.names_the_contact() {
            self.name_of(to).await
        } else {
            None
        };
        Ok(OutgoingWelcome {
            code: Secret::from(to.code),
            text: welcome.text_for(name.as_deref()),
            attachments,
        })
    }

    async fn fill_in_one(
        &self,
        attachment: &WelcomeAttachment,
        account: &str,
        refused: Option<&str>,
    ) -> Result<OutgoingAttachment, NoMediaId> {
        let medium = |material: MaterialId| self.medium(account, material, refused);
        Ok(match attachment {
            WelcomeAttachment::Image(material) => OutgoingAttachment::Image(medium(*material).await?),
            WelcomeAttachment::Video(material) => OutgoingAttachment::Video(medium(*material).await?),
            WelcomeAttachment::File(material) => OutgoingAttachment::File(medium(*material).await?),
            WelcomeAttachment::Link {
                title,
                description,
                url,
                picture_url,
            } => OutgoingAttachment::Link {
                title: title.clone(),
                description: description.clone(),
                url: url.clone(),
                picture_url: picture_url.clone(),
            },
            WelcomeAttachment::MiniProgram {
                title,
                picture,
                app_id,
                page,
            } => OutgoingAttachment::MiniProgram {
                title: title.clone(),
                picture: medium(*picture).await?,
                app_id: app_id.clone(),
                page: page.clone(),
            },
        })
    }

    async fn medium(&self, account: &str, material: MaterialId, refused: Option<&str>) -> Result<String, NoMediaId> {
        match refused {
            Some(refused) => {
                let media = &self.media;
                media
                    .media_id_instead_of(account, material, Keeping::Temporary, refused)
                    .await
            }
            None => self.media.media_id(account, material, Keeping::Temporary).await,
        }
    }

    /// The contact's name. A welcome without it is better than none.
    async fn name_of(&self, to: &Addressee<'_>) -> Option<String> {
        let known = self.contacts.contact(to.account, to.external_user_id).await;
        let known = known
            .ok()
            .flatten()
            .and_then(|contact| contact.stored().profile.name.clone());
        if known.is_some() {
            return known;
        }
        let told = self.contacts_api.contact(to.account, to.external_user_id).await;
        told.ok().flatten().and_then(|facts| facts.profile.name)
    }
}

fn medium_of(attachment: &OutgoingAttachment) -> Option<&str> {
    match attachment {
        OutgoingAttachment::Image(medium) | OutgoingAttachment::Video(medium) | OutgoingAttachment::File(medium) => {
            Some(medium)
        }
        OutgoingAttachment::MiniProgram { picture, .. } => Some(picture),
        OutgoingAttachment::Link { .. } => None,
    }
}
