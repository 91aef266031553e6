//! Personal data that may not be collected: religion, genes, fingerprints, blood type, disease and
//! medical history (上海市社会信用条例 第十四条).
//!
//! It is known by the names of members, in English, Chinese and pinyin, in whatever way their words
//! are joined. Names are looked at, not values: a licence for a place of worship has a kind, and an
//! honour for doctors a name. Whatever else is near one of the names is refused too, a
//! `key_fingerprint` for one: no claim of ours is, and none that is left out is missed.

use crate::error::{Code, Error};
use crate::json::pointer_push;
use crate::sd_jwt::{self, Node};

/// Found anywhere in a name: words that are in no other. Chinese in both scripts.
pub(super) const PARTS: &[&str] = &[
    "religio",
    "宗教",
    "信仰",
    "genetic",
    "基因",
    "遗传",
    "遺傳",
    "fingerprint",
    "指纹",
    "指紋",
    "bloodtype",
    "bloodgroup",
    "血型",
    "disease",
    "疾病",
    "患病",
    "病情",
    "病种",
    "病種",
    "diagnos",
    "诊断",
    "診斷",
    "medicalhistory",
    "medicalrecord",
    "medicalcondition",
    "healthrecord",
    "healthhistory",
    "病史",
    "既往史",
    "病历",
    "病歷",
];

/// Found as one of a name's words, or as several of them in a row; in the plural too. Within other
/// words they mean nothing: `general`, `yizhiwenjian` (一致文件).
pub(super) const WORDS: &[&str] = &[
    "zongjiao",
    "gene",
    "genome",
    "genomic",
    "dna",
    "jiyin",
    "yichuan",
    "zhiwen",
    "xuexing",
    "illness",
    "illnesses",
    "jibing",
    "huanbing",
    "bingqing",
    "bingshi",
    "bingli",
    "jiwangshi",
];

/// The whole of a name: `good_faith` is another matter.
pub(super) const WHOLE: &[&str] = &["faith"];

/// Checks that no member has a forbidden name.
///
/// # Errors
/// `claim.forbidden` with the pointer.
pub(super) fn check_forbidden(
    members: &sd_jwt::Members,
    pointer: &mut String,
) -> Result<(), Error> {
    for (name, member) in members.iter() {
        let length = pointer.len();
        pointer_push(pointer, name);
        if is_forbidden(name) {
            return Err(Error::new(Code::ClaimForbidden).with("pointer", pointer.as_str()));
        }
        check_forbidden_in(&member.node, pointer)?;
        pointer.truncate(length);
    }
    Ok(())
}

/// Whether a member of this name may not be in a bundle at all.
pub(crate) fn is_forbidden(name: &str) -> bool {
    if !is_suspect(name) {
        return false;
    }
    let words = words(name);
    let joined = words.concat();
    PARTS.iter().any(|part| holds(&joined, part))
        || WHOLE.contains(&joined.as_str())
        || (0..words.len()).any(|start| has_word(words.get(start..).unwrap_or_default()))
}

fn check_forbidden_in(node: &Node, pointer: &mut String) -> Result<(), Error> {
    match node {
        Node::Value(_) => Ok(()),
        Node::Object(members) => check_forbidden(members, pointer),
        Node::Array(slots) => {
            for (index, slot) in slots.iter().enumerate() {
                let length = pointer.len();
                pointer_push(pointer, &index.to_string());
                if let Some(node) = &slot.node {
                    check_forbidden_in(node, pointer)?;
                }
                pointer.truncate(length);
            }
            Ok(())
        }
    }
}

/// As [`str::contains`], whose algorithm for long texts is three times the code of this module.
fn holds(text: &str, part: &str) -> bool {
    let places = text.as_bytes().windows(part.len());
    places.into_iter().any(|place| place == part.as_bytes())
}

/// Whether a name has all the letters of one of the terms. Most have not, and every member of every
/// bundle is looked at.
fn is_suspect(name: &str) -> bool {
    let mut found = 0;
    for letter in name.chars().map(narrow) {
        if !letter.is_ascii() {
            return true;
        }
        found |= bit(letter as u8);
    }
    let mut terms = LETTERS.iter();
    terms.any(|term| term & !found == 0)
}

/// The letters of each term as a set, which for one in Chinese no name has.
const LETTERS: [u32; PARTS.len() + WORDS.len() + WHOLE.len()] = {
    let mut sets = [0; PARTS.len() + WORDS.len() + WHOLE.len()];
    let mut index = 0;
    while index < sets.len() {
        let term = if index < PARTS.len() {
            PARTS[index]
        } else if index < PARTS.len() + WORDS.len() {
            WORDS[index - PARTS.len()]
        } else {
            WHOLE[index - PARTS.len() - WORDS.len()]
        };
        let mut place = 0;
        while place < term.len() {
            sets[index] |= bit(term.as_bytes()[place]);
            place += 1;
        }
        index += 1;
    }
    sets
};

const fn bit(letter: u8) -> u32 {
    match letter.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => 1 << (letter - b'a'),
        0x80.. => 1 << 26,
        _ => 0,
    }
}

