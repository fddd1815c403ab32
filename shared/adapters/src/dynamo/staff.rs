//! A store's directory: an entry for each agent and lead, the groups, and the list of who changed what.
//!
//! A row that leads change holds its last change too. Whoever changes it next writes that into the list first, and a change
//! that is repeated does so again: so none is missing there for a process that ended between the two writes.

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{
    AgentTerms, AuditEntry, DirectoryEntry, Groups, Name, Principal, Role, StoreId, Timestamp,
    UserId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::form::VERSION;
use super::table::{Item, key, number, text};
use super::write::Write;
use super::{Put, Table, TableError, keys};

/// The attribute that holds what leads have laid down, as JSON.
pub(super) const DOCUMENT: &str = "d";
/// The version of that form, the newest that this release reads.
const FORM: u64 = 0;
/// How often it was changed.
pub(super) const CHANGES: &str = "k";
/// The last change.
pub(super) const LAST: &str = "l";
/// Changes on one page of the list.
const PAGE: usize = 50;

/// The stores' directories.
#[derive(Clone)]
pub struct Staff(Table);

/// A row that leads change, as a read found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRow<T> {
    /// What it says.
    pub value: T,
    /// Its last change.
    pub last: Option<AuditEntry>,
    /// How often it was changed.
    pub changes: u32,
}

