//! What happens to objects, told on the default bus to the functions whose rules match. What fails comes again, as it does with
//! asynchronous invocations.

use serde_json::{Value, json};

use crate::clock;
use crate::runtime::AsyncInvoker;
use crate::template::{ACCOUNT, REGION, Rule};

/// A test's virus: harmless, and every scanner says that it has found something. It stands here in two parts, so that none
/// says so of this file.
const EICAR: [&str; 2] =
    ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD", "-ANTIVIRUS-TEST-FILE!$H+H*"];

/// The rules, and who invokes their functions.
#[derive(Clone)]
pub(crate) struct Notices {
    rules: Vec<Rule>,
    invoker: AsyncInvoker,
}

impl Notices {
    pub(crate) fn new(rules: Vec<Rule>, invoker: AsyncInvoker) -> Self {
        Self { rules, invoker }
    }

    /// An object was written.
    pub(super) fn created(&self, bucket: &str, key: &str) {
        let object = json!({ "key": key });
        let detail = json!({ "version": "0", "bucket": { "name": bucket }, "object": object });
        self.tell("aws.s3", "Object Created", &format!("arn:aws:s3:::{bucket}"), detail);
    }

    /// The scanner has looked at an object.
    pub(super) fn scanned(&self, bucket: &str, key: &str, bytes: &[u8]) {
        let virus = EICAR.concat();
        let is_flagged = bytes.windows(virus.len()).any(|part| part == virus.as_bytes());
        let (status, threats) = match is_flagged {
            true => ("THREATS_FOUND", json!([{ "name": "EICAR-Test-File (not a virus)" }])),
            false => ("NO_THREATS_FOUND", Value::Null),
        };
        let detail = json!({
            "schemaVersion": "1.0",
            "scanStatus": "COMPLETED",
            "resourceType": "S3_OBJECT",
            "s3ObjectDetails": { "bucketName": bucket, "objectKey": key, "s3Throttled": false },
            "scanResultDetails": { "scanResultStatus": status, "threats": threats },
        });
        let plan = format!("arn:aws:guardduty:{REGION}:{ACCOUNT}:malware-protection-plan/local");
        let kind = "GuardDuty Malware Protection Object Scan Result";
        self.tell("aws.guardduty", kind, &plan, detail);
    }

    fn tell(&self, source: &str, kind: &str, resource: &str, detail: Value) {
        let event = json!({
            "version": "0",
            "id": clock::uuid(),
            "detail-type": kind,
            "source": source,
            "account": ACCOUNT,
            "time": clock::rfc3339(clock::epoch_ms()),
            "region": REGION,
            "resources": [resource],
            "detail": detail,
        });
        for rule in self.rules.iter().filter(|rule| rule.pattern.matches(&event)) {
            self.invoker.start(&rule.function, event.to_string());
        }
    }
}
