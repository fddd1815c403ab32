//! The row of a case's summary.

use domain::{Name, Role, Seq, State, Tag, TargetDue, Timestamp};
use serde::{Deserialize, Serialize};

use super::summaries::Summary;
use super::summary_change::PromisedReply;
use super::table::Item;
use super::{TableError, keys};

/// The summary's row. Names are short because every batch of events pays for them.
#[derive(Serialize, Deserialize)]
struct Row {
    pk: String,
    q: Seq,
    t: Timestamp,
    /// Rows from before this was kept have none.
    #[serde(default)]
    vt: Option<Timestamp>,
    s: State,
    #[serde(default)]
    j: Option<String>,
    #[serde(default)]
    cn: Option<Name>,
    #[serde(default)]
    x: Option<String>,
    #[serde(default)]
    xr: Option<String>,
    #[serde(default)]
    an: Option<Name>,
    #[serde(default)]
    sj: Option<String>,
    #[serde(default)]
    wsk: Option<String>,
    #[serde(default)]
    er: bool,
    #[serde(default)]
    ba: Option<Timestamp>,
    #[serde(default)]
    fa: Option<Timestamp>,
    #[serde(default)]
    fd: Option<Timestamp>,
    #[serde(default)]
    fw: Option<Timestamp>,
    #[serde(default)]
    rd: Option<Timestamp>,
    #[serde(default)]
    rw: Option<Timestamp>,
    #[serde(default)]
    ps: Option<Seq>,
    #[serde(default)]
    pd: Option<Timestamp>,
    #[serde(default)]
    pa: Option<Timestamp>,
}

/// The summary that a row holds.
///
/// # Errors
/// [`TableError::Corrupt`].
pub(super) fn summary(item: Item) -> Result<Summary, TableError> {
    let mut tags: Vec<Tag> = item.keys().filter_map(|name| keys::tag_of(name)).collect();
    tags.sort();
    let row: Row = serde_dynamo::aws_sdk_dynamodb_1::from_item(item)
        .map_err(|error| TableError::corrupt("summary", error))?;
    let case = keys::case_of(&row.pk)
        .ok_or_else(|| TableError::corrupt("summary", "its key names no case"))?;
    Ok(Summary {
        case,
        seq: row.q,
        updated_at: row.t,
        visible_at: row.vt.unwrap_or(row.t),
        state: row.s,
        opening: row.j,
        subject: row.sj,
        tags,
        place: row.wsk,
        customer_name: row.cn,
        excerpt: row.x,
        last_role: row.xr.and_then(|letter| keys::role_of(&letter)).unwrap_or(Role::Customer),
        assignee_name: row.an,
        read: None,
        is_erased: row.er,
        work_since: row.ba,
        replied_at: row.fa,
        reply_due: row.fd.map(|at| TargetDue { at, warn_at: row.fw }),
        resolution_due: row.rd.map(|at| TargetDue { at, warn_at: row.rw }),
        promise: row.ps.zip(row.pd).map(|(of, by)| PromisedReply { of, by, kept_at: row.pa }),
    })
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{extended, first_items};
    use super::*;

    #[test]
    fn the_first_releases_summary_is_read_and_what_a_later_one_has_added_is_passed_over() {
        let [row] = first_items("summary").try_into().unwrap();
        let at = Timestamp(1_795_248_950_039);
        for row in [row.clone(), extended(row)] {
            let read = summary(row).unwrap();
            assert_eq!(read.case.as_str(), "57bzyhkcc0w3aj3xnwyyz8fqx1");
            assert_eq!((read.seq.get(), read.updated_at, read.visible_at), (2, at, at));
            assert_eq!((read.state.since, read.state.store.as_str()), (at, "demo"));
            assert_eq!(read.opening.as_deref(), Some("Where is my order?"));
            assert_eq!((read.subject, read.tags), (None, vec![]));
            assert_eq!(
                (read.excerpt.as_deref(), read.last_role),
                (Some("One moment."), Role::Agent)
            );
            assert_eq!((read.customer_name, read.assignee_name), (Name::shortened("Ada"), None));
        }
    }
}
