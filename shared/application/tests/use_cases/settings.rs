//! What a store's leads set, and what its customers may know of it.

use application::{Caller, SettingsError};
use contract::SettingsChange;
use domain::{Appearance, CommandError, Settings, TriageMode};
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{Decided, Deployment, NOW, agent, at, customer, lead, store};

async fn settle(
    deployment: &Deployment,
    caller: &Caller,
    change: Value,
) -> Result<Settings, SettingsError> {
    let change = SettingsChange::try_from(change).unwrap();
    deployment.knowledge.update_settings(caller, &store(), change).await.decided()
}

#[tokio::test]
async fn a_store_whose_leads_have_settled_nothing_is_as_careful_as_can_be() {
    let settings = Deployment::new().knowledge.settings(&store()).await.unwrap();
    assert_eq!((settings.triage, settings.model_cents_a_day), (TriageMode::Suggest, 0));
}

#[tokio::test]
async fn a_change_leaves_what_it_does_not_name_and_null_clears() {
    let deployment = Deployment::new();
    let lea = lead("lea");
    settle(&deployment, &lea, json!({ "greeting": "Hi!", "triage": "off" })).await.unwrap();
    let kept = settle(&deployment, &lea, json!({ "model_cents_a_day": 7 })).await.unwrap();
    assert_eq!((kept.triage, kept.greeting.is_some()), (TriageMode::Off, true));
    let kept = settle(&deployment, &lea, json!({ "greeting": null })).await.unwrap();
    assert_eq!((kept.greeting, kept.model_cents_a_day), (None, 7));
}

#[tokio::test]
async fn two_leads_who_change_different_things_at_once_lose_neither() {
    let deployment = Deployment::new();
    for (mine, rivals) in [("off", 3), ("answer", 4)] {
        let rival = deployment.clone();
        deployment.aws.before_next("PutItem", async move {
            settle(&rival, &lead("max"), json!({ "model_cents_a_day": rivals })).await.unwrap();
        });
        let kept = settle(&deployment, &lead("lea"), json!({ "triage": mine })).await.unwrap();
        assert_eq!(kept.model_cents_a_day, rivals);
        assert_eq!(deployment.knowledge.settings(&store()).await.unwrap(), kept);
    }
}

#[tokio::test]
async fn only_a_lead_of_the_store_reads_or_changes_settings() {
    let deployment = Deployment::new();
    for (caller, refusal) in [
        (agent("ines"), CommandError::NotAllowed),
        (customer("ada"), CommandError::NotFound),
        (at("north", lead("nora")), CommandError::NotFound),
    ] {
        let read = deployment.knowledge.read_settings(&caller, &store()).await.decided();
        assert_eq!(read, Err(refusal));
        let settled = settle(&deployment, &caller, json!({ "triage": "off" })).await;
        assert_eq!(settled, Err(SettingsError::Refused(refusal)));
    }
    assert!(deployment.rows().is_empty());
}

#[tokio::test]
async fn settings_that_are_wrong_are_kept_in_no_part() {
    let deployment = Deployment::new();
    let week = json!([[{ "from": 600, "until": 60 }], [], [], [], [], [], []]);
    for wrong in [
        json!({ "escalate_on": vec!["x"; 201] }),
        json!({ "escalate_on": ["x".repeat(101)] }),
        json!({ "languages": vec!["de"; 41] }),
        json!({ "greeting": "x".repeat(501) }),
        json!({ "hours": { "zone": "Nowhere/Land", "week": [[], [], [], [], [], [], []] } }),
        json!({ "hours": { "zone": "Europe/Berlin", "week": week } }),
    ] {
        let mut change = wrong.clone();
        change["triage"] = json!("off");
        let settled = settle(&deployment, &lead("lea"), change).await;
        assert!(matches!(settled, Err(SettingsError::Wrong(ref why)) if why.len() == 1), "{wrong}");
    }
    assert!(deployment.rows().is_empty());
}

#[tokio::test]
async fn a_change_that_is_cut_off_and_repeated_is_made_once() {
    survives_crashes(
        async |deployment| {
            settle(deployment, &lead("lea"), json!({ "greeting": "Hi!" })).await.unwrap();
        },
        async |deployment, ()| {
            let kept = settle(deployment, &lead("lea"), json!({ "triage": "answer" })).await;
            assert!(kept.unwrap().greeting.is_some());
        },
    )
    .await;
}

