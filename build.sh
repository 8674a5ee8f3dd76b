#!/usr/bin/env bash
# Builds, tests and shows the project. Where the packages Microsoft.ML and TorchSharp can't be restored, it builds against the
# stand-ins below compat/ instead, and installs what those need. `./build.sh` alone prints help.
set -euo pipefail
invoked_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
configuration=${CONFIGURATION:-Release}
native=artifacts/native
debian_packages=(libtorch-dev libopenblas0-pthread cmake g++)

say() { printf '%s\n' "$*"; }

die() {
    printf 'build.sh: %s\n' "$*" >&2
    exit 1
}

help() {
    cat <<'TEXT'
usage: ./build.sh VERB [ARGUMENTS]

  setup   find out which packages can be had, and install what is missing
  build   build everything
  test    build and run all tests
  demo    train on handwritten digits, evaluate, save, and score a row in another process
  bench   run a benchmark; without a name, list them
  docs    write anew what the documentation takes from the code; see eng/Docs/Program.cs
  tool    run the command line tool; without arguments, its help
  pack    make the NuGet packages of the library and the tool
  clean   delete all build output

Each verb does the setup first. UseCompat=true or =false in the environment skips the search for the real packages.
CONFIGURATION=Debug builds that configuration instead of Release.
TEXT
}

# Which flavour: the real packages, or the stand-ins. The answer is kept until `clean`.
choose_flavour() {
    if [ -z "${UseCompat:-}" ]; then
        local answer=artifacts/use-compat
        if [ ! -f "$answer" ]; then
            mkdir -p artifacts
            if UseCompat=false timeout 120 dotnet restore eng/PackageProbe/PackageProbe.csproj --force >artifacts/package-probe.log 2>&1; then
                say false >"$answer"
            else
                say "The packages Microsoft.ML and TorchSharp can't be restored here (artifacts/package-probe.log): building against the stand-ins in compat/."
                say true >"$answer"
            fi
        fi
        UseCompat=$(cat "$answer")
    fi
    export UseCompat
}

is_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

install_libtorch() {
    command -v dpkg-query >/dev/null || die "the stand-ins need Debian's libtorch-dev, and this is not a Debian system."
    local missing=() package
    for package in "${debian_packages[@]}"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local command="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    [ "$(id -u)" = 0 ] || die "some Debian packages are missing; run as root: $command"
    say "Installing what is missing: $command"
    mkdir -p artifacts
    DEBIAN_FRONTEND=noninteractive bash -c "$command" >artifacts/apt.log 2>&1 || {
        tail -n 20 artifacts/apt.log >&2
        die "the installation failed (artifacts/apt.log)."
    }
}

build_shim() {
    [ -f "$native/build/CMakeCache.txt" ] || {
        say "Configuring the native shim."
        mkdir -p "$native"
        cmake -S compat/torch-native -B "$native/build" -DCMAKE_BUILD_TYPE=Release >"$native/configure.log" 2>&1 || {
            tail -n 20 "$native/configure.log" >&2
            rm -f "$native/build/CMakeCache.txt"
            die "CMake could not configure the native shim."
        }
    }
    cmake --build "$native/build" --parallel "$(nproc)" >"$native/build.log" 2>&1 || {
        tail -n 40 "$native/build.log" >&2
        die "the native shim does not build."
    }
}

setup() {
    command -v dotnet >/dev/null || die "the .NET SDK is missing: https://dotnet.microsoft.com/download"
    choose_flavour
    if [ "$UseCompat" = true ]; then
        install_libtorch
        build_shim
    fi
}

build() { dotnet build ProtoAnomaly.sln -c "$configuration" -v minimal "$@"; }

# Runs every test project and adds up what their runners say; a project whose runner says nothing has failed.
run_tests() {
    build -v quiet
    local passed=0 failed=0 project output summary
    for project in test/*/*.csproj; do
        say "--- $project"
        output=$(dotnet test "$project" -c "$configuration" --no-build "$@" 2>&1) || true
        printf '%s\n' "$output"
        summary=$(printf '%s\n' "$output" | grep -E 'Failed: +[0-9]+, Passed: +[0-9]+' | tail -n 1 || true)
        if [[ "$summary" =~ Failed:\ +([0-9]+),\ Passed:\ +([0-9]+) ]]; then
            failed=$((failed + BASH_REMATCH[1]))
            passed=$((passed + BASH_REMATCH[2]))
        else
            failed=$((failed + 1))
        fi
    done
    say "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

run_project() {
    local project=$1
    shift
    dotnet run --project "$project" -c "$configuration" -- "$@"
}

demo() {
    local folder=artifacts/demo
    mkdir -p "$folder"
    run_project samples/Digits "$folder/digits-model.zip" "$folder/digits-row.csv" "$@"
    run_project samples/ScoreOneRow "$folder/digits-model.zip" "$folder/digits-row.csv"
}

bench() {
    local name=${1:-}
    if [ -z "$name" ]; then
        say "usage: ./build.sh bench NAME [ARGUMENTS], where NAME is one of:"
        ls benchmarks | grep -v Shared | sed 's/^/  /'
        return
    fi
    shift
    [ -f "benchmarks/$name/$name.csproj" ] || die "there is no benchmark '$name'."
    run_project "benchmarks/$name" "$@"
}

# Paths are relative to where the user is.
tool() {
    local project=$PWD/src/ProtoAnomaly.Tool
    [ $# -gt 0 ] || set -- --help
    (cd "$invoked_from" && run_project "$project" "$@")
}

pack() {
    [ "$UseCompat" = false ] || die "packages are made of the genuine flavour only, and Microsoft.ML and TorchSharp can't be restored here."
    for project in src/Microsoft.ML.Anomaly.Prototypes src/ProtoAnomaly.Tool; do
        dotnet pack "$project" -c "$configuration" -o artifacts/packages -p:ContinuousIntegrationBuild=true "$@"
    done
}

verb=${1:-help}
[ $# -eq 0 ] || shift
case "$verb" in
    setup) setup && say "Ready (UseCompat=$UseCompat)." ;;
    build) setup && build "$@" ;;
    test) setup && run_tests "$@" ;;
    demo) setup && demo "$@" ;;
    bench) setup && bench "$@" ;;
    docs) setup && run_project eng/Docs "$@" ;;
    tool) setup && tool "$@" ;;
    pack) choose_flavour && pack "$@" ;;
    clean) rm -rf artifacts ;;
    help | -h | --help) help ;;
    *)
        help >&2
        exit 2
        ;;
esac
