# shellcheck shell=bash
# Sourced by the runners: names each step, times it, and shows the whole output of what failed.

# step NAME COMMAND...: one line on success, with the seconds it took; on failure the command's output, and the run ends
step() {
  local name=$1 began=$SECONDS log status
  shift
  log=build/logs/${name//[^A-Za-z0-9]/-}.log
  mkdir -p build/logs
  printf '== %s ... ' "$name"
  # Not `"$@" || status=$?`: that would switch `set -e` off inside the command, and only its last line would count.
  set +e
  (
    set -Eeuo pipefail
    "$@"
  ) >"$log" 2>&1 </dev/null
  status=$?
  set -e
  if [ "$status" != 0 ]; then
    printf 'FAILED after %s s\n' $((SECONDS - began))
    cat "$log"
    printf '%s failed; its output above is also in %s\n' "$name" "$log"
    exit 1
  fi
  printf 'ok, %s s%s\n' $((SECONDS - began)) "$(summary "$log")"
}

# The one line that says how much was tested, if there is one: nothing passes because nothing ran.
summary() {
  local line count
  line=$(grep -hoE '^Tests: .*' "$1" | tail -n1) || true
  count=$(awk '/\[  PASSED  \]/ { sub(/.*\[  PASSED  \] /, ""); sum += $1 } END { if (sum) print sum }' "$1")
  printf '%s' "${line:+; $line}${count:+; $count tests passed}"
}

# apt_install COMMAND PACKAGE...: what a fresh Debian lacks; elsewhere says what is missing
apt_install() {
  local command=$1
  shift
  command -v "$command" >/dev/null && return
  apt_install_always "$@"
}

apt_install_always() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    printf 'Missing: %s. Install it (on Debian: apt-get install %s) and run this again.\n' "$*" "$*"
    return 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --no-upgrade --no-remove \
    -o Acquire::Retries=3 -o DPkg::Lock::Timeout=600 "$@"
}

# together NAME COMMAND -- NAME COMMAND ...: steps that use one core each, side by side; all end before a failure is told
together() {
  local pids=() pid failed=0
  while [ $# -gt 0 ]; do
    local parts=()
    while [ $# -gt 0 ] && [ "$1" != -- ]; do parts+=("$1"); shift; done
    [ $# = 0 ] || shift
    (step "${parts[@]}") >"build/logs/together-${#pids[@]}" 2>&1 &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  for pid in "${!pids[@]}"; do cat "build/logs/together-$pid"; done
  return "$failed"
}
