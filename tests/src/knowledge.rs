//! A store's knowledge base as its staff uses it.

use contract::{AnswerPage, AnswerView, Code, Imported, Problem, StoreView};
use domain::{AnswerStatus, Settings};
use serde_json::{Value, json};

use crate::api::Api;
use crate::people::{Agent, Lead, fresh_id};
use crate::stack::{Person, Stack, stack, until};

const ANSWERS: &str = "/stores/demo/answers";

fn written(question: &str, text: &str) -> Value {
    json!({ "id": fresh_id(), "question": question, "text": text })
}

async fn adds(api: &Api, question: &str, text: &str) -> anyhow::Result<AnswerView> {
    api.post(ANSWERS, &written(question, text)).await
}

/// The code with which a request is refused.
async fn refusal(api: &Api, path: &str, body: &Value) -> anyhow::Result<Code> {
    let answer = api.request("POST", path, Some(body)).await?;
    let problem: Problem = serde_json::from_value(answer.body)?;
    Ok(problem.code)
}

fn questions(page: &AnswerPage) -> Vec<&str> {
    page.answers.iter().map(|answer| answer.question.as_str()).collect()
}

/// A list is read from an index, which follows a moment later.
async fn lists(api: &Api, path: &str, expected: &[&str]) -> anyhow::Result<AnswerPage> {
    let look = async || {
        let page: AnswerPage = api.get(path).await?;
        Ok((questions(&page) == expected).then_some(page))
    };
    until(&format!("{path} lists {expected:?}"), look).await
}

async fn staff(stack: &Stack) -> anyhow::Result<(Agent, Lead)> {
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    Ok((agent, Lead::signs_in(&stack.entry_points).await?))
}

#[tokio::test]
async fn an_answer_is_added_once_however_often_it_is_sent() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (agent, lead) = staff(&stack).await?;
    let body = written("When?", "Tomorrow.");
    let first: AnswerView = agent.api.post(ANSWERS, &body).await?;
    let again: AnswerView = agent.api.post(ANSWERS, &body).await?;
    assert_eq!(first, again);
    assert_eq!((first.status, first.approved_by), (AnswerStatus::Candidate, None));
    let other = json!({ "id": body["id"], "question": "When?", "text": "Never." });
    assert_eq!(refusal(&agent.api, ANSWERS, &other).await?, Code::IdReused);
    let leads = adds(&lead.api, "Where?", "Here.").await?;
    assert_eq!(leads.status, AnswerStatus::Approved);
    assert!(leads.approved_by.is_some() && !leads.earned);
    lists(&agent.api, ANSWERS, &["Where?", "When?"]).await?;
    lists(&agent.api, "/stores/demo/answers?status=candidate", &["When?"]).await?;
    Ok(())
}

#[tokio::test]
async fn a_reply_is_saved_with_where_it_came_from_if_that_is_the_stores() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (mut agent, lead) = staff(&stack).await?;
    let mut customer = crate::people::Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "when does it come?").await?;
    let reply = agent.says(&mut case, "Tomorrow.").await?;
    let mut body = written("When does it come?", "Tomorrow.");
    body["from"] = json!({ "case": case.id, "seq": reply.seq });
    let saved: AnswerView = agent.api.post(ANSWERS, &body).await?;
    assert_eq!(saved.from.map(|from| (from.case, from.seq)), Some((case.id, reply.seq)));
    body["id"] = json!(fresh_id());
    let elsewhere = "/stores/north/answers";
    assert_eq!(refusal(&lead.api, elsewhere, &body).await?, Code::NotFound);
    Ok(())
}

