# Built from the repository's root: docker build -f deploy/docker/worker.Dockerfile -t webhooks-worker:0.2.0 .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
RUN apt-get update && apt-get install -y --no-install-recommends clang zlib1g-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN dotnet publish Webhooks.Worker -c Release -r linux-$([ "$(uname -m)" = aarch64 ] && echo arm64 || echo x64) -o /app --nologo

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
LABEL org.opencontainers.image.title="Webhooks.Worker" \
      org.opencontainers.image.description="The delivery worker of Aspire.Webhooks, a native program." \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
COPY --from=build /app .
# Diagnostics would write into the file system, which is read-only.
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_EnableDiagnostics=0
USER 1654
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/app/Webhooks.Worker", "--probe", "/health"]
ENTRYPOINT ["/app/Webhooks.Worker"]
