//! Materials: files taken in here, uploaded to WeChat when somebody needs them there.

mod adapters;
mod add_material;
mod claiming;
mod delete_material;
mod deleting;
mod error;
mod library;
mod quota;
mod read_materials;
mod request_upload;
mod sweep;
mod tools;
mod uploading;
mod use_cases;

pub use adapters::MaterialAdapters;
pub use add_material::{AddMaterial, AddMaterialCommand, AddedMaterial};
pub use delete_material::DeleteMaterial;
pub use deleting::{Deleting, RemoveMaterial};
pub use error::MaterialError;
pub use library::MediaLibrary;
pub use quota::{MaterialQuota, QuotaLine, ReadQuota};
pub use read_materials::{FileContent, ReadMaterials};
pub use request_upload::RequestUpload;
pub use sweep::{SweepFile, Sweeping};
pub use tools::MaterialCommand;
pub use uploading::{UploadMaterial, Uploading};
pub use use_cases::MaterialUseCases;
