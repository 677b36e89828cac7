#!/usr/bin/env bash
# Writes docs/openapi.json, the committed baseline of what /openapi/v1.json serves.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
UPDATE_OPENAPI=1 dotnet test Webhooks.Tests --filter 'FullyQualifiedName~OpenApiTests.Document_Served_IsTheCommittedBaseline' "$@"
