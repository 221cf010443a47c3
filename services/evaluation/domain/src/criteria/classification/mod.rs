//! How products are classified: Appendix I. Six branches (ngành) hold 26 sub-groups (phân nhóm),
//! and each sub-group has its own criteria set, so that the number of the set places a product.

use strum::VariantArray;

/// A branch of Appendix I.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, VariantArray)]
pub enum Branch {
    /// I: food (thực phẩm).
    Food,
    /// II: drinks (đồ uống).
    Drinks,
    /// III: medicinal plants and what is made of them (dược liệu và sản phẩm từ dược liệu).
    Herbs,
    /// IV: handicraft (hàng thủ công mỹ nghệ).
    Handicraft,
    /// V: ornamental plants and animals (sinh vật cảnh).
    Ornamental,
    /// VI: tourism services (dịch vụ du lịch).
    Tourism,
}

impl Branch {
    /// Its Roman numeral.
    pub fn numeral(self) -> &'static str {
        match self {
            Self::Food => "I",
            Self::Drinks => "II",
            Self::Herbs => "III",
            Self::Handicraft => "IV",
            Self::Ornamental => "V",
            Self::Tourism => "VI",
        }
    }

    /// Its name in Vietnamese.
    pub fn name_vi(self) -> &'static str {
        match self {
            Self::Food => "Thực phẩm",
            Self::Drinks => "Đồ uống",
            Self::Herbs => "Dược liệu và sản phẩm từ dược liệu",
            Self::Handicraft => "Hàng thủ công mỹ nghệ",
            Self::Ornamental => "Sinh vật cảnh",
            Self::Tourism => "Dịch vụ du lịch",
        }
    }

    /// Its name in English.
    pub fn name_en(self) -> &'static str {
        match self {
            Self::Food => "Food",
            Self::Drinks => "Drinks",
            Self::Herbs => "Medicinal plants and products of them",
            Self::Handicraft => "Handicraft",
            Self::Ornamental => "Ornamental plants and animals",
            Self::Tourism => "Tourism services",
        }
    }
}

/// A sub-group of Appendix I, which is a criteria set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubGroup {
    /// Number of the criteria set, 1 to 26.
    pub set: u8,
    pub branch: Branch,
    /// Its group (nhóm) in Vietnamese.
    pub group_vi: &'static str,
    /// Its group in English.
    pub group_en: &'static str,
    /// Its name in Vietnamese.
    pub name_vi: &'static str,
    /// Its name in English.
    pub name_en: &'static str,
}

const fn row(
    set: u8,
    branch: Branch,
    (group_vi, group_en): (&'static str, &'static str),
    name_vi: &'static str,
    name_en: &'static str,
) -> SubGroup {
    SubGroup {
        set,
        branch,
        group_vi,
        group_en,
        name_vi,
        name_en,
    }
}

use Branch::{Drinks, Food, Handicraft, Herbs, Ornamental, Tourism};

/// A group: its name in Vietnamese and in English.
type Group = (&'static str, &'static str);

const FRESH: Group = ("Thực phẩm tươi sống", "Fresh food");
const PRIMARY: Group = ("Thực phẩm thô, sơ chế", "Raw and primary-processed food");
const PROCESSED: Group = ("Thực phẩm chế biến", "Processed food");
const SEASONING: Group = ("Gia vị", "Seasonings");
const TEA: Group = ("Chè", "Tea");
const COFFEE: Group = ("Cà phê, ca cao", "Coffee and cocoa");
const ALCOHOL: Group = ("Đồ uống có cồn", "Alcoholic drinks");
const SOFT: Group = ("Đồ uống không cồn", "Soft drinks");
const MEDICINE: Group = (
    "Thực phẩm chức năng, thuốc dược liệu, thuốc cổ truyền",
    "Functional food, herbal and traditional medicine",
);
const COSMETICS: Group = (
    "Mỹ phẩm có thành phần từ dược liệu",
    "Cosmetics with medicinal plants",
);
const OILS: Group = (
    "Tinh dầu và dược liệu khác",
    "Essential oils and other medicinal plants",
);
const CRAFT: Group = (
    "Thủ công mỹ nghệ gia dụng, trang trí",
    "Handicraft for household and decoration",
);
const CLOTH: Group = ("Vải, may mặc", "Cloth and garments");
const FLOWERS: Group = ("Hoa", "Flowers");
const PLANTS: Group = ("Cây cảnh", "Ornamental plants");
const ANIMALS: Group = ("Động vật cảnh", "Ornamental animals");
const PLACES: Group = (
    "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch",
    "Community tourism, eco-tourism and tourist sites",
);

