#!/bin/sh
# Usage: compare_with_xstate.sh PATH/TO/workflow_trace_lines [FIRST_SEED [COUNT]]
# Ends with 77 (skipped) where Node.js or XState 5 is missing.
here=$(dirname "$0")
if ! command -v node >/dev/null 2>&1; then
    echo "skipped: node is not installed"
    exit 77
fi
exec node "$here/compare_with_xstate.mjs" "$@"
