//! `xinyi-lower [--keep-instructions] IN.wasm OUT.wasm`: what wasm-bindgen made, without the exports that nobody
//! calls; and, for hosts that take no more than WebAssembly 1.0, without the instruction `memory.copy`.

mod copy;

use std::env;

use anyhow::{Result, bail};
use walrus::{ExportItem, Module};

fn main() -> Result<()> {
    const KEEP: &str = "--keep-instructions";
    let (options, files): (Vec<String>, Vec<String>) = env::args().skip(1).partition(|a| a == KEEP);
    let [input, output] = files.as_slice() else {
        bail!("usage: xinyi-lower [{KEEP}] IN.wasm OUT.wasm");
    };
    let mut module = Module::from_file(input)?;
    if options.is_empty() {
        copy::lower(&mut module)?;
    }

    // Some mini-program hosts refuse a module that exports a global, and nothing here reads
    // the ones that wasm-bindgen adds. ring's C symbols are exported for its own linking only,
    // and would keep its RSA arithmetic alive.
    let exports = &mut module.exports;
    let unused: Vec<_> = exports
        .iter()
        .filter(|export| {
            matches!(export.item, ExportItem::Global(_)) || export.name.starts_with("ring_core_")
        })
        .map(|export| export.id())
        .collect();
    for id in unused {
        exports.delete(id);
    }
    module.emit_wasm_file(output)
}
