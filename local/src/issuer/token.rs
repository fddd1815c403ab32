//! The back door: a code or a refresh token comes in, an ID token goes out.

use std::collections::HashMap;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::grants::Grant;
use super::{CLIENT, Issuer, TOKEN_LIFE, answer, keys, now};

/// Answers the console's exchange.
pub(super) fn exchange(issuer: &Issuer, form: &[u8]) -> Response<Bytes> {
    let fields: HashMap<String, String> = form_urlencoded::parse(form).into_owned().collect();
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    if field("client_id") != CLIENT {
        return answer::refusal(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "client_id must be firstline.",
        );
    }
    let grant = match field("grant_type") {
        "authorization_code" => {
            let grants = &mut issuer.state().grants;
            grants.redeem(field("code"), field("redirect_uri"), field("code_verifier"), now())
        }
        "refresh_token" => {
            let renewed = issuer.state().grants.renew(field("refresh_token"), now());
            // The nonce belongs to the sign-in that is over.
            renewed.map(|grant| Grant { nonce: None, ..grant })
        }
        _ => {
            return answer::refusal(
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                "Use a code.",
            );
        }
    };
    match grant {
        Some(grant) => answer::json(StatusCode::OK, &tokens(issuer, grant)),
        None => answer::refusal(
            StatusCode::BAD_REQUEST,
            "invalid_grant",
            "It is used up, too old or not yours.",
        ),
    }
}

fn tokens(issuer: &Issuer, grant: Grant) -> Value {
    let mut claims = issuer.claims(grant.person);
    if let Some(nonce) = &grant.nonce {
        claims["nonce"] = json!(nonce);
    }
    let mut tokens = json!({
        "token_type": "Bearer",
        // Required by the standard, and good for nothing here: there is no other service to ask.
        "access_token": keys::secret(),
        "expires_in": TOKEN_LIFE,
        "id_token": issuer.sign_claims(&claims),
        "scope": if grant.is_offline { "openid profile offline_access" } else { "openid profile" },
    });
    if grant.is_offline {
        tokens["refresh_token"] = json!(issuer.state().grants.refresh(grant, now()));
    }
    tokens
}
