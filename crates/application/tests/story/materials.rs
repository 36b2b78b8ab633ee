//! Materials: taken in once, uploaded once by whoever comes first, deleted everywhere.

use std::time::Duration;

use adapter_memory::MaterialCall;
use application::Context;
use application::wechat::materials::{AddMaterialCommand, AddedMaterial, MaterialCommand, MaterialError};
use application::wechat::{ArticleImages as _, Keeping, MediaIds as _, NoMediaId};
use domain::ids::MaterialId;
use domain::wechat::materials::{MaterialKind, MaterialUpload, UploadPlace, UploadState};
use ports::files::FileError;
use ports::system::Clock as _;
use ports::wechat::materials::MaterialView;
use ports::wechat::{RefusalKind, WechatFailure};
use uuid::Uuid;

use crate::world::World;

const ACCOUNT: &str = "default";
const HOUR: Duration = Duration::from_hours(1);

fn png(content: &str) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n".as_slice(), content.as_bytes()].concat()
}

fn command(number: u128, bytes: Vec<u8>) -> AddMaterialCommand {
    AddMaterialCommand {
        id: MaterialId::from_uuid(Uuid::from_u128(number)),
        account: ACCOUNT.to_owned(),
        kind: MaterialKind::Image,
        name: Some("海报.png".to_owned()),
        title: None,
        introduction: None,
        bytes,
        context: Context::of("test"),
    }
}

fn about(material: MaterialId) -> MaterialCommand {
    MaterialCommand {
        account: ACCOUNT.to_owned(),
        material,
        expected_edition: None,
        context: Context::of("test"),
    }
}

fn later() -> WechatFailure {
    WechatFailure::Later {
        code: Some(-1),
        after: None,
        note: "busy".to_owned(),
    }
}

fn unanswered() -> WechatFailure {
    WechatFailure::Unanswered {
        note: "no answer in time".to_owned(),
    }
}

fn refusal() -> WechatFailure {
    WechatFailure::Refused {
        code: 40_005,
        kind: RefusalKind::Content,
        note: "invalid file type".to_owned(),
    }
}

impl World {
    async fn add(&self, command: AddMaterialCommand) -> Result<AddedMaterial, MaterialError> {
        self.cases.materials.add.run(command).await
    }

    async fn picture(&self, number: u128) -> MaterialId {
        let added = self.add(command(number, png(&number.to_string()))).await.unwrap();
        added.view.material.id()
    }

    async fn media_id(&self, id: MaterialId, keeping: Keeping) -> Result<String, NoMediaId> {
        self.cases.materials.library.media_id(ACCOUNT, id, keeping).await
    }

    async fn found(&self, id: MaterialId) -> Option<MaterialView> {
        self.cases.materials.read.find(ACCOUNT, id).await.unwrap()
    }

    async fn upload(&self, id: MaterialId, place: UploadPlace) -> MaterialUpload {
        let uploads = self.found(id).await.unwrap().uploads;
        uploads.into_iter().find(|upload| upload.place == place).unwrap()
    }

