//! Where something went wrong.

use super::string_enum::string_enum;

string_enum! {
    /// What was being read or verified when an error arose.
    Stage {
        /// The issuer-signed part of a bundle, or its disclosures.
        Bundle = "bundle",
        /// A commitment that its holder signed.
        Commitment = "commitment",
        /// The host that a module runs in. Only the JavaScript facade says this.
        Host = "host",
        /// The options of a call, or the call itself.
        Input = "input",
        /// The key binding JWT of a presentation.
        KeyBinding = "key_binding",
        /// A signed edition of the law.
        Law = "law",
        /// The signed manifest.
        Manifest = "manifest",
        /// A programme.
        Programme = "programme",
        /// A root.
        Root = "root",
        /// What signs, when a document is signed.
        Signer = "signer",
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
