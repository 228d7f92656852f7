#!/usr/bin/env bash
# The AWS CLI sends `aws sqs` to AWS although AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_SQS name another endpoint.
#
# awscli 1.46.3. The two variables are documented for every service. `aws sns` heeds them; `aws sqs` goes to the old host name of the
# Region instead. With --endpoint-url it does not. Whoever tests a queue policy against a local endpoint by these variables alone
# tests, and changes, the real account.
#
# Nothing leaves this machine: the proxy is a port of it on which nobody listens. Needs Python 3 with venv. Fails if the behaviour
# changes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check awscli==1.46.3

export HOME=$folder AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=none AWS_DEFAULT_REGION=eu-west-1 AWS_MAX_ATTEMPTS=1
export AWS_ENDPOINT_URL=http://127.0.0.1:9 AWS_ENDPOINT_URL_SQS=http://127.0.0.1:9
export HTTPS_PROXY=http://127.0.0.1:9 NO_PROXY=127.0.0.1

# The endpoint that a command asks, from its own debug output. The command itself fails: nobody answers.
asked() {
  ("$folder/venv/bin/aws" "$@" --debug 2>&1 || true) | grep --only-matching 'url=https\?://[a-z0-9.:-]*' | head -n 1
}

{
  echo "aws sns: $(asked sns list-topics)"
  echo "aws sqs: $(asked sqs list-queues)"
  echo "aws sqs --endpoint-url: $(asked sqs list-queues --endpoint-url http://127.0.0.1:9)"
} | tee "$folder/seen.txt"

cat >"$folder/expected.txt" <<'SEEN'
aws sns: url=http://127.0.0.1:9
aws sqs: url=https://eu-west-1.queue.amazonaws.com
aws sqs --endpoint-url: url=http://127.0.0.1:9
SEEN
diff "$folder/expected.txt" "$folder/seen.txt"
