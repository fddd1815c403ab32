//! A build fingerprint: a file that says from which sources something was built, so that what is fresh is not built again.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// A fingerprint file, and the sources as they are now.
pub(crate) struct BuildFingerprint {
    file: PathBuf,
    fingerprint: String,
}

impl BuildFingerprint {
    /// Reads `sources` (files, or folders with all they hold; missing ones count as such) for the fingerprint kept in `file`.
    pub(crate) fn of(file: PathBuf, sources: &[PathBuf]) -> anyhow::Result<Self> {
        let mut hasher = DefaultHasher::new();
        for source in sources {
            add(source, &mut hasher)
                .with_context(|| format!("cannot read {}", source.display()))?;
        }
        Ok(Self { file, fingerprint: format!("{:016x}", hasher.finish()) })
    }

    /// Whether the last build was made from the sources as they are now.
    pub(crate) fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.fingerprint)
    }

    /// Says that the build is made from the sources as they were read.
    pub(crate) fn set(&self) -> anyhow::Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, &self.fingerprint)
            .with_context(|| format!("cannot write {}", self.file.display()))
    }
}

/// Built or fetched folders, which are never sources.
const NOT_SOURCES: [&str; 5] = ["node_modules", "dist", "e2e", "test-results", "playwright-report"];

fn add(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        let mut entries =
            fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        entries.sort();
        let is_source = |path: &&PathBuf| {
            path.file_name().is_none_or(|name| !NOT_SOURCES.iter().any(|not| name == *not))
        };
        return entries.iter().filter(is_source).try_for_each(|entry| add(entry, hasher));
    }
    path.hash(hasher);
    if path.exists() {
        fs::read(path)?.hash(hasher);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_fresh_until_a_source_changes_or_appears() {
        let folder = std::env::temp_dir().join(format!("xtask-fingerprint-{}", std::process::id()));
        let sources = folder.join("sources");
        fs::create_dir_all(&sources).unwrap();
        fs::write(sources.join("a.ts"), "one").unwrap();
        let fingerprint = || {
            BuildFingerprint::of(folder.join("fingerprint"), std::slice::from_ref(&sources))
                .unwrap()
        };

        assert!(!fingerprint().is_fresh());
        fingerprint().set().unwrap();
        assert!(fingerprint().is_fresh());
        fs::write(sources.join("a.ts"), "two").unwrap();
        assert!(!fingerprint().is_fresh());
        fingerprint().set().unwrap();
        fs::write(sources.join("b.ts"), "").unwrap();
        assert!(!fingerprint().is_fresh());
        fs::remove_dir_all(folder).unwrap();
    }
}
