//! Every budget in one place. To exceed one is an error with a `limit.*` code.

/// A bundle or presentation: the whole text, in bytes.
pub const BUNDLE_BYTES: usize = 256 * 1024;
/// All presentations of one call as one JSON text, in bytes.
pub const BUNDLES_BYTES: usize = 4 * 1024 * 1024;
/// A compact JWS of any kind, in bytes.
pub const JWS_BYTES: usize = 16 * 1024 * 1024;
/// A snapshot, in bytes.
pub const SNAPSHOT_BYTES: usize = 16 * 1024 * 1024;
/// The state that an app stores, in bytes: all roots after the pinned one and the manifest, in base64url, and a
/// line for each status list.
pub const STATE_BYTES: usize = 5 * 1024 * 1024;
/// A root in its serialised form, in bytes.
pub const ROOT_BYTES: usize = 64 * 1024;
/// A manifest in its serialised form, in bytes.
pub const MANIFEST_BYTES: usize = 1024 * 1024;
/// A trust list in its serialised form, in bytes. It has room for [`TRUST_ENTRIES`] entries of six keys each.
pub const TRUST_LIST_BYTES: usize = 12 * 1024 * 1024;
/// One entry of a trust list, in bytes.
pub const TRUST_ENTRY_BYTES: usize = 64 * 1024;
/// A programme, in bytes.
pub const PROGRAMME_BYTES: usize = 64 * 1024;
/// An edition of the law, in bytes.
pub const LAW_BYTES: usize = 256 * 1024;
/// The rows of one part of an edition, and the parts of a row.
pub const LAW_ROWS: usize = 128;
/// An edition signed, in its serialised form: base64url takes four characters for three bytes, and signatures come to it.
pub const SIGNED_LAW_BYTES: usize = LAW_BYTES * 3 / 2;
/// A status list token, in bytes.
pub const STATUS_LIST_BYTES: usize = 8 * 1024 * 1024;
/// What a status list may inflate to, in bytes.
pub const STATUS_LIST_INFLATED: usize = 32 * 1024 * 1024;
/// Blocks of a compressed status list: one for each KB that it may inflate to. Compressors make blocks of tens
/// of KB.
pub const STATUS_LIST_BLOCKS: usize = 32 * 1024;
/// How far apart the checkpoints of a status list are, from which inflating can go on: in bytes of what it inflates
/// to, a multiple of the window of 32 KiB.
pub const STATUS_LIST_STRIDE: usize = 256 * 1024;
/// How many checkpoints a verifier keeps of all its status lists together: as many as the longest list has.
pub const STATUS_LIST_CHECKPOINTS: usize = STATUS_LIST_INFLATED / STATUS_LIST_STRIDE;
/// What all status lists that a verifier keeps inflated take together, in bytes.
#[cfg(not(target_arch = "wasm32"))]
pub const STATUS_LISTS_WHOLE: usize = 256 * 1024 * 1024;
/// The options of one call, in bytes. Status lists stapled to the call are among them.
pub const OPTIONS_BYTES: usize = 16 * 1024 * 1024;
/// Nesting of JSON arrays and objects. A rule takes two levels for each of its own, and a programme
/// some more around it.
pub const JSON_DEPTH: usize = 96;
/// Members of one JSON object and elements of one JSON array.
pub const JSON_ITEMS: usize = 100_000;
/// Commitments in one call.
pub const COMMITMENTS: usize = 16;
/// A commitment, in bytes.
pub const COMMITMENT_BYTES: usize = 4 * 1024;
/// What the text of one QR code may have, in bytes: the largest code holds fewer.
pub const QR_BYTES: usize = 4_296;
/// Parts of a presentation in QR codes.
pub const QR_PARTS: usize = 16;
/// What the text of QR codes may inflate to, in bytes.
pub const QR_INFLATED: usize = 64 * 1024;
/// Sets of claims that a query offers for one input of a programme.
pub const CLAIM_SETS: usize = 48;
/// Values in one JSON document, nested ones included. The largest trust list has half as many. A value takes at
/// most about 100 bytes of memory.
pub const JSON_NODES: usize = 1_000_000;
/// Disclosures in one bundle.
pub const DISCLOSURES: usize = 512;
/// Digests in one bundle, decoys included.
pub const DIGESTS: usize = 2048;
/// Nesting of selectively disclosable values within one another.
pub const DISCLOSURE_DEPTH: usize = 16;
/// The name of an issuer or of a status list, in bytes. Thousands of them are compared and hashed.
pub const URI_BYTES: usize = 2048;
/// What an issuer is called, or where one objects to its records: in one language, in bytes. Decisions repeat it.
pub const ISSUER_TEXT_BYTES: usize = 2048;
/// Signatures on one trust document.
pub const SIGNATURES: usize = 32;
/// Roots after the pinned one: in one snapshot, and in all that an app follows, since it has to be able to read
/// again what it exports.
pub const ROOTS: usize = 256;
/// All roots after the pinned one together, in bytes.
pub const ROOTS_BYTES: usize = 2 * 1024 * 1024;
/// Signatures on all roots after the pinned one that count; and all signatures, whether they count or not, on
/// the roots that one load brings. Each may have to be verified by keys of two roots.
pub const ROOTS_SIGNATURES: usize = 1024;
/// Keys in a root, or of one trust-list entry.
pub const KEYS: usize = 64;
/// Entries of a trust list.
pub const TRUST_ENTRIES: usize = 4096;
/// Agreements on recognition in one trust list.
pub const RECOGNITIONS: usize = 128;
/// Programmes in one snapshot.
pub const PROGRAMMES: usize = 1024;
/// Status lists in one snapshot or stapled to one call.
pub const STATUS_LISTS: usize = 1024;
/// Inputs of a programme, and so presentations in one call.
pub const INPUTS: usize = 16;
/// Members of a programme's `request`, and its `scales`.
pub const DECLARED: usize = 64;
/// Tiers of a programme.
pub const TIERS: usize = 64;
/// Requirements of a programme.
pub const REQUIREMENTS: usize = 64;
/// Nesting of a programme's rules.
pub const RULE_DEPTH: usize = 32;
/// Nesting of quantifiers in a programme's rules.
pub const RULE_QUANTIFIERS: usize = 2;
/// Nodes in all rules of a programme.
pub const RULE_NODES: usize = 4096;
/// The years, months or days of one period.
pub const PERIOD_NUMBER: u32 = 9_999;
/// The working days of one period: about a year.
pub const PERIOD_WORKING_DAYS: u32 = 250;
/// Keys that are tried on every status list that does not say whose it is: those of the issuers whose names are
/// most like its URI. Each list has these, however many lists there are.
pub const STATUS_LIST_OWN_TRIES: usize = 2;
/// Further keys that a load tries, on all such lists together. With these, and with everything signed by SM2, a
/// load takes about ten thousand verifications.
pub const STATUS_LIST_TRIES: usize = 1024;
/// Issuers that answer for the status lists of one load, counted for each list. A list that does not say whose
/// it is is that of all issuers that have its key.
pub const STATUS_LIST_ISSUERS: usize = 128 * 1024;
/// Records in one bundle, of all its lists: large firms have hundreds of licences.
pub const RECORDS: usize = 1024;
/// Records of the adverse lists in one bundle, for which remedies are looked for.
pub const ADVERSE_RECORDS: usize = 256;
/// Officers that one bundle names.
pub const OFFICERS: usize = 256;
/// Statements of absence in one bundle.
pub const STATEMENTS: usize = 64;
/// Schemes of evaluation in one bundle.
pub const EVALUATIONS: usize = 64;
/// Names in one list: of a record (`recognised_in`, `also`); the regions, fields and kinds of a programme; the
/// grades of a scale; the regions, fields and grades of an agreement. Also all names of a trust-list entry
/// together, with one for each row of `complete`.
pub const LISTED: usize = 512;
/// Combinations of steps that a search for remedies tries, where there are too many to try all.
pub const REMEDY_TRIALS: usize = 512;
/// Texts of QR codes that are given at once, those that were read several times among them.
pub const QR_TEXTS: usize = 1_024;

