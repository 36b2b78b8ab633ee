//! Materials (素材): files of ours that WeChat shows, and what WeChat calls its copies of them.

mod kind;
mod material;
mod upload;

pub use kind::{MaterialKind, MaterialLimits};
pub use material::{FileFacts, Material, MaterialDraft, MaterialFault, MaterialHappened, StoredMaterial};
pub use upload::{Asked, Claim, MaterialUpload, UploadPlace, UploadState, UploadedCopy};
