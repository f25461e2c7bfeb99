# Two stages: the first builds with the tools that building needs, the second runs without them.
# Another one with --build-arg PYTHON_IMAGE=…
ARG PYTHON_IMAGE=python:3.11.17-slim-bookworm@sha256:2333bd330d12de02514770b3585cad313644316047cdee24a7acfdece6de6efb
FROM ${PYTHON_IMAGE} AS build
WORKDIR /build
COPY requirements.txt ./
RUN python -m venv /opt/accordingto \
    && /opt/accordingto/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY handlers ./handlers
COPY knowledge ./knowledge
RUN /opt/accordingto/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --create-home --home-dir /data accordingto
COPY --from=build /opt/accordingto /opt/accordingto
ENV PATH=/opt/accordingto/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_DATA_HOME=/data \
    XDG_CACHE_HOME=/data/cache \
    MPLCONFIGDIR=/tmp/matplotlib \
    ACCORDINGTO_LOG_FORMAT=json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
# Nothing but /data and /tmp is written: run with a read-only file system.
ENTRYPOINT ["accordingto"]
CMD ["run"]