#[tokio::test]
async fn an_edit_of_an_older_version_is_overtaken_and_a_repeated_one_is_not() -> anyhow::Result<()>
{
    let stack = stack().await?;
    let (_, lead) = staff(&stack).await?;
    let answer = adds(&lead.api, "When?", "Tomorrow.").await?;
    let path = format!("{ANSWERS}/{}", answer.id);
    let edit = json!({ "version": 1, "text": "Next week.", "language": "en" });
    let edited: AnswerView = lead.api.post(&path, &edit).await?;
    assert_eq!((edited.version, edited.text.as_str()), (2, "Next week."));
    let again: AnswerView = lead.api.post(&path, &edit).await?;
    assert_eq!(again, edited);
    let stale = json!({ "version": 1, "text": "Never." });
    assert_eq!(refusal(&lead.api, &path, &stale).await?, Code::Conflict);
    assert_eq!(lead.api.get::<AnswerView>(&path).await?, edited);
    Ok(())
}

#[tokio::test]
async fn two_editors_at_once_do_not_overwrite_each_other() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (_, lead) = staff(&stack).await?;
    let answer = adds(&lead.api, "When?", "Tomorrow.").await?;
    let path = format!("{ANSWERS}/{}", answer.id);
    let edits: Vec<Value> =
        (0..6).map(|n| json!({ "version": 1, "text": format!("Version {n}.") })).collect();
    let sent = edits.iter().map(|edit| lead.api.request("POST", &path, Some(edit)));
    let statuses: Vec<u16> = futures_util::future::join_all(sent)
        .await
        .into_iter()
        .map(|answer| answer.map(|answer| answer.status))
        .collect::<Result<_, _>>()?;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(lead.api.get::<AnswerView>(&path).await?.version, 2);
    Ok(())
}

#[tokio::test]
async fn a_retired_or_merged_answer_stays_as_it_is() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (_, lead) = staff(&stack).await?;
    let [stays, goes] = [
        adds(&lead.api, "When?", "Tomorrow.").await?,
        adds(&lead.api, "When, please?", "Tomorrow!").await?,
    ];
    let path = format!("{ANSWERS}/{}", goes.id);
    let merge = json!({ "version": 1, "into": stays.id });
    let merged: AnswerView = lead.api.post(&format!("{path}/merge"), &merge).await?;
    assert_eq!(merged.status, AnswerStatus::Retired);
    let again: AnswerView = lead.api.post(&format!("{path}/merge"), &merge).await?;
    assert_eq!(again, merged);
    let edit = json!({ "version": 2, "text": "Never." });
    assert_eq!(refusal(&lead.api, &path, &edit).await?, Code::WrongState);
    let itself = json!({ "version": 1, "into": stays.id });
    let path = format!("{ANSWERS}/{}/merge", stays.id);
    assert_eq!(refusal(&lead.api, &path, &itself).await?, Code::WrongState);
    lists(&lead.api, "/stores/demo/answers?status=approved", &["When?"]).await?;
    lists(&lead.api, "/stores/demo/answers?status=retired", &["When, please?"]).await?;
    Ok(())
}

#[tokio::test]
async fn an_import_sent_again_adds_nothing() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (_, lead) = staff(&stack).await?;
    let path = "/stores/demo/answers/import";
    let entry = |n: usize| json!({ "question": format!("Question {n}?"), "text": "Yes." });
    let list =
        |range: std::ops::Range<usize>| json!({ "answers": range.map(entry).collect::<Vec<_>>() });
    let count = |imported: Imported| (imported.added, imported.known);
    assert_eq!(count(lead.api.post(path, &list(0..25)).await?), (25, 0));
    assert_eq!(count(lead.api.post(path, &list(20..45)).await?), (20, 5));
    for wrong in [list(0..26), list(0..0)] {
        assert_eq!(refusal(&lead.api, path, &wrong).await?, Code::BadFrame);
    }
    Ok(())
}

#[tokio::test]
async fn pages_of_answers_end_and_hold_each_once() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (agent, lead) = staff(&stack).await?;
    for batch in 0..3 {
        let entry =
            |n: usize| json!({ "question": format!("Question {batch} {n}?"), "text": "Yes." });
        let list = json!({ "answers": (0..25).map(entry).collect::<Vec<_>>() });
        let _: Imported = lead.api.post("/stores/demo/answers/import", &list).await?;
    }
    let look = async || {
        let first: AnswerPage = agent.api.get(ANSWERS).await?;
        let Some(next) = &first.next else { return Ok(None) };
        let second: AnswerPage = agent.api.get(&format!("{ANSWERS}?cursor={next}")).await?;
        let mut ids: Vec<_> =
            first.answers.iter().chain(&second.answers).map(|answer| answer.id.clone()).collect();
        ids.sort();
        ids.dedup();
        Ok((ids.len() == 75 && second.next.is_none()).then_some(()))
    };
    until("two pages hold 75 answers", look).await?;
    let wrong = agent.api.request("GET", &format!("{ANSWERS}?cursor=!"), None).await?;
    assert_eq!(wrong.status, 400);
    Ok(())
}

