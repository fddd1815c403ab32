//! What a message comes to in dollars.

use anyhow::{Context, bail};
use serde_json::Value;

/// Lines of metrics hold at most so many messages.
const MOST_IN_A_LINE: f64 = 50.0;
/// Messages in the counted batch.
const BATCH: f64 = 10.0;

/// What everything is computed from.
pub(super) struct Model {
    pub(super) prices: Value,
    pub(super) assumptions: Value,
    pub(super) counted: Value,
    pub(super) template: Value,
}

/// How many see the lists.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Desk {
    OneAgent,
    FiftyAgents,
}

/// Dollars, by what is paid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cost {
    pub(super) frames: f64,
    pub(super) lambda: f64,
    pub(super) table: f64,
    pub(super) logs: f64,
}

/// What is used for one message.
#[derive(Clone, Copy, Default)]
struct Use {
    frames: f64,
    runs: f64,
    milliseconds: f64,
    reads: f64,
    writes: f64,
    log_bytes: f64,
}

impl Cost {
    pub(super) fn total(&self) -> f64 {
        self.frames + self.lambda + self.table + self.logs
    }
}

impl Model {
    /// Dollars for a number of messages that come within a month's working hours, one as often as the other; each moves its
    /// case from one list to another, or one in so many does.
    pub(super) fn chat(&self, messages: f64, desk: Desk, moves: f64) -> anyhow::Result<Cost> {
        let rate = messages / (self.assumed("hours_a_month")? * 3_600.0);
        let used = self.message(rate)?.and(self.lists(rate, desk, moves)?);
        self.cost(used, messages)
    }

    /// Dollars for triage's part of so many drafts, with what their own events cost.
    pub(super) fn drafts(&self, drafts: f64) -> anyhow::Result<f64> {
        let rate = drafts / (self.assumed("hours_a_month")? * 3_600.0);
        let own = Use {
            // The agent hears of it.
            frames: 1.0,
            runs: 1.0,
            milliseconds: self.assumed("milliseconds_of_draft")?,
            reads: self.counted("draft", "read_units")?,
            writes: self.counted("draft", "write_units")?,
            log_bytes: 0.0,
        };
        Ok(self.cost(own.and(self.lists(rate, Desk::OneAgent, 0.0)?), drafts)?.total())
    }

    /// Dollars for the words of a search of so many messages: from, to.
    pub(super) fn words(&self, messages: f64) -> anyhow::Result<(f64, f64)> {
        let of = |place: usize| -> anyhow::Result<f64> {
            let words = self.assumptions["words_of_eight_messages"][place].as_f64();
            let words = words.context("assumptions.json says no words_of_eight_messages")? / 8.0;
            // Beside its words each message has the case's own row read and written.
            let used = Use { reads: 0.5, writes: words + 1.0, ..Use::default() };
            Ok(self.cost(used, messages)?.total())
        };
        Ok((of(0)?, of(1)?))
    }

    /// Dollars a month to keep so many messages, with the copy of the last 35 days.
    pub(super) fn storage(&self, messages: f64) -> anyhow::Result<f64> {
        let gigabytes = messages * self.assumed("table_bytes_of_a_message")? / 1e9;
        Ok(gigabytes * (self.price("table_gigabyte")? + self.price("backup_gigabyte")?))
    }

    /// Messages in a batch of the table's stream, at so many a second.
    pub(super) fn batch(&self, rate: f64) -> anyhow::Result<f64> {
        let mapping = &self.template["Resources"]["ProjectionsMapping"]["Properties"];
        let workers = mapping["ParallelizationFactor"].as_f64();
        let workers = workers.context("the template says no ParallelizationFactor")?;
        if mapping["MaximumBatchingWindowInSeconds"]["Ref"] != "ListSeconds" {
            bail!("the template does not gather for ListSeconds");
        }
        // The first opens the window.
        Ok(1.0 + rate / workers * self.parameter("ListSeconds")?)
    }

    fn message(&self, rate: f64) -> anyhow::Result<Use> {
        let own = |what| self.counted("message", what);
        let in_a_line =
            (rate * self.assumed("seconds_between_lines_of_metrics")?).clamp(1.0, MOST_IN_A_LINE);
        let line = self.counted("bytes_of_a_line", "message")?
            + self.assumed("bytes_around_a_log_line")?;
        let access = self.assumed("access_log_bytes")? + self.assumed("bytes_around_a_log_line")?;
        Ok(Use {
            frames: own("frames")?,
            runs: own("runs")?,
            milliseconds: self.assumed("milliseconds_of_message")?,
            reads: own("read_units")?,
            writes: own("write_units")?,
            log_bytes: line / in_a_line + access,
        })
    }

