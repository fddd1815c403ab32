//! The form with which a browser sends a file straight to the bucket: a policy of what it may send, signed. The SDK has no such
//! operation; its own parts sign it.

use aws_credential_types::Credentials;
use aws_sdk_s3::primitives::{DateTime, DateTimeFormat};
use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use serde_json::{Value, json};

use super::moment;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const SERVICE: &str = "s3";

/// A form: where it goes, and its fields in their order. The bytes follow as `file`.
#[derive(Clone, PartialEq, Eq)]
pub struct Form {
    /// The bucket.
    pub url: String,
    /// Names and values.
    pub fields: Vec<(String, String)>,
}

/// What a form is for.
pub(super) struct About<'a> {
    pub(super) bucket: &'a str,
    pub(super) key: String,
    pub(super) media_type: &'a str,
    pub(super) size: u32,
    pub(super) now: Timestamp,
    pub(super) until: Timestamp,
    pub(super) region: &'a str,
}

/// The form, good until its time has come.
pub(super) fn signed(about: &About<'_>, credentials: &Credentials, url: String) -> Form {
    let at = compact(&written(about.now));
    let day = at.split('T').next().unwrap_or_default();
    let credential =
        format!("{}/{day}/{}/{SERVICE}/aws4_request", credentials.access_key_id(), about.region);
    let mut fields = vec![
        ("key".to_owned(), about.key.clone()),
        ("Content-Type".to_owned(), about.media_type.to_owned()),
        ("x-amz-algorithm".to_owned(), ALGORITHM.to_owned()),
        ("x-amz-credential".to_owned(), credential),
        ("x-amz-date".to_owned(), at),
    ];
    if let Some(token) = credentials.session_token() {
        fields.push(("x-amz-security-token".to_owned(), token.to_owned()));
    }
    let policy = STANDARD.encode(policy(about, &fields).to_string());
    let secret = credentials.secret_access_key();
    let key = generate_signing_key(secret, moment(about.now), about.region, SERVICE);
    let signature = calculate_signature(key, policy.as_bytes());
    fields.push(("policy".to_owned(), policy));
    fields.push(("x-amz-signature".to_owned(), signature));
    Form { url, fields }
}

/// What may be sent: these fields, and exactly so many bytes.
fn policy(about: &About<'_>, fields: &[(String, String)]) -> Value {
    let mut conditions = vec![
        json!({ "bucket": about.bucket }),
        json!(["content-length-range", about.size, about.size]),
    ];
    let fixed = fields.iter().map(|(name, value)| json!(["eq", format!("${name}"), value]));
    conditions.extend(fixed);
    json!({ "expiration": written(about.until), "conditions": conditions })
}

/// A time as `2026-11-30T15:00:00Z`.
fn written(at: Timestamp) -> String {
    let at = DateTime::from_secs(at.seconds());
    at.fmt(DateTimeFormat::DateTime).unwrap_or_default()
}

/// The same as `20261130T150000Z`.
fn compact(written: &str) -> String {
    written.chars().filter(|c| !"-:".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_fixes_key_type_and_size_and_ends() {
        let about = About {
            bucket: "files",
            key: "uploads/demo/v_1/file-0001".to_owned(),
            media_type: "image/jpeg",
            size: 123_456,
            now: Timestamp(1_795_000_000_000),
            until: Timestamp(1_795_000_600_000),
            region: "eu-central-1",
        };
        let credentials = Credentials::new("id", "secret", Some("token".to_owned()), None, "test");
        let form = signed(&about, &credentials, "https://files.example/".to_owned());
        let names: Vec<_> = form.fields.iter().map(|(name, _)| name.as_str()).collect();
        let expected = [
            "key",
            "Content-Type",
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-security-token",
            "policy",
            "x-amz-signature",
        ];
        assert_eq!(names, expected);
        assert_eq!(form.fields[3].1, "id/20261118/eu-central-1/s3/aws4_request");
        let policy = STANDARD.decode(&form.fields[6].1).unwrap();
        let policy: Value = serde_json::from_slice(&policy).unwrap();
        assert_eq!(policy["expiration"], "2026-11-18T11:16:40Z");
        let conditions = policy["conditions"].as_array().unwrap();
        for condition in [
            json!({ "bucket": "files" }),
            json!(["content-length-range", 123_456, 123_456]),
            json!(["eq", "$key", "uploads/demo/v_1/file-0001"]),
            json!(["eq", "$Content-Type", "image/jpeg"]),
            json!(["eq", "$x-amz-security-token", "token"]),
        ] {
            assert!(conditions.contains(&condition), "{condition}");
        }
        assert_eq!(form.fields[7].1.len(), 64);
    }
}
