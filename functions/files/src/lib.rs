//! What people attach: looked at by its bytes as it comes, once more when the scanner has a verdict, and taken away when nobody
//! needs it. An event that comes twice changes nothing.

mod content;
mod picture;

use adapters::files::Place;
use application::{ApplicationError, FileChecker, FileSweeper, Stores};
use domain::{FileKey, FileRefusal, Timestamp};
use lambda::config::{self, ConfigError};
use lambda::telemetry::{self, Unit};
use lambda::{Deployment, clock};
use lambda_runtime::{Error, LambdaEvent};
use serde::{Deserialize, Serialize};
use tracing::{error, info};

pub use content::inspect;

/// What the function works with.
pub struct App {
    checker: FileChecker,
    sweeper: FileSweeper,
    stores: Stores,
}

/// An event as EventBridge hands it on.
#[derive(Debug, Deserialize)]
pub struct Notice {
    /// What has happened.
    #[serde(rename = "detail-type")]
    kind: String,
    /// When.
    time: Option<String>,
    /// To what.
    #[serde(default)]
    detail: Detail,
}

/// The parts of such events that matter here; each kind has some of them.
#[derive(Debug, Default, Deserialize)]
struct Detail {
    /// Of S3: the object.
    object: Option<Object>,
    /// Of GuardDuty: the object, and what was found.
    #[serde(rename = "s3ObjectDetails")]
    scanned: Option<Scanned>,
    #[serde(rename = "scanResultDetails")]
    result: Option<ScanResult>,
}

#[derive(Debug, Deserialize)]
struct Object {
    key: String,
}

#[derive(Debug, Deserialize)]
struct Scanned {
    #[serde(rename = "objectKey")]
    key: String,
}

