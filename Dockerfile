# Builds every binary once; `--target api`, `worker` or `cli` picks what an image runs.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --bins -p api -p worker -p cli \
 && mkdir /out && cp target/release/nextevent target/release/nextevent-api target/release/nextevent-worker /out/

FROM debian:bookworm-slim AS base
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/nextevent --create-home nextevent
USER nextevent
WORKDIR /var/lib/nextevent
ENV APP_ENV=production APP_HOST=0.0.0.0 DATA_DIR=/var/lib/nextevent
STOPSIGNAL SIGTERM

FROM base AS cli
COPY --from=build /out/nextevent /usr/local/bin/
ENTRYPOINT ["nextevent"]

FROM base AS worker
COPY --from=build /out/nextevent-worker /usr/local/bin/
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD curl -fsS http://127.0.0.1:8081/healthz || exit 1
ENTRYPOINT ["nextevent-worker"]

FROM base AS api
COPY --from=build /out/nextevent-api /usr/local/bin/
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD curl -fsS http://127.0.0.1:8080/healthz || exit 1
ENTRYPOINT ["nextevent-api"]
