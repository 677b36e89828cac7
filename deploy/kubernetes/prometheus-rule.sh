#!/usr/bin/env bash
# Prints the alerts as the Prometheus operator takes them:
#   deploy/kubernetes/prometheus-rule.sh | kubectl apply -f -
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../monitoring"
cat <<'HEAD'
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: webhooks
spec:
HEAD
sed 's/^./  &/' alerts.yaml
