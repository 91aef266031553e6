//! The codes that records may carry, as an edition has them: a division of the national basic catalogue of public
//! credit information (全国公共信用信息基础目录) that is ours, and so has no published text.

/// One list of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeList {
    /// Fields (领域) of administration and business, as far as recognition and relevance need them.
    Fields,
    /// Kinds of administrative penalty (行政处罚法 第九条).
    Kinds,
    /// Adverse lists: of serious dishonesty (严重失信主体名单), and of attention such as 经营异常名录.
    Lists,
    /// Regimes of publicity: which rules say how long a penalty is public.
    Regimes,
}

/// The codes of an edition.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    /// The year of the national catalogue that they are as of.
    pub(crate) year: u32,
    fields: Vec<String>,
    kinds: Vec<String>,
    lists: Vec<String>,
    /// Of each list, the fields that its authority's records could be given.
    fields_of_lists: Vec<Vec<String>>,
    regimes: Vec<String>,
}

impl CodeList {
    pub(crate) const ALL: [Self; 4] = [Self::Fields, Self::Kinds, Self::Lists, Self::Regimes];

    /// Whether another code rejects the bundle. Of the others, local supplements of the catalogue are lawful; by
    /// which rules a penalty was published, only the law can say.
    pub(crate) fn is_closed(self) -> bool {
        self == Self::Regimes
    }

    /// Its name in an edition.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Fields => "fields",
            Self::Kinds => "kinds",
            Self::Lists => "lists",
            Self::Regimes => "regimes",
        }
    }
}

/// The year of an edition of the national catalogue, which is written `CN-2025`.
pub(crate) fn catalogue_year(edition: &str) -> Option<u32> {
    let year = edition.strip_prefix("CN-")?;
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    year.parse().ok().filter(|_| is_year)
}

impl Catalogue {
    /// Adds a code; of a list with the fields that it is in.
    pub(super) fn add(&mut self, list: CodeList, code: &str, fields: Vec<String>) {
        let codes = match list {
            CodeList::Fields => &mut self.fields,
            CodeList::Kinds => &mut self.kinds,
            CodeList::Lists => {
                self.fields_of_lists.push(fields);
                &mut self.lists
            }
            CodeList::Regimes => &mut self.regimes,
        };
        codes.push(code.to_owned());
    }

    pub(crate) fn codes(&self, list: CodeList) -> &[String] {
        match list {
            CodeList::Fields => &self.fields,
            CodeList::Kinds => &self.kinds,
            CodeList::Lists => &self.lists,
            CodeList::Regimes => &self.regimes,
        }
    }

    pub(crate) fn has(&self, list: CodeList, code: &str) -> bool {
        self.codes(list).iter().any(|known| known == code)
    }

    /// The lists that there are in a field.
    pub(crate) fn lists_of<'c>(&'c self, field: &'c str) -> impl Iterator<Item = &'c str> {
        let lists = self.lists.iter().zip(&self.fields_of_lists);
        let of_it = lists.filter(move |(_, fields)| fields.iter().any(|f| f == field));
        of_it.map(|(list, _)| list.as_str())
    }
}
