//! The authority table: every route and every frame, for everyone who might try.

mod canned_replies;
mod coverage;
mod data;
mod directory;
mod files;
mod forms;
mod frames;
mod hints;
mod knowledge;
mod routes;
mod saved_views;
mod strangers;

use crate::people::{Agent, Customer, Lead, User};
use crate::stack::{Person, Stack};

/// Who tries, in the order of the table's columns.
struct People {
    owner: Customer,
    other: Customer,
    agent: Agent,
    elsewhere: Agent,
    lead: Lead,
}

impl People {
    async fn gather(stack: &Stack) -> anyhow::Result<Self> {
        let entry_points = &stack.entry_points;
        Ok(Self {
            owner: Customer::visits(entry_points, "demo").await?,
            other: Customer::visits(entry_points, "demo").await?,
            agent: Agent::signs_in(entry_points, Person::Ines).await?,
            elsewhere: Agent::signs_in(entry_points, Person::Nora).await?,
            lead: Lead::signs_in(entry_points).await?,
        })
    }

    fn each(&mut self) -> [&mut User; 5] {
        [&mut self.owner, &mut self.other, &mut self.agent, &mut self.elsewhere, &mut self.lead]
    }
}
