//! What went wrong, by a stable code.

use super::string_enum::string_enum;

/// Codes by the family that each begins with.
macro_rules! codes {
    ($(
        $(#[$about:meta])*
        $family:ident = $prefix:literal {
            $($(#[$doc:meta])* $code:ident = $text:literal,)+
        }
    )+) => {
        string_enum! {
            /// A stable error code. Codes are added in minor versions and never change meaning.
            Code { $($($(#[$doc])* $code = $text,)+)+ }
        }

        string_enum! {
            /// What a code is about: the part of it before the dot.
            Family { $($(#[$about])* $family = $prefix,)+ }
        }

        impl Code {
            /// The part before the dot.
            pub const fn family(self) -> Family {
                match self {
                    $($(Self::$code)|+ => Family::$family,)+
                }
            }
        }
    };
}

codes! {
    /// Whom and what a presentation is for.
    Binding = "binding" {
        /// The presentation was made for another audience.
        BindingAudience = "binding.audience",
        /// A certificate would hold longer than its bundle.
        BindingCertificateBundle = "binding.certificate_bundle",
        /// A certificate is about a person, and only organisations have them.
        BindingCertificatePerson = "binding.certificate_person",
        /// A certificate does not disclose the identity code of whom it is about.
        BindingCertificateSubject = "binding.certificate_subject",
        /// A certificate holds longer than certificates may.
        BindingCertificateTerm = "binding.certificate_term",
        /// Bundles that are to be about one subject contradict each other.
        BindingConflict = "binding.conflict",
        /// The holder consented to another programme, or no longer does.
        BindingConsent = "binding.consent",
        /// A commitment was signed by a key of no bundle in the call.
        BindingHolder = "binding.holder",
        /// Key binding is asked for, and the presentation has none.
        BindingMissing = "binding.missing",
        /// The presentation answers another nonce.
        BindingNonce = "binding.nonce",
        /// A commitment was made for another programme, or for another version of it.
        BindingProgramme = "binding.programme",
        /// The key binding JWT covers other disclosures than the ones presented.
        BindingSdHash = "binding.sd_hash",
        /// The bundle is about somebody other than the expected subject.
        BindingSubject = "binding.subject",
        /// Nothing shows that the bundles are about one subject, or about a firm and its officer.
        BindingUnlinked = "binding.unlinked",
        /// The key binding JWT was made too long ago or lies in the future.
        BindingWindow = "binding.window",
    }
    /// What a bundle says.
    Claim = "claim" {
        /// The issuer's JWT is for another audience.
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
    }
    /// The form of a document.
    Format = "format" {
        /// Not base45.
        FormatBase45 = "format.base45",
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
        /// A text that is of no code with a presentation or a request, or of a damaged one.
        FormatQr = "format.qr",
        /// The parts of a presentation do not make one: some are missing, or are of another.
        FormatQrParts = "format.qr_parts",
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
    }
    /// The host that a module runs in.
    Host = "host" {
        /// The module could not be loaded. Only the JavaScript facade says this.
        HostLoad = "host.load",
        /// No secure random numbers are to be had.
        HostRandom = "host.random",
        /// The app's storage could not be read or written.
        HostStorage = "host.storage",
        /// The module stopped on a bug of ours.
        HostTrap = "host.trap",
    }
    /// A call and its options.
    Input = "input" {
        /// The columns of a file are not those of any rows that can be audited. Only the command
        /// line says this.
        InputColumns = "input.columns",
        /// A file is damaged, or ends too soon. Only the command line says this.
        InputDamaged = "input.damaged",
        /// Two columns of a file are one. Only the command line says this.
        InputDuplicateColumn = "input.duplicate_column",
        /// There is nothing in a file. Only the command line says this.
        InputEmpty = "input.empty",
        /// A file is in an encoding that is not read. Only the command line says this.
        InputEncoding = "input.encoding",
        /// The holder policy was left out of a call.
        InputHolder = "input.holder",
        /// A file is of a kind that is not read. Only the command line says this.
        InputKind = "input.kind",
        /// An option is missing, unknown, or of the wrong type.
        InputOptions = "input.options",
        /// A member of the programme's `request` is unknown or of the wrong type.
        InputRequest = "input.request",
        /// No sheet of a workbook has the rows that are looked for. Only the command line says this.
        InputSheet = "input.sheet",
        /// An option, operator or document feature that this version does not have.
        InputUnsupported = "input.unsupported",
    }
    /// What an issuer signs.
    Issuer = "issuer" {
        /// A record is repaired, taken back, over or past its time: nobody may pass it on any more.
        IssuerNotShareable = "issuer.not_shareable",
        /// What signs gave no signature.
        IssuerSigner = "issuer.signer",
    }
    /// The law in use.
    Law = "law" {
        /// The edition of the law that the manifest pins is not here.
        LawMissing = "law.missing",
        /// An edition of the law of another format than this version reads.
        LawUnsupported = "law.unsupported",
    }
    /// Limits on what is read.
    Limit = "limit" {
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
        /// The decision takes more work than allowed.
        LimitWork = "limit.work",
    }
    /// Programmes and their rules.
    Programme = "programme" {
        /// Where a fact is absent, a rule comes out in favour.
        ProgrammeAbsent = "programme.absent",
        /// A rule holds for everybody.
        ProgrammeAlways = "programme.always",
        /// A requirement about adverse records names no law that it rests on.
        ProgrammeBasis = "programme.basis",
        /// A programme's benefit is malformed.
        ProgrammeBenefit = "programme.benefit",
        /// A member of a file of cases is missing, unknown, or of the wrong type or form.
        ProgrammeCases = "programme.cases",
        /// Certificates are for a clean record alone, and the programme gives something else.
        ProgrammeCertificateBenefit = "programme.certificate_benefit",
        /// Certificates are for programmes with a `max_age` of `P65B`.
        ProgrammeCertificateMaxAge = "programme.certificate_max_age",
        /// A rule has the same verdict whatever the facts are.
        ProgrammeConstant = "programme.constant",
        /// A loan programme reads market credit, which is no licensed bureau's.
        ProgrammeCreditBureau = "programme.credit_bureau",
        /// A programme with these defects is not signed.
        ProgrammeDefects = "programme.defects",
        /// `all` holds of a list that is empty.
        ProgrammeEmptyList = "programme.empty_list",
        /// A figure of a benefit gives nothing, or everything.
        ProgrammeFigure = "programme.figure",
        /// Values between two bands are in neither.
        ProgrammeGap = "programme.gap",
        /// A text is in one language alone.
        ProgrammeLanguage = "programme.language",
        /// A rule looks back for longer than the law lets records count.
        ProgrammeLookBack = "programme.look_back",
        /// A programme's `max_age` is longer than the law allows.
        ProgrammeMaxAge = "programme.max_age",
        /// The version of the programme that decides is missing here, or does not verify.
        ProgrammeMissing = "programme.missing",
        /// A rule holds for nobody.
        ProgrammeNever = "programme.never",
        /// No issuer of the trust list may sign what a programme reads.
        ProgrammeNoIssuer = "programme.no_issuer",
        /// No version of the programme is in force.
        ProgrammeNoneInForce = "programme.none_in_force",
        /// A programme has more cases than an analysis goes through.
        ProgrammeNotAnalysed = "programme.not_analysed",
        /// A rule uses an operator that does not exist, or with the wrong number of operands.
        ProgrammeOperator = "programme.operator",
        /// Of two tiers that somebody reaches the first gives less.
        ProgrammeOrder = "programme.order",
        /// Two bands share values.
        ProgrammeOverlap = "programme.overlap",
        /// A rule names a fact that does not exist or that rules may not read.
        ProgrammePath = "programme.path",
        /// A member of a programme is missing, unknown, or of the wrong type or form.
        ProgrammeSchema = "programme.schema",
        /// A programme's window does not follow that of the version before.
        ProgrammeSuccession = "programme.succession",
        /// A cell of a table is not what makes a programme of it; as a warning, it was read all the same.
        ProgrammeTable = "programme.table",
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
        /// A literal is none that it can be where it stands; as a warning, hardly one.
        ProgrammeValue = "programme.value",
        /// A programme's version is not higher than that of the version before.
        ProgrammeVersion = "programme.version",
        /// A better subject gets less.
        ProgrammeWorse = "programme.worse",
    }
    /// Signatures and keys.
    Signature = "signature" {
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
    }
    /// What the app stored of earlier loads.
    State = "state" {
        /// The stored state is of another root.
        StateRoot = "state.root",
        /// The stored state says more than the documents that it carries prove.
        StateUnproven = "state.unproven",
        /// The stored state is damaged, or of another version.
        StateUnreadable = "state.unreadable",
    }
    /// Whether a bundle was revoked or suspended.
    Status = "status" {
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
        /// There is no status list for the bundle.
        StatusMissing = "status.missing",
        /// The status list carries a reserved status for this bundle.
        StatusReserved = "status.reserved",
        /// The status list is for another URI.
        StatusSubject = "status.subject",
        /// The bundle is suspended.
        StatusSuspended = "status.suspended",
    }
    /// When a document is valid, and what time it is.
    Time = "time" {
        /// Out of date: the document's `exp` has come.
        TimeExpired = "time.expired",
        /// Not valid yet.
        TimeNotYetValid = "time.not_yet_valid",
        /// The clock is behind a time that is known to have passed.
        TimeRollback = "time.rollback",
    }
    /// Whose signature counts.
    Trust = "trust" {
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
        /// There is no trust list.
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
        /// Too few of the keys that have to sign are of an algorithm that this version has.
        TrustUnsupported = "trust.unsupported",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_begins_with_its_family() {
        for code in Code::ALL {
            let (family, _) = code.as_str().split_once('.').expect("a dot");
            assert_eq!(code.family().as_str(), family);
        }
    }
}
