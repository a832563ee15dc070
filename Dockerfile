# Two images from one file: `--target api`, an instance of Parley, and `--target gateway`, nginx with the client.

FROM node:22-slim AS client
WORKDIR /parley/client
COPY client/package.json client/package-lock.json client/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY client/ ./
RUN npm run build

FROM python:3.13-slim AS packages
COPY requirements/image.txt /image.txt
# Nothing is compiled here: http-ece alone comes as source, of pure Python.
RUN python -m venv /venv && \
    /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: --no-binary http-ece \
        --requirement /image.txt && \
    /venv/bin/python -m compileall -q /venv/lib

FROM nginx:1.29-alpine AS gateway
COPY deploy/gateway/*.conf /srv/gateway/
COPY --from=client /parley/client/dist/ /srv/gateway/client/
USER 101
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
STOPSIGNAL SIGQUIT
ENTRYPOINT ["nginx", "-e", "stderr", "-p", "/srv/gateway/", "-c", "nginx.conf"]

FROM python:3.13-slim AS api
RUN useradd --system --uid 10001 --home-dir /parley --no-create-home --shell /usr/sbin/nologin parley
WORKDIR /parley
COPY --from=packages /venv/ /venv/
COPY models/ models/
COPY chat/ chat/
COPY schema/ schema/
COPY api/ api/
COPY scripts/ scripts/
COPY --from=client /parley/client/dist/ client/dist/
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    APP_ENV=production \
    DATA_DIR=/data \
    PORT=4000
RUN python -m compileall -q . && install -d -o parley /data
USER 10001
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["python", "-m", "scripts.healthcheck"]
ENTRYPOINT ["python", "-m"]
CMD ["scripts.worker", "--host", "0.0.0.0"]
