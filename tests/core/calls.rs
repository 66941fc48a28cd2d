//! How the command line is called: in Chinese throughout, never over what it reads, of folders with all that is below them.

use std::path::Path;

use super::command_line::{complained, ends_with_code, folder, nianbao, said, suqian};

/// Names that stay as they are in a Chinese sentence.
const NAMES: [&str; 11] = ["nianbao", "CSV", "PDF", "PNG", "JSON", "Word", "docx", "html", "xlsx", "xls", "ods"];

#[track_caller]
fn is_chinese(text: &str) {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "-_|".contains(character);
    for word in text.split(|character| !is_part(character)).filter(|word| word.chars().any(|c| c.is_ascii_alphabetic())) {
        let is_of_the_call = word.starts_with('-') || word.contains('|') || NAMES.contains(&word);
        let is_a_command = nianbao::cli::command().get_subcommands().any(|command| command.get_name() == word);
        let is_a_value =
            ["shipped", "system"].contains(&word) || text.contains(&format!("{word}.json")) || text.contains(&format!("{word}.nianbao"));
        assert!(is_of_the_call || is_a_command || is_a_value, "“{word}” in\n{text}");
    }
}

#[test]
fn help_is_chinese_throughout() {
    let folder = folder("help");
    let mut calls = vec![vec!["--help".to_owned()]];
    calls.extend(nianbao::cli::command().get_subcommands().map(|command| vec![command.get_name().to_owned(), "--help".to_owned()]));
    assert!(calls.len() > 4);
    for call in calls {
        let output = nianbao(&folder, &call.iter().map(String::as_str).collect::<Vec<_>>());
        ends_with_code(&output, 0);
        assert!(said(&output).contains("用法：nianbao") && said(&output).contains("选项:"), "{}", said(&output));
        is_chinese(&said(&output));
    }
}

#[test]
fn a_wrong_call_is_answered_with_one_chinese_sentence() {
    let folder = folder("wrong");
    let calls: [&[&str]; 7] = [
        &["check"],
        &["check", "--lastyear", "x"],
        &["export", "--fonts", "mine", "x"],
        &["new", "--unit", "西坡镇", "--year", "twenty", "x.nianbao"],
        &["new", "--unit", "西坡镇", "--year", "2024", "--level", "村", "x.nianbao"],
        &["check", "--pairs"],
        &["chek", "x.nianbao", "y"],
    ];
    for call in calls {
        let output = nianbao(&folder, call);
        ends_with_code(&output, 2);
        let sentence = complained(&output);
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
        assert!(!sentence.contains("error") && !sentence.contains("required") && !sentence.contains("invalid"), "{sentence}");
    }
}

#[test]
fn no_command_writes_over_the_file_that_it_reads() {
    let folder = folder("over");
    suqian(&folder, &[]);
    let report = "宿迁 2023.nianbao";
    let before = std::fs::read(folder.join(report)).unwrap();
    std::fs::create_dir(folder.join("inside")).unwrap();
    let mut names = vec![report.to_owned(), format!("inside/../{report}"), folder.join(report).display().to_string()];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.join(report), folder.join("link.json")).unwrap();
        std::fs::hard_link(folder.join(report), folder.join("hard.json")).unwrap();
        names.extend(["link.json".to_owned(), "hard.json".to_owned()]);
    }
    for name in &names {
        for kind in ["--json", "--pdf", "--docx", "--html", "--xlsx", "--checklist"] {
            let output = nianbao(&folder, &["export", report, kind, name]);
            ends_with_code(&output, 2);
            assert!(complained(&output).contains("这就是要读的文件"), "{}", complained(&output));
        }
        ends_with_code(&nianbao(&folder, &["import", report, name]), 2);
        ends_with_code(&nianbao(&folder, &["new", "--from", report, name]), 2);
        assert!(std::fs::read(folder.join(report)).unwrap() == before, "{name} was written over");
    }
    let output = nianbao(&folder, &["export", report, "--json", "one.out", "--html", "inside/../one.out"]);
    ends_with_code(&output, 2);
    assert!(complained(&output).contains("同一个文件") && !folder.join("one.out").exists(), "{}", complained(&output));
}

