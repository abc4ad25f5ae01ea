#!/bin/sh
# Builds Phony from this tree into a virtual environment: what the Dockerfile runs, and its test.
# usage: docker/build.sh FOLDER [runtime|sandbox]
set -eu
target=$1
set_of_requirements=${2:-sandbox}
cd "$(dirname "$0")/.."

python3 -m venv "$target"
python3 -m venv "$target.build"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
export UV_COMPILE_BYTECODE="${UV_COMPILE_BYTECODE:-1}" # so that the image starts quickly
"$target.build/bin/pip" install --quiet --require-hashes -r requirements/installer.txt
"$target.build/bin/uv" pip install --quiet --python "$target.build/bin/python" --require-hashes \
  -r requirements/build.txt
"$target.build/bin/uv" pip install --quiet --python "$target/bin/python" --require-hashes \
  --link-mode copy -r "requirements/$set_of_requirements.txt"
"$target.build/bin/pip" wheel --quiet --no-deps --no-build-isolation --wheel-dir "$target.wheel" .
"$target/bin/pip" install --quiet --no-deps --no-index "$target.wheel"/phony-*.whl
rm -rf "$target.build" "$target.wheel"
