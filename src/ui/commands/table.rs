//! Everything that the clerk can ask for: one table with words, tip and keys.

use egui::{Key, KeyboardShortcut, Modifiers};

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
    /// Export the report at a glance.
    ExportPoster,
    /// Print the paper.
    Print,
    /// The versions before each save.
    Versions,
    /// Take last year's report over, to compare with.
    ImportLastYear,
    /// Count the register of applications.
    Ledger,
    /// Count it again.
    CountAgain,
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
    /// The report to the clipboard, for a web site.
    CopyWeb,
    /// The section that is shown to the clipboard, for a web site.
    CopyWebSection,
    /// The table that is shown to the clipboard, for a web site.
    CopyWebTable,
    /// Blanks of the selection become 0.
    FillZeros,
    /// Blanks of the table become 0.
    FillZerosInTable,
    /// Blanks of the report become 0.
    FillZerosInReport,
    /// Find and replace.
    Find,
    /// The next place where what is looked for stands.
    FindNext,
    /// The one before.
    FindPrevious,
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
    /// The charts beside the form, or not.
    Charts,
    /// The list of findings, or not.
    Findings,
    /// Hints among them, or not.
    Hints,
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
    /// The manual.
    Manual,
    /// The manual as a PDF.
    SaveManual,
    /// The keys.
    Help,
    /// What a maker needs to find a fault, as a file.
    Diagnosis,
    /// What the program is, and what is in it.
    About,
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
        command: Command::Open,
        words: "打开…",
        tip: "打开草稿、本程序导出的 PDF，或 Word 文件、网页、电子表格",
        keys: &[keys(Modifiers::COMMAND, Key::O)],
    },
    Entry { command: Command::Save, words: "保存", tip: "保存到原来的文件", keys: &[keys(Modifiers::COMMAND, Key::S)] },
    Entry {
        command: Command::SaveAs,
        words: "另存为…",
        tip: "换一个地方或名字保存",
        keys: &[keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::S)],
    },
    Entry {
        command: Command::ExportPdf,
        words: "导出 PDF…",
        tip: "导出上报用的 PDF，可同时导出 Word、网页、电子表格",
        keys: &[keys(Modifiers::COMMAND, Key::E)],
    },
    Entry {
        command: Command::ExportJson,
        words: "导出 JSON…",
        tip: "导出机器可读的 JSON",
        keys: &[keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::E)],
    },
    Entry {
        command: Command::ExportPoster,
        words: "导出图解…",
        tip: "一图读懂：一页 PDF 和一张图片，单位、年度、五个数字、三张图",
        keys: &[],
    },
    Entry {
        command: Command::ExportChecklist, words: "导出核对单…", tip: "核对了什么、说明了什么，一页，随报告送签", keys: &[]
    },
    Entry {
        command: Command::Print,
        words: "打印…",
        tip: "打印年报或核对单，与导出的 PDF 一样",
        keys: &[keys(Modifiers::COMMAND, Key::P)],
    },
    Entry { command: Command::Versions, words: "历史版本…", tip: "每次保存前的版本，可以恢复", keys: &[] },
    Entry {
        command: Command::Leave, words: "回到开始页", tip: "关上这份报告，回到开始页", keys: &[keys(Modifiers::COMMAND, Key::W)]
    },
    Entry { command: Command::ImportLastYear, words: "导入上年…", tip: "读入上年的年报，逐格比对", keys: &[] },
    Entry {
        command: Command::Ledger, words: "从台账生成表三…", tip: "从依申请公开台账统计表三、表四，看过改动再填入", keys: &[]
    },
    Entry {
        command: Command::CountAgain, words: "重新统计台账…", tip: "台账改动后重新统计，看有哪些不同", keys: &[]
    },
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
        command: Command::CopyWeb, words: "复制网页内容（全部）", tip: "整份报告，粘贴到网站的编辑器里", keys: &[]
    },
    Entry {
        command: Command::CopyWebSection, words: "复制网页内容（本节）", tip: "这一节，粘贴到网站的编辑器里", keys: &[]
    },
    Entry {
        command: Command::CopyWebTable, words: "复制网页内容（本表）", tip: "这张表，粘贴到网站的编辑器里", keys: &[]
    },
    Entry {
        command: Command::FillZeros, words: "空白填 0（所选）", tip: "选中的空白格填 0", keys: &[keys(Modifiers::ALT, Key::Num0)]
    },
    Entry {
        command: Command::ClearTraces, words: "清除本机痕迹…", tip: "删除恢复记录、历史版本和最近文件", keys: &[]
    },
    Entry {
        command: Command::Find, words: "查找和替换…", tip: "在正文、表中文字和数字里查找", keys: &[keys(Modifiers::COMMAND, Key::F)]
    },
    Entry { command: Command::FindNext, words: "查找下一处", tip: "转到下一处", keys: &[keys(Modifiers::NONE, Key::F3)] },
    Entry { command: Command::FindPrevious, words: "查找上一处", tip: "转到上一处", keys: &[keys(Modifiers::SHIFT, Key::F3)] },
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
        command: Command::Charts, words: "图表", tip: "由表中数字生成的图，随填随变", keys: &[keys(Modifiers::COMMAND, Key::F9)]
    },
    Entry {
        command: Command::Findings, words: "问题列表", tip: "显示或收起问题列表", keys: &[keys(Modifiers::NONE, Key::F7)]
    },
    Entry { command: Command::Hints, words: "文字建议", tip: "显示或收起标点、重字、序号的建议", keys: &[] },
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
    Entry {
        command: Command::Manual,
        words: "使用手册…",
        tip: "怎么填、怎么核对、怎么导出，可以查找",
        keys: &[keys(Modifiers::NONE, Key::F1)],
    },
    Entry { command: Command::SaveManual, words: "保存使用手册…", tip: "把使用手册存成 PDF，可以打印", keys: &[] },
    Entry { command: Command::Help, words: "按键一览", tip: "列出全部按键", keys: &[keys(Modifiers::SHIFT, Key::F1)] },
    Entry {
        command: Command::Diagnosis,
        words: "导出诊断信息…",
        tip: "程序不对劲时交给做程序的人：版本、系统、运行记录，没有年报的内容",
        keys: &[],
    },
    Entry { command: Command::About, words: "关于…", tip: "版本、数据文件夹、用到的软件和许可", keys: &[] },
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
        self.keys().first().copied().map(shown).unwrap_or_default()
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
pub(super) fn shown(keys: KeyboardShortcut) -> String {
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