#[derive(Debug, Deserialize)]
struct ScanResult {
    #[serde(rename = "scanResultStatus")]
    status: String,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Run {
    /// Files that were looked at.
    pub checked: usize,
    /// Those of them that were refused.
    pub refused: usize,
    /// Files that the scanner had a verdict on.
    pub scanned: usize,
    /// Files that nobody needed.
    pub gone: usize,
    /// Those that could not be looked at; the next run does.
    pub failed: usize,
}

const CREATED: &str = "Object Created";
const SCANNED: &str = "GuardDuty Malware Protection Object Scan Result";

/// For how many seconds a run looks for what nobody needs: it ends in order before Lambda ends it.
const SWEEP_SECONDS: i64 = 40;

/// The files of this deployment.
///
/// # Errors
/// [`ConfigError`]: the template did not set what the function needs.
pub fn app() -> Result<App, ConfigError> {
    let table = Deployment::from_env()?.table();
    let bucket = config::bucket()?;
    Ok(App {
        checker: FileChecker::new(&table, bucket.clone(), config::scans_files()?),
        sweeper: FileSweeper::new(&table, bucket),
        stores: config::stores()?,
    })
}

/// Does what an event asks for.
///
/// # Errors
/// Something did not answer: Lambda hands the event in again.
pub async fn handle(app: &App, event: LambdaEvent<Notice>) -> Result<Run, Error> {
    let notice = event.payload;
    let run = match notice.kind.as_str() {
        CREATED => created(app, notice.detail).await?,
        SCANNED => scanned(app, notice.detail).await?,
        _ => sweep(app, now(notice.time.as_deref(), clock::now())).await,
    };
    measure(run);
    Ok(run)
}

async fn created(app: &App, detail: Detail) -> Result<Run, Error> {
    let key = detail.object.as_ref().map(|object| object.key.as_str());
    let Some(file) = file_at(key, Place::Upload) else { return Ok(Run::default()) };
    let refusal = app.checker.check(&file, inspect).await?;
    if let Some(reason) = refusal {
        info!(store = %file.store, file = %file.id, ?reason, "a file was refused");
    }
    Ok(Run { checked: 1, refused: usize::from(refusal.is_some()), ..Run::default() })
}

async fn scanned(app: &App, detail: Detail) -> Result<Run, Error> {
    let key = detail.scanned.as_ref().map(|object| object.key.as_str());
    let Some(file) = file_at(key, Place::Kept) else { return Ok(Run::default()) };
    let refusal = refusal_of(detail.result.as_ref().map(|result| result.status.as_str()));
    if let Some(reason) = refusal {
        info!(store = %file.store, file = %file.id, ?reason, "the scanner has refused a file");
    }
    app.checker.scanned(&file, refusal).await?;
    Ok(Run { scanned: 1, refused: usize::from(refusal.is_some()), ..Run::default() })
}

/// What a scanner's verdict means: at what it could not look, nobody looks.
fn refusal_of(status: Option<&str>) -> Option<FileRefusal> {
    match status {
        Some("NO_THREATS_FOUND") => None,
        Some("THREATS_FOUND") => Some(FileRefusal::Flagged),
        _ => Some(FileRefusal::Unreadable),
    }
}

/// The file of an object that lies where this one should.
fn file_at(key: Option<&str>, place: Place) -> Option<FileKey> {
    let (found, file) = Place::parse(key?)?;
    (found == place).then_some(file)
}

/// Store by store: one that can't be gone through holds up no other.
async fn sweep(app: &App, now: Timestamp) -> Run {
    let mut run = Run::default();
    let end = clock::now().plus_seconds(SWEEP_SECONDS);
    let is_over = || clock::now() >= end;
    for store in app.stores.ids() {
        let failed = |file: &FileKey, reason: &ApplicationError| {
            error!(%store, file = %file.id, %reason, "a file that nobody may need is still there");
        };
        match app.sweeper.run(store, now, is_over, failed).await {
            Ok(report) => {
                run.gone += report.gone;
                run.failed += report.failed;
            }
            Err(reason) => {
                run.failed += 1;
                error!(%store, %reason, "a store's files were not looked through");
            }
        }
    }
    run
}

/// The time of a run: the clock's, or that for which it was planned where that lies ahead. So whoever starts a run by hand
/// may turn the clock, as tests do.
fn now(planned: Option<&str>, clock: Timestamp) -> Timestamp {
    let planned = planned.and_then(|time| time.parse::<jiff::Timestamp>().ok());
    planned.map_or(clock, |planned| clock.max(Timestamp(planned.as_millisecond())))
}

/// A metric costs in each hour in which it is written: a minute in which nothing happened writes none.
fn measure(run: Run) {
    if run != Run::default() {
        telemetry::measure(&[
            ("FilesChecked", Unit::Count, run.checked as f64),
            ("FilesRefused", Unit::Count, run.refused as f64),
            ("FilesSwept", Unit::Count, run.gone as f64),
            ("FilesFailed", Unit::Count, run.failed as f64),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_at_which_the_scanner_could_look_is_let_pass() {
        for (status, refusal) in [
            (Some("NO_THREATS_FOUND"), None),
            (Some("THREATS_FOUND"), Some(FileRefusal::Flagged)),
            (Some("UNSUPPORTED"), Some(FileRefusal::Unreadable)),
            (Some("FAILED"), Some(FileRefusal::Unreadable)),
            (None, Some(FileRefusal::Unreadable)),
        ] {
            assert_eq!(refusal_of(status), refusal, "{status:?}");
        }
    }

    #[test]
    fn an_object_elsewhere_is_no_upload() {
        let key = "demo/v_00000000000000000000000001/file-0001";
        assert!(file_at(Some(&format!("uploads/{key}")), Place::Upload).is_some());
        for other in [format!("files/{key}"), format!("uploads/{key}/x"), key.to_owned()] {
            assert!(file_at(Some(&other), Place::Upload).is_none(), "{other}");
        }
        assert!(file_at(None, Place::Upload).is_none());
    }
}
