//! What has been granted and not yet used: authorization codes and refresh tokens, each good once.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::{Person, keys};

/// How long a code lasts, in seconds: it is on its way for one redirect.
const CODE_LIFE: i64 = 60;
/// How long a refresh token lasts, in seconds: a working day.
const REFRESH_LIFE: i64 = 12 * 60 * 60;

/// What a person let the console do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grant {
    /// Who.
    pub(super) person: Person,
    /// What the ID token must echo.
    pub(super) nonce: Option<String>,
    /// Whether the token may be renewed.
    pub(super) is_offline: bool,
}

/// What must fit when a code is exchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binding {
    /// Where the code was sent.
    pub(super) redirect_uri: String,
    /// SHA-256 of the verifier that only whoever started the sign-in knows, base64url.
    pub(super) challenge: String,
}

/// Codes and refresh tokens by their secret.
#[derive(Default)]
pub(super) struct Grants {
    codes: HashMap<String, (i64, Binding, Grant)>,
    refreshes: HashMap<String, (i64, Grant)>,
}

impl Grants {
    /// A code for this grant.
    pub(super) fn code(&mut self, binding: Binding, grant: Grant, now: i64) -> String {
        self.codes.retain(|_, (expires, ..)| *expires > now);
        let code = keys::secret();
        self.codes.insert(code.clone(), (now + CODE_LIFE, binding, grant));
        code
    }

    /// The grant behind a code, once, for whoever knows the verifier. A wrong guess uses the code up too.
    pub(super) fn redeem(
        &mut self,
        code: &str,
        redirect_uri: &str,
        verifier: &str,
        now: i64,
    ) -> Option<Grant> {
        let (expires, binding, grant) = self.codes.remove(code)?;
        let is_long_enough = (43..=128).contains(&verifier.len());
        let fits = binding.redirect_uri == redirect_uri && binding.challenge == challenge(verifier);
        (expires > now && is_long_enough && fits).then_some(grant)
    }

    /// A refresh token for this grant.
    pub(super) fn refresh(&mut self, grant: Grant, now: i64) -> String {
        self.refreshes.retain(|_, (expires, _)| *expires > now);
        let token = keys::secret();
        self.refreshes.insert(token.clone(), (now + REFRESH_LIFE, grant));
        token
    }

    /// The grant behind a refresh token, once.
    pub(super) fn renew(&mut self, token: &str, now: i64) -> Option<Grant> {
        let (expires, grant) = self.refreshes.remove(token)?;
        (expires > now).then_some(grant)
    }
}

/// The challenge that belongs to a verifier, by PKCE's method S256.
pub(super) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more";

    fn grant() -> Grant {
        Grant { person: Person::Ines, nonce: Some("n".to_owned()), is_offline: true }
    }

    fn with_code(grants: &mut Grants) -> String {
        let binding = Binding {
            redirect_uri: "http://localhost/".to_owned(),
            challenge: challenge(VERIFIER),
        };
        grants.code(binding, grant(), 0)
    }

    #[test]
    fn a_code_is_good_once_for_a_minute_and_for_whoever_started() {
        let table = [
            ("http://localhost/", VERIFIER, 59, Some(grant())),
            ("http://localhost/", VERIFIER, 60, None),
            ("http://localhost/", "another-verifier-of-forty-three-characters-or", 0, None),
            ("http://localhost/elsewhere", VERIFIER, 0, None),
        ];
        for (redirect_uri, verifier, now, expected) in table {
            let mut grants = Grants::default();
            let code = with_code(&mut grants);
            assert_eq!(grants.redeem(&code, redirect_uri, verifier, now), expected);
            assert_eq!(grants.redeem(&code, "http://localhost/", VERIFIER, 0), None, "used up");
        }
    }

    #[test]
    fn a_challenge_is_the_one_of_the_standards_example() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn a_refresh_token_is_good_once_for_a_working_day() {
        let mut grants = Grants::default();
        let tokens = [grants.refresh(grant(), 0), grants.refresh(grant(), 0)];
        assert_eq!(grants.renew(&tokens[0], REFRESH_LIFE - 1), Some(grant()));
        assert_eq!(grants.renew(&tokens[0], 0), None);
        assert_eq!(grants.renew(&tokens[1], REFRESH_LIFE), None);
    }
}
