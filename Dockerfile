# The image behind web, worker and beat. psycopg2-binary is meant: its wheel carries its own libpq, so that the image
# needs neither a compiler nor system packages, and every library in it stands in the lock with its hash.

FROM python:3.11-slim AS frontend
WORKDIR /app
COPY requirements-dev.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary=:all: --no-binary=docopt -r requirements-dev.txt
COPY package.json package-lock.json .npmrc ./
COPY councilsafe councilsafe
RUN DATA_DIR=/data python -m councilsafe.frontend

FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data EVIDENCE_DIR=/evidence HOST=0.0.0.0
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary=:all: --no-binary=docopt -r requirements.txt
COPY . .
COPY --from=frontend /data /data
RUN EVIDENCE_KEYS=$(python -c "from pyrage import x25519; print(x25519.Identity.generate())") \
    SECRET_KEY=build DATABASE_URL=postgres:///build REDIS_URL=redis://build python manage.py collectstatic --noinput \
    && useradd --system --no-create-home councilsafe \
    && mkdir /evidence \
    && chown councilsafe /data /evidence
USER councilsafe
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "councilsafe.wsgi"]
