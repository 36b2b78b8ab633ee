//! Materials, their uploads, and which files are needed.

use domain::files::{FileHash, FileType};
use domain::ids::MaterialId;
use domain::wechat::Product;
use domain::wechat::materials::{
    Claim, FileFacts, Material, MaterialDraft, MaterialKind, MaterialUpload, UploadPlace, UploadState, UploadedCopy,
};
use ports::StoreError;
use ports::files::LetGo;
use ports::wechat::materials::{MaterialFilter, MaterialView, MaterialsTransaction};

use crate::StoreWorld;
use crate::build::{a_job, a_log_entry, after, fresh, fresh_id, now};
use crate::pages::{FIRST, by_cursor, by_number, nothing};
use crate::race::{persistently, race};

const ACCOUNT: &str = "default";

fn material(account: &str, kind: MaterialKind, number: u8) -> Material {
    let file_type = match kind {
        MaterialKind::Image => FileType::Png,
        MaterialKind::Thumb => FileType::Jpeg,
        MaterialKind::Voice => FileType::Amr,
        MaterialKind::Video => FileType::Mp4,
        MaterialKind::File => FileType::Other,
    };
    let product = match kind {
        MaterialKind::File => Product::WeCom,
        _ => Product::OfficialAccount,
    };
    let is_video = kind == MaterialKind::Video;
    let draft = MaterialDraft {
        kind,
        name: Some(format!("海报 🎫 {number}.bin")),
        title: is_video.then(|| "题🎬".repeat(32)),
        introduction: is_video.then(|| "介\n绍📽".repeat(30)),
        file: FileFacts {
            hash: FileHash([number; 32]),
            size: 65_536,
            file_type,
        },
    };
    Material::take_in(fresh(MaterialId::from_uuid), account, product, &draft, now()).unwrap()
}

fn picture(number: u8) -> Material {
    material(ACCOUNT, MaterialKind::Image, number)
}

fn full_upload(material: &Material, place: UploadPlace) -> MaterialUpload {
    MaterialUpload {
        material: material.id(),
        place,
        app_id: "wx0000000000000000".to_owned(),
        state: UploadState::Uploaded,
        copy: Some(UploadedCopy {
            media_id: (place != UploadPlace::Article).then(|| "M_-".repeat(40)),
            url: (place != UploadPlace::Temporary).then(|| format!("https://mmbiz.qpic.cn/?a={}", "x".repeat(900))),
            expires_at: (place == UploadPlace::Temporary).then(|| after(259_200)),
        }),
        claim: Some(Claim {
            token: fresh_id(),
            until: after(40),
        }),
        unanswered: 3,
        last_error: Some("WeChat: 📵".to_owned()),
        updated_at: after(1),
    }
}

async fn begin(world: &StoreWorld) -> Box<dyn MaterialsTransaction> {
    world.materials.store.begin().await.unwrap()
}

async fn entered(world: &StoreWorld, material: &Material) {
    let hash = material.stored().file.hash;
    persistently(|| world.materials.book.enter(hash, now())).await.unwrap();
}

async fn stored(world: &StoreWorld, material: &Material) {
    entered(world, material).await;
    let mut tx = begin(world).await;
    tx.materials().add(material).await.unwrap();
    tx.commit().await.unwrap();
}

async fn add(world: &StoreWorld, material: &Material) -> Result<(), StoreError> {
    let mut tx = world.materials.store.begin().await?;
    tx.materials().add(material).await?;
    tx.commit().await
}

async fn found(world: &StoreWorld, material: &Material) -> Option<MaterialView> {
    let account = &material.stored().account;
    world.materials.reads.find(account, material.id()).await.unwrap()
}

