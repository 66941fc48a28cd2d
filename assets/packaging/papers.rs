//! Writes the manual pages and the completions of the command line into a folder, for the packages.

use std::error::Error;
use std::path::PathBuf;

use clap_complete::Shell;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: nianbao-papers FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    let mut command = nianbao::cli::command();
    clap_mangen::generate_to(command.clone(), &folder)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut command, "nianbao", &folder)?;
    }
    Ok(())
}
