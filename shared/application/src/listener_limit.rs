//! A bound on the connections that listen to a case, so that the acknowledgement, which waits for the pushes, stays
//! short whoever opens how many.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use domain::{CaseId, ConnectionId, Listener, UserId};
use futures_util::future::join_all;

use crate::Cases;

/// Connections of one user that may listen to one case: tabs and devices of one person.
const MOST_OF_USER: usize = 8;
/// Connections that may listen to one case, whoever's they are.
const MOST_OF_CASE: usize = 50;
/// Connections that one newcomer ends at most: a burst is cleared away by all who came with it.
const MOST_ENDED: usize = 16;

impl Cases {
    /// Ends the connections that are too many now that another listens, the oldest first.
    pub(crate) async fn end_surplus(
        &self,
        case: &CaseId,
        listeners: &[Listener],
        newcomer: &ConnectionId,
    ) {
        let surplus = surplus(listeners, newcomer);
        join_all(surplus.into_iter().take(MOST_ENDED).map(|listener| self.part(case, listener)))
            .await;
    }
}

/// Those who have to go, the oldest first. A newcomer stays.
fn surplus<'a>(listeners: &'a [Listener], newcomer: &ConnectionId) -> Vec<&'a Listener> {
    let mut newest_first: Vec<_> = listeners.iter().collect();
    newest_first.sort_by_key(|listener| {
        (listener.connection != *newcomer, Reverse(listener.seen), &listener.connection)
    });
    let mut kept_of_user: BTreeMap<Option<&UserId>, usize> = BTreeMap::new();
    let mut kept = 0;
    newest_first.retain(|listener| {
        let of_user = kept_of_user.entry(listener.principal.user.as_ref()).or_default();
        let stays = *of_user < MOST_OF_USER && kept < MOST_OF_CASE;
        *of_user += usize::from(stays);
        kept += usize::from(stays);
        !stays
    });
    newest_first.reverse();
    newest_first
}

#[cfg(test)]
mod tests {
    use domain::{Principal, Role, Timestamp};

    use super::*;

    fn listener(user: u8, connection: usize, seen: i64) -> Listener {
        let principal = Principal {
            user: Some(UserId::visitor([user; 16])),
            role: Role::Customer,
            name: None,
            stores: vec!["demo".parse().unwrap()],
            groups: Default::default(),
            expires: Timestamp(i64::MAX),
        };
        Listener {
            principal,
            connection: format!("c{connection:04}").parse().unwrap(),
            seen: Timestamp(seen),
        }
    }

    fn ended(listeners: &[Listener], newcomer: usize) -> Vec<&str> {
        let newcomer = format!("c{newcomer:04}").parse().unwrap();
        surplus(listeners, &newcomer).iter().map(|listener| listener.connection.as_str()).collect()
    }

    #[test]
    fn of_one_users_connections_the_oldest_go_and_the_newcomer_stays() {
        let of_user: Vec<_> = (0..MOST_OF_USER + 2).map(|n| listener(1, n, n as i64)).collect();
        assert_eq!(ended(&of_user[..MOST_OF_USER], 0), [""; 0]);
        assert_eq!(ended(&of_user, MOST_OF_USER + 1), ["c0000", "c0001"]);
        assert_eq!(ended(&of_user, 0), ["c0001", "c0002"], "a newcomer's own clock may be behind");
    }

    #[test]
    fn one_users_many_connections_end_nobody_elses() {
        let mut listeners: Vec<_> = (0..800).map(|n| listener(1, n, 100)).collect();
        listeners.push(listener(2, 900, 1));
        let ended = ended(&listeners, 5);
        assert_eq!(ended.len(), 800 - MOST_OF_USER);
        assert!(!ended.contains(&"c0900") && !ended.contains(&"c0005"));
    }

    #[test]
    fn a_case_has_a_bound_for_all_together() {
        let listeners: Vec<_> =
            (0..MOST_OF_CASE + 3).map(|n| listener(n as u8, n, n as i64)).collect();
        assert_eq!(ended(&listeners, MOST_OF_CASE + 2), ["c0000", "c0001", "c0002"]);
    }
}
