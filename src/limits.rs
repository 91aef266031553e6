//! Every budget in one place. Passing one is an error with its own `limit.*` code.

/// A bundle or presentation: the whole text, in bytes.
pub const BUNDLE_BYTES: usize = 256 * 1024;
/// All presentations of one call as one JSON text, in bytes.
pub const BUNDLES_BYTES: usize = 4 * 1024 * 1024;
/// A compact JWS of any kind, in bytes.
pub const JWS_BYTES: usize = 16 * 1024 * 1024;
/// A snapshot, in bytes.
pub const SNAPSHOT_BYTES: usize = 16 * 1024 * 1024;
/// What an app stores of earlier loads, in bytes: all roots that led to the newest and the manifest,
/// in base64url, and a line for each status list.
pub const STATE_BYTES: usize = 5 * 1024 * 1024;
/// A root in its serialised form, in bytes.
pub const ROOT_BYTES: usize = 64 * 1024;
/// A manifest in its serialised form, in bytes.
pub const MANIFEST_BYTES: usize = 1024 * 1024;
/// A trust list in its serialised form, in bytes: has room for as many entries of six keys as
/// [`TRUST_ENTRIES`] says.
pub const TRUST_LIST_BYTES: usize = 12 * 1024 * 1024;
/// One entry of a trust list, in bytes.
pub const TRUST_ENTRY_BYTES: usize = 64 * 1024;
/// A programme, in bytes.
pub const PROGRAMME_BYTES: usize = 64 * 1024;
/// An edition of the law, in bytes.
pub const LAW_BYTES: usize = 256 * 1024;
/// A status list token, in bytes.
pub const STATUS_LIST_BYTES: usize = 8 * 1024 * 1024;
/// What a status list may inflate to, in bytes.
pub const STATUS_LIST_INFLATED: usize = 32 * 1024 * 1024;
/// Blocks of a compressed status list: one for each KB that it may inflate to. Compressors make one of
/// tens of KB.
pub const STATUS_LIST_BLOCKS: usize = 32 * 1024;
/// How far apart in an inflated status list the places lie that are kept to inflate on from, in
/// bytes: a multiple of the window of 32 KiB.
pub const STATUS_LIST_STRIDE: usize = 256 * 1024;
/// How many such places a verifier keeps of all its status lists together: those of the longest.
pub const STATUS_LIST_PLACES: usize = STATUS_LIST_INFLATED / STATUS_LIST_STRIDE;
/// The options of one call, in bytes. Status lists stapled to the call are among them.
pub const OPTIONS_BYTES: usize = 16 * 1024 * 1024;
/// Nesting of JSON arrays and objects. A rule takes two levels for each of its own, and a programme
/// some more around it.
pub const JSON_DEPTH: usize = 96;
/// Members of one JSON object and elements of one JSON array.
pub const JSON_ITEMS: usize = 100_000;
/// Values in one JSON document, those inside others included: a trust list of as many entries as
/// there may be, with six keys each, has half as many. What they take is at most about 100 bytes each.
pub const JSON_NODES: usize = 1_000_000;
/// Disclosures in one bundle.
pub const DISCLOSURES: usize = 512;
/// Digests in one bundle, decoys included.
pub const DIGESTS: usize = 2048;
/// Nesting of selectively disclosable values within one another.
pub const DISCLOSURE_DEPTH: usize = 16;
/// The name of an issuer or of a status list, in bytes: thousands of them are compared, and hashed.
pub const URI_BYTES: usize = 2048;
/// Signatures on one trust document.
pub const SIGNATURES: usize = 32;
/// Roots that lead from the pinned one to the newest: in one snapshot, and in all that an app follows,
/// since what it exports has to be readable again.
pub const ROOTS: usize = 256;
/// All of these together, in bytes.
pub const ROOTS_BYTES: usize = 2 * 1024 * 1024;
/// Signatures on all of these together that count, and all signatures, whether they count or not, on
/// those together that one load brings: each may be verified by a key of either root.
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
/// Keys that are tried on every status list that does not say whose it is: those of the issuers that
/// are called most like it. However many other lists there are, each has these.
pub const STATUS_LIST_OWN_TRIES: usize = 2;
/// Further keys that loading a snapshot tries, on all such lists together: with these, and with all else
/// that it may hold signed by SM2, a load takes about ten thousand verifications.
pub const STATUS_LIST_TRIES: usize = 1024;
/// Issuers that answer for the status lists of one load, counted for each list: one whose key many have
/// is the list of all of them, unless it says whose it is.
pub const STATUS_LIST_ISSUERS: usize = 128 * 1024;
/// Records in one bundle, of all its lists: large firms have hundreds of licences.
pub const RECORDS: usize = 1024;
/// Of these, records of the lists that speak against their subject, for which remedies are looked for.
pub const ADVERSE_RECORDS: usize = 256;
/// Officers that one bundle names.
pub const OFFICERS: usize = 256;
/// Schemes of evaluation in one bundle.
pub const EVALUATIONS: usize = 64;
/// Names in one list: what a record lists (`recognised_in`, `also`), the regions, fields and kinds of a
/// programme, the grades of a scale, and the regions, fields and grades of an agreement. All names of a
/// trust-list entry together, of what it may sign and of what it knows of, with one for each row of
/// `complete`.
pub const LISTED: usize = 512;
/// Combinations of steps that a search for remedies tries, where there are too many to try all.
pub const REMEDY_TRIALS: usize = 512;
/// Steps of one decision, over all the days that it looks ahead and the remedies that it tries, counted as
/// they are taken: one for a part of a rule that is looked at, an element that is gone through, a fact that
/// is found, some names that are compared, a working day that is counted.
pub const WORK: u64 = 20_000_000;

/// An app can read again what it exports, however far it has come.
const _: () = {
    let largest = ROOTS_BYTES + MANIFEST_BYTES;
    assert!(largest + TRUST_LIST_BYTES < SNAPSHOT_BYTES);
    // A status list's line takes less than a hundred.
    assert!((largest + 100 * STATUS_LISTS).div_ceil(3) * 4 < STATE_BYTES);
};
