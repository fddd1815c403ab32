//! Where a request came from, as far as limits need to know it.

use core::net::IpAddr;

use crate::id::hash;

/// A network address as a hash of it: it tells addresses apart and names none in rows and logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkAddress(Box<str>);

impl NetworkAddress {
    /// The address of a request. Whoever has one IPv6 address has the 2⁶⁴ beside it too, so they count as one.
    pub fn of(address: IpAddr) -> Self {
        let network = match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        };
        Self(hash(&["address", &network.to_string()]).into())
    }

    /// The hash, as it is written in keys.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, are_same: bool) {
        let [one, other] = [one, other].map(|address| NetworkAddress::of(address.parse().unwrap()));
        assert_eq!(one == other, are_same);
        assert!(!one.as_str().contains(['.', ':']));
    }

    #[test]
    fn addresses_are_told_apart_by_what_one_person_can_have() {
        check("203.0.113.7", "203.0.113.8", false);
        check("203.0.113.7", "::ffff:203.0.113.7", true);
        check("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true);
        check("2001:db8:1:2::1", "2001:db8:1:3::1", false);
    }
}
