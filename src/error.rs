//! One error type for every stage, with stable codes.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use serde::{Serialize, Serializer};

use crate::json::{Object, Value};
use crate::languages::blank;
use crate::visible::{shown_value, visible_json};

/// Why an input was refused: a stable [`Code`], the [`Stage`] it arose in, and the facts.
///
/// Texts in Chinese and English are kept apart from the code, in [`messages`](crate::messages),
/// so that a host which brings its own pays nothing for ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Error(Box<Inner>);

// Behind a pointer: results are returned far more often than errors are made.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    code: Code,
    stage: Option<Stage>,
    details: Object,
}

impl Error {
    #[cold]
    pub(crate) fn new(code: Code) -> Self {
        Self(Box::new(Inner {
            code,
            stage: None,
            details: Object::new(),
        }))
    }

    /// `input.unsupported`: this version does not have `name`. For hosts that refuse an option of
    /// their own.
    pub fn unsupported(name: &str) -> Self {
        Self::new(Code::InputUnsupported)
            .with("name", name)
            .at(Stage::Input)
    }

    /// An error about what a host reads itself, with its facts. For hosts that take files which are
    /// no documents of this crate.
    pub fn of_input(code: Code, details: Object) -> Self {
        let mut error = Self::new(code).at(Stage::Input);
        error.0.details = details;
        error
    }

    /// Adds a fact. Names are the placeholders of the texts.
    #[must_use]
    pub(crate) fn with(self, name: &'static str, value: impl Into<Value>) -> Self {
        self.with_value(name, value.into())
    }

    #[cold]
    fn with_value(mut self, name: &'static str, value: Value) -> Self {
        self.0.details.push(name, value);
        self
    }

    /// Says in which stage this arose, unless something closer to the cause already did.
    #[must_use]
    pub(crate) fn at(mut self, stage: Stage) -> Self {
        self.0.stage.get_or_insert(stage);
        self
    }

    /// Puts the document's own pointer before the `pointer` within a part of it.
    #[must_use]
    pub(crate) fn under(mut self, pointer: &str) -> Self {
        let inner = self.0.details.get("pointer").and_then(Value::as_str);
        let whole = format!("{pointer}{}", inner.unwrap_or_default());
        self.0.details.set("pointer", whole);
        self
    }

    /// That a list has no more items than a limit.
    ///
    /// # Errors
    /// `limit.items` with `limit` and `found`, and the list's `pointer`.
    pub(crate) fn check_items(
        limit: usize,
        found: usize,
        pointer: impl FnOnce() -> String,
    ) -> Result<(), Self> {
        if found <= limit {
            return Ok(());
        }
        Err(Self::new(Code::LimitItems)
            .with("limit", limit)
            .with("found", found)
            .with("pointer", pointer()))
    }

    /// Goes one element deeper: to the one at `index` of the list that the pointer leads to.
    #[must_use]
    pub(crate) fn under_last(mut self, index: usize) -> Self {
        let list = self.0.details.get("pointer").and_then(Value::as_str);
        let whole = format!("{}/{index}", list.unwrap_or_default());
        self.0.details.set("pointer", whole);
        self
    }

    /// The stable code, such as `signature.invalid`.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What was being read or verified.
    pub fn stage(&self) -> Stage {
        self.0.stage.unwrap_or(Stage::Input)
    }

    /// The facts: limits, offsets, JSON pointers, times (UNIX seconds), identifiers.
    pub fn details(&self) -> &Object {
        &self.0.details
    }

    /// The error as every surface gives it, characters that are not seen by their numbers. The texts
    /// are left empty, for [`messages::fill`](crate::messages::fill) or the host to put in.
    pub fn to_json(&self) -> Value {
        Object::from([
            ("code", Value::from(self.0.code.as_str())),
            ("stage", self.stage().as_str().into()),
            ("details", shown_value(&self.0.details.clone().into())),
            ("message", "".into()),
            ("messages", blank()),
        ])
        .into()
    }

