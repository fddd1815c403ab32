//! Giving out cases, whoever tries at once with whatever they have last read: nobody above their capacity, nobody starved,
//! no case with two agents or lost.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Candidate, CaseId, Demand, GroupId, Seq, StoreId, Timestamp, UserId, Workload, choose,
};
use proptest::prelude::*;

const AGENTS: usize = 20;
const CASES: usize = 500;

/// What is stored: the places of each agent, and who has which case. Each is written by itself, on the condition that
/// nobody has since it was read.
struct Desk {
    agents: Vec<(UserId, u8, GroupId)>,
    places: BTreeMap<UserId, (u64, Workload)>,
    cases: Vec<CaseId>,
    owner: Vec<Option<UserId>>,
    settled: BTreeSet<usize>,
    served: BTreeMap<UserId, usize>,
    clock: i64,
}

/// Somebody who gives out cases, between two of their writes.
struct Router {
    seen: BTreeMap<UserId, (u64, Workload)>,
    /// The case's number, the agent, and the attempt.
    reserved: Option<(usize, UserId, u64)>,
}

fn case(n: usize) -> CaseId {
    let store: StoreId = "demo".parse().unwrap();
    CaseId::derive(&store, &UserId::visitor([7; 16]), &format!("opening-{n:04}").parse().unwrap())
}

fn group(n: usize) -> GroupId {
    u8::try_from(1 + n % 2).unwrap().try_into().unwrap()
}

impl Desk {
    fn new(capacities: &[u8]) -> Self {
        let agent = |n: usize| UserId::agent("issuer", &format!("agent-{n}"));
        let agents: Vec<_> =
            capacities.iter().enumerate().map(|(n, most)| (agent(n), *most, group(n))).collect();
        let places = agents.iter().map(|(user, ..)| (user.clone(), Default::default())).collect();
        Self {
            agents,
            places,
            cases: (0..CASES).map(case).collect(),
            owner: vec![None; CASES],
            settled: BTreeSet::new(),
            served: BTreeMap::new(),
            clock: 0,
        }
    }

    fn now(&mut self) -> Timestamp {
        self.clock += 1;
        Timestamp(self.clock)
    }

    fn capacity(&self, user: &UserId) -> u8 {
        self.agents.iter().find(|(own, ..)| own == user).unwrap().1
    }

    /// One write of a router: a place for the first case that it finds somebody for, or the case itself.
    fn step(&mut self, router: &mut Router, attempt: u64) {
        match router.reserved.take() {
            Some((case, user, by)) => self.assign(case, user, by),
            None => router.reserved = self.reserve(router, attempt),
        }
    }

    fn reserve(&mut self, router: &Router, attempt: u64) -> Option<(usize, UserId, u64)> {
        let now = self.now();
        let candidates: Vec<Candidate> = self
            .agents
            .iter()
            .map(|(user, most, group)| {
                let (_, places) = &router.seen[user];
                Candidate {
                    user: user.clone(),
                    groups: vec![*group],
                    room: places.room(Some(*most)),
                    load: places.count(),
                    last_given: places.last_given(),
                }
            })
            .collect();
        let mut waiting = (0..CASES).filter(|n| self.owner[*n].is_none());
        let (waiting, chosen) = waiting.find_map(|n| {
            let demand = Demand { group: Some(group(n)), known_to: None };
            Some((n, choose(&candidates, demand)?.user.clone()))
        })?;
        let (version, places) = &router.seen[&chosen];
        let most = Some(self.capacity(&chosen));
        let after =
            places.reserved(&self.cases[waiting], Seq::NONE.next(), attempt, most, now).ok()?;
        self.write(&chosen, *version, after).then_some((waiting, chosen, attempt))
    }

    fn write(&mut self, user: &UserId, seen: u64, places: Workload) -> bool {
        let row = self.places.get_mut(user).unwrap();
        let is_unchanged = row.0 == seen;
        if is_unchanged {
            *row = (seen + 1, places);
        }
        is_unchanged
    }

    fn assign(&mut self, case: usize, user: UserId, by: u64) {
        let owner = &mut self.owner[case];
        if owner.is_none() {
            *owner = Some(user.clone());
            *self.served.entry(user).or_default() += 1;
            return;
        }
        let (version, places) = self.places[&user].clone();
        if let Some(after) = places.cancelled(&self.cases[case], by) {
            self.write(&user, version, after);
        }
    }

    fn settle(&mut self, case: usize) {
        let Some(user) = self.owner[case].clone() else { return };
        if self.settled.insert(case) {
            let (version, places) = self.places[&user].clone();
            let after = places.released(&self.cases[case], Seq::try_from(9).unwrap()).unwrap();
            assert!(self.write(&user, version, after));
        }
    }

    fn check(&self) {
        for (user, most, _) in &self.agents {
            let is_open = |case: &usize| {
                self.owner[*case].as_ref() == Some(user) && !self.settled.contains(case)
            };
            let own: Vec<_> = (0..CASES).filter(is_open).map(|case| &self.cases[case]).collect();
            let places = &self.places[user].1;
            assert!(places.count() <= usize::from(*most), "{user} is above their capacity");
            assert!(
                own.iter().all(|case| places.places().iter().any(|place| place.case == **case))
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn five_hundred_cases_are_given_out_exactly(
        capacities in prop::collection::vec(1u8..6, AGENTS),
        turns in prop::collection::vec((0usize..4, any::<bool>(), 0usize..CASES), 6_000),
    ) {
        let mut desk = Desk::new(&capacities);
        let fresh = |desk: &Desk| Router { seen: desk.places.clone(), reserved: None };
        let mut routers: Vec<Router> = (0..4).map(|_| fresh(&desk)).collect();
        let mut attempt = 0;
        // Ends surely: whatever the turns were, one router goes on alone.
        let alone = (0..60_000).map(|n| (0, n % 2 == 0, n * 7 % CASES));
        for (who, looks_anew, settled) in turns.into_iter().chain(alone) {
            attempt += 1;
            if looks_anew && routers[who].reserved.is_none() {
                routers[who] = fresh(&desk);
            }
            desk.step(&mut routers[who], attempt);
            // Every third turn, so that whoever goes on alone comes by every case: 7 * 3 and 500 share no factor.
            if attempt % 3 == 0 {
                desk.settle(settled);
            }
            if attempt % 64 == 0 {
                desk.check();
                if desk.owner.iter().all(Option::is_some) {
                    break;
                }
            }
        }
        for router in &mut routers {
            if let Some((case, user, by)) = router.reserved.take() {
                desk.assign(case, user, by);
            }
        }
        desk.check();
        prop_assert!(desk.owner.iter().all(Option::is_some), "a case is lost");
        prop_assert_eq!(desk.served.len(), AGENTS, "somebody is starved");
    }
}
