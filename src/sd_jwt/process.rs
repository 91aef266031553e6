//! Putting disclosures into place (RFC 9901 §7.1 step 3).

use std::collections::BTreeSet;

use super::disclosure::Disclosure;
use super::node::{Member, Members, Node, Slot};
use crate::error::{Code, Error};
use crate::jose::HashAlgorithm;
use crate::json::{Object, Value, pointer_push};
use crate::limits;

/// Where a disclosure was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placement {
    /// Its index among the disclosures.
    pub disclosure: usize,
    /// The index of the disclosure that it was found in, without which it means nothing.
    pub parent: Option<usize>,
    /// A JSON pointer to the value, in the issuer's numbering of arrays.
    pub pointer: String,
}

/// The algorithm that digests are made with, `sha-256` unless `_sd_alg` says otherwise.
///
/// # Errors
/// `format.sd_structure`, `input.unsupported`.
pub(super) fn hash_algorithm(payload: &Object) -> Result<HashAlgorithm, Error> {
    match payload.get("_sd_alg") {
        None => Ok(HashAlgorithm::Sha256),
        Some(Value::String(name)) => HashAlgorithm::from_name(name),
        Some(_) => Err(Error::new(Code::FormatSdStructure).with("pointer", "/_sd_alg")),
    }
}

/// The claims of `payload` with every disclosure in its place.
pub(super) fn process(
    payload: &Object,
    disclosures: &[Disclosure<'_>],
    hash: HashAlgorithm,
    refuse_null: bool,
) -> Result<(Members, Vec<Placement>), Error> {
    // There are few enough to look through: limits::DISCLOSURES, and limits::DIGESTS to look for.
    let mut by_digest: Vec<String> = Vec::with_capacity(disclosures.len());
    for (index, disclosure) in disclosures.iter().enumerate() {
        let digest = hash.digest_base64url(disclosure.text);
        if by_digest.contains(&digest) {
            return Err(Error::new(Code::FormatDuplicateDigest)
                .with("problem", "a disclosure given twice")
                .with("disclosure", index));
        }
        by_digest.push(digest);
    }
    let mut processor = Processor {
        disclosures,
        by_digest,
        refuse_null,
        seen: BTreeSet::new(),
        placements: Vec::new(),
        within: Vec::new(),
        pointer: String::new(),
        depth: 0,
    };
    let claims = processor.object(payload)?;
    let placements = processor.placements;
    // No digest is met twice, so each disclosure is placed at most once.
    let mut placed = vec![false; disclosures.len()];
    for placement in &placements {
        if let Some(placed) = placed.get_mut(placement.disclosure) {
            *placed = true;
        }
    }
    if let Some(index) = placed.iter().position(|placed| !placed) {
        return Err(Error::new(Code::FormatUnreferencedDisclosure).with("disclosure", index));
    }
    Ok((claims, placements))
}

struct Processor<'a> {
    disclosures: &'a [Disclosure<'a>],
    /// The digest of each disclosure.
    by_digest: Vec<String>,
    refuse_null: bool,
    /// Every digest met so far, with or without a disclosure.
    seen: BTreeSet<String>,
    placements: Vec<Placement>,
    /// The disclosures around the current place, outermost first.
    within: Vec<usize>,
    /// The current place.
    pointer: String,
    /// Arrays and objects around the current place, across all disclosures.
    depth: usize,
}

impl<'a> Processor<'a> {
    fn node(&mut self, value: &'a Value) -> Result<Node, Error> {
        match value {
            Value::Null if self.refuse_null => {
                Err(self.at(Code::ClaimInvalid).with("problem", "null"))
            }
            Value::Array(elements) => self.array(elements).map(Node::Array),
            Value::Object(members) => self.object(members).map(Node::Object),
            scalar => Ok(Node::Value(scalar.clone())),
        }
    }

    fn array(&mut self, elements: &'a [Value]) -> Result<Vec<Slot>, Error> {
        self.nested(|this| {
            let mut slots = Vec::with_capacity(elements.len());
            for (index, element) in elements.iter().enumerate() {
                slots.push(this.under(&index.to_string(), |this| this.slot(element))?);
            }
            Ok(slots)
        })
    }

