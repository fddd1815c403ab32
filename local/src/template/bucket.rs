//! Buckets: what they are called, which pages may reach them, whether they tell of new objects, and where a scanner looks.

use serde::Deserialize;
use serde_json::Value;

use super::TemplateError;
use super::http::Cors;
use super::resources::{Resources, bucket_name};

/// A bucket as the stack serves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// Which pages of other origins may call it.
    pub cors: Option<Cors>,
    /// Whether new objects are told on the default event bus.
    pub tells: bool,
    /// Beginnings of the keys of objects at which a scanner looks.
    pub scanned: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Properties {
    #[serde(default)]
    cors_configuration: Option<CorsRules>,
    #[serde(default)]
    notification_configuration: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CorsRules {
    cors_rules: Vec<CorsRule>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CorsRule {
    allowed_methods: Vec<String>,
    allowed_origins: Vec<String>,
    #[serde(default)]
    allowed_headers: Vec<String>,
    #[serde(default)]
    max_age: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Plan {
    protected_resource: Value,
}

/// Every bucket.
pub(super) fn read(resources: &Resources) -> Result<Vec<Bucket>, TemplateError> {
    let plans = resources.of::<Plan>("AWS::GuardDuty::MalwareProtectionPlan")?;
    let mut buckets = Vec::new();
    for (id, properties) in resources.of::<Properties>("AWS::S3::Bucket")? {
        let name = bucket_name(id);
        let scanned = plans.iter().flat_map(|(_, plan)| prefixes(plan, &name)).collect();
        let enabled = "/EventBridgeConfiguration/EventBridgeEnabled";
        let tells = properties.notification_configuration.pointer(enabled);
        buckets.push(Bucket {
            cors: properties.cors_configuration.map(cors),
            tells: tells == Some(&Value::Bool(true)),
            scanned,
            name,
        });
    }
    Ok(buckets)
}

/// Where in a bucket a plan has objects looked at; an empty beginning for everywhere.
fn prefixes(plan: &Plan, bucket: &str) -> Vec<String> {
    let protected = &plan.protected_resource["S3Bucket"];
    if protected["BucketName"] != bucket {
        return Vec::new();
    }
    match protected["ObjectPrefixes"].as_array() {
        Some(named) => named.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None => vec![String::new()],
    }
}

/// The first rule; the template has one.
fn cors(rules: CorsRules) -> Cors {
    let Some(rule) = rules.cors_rules.into_iter().next() else { return Cors::default() };
    Cors {
        allow_origins: rule.allowed_origins,
        allow_methods: rule.allowed_methods,
        allow_headers: rule.allowed_headers,
        max_age: rule.max_age,
        ..Cors::default()
    }
}
