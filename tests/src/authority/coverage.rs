//! Nothing is left out: every route of the router and every frame of the contract has its row in the table.

use std::collections::BTreeSet;

use contract::ClientFrame;
use serde_json::Value;

use super::frames::FRAMES;
use super::hints::HINTS;
use super::{knowledge, routes};

/// The routers of both functions.
const ROUTERS: [&str; 2] = [
    include_str!("../../../functions/history/src/lib.rs"),
    include_str!("../../../functions/manage/src/lib.rs"),
];

/// The routers' routes, as their sources have them: axum does not tell.
fn routes_of_routers() -> BTreeSet<(String, String)> {
    let mut routes = BTreeSet::new();
    for route in ROUTERS.iter().flat_map(|router| router.split(".route(").skip(1)) {
        let path = route.split('"').nth(1).unwrap();
        let handlers = &route[..route.find(".layer(").unwrap_or(route.len())];
        for method in ["get", "post", "put", "patch", "delete", "any"] {
            let is_handled = handlers.contains(&format!(" {method}("))
                || handlers.contains(&format!(".{method}("));
            if is_handled {
                routes.insert((method.to_uppercase(), path.to_owned()));
            }
        }
    }
    routes
}

fn is_of(path: &str, template: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (parts, wanted) =
        (path.split('/').collect::<Vec<_>>(), template.split('/').collect::<Vec<_>>());
    let fits = |(part, wanted): (&&str, &&str)| wanted.starts_with('{') || part == wanted;
    parts.len() == wanted.len() && parts.iter().zip(&wanted).all(fits)
}

#[test]
fn every_route_of_the_router_has_a_row() {
    let routes = routes_of_routers();
    assert!(routes.len() > 25, "the router was read: {routes:?}");
    let rows: Vec<_> = routes::ROUTES.iter().chain(&knowledge::ROUTES).collect();
    for (method, template) in routes {
        let has_row = rows.iter().any(|row| row.0 == method && is_of(row.1, &template));
        assert!(has_row, "{method} {template} has no row");
    }
}

#[test]
fn the_router_and_its_description_name_the_same_routes() {
    let document: Value = serde_json::from_str(contract::OPENAPI).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let described: BTreeSet<_> = paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let mut routes = routes_of_routers();
    routes.retain(|(_, path)| !path.starts_with("/docs"));
    assert_eq!(routes, described);
}

#[test]
fn every_frame_has_a_row() {
    let error = serde_json::from_str::<ClientFrame>(r#"{"action":"?"}"#).unwrap_err().to_string();
    let (_, expected) = error.split_once("expected one of ").unwrap();
    let frames: BTreeSet<_> = expected.split('`').skip(1).step_by(2).collect();
    assert!(frames.contains("send"), "{error}");
    let rows: BTreeSet<_> =
        FRAMES.iter().map(|row| row.0).chain(HINTS.iter().map(|row| row.0)).collect();
    assert_eq!(rows, frames);
}
