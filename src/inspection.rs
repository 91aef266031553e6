//! Inspecting a presentation: what is inside, and every problem found. Nothing is verified by trust.

use serde::{Serialize, Serializer};

use crate::binding::{CERTIFICATE_AUDIENCE, Consent};
use crate::credit::{self, Claims, Vct};
use crate::error::{Code, Error, Stage};
use crate::jose::{self, Compact};
use crate::json::{Object, Value};
use crate::law;
use crate::limits;
use crate::messages;
use crate::sd_jwt::{self, InspectedDisclosure, Members};
use crate::time::{Day, Instant};
use crate::trust;
use crate::verifier::{certificate_exp, status_reference};

/// A look into a presentation. It needs no key, and so proves nothing: that no problem was found
/// does not make a bundle genuine.
#[derive(Debug)]
pub struct Inspection {
    token: sd_jwt::InspectedSdJwt,
    problems: Vec<Error>,
}

impl Inspection {
    /// Looks into a presentation at a time, to which `exp` and `nbf` are held.
    pub fn of(presentation: &str, now: Instant) -> Self {
        let mut problems = Vec::new();
        let token = sd_jwt::InspectedSdJwt::of(presentation, &mut problems);
        if let Some(header) = &token.header
            && header.member("kid").is_none()
        {
            problems.extend(trust::kid_of(None).err().map(|e| e.at(Stage::Bundle)));
        }
        if let Some(claims) = &token.claims {
            problems.extend(problems_of(claims, now));
        }
        let binding = binding_problems(&token, now);
        problems.extend(binding.into_iter().map(|e| e.at(Stage::KeyBinding)));
        // Two stages may find the same problem.
        let mut inspection = Self {
            token,
            problems: Vec::new(),
        };
        for problem in problems {
            if !inspection.problems.contains(&problem) {
                inspection.problems.push(problem);
            }
        }
        inspection
    }

    /// Everything for which a verifier refuses the presentation, whatever keys it trusts.
    pub fn problems(&self) -> &[Error] {
        &self.problems
    }

    /// As `xinyi inspect --json` prints it:
    /// `{"proven": false, "notice": {"zh-CN", "en"}, "header", "claims", "hidden",
    /// "disclosures": [{"index", "digest", "pointer", "parent", "name", "value"}],
    /// "key_binding": {"header", "claims"}, "problems": [error]}`, `null` for what there is not or
    /// what cannot be read. `claims` stands as in a file of facts, `{"$undisclosed": true}` for
    /// what is hidden; `hidden` counts all digests that are of no disclosure. Texts of the
    /// problems are left empty.
    pub fn to_json(&self) -> Value {
        let token = &self.token;
        let claims = match (&token.claims, &token.payload) {
            (Some(claims), _) => Some(credit::to_plain(claims).into()),
            (None, payload) => payload.clone(),
        };
        let hidden = token.claims.as_ref().map(Members::count_hidden);
        let disclosures: Vec<Value> = token.disclosures.iter().map(disclosure).collect();
        let binding = token.key_binding.as_ref().map(|(_, binding)| {
            Object::from([
                ("header", binding.header.clone().into()),
                ("claims", binding.payload.clone().into()),
            ])
        });
        let problems: Vec<Value> = self.problems.iter().map(Error::to_json).collect();
        Object::from([
            ("proven", Value::from(false)),
            ("notice", messages::notice("unproven")),
            ("header", token.header.clone().into()),
            ("claims", claims.into()),
            ("hidden", hidden.into()),
            ("disclosures", disclosures.into()),
            ("key_binding", binding.into()),
            ("problems", problems.into()),
        ])
        .into()
    }
}

/// As [`to_json`](Inspection::to_json), but that a format which rounds numbers rounds an issuer's fractions of
/// more than 15 digits.
impl Serialize for Inspection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

