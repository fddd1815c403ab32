//! The bucket of files: forms with which browsers send them, links with which they read them, and what the function `files`
//! does with their bytes.
//!
//! What a browser has sent lies below `uploads/`, and is read by nobody but that function. What it has looked at it writes
//! below `files/`, where no form leads: so what was looked at is what is read, whatever is sent to the same place later.

mod disposition;
mod form;

use std::time::{Duration, SystemTime};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    Builder, ProvideCredentials as _, RequestChecksumCalculation, ResponseChecksumValidation,
    SharedCredentialsProvider,
};
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use domain::{Attachment, FileKey, MediaType, Timestamp};

use crate::aws::{self, SdkConfig};
use disposition::disposition;
pub use form::Form;

/// For how long a link is good.
pub const LINK_SECONDS: i64 = 60;
/// The type of every small picture.
const THUMBNAIL_TYPE: &str = "image/jpeg";
/// The code for what may not be done.
const DENIED: &str = "AccessDenied";
/// The code for a place where something lies already.
const TAKEN: &str = "PreconditionFailed";
/// Files have more bytes than rows, and nobody waits for the function that reads them.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(15);
const OPERATION_TIMEOUT: Duration = Duration::from_secs(40);

/// Where in the bucket something lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What a browser has sent.
    Upload,
    /// What was looked at, as people read it.
    Kept,
    /// The small picture of it.
    Thumbnail,
}

impl Place {
    /// All places.
    const ALL: [Place; 3] = [Place::Upload, Place::Kept, Place::Thumbnail];

    fn prefix(self) -> &'static str {
        match self {
            Place::Upload => "uploads",
            Place::Kept => "files",
            Place::Thumbnail => "thumbnails",
        }
    }

    /// The object's key.
    pub fn key(self, file: &FileKey) -> String {
        format!("{}/{}/{}/{}", self.prefix(), file.store, file.author, file.id)
    }

    /// What an object's key says.
    pub fn parse(key: &str) -> Option<(Self, FileKey)> {
        let mut parts = key.split('/');
        let prefix = parts.next()?;
        let place = Self::ALL.into_iter().find(|place| place.prefix() == prefix)?;
        let store = parts.next()?.parse().ok()?;
        let author = parts.next()?.parse().ok()?;
        let id = parts.next()?.parse().ok()?;
        parts.next().is_none().then_some((place, FileKey { store, author, id }))
    }
}

/// The bucket of one deployment.
#[derive(Clone)]
pub struct Bucket {
    client: Client,
    credentials: Option<SharedCredentialsProvider>,
    name: String,
    /// The bucket's own URL, without a slash at its end.
    url: String,
    region: String,
}

/// The bucket did not do what was asked: ours to mend, not the caller's. `code` is the service's.
#[derive(Debug, thiserror::Error)]
#[error("the bucket did not answer {operation}: {code}")]
pub struct BucketError {
    operation: &'static str,
    code: String,
}

impl BucketError {
    fn unusable(operation: &'static str) -> Self {
        Self { operation, code: "no usable request".to_owned() }
    }
}

/// An error for whatever the SDK says.
macro_rules! unavailable {
    ($operation:literal) => {
        |error| BucketError { operation: $operation, code: aws::error_code(&error) }
    };
}

impl Bucket {
    /// A handle; nothing is opened before the first request. `url` is the bucket's own, below which its objects lie.
    pub fn new(config: &SdkConfig, url: &str, name: String) -> Self {
        let url = url.trim_end_matches('/').to_owned();
        let region = config.region().map(ToString::to_string).unwrap_or_default();
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .operation_timeout(OPERATION_TIMEOUT)
            .build();
        let mut builder = Builder::from(config)
            // A browser that follows a link computes no checksum of its own.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .retry_config(RetryConfig::standard().with_max_attempts(3))
            .timeout_config(timeouts);
        builder.set_endpoint_resolver(Some(aws::static_endpoint(url.clone())));
        let credentials = config.credentials_provider();
        Self { client: Client::from_conf(builder.build()), credentials, name, url, region }
    }

