//! The folder in which a stack's data lasts: used by one stack at a time, closed to other users of the machine, its
//! files replaced as a whole.

use std::fs::{DirBuilder, File, TryLockError};
use std::io::{self, ErrorKind, Read as _, Seek as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

/// Names the stack that uses the folder; the lock itself ends with that process, however it ends.
const LOCK: &str = "lock";
/// How long a stack that has just ended may hold its folder and its ports: a child that it was about to start has its open
/// files until it runs its own program.
pub(crate) const GRACE: Duration = Duration::from_secs(1);
/// How long nothing is tried again meanwhile.
pub(crate) const BETWEEN_TRIES: Duration = Duration::from_millis(10);
/// What only this user may read and write.
const PRIVATE: u32 = 0o600;

/// A folder that is this stack's own as long as this value lives.
#[derive(Debug)]
pub(crate) struct DataFolder {
    path: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Takes the folder, makes it where it is missing.
    ///
    /// # Errors
    /// A sentence: it can't be made, or which process uses it.
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .map_err(|error| format!("the data folder {shown} can't be made: {error}"))?;
        let unusable = |error: io::Error| format!("the data folder {shown} can't be used: {error}");
        let mut lock =
            private().read(true).truncate(false).open(path.join(LOCK)).map_err(unusable)?;
        match lock_within(&lock, GRACE) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Who holds it may not have said so yet.
                let _ = lock.read_to_string(&mut holder);
                let holder = if holder.trim().is_empty() { "another stack" } else { holder.trim() };
                return Err(format!(
                    "the data folder {shown} is in use by {holder} (stop it, or choose another folder with --data)"
                ));
            }
            Err(TryLockError::Error(error)) => return Err(unusable(error)),
        }
        sign(&mut lock).map_err(unusable)?;
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    /// The place of a file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// Takes a lock that is given back within this time.
fn lock_within(lock: &File, time: Duration) -> Result<(), TryLockError> {
    let deadline = Instant::now() + time;
    loop {
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                std::thread::sleep(BETWEEN_TRIES);
            }
            outcome => return outcome,
        }
    }
}

fn sign(lock: &mut File) -> io::Result<()> {
    lock.set_len(0)?;
    lock.rewind()?;
    write!(lock, "process {}", std::process::id())
}

fn private() -> std::fs::OpenOptions {
    let mut options = File::options();
    options.write(true).create(true).mode(PRIVATE);
    options
}

/// Replaces a file in one step: a write that fails leaves the old one whole.
///
/// # Errors
/// The disk's, and then nothing has changed.
pub(crate) fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = file.with_extension("new");
    let written = private().truncate(true).open(&fresh).and_then(|mut open| {
        // A file of an earlier version may have been left open to everybody.
        open.set_permissions(std::fs::Permissions::from_mode(PRIVATE))?;
        open.write_all(bytes)
    });
    written.and_then(|()| std::fs::rename(&fresh, file)).inspect_err(|_| {
        // Half a file takes room that a full disk has not.
        let _ = std::fs::remove_file(&fresh);
    })
}

/// Reads a JSON file; `None` where there is none.
///
/// # Errors
/// A sentence: it is there and can't be read, or is damaged.
pub(crate) fn read_json<T: DeserializeOwned>(file: &Path) -> Result<Option<T>, String> {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("{} can't be read: {error}", file.display())),
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| format!("{} is damaged: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("local-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        folder
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_folder_that_is_given_back_within_a_moment_is_waited_for() {
        let path = folder("given-back");
        let first = DataFolder::open(&path).unwrap();
        std::thread::scope(|threads| {
            threads.spawn(|| {
                std::thread::sleep(GRACE / 10);
                drop(first);
            });
            DataFolder::open(&path).unwrap();
        });
        std::fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn a_second_stack_is_told_in_one_sentence_who_holds_the_folder() {
        let path = folder("lock");
        let first = DataFolder::open(&path).unwrap();
        let refused = DataFolder::open(&path).unwrap_err();
        assert!(
            refused.contains(&format!("in use by process {}", std::process::id())),
            "{refused}"
        );
        assert!(!refused.contains('\n') && mode(&path) == 0o700);
        drop(first);
        DataFolder::open(&path).unwrap();
        std::fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn a_file_is_replaced_whole_and_closed_to_others_and_one_that_can_not_be_stays() {
        let path = folder("replace");
        let _folder = DataFolder::open(&path).unwrap();
        let file = path.join("a.json");
        std::fs::write(&file, "1").unwrap();
        std::fs::write(path.join("a.new"), "left by a crash").unwrap();
        replace(&file, b"2").unwrap();
        assert_eq!((read_json::<u8>(&file), mode(&file)), (Ok(Some(2)), 0o600));
        std::fs::create_dir(path.join("a.new")).unwrap();
        assert!(replace(&file, b"3").is_err());
        assert_eq!(read_json::<u8>(&file), Ok(Some(2)));
        std::fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn a_missing_file_is_none_and_a_damaged_one_an_error_that_names_it() {
        let path = folder("read");
        std::fs::create_dir_all(&path).unwrap();
        assert_eq!(read_json::<u8>(&path.join("missing.json")), Ok(None));
        for damaged in ["", "{", "\"one\"", "\u{0}\u{0}"] {
            std::fs::write(path.join("a.json"), damaged).unwrap();
            let error = read_json::<u8>(&path.join("a.json")).unwrap_err();
            assert!(error.contains("a.json is damaged"), "{error}");
        }
        assert!(read_json::<u8>(&path).unwrap_err().contains("can't be read"));
        std::fs::remove_dir_all(path).unwrap();
    }
}
