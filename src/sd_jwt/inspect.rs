//! Inspecting an SD-JWT: nothing is verified.

use super::disclosure::Disclosure;
use super::parse::{KB_JWT_PARTS, VC_TYP, structure};
use super::process::{self, Placement};
use super::{Members, key_binding, vc};
use crate::error::{Code, Error, Problem, Stage};
use crate::error_sink::ErrorSink;
use crate::jose::{self, HashAlgorithm};
use crate::json::Value;
use crate::limits;
use crate::mistaken::what_is;

/// What can be shown of an SD-JWT VC. Nothing in it is proven.
#[derive(Debug, Default)]
pub(crate) struct InspectedSdJwt {
    /// The header of the issuer's JWT.
    pub header: Option<Value>,
    /// The payload of the issuer's JWT as it stands.
    pub payload: Option<Value>,
    /// The claims, with what is disclosed in its place.
    pub claims: Option<Members>,
    /// The disclosures that can be read.
    pub disclosures: Vec<InspectedDisclosure>,
    /// The `sd_hash` that a key binding JWT has to have.
    pub sd_hash: Option<String>,
    /// The key binding JWT: its text, and what can be shown of it.
    pub key_binding: Option<(String, jose::InspectedJws)>,
}

/// A disclosure, and where it belongs.
#[derive(Debug)]
pub(crate) struct InspectedDisclosure {
    /// Its place among the disclosures.
    pub index: usize,
    /// Its digest, if the hash algorithm is known.
    pub digest: Option<String>,
    /// The member's name; none for an array's element.
    pub name: Option<String>,
    /// The value, in which further digests may stand.
    pub value: Value,
    /// Where it belongs, if anywhere.
    pub placement: Option<Placement>,
}

impl InspectedSdJwt {
    /// Takes apart whatever can be taken apart. Adds to `problems` everything for which
    /// [`SdJwt::parse`](super::SdJwt::parse) and [`Verified::process`](super::Verified::process)
    /// refuse a bundle.
    pub(crate) fn of(text: &str, problems: &mut Vec<Error>) -> Self {
        let mut at_bundle = Vec::new();
        let mut at_binding = Vec::new();
        let shown = Self::read(text.trim_ascii(), &mut at_bundle, &mut at_binding);
        problems.extend(at_bundle.into_iter().map(|e| e.at(Stage::Bundle)));
        problems.extend(at_binding.into_iter().map(|e| e.at(Stage::KeyBinding)));
        shown
    }

    fn read(text: &str, problems: &mut Vec<Error>, at_binding: &mut Vec<Error>) -> Self {
        if text.len() > limits::BUNDLE_BYTES {
            let limit = Error::new(Code::LimitBytes).with("limit", limits::BUNDLE_BYTES);
            problems.push(limit.with("found", text.len()));
            return Self::default();
        }
        let mut signed = text;
        let mut binding = "";
        match text.rsplit_once('~') {
            None => {
                let what = what_is(text);
                problems.push(structure(what.unwrap_or(Problem::FinalTildeMissing)));
                // Of what is something else altogether there is nothing to show.
                if !matches!(what, None | Some(Problem::BareJwt)) {
                    return Self::default();
                }
            }
            Some((before, "")) => signed = before,
            Some((before, after)) if after.split('.').count() == KB_JWT_PARTS => {
                (signed, binding) = (before, after);
            }
            // A disclosure that lost its own `~`, most likely.
            Some(_) => problems.push(structure(Problem::FinalTildeMissing)),
        }
        let mut parts = signed.split('~');
        let token = parts.next().unwrap_or_default();
        let token = jose::InspectedJws::of(token, VC_TYP, problems);
        let mut out = Self {
            header: token.header,
            payload: token.payload,
            ..Self::default()
        };
        let mut disclosures = Vec::new();
        for (index, part) in parts.enumerate() {
            if index == limits::DISCLOSURES {
                let limit = Error::new(Code::LimitDisclosures);
                problems.push(limit.with("limit", limits::DISCLOSURES));
                break;
            }
            let disclosure = Disclosure::parse(index, part).map_err(|e| problems.push(e));
            disclosures.extend(disclosure);
        }
        let placements = out.process(&disclosures, text, problems);
        let hash = placements.as_ref().map(|(hash, _)| *hash);
        let placements = placements.map(|(_, placements)| placements);
        out.disclosures = disclosures
            .into_iter()
            .map(|disclosure| InspectedDisclosure {
                index: disclosure.index,
                digest: hash.map(|hash| hash.digest_base64url(disclosure.text)),
                placement: placements
                    .iter()
                    .flatten()
                    .find(|placement| placement.disclosure == disclosure.index)
                    .cloned(),
                name: disclosure.name,
                value: disclosure.value,
            })
            .collect();
        if !binding.is_empty() {
            let shown = jose::InspectedJws::of(binding, key_binding::TYP, at_binding);
            out.key_binding = Some((binding.to_owned(), shown));
        }
        out
    }

    /// Puts the disclosures into place, as far as that goes.
    fn process(
        &mut self,
        disclosures: &[Disclosure<'_>],
        text: &str,
        problems: &mut Vec<Error>,
    ) -> Option<(HashAlgorithm, Vec<Placement>)> {
        let Some(Value::Object(payload)) = &self.payload else {
            if self.payload.is_some() {
                problems.push(structure(Problem::PayloadNotObject));
            }
            return None;
        };
        let hash = process::hash_algorithm(payload).map_err(|e| problems.push(e));
        let hash = hash.ok()?;
        let bound = text.rfind('~').and_then(|end| text.get(..=end));
        self.sd_hash = bound.map(|bound| hash.digest_base64url(bound));
        let mut sink = ErrorSink::collect();
        let processed = process::process(payload, disclosures, hash, true, &mut sink);
        let processed = processed.map_err(|e| problems.push(e));
        let placements = processed.ok().map(|(claims, placements)| {
            // The sink collects, so that no error is returned.
            problems.extend(vc::check(&claims, &mut sink).err());
            self.claims = Some(claims);
            placements
        });
        problems.extend(sink.into_errors());
        Some((hash, placements.unwrap_or_default()))
    }
}
