//! Everything that the clerk can ask for: one table with words, tip and keys; and the actions that panels hand back.

use std::path::PathBuf;

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::check::Spot;
use crate::file::Unreadable;
use crate::form::CellIndex;
use crate::report::Edit;

/// A command with words, a tip and, mostly, keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Command {
    /// Start a new report.
    New,
    /// Start a new report from last year's.
    FromLast,
    /// Open a report.
    Open,
    /// Save the report where it came from.
    Save,
    /// Save the report elsewhere.
    SaveAs,
    /// Export the paper.
    ExportPdf,
    /// Export the finished figures.
    ExportJson,
    /// Export the sheet to be signed beside the report.
    ExportChecklist,
    /// The versions before each save.
    Versions,
    /// Take last year's report over, to compare with.
    ImportLastYear,
    /// Back to the start page.
    Leave,
    /// Close the window.
    Quit,
    /// Remove what the program keeps on this machine.
    ClearTraces,
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
    /// What is selected to the clipboard, and away.
    Cut,
    /// What is selected to the clipboard.
    Copy,
    /// What the clipboard holds.
    Paste,
    /// Blanks of the selection become 0.
    FillZeros,
    /// Blanks of the table become 0.
    FillZerosInTable,
    /// Blanks of the report become 0.
    FillZerosInReport,
    /// The next finding, blocking ones first.
    NextFinding,
    /// The one before.
    PreviousFinding,
    /// The next section.
    NextSection,
    /// The one before.
    PreviousSection,
    /// The next panel.
    NextPanel,
    /// The one before.
    PreviousPanel,
    /// The pages of the PDF beside the form, or not.
    Preview,
    /// The pages alone.
    PreviewAlone,
    /// The list of findings, or not.
    Findings,
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// 100 %.
    ZoomReset,
    /// Light or dark as the system has it.
    LookOfSystem,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Lock the finished report.
    Finish,
    /// Unlock it.
    TakeBack,
    /// The keys.
    Help,
}

/// What a command says of itself.
struct Entry {
    command: Command,
    words: &'static str,
    tip: &'static str,
    keys: &'static [KeyboardShortcut],
}

