//! A real OpenID provider (`oidc-provider`, by Node): its discovery document, its key set, and ID tokens that it gave
//! out through the whole code flow.

use std::path::Path;
use std::process::Stdio;
use std::time::{SystemTime, UNIX_EPOCH};

use adapters::token::{OidcSettings, Reason, TokenError, TokenVerifier};
use domain::{Role, Timestamp, UserId};
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::identity::settings;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/e2e/oidc/provider.mjs");
const MODULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/node_modules/oidc-provider");

#[derive(Deserialize)]
struct Provider {
    issuer: String,
    tokens: Vec<Token>,
}

#[derive(Deserialize)]
struct Token {
    algorithm: String,
    audience: String,
    token: String,
}

/// Starts the provider; it ends with the child.
async fn start() -> (Child, Provider) {
    assert!(
        Path::new(MODULES).exists(),
        "web/node_modules is missing: run `npm ci --ignore-scripts` in web first"
    );
    let mut child = Command::new("node")
        .arg(SCRIPT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("Node 20 or later is needed for this test: `node` did not start");
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
    let provider = serde_json::from_str(&line).expect("the provider should print one line of JSON");
    (child, provider)
}

fn verifier(issuer: &str, audience: &str) -> TokenVerifier {
    let oidc = OidcSettings { issuer: issuer.to_owned(), audience: audience.to_owned() };
    TokenVerifier::new(adapters::token::TokenSettings { oidc: Some(oidc), ..settings(None) })
        .unwrap()
}

#[tokio::test]
async fn a_real_providers_tokens_are_accepted_under_each_algorithm_and_only_for_their_audience() {
    let (_child, provider) = start().await;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let now = Timestamp::from_seconds(now.try_into().unwrap());
    assert_eq!(provider.tokens.len(), 3);
    for Token { algorithm, audience, token } in &provider.tokens {
        let agent = verifier(&provider.issuer, audience).verify(token, now).await.unwrap();
        assert_eq!(agent.user, Some(UserId::agent(&provider.issuer, "person-1")), "{algorithm}");
        assert_eq!((agent.role, agent.name.unwrap().as_str()), (Role::Lead, "Ines Moreau"));
        assert_eq!(agent.stores, ["demo".parse().unwrap(), "north".parse().unwrap()]);

        let elsewhere =
            verifier(&provider.issuer, "another-client").verify(token, now).await.map(drop);
        assert_eq!(elsewhere, Err(TokenError::Unauthorized(Reason::Audience)), "{algorithm}");
        let tomorrow = now.plus_seconds(24 * 60 * 60);
        let late = verifier(&provider.issuer, audience).verify(token, tomorrow).await.map(drop);
        assert_eq!(late, Err(TokenError::Expired), "{algorithm}");
    }
}
