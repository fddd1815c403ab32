//! The site's server.

use http::{Request, StatusCode};

use crate::client::{options, send, start};

#[tokio::test]
async fn pages_come_with_their_types_and_policies_and_the_configuration_says_where_things_are() {
    let folder = std::env::temp_dir().join(format!("local-site-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("widget")).unwrap();
    std::fs::write(folder.join("index.html"), "<p>shop").unwrap();
    std::fs::write(folder.join("widget/index.html"), "<p>widget").unwrap();
    let stack = start(options().site(&folder)).await;
    let urls = stack.urls().clone();
    let get = async |path: &str| {
        send(Request::get(format!("{}{path}", urls.site)).body("").unwrap()).await
    };
    let shop = get("/").await;
    assert_eq!((shop.status(), &shop.body()[..]), (StatusCode::OK, &b"<p>shop"[..]));
    assert_eq!(shop.headers()["content-type"], "text/html; charset=utf-8");
    let widget = get("/widget/").await;
    let policy = widget.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.ends_with("; frame-ancestors http://shop.example"), "{policy}");
    assert_eq!(get("/widget?site=demo").await.headers()["location"], "/widget/?site=demo");
    assert_eq!(get("/nothing.js").await.status(), StatusCode::NOT_FOUND);
    let config: serde_json::Value =
        serde_json::from_slice(get("/config.json").await.body()).unwrap();
    assert_eq!((&config["api"], &config["socket"]), (&urls.api.into(), &urls.socket.into()));
    assert_eq!(get("/oidc/.well-known/openid-configuration").await.status(), StatusCode::OK);
    stack.shutdown().await;
    std::fs::remove_dir_all(folder).unwrap();
}

/// A script whose name has a hash, and one whose name has none.
fn site_with_scripts(name: &str) -> (std::path::PathBuf, String) {
    let folder = crate::data::fresh(name);
    let script = "export const words = \"one two three\";\n".repeat(500);
    std::fs::create_dir_all(folder.join("widget/assets")).unwrap();
    std::fs::write(folder.join("widget/assets/index-D9x_3kQ1.js"), &script).unwrap();
    std::fs::write(folder.join("c.js"), &script).unwrap();
    (folder, script)
}

fn gunzipped(body: &[u8]) -> String {
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(body), &mut text).unwrap();
    text
}

