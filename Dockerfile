# Two stages: one builds the wheel (dashboard included), one runs it, without Node or compilers.
FROM python:3.11-slim-bookworm AS build
# sandbox: with the offline speech of the sandbox; runtime: for real accounts only, far smaller.
ARG REQUIREMENTS=sandbox
WORKDIR /src
COPY pyproject.toml README.md hatch_build.py ./
COPY requirements requirements
COPY docker docker
COPY dashboard dashboard
COPY src src
RUN docker/build.sh /opt/phony "$REQUIREMENTS"

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin phony \
    && mkdir /data && chown phony:phony /data
COPY --from=build /opt/phony /opt/phony
ENV PATH=/opt/phony/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PHONY_HOST=0.0.0.0 \
    PHONY_PORT=24187 \
    PHONY_DATA_DIR=/data \
    PHONY_LOG_JSON=1
USER 10001:10001
VOLUME /data
EXPOSE 24187
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:24187/health/live', timeout=2)"]
ENTRYPOINT ["phony"]
CMD ["serve"]
