//! Endpoints that are known at the start: no rule is evaluated for a request.
//!
//! The SDK's own resolver remembers one result, and evaluates its rules again as soon as a request's parameters differ
//! from those of the one before. For what a deployment uses they give the same URL every time, without a property: a request is
//! signed with the client's own service name and region.

use aws_smithy_runtime::client::orchestrator::endpoints::StaticUriEndpointResolver;
use aws_smithy_runtime_api::client::endpoint::SharedEndpointResolver;

#[cfg(feature = "dynamo")]
use super::SdkConfig;

/// The resolver of this URL.
pub(crate) fn static_endpoint(url: impl Into<String>) -> SharedEndpointResolver {
    SharedEndpointResolver::new(StaticUriEndpointResolver::uri(url))
}

/// The resolver of a service's endpoint in the configuration's region. None where the region's partition is not known here,
/// which leaves it to the SDK's rules.
#[cfg(feature = "dynamo")]
pub(crate) fn regional_endpoint(
    config: &SdkConfig,
    service: &str,
) -> Option<SharedEndpointResolver> {
    let region: &str = config.region()?.as_ref();
    let suffix = dns_suffix(region)?;
    Some(static_endpoint(format!("https://{service}.{region}.{suffix}")))
}

/// What the hosts of a region's partition end with.
#[cfg(feature = "dynamo")]
fn dns_suffix(region: &str) -> Option<&'static str> {
    let (area, number) = region.rsplit_once('-')?;
    let (area, place) = area.rsplit_once('-')?;
    let is_place = !place.is_empty() && place.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if !is_place || !is_number {
        return None;
    }
    match area {
        "us" | "eu" | "ap" | "sa" | "ca" | "me" | "af" | "il" | "mx" | "us-gov" => {
            Some("amazonaws.com")
        }
        "cn" => Some("amazonaws.com.cn"),
        _ => None,
    }
}

#[cfg(all(test, feature = "dynamo", feature = "events", feature = "push"))]
mod tests {
    use std::fmt::Debug;

    use aws_sdk_apigatewaymanagement::config::endpoint as push;
    use aws_sdk_dynamodb::config::endpoint as dynamo;
    use aws_sdk_eventbridge::config::endpoint as events;
    use aws_smithy_runtime_api::client::endpoint::{EndpointResolverParams, ResolveEndpoint};
    use aws_smithy_types::endpoint::Endpoint;

    use super::*;
    use crate::aws::{Credentials, sdk_config};

    /// What a resolver makes of a request's parameters.
    async fn resolved(
        resolver: &SharedEndpointResolver,
        params: impl Debug + Send + Sync + 'static,
    ) -> Endpoint {
        let params = EndpointResolverParams::new(params);
        ResolveEndpoint::resolve_endpoint(resolver, &params).await.expect("a known endpoint")
    }

    fn regional(region: &str) -> Option<SharedEndpointResolver> {
        let credentials = Credentials::new("test", "test", None, None, "test");
        regional_endpoint(&sdk_config(region.to_owned(), credentials), "dynamodb")
    }

    #[tokio::test]
    async fn a_regions_endpoint_is_the_one_that_the_sdks_rules_give() {
        for region in [
            "us-east-1",
            "eu-central-1",
            "ap-southeast-7",
            "sa-east-1",
            "ca-west-1",
            "me-south-1",
            "af-south-1",
            "il-central-1",
            "mx-central-1",
            "us-gov-west-1",
            "cn-north-1",
            "cn-northwest-1",
        ] {
            let ruled =
                dynamo::ResolveEndpoint::into_shared_resolver(dynamo::DefaultResolver::new());
            let params = || dynamo::Params::builder().region(region);
            let one_table = params().resource_arn("firstline").build().unwrap();
            let expected = resolved(&ruled, one_table.clone()).await;
            let known = regional(region).unwrap();
            assert_eq!(resolved(&known, one_table).await, expected, "{region}");
            assert_eq!(resolved(&ruled, params().build().unwrap()).await, expected, "{region}");
        }
    }

    #[test]
    fn a_region_of_another_partition_is_left_to_the_sdks_rules() {
        for region in [
            "us-iso-east-1",
            "us-isob-east-1",
            "eu-isoe-west-1",
            "us-isof-south-1",
            "eusc-de-east-1",
            "aws-global",
            "local",
            "eu-central",
            "eu-central-",
            "eu--1",
            "-",
            "",
        ] {
            assert!(regional(region).is_none(), "{region}");
        }
    }

    #[tokio::test]
    async fn a_named_endpoint_is_the_one_that_each_sdks_rules_give() {
        let (url, region) = ("https://a1b2c3d4e5.execute-api.test/live", "eu-central-1");
        let known = static_endpoint(url);
        let ruled = dynamo::ResolveEndpoint::into_shared_resolver(dynamo::DefaultResolver::new());
        let params = dynamo::Params::builder().region(region).endpoint(url).build().unwrap();
        assert_eq!(resolved(&known, ()).await, resolved(&ruled, params).await);
        let ruled = push::ResolveEndpoint::into_shared_resolver(push::DefaultResolver::new());
        let params = push::Params::builder().region(region).endpoint(url).build().unwrap();
        assert_eq!(resolved(&known, ()).await, resolved(&ruled, params).await);
        let ruled = events::ResolveEndpoint::into_shared_resolver(events::DefaultResolver::new());
        let params = events::Params::builder().region(region).endpoint(url).build().unwrap();
        assert_eq!(resolved(&known, ()).await, resolved(&ruled, params).await);
    }
}
