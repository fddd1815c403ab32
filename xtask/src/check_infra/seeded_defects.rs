//! Planted faults: each is found by a rule, in a sentence that says what is wrong.

use std::path::Path;

use super::rules;
use super::template::Tree;
use super::usage;

const TEMPLATE: &str = include_str!("../../../infra/template.yaml");

/// What is replaced by what, and the sentence that finds it.
const FAULTS: &[(&str, &str, &str)] = &[
    (
        "/$default\n\n  # ---- REST",
        "/$connect\n\n  # ---- REST",
        "MessageRoute: no permission lets the API invoke MessageFunction",
    ),
    ("authorizers/${SocketAuthorizer}", "authorizers/other", "SocketAuthorizer: no permission"),
    ("      AuthorizationType: CUSTOM\n", "", "ConnectRoute: anybody may connect"),
    (
        "RouteId: !Ref MessageRoute",
        "RouteId: !Ref ConnectRoute",
        "MessageRoute: clients would wait",
    ),
    ("      RouteResponseSelectionExpression: $default\n", "", "MessageRoute: clients would wait"),
    ("RouteKey: $disconnect", "RouteKey: disconnect", "the socket has no route $disconnect"),
    (
        "Target: !Sub integrations/${HistoryIntegration}",
        "Target: !Sub integrations/${MessageIntegration}",
        "HistoryRoute: its integration is of another API",
    ),
    (", ThrottlingBurstLimit: !Ref SocketBurst", "", "SocketStage: it has no ThrottlingBurstLimit"),
    (
        "\"route\":\"$context.routeKey\"",
        "\"from\":\"$context.identity.sourceIp\"",
        "SocketStage: its access log tells identity",
    ),
    (
        "\"route\":\"$context.routeKey\"",
        "\"route\":$context.routeKey",
        "SocketStage: the format of its access log is no JSON",
    ),
    (
        "[{\"prefix\":\"EVENT#\"}]}}}}'",
        "[{\"prefix\":\"EVENT#\"}]}}}'",
        "ProjectionsMapping: its filter is no JSON",
    ),
    (
        "\"eventName\":[\"INSERT\"]",
        "\"eventName\":[\"MODIFY\"]",
        "ProjectionsMapping: it lets more through",
    ),
    ("      BisectBatchOnFunctionError: true\n", "", "ProjectionsMapping: one bad record"),
    (
        "        OnFailure: { Destination: !GetAtt ProjectionsFailures.Arn }\n",
        "        OnFailure: {}\n",
        "ProjectionsMapping: what fails is lost",
    ),
    (
        "dynamodb:GetRecords, ",
        "",
        "ProjectionsMapping: ProjectionsFunction may not dynamodb:GetRecords",
    ),
    (
        "Action: [sqs:SendMessage]",
        "Action: [sqs:ReceiveMessage]",
        "ProjectionsMapping: ProjectionsFunction may not sqs:SendMessage",
    ),
    (
        "Action: [execute-api:ManageConnections]",
        "Action: [\"execute-api:*\"]",
        "ConnectFunction: a statement does not name its actions",
    ),
    (
        "\"STORE#*\"",
        "\"SHOP#*\"",
        "AuthorizeFunction: shared/adapters/src/dynamo/keys.rs writes no key like SHOP#*",
    ),
    (
        "Resource: !GetAtt Table.StreamArn",
        "Resource: \"*\"",
        "ProjectionsFunction: a statement does not name its resource",
    ),
    (
        "PointInTimeRecoveryEnabled: true",
        "PointInTimeRecoveryEnabled: false",
        "Table: point-in-time recovery is off",
    ),
    (
        "AttributeName: ttl, Enabled: true",
        "AttributeName: expires, Enabled: true",
        "Table: its time to live is another attribute",
    ),
    (
        "      StreamSpecification: { StreamViewType: NEW_IMAGE }\n",
        "",
        "Table: its stream has no new images",
    ),
    ("    DeletionPolicy: Retain\n", "", "Table: it goes with the stack"),
    ("IndexName: worklist", "IndexName: list", "Table: its indexes are not those"),
    ("          STORES: !Ref Stores\n", "", "MessageFunction: functions/message reads STORES"),
    (
        "          TABLE_NAME: !Ref Table\n",
        "          TABLE_NAME: !Ref Table\n          COLOUR: red\n",
        "AuthorizeFunction: it sets COLOUR",
    ),
    ("      Timeout: 29\n", "      Timeout: 60\n", "MessageFunction: nobody waits 60 s"),
    (
        "      LoggingConfig: { LogGroup: !Ref ProjectionsLogs, SystemLogLevel: WARN }\n",
        "",
        "ProjectionsFunction: it has no log group",
    ),
    (
        "MetricName: AgentHeartbeats",
        "MetricName: AgentHeartbeat",
        "NobodyThere: nobody emits AgentHeartbeat",
    ),
    ("      AlarmActions: [!Ref Alarms]\n", "", "FunctionErrors: nobody hears it"),
    (
        "Action: [events:PutEvents]",
        "Action: [\"events:*\"]",
        "ProjectionsFunction: a statement does not name its actions",
    ),
    (
        "Action: [ssm:GetParameter]",
        "Action: [\"ssm:*\"]",
        "TriageFunction: a statement does not name its actions",
    ),
    (
        "          WEBHOOKS: !Ref Webhooks\n          WEBHOOK",
        "          WEBHOOK",
        "WebhooksFunction: functions/webhooks reads WEBHOOKS",
    ),
    (
        "MetricName: WebhooksBehind",
        "MetricName: WebhooksLate",
        "WebhooksBehind: nobody emits WebhooksLate",
    ),
    ("  Throttles:\n", "  Throttled:\n", "Throttled: infra/RUNBOOK.md has no page for it"),
    ("        {\"widgets\":[\n", "        {\"widgets\":\n", "Dashboard: its body is no JSON"),
    ("BlockPublicAcls: true", "BlockPublicAcls: false", "FilesBucket: it can be made public"),
    (
        "ViewerProtocolPolicy: redirect-to-https",
        "ViewerProtocolPolicy: allow-all",
        "SiteDistribution: null goes without TLS",
    ),
    ("script-src 'self'; ", "", "SitePolicy: it lacks `script-src 'self'`"),
    ("    Value: 0.1.0\n", "    Value: 0.0.9\n", "Version: the template is not of version"),
    (
        "  LogRetention:\n",
        "  LogsFor:\n",
        "LogsFor: infra/README.md does not mention the parameter",
    ),
];