#[tokio::test]
async fn a_chat_looks_as_the_stores_leads_have_settled() {
    let deployment = Deployment::new();
    let shop = deployment.cases.stores.get(&store()).unwrap();
    let present = async || deployment.knowledge.present(store(), shop, NOW).await.unwrap();
    assert_eq!(present().await.appearance, Appearance::default());
    let looks = json!({ "name": "Help", "accent": "#7a1f3d", "starters": ["Where is it?"] });
    settle(&deployment, &lead("lea"), json!({ "appearance": looks })).await.unwrap();
    let view = present().await.appearance;
    assert_eq!(view.accent.as_deref(), Some("#7a1f3d"));
    assert_eq!(view.starters, ["Where is it?"]);
    settle(&deployment, &lead("lea"), json!({ "greeting": "Hello" })).await.unwrap();
    assert_eq!(present().await.appearance, view, "another change leaves it alone");
    let wrong = json!({ "appearance": { "accent": "red" } });
    assert!(settle(&deployment, &lead("lea"), wrong).await.is_err());
}

#[tokio::test]
async fn a_page_greets_by_the_rules_that_the_stores_leads_have_set() {
    let deployment = Deployment::new();
    let shop = deployment.cases.stores.get(&store()).unwrap();
    let present = async || deployment.knowledge.present(store(), shop, NOW).await.unwrap();
    assert!(present().await.proactive_greetings.is_empty());
    let texts = json!([{ "language": "en", "text": "Need a hand?" }]);
    let rules = json!([{ "pages": "/cart", "seconds": 20, "cart_from": 50, "texts": texts }]);
    settle(&deployment, &lead("lea"), json!({ "proactive_greetings": rules })).await.unwrap();
    let [rule] = present().await.proactive_greetings.try_into().unwrap();
    assert_eq!((rule.pages.as_str(), rule.seconds, rule.cart_from), ("/cart", 20, Some(50)));
    assert_eq!(rule.texts[0].text.as_str(), "Need a hand?");
    let wrong = json!({ "proactive_greetings": [{ "seconds": 20, "texts": [] }] });
    assert!(settle(&deployment, &lead("lea"), wrong).await.is_err());
    settle(&deployment, &lead("lea"), json!({ "proactive_greetings": [] })).await.unwrap();
    assert!(present().await.proactive_greetings.is_empty());
}

#[tokio::test]
async fn customers_are_told_whether_people_answer_now_and_when_they_do_again() {
    let deployment = Deployment::new();
    let shop = deployment.cases.stores.get(&store()).unwrap();
    let present = async || deployment.knowledge.present(store(), shop, NOW).await.unwrap();
    let view = present().await;
    assert_eq!((view.open, view.opens_at, view.assistant), (None, None, false), "nothing promised");
    // NOW is a Friday, 08:00 in UTC.
    let week = |from: u16| {
        let friday = json!([{ "from": from, "until": from + 60 }]);
        json!({ "zone": "UTC", "week": [[], [], [], [], friday, [], []] })
    };
    for (from, open, opens_at) in [(480, true, None), (481, false, Some(NOW.plus_seconds(60)))] {
        let change = json!({ "hours": week(from), "triage": "answer" });
        settle(&deployment, &lead("lea"), change).await.unwrap();
        let view = present().await;
        assert_eq!((view.open, view.opens_at, view.assistant), (Some(open), opens_at, true));
    }
    let never = json!({ "hours": { "zone": "UTC", "week": [[], [], [], [], [], [], []] } });
    settle(&deployment, &lead("lea"), never).await.unwrap();
    let view = present().await;
    assert_eq!((view.open, view.opens_at), (Some(false), None));
}

#[tokio::test]
async fn a_store_knows_nothing_of_anothers_settings() {
    let deployment = Deployment::new();
    settle(&deployment, &lead("lea"), json!({ "triage": "off" })).await.unwrap();
    let north = deployment.knowledge.settings(&"north".parse().unwrap()).await.unwrap();
    assert_eq!(north, Settings::default());
}
