# How modules are made of Rust. Sourced from the project's folder, after scripts/env.

common=(
  # All have glue of one kind: values that are not numbers go through a table on its side.
  -C target-feature=-reference-types,-multivalue
  -C link-arg=--no-check-features
  # The same module from any folder.
  --remap-path-prefix="${CARGO_HOME:-$HOME/.cargo}=/cargo"
  --remap-path-prefix="$PWD=/xinyi"
)
unset RUSTFLAGS

# wasm_pack PACKAGE PROFILE OUT FLAGS…: OUT/xinyi_bg.wasm and OUT/xinyi_bg.js
wasm_pack() {
  local package=$1 profile=$2 out=$3
  shift 3
  CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f'; printf '%s' "$*") wasm-pack build "$package" --target bundler \
    --profile "$profile" --mode no-install --no-opt --no-pack --no-typescript \
    --out-dir "$PWD/$out" --out-name xinyi -- --locked
}