/// Whether the first of the words, or the first few, are one of [`WORDS`].
fn has_word(words: &[String]) -> bool {
    const LONGEST: usize = 10;
    let mut run = String::new();
    for word in words {
        run.push_str(word);
        let plural = run.strip_suffix('s').unwrap_or(&run);
        if WORDS.contains(&run.as_str()) || WORDS.contains(&plural) {
            return true;
        }
        if run.len() > LONGEST {
            break;
        }
    }
    false
}

/// The words of a name in lower case: parted by whatever is neither letter nor digit, between
/// letters and digits, and where a capital begins one.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().map(narrow).collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let sort = sort(*letter);
        let before = index.checked_sub(1).and_then(|i| letters.get(i));
        let after = letters.get(index + 1);
        let begins = match before.map(|b| self::sort(*b)) {
            // In `DNAResult` the second word begins with the `R`.
            Some(Sort::Capital) if sort == Sort::Capital => {
                after.is_some_and(|a| self::sort(*a) == Sort::Small)
            }
            Some(Sort::Capital) => sort != Sort::Small,
            Some(before) => before != sort,
            None => false,
        };
        if begins && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if sort != Sort::Between {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words.push(word);
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Small,
    Capital,
    Digit,
    /// Chinese, as a rule.
    Other,
    Between,
}

fn sort(letter: char) -> Sort {
    match letter {
        'a'..='z' => Sort::Small,
        'A'..='Z' => Sort::Capital,
        '0'..='9' => Sort::Digit,
        // Spaces and punctuation, those of Chinese too, and what does not show at all.
        '\0'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' => Sort::Between,
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => Sort::Between,
        _ => Sort::Other,
    }
}

/// A full-width letter as the plain one.
fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_name_is_known_in_every_usual_spelling() {
        for name in [
            "religion",
            "Religion",
            "religions",
            "religious_belief",
            "religiousAffiliation",
            "patientReligion",
            "ｒｅｌｉｇｉｏｎ",
            "reli\u{200b}gion",
            "RELIGION",
            "faith",
            "宗教",
            "宗教信仰",
            "zongjiao",
            "zong_jiao",
            "zongjiao_xinyang",
            "gene",
            "genes",
            "Gene-Data",
            "geneId",
            "GENE_ID",
            "gene1",
            "geneticData",
            "dna",
            "DNAResult",
            "dnaResults",
            "基因信息",
            "遗传信息",
            "jiYin",
            "fingerprint",
            "FingerPrints",
            "finger_print",
            "leftFingerprint",
            "指纹",
            "指　纹",
            "zhiwen",
            "blood_type",
            "bloodType",
            "BLOOD-TYPE",
            "blood types",
            "patient_blood_type",
            "patientbloodtype",
            "blood.group",
            "BloodTypeCode",
            "血型",
            "血_型",
            "xuexing",
            "xue_xing",
            "disease",
            "diseases",
            "has_disease",
            "chronicDiseases",
            "illness",
            "illnesses",
            "diagnosis",
            "primaryDiagnoses",
            "diagnosed_on",
            "诊断",
            "入院診斷",
            "病种",
            "huanbing",
            "bing_qing",
            "yichuan_xinxi",
            "疾病",
            "患病情况",
            "jibing",
            "medical_history",
            "medicalHistory",
            "Medical-History",
            "past medical history",
            "medicalrecords",
            "healthRecord",
            "病史",
            "既往病史",
            "疾病史",
            "病历",
            "病歷",
            "bingshi",
            "bing_li",
        ] {
            assert!(is_forbidden(name), "{name}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_not_forbidden() {
        for name in [
            "",
            "_",
            "region",
            "regions",
            "regional",
            "general",
            "generation",
            "gender",
            "genre",
            "genuine",
            "agent",
            "agency",
            "urgent",
            "blood",
            "blood_donation",
            "type",
            "history",
            "credit_history",
            "record",
            "health",
            "health_certificate",
            "medical_insurance",
            "good_faith",
            "faithful",
            "change_nomination",
            "yizhiwenjian",
            "stillness",
            "legion",
            "finger",
            "print",
            "print_type",
            "病床数",
            "教育",
            "信用",
            "纹样",
            "姓名",
        ] {
            assert!(!is_forbidden(name), "{name}");
        }
    }

    #[test]
    fn no_claim_of_ours_is_forbidden() {
        use crate::credit::vocabulary::{CLAIM_TYPES, LIST_TYPES, OFFICER, STATEMENT};
        let lists = LIST_TYPES.iter().map(|list| list.fields);
        let claims = CLAIM_TYPES.iter().map(|claim| claim.fields());
        for fields in lists.chain(claims).chain([OFFICER, STATEMENT]) {
            for field in fields {
                assert!(!is_forbidden(field.name), "{}", field.name);
            }
        }
    }

    #[test]
    fn a_long_name_takes_no_longer_than_it_is() {
        let name = "aB".repeat(50_000);
        assert!(!is_forbidden(&name));
        assert!(is_forbidden(&(name + "_gene")));
    }

    #[test]
    fn no_word_is_longer_than_is_looked_for() {
        assert!(WORDS.iter().all(|word| word.len() <= 10));
    }
}
