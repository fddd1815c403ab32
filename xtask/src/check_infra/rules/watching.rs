//! What operators see: metrics that somebody emits, alarms that somebody hears and a page on what to do, a dashboard
//! and queries that can be read.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Findings;
use crate::check_infra::template::{Resource, Tree, filled, names, text};

const RUNBOOK: &str = "infra/RUNBOOK.md";

pub(super) fn check(tree: &Tree) -> Findings {
    let code = tree.sources("functions") + &tree.sources("shared");
    let alarms = tree.of("AWS::CloudWatch::Alarm");
    let mut found = Vec::new();
    for alarm in &alarms {
        let metrics = metrics_of(alarm.properties);
        found.extend(
            unknown(&metrics, &code).map(|name| format!("{}: nobody emits {name}", alarm.id)),
        );
        if !names(&alarm.properties["AlarmActions"]).contains("Alarms") {
            found.push(format!("{}: nobody hears it", alarm.id));
        }
        if alarm.properties["TreatMissingData"].is_null() {
            found.push(format!("{}: it does not say what silence means", alarm.id));
        }
    }
    found.extend(runbook(tree, &alarms));
    for dashboard in tree.of("AWS::CloudWatch::Dashboard") {
        found.extend(of_dashboard(tree, &dashboard, &code));
    }
    found
}

/// The names of our own metrics in an alarm.
fn metrics_of(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    match value {
        Value::Object(map) => {
            if map.get("Namespace").is_some_and(|space| space == "Firstline") {
                found.extend(map.get("MetricName").map(text));
            }
            map.values().for_each(|inner| found.extend(metrics_of(inner)));
        }
        Value::Array(items) => items.iter().for_each(|inner| found.extend(metrics_of(inner))),
        _ => {}
    }
    found
}

fn unknown<'a>(metrics: &'a BTreeSet<String>, code: &'a str) -> impl Iterator<Item = &'a String> {
    metrics.iter().filter(move |name| !code.contains(&format!("(\"{name}\", Unit::")))
}

/// Each alarm has its page, and each page its alarm.
fn runbook(tree: &Tree, alarms: &[Resource<'_>]) -> Findings {
    let runbook = tree.read(RUNBOOK);
    let pages: BTreeSet<&str> =
        runbook.lines().filter_map(|line| line.strip_prefix("## ")).map(str::trim).collect();
    let known: BTreeSet<&str> = alarms.iter().map(|alarm| alarm.id).collect();
    let missing = known.difference(&pages).map(|id| format!("{id}: {RUNBOOK} has no page for it"));
    let idle = pages.difference(&known).map(|page| format!("{RUNBOOK}: there is no alarm {page}"));
    missing.chain(idle).collect()
}

fn of_dashboard(tree: &Tree, dashboard: &Resource<'_>, code: &str) -> Findings {
    let body = text(&dashboard.properties["DashboardBody"]);
    let Ok(parsed) = serde_json::from_str::<Value>(&filled(&body)) else {
        return vec![format!("{}: its body is no JSON", dashboard.id)];
    };
    let widgets = parsed["widgets"].as_array().into_iter().flatten();
    let rows =
        widgets.flat_map(|widget| widget["properties"]["metrics"].as_array().into_iter().flatten());
    let own = rows.filter(|row| row[0] == "Firstline").map(|row| text(&row[1])).collect();
    let mut found: Findings =
        unknown(&own, code).map(|name| format!("{}: nobody emits {name}", dashboard.id)).collect();
    let shown = names(&dashboard.properties["DashboardBody"]);
    for function in tree.of("AWS::Serverless::Function") {
        if !shown.contains(function.id) {
            found.push(format!("{}: it does not show {}", dashboard.id, function.id));
        }
    }
    found
}
