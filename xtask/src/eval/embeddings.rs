//! Embeddings for evaluation: asked for once, then kept in a cache file.
//!
//! The cache is a list of records after a four-byte dimension: 16 bytes of the text's SHA-256, then the vector's
//! little-endian floats. It only grows; a record cut off by a crash is ignored and overwritten.

use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use indicatif::ProgressBar;
use retrieval::{StaticVectors, Vector};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Texts in one request.
const BATCH: usize = 128;

/// An OpenAI-compatible endpoint for embeddings, with its cache.
pub(crate) struct Embeddings {
    endpoint: String,
    model: String,
    path: PathBuf,
    known: HashMap<[u8; 16], Vec<f32>>,
    /// A table that needs no endpoint and no cache.
    table: Option<StaticVectors>,
}

#[derive(Deserialize)]
struct Reply {
    data: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    index: usize,
    embedding: Vec<f32>,
}

impl Embeddings {
    /// Opens the cache of a model in `folder`. Nothing is asked of `endpoint` (such as `http://host/v1`) yet.
    pub(crate) fn open(folder: &Path, endpoint: &str, model: &str) -> anyhow::Result<Self> {
        fs::create_dir_all(folder)?;
        let name: String =
            model.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect();
        let path = folder.join(format!("{name}.vectors"));
        let known = if path.exists() { load(&fs::read(&path)?) } else { HashMap::new() };
        Ok(Self {
            endpoint: endpoint.trim_end_matches('/').to_owned(),
            model: model.to_owned(),
            path,
            known,
            table: None,
        })
    }

    /// Embeddings out of a table of static vectors: nothing is fetched.
    pub(crate) fn of_static(table: StaticVectors) -> Self {
        Self {
            endpoint: String::new(),
            model: table.name().to_owned(),
            path: PathBuf::new(),
            known: HashMap::new(),
            table: Some(table),
        }
    }

    /// The model's name.
    pub(crate) fn name(&self) -> &str {
        &self.model
    }

    /// Fetches what the cache lacks of these texts.
    pub(crate) fn prepare(&mut self, texts: &[&str]) -> anyhow::Result<()> {
        let mut missing: Vec<&str> =
            texts.iter().copied().filter(|text| !self.known.contains_key(&key(text))).collect();
        missing.sort_unstable();
        missing.dedup();
        let bar = ProgressBar::new(missing.len() as u64).with_message("embeddings");
        bar.set_style(super::progress_style());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let client = reqwest::Client::new();
        for batch in missing.chunks(BATCH) {
            let vectors = runtime.block_on(self.ask(&client, batch))?;
            self.append(batch, vectors)?;
            bar.inc(batch.len() as u64);
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// The vector of a prepared text; none where a table of static vectors knows no piece of it.
    pub(crate) fn of(&self, text: &str) -> anyhow::Result<Option<Vector>> {
        if let Some(table) = &self.table {
            return Ok(table.embed(text));
        }
        let values =
            self.known.get(&key(text)).with_context(|| format!("no embedding of {text:?}"))?;
        Ok(Some(Vector::parse(values)?))
    }

    /// The model's dimensions, as far as the cache knows.
    pub(crate) fn dimensions(&self) -> usize {
        let fetched = || self.known.values().next().map_or(0, Vec::len);
        self.table.as_ref().map_or_else(fetched, StaticVectors::dimensions)
    }

    async fn ask(&self, client: &reqwest::Client, texts: &[&str]) -> anyhow::Result<Vec<Vec<f32>>> {
        let body = serde_json::json!({ "model": self.model, "input": texts });
        let url = format!("{}/embeddings", self.endpoint);
        let mut request = client.post(&url).json(&body);
        if let Ok(key) = std::env::var("EMBEDDINGS_KEY") {
            request = request.bearer_auth(key);
        }
        let reply = request.send().await.with_context(|| format!("no answer from {url}"))?;
        let mut reply: Reply = reply.error_for_status()?.json().await?;
        reply.data.sort_by_key(|item| item.index);
        ensure!(
            reply.data.len() == texts.len(),
            "{} vectors for {} texts",
            reply.data.len(),
            texts.len()
        );
        Ok(reply.data.into_iter().map(|item| item.embedding).collect())
    }

    fn append(&mut self, texts: &[&str], vectors: Vec<Vec<f32>>) -> anyhow::Result<()> {
        let dimensions = vectors.first().map_or(0, Vec::len);
        ensure!(
            vectors.iter().all(|vector| vector.len() == dimensions),
            "vectors of several lengths"
        );
        ensure!(
            self.known.is_empty() || self.dimensions() == dimensions,
            "the model's dimensions have changed"
        );
        let mut file =
            OpenOptions::new().create(true).truncate(false).write(true).open(&self.path)?;
        let record = 16 + 4 * dimensions as u64;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&(dimensions as u32).to_le_bytes())?;
        file.seek(SeekFrom::Start(4 + self.known.len() as u64 * record))?;
        for (text, vector) in texts.iter().zip(vectors) {
            file.write_all(&key(text))?;
            file.write_all(
                &vector.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>(),
            )?;
            self.known.insert(key(text), vector);
        }
        Ok(())
    }
}

fn key(text: &str) -> [u8; 16] {
    let digest = Sha256::digest(text.as_bytes());
    std::array::from_fn(|at| digest[at])
}

fn load(bytes: &[u8]) -> HashMap<[u8; 16], Vec<f32>> {
    let Some((dimensions, records)) = bytes.split_first_chunk::<4>() else { return HashMap::new() };
    let size = 16 + 4 * u32::from_le_bytes(*dimensions) as usize;
    let record = |record: &[u8]| {
        let value = |bytes: &[u8]| bytes.try_into().map_or(0.0, f32::from_le_bytes);
        (std::array::from_fn(|at| record[at]), record[16..].chunks_exact(4).map(value).collect())
    };
    records.chunks_exact(size).map(record).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_cut_off_by_a_crash_is_ignored_and_overwritten() {
        let folder = std::env::temp_dir().join(format!("eval-cache-{}", std::process::id()));
        let open = || Embeddings::open(&folder, "http://localhost/v1", "some/model").unwrap();
        let mut cache = open();
        cache.append(&["one"], vec![vec![1.0, 2.0]]).unwrap();
        let path = cache.path.clone();
        let whole = fs::read(&path).unwrap();
        fs::write(&path, [&whole[..], &whole[4..15]].concat()).unwrap();
        let mut cache = open();
        cache.append(&["two"], vec![vec![3.0, 4.0]]).unwrap();
        let cache = open();
        assert_eq!(cache.known[&key("one")], [1.0, 2.0]);
        assert_eq!(cache.known[&key("two")], [3.0, 4.0]);
        fs::remove_dir_all(folder).unwrap();
    }
}