impl Staff {
    /// The directories in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Notes that someone of the staff came, in each store that they serve; the first time makes their entries.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn sign_in(&self, principal: &Principal, now: Timestamp) -> Result<(), TableError> {
        let Some(user) = principal.user.as_ref().filter(|_| principal.role.is_staff()) else {
            return Ok(());
        };
        for store in &principal.stores {
            let name = principal.name.as_ref();
            let change = match name {
                Some(_) => "SET o = :o, h = :h, f = if_not_exists(f, :h), n = :n",
                None => "SET o = :o, h = :h, f = if_not_exists(f, :h) REMOVE n",
            };
            let update = self.0.update(entry_key(store, user), change);
            let update = update
                .bind(":o", S(keys::role_letter(principal.role).to_owned()))
                .bind(":h", N(now.0.to_string()));
            let update = match name {
                Some(name) => update.bind(":n", S(name.to_string())),
                None => update,
            };
            update.done().await?;
        }
        Ok(())
    }

    /// Notes that someone left.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn left(
        &self,
        store: &StoreId,
        user: &UserId,
        now: Timestamp,
    ) -> Result<(), TableError> {
        let update = self.0.update(entry_key(store, user), "SET h = :h");
        let update = update.only_if("attribute_exists(pk)").bind(":h", N(now.0.to_string()));
        update.done_if_so().await.map(drop)
    }

    /// An agent's entry in a store; none where they never signed in there.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn entry(
        &self,
        store: &StoreId,
        user: &UserId,
    ) -> Result<Option<HeldRow<DirectoryEntry>>, TableError> {
        self.0.get(entry_key(store, user)).await?.as_ref().map(held_entry).transpose()
    }

    /// What leads laid down about an agent in these stores, where they did. Some moments behind.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn terms(
        &self,
        stores: &[StoreId],
        user: &UserId,
    ) -> Result<Vec<(StoreId, AgentTerms)>, TableError> {
        let wanted = stores.iter().map(|store| entry_key(store, user)).collect();
        let rows = self.0.rows_eventual(wanted).await?;
        let terms = |row: &Item| {
            let store = text(row, keys::PK).and_then(keys::store_of);
            let store = store.ok_or_else(|| TableError::corrupt("agent", "it is of no store"))?;
            Ok((store, document(row)?.unwrap_or_default()))
        };
        rows.iter().map(terms).collect()
    }

    /// Whoever a token names, with the groups they are in, without the stores in which they may not work any more; none
    /// where there is no other.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn admitted(
        &self,
        mut principal: Principal,
    ) -> Result<Option<Principal>, TableError> {
        let Some(user) = principal.user.clone().filter(|_| principal.role.is_staff()) else {
            return Ok(Some(principal));
        };
        let terms = self.terms(&principal.stores, &user).await?;
        let is_out =
            |store: &StoreId| terms.iter().any(|(own, terms)| own == store && !terms.active);
        principal.stores.retain(|store| !is_out(store));
        let of = |(store, terms): &(StoreId, AgentTerms)| {
            let groups = terms.groups.iter().map(|group| (store.clone(), *group));
            groups.collect::<Vec<_>>()
        };
        principal.groups = terms.iter().flat_map(of).collect();
        Ok((!principal.stores.is_empty()).then_some(principal))
    }

    /// Changes what an agent may do, on the condition that nobody has meanwhile.
    ///
    /// # Errors
    /// [`TableError`]: whether it was written is not known then.
    pub async fn change(
        &self,
        store: &StoreId,
        user: &UserId,
        seen: u32,
        terms: &AgentTerms,
        by: &AuditEntry,
    ) -> Result<Put, TableError> {
        self.replace(entry_key(store, user), seen, terms, by, "attribute_exists(pk)").await
    }

    /// Notes since when an agent takes no cases, or that they do; false where they have no entry.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn set_away(
        &self,
        store: &StoreId,
        user: &UserId,
        since: Option<Timestamp>,
    ) -> Result<bool, TableError> {
        let row = entry_key(store, user);
        let update = match since {
            // Who is away already is so since then.
            Some(now) => {
                self.0.update(row, "SET w = if_not_exists(w, :w)").bind(":w", N(now.0.to_string()))
            }
            None => self.0.update(row, "REMOVE w"),
        };
        update.only_if("attribute_exists(pk)").done_if_so().await
    }

    /// The same by somebody else, who is noted, on the condition that nobody has changed the entry meanwhile.
    ///
    /// # Errors
    /// [`TableError`]: whether it was written is not known then.
    pub async fn set_away_for(
        &self,
        store: &StoreId,
        user: &UserId,
        seen: u32,
        since: Option<Timestamp>,
        by: &AuditEntry,
    ) -> Result<Put, TableError> {
        let noted = format!("{CHANGES} = :k, {LAST} = :l");
        let change = match since {
            Some(_) => format!("SET w = :w, {noted}"),
            None => format!("SET {noted} REMOVE w"),
        };
        let update = self.0.update(entry_key(store, user), &change);
        let update = update.bind(":k", N((seen + 1).to_string())).bind(":l", S(json(by)?));
        let update = match since {
            Some(now) => update.bind(":w", N(now.0.to_string())),
            None => update,
        };
        if_unchanged(update, seen, "attribute_exists(pk)").put_if_so().await
    }

    /// A store's groups.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn groups(&self, store: &StoreId) -> Result<HeldRow<Groups>, TableError> {
        let row = self.0.get(groups_key(store)).await?;
        row.as_ref().map_or_else(|| Ok(HeldRow::empty()), held_groups)
    }

    /// Writes a store's groups, on the condition that nobody has meanwhile.
    ///
    /// # Errors
    /// [`TableError`]: whether they were written is not known then.
    pub async fn replace_groups(
        &self,
        store: &StoreId,
        seen: u32,
        groups: &Groups,
        by: &AuditEntry,
    ) -> Result<Put, TableError> {
        self.replace(groups_key(store), seen, groups, by, "attribute_not_exists(pk)").await
    }

    async fn replace<T: Serialize>(
        &self,
        row: Item,
        seen: u32,
        value: &T,
        by: &AuditEntry,
        first: &str,
    ) -> Result<Put, TableError> {
        let change = format!("SET {DOCUMENT} = :d, #v = :v, {CHANGES} = :k, {LAST} = :l");
        let update = self.0.update(row, change).name("#v", VERSION);
        let update = update
            .bind(":d", S(json(value)?))
            .bind(":v", N(FORM.to_string()))
            .bind(":k", N((seen + 1).to_string()))
            .bind(":l", S(json(by)?));
        if_unchanged(update, seen, first).put_if_so().await
    }

    /// Writes a change into the store's list. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn list_change(&self, store: &StoreId, entry: &AuditEntry) -> Result<(), TableError> {
        let mut row = key(keys::audit(store), keys::audited(entry.at, &entry.id));
        row.insert(DOCUMENT.to_owned(), S(json(entry)?));
        self.0.put(row).done().await
    }

    /// The changes of a store's directory before a place that an earlier page gave, newest first, and where the next
    /// page starts.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn changes(
        &self,
        store: &StoreId,
        from: Option<String>,
    ) -> Result<(Vec<AuditEntry>, Option<String>), TableError> {
        let partition = keys::audit(store);
        let start = from.map(|place| key(partition.clone(), place));
        let query = self.0.query("pk = :p").bind(":p", partition).ascending(false);
        let found = query.exclusive_start_key(start).limit(PAGE).page().await?;
        let last = found.last_evaluated_key.as_ref();
        let next = last.and_then(|key| text(key, keys::SK)).map(str::to_owned);
        let entries = found.items.iter().map(required).collect::<Result<_, _>>()?;
        Ok((entries, next))
    }
}

impl<T: Default> HeldRow<T> {
    fn empty() -> Self {
        Self { value: T::default(), last: None, changes: 0 }
    }
}