    /// The form with which a browser may send this file once, or again, within this time: its key, its type and its exact size
    /// are fixed.
    ///
    /// # Errors
    /// [`BucketError`]: there are no credentials to sign it with.
    pub async fn form(
        &self,
        file: &FileKey,
        media_type: &MediaType,
        size: u32,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<Form, BucketError> {
        let unsigned = || BucketError::unusable("PostObject");
        let provider = self.credentials.as_ref().ok_or_else(unsigned)?;
        let credentials = provider.provide_credentials().await.map_err(|_| unsigned())?;
        let about = form::About {
            bucket: &self.name,
            key: Place::Upload.key(file),
            media_type: media_type.as_str(),
            size,
            now,
            until,
            region: &self.region,
        };
        Ok(form::signed(&about, &credentials, format!("{}/", self.url)))
    }

    /// A link to a file for a minute. What is no picture is saved and not shown.
    ///
    /// # Errors
    /// [`BucketError`].
    pub async fn link(
        &self,
        file: &FileKey,
        about: &Attachment,
        now: Timestamp,
    ) -> Result<String, BucketError> {
        let kind = match about.media_type.as_str() {
            text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
            other => other.to_owned(),
        };
        self.signed(Place::Kept.key(file), kind, disposition(about), now).await
    }

    /// A link to its small picture, likewise.
    ///
    /// # Errors
    /// [`BucketError`].
    pub async fn thumbnail_link(
        &self,
        file: &FileKey,
        now: Timestamp,
    ) -> Result<String, BucketError> {
        let key = Place::Thumbnail.key(file);
        self.signed(key, THUMBNAIL_TYPE.to_owned(), "inline".to_owned(), now).await
    }

    async fn signed(
        &self,
        key: String,
        kind: String,
        disposition: String,
        now: Timestamp,
    ) -> Result<String, BucketError> {
        let seconds = Duration::from_secs(LINK_SECONDS.unsigned_abs());
        let config = PresigningConfig::builder().start_time(moment(now)).expires_in(seconds);
        let config = config.build().map_err(|_| BucketError::unusable("GetObject"))?;
        let get = self.client.get_object().bucket(&self.name).key(key);
        let get = get.response_content_type(kind).response_content_disposition(disposition);
        let get = get.response_cache_control("private, max-age=60");
        let signed = Box::pin(get.presigned(config)).await;
        Ok(signed.map_err(unavailable!("GetObject"))?.uri().to_owned())
    }

    /// The bytes that lie there, none where nothing does. More than `most` are not read: then it is an empty list.
    ///
    /// # Errors
    /// [`BucketError`].
    pub async fn read(
        &self,
        place: Place,
        file: &FileKey,
        most: u32,
    ) -> Result<Option<Vec<u8>>, BucketError> {
        let get = self.client.get_object().bucket(&self.name).key(place.key(file));
        let found = match Box::pin(get.send()).await {
            Ok(found) => found,
            Err(error) if error.as_service_error().is_some_and(GetObjectError::is_no_such_key) => {
                return Ok(None);
            }
            // Who may not list objects is told of one that is not there that they may not read it.
            Err(error) if aws::error_code(&error) == DENIED => return Ok(None),
            Err(error) => return Err(unavailable!("GetObject")(error)),
        };
        if found.content_length().is_none_or(|length| length > i64::from(most)) {
            return Ok(Some(Vec::new()));
        }
        let broken =
            |_| BucketError { operation: "GetObject", code: "no usable answer".to_owned() };
        Ok(Some(found.body.collect().await.map_err(broken)?.to_vec()))
    }

    /// Writes what was looked at, of the type that it has shown to be. What lies there already stays: it was looked at first.
    ///
    /// # Errors
    /// [`BucketError`].
    pub async fn keep(
        &self,
        file: &FileKey,
        media_type: &MediaType,
        bytes: Vec<u8>,
    ) -> Result<(), BucketError> {
        self.write(Place::Kept.key(file), media_type.as_str(), bytes).await
    }

    /// Writes its small picture, a JPEG, likewise.
    ///
    /// # Errors
    /// [`BucketError`].
    pub async fn keep_thumbnail(&self, file: &FileKey, bytes: Vec<u8>) -> Result<(), BucketError> {
        self.write(Place::Thumbnail.key(file), THUMBNAIL_TYPE, bytes).await
    }

    async fn write(&self, key: String, kind: &str, bytes: Vec<u8>) -> Result<(), BucketError> {
        let put = self.client.put_object().bucket(&self.name).key(key);
        let put = put.content_type(kind).if_none_match("*").body(ByteStream::from(bytes));
        match Box::pin(put.send()).await {
            Ok(_) => Ok(()),
            Err(error) if aws::error_code(&error) == TAKEN => Ok(()),
            Err(error) => Err(unavailable!("PutObject")(error)),
        }
    }

    /// Removes what lies there. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`BucketError`].
    pub async fn remove(&self, place: Place, file: &FileKey) -> Result<(), BucketError> {
        let delete = self.client.delete_object().bucket(&self.name).key(place.key(file));
        Box::pin(delete.send()).await.map(drop).map_err(unavailable!("DeleteObject"))
    }

    /// Removes all that lies there of a file.
    ///
    /// # Errors
    /// [`BucketError`].
    pub async fn remove_all(&self, file: &FileKey) -> Result<(), BucketError> {
        for place in Place::ALL {
            self.remove(place, file).await?;
        }
        Ok(())
    }
}

/// A time as the SDK takes it.
fn moment(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(at.0.max(0).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use domain::{FileId, UserId};

    use super::*;

    fn file() -> FileKey {
        let (author, id) = (UserId::visitor([1; 16]), "file-0001".parse::<FileId>().unwrap());
        FileKey { store: "demo".parse().unwrap(), author, id }
    }

    #[test]
    fn a_key_reads_back_and_what_is_none_is_none() {
        for place in Place::ALL {
            assert_eq!(Place::parse(&place.key(&file())), Some((place, file())));
        }
        let key = Place::Kept.key(&file());
        for wrong in [key.replace("files/", ""), format!("{key}/more"), "files/demo".to_owned()] {
            assert_eq!(Place::parse(&wrong), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_link_is_of_its_minute_and_names_how_the_file_is_to_be_shown() {
        let url = "https://files.s3.eu-central-1.amazonaws.com";
        let bucket = Bucket::new(&crate::aws::test_config(), url, "files".to_owned());
        let about = Attachment {
            name: "résumé \"final\".pdf".parse().unwrap(),
            media_type: "application/pdf".parse().unwrap(),
            ..Attachment::gone(file().id)
        };
        let link = bucket.link(&file(), &about, Timestamp(1_795_000_000_000)).await.unwrap();
        assert!(link.starts_with(&format!("{url}/files/demo/v_")), "{link}");
        for part in [
            "X-Amz-Expires=60",
            "X-Amz-Date=20261118T110640Z",
            "response-content-type=application%2Fpdf",
            "response-content-disposition=attachment",
            "X-Amz-Signature=",
        ] {
            assert!(link.contains(part), "{part}: {link}");
        }
    }
}
