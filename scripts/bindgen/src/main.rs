//! `xinyi-bindgen IN.wasm OUT_DIR NAME`: wasm-bindgen's `bundler` target, without the exports
//! that nobody calls, and without the instruction `memory.copy`.

mod copy;

use std::env;

use anyhow::{Result, bail};
use walrus::ExportItem;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [input, out_dir, name] = args.as_slice() else {
        bail!("usage: xinyi-bindgen IN.wasm OUT_DIR NAME");
    };

    let mut bindgen = Bindgen::new();
    bindgen
        .bundler(true)?
        .input_path(input)
        .out_name(name)
        .typescript(false)
        .remove_name_section(true);
    let mut output = bindgen.generate_output()?;

    copy::lower(output.wasm_mut())?;

    // Some mini-program hosts refuse a module that exports a global, and nothing here reads
    // the ones that wasm-bindgen adds. ring's C symbols are exported for its own linking only,
    // and would keep its RSA arithmetic alive.
    let exports = &mut output.wasm_mut().exports;
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

    output.emit(out_dir)
}
