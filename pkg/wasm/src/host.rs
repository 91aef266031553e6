//! The import by which the module for Node asks its host about signatures of ES256: `pkg/src/node-signatures.ts`.
//!
//! Declared without wasm-bindgen, so that both modules have the same glue.

#[link(wasm_import_module = "xinyi_host")]
unsafe extern "C" {
    /// 1 if the signature of `length` bytes of message verifies. Key and signature are of 64 bytes.
    fn verify_es256(key: *const u8, signature: *const u8, message: *const u8, length: usize)
    -> u32;
}

/// From now on the host is asked.
pub(crate) fn ask() {
    xinyi::host_signatures::verify_es256_by(|key, signature, message| {
        let (key, signature) = (key.as_ptr(), signature.as_ptr());
        // SAFETY: the host reads that many bytes of each, and keeps no pointer.
        unsafe { verify_es256(key, signature, message.as_ptr(), message.len()) == 1 }
    });
}
