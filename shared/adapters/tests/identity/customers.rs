//! Customers whom their shop's server vouches for.

use adapters::token::{Reason, TokenError, TokenVerifier};
use domain::{Role, UserId};
use serde_json::json;

use crate::identity::forge::{changed, hs256, shop_claims, shop_token};
use crate::identity::{DEMO_SECRET, NORTH_SECRET, NOW, VISITOR_KEY, at, settings, verifier};

fn refused(reason: Reason) -> Result<(), TokenError> {
    Err(TokenError::Unauthorized(reason))
}

#[tokio::test]
async fn a_customer_is_who_their_shop_says() {
    let customer = verifier(None).verify(&shop_token(json!({})), at(0)).await.unwrap();
    let store = "demo".parse().unwrap();
    assert_eq!(customer.user, Some(UserId::shop_customer(&store, "customer-17")));
    assert_eq!(
        (customer.role, customer.stores, customer.expires),
        (Role::Customer, vec![store], at(3600))
    );
    assert_eq!(customer.name.unwrap().as_str(), "Ada Fontaine");
}

#[tokio::test]
async fn the_same_id_in_two_shops_is_two_people() {
    let verifier = verifier(None);
    let north = hs256(&changed(shop_claims(), json!({"store": "north"})), NORTH_SECRET.as_bytes());
    let demo = verifier.verify(&shop_token(json!({})), at(0)).await.unwrap();
    let north = verifier.verify(&north, at(0)).await.unwrap();
    assert_ne!(demo.user, north.user);
}

#[tokio::test]
async fn a_shop_vouches_only_for_its_own_customers_for_us_and_for_an_hour() {
    let verifier = verifier(None);
    let table = [
        (json!({"name": null, "email": null}), Ok(())),
        (json!({"iss": "https://shop.example"}), Ok(())),
        (json!({"role": "lead", "stores": ["demo", "north"]}), Ok(())),
        (json!({"exp": NOW as f64 + 3599.5}), Ok(())),
        (json!({"store": "north"}), refused(Reason::Signature)),
        (json!({"store": "unknown"}), refused(Reason::Store)),
        (json!({"store": null}), refused(Reason::Store)),
        (json!({"iss": "firstline"}), refused(Reason::Signature)),
        (json!({"aud": "another"}), refused(Reason::Audience)),
        (json!({"aud": null}), refused(Reason::Malformed)),
        (json!({"sub": ""}), refused(Reason::Malformed)),
        (json!({"sub": "é".repeat(128)}), Ok(())),
        (json!({"sub": "x".repeat(129)}), refused(Reason::Malformed)),
        (json!({"sub": 17}), refused(Reason::Malformed)),
        (json!({"exp": NOW + 3601}), refused(Reason::Lifetime)),
        (json!({"iat": null}), refused(Reason::Lifetime)),
        (json!({"iat": NOW + 61, "exp": NOW + 3600}), refused(Reason::Early)),
        (json!({"iat": NOW + 60, "exp": NOW + 3660}), Ok(())),
        (json!({"iat": NOW + 60, "exp": NOW + 3661}), refused(Reason::Lifetime)),
        (json!({"iat": NOW - 3000, "exp": NOW + 601}), refused(Reason::Lifetime)),
        (json!({"nbf": NOW + 61}), refused(Reason::Early)),
        (json!({"iat": NOW - 3660, "exp": NOW - 60}), Err(TokenError::Expired)),
        (json!({"exp": null}), refused(Reason::Malformed)),
    ];
    for (changes, expected) in table {
        assert_eq!(
            verifier.verify(&shop_token(changes.clone()), at(0)).await.map(drop),
            expected,
            "{changes}"
        );
    }
}

#[tokio::test]
async fn whatever_a_shop_claims_its_customer_stays_a_customer() {
    let jwt = shop_token(
        json!({"role": "lead", "stores": ["demo", "north"], "sub": "a_00000000000000000000000000"}),
    );
    let customer = verifier(None).verify(&jwt, at(0)).await.unwrap();
    assert_eq!((customer.role, customer.stores.len()), (Role::Customer, 1));
    assert!(!customer.user.unwrap().is_staff());
}

#[tokio::test]
async fn only_the_shops_own_secret_signs_for_it() {
    let verifier = verifier(None);
    for secret in [NORTH_SECRET, VISITOR_KEY, "", &DEMO_SECRET[1..]] {
        let answer =
            verifier.verify(&hs256(&shop_claims(), secret.as_bytes()), at(0)).await.map(drop);
        assert_eq!(answer, refused(Reason::Signature));
    }
}

#[tokio::test]
async fn while_a_shop_changes_its_secret_both_sign_for_it() {
    let new = "the-demo-shops-next-secret-of-some-length";
    let mut settings = settings(None);
    settings
        .customer_secrets
        .insert("demo".parse().unwrap(), vec![new.to_owned(), DEMO_SECRET.to_owned()]);
    let verifier = TokenVerifier::new(settings).unwrap();
    for secret in [new, DEMO_SECRET] {
        let token = hs256(&shop_claims(), secret.as_bytes());
        assert!(verifier.verify(&token, at(0)).await.is_ok());
    }
    let another = hs256(&shop_claims(), NORTH_SECRET.as_bytes());
    assert_eq!(verifier.verify(&another, at(0)).await.map(drop), refused(Reason::Signature));
}
