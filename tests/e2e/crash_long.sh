# The same as crash.sh, 200 times.
CRASH_ROUNDS=200
source "$REPO/tests/e2e/crash.sh"