    /// Where several problems were found: the one that tells its reader most comes first.
    ///
    /// That a document cannot be read comes before that it is not trusted, and that before that it
    /// is out of date: whoever is told "expired" may then take it for genuine. A clock that is
    /// wrong makes every other time doubtful.
    pub(crate) fn rank(&self) -> u8 {
        match (self.0.code, self.0.code.family()) {
            (_, "input") => 0,
            (_, "limit") => 1,
            (_, "format") => 2,
            (Code::TimeRollback, _) => 3,
            (_, "trust") => 4,
            (_, "signature") => 5,
            (_, "claim") => 6,
            (_, "time") => 7,
            (_, "status") => 8,
            (_, "binding") => 9,
            _ => 10,
        }
    }
}

/// As [`to_json`](Error::to_json).
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.0.code.as_str(), self.stage().as_str())?;
        if !self.0.details.is_empty() {
            let details = crate::json::write(&self.0.details.clone().into());
            write!(f, " {}", visible_json(&details))?;
        }
        Ok(())
    }
}

macro_rules! string_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every value, in alphabetical order of the variants.
            #[allow(dead_code, reason = "of some enumerations only the tests want all")]
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The spelling in documents and interfaces.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        /// As it is spelt.
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use string_enum;

string_enum! {
    /// What was being read or verified when an error arose.
    Stage {
        /// The issuer-signed part of a bundle, or its disclosures.
        Bundle = "bundle",
        /// The host that a module runs in. Only the JavaScript facade says this.
        Host = "host",
        /// The options of a call, or the call itself.
        Input = "input",
        /// The key binding JWT of a presentation.
        KeyBinding = "key_binding",
        /// The signed manifest.
        Manifest = "manifest",
        /// A programme.
        Programme = "programme",
        /// A root.
        Root = "root",
        /// The snapshot that carries the other trust documents.
        Snapshot = "snapshot",
        /// What the app stored of earlier loads.
        State = "state",
        /// A status list.
        StatusList = "status_list",
        /// The signed trust list.
        TrustList = "trust_list",
    }
}

