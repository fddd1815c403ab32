//! Reads a file of questions in replay order.

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// One question and what a person would have answered it with.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Line {
    /// The customer's words.
    pub(crate) text: String,
    /// The answer's id; nothing when no reusable answer exists.
    pub(crate) answer: Option<String>,
    /// What a person said that fits.
    #[serde(skip)]
    pub(crate) said: PersonsWord,
}

/// What a person says that fits a question.
#[derive(Debug, Clone, Default)]
pub(crate) enum PersonsWord {
    /// What the file says.
    #[default]
    AsInFile,
    /// This answer, or none, be it right or wrong.
    Other(Option<String>),
}

impl Line {
    /// The answer that a person named, right or wrong.
    pub(crate) fn verdict(&self) -> Option<&str> {
        match &self.said {
            PersonsWord::AsInFile => self.answer.as_deref(),
            PersonsWord::Other(answer) => answer.as_deref(),
        }
    }
}

/// A file of questions.
#[derive(Debug, Clone)]
pub(crate) struct Data {
    /// The file's name, without its folders.
    pub(crate) name: String,
    /// The checksum of the file as it lies there.
    pub(crate) sha256: String,
    /// The questions in replay order.
    pub(crate) lines: Vec<Line>,
}

/// Reads a file of JSON lines, gzipped or plain.
pub(crate) fn read(path: &Path) -> anyhow::Result<Data> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let sha256 = hex(&Sha256::digest(&bytes));
    let text =
        if bytes.starts_with(&[0x1f, 0x8b]) { unzip(&bytes)? } else { String::from_utf8(bytes)? };
    let parse = |(number, line): (usize, &str)| {
        serde_json::from_str(line).with_context(|| format!("{name}, line {}", number + 1))
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(parse);
    Ok(Data { lines: lines.collect::<anyhow::Result<_>>()?, name, sha256 })
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unzip(bytes: &[u8]) -> anyhow::Result<String> {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_file_is_read_and_a_broken_line_is_named() {
        let folder = std::env::temp_dir().join(format!("eval-data-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("questions.jsonl");
        fs::write(&path, "{\"id\":\"1\",\"text\":\"hi\",\"answer\":null,\"kind\":\"oos\"}\n\n")
            .unwrap();
        assert_eq!(read(&path).unwrap().lines.len(), 1);
        fs::write(&path, "{\"text\":\"hi\",\"answer\":null}\n{").unwrap();
        assert!(format!("{:#}", read(&path).unwrap_err()).contains("questions.jsonl, line 2"));
        fs::remove_dir_all(folder).unwrap();
    }
}
