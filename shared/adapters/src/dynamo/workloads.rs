//! The places for cases that agents have taken: one row an agent and store, rewritten on the condition that nobody has
//! meanwhile. And all at once that says who could take the next case.

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{DirectoryEntry, Groups, Settings, StoreId, UserId, Workload};
use futures_util::future::try_join;

use super::form::Form;
use super::listeners::agent_online;
use super::table::{Item, key, number, text};
use super::{Connection, HeldRow, Put, Table, TableError, keys, settings, staff};

/// The count of writes, on which each next one depends.
const REVISION: &str = "r";

const WORKLOAD: Form = Form::first("workload");

/// The agents' places.
#[derive(Clone)]
pub struct Workloads(Table);

/// An agent's places as a read found them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeldWorkload {
    /// The places.
    pub workload: Workload,
    revision: Option<u64>,
}

/// Who works for a store, who of them is there, and how busy they are.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// Open connections.
    pub connections: Vec<Connection>,
    /// What the store's leads have set.
    pub settings: Settings,
    /// The store's groups.
    pub groups: Groups,
    /// The directory.
    pub staff: Vec<DirectoryEntry>,
    /// Places, by agent.
    pub workloads: Vec<(UserId, HeldWorkload)>,
    /// Where in the list of waiting cases the last pass has stopped; none where it came to the end.
    pub stopped_at: Option<String>,
}

impl Workloads {
    /// The places in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// All of a store, in two reads at once.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn roster(&self, store: &StoreId) -> Result<Roster, TableError> {
        let places = self.0.query("pk = :p").bind(":p", keys::workloads(store)).all();
        let (mut roster, places) = try_join(self.without_places(store), places).await?;
        for row in places {
            match text(&row, keys::SK).unwrap_or_default() {
                keys::ROUTED => roster.stopped_at = text(&row, "p").map(str::to_owned),
                user => {
                    if let Ok(user) = user.parse() {
                        roster.workloads.push((user, held(&row)?));
                    }
                }
            }
        }
        Ok(roster)
    }

    /// All of a store but the agents' places, in one read: whom to tell of something, and whether cases are given out.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn without_places(&self, store: &StoreId) -> Result<Roster, TableError> {
        let query = self.0.query("pk = :p AND sk BETWEEN :f AND :t");
        let query = query.bind(":p", keys::store(store)).bind(":f", keys::AGENTS);
        let mut roster = Roster::default();
        for row in query.bind(":t", keys::after_staff()).all().await? {
            roster.take(&row)?;
        }
        Ok(roster)
    }

    /// An agent's entry in a store and their places; no entry where they never signed in there.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn of(
        &self,
        store: &StoreId,
        user: &UserId,
    ) -> Result<(Option<HeldRow<DirectoryEntry>>, HeldWorkload), TableError> {
        let entry = key(keys::store(store), keys::staff(user));
        let (mut found, mut places) = (None, HeldWorkload::default());
        for row in self.0.rows(vec![entry, workload_key(store, user)]).await? {
            match text(&row, keys::SK).and_then(keys::staff_of) {
                Some(_) => found = Some(staff::held_entry(&row)?),
                None => places = held(&row)?,
            }
        }
        Ok((found, places))
    }

    /// An agent's places.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn get(&self, store: &StoreId, user: &UserId) -> Result<HeldWorkload, TableError> {
        let rows = self.0.rows(vec![workload_key(store, user)]).await?;
        rows.first().map_or_else(|| Ok(HeldWorkload::default()), held)
    }

    /// Writes an agent's places, unless somebody has since they were read.
    ///
    /// # Errors
    /// [`TableError`]: whether they were written is not known then.
    pub async fn replace(
        &self,
        store: &StoreId,
        user: &UserId,
        seen: &HeldWorkload,
        workload: &Workload,
    ) -> Result<Put, TableError> {
        let mut row = workload_key(store, user);
        WORKLOAD.write(&mut row, workload)?;
        let next = seen.revision.unwrap_or_default() + 1;
        row.insert(REVISION.to_owned(), N(next.to_string()));
        let put = self.0.put(row);
        match seen.revision {
            None => put.only_if("attribute_not_exists(pk)").put_if_so().await,
            Some(revision) => {
                put.only_if("r = :r").bind(":r", N(revision.to_string())).put_if_so().await
            }
        }
    }

    /// Notes where in a store's list of waiting cases a pass has stopped; none: at the end.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn note_stop(&self, store: &StoreId, place: Option<&str>) -> Result<(), TableError> {
        let mut row = key(keys::workloads(store), keys::ROUTED.to_owned());
        if let Some(place) = place {
            row.insert("p".to_owned(), S(place.to_owned()));
        }
        self.0.put(row).done().await
    }
}

impl Roster {
    fn take(&mut self, row: &Item) -> Result<(), TableError> {
        let sk = text(row, keys::SK).unwrap_or_default();
        match sk {
            keys::GROUPS => self.groups = staff::held_groups(row)?.value,
            keys::SETTINGS => self.settings = settings::read(row)?,
            _ => match keys::staff_of(sk) {
                Some(_) => self.staff.push(staff::held_entry(row)?.value),
                None => self.connections.extend(agent_online(row)),
            },
        }
        Ok(())
    }

    /// The places of an agent.
    pub fn places(&self, user: &UserId) -> Workload {
        let of = self.workloads.iter().find(|(own, _)| own == user);
        of.map(|(_, held)| held.workload.clone()).unwrap_or_default()
    }
}

fn workload_key(store: &StoreId, user: &UserId) -> Item {
    key(keys::workloads(store), user.to_string())
}

/// After a roll-back nothing is known of what a newer release wrote; the next write replaces it.
fn held(row: &Item) -> Result<HeldWorkload, TableError> {
    let revision = number(row, REVISION);
    match WORKLOAD.read(row) {
        Ok(workload) => Ok(HeldWorkload { workload, revision }),
        Err(TableError::Newer { .. }) => Ok(HeldWorkload { revision, ..HeldWorkload::default() }),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{first_rows, newer, row};
    use super::*;

    #[test]
    fn places_of_the_first_form_are_read() {
        let rows = first_rows("workload");
        assert_eq!(rows.len(), 2);
        for packed in rows {
            let workload: Workload = WORKLOAD.read(&row(packed.clone())).unwrap();
            let mut written = row(Vec::new());
            WORKLOAD.write(&mut written, &workload).unwrap();
            assert_eq!(written, row(packed));
        }
    }

    #[test]
    fn places_of_a_newer_form_are_written_anew() {
        let [_, packed] = first_rows("workload").try_into().unwrap();
        let mut item = newer(row(packed));
        item.insert(REVISION.to_owned(), N("4".to_owned()));
        assert_eq!(held(&item).unwrap(), HeldWorkload { revision: Some(4), ..Default::default() });
    }
}
