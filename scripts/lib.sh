# What the scripts share. Sourced from the project's folder.

say() { printf '%s\n' "$*"; }
fail() { printf 'xinyi: %s\n' "$*" >&2; exit 1; }

# step NAME COMMAND…: on a terminal the command shows its own progress; in a pipe one line
# stands for it, and its output only follows if it fails.
step() {
  local name=$1 log started=$SECONDS
  shift
  if [ -t 1 ]; then
    say "── $name"
    "$@"
    return
  fi
  mkdir -p target/logs
  log=target/logs/$(printf '%s' "$name" | tr -cs 'A-Za-z0-9' '-').log
  if "$@" >"$log" 2>&1; then
    say "── $name: $((SECONDS - started)) s"
  else
    tail -n 60 "$log" >&2
    fail "failed: $name (the whole output is in $log)"
  fi
}

cargo_target=${CARGO_TARGET_DIR:-target}
tools=${XDG_CACHE_HOME:-$HOME/.cache}/xinyi-tools

# The version, and what of it is ours.
bindgen=$tools/wasm-bindgen-0.2.130-$(cat scripts/wasm-bindgen/Cargo.* scripts/wasm-bindgen/src/bin/*.rs | cksum | cut -d' ' -f1)
lower=$tools/lower-$(cat scripts/lower/Cargo.* scripts/lower/src/*.rs | cksum | cut -d' ' -f1)

wasm_pack_version=0.15.1
wasm_pack=$tools/wasm-pack-$wasm_pack_version

# Puts the tools that are installed here on the PATH.
export_tools() { export PATH="$bindgen/bin:$lower/bin:$wasm_pack/bin:$PATH"; }

mutants_version=27.1.0
mutants=$tools/cargo-mutants-$mutants_version

find_llvm_ar() {
  local found
  found=$(command -v llvm-ar || compgen -c llvm-ar- | grep -E '^llvm-ar-[0-9]+$' | sort -t- -k3 -n | tail -n 1)
  [ -n "$found" ] && printf '%s' "$found"
}

# ring's C for WebAssembly, at the level of 1.0. The host's own compiler may not know the target.
export_wasm_c() {
  export CC_wasm32_unknown_unknown=${CC_wasm32_unknown_unknown:-clang}
  export AR_wasm32_unknown_unknown=${AR_wasm32_unknown_unknown:-$(find_llvm_ar)}
  export CFLAGS_wasm32_unknown_unknown=-mcpu=mvp
}

# python_environment FILE: $environment is a virtual environment with the packages that the file lists. Where Python
# makes none, it calls skip, which is the script's, with the reason.
python_environment() {
  local requirements=$1
  command -v python3 >/dev/null || skip "no python3"
  python3 -c 'import ensurepip, venv' 2>/dev/null || skip "python3 makes no virtual environments; on Debian, install python3-venv"
  environment=$tools/python-$(cksum <"$requirements" | cut -d' ' -f1)
  [ ! -e "$environment/installed" ] || return 0
  say "To be installed: $(tr '\n' ' ' <"$requirements")(pip) into $environment"
  (step "Python packages" install_packages "$requirements") || skip "pip could not install them"
}

# Within a condition nothing ends at the first command that fails.
install_packages() {
  rm -rf "$environment" &&
    python3 -m venv "$environment" &&
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check -r "$1" &&
    touch "$environment/installed"
}

# node_tests FILE…: runs files of tests that are no part of `make test`, and counts.
node_tests() {
  local status=0 output
  output=$(node --test --test-reporter=tap "$@") || status=$?
  [ $status = 0 ] || say "$output"
  sed -n 's/^ok [0-9]* - \(.*\) # SKIP \(.*\)/skipped: \1: \2/p' <<<"$output"
  number() { sed -n "s/^# $1 //p" <<<"$output"; }
  say "$(number pass) passed, $(number fail) failed, $(number skipped) skipped"
  return $status
}
