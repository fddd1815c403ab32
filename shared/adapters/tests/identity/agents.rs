//! Agents and leads, by the issuer's ID tokens.

use adapters::token::{Reason, TokenError};
use domain::{Role, UserId};
use serde_json::{Value, json};

use crate::identity::issuer::{Ec, Ed, Issuer};
use crate::identity::{AUDIENCE, NOW, at, verifier};

fn refused(reason: Reason) -> Result<(), TokenError> {
    Err(TokenError::Unauthorized(reason))
}

#[tokio::test]
async fn an_agent_is_who_the_issuer_says_under_any_of_the_algorithms() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    for jwt in [issuer.token(json!({})), Ec::new("ec").token(&issuer.claims())] {
        let agent = verifier.verify(&jwt, at(0)).await.unwrap();
        assert_eq!(agent.user, Some(UserId::agent(&issuer.url, "person-1")));
        assert_eq!((agent.role, agent.expires), (Role::Agent, at(3600)));
        assert_eq!(agent.name.unwrap().as_str(), "Ines Moreau");
        assert_eq!(agent.stores, ["demo".parse().unwrap()]);
    }
}

#[tokio::test]
async fn a_token_that_is_not_for_us_or_not_now_is_refused() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    let other = format!("{}/", issuer.url);
    let table = [
        (json!({}), Ok(())),
        (json!({"iss": other}), refused(Reason::Issuer)),
        (json!({"iss": null}), refused(Reason::Issuer)),
        (json!({"iss": "firstline"}), refused(Reason::Issuer)),
        (json!({"aud": "another-client"}), refused(Reason::Audience)),
        (json!({"aud": [AUDIENCE]}), Ok(())),
        (json!({"aud": [AUDIENCE, "another"], "azp": AUDIENCE}), Ok(())),
        (json!({"aud": [AUDIENCE, "another"], "azp": "another"}), refused(Reason::Audience)),
        (json!({"aud": [AUDIENCE, "another"]}), refused(Reason::Audience)),
        (json!({"aud": []}), refused(Reason::Audience)),
        (json!({"aud": null}), refused(Reason::Malformed)),
        (json!({"azp": "another"}), refused(Reason::Audience)),
        (json!({"token_use": "id"}), Ok(())),
        (json!({"token_use": "access"}), refused(Reason::Audience)),
        (json!({"exp": NOW - 59}), Ok(())),
        (json!({"exp": NOW - 60}), Err(TokenError::Expired)),
        (json!({"exp": null}), refused(Reason::Malformed)),
        (json!({"nbf": NOW + 60}), Ok(())),
        (json!({"nbf": NOW + 61}), refused(Reason::Early)),
        (json!({"sub": ""}), refused(Reason::Malformed)),
        (json!({"sub": null}), refused(Reason::Malformed)),
    ];
    for (changes, expected) in table {
        let answer = verifier.verify(&issuer.token(changes.clone()), at(0)).await.map(drop);
        assert_eq!(answer, expected, "{changes}");
    }
}

#[tokio::test]
async fn role_and_stores_come_from_claims_or_from_groups() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    let none = json!({"role": null, "stores": null});
    let with = |claim: &str, value: Value| json!({"role": null, "stores": null, claim: value});
    let table = [
        (json!({"role": "lead", "stores": ["north", "demo"]}), Some((Role::Lead, "demo north"))),
        (json!({"stores": " demo  north demo"}), Some((Role::Agent, "demo north"))),
        (json!({"stores": ["demo", "Not A Store"]}), Some((Role::Agent, "demo"))),
        (json!({"stores": null}), Some((Role::Agent, ""))),
        (with("cognito:groups", json!(["leads", "store-demo"])), Some((Role::Lead, "demo"))),
        (
            with("cognito:groups", json!(["store-demo", "store-north", "other"])),
            Some((Role::Agent, "demo north")),
        ),
        (with("cognito:groups", json!(["other"])), None),
        (json!({"role": "admin", "cognito:groups": ["leads"]}), None),
        (json!({"role": "customer"}), None),
        (json!({"role": "system"}), None),
        (none, None),
    ];
    for (changes, expected) in table {
        let answer = verifier.verify(&issuer.token(changes.clone()), at(0)).await;
        let Some((role, stores)) = expected else {
            assert_eq!(answer.map(drop), refused(Reason::Role), "{changes}");
            continue;
        };
        let agent = answer.unwrap();
        let names: Vec<_> = agent.stores.iter().map(domain::StoreId::as_str).collect();
        assert_eq!((agent.role, &*names.join(" ")), (role, stores), "{changes}");
    }
}

#[tokio::test]
async fn a_key_that_the_issuer_does_not_publish_signs_nothing() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    let claims = issuer.claims();
    let stranger = Ed::new("stranger");
    let table = [
        (stranger.token(&claims), Reason::Key),
        (stranger.token_with(&json!({"alg": "EdDSA", "kid": "ed"}), &claims), Reason::Signature),
        (Ed::new("ed").token_with(&json!({"alg": "EdDSA"}), &claims), Reason::Key),
    ];
    for (jwt, reason) in table {
        assert_eq!(verifier.verify(&jwt, at(0)).await.map(drop), refused(reason));
    }
}

#[tokio::test]
async fn without_an_issuer_nobody_is_an_agent() {
    let issuer = Issuer::start().await;
    let answer = verifier(None).verify(&issuer.token(json!({})), at(0)).await;
    assert_eq!(answer.map(drop), refused(Reason::Issuer));
}

#[tokio::test]
async fn a_name_that_is_too_long_is_shortened_and_a_missing_one_is_none() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    for (name, bytes) in
        [(json!("é".repeat(100)), Some(40)), (json!(" "), None), (Value::Null, None)]
    {
        let agent = verifier.verify(&issuer.token(json!({"name": name})), at(0)).await.unwrap();
        assert_eq!(agent.name.map(|name| name.as_str().len()), bytes);
    }
}
