//! The result of examining an identity code.

use super::organisation::organisation_code;
use crate::error::string_enum;
use crate::time::Day;

string_enum! {
    /// What a code is a code of.
    CodeKind {
        /// The foreigner's permanent residence card (外国人永久居留身份证), of 18 characters, or of
        /// 15 until 2023.
        PermanentResidentId = "permanent_resident_id",
        /// The resident identity number (公民身份号码, GB 11643), also of the residence permits for
        /// residents of Hong Kong, Macau and Taiwan.
        ResidentId = "resident_id",
        /// None of the others.
        Unknown = "unknown",
        /// The unified social credit code (统一社会信用代码, GB 32100).
        Uscc = "uscc",
    }
}

string_enum! {
    /// How far a code can be relied on. Of several problems the gravest decides, in this order: invalid,
    /// unrecognised, legacy. A code without problems is valid.
    CodeVerdict {
        /// Certainly not a code of its kind.
        Invalid = "invalid",
        /// Once issued like this, and no longer.
        Legacy = "legacy",
        /// Nothing is provably wrong with it, but it names something that is not known here.
        Unrecognised = "unrecognised",
        /// Everything that can be checked is right.
        Valid = "valid",
    }
}

string_enum! {
    /// What is wrong with a code, or unusual. Problems are added in minor versions.
    CodeProblem {
        /// A character that codes of this kind do not have in that place.
        Alphabet = "alphabet",
        /// No department registers subjects of such a kind: the first two characters of a USCC are
        /// not in the table of GB 32100-2015.
        AuthorityUnknown = "authority_unknown",
        /// Born after the day of the examination.
        BirthdateFuture = "birthdate_future",
        /// No such day in the calendar, or one before 1800; on a residence permit, before 1900.
        BirthdateInvalid = "birthdate_invalid",
        /// The last character does not follow from the others.
        CheckCharacter = "check_character",
        /// As `check_character`, of the series that Xiamen issued with wrong check characters
        /// before 2016.
        CheckCharacterXiamen = "check_character_xiamen",
        /// The three digits are no country's in ISO 3166-1.
        CountryUnknown = "country_unknown",
        /// The form of 15 characters, which one of 18 has replaced.
        FormerForm = "former_form",
        /// Not as long as codes of this kind are.
        Length = "length",
        /// The last character of the organisation code in a USCC, which is its 17th, does not
        /// follow from the others.
        OrganisationCheck = "organisation_check",
        /// An organisation code (组织机构代码, GB 11714), which the USCC has replaced.
        OrganisationCode = "organisation_code",
        /// A code of another kind, or one that may be: read as a USCC, it is valid as a person's number too; or
        /// it is a USCC that may be a person's number with one mistake.
        OtherKind = "other_kind",
        /// The 15 digits of a residence permit of residents of Hong Kong, Macau or Taiwan: such numbers
        /// always had 18.
        PermitForm = "permit_form",
        /// The first two digits are no province's.
        ProvinceUnknown = "province_unknown",
        /// The region's code was given up before the year of birth. Only said with the table of
        /// regions (feature `cli`) at hand.
        RegionEnded = "region_ended",
        /// The region is not in the table of regions, which has gaps. Only said with that table at hand, and
        /// of residence permits, whose regions are three.
        RegionUnknown = "region_unknown",
        /// Taiwan's code in GB/T 2260, with which no resident number is issued.
        RegionUnused = "region_unused",
        /// A business registration number (工商注册号, GS 15-2006), or it passes for one; the USCC
        /// has replaced it.
        RegistrationNumber = "registration_number",
    }
}

impl CodeProblem {
    /// The best verdict that a code with this problem can have.
    pub fn verdict(self) -> CodeVerdict {
        match self {
            Self::CheckCharacterXiamen | Self::FormerForm => CodeVerdict::Legacy,
            Self::AuthorityUnknown
            | Self::CountryUnknown
            | Self::OrganisationCode
            | Self::OtherKind
            | Self::RegionEnded
            | Self::RegionUnknown
            | Self::RegionUnused
            | Self::RegistrationNumber => CodeVerdict::Unrecognised,
            _ => CodeVerdict::Invalid,
        }
    }
}

/// The result of examining a code. Of an invalid code nothing but its spelling is read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Examination {
    /// What it is a code of.
    pub kind: CodeKind,
    /// How far it can be relied on.
    pub verdict: CodeVerdict,
    /// What is wrong with it or unusual; empty if and only if it is valid.
    pub problems: Vec<CodeProblem>,
    /// The code in its one spelling: half-width, upper-case, nothing around it. `None` where it is
    /// not of letters and digits.
    pub normalised: Option<String>,
    /// The code of 18 characters that replaces a resident number of 15.
    pub replacement: Option<String>,
    /// The first two characters of a USCC: the registering department and its kind of subject.
    pub authority: Option<String>,
    /// Six digits. Of a USCC, where it was first registered; of a resident number, where its holder
    /// was when it was given. Neither says where anybody is now.
    pub region: Option<String>,
    /// The organisation code (GB 11714) in a USCC, nine characters.
    pub organisation_code: Option<String>,
    /// The day of birth in a resident number or on a permanent residence card, from 1900 on.
    pub birthdate: Option<Day>,
}

impl Examination {
    pub(super) fn new(kind: CodeKind, code: &str, problems: Vec<CodeProblem>) -> Self {
        let plain = !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric());
        let mut found = Self {
            kind,
            verdict: CodeVerdict::Valid,
            problems,
            normalised: if plain {
                Some(code.to_owned())
            } else {
                organisation_code(code)
            },
            replacement: None,
            authority: None,
            region: None,
            organisation_code: None,
            birthdate: None,
        };
        found.update_verdict();
        found
    }

    pub(super) fn add(&mut self, problem: CodeProblem) {
        self.problems.push(problem);
        self.update_verdict();
    }

    /// Sets the verdict to that of the gravest problem.
    pub(super) fn update_verdict(&mut self) {
        let verdicts = self.problems.iter().map(|p| p.verdict());
        let gravest = verdicts.max_by_key(|v| gravity(*v));
        self.verdict = gravest.unwrap_or(CodeVerdict::Valid);
    }

    pub(super) fn is_invalid(&self) -> bool {
        self.verdict == CodeVerdict::Invalid
    }

    pub(super) fn gravity(&self) -> u8 {
        gravity(self.verdict)
    }

    /// Whether it has the length and the characters of its kind.
    pub(super) fn fits(&self) -> bool {
        let form = [CodeProblem::Alphabet, CodeProblem::Length];
        !self.problems.iter().any(|p| form.contains(p))
    }
}

pub(super) fn gravity(verdict: CodeVerdict) -> u8 {
    match verdict {
        CodeVerdict::Valid => 0,
        CodeVerdict::Legacy => 1,
        CodeVerdict::Unrecognised => 2,
        CodeVerdict::Invalid => 3,
    }
}