/// On the condition that a row has been changed so often, and if never, on this one too.
pub(super) fn if_unchanged<'a>(update: Write<'a>, seen: u32, first: &str) -> Write<'a> {
    match seen {
        0 => update.only_if(&format!("{first} AND attribute_not_exists({CHANGES})")),
        _ => {
            let same = format!("{CHANGES} = :seen");
            update.only_if(&same).bind(":seen", N(seen.to_string()))
        }
    }
}

fn entry_key(store: &StoreId, user: &UserId) -> Item {
    key(keys::store(store), keys::staff(user))
}

fn groups_key(store: &StoreId) -> Item {
    key(keys::store(store), keys::GROUPS.to_owned())
}

pub(super) fn json<T: Serialize>(value: &T) -> Result<String, TableError> {
    serde_json::to_string(value).map_err(|error| TableError::corrupt("directory", error))
}

/// What leads have laid down in a row. Of a newer release's (after a roll-back) this one reads the fields that it knows.
pub(super) fn document<T: DeserializeOwned>(row: &Item) -> Result<Option<T>, TableError> {
    let read = |document| {
        serde_json::from_str(document).map_err(|error| TableError::corrupt("directory", error))
    };
    text(row, DOCUMENT).map(read).transpose()
}

fn required<T: DeserializeOwned>(row: &Item) -> Result<T, TableError> {
    document(row)?.ok_or_else(|| TableError::corrupt("directory", "it is empty"))
}

pub(super) fn held<T>(row: &Item, value: T) -> Result<HeldRow<T>, TableError> {
    let last = text(row, LAST).map(serde_json::from_str).transpose();
    let last = last.map_err(|error| TableError::corrupt("directory", error))?;
    Ok(HeldRow { value, last, changes: number(row, CHANGES).unwrap_or_default() })
}

pub(super) fn held_groups(row: &Item) -> Result<HeldRow<Groups>, TableError> {
    held(row, document(row)?.unwrap_or_default())
}

pub(super) fn held_entry(row: &Item) -> Result<HeldRow<DirectoryEntry>, TableError> {
    let time = |name: &str| number::<i64>(row, name).map(Timestamp);
    let user = text(row, keys::SK).and_then(keys::staff_of);
    let entry = DirectoryEntry {
        user: user.ok_or_else(|| TableError::corrupt("agent", "its key names nobody"))?,
        role: text(row, "o").and_then(keys::role_of).unwrap_or(Role::Agent),
        name: text(row, "n").and_then(Name::shortened),
        terms: document(row)?.unwrap_or_default(),
        away_since: time("w"),
        first_seen: time("f").unwrap_or_default(),
        last_seen: time("h").unwrap_or_default(),
        version: number(row, CHANGES).unwrap_or_default(),
    };
    held(row, entry)
}

#[cfg(test)]
mod tests {
    use domain::{AuditedChange, GroupId};

    use super::super::form::tests::first_rows;
    use super::*;

    fn row(kind: &str, sk: String) -> Item {
        let [document] = first_rows(kind).try_into().unwrap();
        let mut row = key("p".to_owned(), sk);
        row.insert(DOCUMENT.to_owned(), S(String::from_utf8(document).unwrap()));
        row
    }

    #[test]
    fn rows_of_the_first_form_are_read() {
        let user = UserId::agent("issuer", "ines");
        let mut agent = row("agent-terms", keys::staff(&user));
        agent.insert(CHANGES.to_owned(), N("2".to_owned()));
        agent.insert("w".to_owned(), N("7".to_owned()));
        let held = held_entry(&agent).unwrap();
        let groups: Vec<_> = held.value.terms.groups.iter().copied().map(GroupId::get).collect();
        assert_eq!((held.changes, groups, held.value.terms.capacity), (2, vec![1, 2], Some(5)));
        assert_eq!((held.value.away_since, held.value.terms.active), (Some(Timestamp(7)), true));
        let groups = held_groups(&row("groups", keys::GROUPS.to_owned())).unwrap().value;
        assert_eq!(groups.all().len(), 2);
        assert!(!groups.is_open(GroupId::try_from(2).unwrap()));
        let entry: AuditEntry = required(&row("audit", String::new())).unwrap();
        assert!(matches!(entry.change, AuditedChange::Agent { .. }));
    }

    #[test]
    fn who_has_only_signed_in_may_work_without_a_limit() {
        let user = UserId::agent("issuer", "ines");
        let held = held_entry(&key("p".to_owned(), keys::staff(&user))).unwrap();
        assert_eq!((held.value.terms, held.changes), (AgentTerms::default(), 0));
    }
}
