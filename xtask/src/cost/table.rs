//! The price list as it stands in the README.

use std::fmt::Write as _;

use super::model::{Cost, Desk, Model};

/// Messages a month of the rows.
const VOLUMES: [(&str, f64); 4] =
    [("10,000", 1e4), ("100,000", 1e5), ("1,000,000", 1e6), ("10,000,000", 1e7)];
const MILLION: f64 = 1e6;

pub(super) fn write(model: &Model) -> anyhow::Result<String> {
    Ok(format!("\n{}\n{}\n", of_a_million(model)?, by_volume(model)?))
}

/// A million messages, by desk.
fn of_a_million(model: &Model) -> anyhow::Result<String> {
    let mut table = String::from(
        "| a million messages in a month | frames | Lambda | table | logs | in all |\n|---|---|---|---|---|---|\n",
    );
    for (what, desk, moves) in [
        (
            "one agent sees the lists; each message moves its case to another list",
            Desk::OneAgent,
            1.0,
        ),
        ("the same; every other message follows one of the same side", Desk::OneAgent, 0.5),
        ("50 agents see the lists; each message moves its case", Desk::FiftyAgents, 1.0),
        ("the same; every other message follows one of the same side", Desk::FiftyAgents, 0.5),
    ] {
        let cost = model.chat(MILLION, desk, moves)?;
        let Cost { frames, lambda, table: units, logs } = cost;
        let cells = [frames, lambda, units, logs, cost.total()].map(dollars).join(" | ");
        writeln!(table, "| {what} | {cells} |")?;
    }
    Ok(table)
}

/// A month, by messages.
fn by_volume(model: &Model) -> anyhow::Result<String> {
    let mut table = String::from(
        "| a month | frames | Lambda | table | logs | chat | chat, 50 agents | drafts for half of them | words of the search | to keep them | in all, one agent |\n\
         |---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for (what, messages) in VOLUMES {
        let chat = model.chat(messages, Desk::OneAgent, 1.0)?;
        let many = model.chat(messages, Desk::FiftyAgents, 1.0)?.total();
        let drafts = model.drafts(messages / 2.0)?;
        let (from, to) = model.words(messages)?;
        let kept = model.storage(messages)?;
        let rest = chat.total() + drafts + kept;
        let parts = [chat.frames, chat.lambda, chat.table, chat.logs, chat.total(), many, drafts];
        let parts = parts.map(dollars).join(" | ");
        let (words, all) = (range(from, to), range(rest + from, rest + to));
        writeln!(table, "| {what} messages | {parts} | {words} | {} | {all} |", dollars(kept))?;
    }
    Ok(table)
}

fn range(from: f64, to: f64) -> String {
    match (dollars(from), dollars(to)) {
        (from, to) if from == to => from,
        (from, to) => format!("{from} to {to}"),
    }
}

/// Cents below a hundred dollars, whole ones above.
fn dollars(amount: f64) -> String {
    match amount {
        small if small < 99.995 => format!("${small:.2}"),
        large => format!("${large:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_prices() {
        for (amount, expected) in [
            (0.0, "$0.00"),
            (5.504, "$5.50"),
            (10.584, "$10.58"),
            (99.996, "$100"),
            (165.4, "$165"),
        ] {
            assert_eq!(dollars(amount), expected);
        }
        assert_eq!(range(0.021, 0.022), "$0.02");
        assert_eq!(range(1.5, 3.0), "$1.50 to $3.00");
    }
}
