//! The site: nobody but the distribution reads the bucket, and the content policy is the one that is tested locally.

use super::Findings;
use crate::check_infra::template::{Tree, text};

const LOCAL: &str = "local/src/site/policy.rs";

pub(super) fn check(tree: &Tree) -> Findings {
    let mut found = Vec::new();
    for bucket in tree.of("AWS::S3::Bucket") {
        let block = &bucket.properties["PublicAccessBlockConfiguration"];
        let ways =
            ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
        if ways.iter().any(|way| block[way] != true) {
            found.push(format!("{}: it can be made public", bucket.id));
        }
    }
    for distribution in tree.of("AWS::CloudFront::Distribution") {
        let config = &distribution.properties["DistributionConfig"];
        let others = config["CacheBehaviors"].as_array().into_iter().flatten();
        for behaviour in std::iter::once(&config["DefaultCacheBehavior"]).chain(others) {
            let is_strict = behaviour["ViewerProtocolPolicy"] == "redirect-to-https"
                && !behaviour["ResponseHeadersPolicyId"].is_null();
            if !is_strict {
                let path = text(&behaviour["PathPattern"]);
                found.push(format!("{}: {path} goes without TLS or its headers", distribution.id));
            }
        }
        if config["Origins"][0]["OriginAccessControlId"].is_null() {
            found.push(format!("{}: it reads its bucket as nobody", distribution.id));
        }
    }
    found.extend(policy(tree));
    found
}

/// Each directive of the local policy is one of the deployed.
fn policy(tree: &Tree) -> Findings {
    let deployed = text(tree.at("/Resources/SitePolicy/Properties/FunctionCode"));
    let local = tree.read(LOCAL);
    let directives = local.split('"').skip(1).step_by(2).filter(|quoted| {
        ["-src ", "-uri ", "-action ", "-types-for "].iter().any(|part| quoted.contains(part))
    });
    let directives = directives.map(|quoted| quoted.split('{').next().unwrap_or_default());
    directives
        .filter(|directive| !directive.contains(';') && !deployed.contains(directive.trim_end()))
        .map(|directive| format!("SitePolicy: it lacks `{directive}` of {LOCAL}"))
        .collect()
}
