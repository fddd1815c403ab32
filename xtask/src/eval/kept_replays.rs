//! Replays kept in a file: thousands of questions take minutes, and what they showed is wanted again and again.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::data::Data;
use super::replay::{Replay, Seen};

/// One store's replay: a line of the file.
#[derive(Serialize, Deserialize)]
struct Kept {
    store: String,
    sha256: String,
    questions: Vec<Asked>,
}

/// A question with what a person named, what was right, and what was known of it.
#[derive(Serialize, Deserialize)]
struct Asked {
    verdict: Option<String>,
    answer: Option<String>,
    #[serde(flatten)]
    seen: Seen,
}

/// The file of kept replays. A line that a crash cut off is replayed anew.
pub(crate) struct KeptReplays {
    kept: Vec<Kept>,
    file: File,
}

impl KeptReplays {
    /// Opens the file, or begins it.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        let text = if path.exists() { fs::read_to_string(path)? } else { String::new() };
        let kept = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let file = OpenOptions::new().create(true).append(true).open(path);
        let mut file = file.with_context(|| format!("cannot write {}", path.display()))?;
        if !text.is_empty() && !text.ends_with('\n') {
            writeln!(file)?;
        }
        Ok(Self { kept, file })
    }

    /// The replay of these questions, where it is kept.
    pub(crate) fn find(&self, data: &Data) -> Option<Replay> {
        let is_of = |kept: &&Kept| {
            kept.store == data.name
                && kept.sha256 == data.sha256
                && kept.questions.len() == data.lines.len()
        };
        let kept = self.kept.iter().find(is_of)?;
        let seen = kept.questions.iter().map(|asked| asked.seen.clone()).collect();
        Some(Replay { data: data.clone(), seen, time: Duration::ZERO })
    }

    /// Keeps a replay.
    pub(crate) fn keep(&mut self, replay: &Replay) -> anyhow::Result<()> {
        let asked = replay.data.lines.iter().zip(&replay.seen).map(|(line, seen)| Asked {
            verdict: line.verdict().map(str::to_owned),
            answer: line.answer.clone(),
            seen: seen.clone(),
        });
        let Data { name, sha256, .. } = replay.data.clone();
        let kept = Kept { store: name, sha256, questions: asked.collect() };
        Ok(writeln!(self.file, "{}", serde_json::to_string(&kept)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Line, PersonsWord};

    #[test]
    fn a_kept_replay_is_found_again_and_no_other() {
        let path = std::env::temp_dir().join(format!("eval-kept-{}", std::process::id()));
        let line = Line { text: "hi".into(), answer: None, said: PersonsWord::AsInFile };
        let data = Data { name: "store".into(), sha256: "one".into(), lines: vec![line] };
        let seen = Seen {
            candidate: None,
            is_same_question: true,
            repeat: false,
            is_verdict_known: false,
        };
        let replay = Replay { data: data.clone(), seen: vec![seen], time: Duration::ZERO };
        KeptReplays::open(&path).unwrap().keep(&replay).unwrap();
        let kept = KeptReplays::open(&path).unwrap();
        assert!(kept.find(&data).unwrap().seen[0].is_same_question);
        assert!(kept.find(&Data { sha256: "other".into(), ..data }).is_none());
        fs::remove_file(path).unwrap();
    }
}
