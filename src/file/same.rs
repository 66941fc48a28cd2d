//! Whether two paths name one file, whatever links and letters lead there: what is read is never written over.

use std::path::Path;

use super::FileError;

/// Makes sure that nothing is written over what is read, nor twice into one file.
///
/// # Errors
/// [`FileError::IsRead`] or [`FileError::WrittenTwice`], the path last.
pub fn must_be_apart(written: &[&Path], read: &[&Path]) -> Result<(), FileError> {
    for (at, path) in written.iter().enumerate() {
        if read.iter().any(|other| is_one_file(path, other)) {
            return Err(FileError::IsRead.at(path));
        }
        let before = written.iter().take(at);
        if before.into_iter().any(|other| is_one_file(path, other) || is_one_name(path, other)) {
            return Err(FileError::WrittenTwice.at(path));
        }
    }
    Ok(())
}

/// Whether both are there and are the same file: by symbolic and hard links, and by letters where the system minds no case.
#[must_use]
pub(crate) fn is_one_file(left: &Path, right: &Path) -> bool {
    let same_name = || match (std::fs::canonicalize(left), std::fs::canonicalize(right)) {
        (Ok(left), Ok(right)) => left == right,
        _ => false,
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let place = |path: &Path| std::fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()));
        if let (Some(left), Some(right)) = (place(left), place(right)) {
            return left == right;
        }
    }
    same_name()
}

/// Whether both name one file that need not be there yet.
fn is_one_name(left: &Path, right: &Path) -> bool {
    let whole = |path: &Path| {
        let path = std::path::absolute(path).ok()?;
        let folder = std::fs::canonicalize(path.parent()?).ok()?;
        Some(folder.join(path.file_name()?))
    };
    whole(left).is_some_and(|left| Some(left) == whole(right))
}