const fn keys(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

/// Every command, in the order of the key list.
const COMMANDS: &[Entry] = &[
    Entry { command: Command::New, words: "新建…", tip: "填一份新的年度报告", keys: &[keys(Modifiers::COMMAND, Key::N)] },
    Entry {
        command: Command::FromLast,
        words: "从上年开始…",
        tip: "照上年的年报开一份新的，单位、落款、上年数字都带过来",
        keys: &[keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::N)],
    },
    Entry {
        command: Command::Open, words: "打开…", tip: "打开草稿、JSON 或本程序导出的 PDF", keys: &[keys(Modifiers::COMMAND, Key::O)]
    },
    Entry { command: Command::Save, words: "保存", tip: "保存到原来的文件", keys: &[keys(Modifiers::COMMAND, Key::S)] },
    Entry {
        command: Command::SaveAs,
        words: "另存为…",
        tip: "换一个地方或名字保存",
        keys: &[keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::S)],
    },
    Entry { command: Command::ExportPdf, words: "导出 PDF…", tip: "导出上报用的 PDF", keys: &[keys(Modifiers::COMMAND, Key::E)] },
    Entry {
        command: Command::ExportJson,
        words: "导出 JSON…",
        tip: "导出机器可读的 JSON",
        keys: &[keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::E)],
    },
    Entry {
        command: Command::ExportChecklist, words: "导出核对单…", tip: "核对了什么、说明了什么，一页，随报告送签", keys: &[]
    },
    Entry { command: Command::Versions, words: "历史版本…", tip: "每次保存前的版本，可以恢复", keys: &[] },
    Entry {
        command: Command::Leave, words: "回到开始页", tip: "关上这份报告，回到开始页", keys: &[keys(Modifiers::COMMAND, Key::W)]
    },
    Entry { command: Command::ImportLastYear, words: "导入上年…", tip: "读入上年的年报，逐格比对", keys: &[] },
    Entry { command: Command::Quit, words: "退出", tip: "关闭程序", keys: &[keys(Modifiers::COMMAND, Key::Q)] },
    Entry { command: Command::Undo, words: "撤销", tip: "撤销上一步", keys: &[keys(Modifiers::COMMAND, Key::Z)] },
    Entry {
        command: Command::Redo,
        words: "重做",
        tip: "重做撤销的一步",
        keys: &[keys(Modifiers::COMMAND, Key::Y), keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z)],
    },
    Entry { command: Command::Cut, words: "剪切", tip: "剪切选中的格或文字", keys: &[keys(Modifiers::COMMAND, Key::X)] },
    Entry { command: Command::Copy, words: "复制", tip: "复制选中的格或文字", keys: &[keys(Modifiers::COMMAND, Key::C)] },
    Entry {
        command: Command::Paste,
        words: "粘贴",
        tip: "粘贴到选中的格或文字中，可从 Word、WPS、网页复制",
        keys: &[keys(Modifiers::COMMAND, Key::V)],
    },
    Entry {
        command: Command::FillZeros, words: "空白填 0（所选）", tip: "选中的空白格填 0", keys: &[keys(Modifiers::ALT, Key::Num0)]
    },
    Entry {
        command: Command::ClearTraces, words: "清除本机痕迹…", tip: "删除恢复记录、历史版本和最近文件", keys: &[]
    },
    Entry {
        command: Command::NextFinding, words: "下一个问题", tip: "跳到下一个问题", keys: &[keys(Modifiers::NONE, Key::F8)]
    },
    Entry { command: Command::FillZerosInTable, words: "空白填 0（本表）", tip: "本表的空白格填 0", keys: &[] },
    Entry {
        command: Command::PreviousFinding, words: "上一个问题", tip: "跳到上一个问题", keys: &[keys(Modifiers::SHIFT, Key::F8)]
    },
    Entry { command: Command::FillZerosInReport, words: "空白填 0（全部）", tip: "全部三张表的空白格填 0", keys: &[] },
    Entry { command: Command::NextSection, words: "下一节", tip: "转到下一节", keys: &[keys(Modifiers::COMMAND, Key::PageDown)] },
    Entry { command: Command::PreviousSection, words: "上一节", tip: "转到上一节", keys: &[keys(Modifiers::COMMAND, Key::PageUp)] },
    Entry {
        command: Command::NextPanel, words: "下一区域", tip: "在目录、表格、问题之间移动", keys: &[keys(Modifiers::NONE, Key::F6)]
    },
    Entry { command: Command::PreviousPanel, words: "上一区域", tip: "反方向移动", keys: &[keys(Modifiers::SHIFT, Key::F6)] },
    Entry { command: Command::Preview, words: "预览", tip: "边填边看 PDF 的样子", keys: &[keys(Modifiers::NONE, Key::F9)] },
    Entry { command: Command::PreviewAlone, words: "只看预览", tip: "只看 PDF 的样子", keys: &[keys(Modifiers::SHIFT, Key::F9)] },
    Entry {
        command: Command::Findings, words: "问题列表", tip: "显示或收起问题列表", keys: &[keys(Modifiers::NONE, Key::F7)]
    },
    Entry {
        command: Command::ZoomIn,
        words: "放大",
        tip: "放大界面",
        keys: &[keys(Modifiers::COMMAND, Key::Plus), keys(Modifiers::COMMAND, Key::Equals)],
    },
    Entry { command: Command::ZoomOut, words: "缩小", tip: "缩小界面", keys: &[keys(Modifiers::COMMAND, Key::Minus)] },
    Entry {
        command: Command::ZoomReset, words: "恢复 100%", tip: "界面恢复原来大小", keys: &[keys(Modifiers::COMMAND, Key::Num0)]
    },
    Entry { command: Command::LookOfSystem, words: "外观：跟随系统", tip: "浅色还是深色，随系统变化", keys: &[] },
    Entry { command: Command::Light, words: "外观：浅色", tip: "白底黑字", keys: &[] },
    Entry { command: Command::Dark, words: "外观：深色", tip: "黑底白字", keys: &[] },
    Entry { command: Command::Finish, words: "定稿…", tip: "核对全部内容并锁定", keys: &[] },
    Entry { command: Command::TakeBack, words: "撤回定稿", tip: "解锁，继续修改", keys: &[] },
    Entry { command: Command::Help, words: "按键一览", tip: "列出全部按键", keys: &[keys(Modifiers::NONE, Key::F1)] },
];

