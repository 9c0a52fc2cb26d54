#!/bin/sh
# Installs what Tillit needs and is missing: Debian and Ubuntu packages by apt, with sudo where needed. Without root it
# names what is missing and other ways to get it. Changes nothing when everything is there.
set -u

missing=
need() { # need PACKAGE TEST...
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}
has_library() {
    command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$1"
}
need gcc sh -c 'command -v gcc'
need libc6-dev test -e /usr/include/stdio.h
need make sh -c 'command -v make'
need pkg-config sh -c 'command -v pkg-config'
need git sh -c 'command -v git'
need libhdf5-dev sh -c 'command -v pkg-config && { pkg-config --exists hdf5-serial || pkg-config --exists hdf5; }'
need libyaml-dev has_library yaml-0.1
need libjansson-dev has_library jansson
need libgsl-dev has_library gsl
need libcmocka-dev has_library cmocka
need g++ sh -c 'command -v g++'
need libpcg-cpp-dev test -e /usr/include/pcg_random.hpp
need netcdf-bin sh -c 'command -v ncdump'
need hdf5-tools sh -c 'command -v h5diff'
need python3-venv sh -c 'command -v python3 && python3 -c "import venv, ensurepip"'

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
  conda:             conda install -c conda-forge c-compiler make pkg-config hdf5 yaml jansson gsl cmocka libnetcdf
  spack:             spack load gcc hdf5 libyaml jansson gsl cmocka netcdf-c
  modules (cluster): module load GCC HDF5 GSL (ask support for libyaml, jansson and cmocka)
TEXT
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq || exit 1
# shellcheck disable=SC2086
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null || exit 1
