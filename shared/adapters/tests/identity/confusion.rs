//! Tokens that try to be verified by another algorithm than their key's, and tokens that were changed on the way.

use adapters::token::{Reason, TokenError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::identity::forge::{base64url, hmac, hs256, shop_claims, shop_token, token};
use crate::identity::issuer::{Ed, Issuer, RSA_MODULUS};
use crate::identity::{DEMO_SECRET, at, verifier};

const CONFUSED: TokenError = TokenError::Unauthorized(Reason::Algorithm);

#[tokio::test]
async fn a_token_without_a_signature_is_no_token() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    for claims in [issuer.claims(), shop_claims()] {
        for alg in ["none", "None", "NONE", ""] {
            let jwt = token(&json!({"alg": alg, "kid": "ed"}), &claims, |_| Vec::new());
            let answer = verifier.verify(&jwt, at(0)).await.map(drop);
            assert_eq!(answer, Err(TokenError::Unauthorized(Reason::Malformed)), "alg {alg}");
        }
    }
}

#[tokio::test]
async fn a_public_key_is_not_a_shared_secret() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    let modulus = URL_SAFE_NO_PAD.decode(RSA_MODULUS).unwrap();
    for secret in [RSA_MODULUS.as_bytes(), &modulus] {
        let header = json!({"alg": "HS256", "kid": "rsa"});
        let jwt = token(&header, &issuer.claims(), |signed| hmac(signed, secret));
        assert_eq!(verifier.verify(&jwt, at(0)).await.map(drop), Err(CONFUSED));
    }
    assert_eq!(
        issuer.mood().asked_keys,
        0,
        "a forgery of this kind doesn't even make us fetch keys"
    );
}

#[tokio::test]
async fn a_key_serves_its_own_algorithm_only() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    let table = [
        ("EdDSA", "rsa"),
        ("EdDSA", "ec"),
        ("ES256", "ed"),
        ("ES256", "rsa"),
        ("RS256", "ed"),
        ("RS256", "ec"),
    ];
    for (alg, kid) in table {
        let jwt = Ed::new("ed").token_with(&json!({"alg": alg, "kid": kid}), &issuer.claims());
        let answer = verifier.verify(&jwt, at(0)).await.map(drop);
        assert_eq!(answer, Err(TokenError::Unauthorized(Reason::Key)), "{alg} with the key {kid}");
    }
}

#[tokio::test]
async fn algorithms_that_nobody_needs_are_not_understood() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    for alg in ["HS384", "HS512", "RS384", "RS512", "PS256", "PS384", "PS512", "ES384"] {
        for (claims, kid) in [(issuer.claims(), "rsa"), (shop_claims(), "ec")] {
            let jwt = token(&json!({"alg": alg, "kid": kid}), &claims, |signed| {
                hmac(signed, DEMO_SECRET.as_bytes())
            });
            assert_eq!(verifier.verify(&jwt, at(0)).await.map(drop), Err(CONFUSED), "{alg}");
        }
    }
}

#[tokio::test]
async fn a_header_that_brings_its_own_key_or_demands_more_is_no_help() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    let mallory = Ed::new("mallory");
    let table = [
        (json!({"alg": "EdDSA", "kid": "ed", "jwk": mallory.jwk()}), Reason::Signature),
        (json!({"alg": "EdDSA", "kid": "ed", "jku": "http://127.0.0.1:9/keys"}), Reason::Signature),
        (json!({"alg": "EdDSA", "kid": "ed", "crit": ["exp"]}), Reason::Malformed),
        (json!({"alg": "EdDSA", "kid": "ed", "b64": false}), Reason::Malformed),
        (json!({"alg": "EdDSA", "kid": "ed", "typ": "at+jwt"}), Reason::Malformed),
    ];
    for (header, reason) in table {
        let jwt = mallory.token_with(&header, &issuer.claims());
        assert_eq!(
            verifier.verify(&jwt, at(0)).await.map(drop),
            Err(TokenError::Unauthorized(reason)),
            "{header}"
        );
    }
}

#[tokio::test]
async fn keys_that_are_too_short_or_for_encryption_or_secret_are_passed_over() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    let honest = issuer.mood().keys.clone();
    let unusable = [
        json!({"kty": "OKP", "crv": "Ed25519", "x": base64url([1; 8]), "kid": "ed"}),
        json!({"kty": "OKP", "crv": "Ed25519", "x": Ed::new("ed").jwk()["x"], "kid": "ed", "use": "enc"}),
        json!({"kty": "RSA", "n": base64url([255; 128]), "e": "AQAB", "kid": "rsa"}),
        json!({"kty": "oct", "k": base64url(DEMO_SECRET), "kid": "ed"}),
        json!({"kty": "something new", "kid": "ed"}),
        json!("no key at all"),
    ];
    issuer.mood().keys = unusable.into_iter().collect();
    let alone = verifier.verify(&issuer.token(json!({})), at(0)).await.map(drop);
    assert_eq!(alone, Err(TokenError::Unauthorized(Reason::Key)));
    issuer.mood().keys.extend(honest);
    assert!(
        verifier.verify(&issuer.token(json!({})), at(60)).await.is_ok(),
        "they don't spoil the others"
    );
}

#[tokio::test]
async fn claims_that_appear_twice_are_refused() {
    let verifier = verifier(None);
    let claims = shop_claims().to_string().replacen('{', r#"{"store":"north","#, 1);
    let signed = format!("{}.{}", base64url(r#"{"alg":"HS256"}"#), base64url(claims));
    let jwt = format!("{signed}.{}", base64url(hmac(&signed, DEMO_SECRET.as_bytes())));
    let answer = verifier.verify(&jwt, at(0)).await.map(drop);
    assert_eq!(answer, Err(TokenError::Unauthorized(Reason::Malformed)));
}

/// Runs one verification to its end; none of these tokens makes the verifier ask an issuer.
fn verify(jwt: &str) -> Result<(), TokenError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(verifier(None).verify(jwt, at(0))).map(drop)
}

proptest! {
    #[test]
    fn a_token_with_one_character_changed_is_refused(position: prop::sample::Index, other in "[A-Za-z0-9_.-]") {
        let honest = shop_token(json!({}));
        let position = position.index(honest.len());
        prop_assume!(honest[position..=position] != other);
        let tampered = format!("{}{other}{}", &honest[..position], &honest[position + 1..]);
        prop_assert!(verify(&honest).is_ok());
        prop_assert!(verify(&tampered).is_err());
    }

    #[test]
    fn no_text_however_strange_is_a_token(text in ".{0,200}") {
        prop_assert!(verify(&text).is_err());
    }

    #[test]
    fn no_claims_however_strange_are_a_token_by_another_secret(
        alg in prop::sample::select(vec!["HS256", "RS256", "ES256", "EdDSA"]),
        iss: Option<String>,
        store in prop::sample::select(vec!["demo", "north", "", "DEMO", "firstline"]),
        secret: [u8; 32],
    ) {
        let claims: Value = crate::identity::forge::changed(shop_claims(), json!({"iss": iss, "store": store}));
        let jwt = token(&json!({"alg": alg, "kid": "ed"}), &claims, |signed| hmac(signed, &secret));
        prop_assert!(verify(&jwt).is_err());
    }
}

#[test]
fn a_token_longer_than_any_header_is_not_looked_at() {
    let mut claims = shop_claims();
    claims["padding"] = json!("x".repeat(8 * 1024));
    assert_eq!(
        verify(&hs256(&claims, DEMO_SECRET.as_bytes())),
        Err(TokenError::Unauthorized(Reason::Malformed))
    );
}
