//! The table of goals beside what was measured.

use retrieval::Tier;

use super::measure::{Measured, Shares};

/// One goal: where it applies, what it asks.
struct Goal {
    name: &'static str,
    tier: Tier,
    /// Beginning of the names of the files it is about.
    file: &'static str,
    goal: &'static str,
    moonshot: &'static str,
    reads: fn(&[&Measured]) -> String,
}

const GOALS: [Goal; 8] = [
    Goal {
        name: "coverage at P97",
        tier: Tier::Lexical,
        file: "banking77",
        goal: "72",
        moonshot: "80",
        reads: p97,
    },
    Goal {
        name: "coverage at P97",
        tier: Tier::Lexical,
        file: "clinc150",
        goal: "88",
        moonshot: "92",
        reads: p97,
    },
    Goal {
        name: "coverage at P97",
        tier: Tier::Both,
        file: "banking77",
        goal: "86",
        moonshot: "90",
        reads: p97,
    },
    Goal {
        name: "coverage at P99",
        tier: Tier::Both,
        file: "banking77",
        goal: "73",
        moonshot: "80",
        reads: p99,
    },
    Goal {
        name: "coverage at P97",
        tier: Tier::Both,
        file: "clinc150",
        goal: "95",
        moonshot: "97",
        reads: p97,
    },
    Goal {
        name: "questions until 80 %",
        tier: Tier::Both,
        file: "banking77",
        goal: "2500",
        moonshot: "1500",
        reads: until,
    },
    Goal {
        name: "false on unanswerable",
        tier: Tier::Lexical,
        file: "",
        goal: "1 %",
        moonshot: "0.3 %",
        reads: falsely,
    },
    Goal {
        name: "false on unanswerable",
        tier: Tier::Both,
        file: "",
        goal: "1 %",
        moonshot: "0.3 %",
        reads: falsely,
    },
];

/// Prints what each file gave, then the goals that these files and this tier are about.
pub(crate) fn print(tier: Tier, measured: &[Measured]) {
    println!(
        "{:28} {:>22} {:>22} {:>22} {:>9} {:>7} {:>7}",
        "second half",
        "P97 cov (prec) false",
        "P99 cov (prec) false",
        "online cov (prec) false",
        "until 80",
        "missed",
        "time"
    );
    for file in measured {
        let until = file.until_80.map_or("never".to_owned(), |at| at.to_string());
        println!(
            "{:28} {:>22} {:>22} {:>22} {:>9} {:>7} {:>5.1} s",
            file.name,
            cell(file.p97),
            cell(file.p99),
            cell(file.online_late),
            until,
            percent(file.missed),
            file.seconds
        );
    }
    println!(
        "\n{:24} {:10} {:>16} {:>8} {:>9}",
        "goal (mean of its files)", "", "measured", "goal", "moonshot"
    );
    for goal in GOALS.iter().filter(|goal| goal.tier == tier) {
        let files: Vec<&Measured> =
            measured.iter().filter(|file| file.name.starts_with(goal.file)).collect();
        if !files.is_empty() {
            let value = (goal.reads)(&files);
            println!(
                "{:24} {:10} {value:>16} {:>8} {:>9}",
                goal.name, goal.file, goal.goal, goal.moonshot
            );
        }
    }
    let missed = mean(measured, |file| file.missed);
    println!(
        "{:24} {:10} {:>16} {:>8} {:>9}",
        "certified target missed",
        "",
        percent(missed),
        "10 %",
        "10 %"
    );
}

fn p97(files: &[&Measured]) -> String {
    covered(files, |file| file.p97)
}

fn p99(files: &[&Measured]) -> String {
    covered(files, |file| file.p99)
}

fn covered(files: &[&Measured], reads: fn(&Measured) -> Shares) -> String {
    let coverage = mean(files, |file| reads(file).coverage);
    let precision = mean(files, |file| reads(file).precision);
    format!("{:.1} ({:.2})", 100.0 * coverage, 100.0 * precision)
}

fn until(files: &[&Measured]) -> String {
    let all: Option<Vec<usize>> = files.iter().map(|file| file.until_80).collect();
    all.map_or("never".to_owned(), |all| (all.iter().sum::<usize>() / all.len()).to_string())
}

fn falsely(files: &[&Measured]) -> String {
    format!("{:.2} %", 100.0 * mean(files, |file| file.online_late.false_share))
}

fn mean<T: std::borrow::Borrow<Measured>>(files: &[T], reads: impl Fn(&Measured) -> f64) -> f64 {
    files.iter().map(|file| reads(file.borrow())).sum::<f64>() / files.len().max(1) as f64
}

fn cell(shares: Shares) -> String {
    format!(
        "{:.1} ({:.2}) {:.2}",
        100.0 * shares.coverage,
        100.0 * shares.precision,
        100.0 * shares.false_share
    )
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}