async fn removed(world: &StoreWorld, material: &Material) {
    let mut tx = begin(world).await;
    tx.materials().remove(material.id()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Every kind comes back with all of its fields, and is found by id and by file in its own account only.
pub async fn a_material_comes_back_unchanged(world: StoreWorld) {
    for (number, kind) in (1..).zip(MaterialKind::ALL) {
        let material = material(ACCOUNT, kind, number);
        stored(&world, &material).await;
        let expected = MaterialView {
            material: material.clone(),
            uploads: Vec::new(),
        };
        assert_eq!(found(&world, &material).await.as_ref(), Some(&expected));
        let hash = material.stored().file.hash;
        let reads = &world.materials.reads;
        assert_eq!(reads.find_by_file(ACCOUNT, kind, hash).await.unwrap(), Some(expected));
        assert_eq!(reads.find("Default", material.id()).await.unwrap(), None);
        assert_eq!(reads.find_by_file("Default", kind, hash).await.unwrap(), None);
        let mut tx = begin(&world).await;
        let locked = tx.materials().find_for_update(ACCOUNT, material.id()).await.unwrap();
        assert_eq!(locked.as_ref(), Some(&material));
        assert_eq!(
            tx.materials().find_for_update("other", material.id()).await.unwrap(),
            None
        );
    }
}

/// An account has a file once a kind; other kinds and accounts have it, too.
pub async fn an_account_has_a_file_once_a_kind(world: StoreWorld) {
    stored(&world, &picture(1)).await;
    stored(&world, &material(ACCOUNT, MaterialKind::Thumb, 1)).await;
    stored(&world, &material("other", MaterialKind::Image, 1)).await;
    let again = add(&world, &picture(1)).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
}

/// Of twenty who bring the same file at once, one adds it.
pub async fn a_file_brought_by_twenty_is_added_once(world: StoreWorld) {
    let racers = world.clone();
    let outcomes = race(20, move |_| {
        let world = racers.clone();
        async move {
            persistently(|| async {
                let material = picture(1);
                world.materials.book.enter(material.stored().file.hash, now()).await?;
                match add(&world, &material).await {
                    Err(StoreError::Duplicate(_)) => Ok(false),
                    outcome => outcome.map(|()| true),
                }
            })
            .await
            .unwrap()
        }
    })
    .await;
    assert_eq!(outcomes.into_iter().filter(|added| *added).count(), 1);
}

/// A change of an old version is refused.
pub async fn a_lost_update_of_a_material_is_a_conflict(world: StoreWorld) {
    let mut material = picture(1);
    stored(&world, &material).await;
    assert!(material.delete(after(1)).is_some());
    let mut tx = begin(&world).await;
    let lost = tx.materials().save(&material, 7).await;
    assert_eq!(lost, Err(StoreError::VersionConflict));
    tx.commit().await.unwrap_err();
    let mut tx = begin(&world).await;
    tx.materials().save(&material, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(found(&world, &material).await.unwrap().material, material);
}

/// Uploads come back with all of their fields and with few, in the order of places, and are replaced whole.
pub async fn uploads_come_back_unchanged(world: StoreWorld) {
    let (material, other) = (picture(1), picture(2));
    stored(&world, &material).await;
    stored(&world, &other).await;
    let mut uploads: Vec<_> = UploadPlace::ALL.map(|place| full_upload(&material, place)).into();
    let mut tx = begin(&world).await;
    for upload in uploads.iter().rev() {
        tx.materials().put_upload(upload).await.unwrap();
    }
    assert_eq!(tx.materials().uploads(material.id()).await.unwrap(), uploads);
    tx.commit().await.unwrap();
    uploads[1] = MaterialUpload::open(material.id(), UploadPlace::Permanent, "wx1", after(2));
    let mut tx = begin(&world).await;
    tx.materials().put_upload(&uploads[1]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(found(&world, &material).await.unwrap().uploads, uploads);
    assert!(found(&world, &other).await.unwrap().uploads.is_empty());
    let page = world.materials.reads.list(ACCOUNT, MaterialFilter::default(), FIRST);
    let listed = page.await.unwrap().items;
    assert_eq!((listed[0].uploads.len(), &listed[1].uploads), (0, &uploads));
}

/// Of twenty processes that want to upload, one gets the right to.
pub async fn an_upload_is_claimed_by_one_of_twenty(world: StoreWorld) {
    let material = picture(1);
    stored(&world, &material).await;
    let racers = world.clone();
    let outcomes = race(20, move |_| {
        let (world, id) = (racers.clone(), material.id());
        async move {
            persistently(|| async {
                let mut tx = world.materials.store.begin().await?;
                tx.materials().find_for_update(ACCOUNT, id).await?.unwrap();
                let there = tx.materials().uploads(id).await?.into_iter().next();
                let fresh = || MaterialUpload::open(id, UploadPlace::Permanent, "wx1", now());
                let mut upload = there.unwrap_or_else(fresh);
                if upload.is_busy(now()) {
                    return Ok(false);
                }
                let claim = Claim {
                    token: fresh_id(),
                    until: after(40),
                };
                upload.claim(claim, now());
                tx.materials().put_upload(&upload).await?;
                tx.commit().await?;
                Ok(true)
            })
            .await
            .unwrap()
        }
    })
    .await;
    assert_eq!(outcomes.into_iter().filter(|claimed| *claimed).count(), 1);
}

/// What is removed is gone with its uploads, and its file can be brought again.
pub async fn a_removed_material_is_gone_with_its_uploads(world: StoreWorld) {
    let (material, other) = (picture(1), picture(2));
    for one in [&material, &other] {
        stored(&world, one).await;
        let mut tx = begin(&world).await;
        let upload = full_upload(one, UploadPlace::Permanent);
        tx.materials().put_upload(&upload).await.unwrap();
        tx.commit().await.unwrap();
    }
    removed(&world, &material).await;
    removed(&world, &material).await;
    assert_eq!(found(&world, &material).await, None);
    assert_eq!(found(&world, &other).await.unwrap().uploads.len(), 1);
    let mut tx = begin(&world).await;
    assert!(tx.materials().uploads(material.id()).await.unwrap().is_empty());
    drop(tx);
    stored(&world, &picture(1)).await;
}

/// Materials are listed newest first, by kind if wanted, by number and by cursor alike.
pub async fn materials_are_listed_newest_first(world: StoreWorld) {
    let (mut all, mut thumbs) = (Vec::new(), Vec::new());
    for number in 0..9 {
        let kind = [MaterialKind::Image, MaterialKind::Thumb][usize::from(number % 3 == 0)];
        let material = material(ACCOUNT, kind, number);
        stored(&world, &material).await;
        all.insert(0, material.id());
        if kind == MaterialKind::Thumb {
            thumbs.insert(0, material.id());
        }
    }
    stored(&world, &material("other", MaterialKind::Image, 100)).await;
    for (kind, expected) in [(None, all), (Some(MaterialKind::Thumb), thumbs)] {
        let reads = &world.materials.reads;
        let filter = MaterialFilter { kind };
        let list = |page| async move { reads.list(ACCOUNT, filter, page).await };
        let ids = |views: Vec<MaterialView>| views.iter().map(|view| view.material.id()).collect::<Vec<_>>();
        assert_eq!(ids(by_number(2, list).await), expected);
        assert_eq!(ids(by_cursor(2, list, nothing).await), expected);
    }
}

/// A material, its log entry and its job are there together, or not at all.
pub async fn a_material_commits_with_its_log_and_jobs(world: StoreWorld) {
    let (material, job) = (picture(1), a_job("together"));
    entered(&world, &material).await;
    for commits in [false, true] {
        let mut tx = begin(&world).await;
        tx.materials().add(&material).await.unwrap();
        let entry = a_log_entry(material.id().uuid(), 1, None);
        tx.log().append(&[entry]).await.unwrap();
        tx.outbox().enqueue(std::slice::from_ref(&job)).await.unwrap();
        if commits {
            tx.commit().await.unwrap();
        } else {
            drop(tx);
            assert_eq!(found(&world, &material).await, None);
        }
    }
    assert_eq!(world.relay_all(now()).await, [job]);
}

/// A file that nobody entered, or that somebody deletes, cannot be named.
pub async fn only_a_kept_file_can_be_named(world: StoreWorld) {
    let (material, book) = (picture(1), &world.materials.book);
    let hash = material.stored().file.hash;
    let named = add(&world, &material).await;
    assert!(matches!(named, Err(StoreError::Contention(_))), "{named:?}");
    entered(&world, &material).await;
    assert_eq!(book.let_go(hash, now(), after(60)).await.unwrap(), LetGo::Yours);
    let named = add(&world, &material).await;
    assert!(matches!(named, Err(StoreError::Contention(_))), "{named:?}");
    let again = book.enter(hash, after(59)).await;
    assert!(matches!(again, Err(StoreError::Contention(_))), "{again:?}");
    // Whoever had the leave is taken to be dead when it is over.
    book.enter(hash, after(60)).await.unwrap();
    add(&world, &material).await.unwrap();
    book.gone(hash, after(60)).await.unwrap();
    assert!(found(&world, &material).await.is_some());
    assert_eq!(book.let_go(hash, after(60), after(120)).await.unwrap(), LetGo::Kept);
}

/// The last name decides: a file may go when no material of any account names it, and to one who asks.
pub async fn a_file_goes_with_its_last_name(world: StoreWorld) {
    let (one, other) = (picture(1), material("other", MaterialKind::Thumb, 1));
    let (hash, book) = (one.stored().file.hash, &world.materials.book);
    assert_eq!(book.let_go(hash, now(), after(60)).await.unwrap(), LetGo::Kept);
    stored(&world, &one).await;
    stored(&world, &other).await;
    for material in [one, other] {
        assert_eq!(book.let_go(hash, now(), after(60)).await.unwrap(), LetGo::Kept);
        removed(&world, &material).await;
    }
    assert_eq!(book.let_go(hash, now(), after(60)).await.unwrap(), LetGo::Yours);
    assert_eq!(
        book.let_go(hash, after(59), after(90)).await.unwrap(),
        LetGo::Busy(after(60))
    );
    // Its successor finishes what a dead one left.
    assert_eq!(book.let_go(hash, after(60), after(120)).await.unwrap(), LetGo::Yours);
    book.gone(hash, after(60)).await.unwrap();
    assert_eq!(
        book.let_go(hash, after(61), after(200)).await.unwrap(),
        LetGo::Busy(after(120))
    );
    book.gone(hash, after(120)).await.unwrap();
    assert_eq!(book.let_go(hash, after(121), after(200)).await.unwrap(), LetGo::Kept);
}

/// Twenty who ask and twenty who bring: a file that was let go is named by nobody.
pub async fn letting_go_and_naming_exclude_each_other(world: StoreWorld) {
    let hash = picture(1).stored().file.hash;
    world.materials.book.enter(hash, now()).await.unwrap();
    let racers = world.clone();
    let outcomes = race(20, move |number| {
        let world = racers.clone();
        async move {
            persistently(|| async {
                if number % 2 == 0 {
                    let asked = world.materials.book.let_go(hash, now(), after(60)).await?;
                    return Ok((asked == LetGo::Yours, false));
                }
                match add(&world, &picture(1)).await {
                    // Somebody deletes the file: bringing it anew is the caller's business.
                    Err(StoreError::Contention(rule)) if rule == "the file is not kept" => Ok((false, false)),
                    Err(StoreError::Duplicate(_)) => Ok((false, false)),
                    outcome => outcome.map(|()| (false, true)),
                }
            })
            .await
            .unwrap()
        }
    })
    .await;
    let let_go = outcomes.iter().filter(|(gone, _)| *gone).count();
    let named = outcomes.iter().filter(|(_, named)| *named).count();
    assert_eq!(let_go + named, 1, "{outcomes:?}");
}
