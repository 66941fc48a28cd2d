//! What files of the program are called: those that saves leave unfinished, and what stands in the data folder, private to the user.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How the names of unfinished files begin. A short name fits wherever the file's own name fits.
pub(crate) const UNFINISHED: &str = ".nianbao-";

/// How they end.
pub(crate) const UNFINISHED_ENDING: &str = ".tmp";

/// How the name of the socket begins at which a window listens, and how it ends.
pub(crate) const DOOR: &str = "window-";
pub(crate) const DOOR_ENDING: &str = ".sock";

/// Whether a file is what a save left unfinished, or is writing.
pub(crate) fn is_unfinished(path: &Path) -> bool {
    begun_by(path).is_some()
}

/// `MACHINE-PROCESS-NUMBER` in the name of an unfinished file.
pub(crate) fn begun_by(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()?.strip_prefix(UNFINISHED)?.strip_suffix(UNFINISHED_ENDING)
}

/// Makes a folder in a data folder, or that itself, for this user alone, and leaves none above it up to that open to others. A data
/// folder that was there and holds other things is somebody else's to close.
pub(crate) fn make_private(folder: &Path, root: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    #[cfg(unix)]
    for folder in folder.ancestors().take_while(|folder| folder.starts_with(root)) {
        use std::os::unix::fs::PermissionsExt as _;
        let is_ours = folder != root || files_in(folder).iter().all(|path| is_ours(path));
        if is_ours && fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            // Of a folder that is another user's the permissions are theirs to give.
            let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
        }
    }
    #[cfg(not(unix))]
    let _ = root;
    Ok(())
}

/// Whether what stands in a data folder is the program's.
#[cfg(unix)]
fn is_ours(path: &Path) -> bool {
    let is_named = |name: &str| path.file_name().is_some_and(|own| own == name);
    let is_door = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(DOOR) && name.ends_with(DOOR_ENDING));
    let named = ["journals", "versions", "batches", "settings.json", "print.pdf", "log.txt"];
    named.into_iter().any(is_named) || is_door || is_unfinished(path)
}

/// What is in a folder, sorted; nothing where it cannot be read.
pub(crate) fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
