//! Putting disclosures into place (RFC 9901 §7.1 step 3).

use super::disclosure::Disclosure;
use super::node::{Member, Members, Node, Slot};
use crate::error::{Code, Error, Problem};
use crate::error_sink::ErrorSink;
use crate::jose::HashAlgorithm;
use crate::json::{Object, Value, pointer_push};
use crate::limits;
use crate::names::Names;

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
///
/// # Errors
/// The errors of [`Verified::process`](super::Verified::process) that do not go into `sink`: those of limits always
/// end it.
pub(super) fn process(
    payload: &Object,
    disclosures: &[Disclosure<'_>],
    hash: HashAlgorithm,
    refuse_null: bool,
    sink: &mut ErrorSink,
) -> Result<(Members, Vec<Placement>), Error> {
    // They are few enough to search one by one: at most limits::DISCLOSURES, for at most limits::DIGESTS digests.
    let mut by_digest: Vec<String> = Vec::with_capacity(disclosures.len());
    for disclosure in disclosures {
        let digest = hash.digest_base64url(disclosure.text);
        if by_digest.contains(&digest) {
            sink.add(
                Error::new(Code::FormatDuplicateDigest)
                    .because(Problem::GivenTwice)
                    .with("disclosure", disclosure.index),
            )?;
        }
        by_digest.push(digest);
    }
    let mut processor = Processor {
        disclosures,
        by_digest,
        refuse_null,
        sink,
        seen: Names::default(),
        referenced: vec![false; disclosures.len()],
        placements: Vec::new(),
        within: Vec::new(),
        pointer: String::new(),
        depth: 0,
    };
    let claims = processor.object(payload)?;
    let Processor {
        placements,
        referenced,
        ..
    } = processor;
    for (disclosure, referenced) in disclosures.iter().zip(referenced) {
        if !referenced {
            sink.add(
                Error::new(Code::FormatUnreferencedDisclosure).with("disclosure", disclosure.index),
            )?;
        }
    }
    Ok((claims, placements))
}

struct Processor<'a, 'f> {
    disclosures: &'a [Disclosure<'a>],
    /// The digest of each disclosure.
    by_digest: Vec<String>,
    refuse_null: bool,
    sink: &'f mut ErrorSink,
    /// Every digest found so far, with or without a disclosure.
    seen: Names,
    /// Whether each disclosure has a digest that was found.
    referenced: Vec<bool>,
    placements: Vec<Placement>,
    /// The disclosures around the current place, outermost first.
    within: Vec<usize>,
    /// The current place.
    pointer: String,
    /// Arrays and objects around the current place, across all disclosures.
    depth: usize,
}

impl<'a> Processor<'a, '_> {
    fn node(&mut self, value: &'a Value) -> Result<Node, Error> {
        match value {
            Value::Null if self.refuse_null => {
                let null = self.at(Code::ClaimInvalid).because(Problem::Null);
                self.sink.add(null)?;
                Ok(Node::Value(Value::Null))
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
        let mut slot = Slot {
            selective: true,
            node: None,
        };
        let digest = placeholder.get("...").and_then(Value::as_str);
        let (Some(digest), 1) = (digest, placeholder.len()) else {
            self.misuse("...")?;
            return Ok(slot);
        };
        if let Some(disclosure) = self.resolve(digest)? {
            if disclosure.name.is_some() {
                self.misplaced(disclosure, Problem::MemberInArray)?;
            } else {
                slot.node = Some(self.disclosed(disclosure)?);
            }
        }
        Ok(slot)
    }

    fn object(&mut self, members: &'a Object) -> Result<Members, Error> {
        self.nested(|this| {
            let mut out = Members::default();
            for (name, value) in members.iter() {
                let top = this.depth == 1;
                match name {
                    "_sd" => {}
                    "_sd_alg" if top => {}
                    "_sd_alg" | "..." => this.misuse(name)?,
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
        let Some(digests) = digests.as_array() else {
            return self.misuse("_sd");
        };
        for digest in digests {
            let Some(digest) = digest.as_str() else {
                self.misuse("_sd")?;
                continue;
            };
            let Some(disclosure) = self.resolve(digest)? else {
                out.hide_one();
                continue;
            };
            let Some(name) = &disclosure.name else {
                self.misplaced(disclosure, Problem::ElementInObject)?;
                continue;
            };
            if ["_sd", "...", "_sd_alg"].contains(&name.as_str()) {
                self.misuse(name)?;
                continue;
            }
            self.under(name, |this| {
                // Members that were disclosed a moment ago count as well.
                if out.member(name).is_some() {
                    let twice = this
                        .at(Code::FormatDuplicateMember)
                        .with("name", name.as_str())
                        .with("disclosure", disclosure.index);
                    return this.sink.add(twice);
                }
                let node = this.disclosed(disclosure)?;
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

    /// Notes a digest, and returns its disclosure, if there is one.
    fn resolve(&mut self, digest: &'a str) -> Result<Option<&'a Disclosure<'a>>, Error> {
        if self.seen.len() == limits::DIGESTS {
            return Err(Error::new(Code::LimitDigests).with("limit", limits::DIGESTS));
        }
        if !self.seen.add(digest) {
            let twice = self.at(Code::FormatDuplicateDigest);
            self.sink.add(twice.with("digest", digest))?;
            return Ok(None);
        }
        let Some(found) = self.by_digest.iter().position(|known| known == digest) else {
            return Ok(None);
        };
        if let Some(referenced) = self.referenced.get_mut(found) {
            *referenced = true;
        }
        Ok(self.disclosures.get(found))
    }

    /// The value of a disclosure that belongs here, which may have digests in it in turn.
    fn disclosed(&mut self, disclosure: &'a Disclosure<'a>) -> Result<Node, Error> {
        if self.within.len() == limits::DISCLOSURE_DEPTH {
            return Err(self
                .at(Code::LimitDepth)
                .with("limit", limits::DISCLOSURE_DEPTH));
        }
        self.placements.push(Placement {
            disclosure: disclosure.index,
            parent: self.within.last().copied(),
            pointer: self.pointer.clone(),
        });
        self.within.push(disclosure.index);
        let node = self.node(&disclosure.value)?;
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

    /// A reserved name in the wrong place or with the wrong value.
    fn misuse(&mut self, name: &str) -> Result<(), Error> {
        let misuse = self.at(Code::FormatSdStructure).with("member", name);
        self.sink.add(misuse)
    }

    fn misplaced(&mut self, disclosure: &Disclosure<'_>, problem: Problem) -> Result<(), Error> {
        let misplaced = self
            .at(Code::FormatDisclosure)
            .because(problem)
            .with("disclosure", disclosure.index);
        self.sink.add(misplaced)
    }
}
