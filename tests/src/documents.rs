//! Documents that are not of the form they must have change nothing.

use serde_json::{Value, json};

use crate::api::Api;
use crate::people::{Lead, fresh_id};
use crate::requests::{check, lead_and_case};
use crate::stack::stack;

async fn refused(api: &Api, path: &str, body: &str) -> anyhow::Result<(u16, Value)> {
    let answer = api.post_bytes(path, Some("application/json"), body.into()).await?;
    check(&answer, &format!("{path} {body}"));
    Ok((answer.status, answer.body["code"].clone()))
}

#[tokio::test]
async fn a_list_for_an_object_changes_nothing_however_deep_it_lies() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (lead, case) = lead_and_case(&stack).await?;
    let settings = "/stores/demo/settings";
    let kept = json!({ "greeting": "Hello!", "escalate_on": ["lawyer"] });
    let kept: Value = lead.api.post(settings, &kept).await?;
    let week = "null,null,null,null,null,null";
    for wrong in [
        "[]".to_owned(),
        r#"["off"]"#.to_owned(),
        format!(r#"{{"hours":["Europe/Berlin",[null,{week}]]}}"#),
        format!(r#"{{"hours":{{"zone":"Europe/Berlin","week":[[540,1020],{week}]}}}}"#),
        r#"{"greeting":"a","greeting":"b"}"#.to_owned(),
        r#"{"triage":{"off":null}}"#.to_owned(),
        r#"{"escalate_on":{}}"#.to_owned(),
        r#"{"languages":null}"#.to_owned(),
        r#"{"automatic_replies":[true,null]}"#.to_owned(),
        r#"{"automatic_replies":{"a_day":-1}}"#.to_owned(),
        r#"{"color":"red"}"#.to_owned(),
    ] {
        assert_eq!(
            refused(&lead.api, settings, &wrong).await?,
            (400, json!("bad_frame")),
            "{wrong}"
        );
        assert_eq!(lead.api.get::<Value>(settings).await?, kept, "{wrong}");
    }
    let id = fresh_id();
    let (commands, cases) = (format!("/cases/{case}/commands"), "/cases");
    for (path, wrong) in [
        ("/visitors", r#"["demo"]"#.to_owned()),
        (cases, format!(r#"["{id}","demo","hello",null]"#)),
        (&commands, format!(r#"["note","{id}",1,"hello"]"#)),
        (&commands, format!(r#"{{"action":"note","id":"{id}","after":1,"text":"a","text":"b"}}"#)),
        (
            &commands,
            format!(r#"{{"action":"note","id":"{id}","after":1,"text":"a","case":"{case}"}}"#),
        ),
        (&commands, format!(r#"{{"action":["note"],"id":"{id}","after":1,"text":"a"}}"#)),
        ("/stores/demo/answers", format!(r#"["{id}","When?","Tomorrow.",null,null]"#)),
        (
            "/stores/demo/answers",
            format!(r#"{{"id":"{id}","question":"When?","text":"a","from":["{case}",1]}}"#),
        ),
        ("/stores/demo/answers/import", r#"{"answers":[["When?","Tomorrow.",null]]}"#.to_owned()),
    ] {
        assert_eq!(
            refused(&lead.api, path, &wrong).await?,
            (400, json!("bad_frame")),
            "{path} {wrong}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn settings_that_a_change_does_not_name_stay_as_they_are() -> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let settings = "/stores/demo/settings";
    let first = json!({ "triage": "answer", "greeting": "Hello!", "languages": ["de"] });
    let before: Value = lead.api.post(settings, &first).await?;
    let after: Value = lead.api.post(settings, &json!({ "model_cents_a_day": 7 })).await?;
    assert_eq!(after["model_cents_a_day"], 7);
    for name in ["triage", "greeting", "languages", "escalate_on", "hours"] {
        assert_eq!(after[name], before[name], "{name}");
    }
    let cleared: Value = lead.api.post(settings, &json!({ "greeting": null })).await?;
    assert_eq!((&cleared["greeting"], &cleared["triage"]), (&Value::Null, &json!("answer")));
    Ok(())
}
