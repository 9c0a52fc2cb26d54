# Tillit in a container: docker build -t tillit . ; docker run --rm -v "$PWD:/work" tillit run x.yaml
FROM debian:bookworm-slim AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends \
        gcc git libc6-dev libhdf5-dev libjansson-dev libyaml-dev make pkg-config python3-venv \
    && rm -rf /var/lib/apt/lists/*
COPY . /tillit
WORKDIR /tillit
RUN rm -rf build && python3 -m venv /opt/tillit \
    && /opt/tillit/bin/pip install --no-cache-dir -r analysis/requirements.txt \
    && /opt/tillit/bin/pip install --no-cache-dir --no-deps .

FROM debian:bookworm-slim
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends \
        libhdf5-103-1 libhdf5-hl-100 libjansson4 libyaml-0-2 python3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/tillit /opt/tillit
ENV PATH="/opt/tillit/bin:$PATH" MPLCONFIGDIR=/tmp
WORKDIR /work
USER 1000
ENTRYPOINT ["tillit"]
CMD ["help"]