fn disclosure(shown: &InspectedDisclosure) -> Value {
    let placement = shown.placement.as_ref();
    Object::from([
        ("index", Value::from(shown.index)),
        ("digest", shown.digest.clone().into()),
        ("pointer", placement.map(|p| p.pointer.clone()).into()),
        ("parent", placement.and_then(|p| p.parent).into()),
        ("name", shown.name.clone().into()),
        ("value", shown.value.clone()),
    ])
    .into()
}

/// Everything that is wrong with the claims of a bundle.
fn problems_of(claims: &Members, now: Instant) -> Vec<Error> {
    let mut problems = Vec::new();
    problems.extend(jose::required_uri(claims, "iss").err());
    let vct = jose::required_string(claims, "vct").ok().map(Vct::parse);
    if vct == Some(None) {
        problems.push(Error::new(Code::ClaimInvalid).with("pointer", "/vct"));
    }
    // A bundle of an unknown type is read as the type with more required claims.
    let vct = vct.flatten().unwrap_or(Vct::CreditStatus);
    let iat = jose::required_numeric_date(claims, "iat");
    let exp = jose::required_numeric_date(claims, "exp");
    if let Some(iat) = iat.as_ref().ok().copied() {
        problems.extend(trust::not_from_the_future(iat, now).err());
        let typed = Claims::parse(vct, claims, law::built_in());
        let drawn = typed.ok().map(|claims| claims.drawn_by(Day::of(iat)));
        problems.extend(drawn.and_then(Result::err));
    }
    problems.extend(iat.err());
    // SD-JWT VC allows a hidden `iat`. Ours must be visible, since the window of the key is checked by it.
    let iat_selective = claims.member("iat").is_some_and(|member| member.selective);
    problems.extend(iat_selective.then(|| sd_jwt::protected("iat")));
    match exp {
        Ok(_) => problems.extend(jose::check_validity(claims, now).err()),
        Err(error) => problems.push(error),
    }
    problems.extend(Claims::problems(vct, claims, law::built_in()));
    problems.extend(status_reference(claims).err());
    problems.extend(sd_jwt::holder_key(claims).err());
    problems.extend(sd_jwt::meant_for(claims).err());
    problems.into_iter().map(|e| e.at(Stage::Bundle)).collect()
}

/// What is wrong with the key binding JWT, for any audience and nonce. The holder's key is in
/// the bundle, and so its signature can be checked; it proves no more than the bundle does.
fn binding_problems(token: &sd_jwt::InspectedSdJwt, now: Instant) -> Vec<Error> {
    let Some((text, binding)) = &token.key_binding else {
        return Vec::new();
    };
    let mut problems = Vec::new();
    let key = token
        .claims
        .as_ref()
        .and_then(|claims| sd_jwt::holder_key(claims).ok());
    // What is wrong with its form is known already.
    if let (Some(key), Ok(jws)) = (key, Compact::parse(text, limits::BUNDLE_BYTES)) {
        problems.extend(jws.verify_or_diagnose(&key).err());
    }
    let Some(payload) = &binding.payload else {
        return problems;
    };
    let Value::Object(claims) = payload else {
        let other = Error::new(Code::FormatStructure).with("expected", "a JSON object");
        problems.push(other);
        return problems;
    };
    for name in ["aud", "nonce"] {
        problems.extend(jose::required_string(claims, name).err());
    }
    let iat = jose::required_numeric_date(claims, "iat").err();
    let has_iat = iat.is_none();
    problems.extend(iat);
    problems.extend(jose::check_validity(claims, now).err());
    let aud = jose::required_string(claims, "aud");
    if has_iat && aud.is_ok_and(|aud| aud == CERTIFICATE_AUDIENCE) {
        problems.extend(certificate_exp(claims, now).err());
    }
    problems.extend(Consent::in_claims(claims).err());
    match (jose::required_string(claims, "sd_hash"), &token.sd_hash) {
        (Ok(found), Some(right)) if found != right => {
            problems.push(Error::new(Code::BindingSdHash));
        }
        (Ok(_), _) => {}
        (Err(error), _) => problems.push(error),
    }
    problems
}
