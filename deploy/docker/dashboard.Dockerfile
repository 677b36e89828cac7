# Built from the repository's root: docker build -f deploy/docker/dashboard.Dockerfile -t webhooks-dashboard:0.2.0 .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /src
COPY . .
RUN dotnet publish Webhooks.Dashboard -c Release -o /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
LABEL org.opencontainers.image.title="Webhooks.Dashboard" \
      org.opencontainers.image.description="The page of Aspire.Webhooks for operators and tenants." \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
COPY --from=build /app .
# Diagnostics would write into the file system, which is read-only.
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_EnableDiagnostics=0
USER 1654
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["dotnet", "/app/Webhooks.Dashboard.dll", "--probe", "/health"]
ENTRYPOINT ["dotnet", "/app/Webhooks.Dashboard.dll"]
