//! The command line's own words in Chinese: heads, usage and what is wrong with a call.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

/// How a help page is laid out.
const PAGE: &str = "{about}\n\n用法：{usage}\n\n{all-args}\n";

/// The command and those below it, with Chinese heads and usage.
#[must_use]
pub(super) fn in_chinese(command: Command) -> Command {
    let has_version = command.get_version().is_some();
    let below: Vec<_> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let mut command = command
        .help_template(PAGE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .mut_args(|argument| {
            let head = if argument.is_positional() { "参数" } else { "选项" };
            let takes_a_value = argument.is_positional() || matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
            argument.help_heading(head).hide_possible_values(takes_a_value).hide_default_value(takes_a_value)
        })
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示这一页").help_heading("选项"));
    if has_version {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本");
        command = command.arg(version.help_heading("选项"));
    }
    for name in below {
        command = command.mut_subcommand(name, in_chinese);
    }
    let usage = usage(&command);
    command.override_usage(usage)
}

/// How a command is called: `nianbao check [选项] <年报>…`.
fn usage(command: &Command) -> String {
    let name = if command.get_name() == "nianbao" { String::new() } else { format!(" {}", command.get_name()) };
    let mut usage = format!("nianbao{name}");
    for argument in command.get_opts().filter(|argument| argument.is_required_set()) {
        let value = argument.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default();
        usage.extend([" --", argument.get_long().unwrap_or_default(), " <", &value, ">"]);
    }
    usage.push_str(" [选项]");
    for argument in command.get_positionals() {
        let value = argument.get_value_names().and_then(|names| names.first()).map_or("文件", |name| name.as_str());
        let more =
            if argument.get_num_args().is_some_and(|count| count.max_values() > 1) || matches!(argument.get_action(), ArgAction::Append) {
                "…"
            } else {
                ""
            };
        let (open, close) = if argument.is_required_set() { (" <", ">") } else { (" [", "]") };
        usage.extend([open, value, close, more]);
    }
    if command.has_subcommands() {
        usage.push_str("\n      nianbao <命令> …");
    }
    usage
}

/// What is wrong with a call, in one sentence.
#[must_use]
pub(super) fn sentence(error: &clap::Error) -> String {
    let of = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", of(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("还要写明 {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面要写明是什么"),
        ErrorKind::InvalidValue => {
            let allowed = of(ContextKind::ValidValue);
            let one_of = if allowed.is_empty() { String::new() } else { format!("，应为 {allowed} 之一") };
            format!("“{value}”不能用于 {argument}{one_of}")
        }
        ErrorKind::ValueValidation => {
            // A rule of ours has said why in Chinese; what a library says of a number is said once for all.
            let why = std::error::Error::source(error).map(ToString::to_string).filter(|why| !why.is_ascii());
            format!("“{value}”不能用于 {argument}：{}", why.unwrap_or_else(|| "应为数字".to_owned()))
        }
        ErrorKind::ArgumentConflict => format!("{argument} 与 {} 不能同时用", of(ContextKind::PriorArg)),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => format!("{argument} 写的个数不对"),
        ErrorKind::InvalidUtf8 => "命令里有读不出的字符".to_owned(),
        _ => "命令写得不对".to_owned(),
    };
    format!("{what}；用 nianbao --help 看用法")
}
