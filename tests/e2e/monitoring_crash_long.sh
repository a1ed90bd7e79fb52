# The same as monitoring_crash.sh, 200 times.
CRASH_ROUNDS=200
source "$REPO/tests/e2e/monitoring_crash.sh"
