//! What kind of unit reports: it decides which rules apply.

/// The level of the unit, asked when a report is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 省、自治区、直辖市.
    Province,
    /// 设区的市、自治州.
    City,
    /// 县、县级市、市辖区.
    County,
    /// 乡、镇、街道.
    Township,
    /// A department or another body that is no government.
    Department,
}

impl Level {
    /// All levels, the highest first.
    pub const ALL: [Self; 5] = [Self::Province, Self::City, Self::County, Self::Township, Self::Department];

    /// The level's name, as in files and on screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Province => "省",
            Self::City => "市",
            Self::County => "县",
            Self::Township => "乡镇街道",
            Self::Department => "部门",
        }
    }

    /// The level of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// The level that a unit's name suggests; `None` where it says nothing.
    #[must_use]
    pub fn guess(unit: &str) -> Option<Self> {
        const DEPARTMENTS: [&str; 9] = ["局", "委员会", "办公室", "办公厅", "厅", "中心", "支队", "大队", "管理处"];
        let place = unit.trim().trim_end_matches("人民政府").trim_end_matches("办事处");
        if DEPARTMENTS.iter().any(|ending| unit.trim().ends_with(ending)) {
            return Some(Self::Department);
        }
        match place.chars().last()? {
            '镇' | '乡' => Some(Self::Township),
            '道' if place.ends_with("街道") => Some(Self::Township),
            '木' if place.ends_with("苏木") => Some(Self::Township),
            '区' if place.ends_with("自治区") => Some(Self::Province),
            '县' | '旗' | '区' => Some(Self::County),
            '市' if ["北京市", "上海市", "天津市", "重庆市"].contains(&place) => Some(Self::Province),
            // A 市 may be a county-level one; the clerk is asked.
            '市' | '州' | '盟' => Some(Self::City),
            '省' => Some(Self::Province),
            _ => None,
        }
    }

    /// Whether the unit is a 人民政府, not a department.
    #[must_use]
    pub fn is_government(self) -> bool {
        self != Self::Department
    }
}
