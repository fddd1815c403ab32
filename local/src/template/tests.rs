//! The project's own template, and templates that are broken in one place.

use super::*;

const TEMPLATE: &str = include_str!("../../../infra/template.yaml");

fn given() -> BTreeMap<String, String> {
    [
        ("SecretsFrom", "parameters".into()),
        ("VisitorKey", "k".repeat(43)),
        ("OidcIssuer", "http://issuer".into()),
        ("OidcAudience", "firstline".into()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

fn broken(from: &str, to: &str) -> String {
    assert!(TEMPLATE.contains(from), "the template no longer holds {from:?}");
    Template::parse(&TEMPLATE.replacen(from, to, 1), &given()).unwrap_err().to_string()
}

#[test]
fn the_projects_template_reads_whole() {
    let template = Template::parse(TEMPLATE, &given()).unwrap();
    let names: Vec<_> =
        template.functions.values().map(|function| function.binary.as_str()).collect();
    assert_eq!(
        names,
        [
            "authorize",
            "connect",
            "disconnect",
            "files",
            "history",
            "manage",
            "message",
            "projections",
            "timers",
            "triage",
            "webhooks"
        ]
    );
    let message = &template.functions["MessageFunction"];
    assert_eq!(message.timeout.as_secs(), 29);
    assert_eq!(message.environment["LOG_LEVEL"], "info", "globals are merged in");
    assert_eq!(message.environment["TABLE_NAME"], "firstline-Table");
    assert!(
        !message.environment.contains_key("VISITOR_KEY"),
        "each function gets only what it needs"
    );
    let connections = &message.environment["CONNECTIONS_URL"];
    assert_eq!(connections, "https://socketapi.execute-api.eu-central-1.localhost/live");
}

#[test]
fn webhooks_run_by_the_clock_only_where_the_operator_names_some() {
    let of = |given: &BTreeMap<String, String>| {
        let schedules = Template::parse(TEMPLATE, given).unwrap().schedules;
        schedules.into_iter().map(|schedule| schedule.function).collect::<Vec<_>>()
    };
    assert_eq!(
        of(&given()),
        ["FilesFunction", "ProjectionsFunction", "TimersFunction", "TriageFunction"]
    );
    let mut given = given();
    given.insert("Webhooks".to_owned(), r#"{"demo":"https://x.example/"}"#.to_owned());
    let all = [
        "FilesFunction",
        "ProjectionsFunction",
        "TimersFunction",
        "TriageFunction",
        "WebhooksFunction",
    ];
    assert_eq!(of(&given), all);
}

#[test]
fn the_socket_answers_on_its_default_route_and_asks_an_authorizer_on_connect() {
    let socket = Template::parse(TEMPLATE, &given()).unwrap().socket.unwrap();
    let route = |key: &str| socket.routes.iter().find(|route| route.key == key).unwrap();
    assert_eq!(
        (socket.stage.as_str(), socket.selection.as_slice()),
        ("live", &["action".to_owned()][..])
    );
    assert!(route("$default").answers && !route("$connect").answers);
    assert_eq!(route("$disconnect").function, "DisconnectFunction");
    let authorizer = socket.authorizer.as_ref().unwrap();
    assert_eq!(authorizer.headers, ["Sec-WebSocket-Protocol"]);
}

#[test]
fn the_table_has_its_indexes_stream_and_time_to_live() {
    let template = Template::parse(TEMPLATE, &given()).unwrap();
    let table = &template.tables[0];
    let creation = table.creation();
    assert_eq!(creation["StreamSpecification"]["StreamViewType"], "NEW_IMAGE");
    assert_eq!(creation["GlobalSecondaryIndexes"].as_array().unwrap().len(), 2);
    assert_eq!(table.ttl.as_deref(), Some("ttl"));
    let of = |function: &str| template.mappings.iter().find(|mapping| mapping.function == function);
    let mapping = of("ProjectionsFunction").unwrap();
    assert_eq!((mapping.batch_size, mapping.workers, mapping.retries), (100, 2, Some(5)));
    assert!(
        mapping.from_oldest
            && mapping.bisects
            && mapping.reports_items
            && mapping.filters.len() == 2
    );
    assert_eq!(
        (mapping.table.as_str(), mapping.failures.as_deref()),
        (table.name.as_str(), Some("ProjectionsFailures"))
    );
}

#[test]
fn a_broken_template_is_one_sentence_with_the_logical_id() {
    let cases = [
        (
            "integrations/${MessageIntegration}",
            "integrations/${Nowhere}",
            "MessageRoute: it refers to Nowhere",
        ),
        (
            "TABLE_NAME: !Ref Table",
            "TABLE_NAME: !Ref Tabel",
            "AuthorizeFunction: it refers to Tabel",
        ),
        ("RouteKey: $connect\n", "Key: $connect\n", "ConnectRoute: missing field `RouteKey`"),
        ("StageName: live", "Name: live", "SocketStage: missing field `StageName`"),
        ("{\"prefix\":", "{\"begins\":", "ProjectionsMapping: its filter:"),
        ("!Ref LogLevel", "!Reff LogLevel", "Function: Fn::Reff is not known"),
        (
            "EventSourceArn: !GetAtt Table.StreamArn",
            "EventSourceArn: !GetAtt Table.Name",
            "ProjectionsMapping: Table has no attribute Name",
        ),
    ];
    for (from, to, sentence) in cases {
        let said = broken(from, to);
        assert!(said.contains(sentence) && !said.contains('\n'), "{said}");
    }
}

#[test]
fn a_parameter_without_a_value_or_out_of_bounds_is_named() {
    let said = |name: &str, value: &str| {
        let mut given = given();
        given.insert(name.to_owned(), value.to_owned());
        Template::parse(TEMPLATE, &given).unwrap_err().to_string()
    };
    assert!(said("LogLevel", "loud").contains("LogLevel: its value is none"));
    assert!(said("Colour", "red").contains("Colour: a value is given"));
    assert!(said("Memory", "much").contains("Memory: its value is no whole number"));
    assert!(said("Memory", "64").contains("Memory: its value is beyond"));
    assert!(said("LogRetention", "31").contains("LogRetention: its value is none"));
    let short = "Type: String\n    Default: info\n    MinLength: 5\n";
    let without = "Type: String\n    Default: info\n";
    assert!(broken(without, short).contains("LogLevel: its value is shorter"));
    assert!(broken(without, "Type: String\n").contains("LogLevel: the parameter has neither"));
}
