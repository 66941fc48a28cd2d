//! Writes the manual pages and the completions of the command line into a folder, and the clerk's manual, for the packages.

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
    let editions = nianbao::form::Editions::shipped()?;
    let form = editions.iter().last().ok_or("no edition of the form")?;
    std::fs::write(folder.join("manual.pdf"), nianbao::file::pdf::manual(form, &nianbao::page::Fonts::shipped())?)?;
    Ok(())
}
