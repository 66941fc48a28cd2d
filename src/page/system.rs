//! The faces installed on the system: an official face that goes before the shipped one, and all others as a last resort.

use super::face::{Face, Place, Style};

/// What was found.
pub(super) struct Found {
    /// Faces in files, the likeliest to hold Chinese first.
    pub(super) faces: Vec<Face>,
    /// Of each, whether it is of the kind of 宋, 仿宋, 楷.
    serif: Vec<bool>,
    preferred: Vec<(Style, usize)>,
}

/// The roles of official faces, as [`MAKERS`] lists them.
const ROLES: [Style; 4] = [Style::Title, Style::Body, Style::Subheading, Style::Heading];

/// The families that official documents are set in (小标宋, 仿宋, 楷体, 黑体), by their makers: as Windows, WPS, 统信UOS and 银河麒麟 have
/// them, under their Chinese and their English names.
const MAKERS: [[&[&str]; 4]; 6] = [
    [
        &["方正小标宋_GBK", "FZXiaoBiaoSong-B05"],
        &["方正仿宋_GBK", "FZFangSong-Z02"],
        &["方正楷体_GBK", "FZKai-Z03"],
        &["方正黑体_GBK", "FZHei-B01"],
    ],
    [
        &["方正小标宋简体", "FZXiaoBiaoSong-B05S"],
        &["方正仿宋简体", "FZFangSong-Z02S"],
        &["方正楷体简体", "FZKai-Z03S"],
        &["方正黑体简体", "FZHei-B01S"],
    ],
    // 中易 makes no 小标宋: with these one takes 方正's.
    [
        &["方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋简体", "FZXiaoBiaoSong-B05S"],
        &["仿宋", "FangSong", "仿宋_GB2312", "FangSong_GB2312"],
        &["楷体", "KaiTi", "SimKai", "楷体_GB2312", "KaiTi_GB2312"],
        &["黑体", "SimHei"],
    ],
    [
        &["CESI小标宋-GB2312", "CESI小标宋-GB13000", "CESI小标宋-GB18030", "CESI小标宋"],
        &["CESI仿宋-GB2312", "CESI仿宋-GB13000", "CESI仿宋-GB18030", "CESI仿宋"],
        &["CESI楷体-GB2312", "CESI楷体-GB13000", "CESI楷体-GB18030", "CESI楷体"],
        &["CESI黑体-GB2312", "CESI黑体-GB13000", "CESI黑体-GB18030", "CESI黑体"],
    ],
    [&["华文中宋", "STZhongsong"], &["华文仿宋", "STFangsong"], &["华文楷体", "STKaiti"], &["华文黑体", "STHeiti"]],
    [
        &["汉仪小标宋简", "HYXiaoBiaoSongJ", "汉仪小标宋S", "HYXiaoBiaoSongS"],
        &["汉仪仿宋简", "HYFangSongJ", "汉仪仿宋S", "HYFangSongS"],
        &["汉仪楷体简", "HYKaiTiJ", "汉仪楷体S", "HYKaiTiS"],
        &["汉仪中黑简", "HYZhongHeiJ", "汉仪中黑S", "HYZhongHeiS"],
    ],
];

impl Found {
    /// The faces of the kind of 宋 and 楷, or the others, the likeliest first.
    pub(super) fn of_kind(&self, serif: bool) -> impl Iterator<Item = usize> {
        self.serif.iter().enumerate().filter(move |(_, is_serif)| **is_serif == serif).map(|(at, _)| at)
    }

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
    let installed = |families: &[&str]| {
        families.iter().find_map(|family| {
            infos.iter().enumerate().find_map(|(at, (_, _, info))| {
                let named = info.families.iter().any(|(name, _)| name == family);
                let usable = named && faces.get(at)?.parsed_face().is_some_and(|face| face.glyph_index('一').is_some());
                usable.then_some(at)
            })
        })
    };
    let serif = infos.iter().map(|(_, _, info)| is_serif(info)).collect();
    let preferred = chosen(&MAKERS.map(|roles| roles.map(installed)));
    Found { faces, serif, preferred }
}

/// One maker's whole set before a mix: the first that has all roles, else the one that has most, filled up from the others.
fn chosen(makers: &[[Option<usize>; 4]]) -> Vec<(Style, usize)> {
    let count = |roles: &[Option<usize>; 4]| roles.iter().flatten().count();
    let most = makers.iter().map(count).max().unwrap_or_default();
    let first = makers.iter().find(|roles| count(roles) == most);
    let in_order = || first.into_iter().chain(makers);
    let of_role = |role: usize| in_order().find_map(|roles| roles.get(role).copied().flatten());
    ROLES.iter().enumerate().filter_map(|(role, style)| Some((*style, of_role(role)?))).collect()
}

/// Whether a face is of the kind of 宋, 仿宋 and 楷, as its name tells.
fn is_serif(info: &fontdb::FaceInfo) -> bool {
    const NAMES: [&str; 14] = ["宋", "仿", "楷", "明", "song", "sung", "serif", "fang", "kai", "ming", "mincho", "hana", "uming", "ukai"];
    let is_named = |name: &str| !name.contains("sans") && NAMES.iter().any(|kind| name.contains(kind));
    info.families.iter().any(|(name, _)| is_named(&name.to_lowercase()))
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
