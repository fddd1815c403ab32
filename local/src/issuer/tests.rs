//! The code flow, driven as a browser and a console drive it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{CONTENT_SECURITY_POLICY, LOCATION};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, crypto};

use super::*;

const URL: &str = "http://127.0.0.1:4700/oidc";
const BACK: &str = "http://127.0.0.1:4700/console/";
const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more";

/// A console's request, with one parameter changed; an empty value leaves it out.
fn request(changed: (&str, &str)) -> String {
    let challenge = grants::challenge(VERIFIER);
    let mut fields = vec![
        ("response_type", "code"),
        ("client_id", "firstline"),
        ("redirect_uri", BACK),
        ("scope", "openid profile offline_access"),
        ("state", "the state"),
        ("nonce", "the nonce"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    fields.retain(|(name, _)| *name != changed.0);
    fields.extend(Some(changed).filter(|(_, value)| !value.is_empty()));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

async fn send(issuer: &Issuer, method: &str, path: &str, body: &str) -> Response<Bytes> {
    let request =
        Request::builder().method(method).uri(path).body(Bytes::from(body.to_owned())).unwrap();
    issuer.handle(request).await
}

/// The parameters with which an answer sends the browser back.
fn sent_back(answer: &Response<Bytes>) -> std::collections::HashMap<String, String> {
    let location = answer.headers()[LOCATION].to_str().unwrap();
    let (back, query) = location.split_once('?').unwrap();
    assert_eq!((answer.status(), back), (StatusCode::SEE_OTHER, BACK));
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn document(answer: &Response<Bytes>) -> Value {
    serde_json::from_slice(answer.body()).unwrap()
}

async fn code_for(issuer: &Issuer, person: &str) -> String {
    let form = format!("{}&person={person}", request(("", "")));
    let back = sent_back(&send(issuer, "POST", "/oidc/authorize", &form).await);
    assert_eq!((&*back["state"], &*back["iss"]), ("the state", URL));
    back["code"].clone()
}

fn exchange_of(code: &str) -> String {
    format!(
        "grant_type=authorization_code&client_id=firstline&code={code}&code_verifier={VERIFIER}&redirect_uri={BACK}"
    )
}

/// The claims of a token, if a key that the issuer publishes signed it.
async fn verified(issuer: &Issuer, token: &str) -> Option<Value> {
    let set: JwkSet =
        serde_json::from_slice(send(issuer, "GET", "/jwks", "").await.body()).unwrap();
    let header = jsonwebtoken::decode_header(token).unwrap();
    assert_eq!(header.alg, Algorithm::ES256);
    let key = DecodingKey::from_jwk(set.find(&header.kid.unwrap())?).unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    assert!(crypto::verify(signature, signed.as_bytes(), &key, Algorithm::ES256).unwrap());
    let claims = signed.split_once('.').unwrap().1;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).ok()
}

#[tokio::test]
async fn one_click_on_a_person_ends_in_their_id_token() {
    let issuer = Issuer::new(URL.to_owned());
    let page = send(&issuer, "GET", &format!("/oidc/authorize?{}", request(("", ""))), "").await;
    assert_eq!(page.status(), StatusCode::OK);
    let code = code_for(&issuer, "lea").await;
    let tokens = document(&send(&issuer, "POST", "/oidc/token", &exchange_of(&code)).await);
    let claims = verified(&issuer, tokens["id_token"].as_str().unwrap()).await.unwrap();
    let facts = ["iss", "aud", "nonce", "name", "role", "stores"].map(|name| claims[name].clone());
    let expected =
        [json!(URL), json!("firstline"), json!("the nonce"), json!("Lea Lindqvist"), json!("lead")];
    assert_eq!((&facts[..5], &facts[5]), (&expected[..], &json!(["demo", "north"])));
}

#[tokio::test]
async fn a_refresh_token_renews_the_sign_in_once() {
    let issuer = Issuer::new(URL.to_owned());
    let code = code_for(&issuer, "jon").await;
    let tokens = document(&send(&issuer, "POST", "/token", &exchange_of(&code)).await);
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let form = format!("grant_type=refresh_token&client_id=firstline&refresh_token={refresh}");
    let renewed = document(&send(&issuer, "POST", "/token", &form).await);
    let claims = verified(&issuer, renewed["id_token"].as_str().unwrap()).await.unwrap();
    assert_eq!((&claims["sub"], claims.get("nonce")), (&json!("jon"), None));
    assert_ne!(renewed["refresh_token"], tokens["refresh_token"]);
    assert_eq!(document(&send(&issuer, "POST", "/token", &form).await)["error"], "invalid_grant");
}

#[tokio::test]
async fn a_code_needs_its_verifier_and_is_good_once() {
    let issuer = Issuer::new(URL.to_owned());
    let table = [
        (exchange_of("no-such-code"), "invalid_grant"),
        (
            exchange_of(&code_for(&issuer, "ines").await).replace(VERIFIER, &"x".repeat(43)),
            "invalid_grant",
        ),
        (
            exchange_of(&code_for(&issuer, "ines").await).replace("code_verifier", "ignored"),
            "invalid_grant",
        ),
        (
            exchange_of(&code_for(&issuer, "ines").await).replace("/console/", "/else/"),
            "invalid_grant",
        ),
        (
            exchange_of(&code_for(&issuer, "ines").await).replace("=firstline", "=other"),
            "invalid_client",
        ),
        ("client_id=firstline&grant_type=password".to_owned(), "unsupported_grant_type"),
    ];
    for (form, error) in table {
        let answer = send(&issuer, "POST", "/oidc/token", &form).await;
        assert_eq!(
            (document(&answer)["error"].clone(), answer.status().is_client_error()),
            (json!(error), true)
        );
    }
    let form = exchange_of(&code_for(&issuer, "ines").await);
    assert_eq!(send(&issuer, "POST", "/oidc/token", &form).await.status(), StatusCode::OK);
    assert_eq!(
        document(&send(&issuer, "POST", "/oidc/token", &form).await)["error"],
        "invalid_grant"
    );
}

#[tokio::test]
async fn a_wrong_request_goes_back_with_the_standards_error_and_its_state() {
    let issuer = Issuer::new(URL.to_owned());
    let table = [
        (("response_type", "token"), "unsupported_response_type"),
        (("scope", "profile"), "invalid_scope"),
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("prompt", "none"), "login_required"),
    ];
    for (change, error) in table {
        let back =
            sent_back(&send(&issuer, "GET", &format!("/authorize?{}", request(change)), "").await);
        assert_eq!((&*back["error"], &*back["state"]), (error, "the state"));
        let form = format!("{}&person=ines", request(change));
        assert_eq!(sent_back(&send(&issuer, "POST", "/authorize", &form).await)["error"], error);
    }
    let nobody = format!("{}&person=mallory", request(("", "")));
    assert_eq!(
        sent_back(&send(&issuer, "POST", "/authorize", &nobody).await)["error"],
        "access_denied"
    );
}

#[tokio::test]
async fn a_request_from_elsewhere_is_sent_nowhere() {
    let issuer = Issuer::new(URL.to_owned());
    for change in
        [("client_id", "other"), ("redirect_uri", "https://shop.example/"), ("redirect_uri", "")]
    {
        let answers = [
            send(&issuer, "GET", &format!("/authorize?{}", request(change)), "").await,
            send(&issuer, "POST", "/authorize", &format!("{}&person=ines", request(change))).await,
        ];
        for answer in answers {
            assert_eq!(
                (answer.status(), answer.headers().get(LOCATION)),
                (StatusCode::BAD_REQUEST, None)
            );
        }
    }
}

#[tokio::test]
async fn the_page_runs_under_a_policy_without_scripts() {
    let issuer = Issuer::new(URL.to_owned());
    let page = send(&issuer, "GET", &format!("/authorize?{}", request(("", ""))), "").await;
    let policy = page.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with(
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self' http://127.0.0.1:4700;"
    ));
    let html = std::str::from_utf8(page.body()).unwrap();
    assert!(!html.contains("<script") && !html.contains("style=") && !html.contains("onclick"));
    let style = send(&issuer, "GET", "/oidc/authorize.css", "").await;
    assert_eq!(
        (style.status(), style.headers()["content-type"].to_str().unwrap()),
        (StatusCode::OK, "text/css; charset=utf-8")
    );
}

#[tokio::test]
async fn discovery_names_doors_that_are_there_and_other_origins_may_use_them() {
    let issuer = Issuer::new(URL.to_owned());
    let discovery =
        document(&send(&issuer, "GET", "/oidc/.well-known/openid-configuration", "").await);
    assert_eq!(discovery["issuer"], URL);
    for door in ["authorization_endpoint", "end_session_endpoint", "jwks_uri"] {
        let path = discovery[door].as_str().unwrap();
        assert_ne!(send(&issuer, "GET", path, "").await.status(), StatusCode::NOT_FOUND, "{door}");
    }
    let preflight = send(&issuer, "OPTIONS", "/oidc/token", "").await;
    let refusal = send(&issuer, "POST", "/oidc/token", "").await;
    for answer in [preflight, refusal] {
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    }
    assert_eq!(send(&issuer, "GET", "/oidc/elsewhere", "").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn earlier_tokens_outlive_a_rotation_and_not_a_withdrawal() {
    let issuer = Issuer::new(URL.to_owned());
    let earlier = issuer.sign(Person::Nora);
    issuer.rotate();
    let later = issuer.sign(Person::Nora);
    assert!(
        verified(&issuer, &earlier).await.is_some() && verified(&issuer, &later).await.is_some()
    );
    issuer.withdraw();
    assert!(
        verified(&issuer, &earlier).await.is_none() && verified(&issuer, &later).await.is_some()
    );
}

#[tokio::test]
async fn signing_out_leads_back_to_this_machine_or_to_a_page() {
    let issuer = Issuer::new(URL.to_owned());
    let back =
        send(&issuer, "GET", &format!("/end_session?post_logout_redirect_uri={BACK}&state=s"), "")
            .await;
    assert_eq!(sent_back(&back)["state"], "s");
    for query in ["", "?post_logout_redirect_uri=https://shop.example/"] {
        let page = send(&issuer, "GET", &format!("/end_session{query}"), "").await;
        assert_eq!((page.status(), page.headers().get(LOCATION)), (StatusCode::OK, None));
    }
}

#[test]
fn a_debug_print_shows_no_key() {
    assert_eq!(
        format!("{:?}", Issuer::new(URL.to_owned())),
        format!("Issuer {{ url: {URL:?}, .. }}")
    );
}