fn tree(text: &str) -> Tree {
    Tree::parse(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap(), text).unwrap()
}

fn findings_with(from: &str, to: &str) -> Vec<String> {
    assert!(TEMPLATE.contains(from), "the template no longer holds {from:?}");
    rules::check(&tree(&TEMPLATE.replacen(from, to, 1)))
}

#[test]
fn the_template_as_it_is_has_no_findings() {
    let found = rules::check(&tree(TEMPLATE));
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn each_seeded_defect_is_found() {
    for (from, to, sentence) in FAULTS {
        let found = findings_with(from, to);
        assert!(found.iter().any(|one| one.contains(sentence)), "{sentence}\n{found:#?}");
    }
}

#[test]
fn a_grant_that_nobody_uses_and_a_call_that_is_refused_are_found() {
    let tree = tree(TEMPLATE);
    let all = usage::findings(&tree, "");
    let used: String = all
        .iter()
        .filter_map(|finding| finding.strip_suffix(": allowed, and nobody did it"))
        .map(|grant| format!("used {grant}\n"))
        .collect();
    assert!(usage::findings(&tree, &used).is_empty());
    for beside in
        ["TriageFunction ssm:GetParameter -", "ProjectionsFunction lambda:InvokeFunction -"]
    {
        assert!(used.contains(&format!("used {beside}\n")), "{beside}");
    }
    let without = used.replacen("used MessageFunction dynamodb:GetItem CASE#*\n", "", 1);
    let idle = "MessageFunction dynamodb:GetItem CASE#*: allowed, and nobody did it";
    assert_eq!(usage::findings(&tree, &without), [idle]);
    let refused = format!("{used}refused ProjectionsFunction dynamodb:Scan arn []\n");
    assert_eq!(
        usage::findings(&tree, &refused),
        ["ProjectionsFunction dynamodb:Scan arn []: done, and not allowed"]
    );
}