    /// What lists take for one of the messages of a batch.
    fn lists(&self, rate: f64, desk: Desk, moves: f64) -> anyhow::Result<Use> {
        let batch = self.batch(rate)?;
        let moved = self.counted("lists_of_one_message", "write_units")?;
        let stays = self.counted("lists_of_one_more_message", "write_units")?;
        let lines = 1.0
            / (rate / batch * self.assumed("seconds_between_lines_of_metrics")?)
                .clamp(1.0, MOST_IN_A_LINE);
        let line = self.counted("bytes_of_a_line", "projections")?;
        let line = line + self.assumed("bytes_around_a_log_line")?;
        let each = Use {
            milliseconds: self.assumed("milliseconds_of_lists_for_each_case")?,
            writes: moved * moves + stays * (1.0 - moves),
            ..Use::default()
        };
        let whole = Use {
            runs: self.counted("lists_of_one_message", "runs")?,
            milliseconds: self.assumed("milliseconds_of_lists")?,
            log_bytes: line * lines,
            ..Use::default()
        };
        let told = match desk {
            Desk::OneAgent => Use {
                frames: self.counted("lists_of_one_message", "frames")?,
                reads: self.counted("lists_of_one_message", "read_units")?,
                ..Use::default()
            }
            .by(1.0 / batch),
            Desk::FiftyAgents => self.told_to_many(rate, batch, moved)?,
        };
        Ok(each.and(whole.by(1.0 / batch)).and(told))
    }

    /// Who has the case is told with each batch, everybody some seconds after.
    fn told_to_many(&self, rate: f64, batch: f64, moved: f64) -> anyhow::Result<Use> {
        let keeps = "lists_of_ten_messages_among_fifty_agents";
        let tells = "lists_of_one_message_that_tells_fifty_agents_of_ten_more";
        let agents = self.counted(keeps, "read_units")?;
        let keeping = Use {
            frames: self.counted(keeps, "frames")? / BATCH,
            reads: agents / batch,
            writes: (self.counted(keeps, "write_units")? - BATCH * moved) / batch,
            ..Use::default()
        };
        let between = number(&self.counted, "seconds_between_tellings")?;
        let in_a_telling = (rate * between).max(batch);
        let kept = (in_a_telling - batch).max(0.0) / in_a_telling;
        let telling = Use {
            // Whoever has a case of that batch gets one frame, not two.
            frames: self.counted(tells, "frames")? / in_a_telling
                - keeping.frames * batch / in_a_telling,
            reads: (self.counted(tells, "read_units")? - agents) / BATCH * kept,
            writes: (self.counted(tells, "write_units")? - moved - 1.0) / in_a_telling,
            ..Use::default()
        };
        Ok(keeping.and(telling))
    }

    fn cost(&self, used: Use, times: f64) -> anyhow::Result<Cost> {
        let gigabytes = self.parameter("Memory")? / 1024.0;
        let lambda = used.runs * self.price("run")?
            + used.milliseconds / 1_000.0 * gigabytes * self.price("gigabyte_second")?;
        let table =
            used.reads * self.price("read_unit")? + used.writes * self.price("write_unit")?;
        Ok(Cost {
            frames: used.frames * self.price("frame")? * times,
            lambda: lambda * times,
            table: table * times,
            logs: used.log_bytes / 1e9 * self.price("log_gigabyte")? * times,
        })
    }

    /// Dollars for one.
    fn price(&self, what: &str) -> anyhow::Result<f64> {
        let price = &self.prices[what];
        Ok(number(price, "dollars")? / number(price, "for")?)
    }

    fn counted(&self, what: &str, which: &str) -> anyhow::Result<f64> {
        number(&self.counted[what], which).with_context(|| format!("counted.json, {what}"))
    }

    fn assumed(&self, what: &str) -> anyhow::Result<f64> {
        number(&self.assumptions, what)
    }

    fn parameter(&self, name: &str) -> anyhow::Result<f64> {
        number(&self.template["Parameters"][name], "Default")
    }
}

fn number(of: &Value, name: &str) -> anyhow::Result<f64> {
    of[name].as_f64().with_context(|| format!("no number {name}"))
}

impl Use {
    fn and(self, other: Self) -> Self {
        Self {
            frames: self.frames + other.frames,
            runs: self.runs + other.runs,
            milliseconds: self.milliseconds + other.milliseconds,
            reads: self.reads + other.reads,
            writes: self.writes + other.writes,
            log_bytes: self.log_bytes + other.log_bytes,
        }
    }

    fn by(self, times: f64) -> Self {
        Self {
            frames: self.frames * times,
            runs: self.runs * times,
            milliseconds: self.milliseconds * times,
            reads: self.reads * times,
            writes: self.writes * times,
            log_bytes: self.log_bytes * times,
        }
    }
}