    /// Another process stores this.
    async fn put(&self, upload: &MaterialUpload) {
        let mut tx = self.cases.adapters().materials.store.begin().await.unwrap();
        tx.materials().put_upload(upload).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn kinds(&self) -> Vec<String> {
        self.wechat.material_calls().iter().map(name).collect()
    }
}

fn name(call: &MaterialCall) -> String {
    match call {
        MaterialCall::Temporary(_) => "temporary".to_owned(),
        MaterialCall::Permanent(_) => "permanent".to_owned(),
        MaterialCall::ArticleImage(_) => "article".to_owned(),
        MaterialCall::Delete(id) => format!("delete {id}"),
        MaterialCall::Count => "count".to_owned(),
    }
}

#[tokio::test]
async fn the_same_file_is_the_same_material() {
    let world = World::new();
    let first = world.add(command(1, png("a"))).await.unwrap();
    let again = world.add(command(2, png("a"))).await.unwrap();
    assert!(!first.was_there && again.was_there);
    assert_eq!(first.view, again.view);
    let mut thumb = command(3, [b"\xFF\xD8\xFF\xE0".as_slice(), &[0; 10]].concat());
    thumb.kind = MaterialKind::Thumb;
    assert!(!world.add(thumb).await.unwrap().was_there);
    assert_eq!(world.files.count(), 2);
}

#[tokio::test]
async fn twenty_who_bring_a_file_at_once_get_one_material() {
    let world = World::new();
    let brought = (1..=20).map(|number| world.add(command(number, png("a"))));
    let brought = futures_all(brought).await;
    let ids: std::collections::BTreeSet<_> = brought.iter().map(|added| added.view.material.id()).collect();
    let new = brought.iter().filter(|added| !added.was_there).count();
    assert_eq!((ids.len(), new), (1, 1));
}

async fn futures_all(
    work: impl Iterator<Item = impl Future<Output = Result<AddedMaterial, MaterialError>>>,
) -> Vec<AddedMaterial> {
    let mut outcomes = Vec::new();
    let mut pending: Vec<_> = work.map(Box::pin).collect();
    // Polled in turns: each is at another step.
    std::future::poll_fn(|context| {
        pending.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(outcome) => {
                outcomes.push(outcome.unwrap());
                false
            }
            std::task::Poll::Pending => true,
        });
        if pending.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    outcomes
}

#[tokio::test]
async fn what_wechat_would_not_take_is_not_kept() {
    let world = World::new();
    let lying = world.add(command(1, b"<html>".to_vec())).await;
    assert!(matches!(lying, Err(MaterialError::Invalid(_))), "{lying:?}");
    let large = world.add(command(1, png(&"x".repeat(10 * 1024 * 1024)))).await;
    assert!(matches!(large, Err(MaterialError::TooLarge { limit: 10_485_760 })));
    let mut foreign = command(1, png("a"));
    foreign.account = "nobody".to_owned();
    assert!(matches!(world.add(foreign).await, Err(MaterialError::UnknownAccount)));
    assert_eq!(world.files.count(), 0);
}

#[tokio::test]
async fn a_file_storage_that_is_down_leaves_nothing_half_done() {
    let world = World::new();
    world.files.fail(Some(FileError::Unavailable("down".to_owned())));
    let failed = world.add(command(1, png("a"))).await;
    assert!(matches!(failed, Err(MaterialError::File(_))), "{failed:?}");
    let listed = world.cases.materials.read.list(
        ACCOUNT,
        ports::wechat::materials::MaterialFilter::default(),
        ports::PageQuery::Number { page: 1, size: 10 },
    );
    assert!(listed.await.unwrap().items.is_empty());
    world.files.fail(None);
    assert!(!world.add(command(1, png("a"))).await.unwrap().was_there);
}

#[tokio::test]
async fn a_media_id_is_asked_for_once_and_renewed_before_it_ends() {
    let world = World::new();
    let id = world.picture(1).await;
    let first = world.media_id(id, Keeping::Temporary).await.unwrap();
    world.clock.advance(65 * HOUR);
    assert_eq!(world.media_id(id, Keeping::Temporary).await.unwrap(), first);
    world.clock.advance(HOUR);
    // WeChat is busy: the old one is good for another six hours.
    world.wechat.fail_next(later());
    assert_eq!(world.media_id(id, Keeping::Temporary).await.unwrap(), first);
    let second = world.media_id(id, Keeping::Temporary).await.unwrap();
    assert_ne!(second, first);
    assert_eq!(world.kinds(), ["temporary"; 3]);
    let MaterialCall::Temporary(file) = &world.wechat.material_calls()[0] else {
        panic!("a temporary copy");
    };
    assert_eq!((file.name.as_str(), file.content_type), ("海报.png", "image/png"));
    assert_eq!(file.bytes, png("1"));
}

#[tokio::test]
async fn a_permanent_copy_is_uploaded_once_and_replaced_when_wechat_lost_it() {
    let world = World::new();
    let (id, library) = (world.picture(1).await, &world.cases.materials.library);
    let first = world.media_id(id, Keeping::Permanent).await.unwrap();
    world.clock.advance(10_000 * HOUR);
    assert_eq!(world.media_id(id, Keeping::Permanent).await.unwrap(), first);
    let instead = |refused: String| async move {
        library
            .media_id_instead_of(ACCOUNT, id, Keeping::Permanent, &refused)
            .await
            .unwrap()
    };
    let second = instead(first.clone()).await;
    assert_ne!(second, first);
    assert_eq!(instead(first).await, second, "somebody else did already");
    assert_eq!(world.kinds(), ["permanent"; 2]);
}

#[tokio::test]
async fn an_upload_without_an_answer_is_counted_and_made_again_when_it_is_needed() {
    let world = World::new();
    let id = world.picture(1).await;
    world.wechat.fail_next(unanswered());
    let failed = world.media_id(id, Keeping::Permanent).await;
    assert!(matches!(
        failed,
        Err(NoMediaId::Wechat(WechatFailure::Unanswered { .. }))
    ));
    let upload = world.upload(id, UploadPlace::Permanent).await;
    assert_eq!((upload.state, upload.unanswered), (UploadState::Failed, 1));
    let media_id = world.media_id(id, Keeping::Permanent).await.unwrap();
    assert_eq!(world.wechat.permanent_copies().len(), 2, "one that nobody knows");
    assert_eq!(world.wechat.permanent_copies()[1], media_id);
}

#[tokio::test]
async fn a_process_that_died_while_uploading_is_followed() {
    let world = World::new();
    let id = world.picture(1).await;
    world.wechat.fail_next(unanswered());
    world.media_id(id, Keeping::Permanent).await.unwrap_err();
    let mut upload = world.upload(id, UploadPlace::Permanent).await;
    let claim = domain::wechat::materials::Claim {
        token: Uuid::from_u128(77),
        until: world.clock.now().plus(Duration::from_secs(40)),
    };
    upload.claim(claim, world.clock.now());
    world.put(&upload).await;
    world.clock.advance(Duration::from_secs(41));
    world.media_id(id, Keeping::Permanent).await.unwrap();
    assert_eq!(world.upload(id, UploadPlace::Permanent).await.unanswered, 2);
}

#[tokio::test]
async fn who_comes_second_gets_the_id_of_the_first() {
    let world = World::new();
    let id = world.picture(1).await;
    let now = world.clock.now();
    let app = crate::world::configured().app_id;
    let mut upload = MaterialUpload::open(id, UploadPlace::Temporary, &app, now);
    let claim = domain::wechat::materials::Claim {
        token: Uuid::from_u128(77),
        until: now.plus(Duration::from_secs(40)),
    };
    upload.claim(claim, now);
    world.put(&upload).await;
    let (second, ()) = tokio::join!(world.media_id(id, Keeping::Temporary), async {
        tokio::task::yield_now().await;
        assert!(upload.succeed(Uuid::from_u128(77), Some("M-of-the-first"), None, now));
        world.put(&upload).await;
    });
    assert_eq!(second.unwrap(), "M-of-the-first");
    assert!(world.kinds().is_empty());
}

#[tokio::test]
async fn a_picture_for_articles_has_one_address() {
    let world = World::new();
    let (id, library) = (world.picture(1).await, &world.cases.materials.library);
    let url = library.article_image_url(ACCOUNT, id).await.unwrap();
    assert!(url.starts_with("https://"));
    assert_eq!(library.article_image_url(ACCOUNT, id).await.unwrap(), url);
    assert_eq!(world.kinds(), ["article"]);
    let mut voice = command(2, b"#!AMR\n....".to_vec());
    voice.kind = MaterialKind::Voice;
    let voice = world.add(voice).await.unwrap().view.material.id();
    assert_eq!(
        library.article_image_url(ACCOUNT, voice).await,
        Err(NoMediaId::WrongKind { found: "voice" })
    );
    let nobody = MaterialId::from_uuid(Uuid::from_u128(99));
    assert_eq!(
        library.article_image_url(ACCOUNT, nobody).await,
        Err(NoMediaId::NotFound)
    );
}

#[tokio::test]
async fn a_requested_upload_goes_on_until_it_is_there() {
    let world = World::new();
    let (id, cases) = (world.picture(1).await, &world.cases.materials);
    let (view, has_begun) = cases.request_upload.run(about(id), Keeping::Permanent).await.unwrap();
    assert!(has_begun);
    assert_eq!(view.uploads[0].state, UploadState::Pending);
    let (_, again) = cases.request_upload.run(about(id), Keeping::Permanent).await.unwrap();
    assert!(!again, "it is on its way");
    world.wechat.fail_next(later());
    world.works_off().await;
    let upload = world.upload(id, UploadPlace::Permanent).await;
    assert_eq!(upload.state, UploadState::Pending);
    assert!(upload.last_error.unwrap().contains("busy"));
    world.clock.advance(Duration::from_secs(10));
    world.works_off().await;
    let upload = world.upload(id, UploadPlace::Permanent).await;
    assert_eq!((upload.state, upload.last_error), (UploadState::Uploaded, None));
    let (_, again) = cases.request_upload.run(about(id), Keeping::Permanent).await.unwrap();
    assert!(!again, "it is there");
    assert_eq!(world.kinds(), ["permanent"; 2]);
}

#[tokio::test]
async fn a_refused_upload_says_why() {
    let world = World::new();
    let (id, cases) = (world.picture(1).await, &world.cases.materials);
    world.wechat.fail_next(refusal());
    cases.request_upload.run(about(id), Keeping::Temporary).await.unwrap();
    world.works_off().await;
    let upload = world.upload(id, UploadPlace::Temporary).await;
    assert_eq!(upload.state, UploadState::Failed);
    assert!(upload.last_error.unwrap().contains("40005"));
    let (_, again) = cases.request_upload.run(about(id), Keeping::Temporary).await.unwrap();
    assert!(again);
    world.works_off().await;
    assert_eq!(
        world.upload(id, UploadPlace::Temporary).await.state,
        UploadState::Uploaded
    );
}

#[tokio::test]
async fn a_deleted_material_goes_at_wechat_first_and_with_its_file() {
    let world = World::new();
    let (id, cases) = (world.picture(1).await, &world.cases.materials);
    let media_id = world.media_id(id, Keeping::Permanent).await.unwrap();
    let view = cases.delete.run(about(id)).await.unwrap();
    assert!(view.material.is_going());
    let again = world.add(command(5, png("1"))).await;
    assert!(matches!(again, Err(MaterialError::Going)), "{again:?}");
    assert_eq!(world.media_id(id, Keeping::Permanent).await, Err(NoMediaId::NotFound));
    world.wechat.fail_next(later());
    world.works_off().await;
    assert!(world.found(id).await.is_some(), "WeChat has it still");
    world.clock.advance(Duration::from_secs(10));
    world.works_off().await;
    assert_eq!(world.found(id).await, None);
    assert!(world.wechat.permanent_copies().is_empty());
    assert_eq!(
        world.kinds()[1..],
        [format!("delete {media_id}"), format!("delete {media_id}")]
    );
    assert_eq!(world.files.count(), 0);
    let later = world.add(command(5, png("1"))).await.unwrap();
    assert!(!later.was_there);
    assert_eq!(world.files.count(), 1);
}

#[tokio::test]
async fn a_file_stays_while_another_material_has_it() {
    let world = World::new();
    let jpeg = [b"\xFF\xD8\xFF\xE0".as_slice(), &[0; 10]].concat();
    let image = world.add(command(1, jpeg.clone())).await.unwrap().view.material.id();
    let mut thumb = command(2, jpeg);
    thumb.kind = MaterialKind::Thumb;
    let thumb = world.add(thumb).await.unwrap().view.material.id();
    world.cases.materials.delete.run(about(image)).await.unwrap();
    world.works_off().await;
    assert_eq!((world.found(image).await, world.files.count()), (None, 1));
    assert!(world.media_id(thumb, Keeping::Temporary).await.is_ok());
    world.cases.materials.delete.run(about(thumb)).await.unwrap();
    world.works_off().await;
    assert_eq!(world.files.count(), 0);
}

#[tokio::test]
async fn a_deletion_waits_for_an_upload_under_way() {
    let world = World::new();
    let id = world.picture(1).await;
    let now = world.clock.now();
    let app = crate::world::configured().app_id;
    let mut upload = MaterialUpload::open(id, UploadPlace::Permanent, &app, now);
    let claim = domain::wechat::materials::Claim {
        token: Uuid::from_u128(77),
        until: now.plus(Duration::from_secs(40)),
    };
    upload.claim(claim, now);
    world.put(&upload).await;
    world.cases.materials.delete.run(about(id)).await.unwrap();
    world.works_off().await;
    assert!(world.found(id).await.is_some());
    world.clock.advance(Duration::from_secs(60));
    world.works_off().await;
    assert_eq!(world.found(id).await, None);
}

#[tokio::test]
async fn a_deletion_insists_on_the_edition_that_was_seen() {
    let world = World::new();
    let id = world.picture(1).await;
    let mut command = about(id);
    command.expected_edition = Some(2);
    let stale = world.cases.materials.delete.run(command.clone()).await;
    assert!(matches!(stale, Err(MaterialError::Stale { actual: 1 })), "{stale:?}");
    // Uploads in the background are nobody's edit.
    world.media_id(id, Keeping::Temporary).await.unwrap();
    command.expected_edition = Some(1);
    world.cases.materials.delete.run(command).await.unwrap();
    let nobody = about(MaterialId::from_uuid(Uuid::from_u128(99)));
    let unknown = world.cases.materials.delete.run(nobody).await;
    assert!(matches!(unknown, Err(MaterialError::Unknown)), "{unknown:?}");
}

#[tokio::test]
async fn a_lost_file_is_told_and_wechat_is_not_called() {
    let world = World::new();
    let id = world.picture(1).await;
    world.files.fail(Some(FileError::Damaged("x".to_owned())));
    let failed = world.media_id(id, Keeping::Temporary).await;
    assert!(matches!(
        failed,
        Err(NoMediaId::Wechat(WechatFailure::Refused { code: 0, .. }))
    ));
    world.files.fail(Some(FileError::Unavailable("x".to_owned())));
    let failed = world.media_id(id, Keeping::Temporary).await;
    assert!(matches!(failed, Err(NoMediaId::Wechat(WechatFailure::Later { .. }))));
    assert!(world.kinds().is_empty());
}

#[tokio::test]
async fn the_quota_counts_pictures_and_articles_together() {
    let world = World::new();
    let id = world.picture(1).await;
    world.media_id(id, Keeping::Permanent).await.unwrap();
    let quota = world.cases.materials.quota.run(ACCOUNT).await.unwrap();
    assert_eq!((quota.images.used, quota.images.limit), (1, 100_000));
    assert_eq!((quota.voices.used, quota.videos.limit), (0, 1_000));
}