    fn slot(&mut self, element: &'a Value) -> Result<Slot, Error> {
        let placeholder = element
            .as_object()
            .filter(|members| members.contains("..."));
        let Some(placeholder) = placeholder else {
            let node = Some(self.node(element)?);
            return Ok(Slot {
                selective: false,
                node,
            });
        };
        let digest = placeholder.get("...").and_then(Value::as_str);
        let (Some(digest), 1) = (digest, placeholder.len()) else {
            return Err(self.structure("..."));
        };
        let node = match self.take(digest)? {
            None => None,
            Some((index, disclosure)) => {
                if disclosure.name.is_some() {
                    return Err(self.misplaced(index, "a member's disclosure in an array"));
                }
                Some(self.disclosed(index, &disclosure.value)?)
            }
        };
        Ok(Slot {
            selective: true,
            node,
        })
    }

    fn object(&mut self, members: &'a Object) -> Result<Members, Error> {
        self.nested(|this| {
            let mut out = Members::default();
            for (name, value) in members.iter() {
                let top = this.depth == 1;
                match name {
                    "_sd" => {}
                    "_sd_alg" if top => {}
                    "_sd_alg" | "..." => return Err(this.structure(name)),
                    _ => {
                        let node = this.under(name, |this| this.node(value))?;
                        out.push(
                            name,
                            Member {
                                selective: false,
                                node,
                            },
                        );
                    }
                }
            }
            if let Some(digests) = members.get("_sd") {
                out.set_had_sd();
                this.disclosed_members(digests, &mut out)?;
            }
            Ok(out)
        })
    }

    fn disclosed_members(&mut self, digests: &'a Value, out: &mut Members) -> Result<(), Error> {
        let digests = digests.as_array().ok_or_else(|| self.structure("_sd"))?;
        for digest in digests {
            let digest = digest.as_str().ok_or_else(|| self.structure("_sd"))?;
            let Some((index, disclosure)) = self.take(digest)? else {
                out.hide_one();
                continue;
            };
            let Some(name) = &disclosure.name else {
                return Err(self.misplaced(index, "an element's disclosure in an object"));
            };
            if ["_sd", "...", "_sd_alg"].contains(&name.as_str()) {
                return Err(self.structure(name));
            }
            self.under(name, |this| {
                // Members that were disclosed a moment ago count as well.
                if out.member(name).is_some() {
                    return Err(this
                        .at(Code::FormatDuplicateMember)
                        .with("disclosure", index));
                }
                let node = this.disclosed(index, &disclosure.value)?;
                out.push(
                    name,
                    Member {
                        selective: true,
                        node,
                    },
                );
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Notes a digest, and gives the disclosure that it is of.
    fn take(&mut self, digest: &'a str) -> Result<Option<(usize, &'a Disclosure<'a>)>, Error> {
        if self.seen.len() == limits::DIGESTS {
            return Err(Error::new(Code::LimitDigests).with("limit", limits::DIGESTS));
        }
        if !self.seen.insert(digest.to_owned()) {
            return Err(self.at(Code::FormatDuplicateDigest).with("digest", digest));
        }
        let index = self.by_digest.iter().position(|known| known == digest);
        Ok(index.and_then(|index| Some((index, self.disclosures.get(index)?))))
    }

    /// The value of a disclosure that belongs here, which may have digests in it in turn.
    fn disclosed(&mut self, index: usize, value: &'a Value) -> Result<Node, Error> {
        if self.within.len() == limits::DISCLOSURE_DEPTH {
            return Err(self
                .at(Code::LimitDepth)
                .with("limit", limits::DISCLOSURE_DEPTH));
        }
        self.placements.push(Placement {
            disclosure: index,
            parent: self.within.last().copied(),
            pointer: self.pointer.clone(),
        });
        self.within.push(index);
        let node = self.node(value)?;
        self.within.pop();
        Ok(node)
    }

    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        if self.depth == limits::JSON_DEPTH {
            return Err(self.at(Code::LimitDepth).with("limit", limits::JSON_DEPTH));
        }
        self.depth += 1;
        let out = read(self)?;
        self.depth -= 1;
        Ok(out)
    }

    fn under<T>(
        &mut self,
        token: &str,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let length = self.pointer.len();
        pointer_push(&mut self.pointer, token);
        let out = read(self)?;
        self.pointer.truncate(length);
        Ok(out)
    }

    fn at(&self, code: Code) -> Error {
        Error::new(code).with("pointer", self.pointer.as_str())
    }

    fn structure(&self, name: &str) -> Error {
        self.at(Code::FormatSdStructure).with("member", name)
    }

    fn misplaced(&self, index: usize, problem: &'static str) -> Error {
        self.at(Code::FormatDisclosure)
            .with("problem", problem)
            .with("disclosure", index)
    }
}
