//! The data folder: one stack at a time, secrets that stay.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use local::{Options, Stack};

use crate::client::{options, start};

/// A folder that is not there yet.
pub(crate) fn fresh(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("local-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    folder
}

/// Options of a stack that draws a secret.
fn with_secret(folder: &PathBuf) -> Options {
    fs::create_dir_all(folder).unwrap();
    let parameters = folder.join("parameters.json");
    fs::write(&parameters, r#"{ "Start": "${Random:Start}" }"#).unwrap();
    let template = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/stack/template.yaml");
    Options::new(template, parameters, crate::client::examples())
        .log(local::Log::none())
        .data(folder)
}

async fn refusal(options: Options) -> String {
    Stack::start(options).await.err().unwrap().to_string()
}

#[tokio::test]
async fn a_second_stack_on_the_same_folder_is_told_who_holds_it_and_changes_nothing() {
    let folder = fresh("held");
    let first = start(options().data(&folder)).await;
    let told = refusal(options().data(&folder)).await;
    assert!(told.contains(&format!("in use by process {}", std::process::id())), "{told}");
    assert!(told.contains("--data") && !told.contains('\n'), "{told}");
    first.shutdown().await;
    start(options().data(&folder)).await.shutdown().await;
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn secrets_are_drawn_once_and_closed_to_others() {
    let folder = fresh("secrets");
    let file = folder.join("secrets.json");
    let first = start(with_secret(&folder)).await;
    let drawn = first.parameter("Start").unwrap().to_owned();
    first.shutdown().await;
    let mode = || fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    // As an earlier version wrote it.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let second = start(with_secret(&folder)).await;
    assert_eq!((second.parameter("Start"), mode()), (Some(drawn.as_str()), 0o600));
    second.shutdown().await;
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn damaged_secrets_stop_the_start_and_stay_as_they_are() {
    let folder = fresh("damaged");
    let file = folder.join("secrets.json");
    for damaged in ["", "{\"Start\": \"abc", "[]", "{\"Start\": 7}", "{\"Start\": \"\"}"] {
        let options = with_secret(&folder);
        fs::write(&file, damaged).unwrap();
        let told = refusal(options).await;
        assert!(told.contains("secrets.json is damaged") && !told.contains('\n'), "{told}");
        assert_eq!(fs::read_to_string(&file).unwrap(), damaged);
    }
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    let told = refusal(with_secret(&folder)).await;
    assert!(told.contains("secrets.json can't be read"), "{told}");
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_damaged_position_stops_the_start_instead_of_leaving_records_out() {
    let folder = fresh("position");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("RecordsFunctionRows.position.json"), "{").unwrap();
    let told = refusal(options().data(&folder)).await;
    assert!(told.contains("RecordsFunctionRows.position.json is damaged"), "{told}");
    fs::remove_dir_all(folder).unwrap();
}