impl Command {
    /// Every command, in the order of the key list.
    pub fn all() -> impl Iterator<Item = Self> {
        COMMANDS.iter().map(|entry| entry.command)
    }

    /// What stands on its button, with `…` where a dialog follows.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.entry().map_or("", |entry| entry.words)
    }

    /// What it does, in a few words more.
    #[must_use]
    pub fn tip(self) -> &'static str {
        self.entry().map_or("", |entry| entry.tip)
    }

    /// Its keys; any of them serves.
    #[must_use]
    pub fn keys(self) -> &'static [KeyboardShortcut] {
        self.entry().map_or(&[], |entry| entry.keys)
    }

    /// Its first keys as they are shown, e.g. `Ctrl+S`; empty where it has none.
    #[must_use]
    pub fn keys_shown(self) -> String {
        self.keys().first().map(shown).unwrap_or_default()
    }

    /// The tip with the keys behind it, for a button.
    #[must_use]
    pub fn tip_with_keys(self) -> String {
        let keys = self.keys_shown();
        if keys.is_empty() { self.tip().to_owned() } else { format!("{}（{keys}）", self.tip()) }
    }

    /// The command of a key; of several the one that asks for exactly these modifiers.
    #[must_use]
    pub fn of_key(key: Key, modifiers: Modifiers) -> Option<Self> {
        let fits = |keys: &&KeyboardShortcut| keys.logical_key == key && modifiers.matches_logically(keys.modifiers);
        let all = COMMANDS.iter().flat_map(|entry| entry.keys.iter().map(move |keys| (entry.command, keys)));
        let fitting = all.filter(|(_, keys)| fits(keys));
        fitting.max_by_key(|(_, keys)| keys.modifiers.shift == modifiers.shift).map(|(command, _)| command)
    }

    /// Takes the commands whose keys were pressed in this frame, one for each press, so that no widget sees those keys.
    #[must_use]
    pub fn pressed(context: &egui::Context) -> Vec<Self> {
        let mut commands = Vec::new();
        let undoes_itself = crate::ui::look::text_field::undoes_itself(context);
        context.input_mut(|input| {
            input.events.retain(|event| {
                let egui::Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
                let command = Self::of_key(*key, *modifiers).filter(|command| !(undoes_itself && command.is_undo_or_redo()));
                commands.extend(command);
                command.is_none()
            });
        });
        commands
    }

    fn is_undo_or_redo(self) -> bool {
        matches!(self, Self::Undo | Self::Redo)
    }

    fn entry(self) -> Option<&'static Entry> {
        COMMANDS.iter().find(|entry| entry.command == self)
    }
}

/// Keys as they are shown.
#[must_use]
pub fn shown(keys: &KeyboardShortcut) -> String {
    let mut words = String::new();
    if keys.modifiers.command || keys.modifiers.ctrl {
        words.push_str("Ctrl+");
    }
    if keys.modifiers.alt {
        words.push_str("Alt+");
    }
    if keys.modifiers.shift {
        words.push_str("Shift+");
    }
    words.push_str(match keys.logical_key {
        Key::Plus | Key::Equals => "+",
        Key::Minus => "-",
        Key::Num0 => "0",
        Key::PageUp => "PgUp",
        Key::PageDown => "PgDn",
        key => key.name(),
    });
    words
}

