//! How tests upload: the form as a browser sends it, and pictures that are made here.

use std::io::Cursor;

use adapters::aws::{Credentials, sdk_config};
use adapters::files::Bucket;
use anyhow::Context as _;
use contract::{ClientFrame, FileView, UploadForm};
use domain::{FileId, FileIds, FileState, Timestamp};
use serde_json::{Value, json};

use crate::people::{Case, User, fresh_id};
use crate::stack::{Stack, until};
use crate::timers::rfc3339;

/// What the template's bucket is called here.
pub(super) const BUCKET: &str = "firstline-filesbucket";

/// A file for a test.
pub(super) struct Sample {
    pub(super) name: &'static str,
    pub(super) media_type: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// A picture as a camera makes it: with the place where it was taken in it.
pub(super) fn photo() -> Sample {
    let picture =
        image::RgbImage::from_fn(1_200, 800, |x, y| image::Rgb([(x / 5) as u8, (y / 4) as u8, 90]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let mut bytes = bytes.into_inner();
    let exif = place_where_it_was_taken();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xff, 0xe1][..], &length, &exif].concat();
    bytes.splice(2..2, segment);
    Sample { name: "broken mug.jpg", media_type: "image/jpeg", bytes }
}

/// An EXIF block: one directory that leads to another one, of a place.
fn place_where_it_was_taken() -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value].concat()
    };
    exif.extend(1_u16.to_le_bytes());
    exif.extend(entry(0x8825, 4, 1, 26_u32.to_le_bytes()));
    exif.extend(0_u32.to_le_bytes());
    exif.extend(1_u16.to_le_bytes());
    exif.extend(entry(1, 2, 2, *b"N\0\0\0"));
    exif.extend(0_u32.to_le_bytes());
    exif.extend(b"GPS 52.5200 N 13.4050 E");
    exif
}

pub(super) fn document() -> Sample {
    let bytes = b"%PDF-1.4\n% a receipt\n%%EOF\n".to_vec();
    Sample { name: "receipt.pdf", media_type: "application/pdf", bytes }
}

impl Sample {
    fn request(&self, id: &FileId) -> Value {
        let (name, media_type, size) = (self.name, self.media_type, self.bytes.len());
        json!({ "id": id, "name": name, "media_type": media_type, "size": size })
    }
}

pub(super) fn fresh_file() -> FileId {
    fresh_id().as_str().parse().unwrap()
}

/// Asks for a form.
pub(super) async fn form(user: &User, id: &FileId, sample: &Sample) -> anyhow::Result<UploadForm> {
    user.api.post("/stores/demo/files", &sample.request(id)).await
}

/// Sends a form as a browser does; gives the bucket's status.
pub(super) async fn send(form: &UploadForm, bytes: &[u8]) -> anyhow::Result<u16> {
    const BOUNDARY: &str = "a-boundary-that-stands-in-no-file";
    let mut body = Vec::new();
    for (name, value) in &form.fields {
        let head =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend(format!("{head}{value}\r\n").into_bytes());
    }
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend(head.into_bytes());
    body.extend(bytes);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = reqwest::Client::new().post(&form.url).header("content-type", kind);
    let request = request.header("origin", "https://shop.example").body(body);
    let answer = request.send().await?;
    assert_eq!(answer.headers()["access-control-allow-origin"], "*", "any page may send a form");
    Ok(answer.status().as_u16())
}

/// Uploads a file and waits until it is ready or refused.
pub(super) async fn upload(user: &User, sample: &Sample) -> anyhow::Result<FileView> {
    let id = fresh_file();
    let form = form(user, &id, sample).await?;
    let status = send(&form, &sample.bytes).await?;
    assert_eq!(status, 204, "the bucket takes it");
    settled(user, &id).await
}

/// Waits until a file is ready or refused.
pub(super) async fn settled(user: &User, id: &FileId) -> anyhow::Result<FileView> {
    until("the file is looked at", async || {
        let view: FileView = user.api.get(&format!("/stores/demo/files/{id}")).await?;
        let is_settled = matches!(view.state, FileState::Ready | FileState::Refused);
        Ok(is_settled.then_some(view))
    })
    .await
}

/// A message with these files and no words.
pub(super) fn with_files(
    files: Vec<FileId>,
) -> impl FnOnce(domain::CommandId, domain::CaseId, domain::Seq) -> ClientFrame {
    let files = FileIds::try_from(files).ok();
    |id, case, after| ClientFrame::Send {
        id,
        case,
        after,
        text: None,
        files,
        answers: Some(after),
        anyway: None,
    }
}

/// A message with an uploaded file; gives the file.
pub(super) async fn sends_file(
    user: &mut User,
    case: &mut Case,
    sample: &Sample,
) -> anyhow::Result<FileId> {
    let file = upload(user, sample).await?;
    anyhow::ensure!(file.state == FileState::Ready, "{file:?}");
    user.does(case, with_files(vec![file.id.clone()])).await?;
    Ok(file.id)
}

/// The bucket, in the name of a function or past everybody (`local`).
pub(super) fn bucket(stack: &Stack, key: &str) -> Bucket {
    let credentials = Credentials::new(key, "local", Some("local".to_owned()), None, "test");
    let config = sdk_config("eu-central-1".to_owned(), credentials);
    let url = format!("{}/{BUCKET}", stack.local.urls().files);
    Bucket::new(&config, &url, BUCKET.to_owned())
}

/// The minute's run at a time of its own.
pub(super) async fn sweep(stack: &Stack, at: Timestamp) -> anyhow::Result<Value> {
    let mut event: Value =
        serde_json::from_str(include_str!("../../../events/files/schedule.json"))?;
    event["time"] = rfc3339(at).into();
    let answer = stack.local.invoke("FilesFunction", event.to_string()).await;
    let answer = answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
    serde_json::from_slice(&answer).context("the run's report")
}
