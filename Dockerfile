FROM python:3.11-slim
WORKDIR /app
COPY requirements.lock pyproject.toml README.md ./
RUN pip install --no-cache-dir uv && uv pip install --system --no-cache -r requirements.lock
COPY notifier notifier
COPY worker worker
COPY templates templates
RUN uv pip install --system --no-cache --no-deps . \
    && useradd --create-home notifier && mkdir -p var && chown notifier var
USER notifier
EXPOSE 8000
CMD ["notifier", "run", "web", "--host", "0.0.0.0", "--port", "8000"]
