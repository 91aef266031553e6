//! PEM as it is found: after other text, with lines of any length or none, with several blocks in one file.
//!
//! `pem-rfc7468` reads what the standard has, and the crate `pem` no spaces within a block.

use xinyi::issuer::Algorithm;
use zeroize::Zeroizing;

use super::fault::{Fault, Kind};
use super::found::KeyFile;
use super::{der, text};

pub(super) const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// A block by its label.
struct Block<'a> {
    label: &'a str,
    body: &'a str,
}

/// Reads the one private key, and where there is none the one public key.
pub(super) fn read(text: &str, algorithm: Option<Algorithm>) -> Result<KeyFile, Fault> {
    // Line ends that a configuration file has written out.
    let text = Zeroizing::new(text.replace("\\r", "").replace("\\n", "\n"));
    let blocks = blocks(&text)?;
    let mut parameters = None;
    let mut private = Vec::new();
    let mut public = Vec::new();
    let mut others = Vec::new();
    for block in &blocks {
        if block.label.ends_with(" PARAMETERS") {
            parameters = text::base64(block.body);
            continue;
        }
        match block.read(parameters.as_ref().map(|bytes| bytes.as_slice()), algorithm) {
            Ok(KeyFile::Public(key, form)) => public.push((key, form)),
            Ok(found) => private.push(Ok(found)),
            Err(fault) if block.label.ends_with("PRIVATE KEY") => private.push(Err(fault)),
            Err(fault) => others.push(fault),
        }
        if private.len() > 1 {
            return Err(Kind::Several.into());
        }
    }
    let program = program(&text, parameters.is_some());
    let found = match (private.pop(), public.pop()) {
        (Some(private), last) => {
            let public = public.into_iter().chain(last).map(|(key, _)| key);
            private?.beside(public.collect())?
        }
        (None, Some((key, form))) if public.is_empty() => KeyFile::Public(key, form),
        (None, Some(_)) => return Err(Kind::Several.into()),
        (None, None) => {
            let other = others.into_iter().next();
            return Err(other.unwrap_or(Kind::Parameters.into()));
        }
    };
    Ok(found.written_by(program))
}

/// What is told by the text around the blocks.
fn program(text: &str, has_parameters: bool) -> Option<&'static str> {
    if text.contains("Bag Attributes") {
        return Some("openssl pkcs12");
    }
    has_parameters.then_some("openssl ecparam")
}

impl Block<'_> {
    fn read(
        &self,
        parameters: Option<&[u8]>,
        algorithm: Option<Algorithm>,
    ) -> Result<KeyFile, Fault> {
        if self.label == "OPENSSH PRIVATE KEY" {
            return Err(Kind::Openssh.into());
        }
        if self.label.starts_with("PGP ") {
            return Err(Kind::Pgp.into());
        }
        // The header of PEM's own encryption (RFC 1421 §4.6.1.1); base64 has no colon.
        if self.body.contains("Proc-Type:") {
            return Err(Kind::PemEncrypted.into());
        }
        let bytes = text::base64(self.body).ok_or(Kind::Base64)?;
        let found = der::read(&bytes, parameters, "pem", algorithm);
        found.map_err(|fault| match fault.is(Kind::Unrecognised) {
            true => Fault::found(Kind::Damaged, self.label),
            false => fault,
        })
    }
}

fn blocks(text: &str) -> Result<Vec<Block<'_>>, Fault> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, begun)) = rest.split_once(BEGIN) {
        let (label, begun) = begun.split_once(DASHES).ok_or(Kind::CutShort)?;
        let (body, ended) = begun.split_once(END).ok_or(Kind::CutShort)?;
        let (_, after) = ended.split_once(DASHES).ok_or(Kind::CutShort)?;
        // A block that does not end runs into the next one.
        if body.contains(BEGIN) {
            return Err(Kind::CutShort.into());
        }
        let label = label.trim();
        blocks.push(Block { label, body });
        rest = after;
    }
    Ok(blocks)
}
