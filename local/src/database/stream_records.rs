//! The rows of the engine's stream. The engine looks through all of them for each write and each reader's look, and keeps
//! them for ever: after an hour of talk a message would take ten times as long as the first one.

use rusqlite::Connection;

use crate::clock;

/// By what the engine looks for: the newest record of a table, and those behind a number.
const INDEX: &str = "CREATE INDEX IF NOT EXISTS stream_order
    ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";
/// What DynamoDB no longer gives either.
const TRIM: &str = "DELETE FROM _stream_records WHERE created_at < ?1";
/// Seconds for which DynamoDB keeps a record.
const RETENTION: u64 = 24 * 60 * 60;

/// Makes the index and forgets what is too old, in the engine's database of this name.
///
/// # Errors
/// The engine's own tables are not there, or the database is in use elsewhere.
pub(super) fn put_in_order(name: &str) -> rusqlite::Result<()> {
    let connection = Connection::open(name)?;
    connection.execute(INDEX, [])?;
    let oldest = (clock::epoch_ms() / 1000).saturating_sub(RETENTION);
    connection.execute(TRIM, [oldest.cast_signed()])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(name: &str, query: &str) -> String {
        let connection = Connection::open(name).unwrap();
        let query = format!("EXPLAIN QUERY PLAN {query}");
        connection.query_row(&query, [], |row| row.get(3)).unwrap()
    }

    #[test]
    fn what_the_engine_asks_of_its_stream_is_answered_by_an_index() {
        let name = crate::database::embedded::in_memory();
        let _engine = dynoxide::Database::new(&name).unwrap();
        put_in_order(&name).unwrap();
        let order = "CAST(sequence_number AS INTEGER)";
        let newest = format!(
            "SELECT COALESCE(MAX({order}), 0) + 1 FROM _stream_records WHERE table_name = 't'"
        );
        let behind = format!(
            "SELECT event_name FROM _stream_records WHERE table_name = 't' AND shard_id = 's' AND {order} > 7
             ORDER BY {order} ASC LIMIT 9"
        );
        for query in [newest, behind] {
            let plan = plan(&name, &query);
            assert!(
                plan.starts_with("SEARCH") && plan.contains("INDEX stream_order (table_name=?"),
                "{plan}"
            );
        }
    }

    #[test]
    fn records_of_two_days_ago_are_gone_when_it_opens_again() {
        let name = crate::database::embedded::in_memory();
        let _engine = dynoxide::Database::new(&name).unwrap();
        let connection = Connection::open(&name).unwrap();
        let now = (clock::epoch_ms() / 1000).cast_signed();
        for (number, at) in [(1, now - 2 * 86_400), (2, now)] {
            let row = "INSERT INTO _stream_records
                (table_name, event_name, keys_json, sequence_number, shard_id, created_at) VALUES ('t', 'INSERT', '{}', ?1, 's', ?2)";
            connection.execute(row, (number, at)).unwrap();
        }
        put_in_order(&name).unwrap();
        let left: String = connection
            .query_row("SELECT MIN(sequence_number) FROM _stream_records", [], |row| row.get(0))
            .unwrap();
        assert_eq!(left, "2");
    }
}
