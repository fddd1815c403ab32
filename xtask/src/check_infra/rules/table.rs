//! The table: what protects it is on, and its keys and indexes are those that the adapters write.

use serde_json::Value;

use super::Findings;
use crate::check_infra::template::{Resource, Tree};

const KEYS: &str = "shared/adapters/src/dynamo/keys.rs";

pub(super) fn check(tree: &Tree) -> Findings {
    let keys = tree.read(KEYS);
    tree.of("AWS::DynamoDB::Table").iter().flat_map(|table| of_table(table, &keys)).collect()
}

fn of_table(table: &Resource<'_>, keys: &str) -> Findings {
    let own = table.properties;
    let holds = [
        (
            own["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] == true,
            "point-in-time recovery is off",
        ),
        (own["SSESpecification"]["SSEEnabled"] == true, "it is not encrypted by a key of KMS"),
        (!own["DeletionProtectionEnabled"].is_null(), "nothing protects it from deletion"),
        (own["BillingMode"] == "PAY_PER_REQUEST", "it costs while nobody chats"),
        (
            own["StreamSpecification"]["StreamViewType"] == "NEW_IMAGE",
            "its stream has no new images",
        ),
        (own["TimeToLiveSpecification"]["Enabled"] == true, "its rows do not expire"),
        (
            own["TimeToLiveSpecification"]["AttributeName"] == constant(keys, "TTL"),
            "its time to live is another attribute than the adapters'",
        ),
        (table.whole["DeletionPolicy"] == "Retain", "it goes with the stack"),
        (table.whole["UpdateReplacePolicy"] == "Retain", "it goes when it is replaced"),
        (own["TableName"].is_null(), "a name of its own would hinder a replacement beside it"),
    ];
    let broken = holds.iter().filter(|(holds, _)| !holds);
    let mut found: Findings =
        broken.map(|(_, sentence)| format!("{}: {sentence}", table.id)).collect();
    if indexes(own) != indexes_of_adapters(keys) {
        found.push(format!("{}: its indexes are not those of {KEYS}", table.id));
    }
    found
}

fn constant(keys: &str, name: &str) -> String {
    let declared = keys.split_once(&format!("const {name}: &str = \"")).map(|(_, rest)| rest);
    declared.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

/// Name, partition key and sort key of each index, sorted.
fn indexes(properties: &Value) -> Vec<[String; 3]> {
    let key = |index: &Value, at: usize| {
        index["KeySchema"][at]["AttributeName"].as_str().unwrap_or_default().to_owned()
    };
    let declared = properties["GlobalSecondaryIndexes"].as_array().into_iter().flatten();
    let mut found: Vec<_> = declared
        .map(|index| {
            [
                index["IndexName"].as_str().unwrap_or_default().to_owned(),
                key(index, 0),
                key(index, 1),
            ]
        })
        .collect();
    found.sort();
    found
}

fn indexes_of_adapters(keys: &str) -> Vec<[String; 3]> {
    let declared = keys.split("(&str, &str, &str) = (").skip(1);
    let mut found: Vec<_> = declared
        .filter_map(|rest| {
            let mut quoted = rest.split('"').skip(1).step_by(2).map(str::to_owned);
            Some([quoted.next()?, quoted.next()?, quoted.next()?])
        })
        .collect();
    found.sort();
    found
}
