#!/usr/bin/env bash
# Short names for what the .NET SDK does here. `./build.sh` alone prints help.
set -euo pipefail
invoked_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
configuration=${CONFIGURATION:-Release}

say() { printf '%s\n' "$*"; }

die() {
    printf 'build.sh: %s\n' "$*" >&2
    exit 1
}

help() {
    cat <<'TEXT'
usage: ./build.sh VERB [ARGUMENTS]

  build   build everything
  test    build and run all tests
  demo    train on handwritten digits, evaluate, save, and score a row in another process
  bench   run a benchmark; without a name, list them
  docs    write anew what the documentation takes from the code; see eng/Docs/Program.cs
  tool    run the command line tool; without arguments, its help
  pack    make the NuGet packages of the library and the tool
  clean   delete all build output

CONFIGURATION=Debug builds that configuration instead of Release.
TEXT
}

version() { sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" Directory.Packages.props; }

restore() {
    dotnet restore ProtoAnomaly.sln -v quiet || die "the packages can't be restored; your package source must have" \
        "Microsoft.ML $(version MicrosoftMLVersion), TorchSharp $(version TorchSharpVersion) and libtorch-cpu-* $(version LibTorchVersion)."
}

build() {
    restore
    dotnet build ProtoAnomaly.sln -c "$configuration" --no-restore -v minimal "$@"
}

# Adds up what the test runners say; a project whose runner says nothing has failed.
run_tests() {
    build -v quiet
    local passed=0 failed=0 reported=0 log=artifacts/test.log line
    dotnet test ProtoAnomaly.sln -c "$configuration" --no-build "$@" 2>&1 | tee "$log" || true
    while read -r line; do
        [[ "$line" =~ Failed:\ +([0-9]+),\ Passed:\ +([0-9]+) ]] || continue
        failed=$((failed + BASH_REMATCH[1]))
        passed=$((passed + BASH_REMATCH[2]))
        reported=$((reported + 1))
    done <"$log"
    failed=$((failed + $(ls test/*/*.csproj | wc -l) - reported))
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
    restore
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
    for project in src/Microsoft.ML.Anomaly.Prototypes src/ProtoAnomaly.Tool; do
        dotnet pack "$project" -c "$configuration" -o artifacts/packages -p:ContinuousIntegrationBuild=true "$@"
    done
}

command -v dotnet >/dev/null || die "the .NET SDK is missing: https://dotnet.microsoft.com/download"
verb=${1:-help}
[ $# -eq 0 ] || shift
case "$verb" in
    build | demo | bench | tool | pack) "$verb" "$@" ;;
    test) run_tests "$@" ;;
    docs) run_project eng/Docs "$@" ;;
    clean) rm -rf artifacts ;;
    help | -h | --help) help ;;
    *)
        help >&2
        exit 2
        ;;
esac