string_enum! {
    /// A stable error code. Codes are added in minor versions and never change meaning.
    Code {
        /// The presentation was made for another audience.
        BindingAudience = "binding.audience",
        /// Bundles that are to be about one subject contradict each other.
        BindingConflict = "binding.conflict",
        /// The holder consented to another programme, or no longer does.
        BindingConsent = "binding.consent",
        /// Key binding is asked for, and the presentation has none.
        BindingMissing = "binding.missing",
        /// The presentation answers another nonce.
        BindingNonce = "binding.nonce",
        /// The key binding JWT covers other disclosures than the ones presented.
        BindingSdHash = "binding.sd_hash",
        /// The bundle is about somebody other than the expected subject.
        BindingSubject = "binding.subject",
        /// Nothing shows that the bundles are about one subject, or about a firm and its officer.
        BindingUnlinked = "binding.unlinked",
        /// The key binding JWT was made too long ago or lies in the future.
        BindingWindow = "binding.window",
        /// The issuer meant the token for another audience.
        ClaimAudience = "claim.audience",
        /// Two disclosed claims contradict each other.
        ClaimConflict = "claim.conflict",
        /// A personal datum that the law forbids to collect is in the bundle.
        ClaimForbidden = "claim.forbidden",
        /// A claim has the wrong type, form or code.
        ClaimInvalid = "claim.invalid",
        /// A record is disclosed in part.
        ClaimPartialRecord = "claim.partial_record",
        /// A claim that must always be visible is selectively disclosable.
        ClaimProtected = "claim.protected",
        /// A claim that the profile requires is missing.
        ClaimRequired = "claim.required",
        /// Not canonical base64url without padding.
        FormatBase64 = "format.base64",
        /// A disclosure is not an array of the right length and types.
        FormatDisclosure = "format.disclosure",
        /// A digest occurs more than once.
        FormatDuplicateDigest = "format.duplicate_digest",
        /// A member name occurs twice in one JSON object.
        FormatDuplicateMember = "format.duplicate_member",
        /// A header is missing, of the wrong type, or asks for an unknown extension.
        FormatHeader = "format.header",
        /// Not JSON.
        FormatJson = "format.json",
        /// A number that is not an exact decimal of at most 18 digits.
        FormatNumber = "format.number",
        /// A member is missing, unknown, or of the wrong type or form.
        FormatSchema = "format.schema",
        /// `_sd`, `...` or `_sd_alg` stands where it may not, or has the wrong type.
        FormatSdStructure = "format.sd_structure",
        /// Not the serialisation that is expected here.
        FormatStructure = "format.structure",
        /// The header `typ` names another kind of document.
        FormatTyp = "format.typ",
        /// A disclosure is referenced by no digest.
        FormatUnreferencedDisclosure = "format.unreferenced_disclosure",
        /// Not UTF-8.
        FormatUtf8 = "format.utf8",
        /// The module could not be loaded. Only the JavaScript facade says this.
        HostLoad = "host.load",
        /// No secure random numbers are to be had.
        HostRandom = "host.random",
        /// The app's storage could not be read or written.
        HostStorage = "host.storage",
        /// The module stopped on a bug of ours.
        HostTrap = "host.trap",
        /// The columns of a file are not those of any rows that can be audited. Only the command
        /// line says this.
        InputColumns = "input.columns",
        /// Two columns of a file are one. Only the command line says this.
        InputDuplicateColumn = "input.duplicate_column",
        /// There is nothing in a file. Only the command line says this.
        InputEmpty = "input.empty",
        /// A file is in an encoding that is not read. Only the command line says this.
        InputEncoding = "input.encoding",
        /// The holder policy was left out of a call.
        InputHolder = "input.holder",
        /// An option is missing, unknown, or of the wrong type.
        InputOptions = "input.options",
        /// A member of the programme's `request` is unknown or of the wrong type.
        InputRequest = "input.request",
        /// An option, operator or document feature that this version does not have.
        InputUnsupported = "input.unsupported",
        /// More bytes than allowed.
        LimitBytes = "limit.bytes",
        /// Nested deeper than allowed.
        LimitDepth = "limit.depth",
        /// More digests than allowed.
        LimitDigests = "limit.digests",
        /// More disclosures than allowed.
        LimitDisclosures = "limit.disclosures",
        /// More items than allowed.
        LimitItems = "limit.items",
        /// A compressed part inflates to more than allowed.
        LimitInflated = "limit.inflated",
        /// More nodes in a programme's rules than allowed.
        LimitNodes = "limit.nodes",
        /// More signatures than allowed.
        LimitSignatures = "limit.signatures",
        /// More rules, records and days to look at than allowed.
        LimitWork = "limit.work",
        /// A programme's benefit is malformed.
        ProgrammeBenefit = "programme.benefit",
        /// A rule that comes to the same whatever the facts are.
        ProgrammeConstant = "programme.constant",
        /// A programme allows older data than the law does.
        ProgrammeMaxAge = "programme.max_age",
        /// The version of the programme that decides is not at hand, or does not verify.
        ProgrammeMissing = "programme.missing",
        /// No version of the programme is in force.
        ProgrammeNoneInForce = "programme.none_in_force",
        /// A rule uses an operator that does not exist, or with the wrong number of operands.
        ProgrammeOperator = "programme.operator",
        /// A rule names a fact that does not exist or that rules may not read.
        ProgrammePath = "programme.path",
        /// A member of a programme is missing, unknown, or of the wrong type or form.
        ProgrammeSchema = "programme.schema",
        /// A rule compares or combines values of the wrong types.
        ProgrammeType = "programme.type",
        /// No such programme is known here.
        ProgrammeUnknown = "programme.unknown",
        /// A tier that can never be granted.
        ProgrammeUnreachable = "programme.unreachable",
        /// The version of the programme that decides verifies, and cannot be read here.
        ProgrammeUnsupported = "programme.unsupported",
        /// A programme declares what no rule reads.
        ProgrammeUnused = "programme.unused",
        /// A literal is not one of the closed list of codes it is compared with.
        ProgrammeValue = "programme.value",
        /// The header's algorithm is not the one pinned on the key.
        SignatureAlgorithm = "signature.algorithm",
        /// The signature is not in the raw form of its algorithm, but in DER, for example.
        SignatureEncoding = "signature.encoding",
        /// The signature does not verify.
        SignatureInvalid = "signature.invalid",
        /// A key is malformed, private, or not of its algorithm's type.
        SignatureKey = "signature.key",
        /// An SM2 signature by this key over the hash of the message in place of the message.
        SignatureSm2DoubleHash = "signature.sm2_double_hash",
        /// An SM2 signature by this key with another identifier, often an empty one.
        SignatureSm2Identifier = "signature.sm2_identifier",
        /// An SM2 signature by this key that leaves out the hash of identifier and key (ZA).
        SignatureSm2Za = "signature.sm2_za",
        /// The stored state is of another root.
        StateRoot = "state.root",
        /// The stored state says more than the documents that it carries prove.
        StateUnproven = "state.unproven",
        /// The stored state is damaged, or of another version.
        StateUnreadable = "state.unreadable",
        /// The status list carries an application-specific status for this bundle.
        StatusApplication = "status.application",
        /// The status list is past its end.
        StatusExpired = "status.expired",
        /// The status list has no entry at the bundle's index.
        StatusIndex = "status.index",
        /// The bundle was revoked.
        StatusInvalid = "status.invalid",
        /// The status list's compressed bytes are damaged.
        StatusList = "status.list",
        /// No status list for the bundle is at hand.
        StatusMissing = "status.missing",
        /// The status list carries a reserved status for this bundle.
        StatusReserved = "status.reserved",
        /// The status list is for another URI.
        StatusSubject = "status.subject",
        /// The bundle is suspended.
        StatusSuspended = "status.suspended",
        /// Out of date: the document's `exp` has come.
        TimeExpired = "time.expired",
        /// Not valid yet.
        TimeNotYetValid = "time.not_yet_valid",
        /// The clock runs behind what is already known to have happened.
        TimeRollback = "time.rollback",
        /// A demo root, and the app did not allow one.
        TrustDemoRoot = "trust.demo_root",
        /// A district's entry exceeds its city's.
        TrustDelegation = "trust.delegation",
        /// A trust document is past its end.
        TrustExpired = "trust.expired",
        /// The issuer is not in the trust list.
        TrustIssuer = "trust.issuer",
        /// The issuer has no such key for this use.
        TrustKey = "trust.key",
        /// The key was revoked or not valid when the document was signed.
        TrustKeyWindow = "trust.key_window",
        /// No trust list is at hand.
        TrustMissing = "trust.missing",
        /// A document's hash differs from the manifest's.
        TrustPin = "trust.pin",
        /// An older version than one already known.
        TrustRollback = "trust.rollback",
        /// The issuer may not sign this scheme of evaluation.
        TrustScheme = "trust.scheme",
        /// The issuer may not sign this type, region or field.
        TrustScope = "trust.scope",
        /// Too few valid signatures.
        TrustThreshold = "trust.threshold",
        /// Of the keys that have to sign, too few are of an algorithm that this version has.
        TrustUnsupported = "trust.unsupported",
    }
}

impl Code {
    /// The part before the dot: `format`, `signature`, `trust`, `time`, `status`, `binding`,
    /// `claim`, `programme`, `input`, `limit`, `host` or `state`.
    pub fn family(self) -> &'static str {
        let text = self.as_str();
        text.split_once('.').map_or(text, |(family, _)| family)
    }
}
