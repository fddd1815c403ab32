//! The stack as a process of its own: its end, and a disk that takes no more.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use http::{Request, StatusCode};
use local::Announcement;
use serde_json::{Value, json};

use crate::client::{examples, send};
use crate::data::fresh;

/// The program, started through a shell that first does what `before` says.
struct Program {
    child: Child,
    api: String,
    table: String,
}

impl Program {
    fn start(before: &str, folder: &Path) -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stack");
        fs::create_dir_all(folder).unwrap();
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{before} exec \"$0\" \"$@\""));
        command.arg(env!("CARGO_BIN_EXE_local")).args(["--port", "0", "--data"]).arg(folder);
        command.arg("--template").arg(tests.join("template.yaml"));
        command.arg("--parameters").arg(tests.join("parameters.json"));
        command.arg("--functions").arg(examples());
        command.stdout(Stdio::piped()).stderr(fs::File::create(folder.join("stderr")).unwrap());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut announcement = Announcement::default();
        // Its output is closed behind the last line.
        let _ = lines.map_while(Result::ok).any(|line| announcement.read(&line));
        let address = |address: Option<&str>| address.unwrap_or_default().to_owned();
        let (api, table) = (address(announcement.api()), address(announcement.table()));
        Self { child, api, table }
    }

    fn terminate(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        self.child.wait().unwrap()
    }

    /// Writes a row of about 100 KB.
    async fn put(&self, key: &str) -> StatusCode {
        let item = json!({ "pk": { "S": key }, "sk": { "S": "ROW" }, "text": { "S": "x".repeat(100_000) } });
        let body = json!({ "TableName": "firstline-Table", "Item": item });
        let request =
            Request::post(&self.table).header("x-amz-target", "DynamoDB_20120810.PutItem");
        send(request.body(body.to_string()).unwrap()).await.status()
    }

    async fn health(&self) -> (StatusCode, Value) {
        let answer = send(Request::get(format!("{}/health", self.api)).body("").unwrap()).await;
        (answer.status(), serde_json::from_slice(answer.body()).unwrap())
    }
}

#[tokio::test]
async fn a_terminated_stack_ends_well_and_no_function_panics() {
    let folder = fresh("terminated");
    let program = Program::start("", &folder);
    for _ in 0..4 {
        assert_eq!(program.health().await.0, StatusCode::OK);
    }
    assert!(program.terminate().success());
    for file in ["stderr", "local.log"] {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        assert!(!text.contains("panicked"), "{file}: {text}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_terminal_that_has_gone_is_no_reason_to_end() {
    let folder = fresh("no-terminal");
    // Neither output takes a word: the first line of the stack's own would end it.
    let mut program = Program::start("exec >/dev/full 2>/dev/full;", &folder);
    let locked = folder.join("RecordsFunctionRows.position.json");
    let is_up = || locked.exists() || folder.join("table.db").exists();
    crate::client::until(async || is_up().then_some(())).await;
    assert!(program.child.try_wait().unwrap().is_none(), "it runs");
    assert!(program.terminate().success());
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_disk_that_takes_no_more_is_said_in_the_terminal_and_by_health() {
    let folder = fresh("full");
    // A file that would grow over the limit fails as on a full disk.
    let program = Program::start("trap '' XFSZ; ulimit -f 2048;", &folder);
    assert_eq!(program.health().await.0, StatusCode::OK);
    let mut stored = 0;
    while program.put(&format!("ROW#{stored}")).await.is_success() {
        stored += 1;
        assert!(stored < 200, "the limit does not hold");
    }
    let (status, document) = program.health().await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{document}");
    let problem = document["problems"][0].as_str().unwrap();
    assert!(problem.starts_with("the table can't be written: "), "{document}");
    let read = json!({ "TableName": "firstline-Table", "Key": { "pk": { "S": "ROW#0" }, "sk": { "S": "ROW" } } });
    let request = Request::post(&program.table).header("x-amz-target", "DynamoDB_20120810.GetItem");
    let row = send(request.body(read.to_string()).unwrap()).await;
    assert_eq!(row.status(), StatusCode::OK, "what is stored is still read");
    assert!(program.terminate().success());
    let terminal = fs::read_to_string(folder.join("stderr")).unwrap();
    assert_eq!(terminal.matches("the table can't be written: ").count(), 1, "{terminal}");
    fs::remove_dir_all(folder).unwrap();
}
