//! The demo store's first answers and its look, so that whoever starts the stack for the first time sees a draft, in a
//! chat that fits the shop.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::ports::Ports;
use crate::workspace::Workspace;

/// An import as the REST API takes it.
const ANSWERS: &str = "web/shop/answers.json";
/// Settings as the REST API takes them.
const SETTINGS: &str = "web/shop/settings.json";
/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Where the sign-in goes back to; nobody looks there.
const BACK: &str = "http%3A%2F%2F127.0.0.1%3A1%2Fconsole%2F";
/// The verifier and its challenge are those of RFC 7636, appendix B: on this machine there is nobody to hide them from.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const FORM: &str = "application/x-www-form-urlencoded";

/// Imports the answers and sets the look in the name of the demo's lead, as the console would, unless the store has
/// answers: a table of somewhere else outlasts the data folder.
pub(crate) fn furnish_store(workspace: &Workspace, ports: Ports) -> anyhow::Result<()> {
    let read = |file: &str| {
        std::fs::read_to_string(workspace.root().join(file))
            .with_context(|| format!("cannot read {file}"))
    };
    let (answers, settings) = (read(ANSWERS)?, read(SETTINGS)?);
    let token = sign_in(ports)?;
    let headers = format!("Content-Type: application/json\r\nAuthorization: Bearer {token}\r\n");
    if has_answers(&request(ports.api(), "GET", "/stores/demo/answers", &headers, "")?)? {
        return Ok(());
    }
    let answer = post(ports.api(), "/stores/demo/answers/import", &headers, &answers)?;
    if answer.status() != "200" {
        bail!("the demo's answers were not taken: {}", answer.body);
    }
    let set = post(ports.api(), "/stores/demo/settings", &headers, &settings)?;
    if set.status() != "200" {
        bail!("the demo's settings were not taken: {}", set.body);
    }
    Ok(())
}

/// Whether a page of a store's answers has any.
fn has_answers(page: &Answer) -> anyhow::Result<bool> {
    let body: Value = serde_json::from_str(&page.body)?;
    let answers = body["answers"].as_array();
    Ok(!answers.with_context(|| format!("the demo's answers were not shown: {body}"))?.is_empty())
}

/// The lead's token, by the sign-in that a browser goes through.
fn sign_in(ports: Ports) -> anyhow::Result<String> {
    let form = format!("Content-Type: {FORM}\r\n");
    let choice = format!(
        "response_type=code&client_id=firstline&redirect_uri={BACK}&scope=openid&code_challenge={CHALLENGE}\
         &code_challenge_method=S256&person=lea"
    );
    let sent = post(ports.site(), "/oidc/authorize", &form, &choice)?;
    let code = sent.code().context("the demo's lead was not let in")?;
    let exchange = format!(
        "grant_type=authorization_code&client_id=firstline&redirect_uri={BACK}&code={code}&code_verifier={VERIFIER}"
    );
    let tokens = post(ports.site(), "/oidc/token", &form, &exchange)?;
    let tokens: Value = serde_json::from_str(&tokens.body)?;
    tokens["id_token"].as_str().map(str::to_owned).context("the demo's lead got no token")
}

/// An answer as it came.
struct Answer {
    head: String,
    body: String,
}

impl Answer {
    fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    /// The code in the address that a sign-in goes back to.
    fn code(&self) -> Option<&str> {
        let line = self.head.lines().find(|line| line.to_lowercase().starts_with("location:"))?;
        line.split(['?', '&']).find_map(|field| field.strip_prefix("code=")).map(str::trim)
    }
}

fn post(port: u16, path: &str, headers: &str, body: &str) -> anyhow::Result<Answer> {
    request(port, "POST", path, headers, body)
}

/// A request over a connection of its own.
fn request(
    port: u16,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> anyhow::Result<Answer> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
    Ok(Answer { head: head.to_owned(), body: body.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_tells_its_status_and_the_code_it_goes_back_with() {
        let head = "HTTP/1.1 303 See Other\r\nLocation: http://x/?state=s&code=a-b_c\r\nx: y";
        let answer = Answer { head: head.to_owned(), body: String::new() };
        assert_eq!((answer.status(), answer.code()), ("303", Some("a-b_c")));
    }

    #[test]
    fn a_store_that_has_an_answer_gets_no_others() {
        let page = |body: &str| Answer { head: String::new(), body: body.to_owned() };
        assert!(has_answers(&page(r#"{"answers":[{"id":"x"}],"next":null}"#)).unwrap());
        assert!(!has_answers(&page(r#"{"answers":[],"next":null}"#)).unwrap());
        assert!(has_answers(&page(r#"{"code":"unauthorized"}"#)).is_err());
    }

    #[test]
    fn the_settings_say_how_the_shop_looks() {
        let settings: Value =
            serde_json::from_str(include_str!("../../web/shop/settings.json")).unwrap();
        assert!(settings["appearance"]["accent"].is_string() && settings["greeting"].is_string());
        assert!(settings["appearance"]["logo"].as_str().unwrap().len() <= 12_000);
    }

    #[test]
    fn the_answers_are_an_import_of_a_size_that_is_taken() {
        let text = include_str!("../../web/shop/answers.json");
        let import: Value = serde_json::from_str(text).unwrap();
        let answers = import["answers"].as_array().unwrap();
        assert!((10..=25).contains(&answers.len()));
        assert!(answers.iter().all(|one| one["question"].is_string() && one["text"].is_string()));
    }
}