fn unbrotlied(body: &[u8]) -> String {
    let mut text = Vec::new();
    brotli::BrotliDecompress(&mut &body[..], &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[tokio::test]
async fn scripts_come_compressed_as_the_client_takes_them() {
    let (folder, script) = site_with_scripts("compressed");
    let stack = start(options().site(&folder)).await;
    let get = async |accepted: &str| {
        let request = Request::get(format!("{}/c.js", stack.urls().site));
        send(request.header("accept-encoding", accepted).body("").unwrap()).await
    };
    let plain = get("identity").await;
    assert_eq!(&plain.body()[..], script.as_bytes());
    assert!(plain.headers().get("content-encoding").is_none());
    let gzip = get("gzip, deflate").await;
    assert_eq!(gzip.headers()["content-encoding"], "gzip");
    assert_eq!(gunzipped(gzip.body()), script);
    let brotli = get("gzip, deflate, br").await;
    assert_eq!(brotli.headers()["content-encoding"], "br");
    assert_eq!(unbrotlied(brotli.body()), script);
    assert!(brotli.body().len() < script.len() / 10);
    let tags = [&plain, &gzip, &brotli].map(|answer| answer.headers()["etag"].clone());
    assert!(tags[0] != tags[1] && tags[1] != tags[2], "each encoding has its own tag: {tags:?}");
    for answer in [&plain, &gzip, &brotli] {
        assert_eq!(answer.headers()["vary"], "accept-encoding");
    }
    stack.shutdown().await;
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_hashed_file_is_kept_for_ever_and_another_is_sent_again_only_when_it_has_changed() {
    let (folder, _) = site_with_scripts("cached");
    let stack = start(options().site(&folder)).await;
    let get = async |path: &str, tag: &str| {
        let request = Request::get(format!("{}{path}", stack.urls().site));
        let request = request.header("accept-encoding", "br").header("if-none-match", tag);
        send(request.body("").unwrap()).await
    };
    let hashed = get("/widget/assets/index-D9x_3kQ1.js", "none").await;
    assert_eq!(hashed.headers()["cache-control"], "public, max-age=31536000, immutable");
    let missing = get("/widget/assets/index-00000000.js", "none").await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert_eq!(missing.headers()["cache-control"], "no-store");
    for path in ["/c.js", "/config.json", "/widget/assets/index-D9x_3kQ1.js"] {
        let first = get(path, "\"other\"").await;
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        assert_eq!(first.status(), StatusCode::OK, "{path}");
        let again = get(path, &tag).await;
        assert_eq!((again.status(), again.body().len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        assert_eq!(again.headers()["etag"], first.headers()["etag"], "{path}");
    }
    let before = get("/c.js", "none").await.headers()["etag"].to_str().unwrap().to_owned();
    std::fs::write(folder.join("c.js"), "export {};").unwrap();
    assert_eq!(get("/c.js", &before).await.status(), StatusCode::OK);
    stack.shutdown().await;
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn who_reads_json_gets_errors_as_json() {
    let stack = start(options()).await;
    let site = stack.urls().site.clone();
    let ask = async |method: &str, path: &str, accepted: &str, body: String| {
        let request = Request::builder().method(method).uri(format!("{site}{path}"));
        send(request.header("accept", accepted).body(body).unwrap()).await
    };
    let long = "x".repeat(100_000);
    for (method, path, body, status) in [
        ("GET", "/nothing", "", StatusCode::NOT_FOUND),
        ("POST", "/config.json", "", StatusCode::METHOD_NOT_ALLOWED),
        ("GET", "/oidc/nothing", "", StatusCode::NOT_FOUND),
        ("GET", "/oidc/token", "", StatusCode::METHOD_NOT_ALLOWED),
        ("POST", "/oidc/token", "grant_type=magic", StatusCode::UNAUTHORIZED),
        ("POST", "/oidc/token", long.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let answer = ask(method, path, "application/json", body.to_owned()).await;
        assert_eq!(answer.status(), status, "{method} {path}");
        assert_eq!(answer.headers()["content-type"], "application/json", "{method} {path}");
        let document: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
        assert!(document.is_object(), "{method} {path}");
    }
    let page = ask("GET", "/oidc/nothing", "text/html,*/*", String::new()).await;
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    stack.shutdown().await;
}

#[tokio::test]
async fn the_sign_in_page_asks_for_nothing_that_its_policy_forbids() {
    let stack = start(options()).await;
    let get = async |path: &str| {
        send(Request::get(format!("{}/oidc/{path}", stack.urls().site)).body("").unwrap()).await
    };
    for path in ["authorize?client_id=firstline", "end_session", "nothing"] {
        let page = get(path).await;
        let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
        let html = String::from_utf8(page.body().to_vec()).unwrap();
        // Without an icon of its own a browser asks for /favicon.ico.
        assert!(html.contains(r#"<link rel="icon" href="data:,">"#), "{path}: {html}");
        assert!(policy.contains("img-src data:"), "{path}: {policy}");
        assert!(!html.contains("<script") && !html.contains("style="), "{path}: {html}");
    }
    assert_eq!(get("authorize.css").await.status(), StatusCode::OK);
    stack.shutdown().await;
}

#[tokio::test]
async fn a_port_in_use_and_a_missing_binary_are_one_sentence() {
    let stack = start(options()).await;
    let port: u16 = stack.urls().site.rsplit(':').next().unwrap().parse().unwrap();
    let taken = local::Stack::start(options().port(port)).await.err().unwrap().to_string();
    assert!(
        taken.contains(&format!("port {port} is in use")) && taken.contains("--port"),
        "{taken}"
    );
    stack.shutdown().await;
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stack");
    let nowhere =
        local::Options::new(tests.join("template.yaml"), tests.join("parameters.json"), "/nowhere");
    let missing = local::Stack::start(nowhere).await.err().unwrap().to_string();
    assert!(missing.contains("/nowhere/echo") && !missing.contains('\n'), "{missing}");
}
