//! Anonymous visitors: minted, verified, renewed.

use adapters::token::{Reason, TokenError, TokenSettings, TokenVerifier, VisitorToken};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Role, UserId};
use serde_json::{Value, json};

use crate::identity::forge::{changed, hs256, shop_token};
use crate::identity::issuer::Issuer;
use crate::identity::{NOW, VISITOR_KEY, at, verifier};

const DAY: i64 = 24 * 60 * 60;

/// 32 bytes in base64url, other ones.
const NEW_KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A verifier with these visitor keys.
fn keyed(keys: &[&str]) -> TokenVerifier {
    let visitor_keys = keys.iter().map(|key| (*key).to_owned()).collect();
    TokenVerifier::new(TokenSettings { visitor_keys, ..crate::identity::settings(None) }).unwrap()
}

fn minted() -> VisitorToken {
    verifier(None).mint(UserId::visitor([1; 16]), "demo".parse().unwrap(), at(0)).unwrap()
}

/// An honest visitor's claims with some changed, signed with the visitor key.
fn with(changes: Value) -> String {
    let user = UserId::visitor([1; 16]);
    let claims = json!({
        "iss": "firstline", "aud": "firstline", "sub": user.as_str(), "store": "demo", "iat": NOW, "exp": NOW + DAY
    });
    hs256(&changed(claims, changes), &URL_SAFE_NO_PAD.decode(VISITOR_KEY).unwrap())
}

#[tokio::test]
async fn a_visitor_is_the_same_person_for_thirty_days() {
    let verifier = verifier(None);
    let token = minted();
    assert_eq!(token.expires, at(30 * DAY));
    let visitor = verifier.verify(&token.token, at(30 * DAY)).await.unwrap();
    assert_eq!((visitor.user, visitor.role), (Some(token.user), Role::Customer));
    assert_eq!((visitor.stores, visitor.name), (vec![token.store], None));
    assert_eq!(
        verifier.verify(&token.token, at(30 * DAY + 60)).await.map(drop),
        Err(TokenError::Expired)
    );
}

#[tokio::test]
async fn a_renewed_token_names_the_same_visitor_and_starts_its_thirty_days_again() {
    let verifier = verifier(None);
    let renewed = verifier.rotate(&minted().token, at(20 * DAY)).unwrap();
    assert_eq!((renewed.user, renewed.store), (minted().user, minted().store));
    assert_eq!(renewed.expires, at(50 * DAY));
    let visitor = verifier.verify(&renewed.token, at(40 * DAY)).await.unwrap();
    assert_eq!(visitor.user, Some(minted().user));
}

#[tokio::test]
async fn only_a_visitors_token_that_is_still_good_is_renewed() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    let not_a_visitors = Err(TokenError::Unauthorized(Reason::Visitor));
    assert_eq!(verifier.rotate(&shop_token(json!({})), at(0)).map(drop), not_a_visitors);
    assert_eq!(verifier.rotate(&issuer.token(json!({})), at(0)).map(drop), not_a_visitors);
    assert_eq!(verifier.rotate(&minted().token, at(31 * DAY)).map(drop), Err(TokenError::Expired));
    let forged = hs256(&json!({"iss": "firstline", "sub": minted().user.as_str()}), b"another key");
    assert_eq!(
        verifier.rotate(&forged, at(0)).map(drop),
        Err(TokenError::Unauthorized(Reason::Signature))
    );
}

#[tokio::test]
async fn a_visitors_token_is_ours_for_us_about_a_visitor() {
    let verifier = verifier(None);
    let table = [
        (json!({}), Ok(())),
        (json!({"aud": "another"}), Err(TokenError::Unauthorized(Reason::Audience))),
        (json!({"sub": "somebody"}), Err(TokenError::Unauthorized(Reason::Malformed))),
        (
            json!({"sub": UserId::agent("issuer", "1").as_str()}),
            Err(TokenError::Unauthorized(Reason::Visitor)),
        ),
        (json!({"store": "No Store"}), Err(TokenError::Unauthorized(Reason::Malformed))),
        (json!({"iat": NOW + 61}), Err(TokenError::Unauthorized(Reason::Early))),
    ];
    for (changes, expected) in table {
        assert_eq!(
            verifier.verify(&with(changes.clone()), at(0)).await.map(drop),
            expected,
            "{changes}"
        );
    }
}

#[tokio::test]
async fn a_token_signed_with_another_visitor_key_is_refused() {
    let after_the_key_was_changed = keyed(&[NEW_KEY]);
    let answer = after_the_key_was_changed.verify(&minted().token, at(0)).await.map(drop);
    assert_eq!(answer, Err(TokenError::Unauthorized(Reason::Signature)));
}

#[tokio::test]
async fn while_the_key_is_changed_old_tokens_are_good_and_new_ones_bear_the_new_key() {
    let both = keyed(&[NEW_KEY, VISITOR_KEY]);
    let old = minted();
    assert!(both.verify(&old.token, at(0)).await.is_ok());
    let renewed = both.rotate(&old.token, at(0)).unwrap();
    assert_eq!(renewed.user, old.user, "nobody becomes a stranger");
    let afterwards = keyed(&[NEW_KEY]);
    assert_eq!(afterwards.verify(&renewed.token, at(0)).await.unwrap().user, Some(old.user));
    let answer = afterwards.verify(&old.token, at(0)).await.map(drop);
    assert_eq!(answer, Err(TokenError::Unauthorized(Reason::Signature)));
}
