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
    assert_eq!(get("/widget").await.headers()["location"], "/widget/");
    assert_eq!(get("/nothing.js").await.status(), StatusCode::NOT_FOUND);
    let config: serde_json::Value =
        serde_json::from_slice(get("/config.json").await.body()).unwrap();
    assert_eq!((&config["api"], &config["socket"]), (&urls.api.into(), &urls.socket.into()));
    assert_eq!(get("/oidc/.well-known/openid-configuration").await.status(), StatusCode::OK);
    stack.shutdown().await;
    std::fs::remove_dir_all(folder).unwrap();
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
