//! Changes of materials.

use application::log_wire;
use domain::files::{FileHash, FileType};
use domain::ids::MaterialId;
use domain::time::Timestamp;
use domain::wechat::Product;
use domain::wechat::materials::{FileFacts, Material, MaterialDraft, MaterialHappened, MaterialKind, UploadPlace};
use uuid::Uuid;

use crate::check;

#[test]
fn changes_of_materials_keep_their_form() {
    let draft = MaterialDraft {
        kind: MaterialKind::Video,
        name: Some("开场.mp4".to_owned()),
        title: Some("开场".to_owned()),
        introduction: Some("春天的音乐会".to_owned()),
        file: FileFacts {
            hash: FileHash([0xAB; 32]),
            size: 1_048_576,
            file_type: FileType::Mp4,
        },
    };
    let id = MaterialId::from_uuid(Uuid::from_u128(1));
    let now = Timestamp::from_unix_seconds(0);
    let material = Material::take_in(id, "default", Product::OfficialAccount, &draft, now).unwrap();
    for happened in [
        MaterialHappened::Added,
        MaterialHappened::UploadRequested(UploadPlace::Permanent),
        MaterialHappened::Uploaded(UploadPlace::Article),
        MaterialHappened::UploadFailed {
            place: UploadPlace::Temporary,
            note: "WeChat refused (40005): invalid file type".to_owned(),
        },
        MaterialHappened::DeletionRequested,
        MaterialHappened::Deleted,
    ] {
        let wire = log_wire::material_happened(&material, &happened);
        check(wire.kind, &wire);
    }
}
