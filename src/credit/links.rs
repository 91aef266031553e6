//! Links: they show that a bundle of another issuer is about the subject of one of public credit status,
//! without the identity code.
//!
//! A public platform signs one value for each other issuer (`subject.links`). That issuer signs the same value
//! (`subject.link`) once it has compared the identity. A verifier that sees both knows that the bundles are
//! about one subject, and not who it is.

use std::sync::Arc;

use super::problem::{fail, invalid};
use super::vct::Vct;
use super::vocabulary::SUBJECT;
use crate::error::{Code, Error};
use crate::error_sink::ErrorSink;
use crate::jose::base64url;
use crate::json::pointer_push;
use crate::sd_jwt::{self, Node};

/// The members of `subject` that are links: those to bundles of other issuers by issuer, and the bundle's own.
pub(crate) const LINKS: &str = "links";
pub(crate) const LINK: &str = "link";

/// The bytes of a link: random, so that nobody finds one by trying.
const BYTES: usize = 16;

/// Those bytes in base64url, as a pattern.
#[cfg(test)]
pub(super) const PATTERN: &str = "^[A-Za-z0-9_-]{21}[AQgw]$";

/// The links of one bundle.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Links {
    /// By the issuer of the other bundle.
    to: Vec<(Arc<str>, Arc<str>)>,
    /// Whether there may be further ones.
    hides_some: bool,
    own: Option<Arc<str>>,
}

impl Links {
    /// The link to a bundle of this issuer.
    pub(crate) fn to(&self, issuer: &str) -> Option<&str> {
        let mut all = self.to.iter();
        all.find(|(to, _)| **to == *issuer).map(|(_, link)| &**link)
    }

    /// Whether there may be links that are not disclosed.
    pub(crate) fn hides_some(&self) -> bool {
        self.hides_some
    }

    /// The link by which a bundle of public credit status can link to this one.
    pub(crate) fn own(&self) -> Option<&str> {
        self.own.as_deref()
    }

    /// Reads what is disclosed of `subject`.
    ///
    /// # Errors
    /// `claim.invalid` for what is no link, and for one in a bundle of the other type;
    /// `claim.protected` if the links are disclosed as one.
    pub(super) fn read(
        vct: Vct,
        subject: &sd_jwt::Members,
        sink: &mut ErrorSink,
    ) -> Result<Self, Error> {
        let mut links = Self::default();
        if let Some(node) = subject.get(LINK) {
            match link(node).filter(|_| vct != Vct::CreditStatus) {
                Some(link) => links.own = Some(link),
                None => sink.add(invalid(pointer(LINK)))?,
            }
        }
        let Some(member) = subject.member(LINKS) else {
            return Ok(links);
        };
        if member.selective {
            sink.add(fail(Code::ClaimProtected, pointer(LINKS)))?;
        }
        let Node::Object(all) = &member.node else {
            sink.add(invalid(pointer(LINKS)))?;
            return Ok(links);
        };
        if vct != Vct::CreditStatus {
            sink.add(invalid(pointer(LINKS)))?;
            return Ok(links);
        }
        links.hides_some = all.hidden() > 0 || all.hidden_names().next().is_some();
        for (issuer, member) in all.iter() {
            match link(&member.node) {
                Some(link) => links.to.push((issuer.into(), link)),
                None => {
                    let mut pointer = pointer(LINKS);
                    pointer_push(&mut pointer, issuer);
                    sink.add(invalid(pointer))?;
                }
            }
        }
        Ok(links)
    }
}

fn pointer(member: &str) -> String {
    ["/", SUBJECT.name, "/", member].concat()
}

fn link(node: &Node) -> Option<Arc<str>> {
    let text = node.as_str()?;
    let is_link = base64url::decode(text).is_ok_and(|bytes| bytes.len() == BYTES);
    is_link.then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::super::claims::Claims;
    use crate::credit::Vct;
    use crate::json;

    const AGENCY: &str = "https://agency.example";

    fn claims(vct: Vct, subject: &str) -> Claims {
        let text = format!(
            r#"{{"subject_kind":"enterprise","jurisdiction":"310000","catalogue":"CN-2025",
                "as_of":"2026-11-20","subject":{subject}}}"#
        );
        let written = json::parse(text.as_bytes(), text.len()).unwrap();
        Claims::from_plain(vct, &written, crate::law::built_in()).unwrap()
    }

    #[test]
    fn links_are_known_or_hidden_and_never_facts() {
        let public = |links: &str| {
            let claims = claims(Vct::CreditStatus, &format!(r#"{{"links":{links}}}"#));
            assert!(claims.subject.known.is_empty() && claims.subject.hidden.is_empty());
            assert!(claims.ignored.is_empty());
            let to_agency = claims.links.to(AGENCY).map(ToOwned::to_owned);
            (to_agency, claims.links.hides_some())
        };
        let link = "xV4pQ0n4Y2kX1xg1nq0T0A";
        let known = Some(link.to_owned());
        assert_eq!(public("{}"), (None, false));
        let to_agency = format!(r#"{{"{AGENCY}":"{link}"}}"#);
        assert_eq!(public(&to_agency), (known.clone(), false));
        let to_bank = format!(r#"{{"https://bank.example":"{link}"}}"#);
        assert_eq!(public(&to_bank), (None, false));
        // However facts say that something is hidden.
        let hidden = r#"{"$undisclosed":true}"#;
        assert_eq!(public(hidden), (None, true));
        let by_name = format!(r#"{{"{AGENCY}":{hidden}}}"#);
        assert_eq!(public(&by_name), (None, true));
        let another = format!(r#"{{"{AGENCY}":"{link}","$undisclosed":true}}"#);
        assert_eq!(public(&another), (known, true));

        let market = claims(Vct::MarketCredit, &format!(r#"{{"link":"{link}"}}"#));
        assert_eq!(market.links.own(), Some(link));
        assert!(market.subject.known.is_empty());
        let market = claims(Vct::MarketCredit, "{}");
        assert_eq!(market.links.own(), None);
    }
}