/// Steps of one decision, over all the days that it looks ahead and the remedies that it tries. They are
/// counted as they are taken: one for a part of a rule that is looked at, an element that is gone through, a
/// fact that is found, some names that are compared, or a working day that is counted.
pub const WORK: u64 = 20_000_000;

/// Steps of the search for the smallest plan of a presentation, beyond those of a first one that is irreducible. What
/// goes beyond ends the search, and the plan says that it may not be the smallest.
pub const PLAN_WORK: u64 = 10_000_000;
/// Sets of disclosures that such a search tries.
pub const PLAN_TRIALS: usize = 8192;
/// What it costs to read a bundle once more, in steps, and further steps for each disclosure that is shown.
pub(crate) const PLAN_BUNDLE_STEPS: usize = 500;
pub(crate) const PLAN_UNIT_STEPS: usize = 50;
/// Sets of one size that are compared by how long their decisions hold.
pub const PLAN_TIES: usize = 64;
/// Optional inputs of which every combination is tried.
pub const PLAN_OPTIONAL: usize = 4;

/// Leaves of a programme's rules that an analysis goes into.
#[cfg(feature = "authoring")]
pub const ANALYSIS_LEAVES: usize = 512;
/// Rows of one table of an analysis: combinations of values of facts that are compared with one another, or of what
/// lists come to.
#[cfg(feature = "authoring")]
pub const ANALYSIS_ROWS: usize = 4096;
/// Facts that are decided on to see whether somebody shows what is found in a programme.
#[cfg(feature = "authoring")]
pub const EXAMPLES_TRIED: usize = 5_000;
/// Facts that are decided on in search of the cases that a programme's file of cases lacks.
#[cfg(feature = "authoring")]
pub const CASES_TRIED: usize = 20_000;
/// Days of a programme's window that an analysis looks at one by one, where what rules come to changes with time.
#[cfg(feature = "authoring")]
pub const ANALYSIS_DAYS: usize = 1_500;
/// What a count is compared with, in an analysis: it keeps a list of each length up to then.
#[cfg(feature = "authoring")]
pub const ANALYSIS_COUNT: u32 = 256;
/// Rows of all tables, over all days of a programme.
#[cfg(feature = "authoring")]
pub const ANALYSIS_ALL_ROWS: usize = 200_000;
/// Steps of an analysis: one for a part of a rule that is looked at, or a row.
#[cfg(feature = "authoring")]
pub const ANALYSIS_STEPS: u64 = 5_000_000;

/// An app can read again whatever it exports.
const _: () = {
    let largest = ROOTS_BYTES + MANIFEST_BYTES;
    assert!(largest + TRUST_LIST_BYTES < SNAPSHOT_BYTES);
    // A status list's line takes less than a hundred.
    assert!((largest + 100 * STATUS_LISTS).div_ceil(3) * 4 < STATE_BYTES);
};