/// What a panel asks for; done once at the end of the frame.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A command.
    Run(Command),
    /// A change to the report.
    Apply(Edit),
    /// Keep a reason with a finding; an empty one takes it back.
    Explain {
        /// The finding.
        finding: Box<crate::check::Finding>,
        /// The clerk's words.
        reason: String,
    },
    /// Show that place and put the focus there.
    GoTo(Spot),
    /// Show that page of the report.
    Show(Page),
    /// Start a report with those particulars.
    Create(NewReport),
    /// Start a report that was made from last year's.
    CreateFromLast(Box<NewFromLast>),
    /// Open that file.
    OpenFile(PathBuf),
    /// Open the sample.
    OpenSample,
    /// Forget that recent file.
    ForgetRecent(PathBuf),
    /// A file or place was chosen.
    Chosen {
        /// What for.
        purpose: Purpose,
        /// The path as chosen or typed.
        path: PathBuf,
        /// Whether overwriting was already agreed to.
        may_overwrite: bool,
    },
    /// Ask for a file or place again, by typing its path.
    TypePath(Purpose),
    /// Close the dialog, nothing done.
    CloseDialog,
    /// Go on with what the unsaved changes stood in the way of.
    Discard(Then),
    /// Save, then go on.
    SaveThen(Then),
    /// Print the paper in that way from now on.
    SetPaper(crate::ui::settings::Paper),
    /// Export after what was to be said has been said.
    Export(Purpose),
    /// Do something with a report that can be recovered, by its place in the list.
    Recover(usize, Recovering),
    /// Give up a journal that cannot be read; once it was asked for.
    DiscardUnreadable {
        /// The journal.
        journal: Unreadable,
        /// Whether it was asked for.
        asked: bool,
    },
    /// Go on without waiting for the save that is under way; the journal has what it was to write, where one could be written.
    LeaveUnsaved(Then),
    /// Go on without waiting for the export that is under way.
    LeaveUnexported(Then),
    /// Save over the file that another program changed; theirs is kept as a version.
    SaveMine,
    /// Take the file as another program left it.
    TakeTheirs,
    /// Put a version on the desk, as a change that can be undone.
    Restore(Box<crate::report::Report>),
    /// Open a version in place of a file that cannot be read.
    OpenVersion(PathBuf),
    /// Show another version in the dialog.
    ShowVersion(usize),
    /// Lock the report, after the last look.
    FinishNow,
    /// Remove what the program keeps on this machine.
    ClearTraces,
    /// Say a sentence.
    Tell(String),
    /// Close the notice.
    CloseNotice,
    /// Open a file with the program that the system has for it.
    OpenOutside(PathBuf),
    /// Show a file in its folder.
    ShowInFolder(PathBuf),
    /// Put a text on the clipboard.
    Copy(String),
    /// Put a table on the clipboard, as text and as HTML.
    CopyTable {
        /// Tab-separated.
        text: String,
        /// The same as a table.
        html: String,
    },
    /// Go on from a table with Tab to what stands after it, or before it.
    LeaveTable {
        /// Before it.
        backward: bool,
    },
    /// Select a cell without more.
    Select(CellIndex),
}

/// A page of the open report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Page {
    /// Unit, level, year, 落款.
    Head,
    /// A section, by its place in the form.
    Section(usize),
}

/// What a new report starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    /// The unit.
    pub unit: String,
    /// Its level.
    pub level: Option<crate::report::Level>,
    /// The report year.
    pub year: i32,
}

/// A new report made from last year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFromLast {
    /// The report.
    pub report: crate::report::Report,
    /// Figures to fill in at once, as a step that can be taken back.
    pub fill: Vec<(CellIndex, String)>,
}

impl Action {
    /// Whether it takes away what nothing brings back.
    #[must_use]
    pub(crate) fn is_for_good(&self) -> bool {
        matches!(self, Self::Recover(_, Recovering::Discard) | Self::DiscardUnreadable { asked: true, .. } | Self::ClearTraces)
    }
}

/// What is done with a report that can be recovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovering {
    /// Show all of what it has that its file has not.
    Look,
    /// Go on with it: in its file, where that is as it was, or as a report that has no file yet.
    Continue,
    /// Go on with it in another file.
    SaveAs,
    /// Ask before it is given up.
    AskToDiscard,
    /// Give it up.
    Discard,
}

/// What a file or place is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To open it.
    Open,
    /// To take it over as last year's report.
    LastYear,
    /// To start a new report from it.
    FromLast,
    /// To save the report there.
    SaveAs,
    /// To export the paper.
    Pdf {
        /// Marked 草稿 on every page.
        as_draft: bool,
    },
    /// To export the figures.
    Json {
        /// As a draft, not as a finished report.
        as_draft: bool,
    },
    /// To export the sheet to be signed.
    Checklist,
}

/// What unsaved changes stand in the way of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// Closing the window.
    Quit,
    /// The start page.
    Leave,
    /// A new report.
    New,
    /// A new report made from last year's.
    FromLast(Box<NewFromLast>),
    /// Another report.
    Open(PathBuf),
    /// The sample.
    Sample,
}
