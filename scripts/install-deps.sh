#!/bin/sh
# Installs what Tillit needs and is missing: Debian and Ubuntu packages by apt, with sudo where needed. Without root it
# names what is missing and other ways to get it. Changes nothing when everything is there.
# usage: install-deps.sh [tests]     with `tests` also what only tests need
set -u
python=${PYTHON3:-python3}

missing=
need() { # need PACKAGE TEST...
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}
has_command() {
    command -v "$1"
}
has_library() {
    command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$1"
}
has_hdf5() {
    has_library hdf5-serial || has_library hdf5
}
need gcc has_command "${CC:-gcc}"
need libc6-dev sh -c 'echo "#include <stdio.h>" | ${CC:-gcc} -E -'
need make has_command make
need pkg-config has_command pkg-config
need libhdf5-dev has_hdf5
need libyaml-dev has_library yaml-0.1
need libjansson-dev has_library jansson
need python3-venv "$python" -c "import venv, ensurepip"
libraries="hdf5 libyaml jansson"
if [ "${1:-}" = tests ]; then
    need git has_command git
    need libcmocka-dev has_library cmocka
    need g++ has_command g++
    need libpcg-cpp-dev test -e /usr/include/pcg_random.hpp
    need netcdf-bin has_command ncdump
    need hdf5-tools has_command h5diff
    libraries="$libraries cmocka netcdf-c"
fi

if has_command "$python" >/dev/null && ! "$python" -c "import sys; sys.exit(sys.version_info < (3, 10))"; then
    echo "tillit: $python is $("$python" --version); 3.10 or later is needed. Name another: make PYTHON3=python3.11 ..." >&2
    exit 1
fi
[ -z "$missing" ] && exit 0
echo "tillit: installing what is missing:$missing"

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    as_root=none
fi
if [ "$as_root" = none ] || ! command -v apt-get >/dev/null 2>&1; then
    cat >&2 <<TEXT
tillit: these packages are missing and this account may not install them (or there is no apt here):
 $missing
Get them in one of these ways, then run the same command again:
  an administrator:  apt-get install$missing
  conda:             conda install -c conda-forge c-compiler make pkg-config $(echo "$libraries" | sed 's/libyaml/yaml/; s/netcdf-c/libnetcdf/')
  spack:             spack load gcc $libraries
  modules (cluster): module load GCC HDF5 Python (ask support for $(echo "$libraries" | sed 's/hdf5 //; s/ netcdf-c//; s/ /, /g'))
TEXT
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq || exit 1
# shellcheck disable=SC2086
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null || exit 1
