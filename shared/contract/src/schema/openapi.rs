//! The description of the REST API: its routes, which describe themselves, and the schemas that they refer to.

use std::collections::BTreeSet;

use domain::{
    AnswerId, AnswerStatus, CannedReplyId, CaseId, Day, FileId, Group, GroupId, Priority,
    SavedViewId, Seq, Settings, StoreId, Tag, UserId,
};
use serde_json::{Value, json};

use super::Schemas;
use crate::{
    AgentChange, AgentList, AgentView, AnswerDecision, AnswerEdit, AnswerImport, AnswerMerge,
    AnswerPage, AnswerView, AuditPage, AvailabilityChange, CannedReplyChange, CannedReplyDeletion,
    CannedReplyList, CannedReplyView, CaseCommand, CaseCounts, CasePage, CaseView, ClaimedCases,
    CustomerExport, ErasureList, ErasureRequest, ErasureView, EventPage, FeedPage, FileLinks,
    FileView, FrameForm, GroupChange, Health, HelpIndex, Imported, Me, MentionPage, MentionsRead,
    NewAnswer, NewCannedReply, NewGroup, NewSavedView, OpenCase, OpenQuestions, Problem,
    RecipientPage, Replay, SavedViewChange, SavedViewDeletion, SavedViewEntry, SavedViewList,
    SearchPage, ServerFrame, StatisticsView, StoreView, UnattendedFigures, UnattendedPage,
    UploadForm, UploadRequest, VisitorClaim, VisitorRequest, VisitorToken,
};

const REFERENCE: &str = "#/components/schemas/";

/// Collects the schemas of these types, and of all that they consist of.
macro_rules! schemas_of {
    ($schemas:expr; $($type:ty)*) => {{
        let mut schemas = $schemas;
        $(schemas.of::<$type>();)*
        schemas.collected()
    }};
}

/// The document, OpenAPI 3.1, over the routes of both functions (`paths` of such a document).
///
/// # Errors
/// The name of a schema that a route refers to and that is not listed here.
pub(super) fn document(routes: Value) -> Result<Value, String> {
    let answers = schemas_of![
        Schemas::written();
        AgentList AgentView AnswerPage AnswerView AuditPage CaseCounts CasePage CaseView ClaimedCases CustomerExport ErasureList ErasureView EventPage FeedPage Group Health HelpIndex Imported Me OpenQuestions Problem RecipientPage ServerFrame Settings StatisticsView StoreView UnattendedFigures UnattendedPage VisitorToken CannedReplyList CannedReplyView SavedViewList SavedViewEntry SearchPage UploadForm FileView FileLinks MentionPage
    ];
    let requests = schemas_of![
        Schemas::read();
        AgentChange AnswerDecision AnswerEdit AnswerId AnswerImport AnswerMerge AnswerStatus AvailabilityChange CaseCommand CaseId ErasureRequest Day FrameForm GroupChange GroupId NewAnswer NewGroup CannedReplyChange CannedReplyDeletion CannedReplyId NewCannedReply SavedViewChange SavedViewDeletion SavedViewId NewSavedView FileId UploadRequest
        OpenCase Priority Replay Seq Settings StoreId Tag UserId VisitorRequest VisitorClaim MentionsRead
    ];
    let mut schemas = joined(answers, requests);
    keep_used(&mut schemas, &routes)?;
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Firstline",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Customer-support chat. Problems are RFC 9457 documents with a stable `code`. Cursors are opaque. Repeating a command with the same `id` changes nothing.",
        },
        "paths": routes,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" } },
        },
    }))
}

/// Both together. A type of which requests may leave out what answers always have stands there twice: in requests it is called
/// `<type>Input`.
fn joined(answers: Value, requests: Value) -> Value {
    let (Value::Object(mut answers), Value::Object(requests)) = (answers, requests) else {
        return Value::Null;
    };
    let is_another = |(name, schema): &(&String, &Value)| {
        answers.get(*name).is_some_and(|other| other != *schema)
    };
    let mut twice: BTreeSet<String> =
        requests.iter().filter(is_another).map(|(name, _)| name.clone()).collect();
    loop {
        let refers = |(name, schema): &(&String, &Value)| {
            answers.contains_key(*name)
                && references(schema).iter().any(|name| twice.contains(name))
        };
        let more: Vec<_> = requests.iter().filter(refers).map(|(name, _)| name.clone()).collect();
        let before = twice.len();
        twice.extend(more);
        if twice.len() == before {
            break;
        }
    }
    for (name, mut schema) in requests {
        rename(&mut schema, &twice);
        let name = if twice.contains(&name) { input_of(&name) } else { name };
        answers.insert(name, schema);
    }
    Value::Object(answers)
}

fn input_of(name: &str) -> String {
    format!("{name}Input")
}

/// Has references to these types refer to what they are in requests.
fn rename(value: &mut Value, names: &BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (field, inner) in fields {
                let name = inner.as_str().and_then(|text| text.strip_prefix(REFERENCE));
                match name.filter(|name| field == "$ref" && names.contains(*name)) {
                    Some(name) => *inner = format!("{REFERENCE}{}", input_of(name)).into(),
                    None => rename(inner, names),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| rename(inner, names)),
        _ => {}
    }
}

/// Keeps the schemas that the routes refer to, directly or through others.
fn keep_used(schemas: &mut Value, routes: &Value) -> Result<(), String> {
    let mut used = BTreeSet::new();
    let mut open = references(routes);
    while let Some(name) = open.pop() {
        let schema = &schemas[&name];
        if schema.is_null() {
            return Err(name);
        }
        if used.insert(name) {
            open.extend(references(schema));
        }
    }
    if let Some(schemas) = schemas.as_object_mut() {
        schemas.retain(|name, _| used.contains(name));
    }
    Ok(())
}

/// The names of the schemas that something refers to.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str);
            let own = own.and_then(|name| name.strip_prefix(REFERENCE)).map(str::to_owned);
            own.into_iter().chain(fields.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(schema: &str) -> Value {
        let schema = json!({ "$ref": format!("{REFERENCE}{schema}") });
        json!({ "/x": { "get": { "parameters": [{ "schema": schema }] } } })
    }

    #[test]
    fn only_what_the_routes_refer_to_is_described() {
        let document = document(routes("CasePage")).unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        assert!(schemas.contains_key("CaseSummary") && !schemas.contains_key("AnswerPage"));
    }

    #[test]
    fn a_type_that_requests_may_shorten_stands_there_twice() {
        let answers = json!({
            "Day": { "required": ["shifts"] },
            "Hours": { "day": { "$ref": "#/components/schemas/Day" } },
            "Id": {},
        });
        let requests = json!({
            "Day": {},
            "Hours": { "day": { "$ref": "#/components/schemas/Day" } },
            "Id": {},
        });
        let schemas = joined(answers, requests);
        let names: BTreeSet<_> = schemas.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, BTreeSet::from(["Day", "DayInput", "Hours", "HoursInput", "Id"]));
        assert_eq!(references(&schemas["HoursInput"]), ["DayInput"]);
        assert_eq!(references(&schemas["Hours"]), ["Day"]);
    }

    #[test]
    fn a_route_that_refers_to_nothing_is_named() {
        assert_eq!(document(routes("Nonsense")), Err("Nonsense".to_owned()));
    }
}