#[test]
fn a_report_at_a_glance_is_written_as_pdf_and_as_picture_by_its_ending_and_for_no_other() {
    let folder = folder("poster");
    suqian(&folder, &[]);
    let report = "宿迁 2023.nianbao";
    let output = nianbao(&folder, &["export", report, "--fonts", "shipped", "--poster", "图解.pdf", "--poster", "图解.PNG"]);
    ends_with_code(&output, 0);
    let starts = |name: &str, start: &[u8]| std::fs::read(folder.join(name)).unwrap().starts_with(start);
    assert!(starts("图解.pdf", b"%PDF") && starts("图解.PNG", b"\x89PNG"));
    let output = nianbao(&folder, &["export", report, "--poster", "图解.jpg"]);
    ends_with_code(&output, 2);
    assert!(complained(&output).contains("图解的文件名要以 .pdf 或 .png 结尾"), "{}", complained(&output));
    suqian(&folder, &[("t3.new.total", "1")]);
    ends_with_code(&nianbao(&folder, &["export", report, "--poster", "错.pdf"]), 1);
    assert!(!folder.join("错.pdf").exists());
    ends_with_code(&nianbao(&folder, &["export", report, "--draft", "--poster", "错.pdf"]), 0);
}

fn blank(folder: &Path, unit: &str, out: &str) {
    ends_with_code(&nianbao(folder, &["new", "--unit", unit, "--year", "2023", out]), 0);
}

#[test]
fn a_folder_is_checked_with_all_below_it_and_says_how_many_are_how() {
    let folder = folder("many");
    let inbox = folder.join("收件箱");
    std::fs::create_dir_all(inbox.join("乡镇/迟报")).unwrap();
    suqian(&folder, &[]);
    std::fs::rename(folder.join("宿迁 2023.nianbao"), inbox.join("乡镇/宿迁.nianbao")).unwrap();
    suqian(&folder, &[("t3.new.total", "1")]);
    std::fs::rename(folder.join("宿迁 2023.nianbao"), inbox.join("乡镇/迟报/错.nianbao")).unwrap();
    std::fs::write(inbox.join("坏.json"), "{").unwrap();
    // What other programs hide or lock is no report that was handed in, nor is what a link leads round to.
    std::fs::write(inbox.join(".隐藏.nianbao"), "{").unwrap();
    std::fs::write(inbox.join("~$年报.docx"), "x").unwrap();
    std::fs::write(inbox.join(".~lock.年报.xlsx#"), "x").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&inbox, inbox.join("乡镇/round")).unwrap();
    let output = nianbao(&folder, &["check", "收件箱"]);
    ends_with_code(&output, 2);
    let last = said(&output).lines().last().unwrap().to_owned();
    assert!(last.starts_with("共 3 份：") && last.ends_with("1 份有误，1 份无法读取"), "{}", said(&output));
    // The one that is left is sound, and what is asked of it is not passed over.
    assert!(last.contains("0 份没有问题，1 份待说明"), "{last}");
}

#[test]
fn a_folder_without_a_report_ends_with_2() {
    let folder = folder("empty");
    std::fs::create_dir(folder.join("空")).unwrap();
    let output = nianbao(&folder, &["check", "空"]);
    ends_with_code(&output, 2);
    assert!(complained(&output).contains("文件夹里没有年报"), "{}", complained(&output));
    assert!(!said(&output).contains("0 份"), "{}", said(&output));
    std::fs::create_dir(folder.join("有")).unwrap();
    blank(&folder, "青石县柳河镇人民政府", "有/柳河.nianbao");
    ends_with_code(&nianbao(&folder, &["check", "有", "空"]), 2);
}
