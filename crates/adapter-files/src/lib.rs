//! Files in a folder or in an S3-compatible object storage, such as Aliyun OSS.
//!
//! Both keep a file under the hash of what it holds, so that putting it twice is putting it once, and look at it again
//! when it is fetched. Nothing here may know what the files are for.

mod errors;
mod files;
mod folder;
mod s3;

pub use errors::SetupError;
pub use files::ObjectFiles;
pub use s3::S3Options;