#[tokio::test]
async fn words_find_an_answer_also_after_it_has_changed() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (agent, lead) = staff(&stack).await?;
    let answer = adds(&lead.api, "When is my refund due?", "Within a week.").await?;
    adds(&lead.api, "Do you ship to Norway?", "We do.").await?;
    let found = async |words: &str, expected: &[&str]| {
        lists(&agent.api, &format!("{ANSWERS}?query={words}"), expected).await
    };
    found("refund", &["When is my refund due?"]).await?;
    found("norw", &["Do you ship to Norway?"]).await?;
    let edit = json!({ "version": 1, "question": "When do I get my money?" });
    let _: AnswerView = lead.api.post(&format!("{ANSWERS}/{}", answer.id), &edit).await?;
    found("money", &["When do I get my money?"]).await?;
    Ok(())
}

#[tokio::test]
async fn two_stores_never_see_each_others_answers() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (_, lead) = staff(&stack).await?;
    let answer = adds(&lead.api, "When?", "Tomorrow.").await?;
    lists(&lead.api, ANSWERS, &["When?"]).await?;
    for path in ["/stores/north/answers", "/stores/north/answers?query=when"] {
        assert_eq!(questions(&lead.api.get::<AnswerPage>(path).await?), [""; 0]);
    }
    let path = format!("/stores/north/answers/{}", answer.id);
    assert_eq!(lead.api.request("GET", &path, None).await?.status, 404);
    for (change, body) in [
        ("", json!({ "version": 1, "text": "Never." })),
        ("/retire", json!({ "version": 1 })),
        ("/merge", json!({ "version": 1, "into": answer.id })),
    ] {
        let code = refusal(&lead.api, &format!("{path}{change}"), &body).await?;
        assert_eq!(code, Code::NotFound, "{change}");
    }
    Ok(())
}

#[tokio::test]
async fn settings_say_what_customers_find_and_what_is_wrong() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (_, lead) = staff(&stack).await?;
    let store = async || Api::anonymous(&stack.entry_points).get::<StoreView>("/stores/demo").await;
    let before = store().await?;
    assert_eq!((before.greeting, before.assistant, before.open), (None, false, None));
    let path = "/stores/demo/settings";
    assert_eq!(lead.api.get::<Settings>(path).await?, Settings::default());
    let all_day = json!({ "from": 0, "until": 1440 });
    let wanted = json!({
        "triage": "answer", "greeting": "Ask us!", "escalate_on": ["lawyer"],
        "hours": { "zone": "Europe/Berlin", "week": vec![[all_day]; 7] },
    });
    let kept: Settings = lead.api.post(path, &wanted).await?;
    assert_eq!(lead.api.get::<Settings>(path).await?, kept);
    let after = store().await?;
    let greeting = after.greeting.as_ref().map(domain::Text::as_str);
    assert_eq!((greeting, after.assistant, after.open), (Some("Ask us!"), true, Some(true)));
    let wrong = json!({ "escalate_on": ["x".repeat(200)], "hours": { "zone": "Mars", "week": vec![Value::Array(vec![]); 7] } });
    let answer = lead.api.request("POST", path, Some(&wrong)).await?;
    let problem: Problem = serde_json::from_value(answer.body)?;
    assert_eq!(
        (answer.status, problem.detail.matches('`').count()),
        (400, 4),
        "{}",
        problem.detail
    );
    assert_eq!(lead.api.get::<Settings>(path).await?, kept, "nothing was kept of it");
    Ok(())
}
