//! The faces installed on the system: an official face that goes before the shipped one, and all others as a last resort.

use super::face::{Face, Place, Style};

/// What was found.
pub(super) struct Found {
    /// Faces in files, the likeliest to hold Chinese first.
    pub(super) faces: Vec<Face>,
    preferred: Vec<(Style, usize)>,
}

/// The families that official documents are set in, the best first.
const OFFICIAL: [(Style, &[&str]); 4] = [
    (
        Style::Body,
        &[
            "仿宋",
            "FangSong",
            "仿宋_GB2312",
            "FangSong_GB2312",
            "方正仿宋_GBK",
            "FZFangSong-Z02",
            "FZFangSong",
            "CESI仿宋-GB2312",
            "CESI仿宋",
            "STFangsong",
        ],
    ),
    (Style::Title, &["方正小标宋_GBK", "方正小标宋简体", "FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S"]),
    (Style::Heading, &["黑体", "SimHei"]),
    (Style::Subheading, &["楷体", "KaiTi", "SimKai", "楷体_GB2312", "KaiTi_GB2312"]),
];

impl Found {
    /// The installed face that a style takes before the shipped one.
    pub(super) fn preferred(&self, style: Style) -> Option<usize> {
        self.preferred.iter().find(|(of, _)| *of == style).map(|(_, at)| *at)
    }
}

/// Searches the system's font folders, or one folder.
pub(super) fn search(place: &Place) -> Found {
    let mut database = fontdb::Database::new();
    match place {
        Place::System => database.load_system_fonts(),
        Place::Folder(folder) => database.load_fonts_dir(folder),
    }
    let mut infos: Vec<_> = database.faces().filter_map(|info| Some((rank(info), path_of(info)?, info))).collect();
    infos.sort_by(|left, right| (left.0, &left.1, left.2.index).cmp(&(right.0, &right.1, right.2.index)));
    let faces =
        infos.iter().map(|(_, path, info)| Face::in_file(info.post_script_name.clone(), path.clone(), info.index)).collect::<Vec<_>>();
    let mut preferred = Vec::new();
    for (style, families) in OFFICIAL {
        let at = families.iter().find_map(|family| {
            infos.iter().enumerate().find_map(|(at, (_, _, info))| {
                let named = info.families.iter().any(|(name, _)| name == family);
                let usable = named && faces.get(at)?.parsed_face().is_some_and(|face| face.glyph_index('一').is_some());
                usable.then_some(at)
            })
        });
        preferred.extend(at.map(|at| (style, at)));
    }
    Found { faces, preferred }
}

/// Upright faces of ordinary weight before others.
fn rank(info: &fontdb::FaceInfo) -> u16 {
    let slanted = if info.style == fontdb::Style::Normal { 0 } else { 1000 };
    info.weight.0.abs_diff(400) + slanted
}

fn path_of(info: &fontdb::FaceInfo) -> Option<std::path::PathBuf> {
    match &info.source {
        fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => Some(path.clone()),
        fontdb::Source::Binary(_) => None,
    }
}
