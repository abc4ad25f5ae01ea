# shellcheck shell=bash
# What scripts/start and scripts/test share: sourced, not run. Each step skips what is there already.

# Set, it would make every process compile all it imports anew: twice the time of a start.
unset PYTHONDONTWRITEBYTECODE

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() {
  printf '\nCannot go on: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

# system_packages WHY PACKAGE...: installs Debian packages as root; else says which and how.
apt_is_fresh=
system_packages() {
  local why=$1
  shift
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing $* ($why)"
    if [ -z "$apt_is_fresh" ]; then
      apt-get update -qq >/dev/null 2>&1 || true # an old list may do
      apt_is_fresh=yes
    fi
    local said
    said=$(DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" 2>&1) ||
      fail "apt-get could not install $* ($why):" "$(tail -n 5 <<<"$said")"
  else
    fail "$why needs a system package." "Install it, then run this again:" \
      "  sudo apt-get install $*" "(on another system: the package of the same name)"
  fi
}

# The digest of some files, for stamps: what was done for these contents need not be done again.
digest_of() { cat "$@" | sha256sum; }

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13 python3.14; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

make_venv() {
  local python
  if .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    return
  fi
  if ! python=$(find_python); then
    system_packages "Phony needs Python 3.11 or newer, which" python3
    python=$(find_python) || fail "no Python 3.11 or newer was found."
  fi
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    system_packages "A virtual environment" python3-venv
  fi
  say "Making the virtual environment .venv with $("$python" --version)"
  rm -rf .venv
  "$python" -m venv .venv
}

# install_locked NAME FILE...: exactly the locked versions, checked against their hashes.
install_locked() {
  local stamp=.venv/.stamp-$1 digest requirements=() file
  shift
  digest=$(digest_of "$@" requirements/installer.txt)
  if [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ]; then return; fi
  say "Installing dependencies (${stamp#*stamp-}): some 100 packages, once"
  for file in "$@"; do requirements+=(-r "$file"); done
  # uv does it many times faster; pip, which every setting of this machine reaches, if it cannot.
  if ! { .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
    -r requirements/installer.txt &&
    .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes \
      "${requirements[@]}"; } 2>.venv/install.log; then
    say "uv could not do it ($(tail -n 1 .venv/install.log)); pip tries, which takes longer"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
      "${requirements[@]}" || fail "the dependencies could not be installed (see above)."
  fi
  echo "$digest" >"$stamp"
}

# The package itself, from this tree: edits count at once.
install_phony() {
  local digest
  digest=$(digest_of pyproject.toml hatch_build.py)
  if [ "$(cat .venv/.stamp-phony 2>/dev/null)" = "$digest" ] && [ -x .venv/bin/phony ]; then
    return
  fi
  say "Installing Phony into .venv"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    --no-build-isolation --editable . || fail "Phony itself could not be installed (see above)."
  echo "$digest" >.venv/.stamp-phony
}

# The packaged mongod needs libcurl; a mongod of the machine, or MONGODB_URL, does not concern us.
check_mongod() {
  [ -z "${MONGODB_URL:-}${PHONY_MONGOD:-}" ] || return 0
  local mongod missing
  mongod=$(.venv/bin/python -c 'from phony.mongod import find; print(find(None))' 2>/dev/null) ||
    return 0 # `phony serve` says what is missing and every cure
  missing=$(ldd "$mongod" 2>/dev/null | awk '/not found/ {print $1}')
  case $missing in
    "") ;;
    *libcurl*) system_packages "The embedded MongoDB" libcurl4 ;;
    *) fail "the embedded MongoDB lacks these system libraries:" "$missing" ;;
  esac
}

build_dashboard() {
  .venv/bin/python hatch_build.py || fail "the dashboard could not be built (see above)."
}
