//! The command `wasm-bindgen-test-runner`, for `wasm-pack test`.

use std::env;

fn main() -> anyhow::Result<()> {
    env_logger::init();
    // Our tests are for Node and browsers alike, so they do not say where to run, and the command takes them
    // for Node's. wasm-pack knows better.
    if env::var_os("WASM_BINDGEN_TEST_ONLY_WEB").is_some() {
        env::set_var("WASM_BINDGEN_USE_BROWSER", "1");
    }
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(env::args_os())
}