#[rustfmt::skip]
static ALL: [SubGroup; 26] = [
    row(1, Food, FRESH, "Rau, củ, quả, hạt tươi", "Fresh vegetables, roots, fruit and seeds"),
    row(2, Food, FRESH, "Thịt, thủy sản, trứng, sữa tươi", "Fresh meat, seafood, eggs and milk"),
    row(3, Food, PRIMARY, "Gạo, ngũ cốc, hạt sơ chế khác", "Rice, grain and other primary-processed seeds"),
    row(4, Food, PRIMARY, "Mật ong, mật khác và nông sản thực phẩm khác", "Honey and other farm food"),
    row(5, Food, PROCESSED, "Đồ ăn nhanh", "Fast food"),
    row(6, Food, PROCESSED, "Chế biến từ gạo, ngũ cốc", "Processed rice and grain"),
    row(7, Food, PROCESSED, "Chế biến từ rau, củ, quả, hạt", "Processed vegetables, fruit and nuts"),
    row(8, Food, PROCESSED, "Chế biến từ thịt, trứng, sữa, thủy sản, mật ong, mật khác và nông sản thực phẩm khác", "Processed meat, eggs, milk, seafood and honey"),
    row(9, Food, SEASONING, "Tương, nước mắm, gia vị dạng lỏng khác", "Soy paste, fish sauce and other liquid seasonings"),
    row(10, Food, SEASONING, "Gia vị khác (muối, hành, tỏi, tiêu)", "Other seasonings (salt, onion, garlic, pepper)"),
    row(11, Food, TEA, "Chè tươi, chế biến", "Tea, fresh and processed"),
    row(12, Food, TEA, "Sản phẩm chè (trà) từ thực vật khác", "Herbal tea of other plants"),
    row(13, Food, COFFEE, "Cà phê, ca cao", "Coffee and cocoa"),
    row(14, Drinks, ALCOHOL, "Rượu trắng", "White spirit"),
    row(15, Drinks, ALCOHOL, "Đồ uống có cồn khác", "Other alcoholic drinks"),
    row(16, Drinks, SOFT, "Nước khoáng thiên nhiên, nước uống đóng chai", "Mineral water and bottled water"),
    row(17, Drinks, SOFT, "Đồ uống không cồn khác", "Other soft drinks"),
    row(18, Herbs, MEDICINE, MEDICINE.0, MEDICINE.1),
    row(19, Herbs, COSMETICS, COSMETICS.0, COSMETICS.1),
    row(20, Herbs, OILS, OILS.0, OILS.1),
    row(21, Handicraft, CRAFT, CRAFT.0, CRAFT.1),
    row(22, Handicraft, CLOTH, CLOTH.0, CLOTH.1),
    row(23, Ornamental, FLOWERS, FLOWERS.0, FLOWERS.1),
    row(24, Ornamental, PLANTS, PLANTS.0, PLANTS.1),
    row(25, Ornamental, ANIMALS, ANIMALS.0, ANIMALS.1),
    row(26, Tourism, PLACES, PLACES.0, PLACES.1),
];

/// Every sub-group, by number of set.
pub fn all() -> &'static [SubGroup] {
    &ALL
}

/// The sub-group of a criteria set; `None` if there is no such set.
pub fn sub_group(set: u8) -> Option<&'static SubGroup> {
    ALL.get(usize::from(set).checked_sub(1)?)
}

#[cfg(test)]
mod tests;
