//! Which route a request takes: the most specific one, `$default` last.

use std::collections::BTreeMap;

use http::Method;

use crate::template::Route;

/// The routes of an HTTP API, the most specific first.
pub struct HttpRoutes {
    patterns: Vec<RoutePattern>,
    default: Option<Route>,
}

struct RoutePattern {
    method: String,
    segments: Vec<PathSegment>,
    route: Route,
}

/// From most to least specific, which is how they sort.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum PathSegment {
    Literal(String),
    Named(String),
    Rest(String),
}

/// A route that was found, with the values of its path's parameters.
pub struct MatchedRoute<'a> {
    /// The route.
    pub route: &'a Route,
    /// The parameters' values by their names.
    pub parameters: BTreeMap<String, String>,
}

impl HttpRoutes {
    /// An API's routes.
    pub fn new(routes: &[Route]) -> Self {
        let default = routes.iter().find(|route| route.key == "$default").cloned();
        let mut patterns: Vec<RoutePattern> = routes.iter().filter_map(pattern).collect();
        patterns.sort_by(|left, right| {
            left.segments
                .cmp(&right.segments)
                .then((left.method == "ANY").cmp(&(right.method == "ANY")))
        });
        Self { patterns, default }
    }

    /// The route of a request; a stage other than `$default` is the path's first segment and no part of the match.
    pub fn find(&self, method: &Method, path: &str, stage: &str) -> Option<MatchedRoute<'_>> {
        let path = match stage {
            "$default" => path,
            named => path.strip_prefix('/')?.strip_prefix(named)?,
        };
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let found = self.patterns.iter().find_map(|pattern| {
            let is_method = pattern.method == "ANY" || pattern.method == method.as_str();
            let parameters = is_method.then(|| parameters(&pattern.segments, &parts)).flatten()?;
            Some(MatchedRoute { route: &pattern.route, parameters })
        });
        let default = || {
            self.default.as_ref().map(|route| MatchedRoute { route, parameters: BTreeMap::new() })
        };
        found.or_else(default)
    }
}

fn pattern(route: &Route) -> Option<RoutePattern> {
    let (method, path) = route.key.split_once(' ')?;
    let segments = path.trim_start_matches('/').split('/').map(|part| {
        match part.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')) {
            Some(name) => name.strip_suffix('+').map_or_else(
                || PathSegment::Named(name.to_owned()),
                |rest| PathSegment::Rest(rest.to_owned()),
            ),
            None => PathSegment::Literal(part.to_owned()),
        }
    });
    Some(RoutePattern {
        method: method.to_owned(),
        segments: segments.collect(),
        route: route.clone(),
    })
}

fn parameters(segments: &[PathSegment], parts: &[&str]) -> Option<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for (at, segment) in segments.iter().enumerate() {
        let part = parts.get(at)?;
        match segment {
            PathSegment::Literal(text) if text == part => {}
            PathSegment::Literal(_) => return None,
            PathSegment::Named(name) => {
                found.insert(name.clone(), (*part).to_owned());
            }
            PathSegment::Rest(name) => {
                found.insert(name.clone(), parts[at..].join("/"));
                return Some(found);
            }
        }
    }
    (parts.len() == segments.len()).then_some(found)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn routes(keys: &[&str]) -> HttpRoutes {
        let route = |key: &&str| Route {
            key: (*key).to_owned(),
            function: (*key).to_owned(),
            answers: false,
            authorizer: None,
            timeout: Duration::from_secs(1),
        };
        HttpRoutes::new(&keys.iter().map(route).collect::<Vec<_>>())
    }

    #[test]
    fn the_most_specific_route_wins_and_default_takes_the_rest() {
        let routes = routes(&[
            "$default",
            "ANY /cases/{rest+}",
            "GET /cases/{case}",
            "GET /cases/mine",
            "ANY /cases/mine",
        ]);
        let found = |method: Method, path: &str| {
            routes.find(&method, path, "$default").unwrap().route.key.clone()
        };
        assert_eq!(found(Method::GET, "/cases/mine"), "GET /cases/mine");
        assert_eq!(found(Method::POST, "/cases/mine"), "ANY /cases/mine");
        assert_eq!(found(Method::GET, "/cases/7"), "GET /cases/{case}");
        assert_eq!(found(Method::GET, "/cases/7/events"), "ANY /cases/{rest+}");
        assert_eq!(found(Method::GET, "/health"), "$default");
        let matched = routes.find(&Method::GET, "/cases/7", "$default").unwrap();
        assert_eq!(matched.parameters["case"], "7");
    }

    #[test]
    fn without_a_default_route_the_unknown_is_nothing() {
        assert!(routes(&["GET /a"]).find(&Method::GET, "/b", "$default").is_none());
        assert!(routes(&["GET /a"]).find(&Method::GET, "/live/a", "live").is_some());
    }
}
