//! Where people come in, and how the demo's staff sign in.

use anyhow::Context as _;

use crate::socket::PATIENCE;

/// The demo's staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// An agent of `demo`.
    Ines,
    /// An agent of `demo` and `north`.
    Jon,
    /// The lead of `demo` and `north`.
    Lea,
    /// An agent of `north`.
    Nora,
}

impl From<Person> for local::issuer::Person {
    fn from(person: Person) -> Self {
        match person {
            Person::Ines => Self::Ines,
            Person::Jon => Self::Jon,
            Person::Lea => Self::Lea,
            Person::Nora => Self::Nora,
        }
    }
}

/// Where people come in.
#[derive(Clone)]
pub struct EntryPoints {
    /// The HTTP API.
    pub api: String,
    /// The socket.
    pub socket: String,
    /// The demo's issuer.
    pub issuer: String,
}

impl EntryPoints {
    /// The ID token that one of the demo's staff gets, by the sign-in that a browser goes through.
    ///
    /// # Errors
    /// They were not let in.
    pub async fn sign_in(&self, person: Person) -> anyhow::Result<String> {
        // The verifier and its challenge are those of RFC 7636, appendix B.
        const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        const BACK: &str = "http://127.0.0.1:1/console/";
        let name = format!("{person:?}").to_lowercase();
        let choice = [
            ("response_type", "code"),
            ("client_id", "firstline"),
            ("redirect_uri", BACK),
            ("scope", "openid"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("person", &name),
        ];
        let browser = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()?;
        let sent = browser.post(format!("{}/authorize", self.issuer)).form(&choice).send().await?;
        let target = sent
            .headers()
            .get("location")
            .and_then(|to| to.to_str().ok())
            .context("no way back")?;
        let target = reqwest::Url::parse(target)?;
        let code = target
            .query_pairs()
            .find_map(|(name, value)| (name == "code").then_some(value.into_owned()));
        let code = code.context("no code")?;
        let exchange = [
            ("grant_type", "authorization_code"),
            ("client_id", "firstline"),
            ("redirect_uri", BACK),
            ("code", &code),
            ("code_verifier", VERIFIER),
        ];
        let tokens = browser.post(format!("{}/token", self.issuer)).form(&exchange).send().await?;
        let tokens: serde_json::Value = tokens.json().await?;
        tokens["id_token"].as_str().map(str::to_owned).with_context(|| tokens.to_string())
    }
}
