#!/usr/bin/env bash
# certificates.sh FOLDER: an authority of this company's own and a certificate for each server, made once and renewed in time.
#
#   authority/        its key; nobody but this script sees it
#   trust/ca.crt      what everybody may know: who is trusted
#   eventstore/, kafka/, mongodb/    key and certificate of each server, readable by it alone
#
# Runs at every `docker compose up` and changes nothing that is still good for a year. Needs bash and openssl.
set -euo pipefail
cd "$1"
umask 077

AUTHORITY_DAYS=7300
SERVER_DAYS=1825
YEAR=$((365 * 24 * 3600))

if ! openssl x509 -checkend "$YEAR" -noout -in authority/ca.crt >/dev/null 2>&1; then
  mkdir -p authority
  openssl req -x509 -newkey rsa:3072 -sha256 -nodes -days "$AUTHORITY_DAYS" -subj '/O=Throughline/CN=Throughline authority' \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout authority/ca.key -out authority/new.crt 2>/dev/null
  mv authority/new.crt authority/ca.crt
  echo 'certificates: a new authority'
fi
mkdir -p trust
cp -f authority/ca.crt trust/ca.crt
chmod 755 trust
chmod 444 trust/ca.crt

# issue SERVER COMMON-NAME OWNER: by the names the server is called inside, for both ends of a connection.
issue() {
  local server=$1 name=$2 owner=$3
  mkdir -p "$server"
  if openssl x509 -checkend "$YEAR" -noout -in "$server/server.crt" >/dev/null 2>&1 && openssl verify -CAfile authority/ca.crt "$server/server.crt" >/dev/null 2>&1; then return; fi
  openssl req -newkey rsa:2048 -sha256 -nodes -subj "/CN=$name" -keyout "$server/server.key" -out "$server/server.csr" 2>/dev/null
  openssl x509 -req -in "$server/server.csr" -CA authority/ca.crt -CAkey authority/ca.key -set_serial "0x$(openssl rand -hex 16)" -sha256 -days "$SERVER_DAYS" -out "$server/new.crt" \
    -extfile <(printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nkeyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=critical,CA:FALSE\n' "$server") 2>/dev/null
  # Kafka and MongoDB want both in one file.
  cat "$server/server.key" "$server/new.crt" >"$server/server.pem"
  rm "$server/server.csr"
  # Last, because it is what the next run looks at.
  mv "$server/new.crt" "$server/server.crt"
  if [ "$(id -u)" = 0 ]; then chown -R "$owner:$owner" "$server"; fi
  echo "certificates: a new one for $server; if it is running already, restart it"
}

# As whom the servers run in their images.
issue eventstore eventstoredb-node 1000
issue kafka kafka 1000
issue mongodb mongodb 999
