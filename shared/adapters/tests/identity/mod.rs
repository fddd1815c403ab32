//! Tokens against everything that can be wrong with them, and the issuer's keys against time and weather.

mod agents;
mod confusion;
mod customers;
mod forge;
mod issuer;
mod provider;
mod rotation;
mod visitors;

use std::collections::BTreeMap;

use adapters::token::{OidcSettings, TokenSettings, TokenVerifier};
use domain::Timestamp;

/// The moment at which these tests play, in seconds since 1970.
const NOW: i64 = 1_800_000_000;
/// 32 bytes in base64url.
const VISITOR_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
/// The secret of the shop `demo`.
const DEMO_SECRET: &str = "the-demo-shops-own-secret-of-some-length";
/// The secret of the shop `north`.
const NORTH_SECRET: &str = "the-north-shops-own-secret-of-some-length";
/// The client id that agents' tokens are made for.
const AUDIENCE: &str = "firstline-console";

/// So many seconds after the moment at which these tests play.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(NOW + seconds)
}

/// Settings as an operator would make them, with this issuer.
fn settings(issuer: Option<&str>) -> TokenSettings {
    let secrets = [("demo", DEMO_SECRET), ("north", NORTH_SECRET)];
    TokenSettings {
        visitor_keys: vec![VISITOR_KEY.to_owned()],
        customer_secrets: secrets
            .map(|(store, secret)| (store.parse().unwrap(), vec![secret.to_owned()]))
            .into(),
        oidc: issuer.map(|issuer| OidcSettings {
            issuer: issuer.to_owned(),
            audience: AUDIENCE.to_owned(),
        }),
    }
}

/// A verifier that knows the two shops and this issuer.
fn verifier(issuer: Option<&str>) -> TokenVerifier {
    TokenVerifier::new(settings(issuer)).unwrap()
}

#[test]
fn a_process_with_weak_secrets_or_an_insecure_issuer_does_not_start() {
    let weak_key = TokenSettings { visitor_keys: vec!["c2hvcnQ".to_owned()], ..settings(None) };
    let no_key =
        TokenSettings { visitor_keys: vec!["not base64url!".to_owned()], ..settings(None) };
    let without = TokenSettings { visitor_keys: vec![], ..settings(None) };
    let weak_secret = BTreeMap::from([("demo".parse().unwrap(), vec!["secret".to_owned()])]);
    let weak_secret = TokenSettings { customer_secrets: weak_secret, ..settings(None) };
    let from_afar = settings(Some("http://id.example"));
    for (settings, sentence) in [
        (weak_key, "each visitor key must be base64url of at least 32 bytes"),
        (no_key, "each visitor key must be base64url of at least 32 bytes"),
        (without, "each visitor key must be base64url of at least 32 bytes"),
        (weak_secret, "the customer secret of store `demo` must have at least 32 bytes"),
        (
            from_afar,
            "the OIDC issuer must be an https:// URL (http:// only on this machine) and the audience not empty",
        ),
    ] {
        assert_eq!(TokenVerifier::new(settings).err().unwrap().to_string(), sentence);
    }
}
